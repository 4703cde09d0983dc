package gpio_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/gpio"
	"github.com/certbench/certbench/rigs/gpio/fakechip"
	"github.com/certbench/certbench/rigs/rigtest"
)

var at = rigs.Place{EVSE: 1, Connector: 1}

// wiring has active-low relays for the EV, and mains that are on while their relay is active.
var wiring = gpio.Config{
	Places: []gpio.Wiring{{
		At: at, CP: low("cp"), Ready: low("ready"), Short: low("short"), PP: low("pp"), Fault: low("fault"),
	}},
	Mains: gpio.Line{Name: "mains", Safe: true}, MainsFeedback: gpio.Line{Name: "feedback"},
	Bay: gpio.Line{Name: "bay"}, Cards: map[string]gpio.Line{"04A1B2C3D4E5F6": {Name: "card1"}, "04A1": {Name: "card2"}},
	Timing: gpio.Timing{Break: time.Microsecond, Ready: time.Microsecond, Dark: time.Microsecond, Card: time.Microsecond},
}

func low(name string) gpio.Line { return gpio.Line{Name: name, ActiveLow: true} }

// machine is a chip with a contactor whose auxiliary contact follows it, and a reader that sees cards.
type machine struct {
	*fakechip.Chip
	mu     sync.Mutex
	tokens []rigs.Token
}

func newMachine() *machine {
	m := &machine{Chip: fakechip.New("cp", "ready", "short", "ventilation", "pp", "fault", "mains", "feedback", "bay", "card1", "card2")}
	m.React(func(name string, high bool) {
		if name == "mains" {
			m.Input("feedback", high)
		}
		if name == "card1" && high {
			m.mu.Lock()
			defer m.mu.Unlock()
			m.tokens = append(m.tokens, rigs.Token{ID: "04A1B2C3D4E5F6", Type: "ISO14443"})
		}
	})
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

func open(t *testing.T, m *machine, c gpio.Config) *gpio.Rig {
	t.Helper()
	r, err := gpio.New(m.Holder("certbench"), c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTheRigPassesTheContract(t *testing.T) {
	rigtest.Run(t, func(t *testing.T) rigtest.Fixture {
		m := newMachine()
		return rigtest.Fixture{Rig: open(t, m, wiring), At: at, ReadBack: true, Probe: m.probe()}
	})
}

func act(t *testing.T, r *gpio.Rig, a rigs.Act) error {
	t.Helper()
	var set rigs.Set
	set.Bind(r)
	_, err := a.Do(t.Context(), set)
	return err
}

func TestEveryMovementBreaksBeforeItMakes(t *testing.T) {
	m := newMachine()
	r := open(t, m, wiring)
	for _, step := range []struct {
		act  rigs.Act
		want string
	}{
		{rigs.ConnectEV(at), "pp low, cp low, ready low"},
		{rigs.ShortPilot(at), "ready high, short low"},
		{rigs.RequestByEV(at), "short high, ready low"},
		{rigs.SuspendByEV(at), "ready high"},
		{rigs.RequestByEV(at), "ready low"},
		{rigs.DisconnectEV(at), "ready high + cp high, pp high"},
		{rigs.PlugEnd(rigs.EVEnd, at), ""},
		{rigs.PlugEnd(rigs.StationEnd, at), "pp low, cp low, ready low"},
		{rigs.UnplugEnd(rigs.EVEnd, at), "ready high + cp high"},
		{rigs.PlugEnd(rigs.EVEnd, at), "cp low, ready low"},
		{rigs.UnplugEnd(rigs.StationEnd, at), "ready high + cp high, pp high"},
		{rigs.PowerCycle(), "mains low, mains high"},
		{rigs.PresentToken(rigs.Token{ID: "04A1"}, at), "card2 high, card2 low"},
	} {
		m.TakeLog()
		if err := act(t, r, step.act); err != nil {
			t.Fatalf("%s: %v", step.act.Name, err)
		}
		if got := strings.Join(m.TakeLog(), ", "); got != step.want {
			t.Errorf("%s moved %q, expected %q", step.act.Name, got, step.want)
		}
	}
}

func TestRelaysGetTimeToOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := wiring
		c.Timing = gpio.Timing{}
		r := open(t, newMachine(), c)
		for _, step := range []struct {
			act  rigs.Act
			want time.Duration
		}{
			{rigs.ConnectEV(at), time.Second + 2*20*time.Millisecond}, // state B, then C
			{rigs.ShortPilot(at), (50 + 20) * time.Millisecond},
			{rigs.PowerCycle(), (150-50-20)*time.Millisecond + 10*time.Second}, // the EV stopped asking 70 ms before
			{rigs.PresentToken(rigs.Token{ID: "04A1"}, at), time.Second + 50*time.Millisecond},
		} {
			start := time.Now()
			if err := act(t, r, step.act); err != nil {
				t.Fatal(err)
			}
			if took := time.Since(start); took != step.want {
				t.Errorf("%s took %s, expected %s", step.act.Name, took, step.want)
			}
		}
	})
}

