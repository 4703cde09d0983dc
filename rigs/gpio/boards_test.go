package gpio_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/gpio"
	"github.com/certbench/certbench/rigs/gpio/fakechip"
	"github.com/certbench/certbench/rigs/rigtest"
)

// board is an EV simulator of four relays, active low, named by their prefix.
var board = gpio.Config{
	Places: []gpio.Wiring{{At: at, Board: "four-relay", Prefix: "ev1-", ActiveLow: true, Also: []string{"pp", "unlock_failed"}}},
	Timing: gpio.Timing{Break: time.Microsecond, Ready: time.Microsecond, Settle: time.Microsecond},
}

func boardChip() *fakechip.Chip {
	return fakechip.New("ev1-cp", "ev1-ready", "ev1-ventilation", "ev1-diode", "ev1-pp", "ev1-unlock_failed", "ev1-duty")
}

// boardState names the state of the pilot that the levels of the board make.
func boardState(c *fakechip.Chip) string {
	var closed []string
	for _, contact := range []string{"cp", "ready", "ventilation", "diode"} {
		if !c.High("ev1-" + contact) {
			closed = append(closed, contact)
		}
	}
	return map[string]string{"": "A", "cp": "B", "cp ready": "C", "cp ventilation": "D", "cp diode": "E"}[strings.Join(closed, " ")]
}

func onBoard(t *testing.T, c *fakechip.Chip, config gpio.Config) (*gpio.Rig, rigs.Set) {
	t.Helper()
	r, err := gpio.New(c.Holder("certbench"), config)
	if err != nil {
		t.Fatal(err)
	}
	var set rigs.Set
	set.Bind(r)
	return r, set
}

func TestABoardOfFourRelaysPassesTheContract(t *testing.T) {
	rigtest.Run(t, func(t *testing.T) rigtest.Fixture {
		c := boardChip()
		r, _ := onBoard(t, c, board)
		return rigtest.Fixture{Rig: r, At: at, ReadBack: true, Probe: rigtest.Probe{Pilot: func(rigs.Place) string { return boardState(c) }}}
	})
}

func TestTheLinesOfABoardBearItsPrefix(t *testing.T) {
	for name, want := range map[string]string{
		"two-relay":   "x-ready x-cp",
		"three-relay": "x-ventilation x-ready x-cp",
		"four-relay":  "x-diode x-ventilation x-ready x-cp",
		"five-relay":  "x-short x-diode x-ventilation x-ready x-cp",
	} {
		c := gpio.Config{Places: []gpio.Wiring{{At: at, Board: name, Prefix: "x-", ActiveLow: true, Also: []string{"contactor"}, PP: gpio.Line{Name: "own"}}}}
		if err := c.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var names []string
		for _, line := range c.Lines() {
			names = append(names, line.Name)
			if wantLow := line.Name != "own" && line.Name != "x-contactor"; line.ActiveLow != wantLow {
				t.Errorf("%s: line %s: active low is %t, expected %t, for it is that of the relays that the board names", name, line.Name, line.ActiveLow, wantLow)
			}
		}
		if got := strings.Join(names, " "); got != want+" own x-contactor" {
			t.Errorf("%s: the lines are %s, expected %s own x-contactor", name, got, want)
		}
	}
	if got := gpio.Boards(); !slices.Equal(got, []string{"five-relay", "four-relay", "three-relay", "two-relay"}) {
		t.Errorf("the boards are %v", got)
	}
}

func TestAnEVAsksInTheStateThatItIsWiredFor(t *testing.T) {
	for asks, want := range map[string]string{"": "C", "C": "C", "D": "D"} {
		c, config := boardChip(), board
		config.Places = slices.Clone(board.Places)
		config.Places[0].Asks = asks
		_, set := onBoard(t, c, config)
		if _, err := rigs.ConnectEV(at).Do(t.Context(), set); err != nil || boardState(c) != want {
			t.Errorf("asks %q: the EV asks in state %s, %v; expected %s", asks, boardState(c), err, want)
		}
	}
}

