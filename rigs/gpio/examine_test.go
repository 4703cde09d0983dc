package gpio_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/gpio"
	"github.com/certbench/certbench/rigs/gpio/fakechip"
)

// watched wires every input that a station moves, and two outputs.
var watched = gpio.Config{
	Places: []gpio.Wiring{{At: at, Board: "two-relay", Also: []string{"pp", "contactor", "lock", "pwm", "duty"}}},
	Bay:    gpio.Line{Name: "bay"}, Mains: gpio.Line{Name: "mains", Safe: true}, MainsFeedback: gpio.Line{Name: "feedback"},
}

// charger is a station at the lines of watched: with the driver authorized it locks, oscillates and supplies an EV that asks.
// Its faults are lines that stay as they are.
type charger struct {
	*fakechip.Chip
	authorized bool
	still      map[string]bool // inputs that do not move
}

func newCharger() *charger {
	c := &charger{Chip: fakechip.New("cp", "ready", "pp", "contactor", "lock", "pwm", "duty", "bay", "mains", "feedback"), still: map[string]bool{}}
	c.Input("duty", true)
	c.React(func(string, bool) {
		supplies := c.authorized && c.High("ready")
		c.set("contactor", supplies)
		c.set("pwm", supplies)
		c.set("lock", c.authorized && c.High("pp"))
		c.set("feedback", c.High("mains"))
		if c.High("cp") && !c.still["duty"] {
			c.Input("duty", false) // the other half of the oscillator; TestTheDutyCycleIsReadBack is about that
		} else {
			c.set("duty", !c.High("cp"))
		}
	})
	return c
}

func (c *charger) set(line string, high bool) {
	if !c.still[line] {
		c.Input(line, high)
	}
}

// finding examines a rig and expects one finding, or none where words is empty.
func finding(t *testing.T, r *gpio.Rig, charging bool, words string, doubt bool) {
	t.Helper()
	found, err := r.Examine(t.Context(), at, charging)
	if err != nil {
		t.Fatal(err)
	}
	if words == "" && len(found) == 0 {
		return
	}
	if len(found) != 1 || words == "" || !strings.Contains(found[0].String(), words) || found[0].Doubt != doubt || found[0].Do == "" {
		t.Errorf("found %q, expected one finding with %q (a doubt: %t) and what to do about it", found, words, doubt)
	}
}

func TestAnExaminationSaysWhatIsWiredWrong(t *testing.T) {
	for name, c := range map[string]struct {
		fault    func(c *charger)
		act      func(at rigs.Place) rigs.Act // nil for none
		charging bool
		words    string // of the finding; empty for none
		doubt    bool
	}{
		"nothing, at rest":         {},
		"nothing, with an EV":      {act: rigs.ConnectIdleEV},
		"nothing, with one asking": {act: rigs.ConnectEV},
		"a relay that is stuck":    {fault: func(c *charger) { c.Input("bay", true); c.Stick("bay", true) }, words: `bay: the relay is stuck: line "bay" reads active = true, expected false`},
		"a welded contactor":       {fault: func(c *charger) { c.Input("contactor", true); c.still["contactor"] = true }, words: "contactor: the contactor reads closed although no EV asks for energy: it is welded, or input"},
		"one welded, in state B":   {fault: func(c *charger) { c.Input("contactor", true); c.still["contactor"] = true }, act: rigs.ConnectIdleEV, words: "contactor: the contactor reads closed"},
		"a contactor that stays":   {fault: func(c *charger) { c.authorized, c.still["contactor"], c.still["duty"] = true, true, true }, act: rigs.ConnectEV, charging: true, words: "contactor: the contactor does not close: the station says that it charges"},
		"a lock upside down":       {fault: func(c *charger) { c.Input("lock", true); c.still["lock"] = true }, words: `lock: input "lock" reads locked although no cable is in`, doubt: true},
		"a cable not locked":       {fault: func(c *charger) { c.authorized, c.still["lock"] = true, true }, act: rigs.ConnectEV, charging: true, words: "lock: the cable is not locked"},
		"no PWM":                   {fault: func(c *charger) { c.authorized, c.still["pwm"] = true, true }, act: rigs.ConnectEV, charging: true, words: "pwm: there is no PWM on the pilot"},
		"PWM of somebody else":     {fault: func(c *charger) { c.Input("pwm", true); c.still["pwm"] = true }, words: `pwm: input "pwm" sees PWM although no EV is connected`, doubt: true},
		"a pilot without 12 V":     {fault: func(c *charger) { c.Input("duty", false); c.still["duty"] = true }, words: "duty: the pilot of a free connector is not at +12 V", doubt: true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				chip := newCharger()
				if c.fault != nil {
					c.fault(chip)
				}
				config := watched
				if c.charging { // the pilot stands still in this world, which is a finding of its own
					config.Places = []gpio.Wiring{{At: at, Board: "two-relay", Also: []string{"pp", "contactor", "lock", "pwm"}}}
				}
				r := openOn(t, chip.Chip, config)
				if c.act != nil {
					if err := act(t, r, c.act(at)); err != nil {
						t.Fatal(err)
					}
				}
				finding(t, r, c.charging, c.words, c.doubt)
			})
		})
	}
}

