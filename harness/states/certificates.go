package states

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Uses of certificates that the cases name.
const (
	CSMSRoot         = ocpp201.InstallCertificateUseCSMSRootCertificate
	ManufacturerRoot = ocpp201.InstallCertificateUseManufacturerRootCertificate
)

const additionalRootCheck = "SecurityCtrlr.AdditionalRootCertificateCheck"

// Strict is the preparation of the cases that install a CSMSRootCertificate: whether AdditionalRootCertificateCheck is true
// decides which one the station may take (part 2, M05.FR.10).
func Strict() []octt.Preparation { return octt.Known(additionalRootCheck) }

// IsStrict tells it, after Strict.
func IsStrict(s *octt.Scenario) bool { return s.Variable(additionalRootCheck) == "true" }

// NewRoot is the certificate of the bench that a station without it may take for a use: <Configured new … Root certificate>. A
// CSMSRootCertificate is signed by the one before where AdditionalRootCertificateCheck is true (note of TC_M_01_CS).
func NewRoot(s *octt.Scenario, use ocpp201.InstallCertificateUse) octt.HashedCertificate {
	if use == ManufacturerRoot {
		return s.Certified(s.Certificates().ManufacturerRoot())
	}
	return s.Certified(s.Certificates().CSMSRoot(NextRoot(s)))
}

// NextRoot is <Configured (new) CSMS Root certificate 2> as the station may take it, after Strict.
func NextRoot(s *octt.Scenario) octt.Root {
	if IsStrict(s) {
		return octt.SignedRoot
	}
	return octt.NewRoot
}

// CSMSRootInstalled fulfils the prerequisite that a valid CSMSRootCertificate of the bench is on the station: a station that
// connects without TLS may have none. The state is the bench's own, and its rows are none of the table.
func CSMSRootInstalled() []octt.Preparation {
	return octt.Do((*octt.Scenario).KnowsBench)
}

// CertificateInstalled is the memory state of table 442.
func CertificateInstalled(use ocpp201.InstallCertificateUse) octt.State {
	family := octt.Family("CertificateInstalled " + string(use))
	return octt.State{Name: fmt.Sprintf("CertificateInstalled (%s)", use), Family: family, Enter: func(s *octt.Scenario) {
		root := NewRoot(s, use)
		if use == CSMSRoot && IsStrict(s) {
			s.Replaces(s.Certified(s.Certificates().CSMSRoot(octt.OldRoot)), NextRoot(s))
		}
		install(s, use, root)
	}}
}

// OldRootInstalled is CertificateInstalled for the CSMSRootCertificate by which a station that comes without TLS will know the bench.
var OldRootInstalled = octt.State{Name: "CertificateInstalled (CSMSRootCertificate)", Family: "CertificateInstalled CSMSRootCertificate", Enter: func(s *octt.Scenario) {
	root := s.Certified(s.Certificates().CSMSRoot(octt.OldRoot))
	if hasRoot(s, root) {
		s.Skip(1, "", "is left out", "The Charging Station lists the certificate already.")
		return
	}
	install(s, CSMSRoot, root)
}}

// install plays the rows of CertificateInstalled.
func install(s *octt.Scenario, use ocpp201.InstallCertificateUse, root octt.HashedCertificate) {
	s.Installs(root)
	octt.Send(s, 1, ocpp201.InstallCertificateRequest{CertificateType: use, Certificate: root.PEM}).Receive(2,
		octt.By("M05.FR.01"), octt.Must("status", ocpp201.InstallCertificateStatusAccepted).Clause("M05.FR.02"))
}

// hasRoot tells whether the station lists a CSMSRootCertificate.
func hasRoot(s *octt.Scenario, root octt.HashedCertificate) bool {
	listed, err := octt.Ask(s, ocpp201.GetInstalledCertificateIdsRequest{CertificateType: []ocpp201.GetCertificateIDUse{ocpp201.GetCertificateIDUseCSMSRootCertificate}})
	return err == nil && holds(listed, CSMSRoot, root)
}

// GetInstalledCertificates is the reusable state of table 438 for one use or several: the station lists the certificates that
// CertificateInstalled has installed. It lists none of another type: part 2 asks for matching ones (M03.FR.04).
func GetInstalledCertificates(uses ...ocpp201.InstallCertificateUse) octt.State {
	return octt.State{Name: "GetInstalledCertificates", Family: "GetInstalledCertificates", Enter: func(s *octt.Scenario) {
		clauses := []octt.Clause{octt.By("M03.FR.01"), octt.Must("status", ocpp201.GetInstalledCertificateStatusAccepted).Clause("M03.FR.03")}
		for _, use := range uses {
			clauses = append(clauses, Lists(use, NewRoot(s, use), fmt.Sprintf("<HashData from the configured certificate of type %s>", use)).Clause("M03.FR.04"))
		}
		ListCertificates(s, 1, uses, append(clauses, OfTypes(uses).Clause("M03.FR.04"))...)
	}}
}

