package states

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// RebootBeforeFirmwareInstallation is table 439: the station reboots, and what it boots into installs the firmware.
//
// Whether the bootloader is able to communicate OCPP, on which steps 3 to 8 depend, nobody has declared. One that is not leaves the
// station silent until the new firmware runs, and that boots as well. The two boots are the same in their validations, and are
// told apart by what follows: Installing, or Installed. So steps 3 to 6 are played with whichever comes, and steps 7 and 8 where
// Installing follows (part 2, L01.FR.23).
//
// Step 5 has no validation: a bootloader may keep the connectors Unavailable. That each is reported is B01.FR.05.
var RebootBeforeFirmwareInstallation = octt.State{Name: "RebootBeforeFirmwareInstallation", Family: "RebootBeforeFirmwareInstallation", Ends: everything, Enter: func(s *octt.Scenario) {
	about := FirmwareStatus(s, 1, ocpp201.FirmwareStatusInstallRebooting, octt.By("L01.FR.15"), octt.Within(s.Timeouts.Install))
	s.MayDisconnect()
	next := nextStep(s, 3, "boots", "B01.FR.01")
	early := FirmwareStatusOf(next) == ocpp201.FirmwareStatusInstalling && next.Conn == about.Conn
	if early {
		FirmwareStatus(s, 7, ocpp201.FirmwareStatusInstalling)
		s.RemarkMessage(7, next, "Installing is told after the reboot, as the table has it: a laboratory may fail what comes before.", "before it", "after it", "L01.FR.15")
	}
	bootsForFirmware(s, about)
	next = nextStep(s, 7, "goes on with the update", "L01.FR.01")
	s.If(7, octt.Given(FirmwareStatusOf(next) == ocpp201.FirmwareStatusInstalling && !early,
		"the bootloader is able to communicate OCPP, and tells Installing"), func() {
		FirmwareStatus(s, 7, ocpp201.FirmwareStatusInstalling)
	})
	s.MayDisconnect()
}}

// RebootBeforeFirmwareActivation is table 440: the firmware is installed, and the station reboots into it. Step 1 is optional (part
// 2, L01.FR.32; FirmwareStatusEnumType, InstallRebooting).
var RebootBeforeFirmwareActivation = octt.State{Name: "RebootBeforeFirmwareActivation", Family: "RebootBeforeFirmwareActivation", Ends: everything, Enter: func(s *octt.Scenario) {
	last := lastOfUpdate(s)
	next := nextStep(s, 3, "boots", "B01.FR.01")
	s.If(1, octt.Given(FirmwareStatusOf(next) == ocpp201.FirmwareStatusInstallRebooting, "the Charging Station tells that it is about to reboot"), func() {
		last = FirmwareStatus(s, 1, ocpp201.FirmwareStatusInstallRebooting)
	})
	s.MayDisconnect()
	bootsForFirmware(s, last)
}}

// lastOfUpdate is the last status of an update that a row has taken; nil for none.
func lastOfUpdate(s *octt.Scenario) (last *octt.Message) {
	for _, m := range octt.ClaimedMessages[ocpp201.FirmwareStatusNotificationRequest](s) {
		last = m
	}
	return last
}

// bootsForFirmware plays steps 3 to 6 of both tables. after is the last message of the station before it went down.
func bootsForFirmware(s *octt.Scenario, after *octt.Message) {
	if next := nextStep(s, 3, "boots", "B01.FR.01"); FirmwareStatusOf(next) != "" && after != nil && next.Conn > after.Conn {
		s.CheckMessage(3, next, "A Charging Station that has rebooted sends a BootNotificationRequest before anything else.", next.Action+"Request", "BootNotificationRequest", "B01.FR.01")
		s.Stop()
	}
	_, call := octt.Receive[ocpp201.BootNotificationRequest](s, 3, octt.Must("reason", ocpp201.BootReasonFirmwareUpdate).Clause("B01.FR.09"),
		octt.By("B01.FR.01", "B01.FR.03"), octt.Within(s.Timeouts.Install))
	call.Accept(4)
	boot := call.Message()
	if after != nil {
		s.CheckMessage(3, boot, "The Charging Station has connected again before it sends the BootNotificationRequest.", boot.Conn > after.Conn, true, "B01.FR.03")
	}
	AllConnectors(s, 5, AnyState)
	StillConnected(s, boot)
}