func TestRestBringsPilotsToAFirstAndMainsOnLast(t *testing.T) {
	m := newMachine()
	r := open(t, m, wiring)
	for _, a := range []rigs.Act{rigs.ConnectEV(at), rigs.DriveIn(at), rigs.SetFault(rigs.Faulted, at), rigs.PowerOff()} {
		if err := act(t, r, a); err != nil {
			t.Fatal(err)
		}
	}
	m.TakeLog()
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := r.Rest(ended); err != nil {
		t.Errorf("rest under an ended context: %v", err)
	}
	want := "ready high + cp high, pp high, fault high, bay low, mains high"
	if got := strings.Join(m.TakeLog(), ", "); got != want {
		t.Errorf("rest moved %q, expected %q", got, want)
	}
}

func TestLinesAreSafeFromTheFirstMomentAndFreeAfterTheLast(t *testing.T) {
	m := newMachine()
	r := open(t, m, wiring)
	if got := strings.Join(m.TakeLog(), ", "); got != "short high + ready high + cp high, pp high, fault high, mains high" {
		t.Errorf("opening moved %q, expected the active-low lines and the mains high", got)
	}
	if got := m.HeldBy("feedback"); got != "certbench" {
		t.Errorf("the feedback is held by %q, expected certbench", got)
	}
	if err := act(t, r, rigs.ConnectEV(at)); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if got := m.Held(); len(got) > 0 || m.state() != "A" {
		t.Errorf("after Close %v are held and the pilot is in %s, expected none and A", got, m.state())
	}
}

func TestAFailureOnTheWayEndsInTheSafeState(t *testing.T) {
	m := newMachine()
	r := open(t, m, wiring)
	m.Stick("ready", true)
	err := act(t, r, rigs.ConnectEV(at))
	if err == nil || rigs.Harmless(t.Context(), err) || !strings.Contains(err.Error(), `"ready" was driven to active = true but reads false`) {
		t.Errorf("got %v, expected the line that does not move", err)
	}
	if got := m.state(); got != "A" || m.High("pp") != true {
		t.Errorf("the pilot is in %s, expected A with the cable out", got)
	}
	if err := act(t, r, rigs.ConnectEV(at)); !errors.Is(err, rigs.ErrRefused) {
		t.Errorf("got %v, expected ErrRefused until rest", err)
	}
	m.Stick("ready", false)
	if err := r.Rest(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := act(t, r, rigs.ConnectEV(at)); err != nil || m.state() != "C" {
		t.Errorf("got %v in state %s after rest, expected C", err, m.state())
	}
	if err := act(t, r, rigs.SetFault(rigs.Faulted, at)); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("no such device")
	m.Break("pp", broken)
	if err := r.Rest(t.Context()); !errors.Is(err, broken) {
		t.Errorf("got %v, expected the broken line", err)
	}
	if m.state() != "A" || !m.High("fault") {
		t.Error("the lines after and before the broken one were not brought to their safe values")
	}
	if err := r.Check(t.Context()); !errors.Is(err, broken) {
		t.Errorf("check got %v, expected the broken line", err)
	}
}

func TestAnActGivenUpOnTheWayEndsInTheSafeState(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine()
		c := wiring
		c.Timing = gpio.Timing{}
		r := open(t, m, c)
		var set rigs.Set
		set.Bind(r)
		for _, a := range []rigs.Act{rigs.ConnectEV(at), rigs.PowerCycle(), rigs.PresentToken(rigs.Token{ID: "04A1"}, at)} {
			ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
			m.TakeLog()
			if _, err := a.Do(ctx, set); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s: got %v, expected the end of the context", a.Name, err)
			}
			cancel()
			if moved := len(m.TakeLog()); moved < 2 || m.state() != "A" || !m.High("mains") || m.High("card2") {
				t.Errorf("%s given up left pilot %s, mains %t, card %t after %d movements; expected rest", a.Name, m.state(), m.High("mains"), m.High("card2"), moved)
			}
			if err := r.Rest(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestMainsThatDoNotFollowAreAFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine()
		r := open(t, m, wiring)
		m.React(nil)
		start := time.Now()
		err := act(t, r, rigs.PowerOff())
		if err == nil || !strings.Contains(err.Error(), "do not follow") || time.Since(start) < 3*time.Second {
			t.Errorf("got %v after %s, expected a failure after the feedback's time", err, time.Since(start))
		}
		if !m.High("mains") {
			t.Error("the mains stayed off after the failure, expected on")
		}
	})
}

