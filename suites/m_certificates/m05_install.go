package m_certificates

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// The prerequisites on security profiles and on signed firmware updates are conditions of the product that the lists of part 5 make
// mandatory in Core; the messages go over any security profile.

// TC_M_01_CS installs a CSMSRootCertificate. Where AdditionalRootCertificateCheck is true it replaces the one before, which the
// station must have for that.
var TC_M_01_CS = octt.Register(octt.Case{
	ID:     "TC_M_01_CS",
	Before: octt.Prepare(states.Strict(), whereStrict(states.CSMSRootInstalled())),
	Main:   func(s *octt.Scenario) { installs(s, states.CSMSRoot) },
})

// TC_M_02_CS installs a ManufacturerRootCertificate.
var TC_M_02_CS = octt.Register(octt.Case{
	ID:   "TC_M_02_CS",
	Main: func(s *octt.Scenario) { installs(s, states.ManufacturerRoot) },
})

func installs(s *octt.Scenario, use ocpp201.InstallCertificateUse) {
	s.Reach(1, states.CertificateInstalled(use))
	s.Reach(2, states.GetInstalledCertificates(use))
}

// whereStrict prepares where AdditionalRootCertificateCheck is true.
func whereStrict(all []octt.Preparation) []octt.Preparation {
	return octt.Do(func(s *octt.Scenario) {
		if states.IsStrict(s) {
			s.Prepare(all)
		}
	})
}

// TC_M_07_CS installs a CSMSRootCertificate that has expired. The <HashData from configured new CSMS Root certificate> that is not
// to be listed is read as that of the certificate of step 1: no other one was sent. That the list is not empty takes a root that is
// there.
//
// The prerequisite excludes stations on which AdditionalRootCertificateCheck is true; the lists of part 5 do not. On them the
// certificate is refused by M05.FR.11 as well as by M05.FR.07, which is no reason to take it.
var TC_M_07_CS = octt.Register(octt.Case{
	ID:     "TC_M_07_CS",
	Before: states.CSMSRootInstalled(),
	Main: func(s *octt.Scenario) {
		expired := s.Certified(s.Certificates().ExpiredRoot())
		s.Installs(expired)
		octt.Send(s, 1, ocpp201.InstallCertificateRequest{CertificateType: states.CSMSRoot, Certificate: expired.PEM}).Receive(2,
			octt.By("M05.FR.01"), octt.Must("status", ocpp201.InstallCertificateStatusRejected).Clause("M05.FR.07"))
		states.ListCertificates(s, 3, []ocpp201.InstallCertificateUse{states.CSMSRoot},
			octt.Must("status", ocpp201.GetInstalledCertificateStatusAccepted),
			states.ListsNot(states.CSMSRoot, expired, "<HashData from the certificate of step 1>").Clause("M05.FR.07"))
	},
})

// TC_M_09_CS installs a CSMSRootCertificate that the one before has not signed. The table's "one entry" is read as the old root
// being there: which others are, it does not say.
var TC_M_09_CS = octt.Register(octt.Case{
	ID:     "TC_M_09_CS",
	Before: states.CSMSRootInstalled(),
	Main: func(s *octt.Scenario) {
		unsigned := s.Certified(s.Certificates().CSMSRoot(octt.NewRoot))
		s.Installs(unsigned)
		octt.Send(s, 1, ocpp201.InstallCertificateRequest{CertificateType: states.CSMSRoot, Certificate: unsigned.PEM}).Receive(2,
			octt.Must("status", ocpp201.InstallCertificateStatusRejected).Clause("M05.FR.10", "M05.FR.11"))
		states.ListCertificates(s, 3, []ocpp201.InstallCertificateUse{states.CSMSRoot},
			octt.Must("status", ocpp201.GetInstalledCertificateStatusAccepted),
			states.Lists(states.CSMSRoot, s.Certified(s.Certificates().CSMSRoot(octt.OldRoot)), oldRoot).Clause("M05.FR.10", "M05.FR.11"),
			states.ListsNot(states.CSMSRoot, unsigned, "<HashData from the certificate of step 1>").Clause("M05.FR.11"))
	},
})

