package octt

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// HashedCertificate is a certificate of the bench as messages have it.
type HashedCertificate struct {
	PEM string // with the certificates between it and its root, where it is sent with them
	// Hash is its certificateHashData by each algorithm that a station may choose (part 2, HashAlgorithmEnumType).
	Hash map[ocpp201.HashAlgorithm]ocpp201.CertificateHashData
}

// Certificates is the certificate authority of the bench, as a case needs it. Implementations are safe for concurrent use; what
// they return is the same at each call, but for signed certificates. An error is one of the bench; one that has a method Lacks, which
// says what the bench was not given, is NOT RUN.
type Certificates interface {
	// CSMSRoot is the CSMSRootCertificate by which the station knows the bench, <Configured old CSMS Root certificate>.
	CSMSRoot() (HashedCertificate, error)
	// NextCSMSRoot is <Configured new CSMS Root certificate 2>; signed says whether by the one before it, or by itself.
	NextCSMSRoot(signed bool) (HashedCertificate, error)
	// ManufacturerRoot is <Configured new Manufacturer Root certificate>.
	ManufacturerRoot() (HashedCertificate, error)
	// ExpiredRoot is <Generated Expired Certificate>: wrong in nothing else.
	ExpiredRoot() (HashedCertificate, error)
	// Sign makes the certificate that a signing request asks for, below CSMSRoot. The error is also why it cannot.
	Sign(csr string) (HashedCertificate, error)
	// SignWrongly makes it with the one fault, <Configured invalid_signingCertificate>.
	SignWrongly(csr string, fault CertificateFault) (HashedCertificate, error)
	// Request reads a signing request of a station, whose serial number and identity may be empty where they are not known.
	Request(csr, serial, id string) SigningRequest
}

// SigningRequest is what the bench makes of a signing request. Faults are in words.
type SigningRequest struct {
	Key    string   // its public key, as a fingerprint; empty where it cannot be read
	Faults []string // by which it is none, or its key is too short: what the tables look at (part 6, TC_A_11_CS)
	Name   []string // its CN is neither the serial number nor the identity (part 2, A00.FR.511)
	Advice []string // what else part 2, section A 1.4.1 has otherwise
}

// CertificateFault is the one thing that is wrong with a certificate.
type CertificateFault string

// What a station has to look at in its own certificate (part 2, A02.FR.06).
const (
	ExpiredCertificate CertificateFault = "expired"
	OfUnknownRoot      CertificateFault = "of a root that the station does not have"
	OfAnotherKey       CertificateFault = "of another key than that of the request"
)

// Certificates is the bench's certificate authority.
func (s *Scenario) Certificates() Certificates {
	if s.authority == nil {
		s.bug("the bench has no certificate authority")
	}
	return s.authority
}

// Certified is what the bench's certificate authority has made; that it could not is an ERROR of the bench, or NOT RUN for want of a key.
func (s *Scenario) Certified(c HashedCertificate, err error) HashedCertificate {
	if err != nil {
		s.Lacking(err)
		s.bug("the bench's certificate authority: " + err.Error())
	}
	return c
}

// SerialNumber is that of the last BootNotificationRequest, empty where none has told one.
func (s *Scenario) SerialNumber() string {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return s.w.registration.serial
}

// keeping is what a play has done to the certificates of the station, to be undone after it.
type keeping struct {
	installed []HashedCertificate
	deleted   []deletedRoot
}

type deletedRoot struct {
	use ocpp201.InstallCertificateUse
	of  HashedCertificate
}

// Installs notes that a row of the case is about to install a certificate, which is deleted after it.
func (s *Scenario) Installs(c HashedCertificate) {
	s.keeping.installed = append(s.keeping.installed, c)
}

// Deletes notes that a row of the case is about to delete a root, which is installed again after it, unless the case has installed
// it itself.
func (s *Scenario) Deletes(use ocpp201.InstallCertificateUse, c HashedCertificate) {
	mine := func(other HashedCertificate) bool { return other.PEM == c.PEM }
	if i := slices.IndexFunc(s.keeping.installed, mine); i >= 0 {
		s.keeping.installed = slices.Delete(s.keeping.installed, i, i+1)
		return
	}
	s.keeping.deleted = append(s.keeping.deleted, deletedRoot{use, c})
}

// restoreCertificates puts back what the play has done to the certificates of the station, last first. What the station does not
// do is a finding: neither a reset nor another attempt will change its mind.
func (s *Scenario) restoreCertificates() error {
	for len(s.keeping.installed) > 0 {
		last := len(s.keeping.installed) - 1
		if err := s.uninstall(s.keeping.installed[last]); err != nil {
			return err
		}
		s.keeping.installed = s.keeping.installed[:last]
	}
	for len(s.keeping.deleted) > 0 {
		last := len(s.keeping.deleted) - 1
		root := s.keeping.deleted[last]
		answer, err := ask(s, ocpp201.InstallCertificateRequest{CertificateType: root.use, Certificate: root.of.PEM})
		if IsGone(err) {
			return err
		}
		if err != nil || answer.Status != ocpp201.InstallCertificateStatusAccepted {
			s.leftBehind(fmt.Sprintf("A %s that a case has deleted can be installed again.", root.use), string(answer.Status), err)
		}
		s.keeping.deleted = s.keeping.deleted[:last]
	}
	return nil
}

// uninstall deletes a certificate by the hash data by which the station lists it.
func (s *Scenario) uninstall(c HashedCertificate) error {
	listed, err := ask(s, ocpp201.GetInstalledCertificateIdsRequest{})
	if IsGone(err) {
		return err
	}
	for _, entry := range listed.CertificateHashDataChain {
		if !c.Is(entry.CertificateHashData) {
			continue
		}
		answer, err := ask(s, ocpp201.DeleteCertificateRequest{CertificateHashData: entry.CertificateHashData})
		if IsGone(err) {
			return err
		}
		if err != nil || answer.Status != ocpp201.DeleteCertificateStatusAccepted {
			s.leftBehind(fmt.Sprintf("A %s that a case has installed can be deleted again.", entry.CertificateType), string(answer.Status), err)
		}
	}
	return nil
}

func (s *Scenario) leftBehind(requirement, status string, err error) {
	if err != nil {
		status = err.Error()
	}
	s.Find(evidence.Finding{Kind: evidence.FoundBetween, Subject: "the certificate store", Clause: "part 2, use cases M04 and M05",
		Requirement: requirement, Expected: "Accepted", Actual: status, Frame: s.answered, Verdict: evidence.Warning})
}

// Is tells whether hash data are those of the certificate. Hexadecimal digits are the same in either case; a serial number has
// no zeros before it (part 2, CertificateHashDataType).
func (c HashedCertificate) Is(h ocpp201.CertificateHashData) bool {
	own, known := c.Hash[h.HashAlgorithm]
	return known && strings.EqualFold(own.IssuerNameHash, h.IssuerNameHash) && strings.EqualFold(own.IssuerKeyHash, h.IssuerKeyHash) &&
		strings.EqualFold(own.SerialNumber, h.SerialNumber)
}
