package l_firmware

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// wrongCertificates are those of TC_L_05_CS.
var wrongCertificates = []octt.CertificateFault{octt.ExpiredCertificate, octt.OfUnknownRoot}

// TC_L_05_CS sends a signing certificate that is invalid. By the table it "should be a trusted certificate", and not the
// configured one; a station that trusts it would have nothing to answer InvalidCertificate for (part 2, L01.FR.22). So it is
// read as one below the root that the station trusts, which is wrong in itself: it has expired. Whoever has no key of that
// root can generate but one of a root that the station does not know, which L01.FR.12 and the scenario of L01 have it refuse
// as well. The rows are played with either; a bench that cannot make the first plays the second.
//
// Nothing is downloaded for it: the certificate is validated before the request is accepted (L01.FR.21).
var TC_L_05_CS = octt.Register(octt.Case{
	ID:     "TC_L_05_CS",
	Before: octt.Updates(),
	Main: func(s *octt.Scenario) {
		for _, fault := range wrongCertificates {
			if !s.CanSign(1, fault) {
				continue
			}
			u, wrong := newUpdate(s), s.WrongCertificate(fault)
			u.firmware.SigningCertificate = &wrong
			u.ask(s, 1, octt.OneOf(ocpp201.UpdateFirmwareStatusInvalidCertificate, ocpp201.UpdateFirmwareStatusRevokedCertificate), "L01.FR.21", "L01.FR.22")
			security(s, 3, "InvalidFirmwareSigningCertificate", s.Timeouts.Message, "L01.FR.02")
			u.ignored(s, 3)
		}
	},
})

// ignored proves that an update which was not accepted does not begin: no status of it comes, and nothing is downloaded.
func (u *update) ignored(s *octt.Scenario, row int) {
	goesNoFurther(s, row, "L01.FR.21")
	s.Check(row, "The firmware is not downloaded.", len(s.DownloadsBegun(u.asked)), 0, "L01.FR.21")
}

// TC_L_18_CS sends neither certificate nor signature. Use case L02 would have a station take that; the table has one refuse it that
// supports L01.
var TC_L_18_CS = octt.Register(octt.Case{
	ID:     "TC_L_18_CS",
	Before: octt.Updates(),
	Main: func(s *octt.Scenario) {
		u := newUpdate(s)
		u.firmware.SigningCertificate, u.firmware.Signature = nil, nil
		u.ask(s, 1, octt.OneOf(ocpp201.UpdateFirmwareStatusRejected, ocpp201.UpdateFirmwareStatusInvalidCertificate))
		u.ignored(s, 2)
	},
})