// InstalledCertificates is GetInstalledCertificates with the validations of a case in the place of its own (part 6: a case wins over a
// state); no use stands for a certificateType that is omitted. The answer is put where answer points to.
func InstalledCertificates(answer *ocpp201.GetInstalledCertificateIdsResponse, uses []ocpp201.InstallCertificateUse, clauses ...octt.Clause) octt.State {
	return octt.State{Name: "GetInstalledCertificates", Family: "GetInstalledCertificates", Enter: func(s *octt.Scenario) {
		*answer = ListCertificates(s, 1, uses, clauses...)
	}}
}

// ListCertificates plays a GetInstalledCertificateIdsRequest for some uses, or for all where there are none, as row with its answer.
func ListCertificates(s *octt.Scenario, row int, uses []ocpp201.InstallCertificateUse, clauses ...octt.Clause) ocpp201.GetInstalledCertificateIdsResponse {
	return octt.Send(s, row, ocpp201.GetInstalledCertificateIdsRequest{CertificateType: asked(uses)}).Receive(row+1, clauses...)
}

func asked(uses []ocpp201.InstallCertificateUse) []ocpp201.GetCertificateIDUse {
	var types []ocpp201.GetCertificateIDUse
	for _, use := range uses {
		types = append(types, ocpp201.GetCertificateIDUse(use))
	}
	return types
}

const chain = "certificateHashDataChain"

// Lists requires an entry with the type and the hash data of a certificate; token is the document's word for it.
func Lists(use ocpp201.InstallCertificateUse, c octt.HashedCertificate, token string) octt.Requirement {
	words := fmt.Sprintf("a list with an entry of certificateType %s and certificateHashData %s", use, token)
	return octt.Must(chain, octt.Satisfying(words, func(actual any) bool { return listed(actual, use, c) }))
}

// ListsNot requires that there is no such entry.
func ListsNot(use ocpp201.InstallCertificateUse, c octt.HashedCertificate, token string) octt.Requirement {
	words := fmt.Sprintf("a list without an entry of certificateType %s and certificateHashData %s", use, token)
	return octt.OrOmitted(chain, octt.Satisfying(words, func(actual any) bool { return !listed(actual, use, c) }))
}

// OfTypes requires that every entry is of one of the types that were asked for.
func OfTypes(uses []ocpp201.InstallCertificateUse) octt.Requirement {
	words := make([]string, len(uses))
	for i, use := range uses {
		words[i] = string(use)
	}
	return octt.OrOmitted(chain, octt.Satisfying("a list of entries with certificateType "+strings.Join(words, " or "), func(actual any) bool {
		for _, e := range entries(actual) {
			if !slices.Contains(asked(uses), e.CertificateType) {
				return false
			}
		}
		return true
	}))
}

func listed(actual any, use ocpp201.InstallCertificateUse, c octt.HashedCertificate) bool {
	return holds(ocpp201.GetInstalledCertificateIdsResponse{CertificateHashDataChain: entries(actual)}, use, c)
}

func holds(r ocpp201.GetInstalledCertificateIdsResponse, use ocpp201.InstallCertificateUse, c octt.HashedCertificate) bool {
	return slices.ContainsFunc(r.CertificateHashDataChain, func(e ocpp201.CertificateHashDataChain) bool {
		return e.CertificateType == ocpp201.GetCertificateIDUse(use) && c.Is(e.CertificateHashData)
	})
}

// entries reads a certificateHashDataChain out of a message, as far as it can be read.
func entries(actual any) []ocpp201.CertificateHashDataChain {
	text := func(value any, name string) string {
		fields, _ := value.(map[string]any)
		s, _ := fields[name].(string)
		return s
	}
	list, _ := actual.([]any)
	var out []ocpp201.CertificateHashDataChain
	for _, value := range list {
		fields, _ := value.(map[string]any)
		hash := fields["certificateHashData"]
		out = append(out, ocpp201.CertificateHashDataChain{
			CertificateType: ocpp201.GetCertificateIDUse(text(value, "certificateType")), CertificateHashData: ocpp201.CertificateHashData{
				HashAlgorithm: ocpp201.HashAlgorithm(text(hash, "hashAlgorithm")), IssuerNameHash: text(hash, "issuerNameHash"),
				IssuerKeyHash: text(hash, "issuerKeyHash"), SerialNumber: text(hash, "serialNumber"),
			},
		})
	}
	return out
}

// AsListed is the hash data of a certificate for a DeleteCertificateRequest: as the station has listed it, else by the algorithm that
// the station uses (part 2, M04.FR.07).
func AsListed(r ocpp201.GetInstalledCertificateIdsResponse, c octt.HashedCertificate) ocpp201.CertificateHashData {
	algorithm := ocpp201.HashAlgorithmSHA256
	for _, e := range r.CertificateHashDataChain {
		if c.Is(e.CertificateHashData) {
			return e.CertificateHashData
		}
		algorithm = e.CertificateHashData.HashAlgorithm
	}
	return c.Hash[algorithm]
}
