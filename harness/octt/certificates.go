package octt

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/pics"
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
	// CSMSRoot is a CSMSRootCertificate of the bench.
	CSMSRoot(Root) (HashedCertificate, error)
	// ManufacturerRoot is <Configured new Manufacturer Root certificate>.
	ManufacturerRoot() (HashedCertificate, error)
	// ExpiredRoot is <Generated Expired Certificate>: wrong in nothing else.
	ExpiredRoot() (HashedCertificate, error)
	// Sign makes the certificate that a signing request asks for, below a root. The error is also why it cannot.
	Sign(csr string, below Root) (HashedCertificate, error)
	// SignWrongly makes it with the one fault, <Configured invalid_signingCertificate>.
	SignWrongly(csr string, fault CertificateFault) (HashedCertificate, error)
	// Request reads a signing request of a station, whose serial number and identity may be empty where they are not known.
	Request(csr, serial, id string) SigningRequest
}

// Root names a CSMSRootCertificate of the bench.
type Root string

// The roots that the tables name.
const (
	// OldRoot is the one by which the station knows the bench: <Configured old CSMS Root certificate>.
	OldRoot Root = ""
	// NewRoot is <Configured (new) CSMS Root certificate 2> that is signed by itself.
	NewRoot Root = "new root"
	// SignedRoot is the same, signed by the old one, as AdditionalRootCertificateCheck wants it (part 2, M05.FR.10).
	SignedRoot Root = "new root that the old one has signed"
)

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