// overTLS are the security profiles of "the Charging Station supports Security Profile 2 or 3", in which the CSMS shows a certificate.
var overTLS = []int{2, 3}

// TC_M_30_CS has the CSMS change to a certificate of the new root. In security profile 3 the station's certificate is renewed below
// that root too: from step 3 on it is the one by which the CSMS knows its stations. Until then the endpoint shows the old one, as the
// table has it no earlier: the connection that the renewal makes is one by the fallback (part 2, M05.FR.14).
var TC_M_30_CS = octt.Register(octt.Case{
	ID:       "TC_M_30_CS",
	Security: overTLS,
	Before: octt.Prepare(strict(), octt.Do(func(s *octt.Scenario) {
		if s.SecurityProfile() == 3 {
			s.Prepare(octt.States(states.RenewedBelow(octt.SignedRoot)))
		}
	})),
	Main: func(s *octt.Scenario) {
		states.Resets(s, 1)
		s.ServeEverywhere(3, "shows a certificate of the new CSMSRootCertificate", octt.Serving{SecurityProfile: s.SecurityProfile(), Root: octt.SignedRoot})
		states.ConnectsAtOnce(s, 4, s.NextAttempt(4, s.Timeouts.Boot), octt.SignedRoot, "M05.FR.13")
		s.Reach(5, states.BootedAfterReset)
		states.ListCertificates(s, 6, csmsRoots, octt.Must("status", ocpp201.GetInstalledCertificateStatusAccepted),
			states.ListsNot(states.CSMSRoot, s.Certified(s.Certificates().CSMSRoot(octt.OldRoot)), oldRoot).Clause("M05.FR.13"))
	},
})

const oldRoot = "<HashData from configured old CSMS Root certificate>"

// strict is the preparation of the cases with AdditionalRootCertificateCheck: the new root, signed by the old one, is installed.
func strict() []octt.Preparation {
	return octt.Prepare(states.Strict(), octt.Do(func(s *octt.Scenario) {
		if !states.IsStrict(s) {
			s.Unproven(0, "SecurityCtrlr.AdditionalRootCertificateCheck is true.", s.Variable("SecurityCtrlr.AdditionalRootCertificateCheck"))
		}
	}), octt.States(states.CertificateInstalled(states.CSMSRoot)))
}

// TC_M_31_CS has the CSMS stay with its certificate of the old root. A station that holds it against both roots in one handshake does
// what M05.FR.14 asks for, and not what the note of step 4 says: a WARNING.
var TC_M_31_CS = octt.Register(octt.Case{
	ID:       "TC_M_31_CS",
	Security: overTLS,
	Before:   strict(),
	Main: func(s *octt.Scenario) {
		endpoint := s.ActiveEndpoint()
		states.Resets(s, 1)
		s.Serve(3, endpoint, "shows a certificate of the old CSMSRootCertificate", octt.Serving{SecurityProfile: s.SecurityProfile()})
		attempt := s.NextAttempt(4, s.Timeouts.Boot)
		if s.Remark(4, "The attempt fails, because the Charging Station uses the new CSMSRootCertificate.", attempt.Goes(), false, "M05.FR.14") {
			states.Mistrusts(s, 4, attempt, "of the root that was replaced", "M05.FR.14")
			states.ConnectsInTheEnd(s, 5, endpoint, "The Charging Station connects, because it uses the old CSMSRootCertificate now.", "M05.FR.14")
		} else {
			s.Accepted(5, attempt)
		}
		s.Reach(6, states.BootedAfterReset)
		states.ListCertificates(s, 7, csmsRoots, octt.Must("status", ocpp201.GetInstalledCertificateStatusAccepted),
			states.Lists(states.CSMSRoot, s.Certified(s.Certificates().CSMSRoot(octt.OldRoot)), oldRoot).Clause("M05.FR.14"))
	},
})
