package l_firmware

import (
	"slices"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// installation is the part of the tables from the verified signature to the end, of which every case has the same rows: out
// of service, RebootBeforeFirmwareInstallation (+2), Installing (+3), RebootBeforeFirmwareActivation (+5), the reconnection
// (+6), back in service (+7), Installed (+9), FirmwareUpdated (+11).
type installation struct {
	*update
	s      *octt.Scenario
	row    int // of "notifies the CSMS about the current state of all connectors"
	back   int // of the same where they come back
	booted bool
	within time.Duration // for which the first step is waited for

	from  time.Time // when it may begin; zero where it may at once
	idle  time.Time // when the last transaction has ended; zero where there was none
	rules []string  // the requirements that ask for from

	charging bool // a transaction goes on, and nothing reboots
}

// installs plays the installation that may begin at once.
func (u *update) installs(s *octt.Scenario, row int) { u.installation(s, row).play() }

func (u *update) installation(s *octt.Scenario, row int) *installation {
	s.MayDisconnect()
	return &installation{update: u, s: s, row: row, back: row + 7, within: s.Timeouts.Install}
}

func (i *installation) play() {
	i.begins()
	i.activates()
	i.ends()
}

// next waits for the next status of the update, or the next boot, and does not claim it. The reports of connectors that come
// before are rows of their own. Installing that is told again on another connection, as after a reboot, tells nothing new.
func (i *installation) next(limit time.Duration) *octt.Message {
	end := time.Now().Add(limit)
	for {
		m := i.s.Ahead(append(states.UpdateSteps(i.s, octt.Until(end)), states.OutAndBack()...)...)
		switch {
		case m == nil, states.Boots(m):
			return m
		case m.Action != (ocpp201.FirmwareStatusNotificationRequest{}).Action(): // whatever status it tells, or none
			states.TakeOutAndBack(i.s, i.row, i.back)
		case i.toldAgain(m):
		default:
			return m
		}
	}
}

// toldAgain takes Installing that is told once more after the connection has changed, and tells whether it was that.
func (i *installation) toldAgain(m *octt.Message) bool {
	const installing = ocpp201.FirmwareStatusInstalling
	first := slices.IndexFunc(octt.ClaimedMessages[ocpp201.FirmwareStatusNotificationRequest](i.s), func(told *octt.Message) bool {
		return states.FirmwareStatusOf(told) == installing && told.Conn < m.Conn
	})
	if first < 0 || states.FirmwareStatusOf(m) != installing {
		return false
	}
	i.s.PassOver(nil, "it is a state in which the update was before already (part 2, L01.FR.01)", func(other *octt.Message) bool { return other == m })
	i.s.RemarkMessage(i.row+3, m, "Installing is told once. No document forbids to tell it again after a reboot: a laboratory may fail it.", "again", "once", "L01.FR.01")
	return true
}

// begins plays the rows to Installing. A reboot is told before it (L01.FR.15), and where the bootloader speaks no OCPP
// Installing may be left out (L01.FR.23): neither of the two is told by a station that says nothing before it boots.
func (i *installation) begins() {
	s := i.s
	next := i.next(i.within)
	states.LacksStep(s, i.row+3, next, i.within, "goes on with the update", "L01.FR.05")
	if !i.from.IsZero() {
		s.AtLeast(i.row+3, "The installation does not begin before it may.", next.At.Sub(i.from), 0, i.rules...)
	}
	reboots := s.If(i.row+2, octt.Given(states.FirmwareStatusOf(next) == ocpp201.FirmwareStatusInstallRebooting, "the Charging Station needs to reboot before firmware installation"), func() {
		s.Reach(i.row+2, states.RebootBeforeFirmwareInstallation)
	})
	i.booted = reboots
	s.If(i.row+3, octt.Given(!reboots, "the Charging Station did not reboot before firmware installation"), func() {
		states.FirmwareStatus(s, i.row+3, ocpp201.FirmwareStatusInstalling, octt.By("L01.FR.05"))
	})
}

// activates plays the rows to the new firmware. A station that boots into it has connected again.
func (i *installation) activates() {
	s := i.s
	next := i.next(s.Timeouts.Install)
	states.LacksStep(s, i.row+9, next, s.Timeouts.Install, "goes on with the installation", "L01.FR.01", "L01.FR.28")
	boots := states.Boots(next) || states.FirmwareStatusOf(next) == ocpp201.FirmwareStatusInstallRebooting
	s.If(i.row+5, octt.Given(boots, "the Charging Station needs to reboot before firmware activation"), func() {
		i.reboots()
		next = i.next(s.Timeouts.Install)
		for states.Boots(next) {
			i.bootsAgain()
			next = i.next(s.Timeouts.Install)
		}
		states.LacksStep(s, i.row+9, next, s.Timeouts.Install, "tells that the firmware is installed", "L01.FR.01", "L01.FR.28")
	})
	s.If(i.row+6, octt.Given(!i.booted, "the Charging Station did not reboot up until this point"), func() {
		if i.reconnected() {
			s.AcceptConnection(i.row+6, 0)
		}
	})
}

// reconnected tells whether the station has another connection than before.
func (i *installation) reconnected() bool { return i.s.Handshake() != i.before }

// reboots plays the row of the reboot into the new firmware, which waits for all transactions (L01.FR.33).
func (i *installation) reboots() {
	s := i.s
	if i.charging {
		i.tellsVersion()
		return
	}
	s.Reach(i.row+5, states.RebootBeforeFirmwareActivation)
	i.booted = true
	if boots := octt.ClaimedMessages[ocpp201.BootNotificationRequest](s); !i.idle.IsZero() {
		s.AtLeast(i.row+5, "The Charging Station does not reboot before the last transaction has ended.", boots[len(boots)-1].At.Sub(i.idle), 0, "L01.FR.33")
	}
}

// bootsAgain takes a boot for which the table has no row: that of a station whose new firmware starts more than once before it is
// through, to start what belongs to it.
func (i *installation) bootsAgain() {
	s := i.s
	_, call := octt.Receive[ocpp201.BootNotificationRequest](s, i.row+5)
	call.Accept(i.row + 5)
	states.AllConnectors(s, i.row+5, states.AnyState)
	s.RemarkMessage(i.row+5, call.Message(), "The Charging Station reboots once to activate the firmware, as the table has it. No document forbids more: a laboratory may fail it.", "again", "once", "L01.FR.32")
	s.MayDisconnect()
}

// ends plays the rows of the end, which may come in any order. Whether the station has connected again since it told Installing decides
// whether it may have yet to start what it has installed: one whose bootloader has told that did so before.
func (i *installation) ends() {
	s := i.s
	late := !i.reconnected()
	told := states.FirmwareStatus(s, i.row+9, ocpp201.FirmwareStatusInstalled, octt.Within(s.Timeouts.Install), octt.By("L01.FR.28"))
	switch begun := i.begun(); {
	case late:
		i.reconnectsLate()
	case begun != nil && begun.Conn == told.Conn:
		i.rebootsLate()
	}
	security(s, i.row+11, firmwareUpdated, s.Timeouts.Message, "L01.FR.31")
	i.runs()
	s.AwaitMore()
	i.backInService(true)
}

// runs judges by its BootNotificationRequest that the new firmware runs, where the bench knows its version and the station
// tells one. A version that is neither the new one nor the one of before may be named otherwise in the bench file: a WARNING.
func (i *installation) runs() {
	boots, want, got := octt.ClaimedMessages[ocpp201.BootNotificationRequest](i.s), i.s.Image().Version, i.s.FirmwareVersion()
	if len(boots) == 0 || want == "" || got == "" {
		return
	}
	const requirement = "The Charging Station tells the version of the firmware that is installed."
	boot := boots[len(boots)-1]
	if begun := i.begun(); got != want && begun != nil && begun.At.After(boot.At) {
		return // it was the bootloader's, and the firmware has told none since
	}
	if got == want || got == i.version {
		i.s.CheckMessage(i.row+9, boot, requirement, got, want, "L01.FR.05", "L01.FR.28")
		return
	}
	i.s.RemarkMessage(i.row+9, boot, requirement+" See whether the version in the bench file is the one that it tells.", got, want, "L01.FR.28")
}

// begun is the message that told Installing last, nil where none did.
func (i *installation) begun() (last *octt.Message) {
	for _, m := range octt.ClaimedMessages[ocpp201.FirmwareStatusNotificationRequest](i.s) {
		if states.FirmwareStatusOf(m) == ocpp201.FirmwareStatusInstalling {
			last = m
		}
	}
	return last
}

// rebootsLate plays the row of a station whose bootloader tells Installed, and then reboots into the firmware (L01.FR.32, b), or does not:
// it has connected again already.
func (i *installation) rebootsLate() {
	s, now := i.s, i.s.Handshake()
	s.MayDisconnect()
	switch {
	case !s.Leaves(s.Timeouts.Message) && s.Handshake() == now:
	case s.ConnectsAgain(now, s.Timeouts.Install):
		i.startsLate()
	default:
		s.Check(i.row+5, "The Charging Station connects again after it has left.", false, true, "L01.FR.28")
	}
}

// reconnectsLate plays the rows of a station that reboots, or connects again, when it has told Installed: L01.FR.32 (b) lets it,
// and L01.FR.28 has it activate what is installed at once. The table has that before, and OCTT waits for it there. One
// that does not connect again at all has no new handshake of the protocol version: the note to the row says that it "should".
func (i *installation) reconnectsLate() (again bool) {
	s := i.s
	again = s.ConnectsAgain(i.before, s.Timeouts.Message) || !s.Connected() && s.ConnectsAgain(i.before, s.Timeouts.Install)
	if !s.Remark(i.row+6, "The Charging Station connects again, which it should to reestablish the protocol version handshake.", again, true) {
		return false
	}
	i.startsLate()
	return true
}

// startsLate plays the rows of the connection that comes after Installed.
func (i *installation) startsLate() {
	s := i.s
	s.AcceptConnection(i.row+6, 0)
	s.Remark(i.row+6, "It does so before it tells Installed, as the table has it. Part 2, L01.FR.32 (b) lets it do so afterwards: a laboratory may fail it.", "afterwards", "before")
	boots := states.Boots(s.Ahead(octt.As[ocpp201.BootNotificationRequest](octt.Optionally(s.Timeouts.Greeting)))) // B01: it speaks first, or owes no boot
	s.If(i.row+5, octt.Given(boots, "the Charging Station reboots to activate the firmware"), i.reboots)
}

// backInService plays the rows in which connectors that are out of service come back. must tells that they have to.
func (i *installation) backInService(must bool) {
	s := i.s
	s.If(i.back, octt.Given(len(states.OutOfService(s)) > 0, "a connector is Unavailable, and was not reported Available after a reboot"), func() {
		for len(states.OutOfService(s)) > 0 && s.Ahead(states.OutAndBack()...) != nil {
			states.TakeOutAndBack(s, i.row, i.back)
		}
	})
	for s.Ahead(states.OutAndBack(octt.Within(time.Nanosecond))...) != nil { // what has come
		states.TakeOutAndBack(s, i.row, i.back)
	}
	for _, at := range states.OutOfService(s) {
		if must {
			s.Check(i.back, "A message that "+at.String()+" is Available again has come.", false, true)
		} else {
			s.Remark(i.back, "A message that "+at.String()+" is Available again has come: it is recommended to fall back to the previous firmware.", false, true)
		}
	}
}
