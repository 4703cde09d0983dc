//go:build guest

package lines

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/gpio"
	"github.com/certbench/certbench/rigs/gpio/simchip"
	"github.com/certbench/certbench/rigs/rigtest"
)

var (
	at   = rigs.Place{EVSE: 1, Connector: 1}
	card = rigs.Token{ID: "04A1B2C3D4E5F6", Type: "ISO14443"}
)

// wiring has active-low relays for the EV, mains that are on while their relay is active, and every input there is.
var wiring = gpio.Config{
	Places: []gpio.Wiring{{
		At: at, CP: low("cp"), Ready: low("ready"), Short: low("short"), PP: low("pp"), Fault: low("fault"),
		Contactor: low("contactor"), Lock: gpio.Line{Name: "lock", Bias: gpio.PullDown}, PWM: gpio.Line{Name: "pwm"}, Lamp: gpio.Line{Name: "lamp"},
	}},
	Mains: gpio.Line{Name: "mains", Safe: true}, MainsFeedback: gpio.Line{Name: "feedback"},
	Bay: gpio.Line{Name: "bay"}, Cards: map[string]gpio.Line{card.ID: {Name: "card1"}, "04A1": {Name: "card2"}},
	Timing: gpio.Timing{Break: 2 * time.Millisecond, Settle: time.Millisecond, Ready: 5 * time.Millisecond, Unload: 5 * time.Millisecond,
		Dark: 20 * time.Millisecond, Card: 20 * time.Millisecond},
}

func low(name string) gpio.Line { return gpio.Line{Name: name, ActiveLow: true} }

var names = []string{"cp", "ready", "short", "pp", "fault", "mains", "bay", "card1", "card2", "feedback", "contactor", "lock", "pwm", "lamp"}

// machine is a chip with a contactor whose auxiliary contact follows it, and a reader that sees cards.
type machine struct {
	*simchip.Chip
	mu     sync.Mutex
	tokens []rigs.Token
}

func newMachine(t *testing.T) *machine {
	m := &machine{Chip: simchip.New(t, names...)}
	// What pulls a free line is what an idle bench shows: relays at rest, mains on, contactor open.
	for _, name := range []string{"cp", "ready", "short", "pp", "fault", "mains", "feedback", "contactor"} {
		m.Input(name, true)
	}
	m.React(func(name string, high bool) {
		switch {
		case name == "mains":
			m.Input("feedback", high)
		case name == "card1" && high:
			m.mu.Lock()
			defer m.mu.Unlock()
			m.tokens = append(m.tokens, card)
		}
	}, "mains", "card1")
	return m
}

// state names the pilot that the levels make.
func (m *machine) state() string {
	switch cp, ready, short := !m.High("cp"), !m.High("ready"), !m.High("short"); {
	case cp && short && !ready:
		return "E"
	case cp && ready && !short:
		return "C"
	case cp && !ready && !short:
		return "B"
	case !cp && !ready && !short:
		return "A"
	}
	return "?"
}

func (m *machine) probe() rigtest.Probe {
	return rigtest.Probe{
		Pilot:  func(rigs.Place) string { return m.state() },
		Mains:  func() bool { return m.High("mains") },
		Bay:    func() bool { return m.High("bay") },
		Tokens: func() []rigs.Token { m.mu.Lock(); defer m.mu.Unlock(); return slices.Clone(m.tokens) },
	}
}

func open(t *testing.T) *gpio.Rig {
	t.Helper()
	r, err := gpio.New(gpio.Kernel(), wiring)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTheRigPassesTheContractOnRealLines(t *testing.T) {
	rigtest.Run(t, func(t *testing.T) rigtest.Fixture {
		m := newMachine(t)
		return rigtest.Fixture{Rig: open(t), At: at, ReadBack: true, Probe: m.probe()}
	})
}

// levels names the lines whose relays act.
func (m *machine) levels() string {
	var acting []string
	for _, line := range wiring.Outputs() {
		if active := m.High(line.Name) != line.ActiveLow; active != line.Safe {
			acting = append(acting, line.Name)
		}
	}
	return strings.Join(acting, " ")
}

// every lists one act of every verb in an order in which each is possible, with what is read back and the lines that act
// then.
var every = []struct {
	act        rigs.Act
	want, acts string
}{
	{rigs.ConnectEV(at), "relays show pilot C, cable in", "ready cp pp"},
	{rigs.SuspendByEV(at), "relays show pilot B, cable in", "cp pp"},
	{rigs.RequestByEV(at), "relays show pilot C, cable in", "ready cp pp"},
	{rigs.ShortPilot(at), "relays show pilot E, cable in", "short cp pp"},
	{rigs.DisconnectEV(at), "relays show pilot A, cable out", ""},
	{rigs.ConnectIdleEV(at), "relays show pilot B, cable in", "cp pp"},
	{rigs.UnplugEnd(rigs.EVEnd, at), "relays show pilot A, cable in", "pp"},
	{rigs.PlugEnd(rigs.EVEnd, at), "relays show pilot C, cable in", "ready cp pp"},
	{rigs.UnplugEnd(rigs.StationEnd, at), "relays show pilot A, cable out", ""},
	{rigs.PlugEnd(rigs.StationEnd, at), "relays show pilot C, cable in", "ready cp pp"},
	{rigs.DriveIn(at), "relays show pilot C, cable in", "ready cp pp bay"},
	{rigs.DriveOut(at), "relays show pilot C, cable in", "ready cp pp"},
	{rigs.SetFault(rigs.Faulted, at), "relays show pilot C, cable in", "ready cp pp fault"},
	{rigs.ClearFault(rigs.Faulted, at), "relays show pilot C, cable in", "ready cp pp"},
	{rigs.PresentToken(card, at), "relays show pilot C, cable in", "ready cp pp"},
	{rigs.PowerOff(), "mains off since ", "ready cp pp mains"},
	{rigs.PowerOn(), "mains on since ", "ready cp pp"},
	{rigs.PowerCycle(), "mains on since ", "ready cp pp"},
}
