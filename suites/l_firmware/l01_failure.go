package l_firmware

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_L_06_CS gives the station a signature that is a real one, and not that of the firmware. Steps 7 to 10 may come in any
// order (erratum 6.2.83). L01.FR.03 calls the event InvalidFirmwareSigning, which the list of security events does not have;
// the table and the use case have InvalidFirmwareSignature.
var TC_L_06_CS = octt.Register(octt.Case{
	ID:     "TC_L_06_CS",
	Modes:  octt.PerProtocol,
	Before: updates(),
	Main: func(s *octt.Scenario) {
		u, wrong := newUpdate(s), s.WrongSignature()
		u.firmware.Signature = &wrong
		u.ask(s, 1, ocpp201.UpdateFirmwareStatusAccepted)
		u.downloads(s, 3)
		states.FirmwareStatus(s, 7, ocpp201.FirmwareStatusInvalidSignature, octt.Within(s.Timeouts.Download), octt.By("L01.FR.03", "L01.FR.04"))
		u.whole(s, 5)
		security(s, 9, "InvalidFirmwareSignature", s.Timeouts.Message, "L01.FR.03")
		goesNoFurther(s, 0, "L01.FR.04", "L01.FR.12")
	},
})

// TC_L_07_CS names a file that does not exist. How often the station tries is its own (see newUpdate), and so is how it finds
// out: step 3 is optional. The prerequisite calls the location invalid; it is the right one with "_does_not_exist" behind it.
var TC_L_07_CS = octt.Register(octt.Case{
	ID:     "TC_L_07_CS",
	Modes:  octt.PerProtocol,
	Before: octt.Updates(),
	Main: func(s *octt.Scenario) {
		u := newUpdate(s)
		u.firmware.Location += "_does_not_exist"
		u.ask(s, 1, ocpp201.UpdateFirmwareStatusAccepted)
		next := s.Ahead(states.UpdateSteps(s, octt.Within(s.Timeouts.Download))...)
		s.If(3, octt.Given(states.FirmwareStatusOf(next) != ocpp201.FirmwareStatusDownloadFailed, "the Charging Station begins to download"), func() {
			states.FirmwareStatus(s, 3, ocpp201.FirmwareStatusDownloading)
		})
		told := states.FirmwareStatus(s, 5, ocpp201.FirmwareStatusDownloadFailed, octt.Within(s.Timeouts.Download), octt.By("L01.FR.30"),
			octt.Skipping(onTheWay, octt.Must("status", octt.OneOf(ocpp201.FirmwareStatusDownloading, ocpp201.FirmwareStatusDownloadPaused)), octt.Must("requestId", s.UpdateID)))
		goesNoFurther(s, 0, "L01.FR.01", "L01.FR.30")
		s.RemarkMessage(5, told, "The file server has seen an attempt to download the firmware.", len(s.DownloadAttempts(u.asked)) > 0, true, "L01.FR.30")
	},
})

// TC_L_08_CS has the station install firmware that is rightly signed, and of which the verification, or the installation,
// fails. retrieveDateTime of the table, "<Current DateTime + <Current DateTime - 2 hours>>", is read as that of the other
// cases. <Configured invalid firmware signature> is here the real signature of that firmware ("should be a real signature"),
// by a trusted certificate.
//
// Part 2 lets a station verify before it begins to install: "installation will not proceed" (FirmwareStatusEnumType,
// InstallVerificationFailed). It has no Installing to tell then, which step 12 asks for: a WARNING. So is a boot after
// Installing, which the table does not have: a station that falls back to the previous firmware, as the table recommends, may
// have to reboot for that.
var TC_L_08_CS = octt.Register(octt.Case{
	ID:     "TC_L_08_CS",
	Modes:  octt.PerProtocol,
	Before: updates(octt.SpoiledFirmware),
	Main: func(s *octt.Scenario) {
		u := accepted(s)
		u.downloads(s, 3)
		u.verified(s, 7)
		i := u.installation(s, 9)
		i.back = 14
		if failed(i.next(i.within)) {
			s.Remark(12, "Installing is told, as the table has it. Part 2, FirmwareStatusEnumType lets the verification fail before that: a laboratory may fail it.", "not told", "told", "L01.FR.01")
		} else {
			i.begins()
		}
		i.fallsBack()
		states.FirmwareStatus(s, 16, octt.OneOf(failures...), octt.By("L01.FR.29"))
		goesNoFurther(s, 0, "L01.FR.28", "L01.FR.31")
		i.backInService(false)
	},
})

// fallsBack takes what a station tells that reboots into the previous firmware, until it tells that the update has failed.
func (i *installation) fallsBack() {
	s := i.s
	for {
		switch next := i.next(s.Timeouts.Install); {
		case states.FirmwareStatusOf(next) == ocpp201.FirmwareStatusInstallRebooting:
			states.FirmwareStatus(s, 12, ocpp201.FirmwareStatusInstallRebooting)
		case states.Boots(next):
			_, call := octt.Receive[ocpp201.BootNotificationRequest](s, 12)
			call.Accept(13)
			states.AllConnectors(s, 14, states.AnyState)
			s.Remark(12, "The Charging Station does not reboot after Installing, as the table has it. To fall back to the previous firmware it may have to: a laboratory may fail it.", "a reboot", "none")
		default:
			states.LacksStep(s, 16, next, s.Timeouts.Install, "tells how the installation has ended", "L01.FR.01", "L01.FR.29")
			return
		}
		s.MayDisconnect()
	}
}

// failures are how an installation ends that fails.
var failures = []ocpp201.FirmwareStatus{ocpp201.FirmwareStatusInstallVerificationFailed, ocpp201.FirmwareStatusInstallationFailed}

func failed(m *octt.Message) bool {
	status := states.FirmwareStatusOf(m)
	return status == failures[0] || status == failures[1]
}