func TestVentilationAsksInStateD(t *testing.T) {
	m := newMachine()
	r := open(t, m, gpio.Config{Places: []gpio.Wiring{{At: at, CP: low("cp"), Ventilation: low("ventilation")}}, Timing: wiring.Timing})
	var set rigs.Set
	set.Bind(r)
	back, err := rigs.ConnectEV(at).Do(t.Context(), set)
	if err != nil || back.Observed != "relays show pilot D" {
		t.Errorf("got %+v, %v; expected pilot D", back, err)
	}
	for _, a := range []rigs.Act{rigs.ShortPilot(at), rigs.PlugEnd(rigs.EVEnd, rigs.Place{EVSE: 2, Connector: 1}), rigs.PowerCycle(),
		rigs.ConnectEV(rigs.Place{EVSE: 2, Connector: 1}), rigs.DriveIn(at), rigs.SetFault(rigs.UnlockFailed, at)} {
		if err := act(t, r, a); !errors.Is(err, rigs.ErrNoRig) {
			t.Errorf("%s without its line: got %v, expected ErrNoRig", a.Name, err)
		}
	}
}

func TestTheEndOfAFixedCableAtTheEVMovesAlone(t *testing.T) {
	r := open(t, newMachine(), gpio.Config{Places: []gpio.Wiring{{At: at, CP: low("cp"), Ready: low("ready")}}, Timing: wiring.Timing})
	var set rigs.Set
	set.Bind(r)
	for _, step := range []struct {
		act  rigs.Act
		want string
	}{
		{rigs.PlugEnd(rigs.EVEnd, at), "relays show pilot C"},
		{rigs.UnplugEnd(rigs.EVEnd, at), "relays show pilot A"},
		{rigs.ConnectEV(at), "relays show pilot C"},
		{rigs.UnplugEnd(rigs.EVEnd, at), "relays show pilot A"},
		{rigs.PlugEnd(rigs.EVEnd, at), "relays show pilot C"},
	} {
		if back, err := step.act.Do(t.Context(), set); err != nil || back.Observed != step.want {
			t.Errorf("%s: got %q, %v; expected %s", step.act.Name, back.Observed, err, step.want)
		}
	}
	if err := act(t, r, rigs.UnplugEnd(rigs.StationEnd, at)); !errors.Is(err, rigs.ErrNoRig) {
		t.Errorf("the end at the station: got %v, expected ErrNoRig", err)
	}
}

func TestALineThatCannotBeHadGivesTheOthersBack(t *testing.T) {
	m := newMachine()
	if _, err := m.Holder("somebody").Output([]gpio.Line{{Name: "bay"}}, false); err != nil {
		t.Fatal(err)
	}
	_, err := gpio.New(m.Holder("certbench"), wiring)
	if !errors.Is(err, gpio.ErrBusy) || !strings.Contains(err.Error(), "somebody") {
		t.Errorf("got %v, expected ErrBusy that names the holder", err)
	}
	if got := m.Held(); !slices.Equal(got, []string{"bay"}) {
		t.Errorf("%v are held, expected bay only", got)
	}
}