// keeping is what a play has done to the certificates, the network connection profiles, the Local Authorization List and the display
// messages of the station, to be undone after it.
type keeping struct {
	installed []HashedCertificate
	deleted   []deletedRoot
	renewed   bool            // the station has a certificate below another root than the old one
	shown     map[string]Root // what the endpoints show that a row has had show another root
	known     bool            // the station has the root of the bench, for its file server
	moves     Root            // by which a station may go in the place of the old one

	monitors    *watching                          // nil where the play leaves them alone
	overwritten []ocpp201.SetNetworkProfileRequest // what makes the slots of use again
	listed      int                                // version of the list that was sent last; 0 for none

	displayed []int                 // ids of the messages that the play has set
	cleared   []ocpp201.MessageInfo // that the station had before
	others    string                // why it may have messages beside them and those of the case
	uncleared bool                  // it has
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

// Replaces notes that a row of the case is about to give the station a CSMSRootCertificate that takes the place of the old one (part 2,
// M05.FR.10), which is installed again after it, unless the case has installed it itself.
func (s *Scenario) Replaces(old HashedCertificate, by Root) {
	s.keeping.moves = by
	if !slices.ContainsFunc(s.keeping.installed, func(c HashedCertificate) bool { return c.PEM == old.PEM }) {
		s.keeping.deleted = append(s.keeping.deleted, deletedRoot{ocpp201.InstallCertificateUseCSMSRootCertificate, old})
	}
}

// KnowsBench sees to it that the station has the CSMSRootCertificate of the bench, without a row of its own: a station that connects
// without TLS may have none. One that is installed for that goes after the play.
func (s *Scenario) KnowsBench() {
	if why, _ := s.givesRoot(); why != "" {
		s.rootUnproven(why)
	}
}

// givesRoot is KnowsBench, and says what was answered where the station has not taken the root; managed tells that it takes such requests.
func (s *Scenario) givesRoot() (why string, managed bool) {
	root := s.Certified(s.Certificates().CSMSRoot(OldRoot))
	if s.lists(ocpp201.GetCertificateIDUseCSMSRootCertificate, root) {
		return "", true
	}
	s.Installs(root)
	answer, err := ask(s, ocpp201.InstallCertificateRequest{CertificateType: ocpp201.InstallCertificateUseCSMSRootCertificate, Certificate: root.PEM})
	switch {
	case refusesAll(err): // there is nothing to delete either
		s.keeping.installed = slices.DeleteFunc(s.keeping.installed, func(c HashedCertificate) bool { return c.PEM == root.PEM })
		return err.Error(), false
	case err != nil:
		return err.Error(), true
	case answer.Status != ocpp201.InstallCertificateStatusAccepted:
		return string(answer.Status), true
	}
	return "", true
}

func (s *Scenario) rootUnproven(why string) {
	s.Unproven(0, "The Charging Station lists the CSMSRootCertificate of the bench in GetInstalledCertificateIds, or takes it by InstallCertificate. One that does neither yet is played by the other protocols: --cases \"!HTTPS && !FTPS\".",
		"InstallCertificateRequest: "+why)
}

// presumesRoot goes on with a station that manages no certificates: whether it has the root that the file server of the bench shows a
// certificate of is not known until it has moved a file by it. A transfer that fails proves nothing, and one that succeeds does.
func (s *Scenario) presumesRoot(why string) {
	s.Note("Whether the Charging Station has the CSMSRootCertificate of the bench cannot be found out, and it cannot be installed (InstallCertificateRequest: %s). It is taken to have it.", why)
	s.presumed = append(s.presumed, presumption{
		name: "the CSMSRootCertificate of the bench", concerns: []string{"LogStatusNotification", "FirmwareStatusNotification", "SecurityEventNotification"},
		words: []string{"file server"}, holds: s.movedFile,
		text: "Whether it must be so is not known: the Charging Station has moved no file by " + string(s.protocol) + " yet, and whether it has the CSMSRootCertificate of the bench can neither be asked nor seen to (InstallCertificateRequest: " +
			strings.TrimSuffix(why, ".") + "; part 2, N01.FR.15). Install the root as its maker does, or play the other protocols: --cases \"!HTTPS && !FTPS\".",
	})
}

// movedFile tells whether a file has been moved in this play as a whole.
func (s *Scenario) movedFile() bool {
	return slices.ContainsFunc(slices.Concat(s.files.Uploads(), s.files.Downloads()), func(d evidence.Transfer) bool {
		return !d.Began.Before(s.began) && d.Fault == "" && (d.Kind == "upload" || d.Kind == download)
	})
}

// lists tells whether the station lists a certificate for a use.
func (s *Scenario) lists(use ocpp201.GetCertificateIDUse, c HashedCertificate) bool {
	listed, err := ask(s, ocpp201.GetInstalledCertificateIdsRequest{CertificateType: []ocpp201.GetCertificateIDUse{use}})
	return err == nil && slices.ContainsFunc(listed.CertificateHashDataChain, func(e ocpp201.CertificateHashDataChain) bool {
		return e.CertificateType == use && c.Is(e.CertificateHashData)
	})
}

// Renews notes that a row of the case is about to give the station a certificate below another root than the old one, which is
// renewed again after it: a later run need not know that root.
func (s *Scenario) Renews() { s.keeping.renewed = true }

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
		if err := s.reinstall(s.keeping.deleted[last]); err != nil {
			return err
		}
		s.keeping.deleted = s.keeping.deleted[:last]
	}
	if err := s.showOldRoot(); err != nil {
		return err
	}
	return s.renewAgain()
}

// reinstall installs a root that the play has deleted, unless the station has it still.
func (s *Scenario) reinstall(root deletedRoot) error {
	listed, err := ask(s, ocpp201.GetInstalledCertificateIdsRequest{})
	if IsGone(err) {
		return err
	}
	if slices.ContainsFunc(listed.CertificateHashDataChain, func(e ocpp201.CertificateHashDataChain) bool { return root.of.Is(e.CertificateHashData) }) {
		return nil
	}
	answer, err := ask(s, ocpp201.InstallCertificateRequest{CertificateType: root.use, Certificate: root.of.PEM})
	if IsGone(err) {
		return err
	}
	if err != nil || answer.Status != ocpp201.InstallCertificateStatusAccepted {
		s.keepsCertificates(fmt.Sprintf("A %s that the station had before a case can be installed again.", root.use), string(answer.Status), err)
		if root.use == ocpp201.InstallCertificateUseCSMSRootCertificate && s.keeping.moves != OldRoot {
			s.endpoints.SettleRoot(s.keeping.moves)
			s.Note("The Charging Station knows the bench by its next CSMSRootCertificate from now on, which the bench goes on with.")
		}
	}
	return nil
}

