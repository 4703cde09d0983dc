package m_certificates

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

var csmsRoots = []ocpp201.InstallCertificateUse{states.CSMSRoot}

// TC_M_20_CS deletes a certificate. The table takes whichever the station lists, and installs one where it lists none. The bench
// takes one that it can put back; where the station has none of those, or only the one by which it knows this CSMS, the bench
// installs another, which is deleted: a station whose last root is gone for good could not be tested any more. A station that
// may keep the last one (note to M04.FR.03; AQ-1) has one besides.
var TC_M_20_CS = octt.Register(octt.Case{
	ID:     "TC_M_20_CS",
	Before: octt.Prepare(states.Strict(), octt.Do(oneBesides), octt.States(states.CertificateInstalled(states.CSMSRoot))),
	Main: func(s *octt.Scenario) {
		mine := states.NewRoot(s, states.CSMSRoot)
		const token = "<HashData from the certificate that is going to be deleted>"
		var answer ocpp201.GetInstalledCertificateIdsResponse
		s.Reach(1, states.InstalledCertificates(&answer, csmsRoots,
			octt.Must("status", ocpp201.GetInstalledCertificateStatusAccepted), states.Lists(states.CSMSRoot, mine, token)))
		s.Deletes(states.CSMSRoot, mine)
		octt.Send(s, 2, ocpp201.DeleteCertificateRequest{CertificateHashData: states.AsListed(answer, mine)}).Receive(3,
			octt.By("M04.FR.01"), octt.Must("status", ocpp201.DeleteCertificateStatusAccepted).Clause("M04.FR.02"))
		// The state asks for Accepted; after the last one is deleted part 2 has NotFound (M03.FR.02), and the case only asks for its absence.
		s.Reach(4, states.InstalledCertificates(&answer, csmsRoots, states.ListsNot(states.CSMSRoot, mine, token).Clause("M04.FR.02")))
	},
})

// oneBesides has another root on a station that needs it to take the new one, or to part with that.
func oneBesides(s *octt.Scenario) {
	if states.IsStrict(s) || s.PICS.Answer(pics.AQ_1) != pics.Yes {
		s.Prepare(states.CSMSRootInstalled())
	}
}

// TC_M_22_CS deletes a certificate that the station does not have. Its row 1 only asks: the table validates no answer, and the state
// that it names would judge a certificate that nobody has installed. What it is for is the hashAlgorithm (M04.FR.07).
var TC_M_22_CS = octt.Register(octt.Case{
	ID: "TC_M_22_CS",
	Main: func(s *octt.Scenario) {
		var answer ocpp201.GetInstalledCertificateIdsResponse
		s.Reach(1, states.InstalledCertificates(&answer, csmsRoots))
		unknown := s.Certified(s.Certificates().ExpiredRoot())
		octt.Send(s, 2, ocpp201.DeleteCertificateRequest{CertificateHashData: states.AsListed(answer, unknown)}).Receive(3,
			octt.By("M04.FR.01"), octt.Must("status", ocpp201.DeleteCertificateStatusNotFound).Clause("M04.FR.04"))
	},
})

// TC_M_23_CS tries to delete the station's own certificate. GetInstalledCertificateIds has no type for it (part 2,
// GetCertificateIdUseEnumType), so that row 1 only asks, as in TC_M_22_CS.
var TC_M_23_CS = octt.Register(octt.Case{
	ID:     "TC_M_23_CS",
	Before: octt.Prepare(states.CSMSRootInstalled(), octt.States(states.RenewChargingStationCertificate)),
	Main: func(s *octt.Scenario) {
		var answer ocpp201.GetInstalledCertificateIdsResponse
		s.Reach(1, states.InstalledCertificates(&answer, nil))
		octt.Send(s, 2, ocpp201.DeleteCertificateRequest{CertificateHashData: states.AsListed(answer, s.OwnCertificate)}).Receive(3, octt.By("M04.FR.01"),
			octt.Must("status", octt.OneOf(ocpp201.DeleteCertificateStatusNotFound, ocpp201.DeleteCertificateStatusFailed)).Clause("M04.FR.06"))
	},
})