func openOn(t *testing.T, chip *fakechip.Chip, c gpio.Config) *gpio.Rig {
	t.Helper()
	r, err := gpio.New(chip.Holder("certbench"), c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAPilotThatOffersNoCurrentIsFoundWhileTheStationSaysThatItCharges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chip := newCharger()
		chip.authorized = true
		r := openOn(t, chip.Chip, watched)
		if err := act(t, r, rigs.ConnectEV(at)); err != nil {
			t.Fatal(err)
		}
		finding(t, r, true, `duty: the pilot offers no current: the station says that it charges, and input "duty" sees no PWM`, false)
	})
}

// TestThePilotOscillatesWhileAnEVIsSuppliedAndNotWithoutOne has the station's oscillator run at 1 kHz whatever the relays do.
func TestThePilotOscillatesWhileAnEVIsSuppliedAndNotWithoutOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chip := newCharger()
		chip.authorized, chip.still["duty"] = true, true
		r := openOn(t, chip.Chip, watched)
		over := make(chan struct{})
		defer close(over)
		go func() {
			for high := true; ; high = !high {
				chip.Input("duty", high)
				select {
				case <-over:
					return
				case <-time.After(500 * time.Microsecond):
				}
			}
		}()
		finding(t, r, false, `duty: input "duty" sees PWM although no EV is connected`, true)
		if err := act(t, r, rigs.ConnectEV(at)); err != nil {
			t.Fatal(err)
		}
		finding(t, r, true, "", false)
	})
}

// TestARigThatIsWiredWrongFailsItsCheck: what no run can live with is an error of Check, what it can is none.
func TestARigThatIsWiredWrongFailsItsCheck(t *testing.T) {
	for words, fault := range map[string]func(c *charger){
		"":                       func(*charger) {},
		"the relay is stuck":     func(c *charger) { c.Input("bay", true); c.Stick("bay", true) },
		"it is welded, or input": func(c *charger) { c.Input("contactor", true); c.still["contactor"] = true },
		"the mains do not follow: line \"feedback\" still reads active = false after 3s": func(c *charger) { c.still["feedback"] = true },
	} {
		synctest.Test(t, func(t *testing.T) {
			chip := newCharger()
			chip.Input("lock", true) // a doubt
			chip.still["lock"] = true
			fault(chip)
			start := time.Now()
			err := openOn(t, chip.Chip, watched).Check(t.Context())
			if (err == nil) != (words == "") || err != nil && !strings.Contains(err.Error(), words) {
				t.Errorf("got %v after %s, expected %q", err, time.Since(start), words)
			}
		})
	}
}