func TestEachEVSEMayHaveAReaderAndABayOfItsOwn(t *testing.T) {
	there := rigs.Place{EVSE: 2, Connector: 1}
	c := gpio.Config{Timing: wiring.Timing, Cards: map[string]gpio.Line{"04A1": {Name: "card1"}}, Places: []gpio.Wiring{
		{At: at, CP: low("cp"), Ready: low("ready"), Bay: gpio.Line{Name: "bay1"}},
		{At: there, CP: low("cp2"), Ready: low("ready2"), Bay: gpio.Line{Name: "bay2"}, Cards: map[string]gpio.Line{"04A1": {Name: "card2"}}},
	}}
	chip := fakechip.New("cp", "ready", "bay1", "cp2", "ready2", "bay2", "card1", "card2")
	var moved []string
	chip.React(func(name string, high bool) {
		if high && !strings.HasPrefix(name, "cp") && !strings.HasPrefix(name, "ready") {
			moved = append(moved, name)
		}
	})
	r, err := gpio.New(chip.Holder("certbench"), c)
	if err != nil {
		t.Fatal(err)
	}
	var set rigs.Set
	set.Bind(r)
	card := rigs.Token{ID: "04A1", Type: "ISO14443"}
	for _, act := range []rigs.Act{rigs.PresentToken(card, at), rigs.PresentToken(card, there), rigs.DriveIn(at), rigs.DriveIn(there)} {
		if _, err := act.Do(t.Context(), set); err != nil {
			t.Errorf("%s at %s: %v", act.Name, act.At, err)
		}
	}
	if want := []string{"card1", "card2", "bay1", "bay2"}; !slices.Equal(moved, want) {
		t.Errorf("the lines %v moved, expected %v", moved, want)
	}
	if _, err := r.Present(t.Context(), rigs.Token{ID: "04FF", Type: "ISO14443"}, there); !errors.Is(err, rigs.ErrNoRig) || !strings.Contains(err.Error(), `"card 04FF"`) {
		t.Errorf("got %v, expected ErrNoRig that names the card", err)
	}
	if err := r.Close(); err != nil || chip.High("bay1") || chip.High("bay2") {
		t.Errorf("got %v with the bays at %t and %t, expected both free", err, chip.High("bay1"), chip.High("bay2"))
	}
}

func TestAWiringIsChecked(t *testing.T) {
	for words, c := range map[string]gpio.Config{
		"there is no board \"tow-relay\"; write one of five-relay, four-relay, three-relay, two-relay": {Places: []gpio.Wiring{{At: at, Board: "tow-relay", Prefix: "ev1-"}}},
		"also cannot hold \"contacter\"; it knows bay, contactor":                                      {Places: []gpio.Wiring{{At: at, Board: "two-relay", Also: []string{"contacter"}}}},
		"begins no name; write board: with one of":                                                     {Places: []gpio.Wiring{{At: at, Prefix: "ev1-", CP: low("cp"), Ready: low("ready")}}},
		"asks is \"D\", but the lines that are wired make an EV that asks in state C; write asks: C":   {Places: []gpio.Wiring{{At: at, Board: "two-relay", Asks: "D"}}},
		"line \"ev1-cp\" is wired to EVSE 1 connector 1 cp and to mains":                               {Places: []gpio.Wiring{{At: at, Board: "two-relay", Prefix: "ev1-"}}, Mains: low("ev1-cp")},

		"no line is wired":   {},
		"needs the lines cp": {Places: []gpio.Wiring{{At: at, CP: low("cp")}}},
		"count from 1":       {Places: []gpio.Wiring{{CP: low("cp"), Ready: low("ready")}}},
		"wired to mains and": {Mains: low("x"), MainsFeedback: low("x")},
		"without mains":      {MainsFeedback: low("x")},
		"card \"04A1\"":      {Cards: map[string]gpio.Line{"04A1": {}}},
		"give no pause":      {Bay: low("bay"), Timing: gpio.Timing{Dark: -1}},
		"several EVSEs": {Bay: low("bay"), Places: []gpio.Wiring{{At: at, CP: low("a"), Ready: low("b")},
			{At: rigs.Place{EVSE: 2, Connector: 1}, CP: low("c"), Ready: low("d")}}},
		"has the bias":         {Mains: gpio.Line{Name: "x", Bias: "up"}},
		"EVSE 1 connector 1 c": {Places: []gpio.Wiring{{At: at, CP: low("x"), Ready: low("x")}}},
	} {
		if err := c.Validate(); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("got %v, expected an error that says %q", err, words)
		}
	}
	if err := wiring.Validate(); err != nil {
		t.Error(err)
	}
}

func TestKernelLinesAreFoundByName(t *testing.T) {
	_, err := gpio.Kernel().Output([]gpio.Line{{Name: "certbench-no-such-line"}}, false)
	if err == nil || !strings.Contains(err.Error(), "certbench-no-such-line") {
		t.Errorf("got %v, expected an error that names the line", err)
	}
}