// renewAgain gives the station a certificate below the root that every run of the bench knows.
func (s *Scenario) renewAgain() error {
	if !s.keeping.renewed {
		return nil
	}
	s.keeping.renewed = false
	connection := s.Handshake()
	failed := func(status string, err error) error {
		if IsGone(err) {
			return err
		}
		s.keepsCertificates("A certificate of the station that a case has renewed can be renewed again.", status, err)
		return nil
	}
	s.Answering(ocpp201.SignCertificateRequest{}.Action(), ocpp201.SignCertificateResponse{Status: ocpp201.GenericStatusAccepted})
	triggered, err := ask(s, ocpp201.TriggerMessageRequest{RequestedMessage: ocpp201.MessageTriggerSignChargingStationCertificate})
	if err != nil || triggered.Status != ocpp201.TriggerMessageStatusAccepted {
		return failed(string(triggered.Status), err)
	}
	request, err := s.awaitRequest()
	if err != nil {
		return failed("no SignCertificateRequest", err)
	}
	made, err := s.Certificates().Sign(request.CSR, OldRoot)
	if err != nil {
		return failed("a CSR of which no certificate can be made", err)
	}
	s.MayDisconnect()
	use := ocpp201.CertificateSigningUseChargingStationCertificate
	taken, err := ask(s, ocpp201.CertificateSignedRequest{CertificateChain: made.PEM, CertificateType: &use})
	if err != nil || taken.Status != ocpp201.CertificateSignedStatusAccepted {
		return failed(string(taken.Status), err)
	}
	if s.SecurityProfile() == 3 {
		s.ConnectsAgain(connection, s.Timeouts.Reconnect) // one that does not is found by what comes after it
	}
	return nil
}

// awaitRequest waits for the station's next signing request.
func (s *Scenario) awaitRequest() (q ocpp201.SignCertificateRequest, err error) {
	err = s.until(s.Timeouts.Message, q.Action(), func() bool {
		for _, m := range s.w.from(s.first) {
			if m.Action == q.Action() && m.Payload.Decode(&q) == nil {
				return true
			}
		}
		return false
	})
	return q, err
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
		if err == nil && answer.Status == ocpp201.DeleteCertificateStatusFailed && s.keepsLast(entry, listed) {
			s.Note("The Charging Station keeps the CSMSRootCertificate of the bench, which is the last that it has (PICS, AQ-1).")
			continue
		}
		if err != nil || answer.Status != ocpp201.DeleteCertificateStatusAccepted {
			s.keepsCertificates(fmt.Sprintf("A %s that a case has installed can be deleted again.", entry.CertificateType), string(answer.Status), err)
		}
	}
	return nil
}

// keepsLast tells whether a certificate that the station lists is its last CSMSRootCertificate, on a product that gives that up for
// nobody (part 5, AQ-1; part 2, M04, remarks).
func (s *Scenario) keepsLast(entry ocpp201.CertificateHashDataChain, listed ocpp201.GetInstalledCertificateIdsResponse) bool {
	use := ocpp201.GetCertificateIDUseCSMSRootCertificate
	roots := 0
	for _, other := range listed.CertificateHashDataChain {
		if other.CertificateType == use {
			roots++
		}
	}
	return entry.CertificateType == use && roots == 1 && s.PICS.Answer(pics.AQ_1) != pics.Yes
}

// keepsCertificates is leftBehind for certificates.
func (s *Scenario) keepsCertificates(requirement, status string, err error) {
	s.leftBehind("the certificate store", "part 2, use cases M04 and M05", requirement, status, err)
}

// Is tells whether hash data are those of the certificate. Hexadecimal digits are the same in either case; a serial number has
// no zeros before it (part 2, CertificateHashDataType).
func (c HashedCertificate) Is(h ocpp201.CertificateHashData) bool {
	own, known := c.Hash[h.HashAlgorithm]
	return known && strings.EqualFold(own.IssuerNameHash, h.IssuerNameHash) && strings.EqualFold(own.IssuerKeyHash, h.IssuerKeyHash) &&
		strings.EqualFold(own.SerialNumber, h.SerialNumber)
}