func TestAConnectedEVShowsAnyStateThatItsBoardMakes(t *testing.T) {
	c := boardChip()
	r, set := onBoard(t, c, board)
	if _, err := rigs.ShowPilot(rigs.PilotB, at).Do(t.Context(), set); !errors.Is(err, rigs.ErrRefused) {
		t.Errorf("got %v without an EV, expected ErrRefused", err)
	}
	if _, err := rigs.ConnectIdleEV(at).Do(t.Context(), set); err != nil {
		t.Fatal(err)
	}
	guarded := rigs.NewLatch(set, r).Set()
	for _, on := range []rigs.Set{set, guarded} {
		if on.Pilot == guarded.Pilot { // whose interlock has seen no EV yet
			if err := r.Rest(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, err := rigs.ConnectEV(at).Do(t.Context(), on); err != nil {
				t.Fatal(err)
			}
		}
		for _, state := range []rigs.PilotState{rigs.PilotD, rigs.PilotE, rigs.PilotC, rigs.PilotB, rigs.PilotE} {
			if back, err := rigs.ShowPilot(state, at).Do(t.Context(), on); err != nil || boardState(c) != state.String() {
				t.Errorf("state %s: got %s, %v, read back as %q", state, boardState(c), err, back.Observed)
			}
		}
		for _, state := range []rigs.PilotState{rigs.PilotA, rigs.PilotF} {
			if _, err := rigs.ShowPilot(state, at).Do(t.Context(), on); !errors.Is(err, rigs.ErrRefused) || boardState(c) != "E" {
				t.Errorf("state %s: got %v in %s, expected ErrRefused and the state to stay E", state, err, boardState(c))
			}
		}
	}
}

func TestWhatIsNotWiredCannotBeShown(t *testing.T) {
	c := boardChip()
	config := gpio.Config{Places: []gpio.Wiring{{At: at, Board: "two-relay", Prefix: "ev1-", ActiveLow: true}}, Timing: board.Timing}
	_, set := onBoard(t, c, config)
	c.Input("ev1-ventilation", true)
	c.Input("ev1-diode", true)
	if _, err := rigs.ConnectEV(at).Do(t.Context(), set); err != nil {
		t.Fatal(err)
	}
	for _, act := range []rigs.Act{rigs.ShowPilot(rigs.PilotD, at), rigs.ShortPilot(at)} {
		if _, err := act.Do(t.Context(), set); !errors.Is(err, rigs.ErrNoRig) || boardState(c) != "C" {
			t.Errorf("%s: got %v in state %s, expected ErrNoRig and the pilot to stay in C", act.Name, err, boardState(c))
		}
	}
}

// A diode that is bridged is the EV's, whatever state it shows.
func TestABridgedDiodeStaysThroughTheStatesOfThePilot(t *testing.T) {
	c := boardChip()
	_, set := onBoard(t, c, board)
	for _, step := range []struct {
		act  rigs.Act
		want string
	}{
		{rigs.ConnectEV(at), "relays show pilot C, cable in"},
		{rigs.SetFault(rigs.DiodeShorted, at), "relays show pilot C, diode bridged, cable in"},
		{rigs.SuspendByEV(at), "relays show pilot B, diode bridged, cable in"},
		{rigs.RequestByEV(at), "relays show pilot C, diode bridged, cable in"},
		{rigs.ClearFault(rigs.DiodeShorted, at), "relays show pilot C, cable in"},
		{rigs.ShortPilot(at), "relays show pilot B, diode bridged, cable in"},
		{rigs.SuspendByEV(at), "relays show pilot B, cable in"},
	} {
		back, err := step.act.Do(t.Context(), set)
		if err != nil || back.Observed != step.want {
			t.Errorf("%s: read back as %q, %v; expected %q", step.act.Name, back.Observed, err, step.want)
		}
	}
}

func TestTheDutyCycleIsReadBack(t *testing.T) {
	for want, c := range map[string]struct {
		high, low time.Duration
		still     bool // at this level
	}{
		"PWM of 53.3 % at 1000 Hz (32.0 A)":                   {high: 533 * time.Microsecond, low: 467 * time.Microsecond},
		"PWM of 10.0 % at 1000 Hz (6.0 A)":                    {high: 100 * time.Microsecond, low: 900 * time.Microsecond},
		"PWM of 96.0 % at 1000 Hz (80.0 A)":                   {high: 960 * time.Microsecond, low: 40 * time.Microsecond},
		"PWM of 5.0 % at 1000 Hz (digital communication)":     {high: 50 * time.Microsecond, low: 950 * time.Microsecond},
		"PWM of 7.0 % at 500 Hz (no current of IEC 61851-1)":  {high: 140 * time.Microsecond, low: 1860 * time.Microsecond},
		"no PWM, pilot positive":                              {still: true},
		"no PWM, pilot not positive (0 V, or -12 V: state F)": {},
		"PWM of 2.0 % at 1000 Hz (no charging)":               {high: 20 * time.Microsecond, low: 980 * time.Microsecond},
	} {
		synctest.Test(t, func(t *testing.T) {
			chip := boardChip()
			config := board
			config.Places = slices.Clone(board.Places)
			config.Places[0].Also = append([]string{"duty"}, board.Places[0].Also...)
			r, set := onBoard(t, chip, config)
			chip.Input("ev1-duty", c.still)
			end := make(chan struct{})
			if c.high > 0 {
				go func() {
					for level, hold := true, c.high; ; level, hold = !level, c.high+c.low-hold {
						chip.Input("ev1-duty", level)
						select {
						case <-end:
							return
						case <-time.After(hold):
						}
					}
				}()
			}
			back, err := rigs.ConnectEV(at).Do(t.Context(), set)
			if want := "relays show pilot C, cable in, " + want; err != nil || back.Observed != want {
				t.Errorf("read back as %q, %v; expected %q", back.Observed, err, want)
			}
			if held := chip.HeldBy("ev1-duty"); held != "" {
				t.Errorf("the comparator is held by %s while nobody looks", held)
			}
			if err := r.Check(t.Context()); err != nil {
				t.Error(err)
			}
			chip.Break("ev1-duty", fmt.Errorf("no such line"))
			if err := r.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "EVSE 1 connector 1 duty: no such line") {
				t.Errorf("got %v, expected a check that fails for the comparator", err)
			}
			close(end)
		})
	}
}
