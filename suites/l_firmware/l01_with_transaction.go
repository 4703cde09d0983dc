package l_firmware

import (
	"slices"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// allowNewSessions tells whether sessions may begin while firmware waits to be installed. A station that does not have it is
// one on which it is false (part 2, L01.FR.07): the conditions of TC_L_13_CS and TC_L_15_CS do not ask for it (C-20),
// although their prerequisites do.
const allowNewSessions = "ChargingStation.AllowNewSessionsPendingFirmwareUpdate"

// whileCharging prepares a case in which an update is asked for during a transaction.
func whileCharging(newSessions string) []octt.Preparation {
	return octt.Prepare(octt.Config(octt.IsIfImplemented(allowNewSessions, newSessions)), updates(), octt.States(states.EnergyTransferStarted))
}

// TC_L_12_CS lets a second driver start while the station waits for the first to finish: it downloads nothing during a
// transaction. The file server keeps the download under way until both have left.
var TC_L_12_CS = octt.Register(octt.Case{
	ID:     "TC_L_12_CS",
	Modes:  octt.Both | octt.PerProtocol,
	Before: whileCharging("true"),
	Main: func(s *octt.Scenario) {
		states.Settle(s)
		u := accepted(s)
		states.FirmwareStatus(s, 3, ocpp201.FirmwareStatusDownloadScheduled, octt.By("L01.FR.13"))
		states.UpdatePending(s)
		s.Aside(func() {
			atSecond(s, func() {
				states.UpdatePending(s)
				s.Reach(5, states.EnergyTransferStarted)
			})
			s.Reach(6, states.ParkingBayUnoccupied)
			u.letsIn(s, 6)
			atSecond(s, func() { s.Reach(7, states.ParkingBayUnoccupied) })
		})
		u.downloadsWhenIdle(s)
	},
})

// TC_L_13_CS has the station let nobody in while it waits for a driver to finish. Its validations have step 3, which its note makes
// optional: part 2, L01.FR.13 asks for it all the same, "because it is busy charging". That the connector of the driver becomes
// Unavailable too (L01.FR.07) is step 14, and optional.
var TC_L_13_CS = octt.Register(octt.Case{
	ID:     "TC_L_13_CS",
	Modes:  octt.Both | octt.PerProtocol,
	Before: whileCharging("false"),
	Main: func(s *octt.Scenario) {
		states.Settle(s)
		u := accepted(s)
		const why = "The note makes the step optional"
		if states.TryFirmwareStatus(s, 3, why, ocpp201.FirmwareStatusDownloadScheduled, octt.By("L01.FR.13")) == nil {
			s.Remark(3, "The Charging Station tells DownloadScheduled, because it is busy charging. The note to the step makes that optional; part 2, L01.FR.13 does not.", "not told", "told", "L01.FR.13")
		}
		u.holdsIdle(s, 5)
		states.UpdatePending(s)
		s.Aside(func() { s.Reach(7, states.ParkingBayUnoccupied) })
		u.downloadsWhenIdle(s)
	},
})

// downloadsWhenIdle plays rows 8 to 26 of a station that begins to download when the last transaction has ended.
func (u *update) downloadsWhenIdle(s *octt.Scenario) {
	ended := lastEnd(s)
	told := u.downloads(s, 8)
	u.notBefore(s, 8, told, ended, "The download does not begin before the last transaction has ended.", "L01.FR.06", "L01.FR.13")
	u.verified(s, 12)
	i := u.installation(s, 14)
	i.from, i.idle, i.rules = ended, ended, []string{"L01.FR.06"}
	i.play()
}

// TC_L_14_CS lets a second driver start while the station, which has downloaded the firmware already, waits to install it, or
// to activate what it has installed. "EVSEId 1 and ConnectorId 1" are the configured ones, as in step 12. InstallScheduled is
// what L01.FR.34 allows a station that waits, and step 9 asks for, or for Installing, at once: one that tells neither is a
// WARNING.
var TC_L_14_CS = octt.Register(octt.Case{
	ID:     "TC_L_14_CS",
	Modes:  octt.Both | octt.PerProtocol,
	Before: whileCharging("true"),
	Main: func(s *octt.Scenario) {
		states.Settle(s)
		u := accepted(s)
		installing := u.readyWhileCharging(s)
		states.UpdatePending(s)
		s.Aside(func() {
			atSecond(s, func() {
				states.UpdatePending(s)
				s.Reach(11, states.EnergyTransferStarted)
			})
			waitsIfInstalling(s, 11, installing)
			s.Reach(12, states.ParkingBayUnoccupied)
			u.letsIn(s, 12)
			s.MayDisconnect()
			atSecond(s, func() { s.Reach(13, states.LastToLeave) })
		})
		u.installsWhenIdle(s, installing)
	},
})

// TC_L_15_CS is TC_L_14_CS with nobody let in while the station waits.
var TC_L_15_CS = octt.Register(octt.Case{
	ID:     "TC_L_15_CS",
	Modes:  octt.Both | octt.PerProtocol,
	Before: whileCharging("false"),
	Main: func(s *octt.Scenario) {
		states.Settle(s)
		u := accepted(s)
		installing := u.readyWhileCharging(s)
		u.holdsIdle(s, 11)
		waitsIfInstalling(s, 12, installing)
		states.UpdatePending(s)
		s.MayDisconnect()
		s.Aside(func() { s.Reach(13, states.LastToLeave) })
		u.installsWhenIdle(s, installing)
	},
})

// readyWhileCharging plays rows 3 to 10, and returns Installing where the station tells that already.
func (u *update) readyWhileCharging(s *octt.Scenario) (installing *octt.Message) {
	u.downloads(s, 3)
	u.verified(s, 7)
	if s.Ahead(states.UpdateSteps(s)...) == nil {
		s.Remark(9, "The Charging Station tells InstallScheduled or Installing, as the table has it. Part 2, L01.FR.34 lets it wait for a transaction without a word: a laboratory may fail it.", "nothing", "either")
		return nil
	}
	m := states.FirmwareStatus(s, 9, octt.OneOf(ocpp201.FirmwareStatusInstallScheduled, ocpp201.FirmwareStatusInstalling), octt.By("L01.FR.05", "L01.FR.06"))
	if states.FirmwareStatusOf(m) == ocpp201.FirmwareStatusInstalling {
		return m
	}
	return nil
}

// aWhile is what steps 11a and 12a let pass, "30-60 s", for the firmware to be installed.
const aWhile = 30 * time.Second

// waitsIfInstalling plays step 11a or 12a, which are numbered as the step before them.
func waitsIfInstalling(s *octt.Scenario, row int, installing *octt.Message) {
	s.If(row, octt.Given(installing != nil, "the Charging Station reported Installing in step 9"), func() {
		s.Wait(row, aWhile, "the firmware gets installed (30 to 60 s)")
	})
}

// installsWhenIdle plays rows 14 to 26 of a station that has the firmware, and has begun to install it where installing is set.
func (u *update) installsWhenIdle(s *octt.Scenario, installing *octt.Message) {
	i := u.installation(s, 14)
	i.idle = lastEnd(s)
	if installing == nil {
		i.from, i.rules = i.idle, []string{"L01.FR.06"}
		i.play()
		return
	}
	const why = "Installing has been told in step 9"
	s.Skip(16, "", "is left out", why)
	s.Skip(17, "", "is left out", why)
	i.activates()
	i.ends()
}

// letsIn judges that the station has taken no connector out of service so far, as the variable has it and the purpose of the
// case: it keeps allowing new transactions.
func (u *update) letsIn(s *octt.Scenario, row int) {
	out := []string{}
	for _, m := range append(octt.ToldMessages[ocpp201.StatusNotificationRequest](s), octt.ToldMessages[ocpp201.NotifyEventRequest](s)...) {
		for _, a := range m.Availabilities() {
			if !m.At.Before(u.asked) && a.Status == string(ocpp201.ConnectorStatusUnavailable) {
				out = append(out, rigs.Place{EVSE: a.EVSE, Connector: a.Connector}.String())
			}
		}
	}
	s.Check(row, "No connector has become Unavailable while the Charging Station waits for transactions to end and AllowNewSessionsPendingFirmwareUpdate is true.", out, []string{}, "L01.FR.07")
}

// holdsIdle plays the rows in which the connectors that nobody uses become Unavailable.
func (u *update) holdsIdle(s *octt.Scenario, row int) {
	idle := slices.DeleteFunc(s.Connectors(), func(at rigs.Place) bool { return at.EVSE == s.Configured.EVSEID })
	s.If(row, octt.Given(len(idle) > 0, "the Charging Station has EVSEs that are not in use"), func() {
		states.HeldForUpdate(s, row, idle, u.asked)
	})
}

// lastEnd is when the last transaction of the play has ended, by what the station has told.
func lastEnd(s *octt.Scenario) (last time.Time) {
	for _, e := range octt.Told[ocpp201.TransactionEventRequest](s) {
		if e.EventType == ocpp201.TransactionEventEnumEnded && e.Timestamp.After(last) {
			last = e.Timestamp.Time
		}
	}
	return last
}

// atSecond plays rows as the driver at <Configured second Connector>, with an idToken of its own.
func atSecond(s *octt.Scenario, play func()) { s.At(s.Elsewhere(), s.Configured.ValidToken2, play) }

// TC_L_16_CS has firmware installed while a transaction goes on, as the product can (C-43). Nothing reboots then (part 2,
// L01.FR.33): the station only connects again, which step 11 waits for in any case. That it does so before it tells Installed
// is what the table shows; L01.FR.28 lets it activate what is installed at once, which is a WARNING. A
// BootNotificationRequest on that connection is allowed where the firmware version has changed (part 4, section 5.3). The
// transaction goes on.
var TC_L_16_CS = octt.Register(octt.Case{
	ID:     "TC_L_16_CS",
	Modes:  octt.Both | octt.PerProtocol,
	Before: octt.Prepare(updates(), octt.States(states.EnergyTransferStarted)),
	Main: func(s *octt.Scenario) {
		states.Settle(s)
		u := accepted(s)
		u.downloads(s, 3)
		u.verified(s, 7)
		i := u.installation(s, 5) // its reconnection is step 11
		i.charging = true
		states.FirmwareStatus(s, 9, ocpp201.FirmwareStatusInstalling, octt.Within(s.Timeouts.Install), octt.By("L01.FR.05", "L01.FR.06"))
		i.connectsOnly()
		octt.Send(s, 0, ocpp201.GetTransactionStatusRequest{TransactionID: &s.TransactionID}).Receive(0,
			octt.Must("ongoingIndicator", true).Clause("L01.FR.06")) // which is what the case is about
	},
})

// connectsOnly plays rows 11 to 15 of TC_L_16_CS.
func (i *installation) connectsOnly() {
	s := i.s
	next := s.Ahead(states.UpdateSteps(s, octt.Within(s.Timeouts.Install))...)
	if states.Boots(next) {
		i.reboots()
		next = s.Ahead(states.UpdateSteps(s, octt.Within(s.Timeouts.Install))...)
	}
	states.LacksStep(s, 12, next, s.Timeouts.Install, "tells that the firmware is installed", "L01.FR.01", "L01.FR.28")
	late := !i.reconnected()
	if !late {
		s.AcceptConnection(11, 0)
	}
	states.FirmwareStatus(s, 12, ocpp201.FirmwareStatusInstalled, octt.By("L01.FR.28"))
	if late && !i.reconnectsLate() {
		s.Check(11, "The Charging Station connects again, to reestablish the protocol version handshake.", false, true)
	}
	security(s, 14, firmwareUpdated, s.Timeouts.Message, "L01.FR.31")
	i.outMeanwhile()
}

// outMeanwhile takes reports that connectors nobody uses went out of service for the installation, and came back, for which
// this table has no rows, unlike the others.
func (i *installation) outMeanwhile() {
	out := 0
	i.s.PassOver(nil, "a station may set connectors to Unavailable before it installs the firmware (part 6, TC_L_01_CS, step 9)", func(m *octt.Message) bool {
		is := m.OutOrBack()
		if is {
			out++
		}
		return is
	})
	if out > 0 {
		i.s.Remark(9, "No connector goes out of service for the installation, as the table has it. In TC_L_01_CS a station may do so: a laboratory may fail it.", out, 0)
	}
}

// tellsVersion takes a BootNotificationRequest at a reconnection, for which the table has no row.
func (i *installation) tellsVersion() {
	s := i.s
	_, call := octt.Receive[ocpp201.BootNotificationRequest](s, 11)
	call.Accept(11)
	s.RemarkMessage(11, call.Message(), "The Charging Station only connects again, as the table has it. Part 4, section 5.3 lets it tell a firmware version that has changed: a laboratory may fail it.",
		"a BootNotificationRequest", "none")
}
