package gpio

import (
	"maps"
	"slices"
	"time"

	"github.com/certbench/certbench/rigs"
)

// Config wires a rig. A line without a name is not there, and neither are the acts that need it.
type Config struct {
	Places []Wiring `yaml:"places"`
	// Mains is the contactor of the station's supply; acting on it cuts the supply.
	Mains Line `yaml:"mains"`
	// MainsFeedback is an input that is active while the supply is there, such as an auxiliary contact. As all inputs it
	// sits on a line that can interrupt.
	MainsFeedback Line `yaml:"mains_feedback"`
	// Bay acts on the sensor of the parking bay of a station with one EVSE: occupied.
	Bay Line `yaml:"bay"`
	// Cards moves one real card per line, by token id, to the reader of a station that has one.
	Cards map[string]Line `yaml:"cards"`
	// Reader sends the frames of cards to the reader port of a station that has one.
	Reader Reader `yaml:"reader"`
	Timing Timing `yaml:"timing"`

	// Credentials are what tokens are to a Reader, by token id.
	Credentials rigs.Credentials `yaml:"-"`
}

// Timing holds the pauses between movements; 0 means the default in parentheses.
type Timing struct {
	// Break is what a relay needs to open before the next one closes, and a reader to see that a card has gone (50 ms).
	Break time.Duration `yaml:"break"`
	// Settle is what a relay needs to close, and its contact to stop bouncing, before anything is read back (20 ms).
	Settle time.Duration `yaml:"settle"`
	// Ready is how long a newly connected EV stays in state B (1 s).
	Ready time.Duration `yaml:"ready"`
	// Unload is how long a station may take to open its contactor once no EV asks (150 ms): IEC 61851-1 gives it 100 ms from
	// state C to B, and the relay needs its own time. The mains are not cut before.
	Unload time.Duration `yaml:"unload"`
	// Dark is how long the mains stay off in a power cycle (10 s): power supplies bridge short cuts.
	Dark time.Duration `yaml:"dark"`
	// Feedback is how long the mains may take to follow (3 s).
	Feedback time.Duration `yaml:"feedback"`
	// Card is how long a card stays at the reader (1 s).
	Card time.Duration `yaml:"card"`
	// Quiet is the silence before a frame of a Reader (300 ms): by then every receiver has given up a frame that was cut off.
	Quiet time.Duration `yaml:"quiet"`
}

func (t Timing) withDefaults() Timing {
	for _, pause := range []struct {
		at   *time.Duration
		unit time.Duration
	}{
		{&t.Break, 50 * time.Millisecond}, {&t.Settle, 20 * time.Millisecond}, {&t.Ready, time.Second},
		{&t.Unload, 150 * time.Millisecond}, {&t.Dark, 10 * time.Second},
		{&t.Feedback, 3 * time.Second}, {&t.Card, time.Second}, {&t.Quiet, 300 * time.Millisecond},
	} {
		if *pause.at == 0 {
			*pause.at = pause.unit
		}
	}
	return t
}

// cards lists the lines of cards by token id.
func cards(lines map[string]Line) []wired {
	var all []wired
	for _, id := range slices.Sorted(maps.Keys(lines)) {
		all = append(all, wired{cardRole(id), lines[id]})
	}
	return all
}

// Outputs lists all outputs in the order in which they go to their safe values: pilots to state A first, mains last.
// It is what Supervise needs.
func (c Config) Outputs() []Line { return linesOf(slices.Concat(c.Expanded().outputs()...)) }

// Lines lists all lines, outputs and inputs, which nobody else may use.
func (c Config) Lines() []Line {
	return append(c.Outputs(), linesOf(append(c.Expanded().inputs(), c.Expanded().duties()...))...)
}

func linesOf(all []wired) []Line {
	var lines []Line
	for _, w := range all {
		lines = append(lines, w.line)
	}
	return lines
}

// outputs lists the groups of outputs that move at once, in the order in which they go to their safe values.
func (c Config) outputs() [][]wired {
	var all [][]wired
	for _, of := range []func(Wiring) [][]wired{Wiring.outputs, Wiring.beside} {
		for _, place := range c.Places {
			for _, group := range of(place) {
				all = append(all, place.named(group))
			}
		}
	}
	all = append(all, alone(cards(c.Cards)...)...)
	all = append(all, c.Reader.lines()...)
	return append(all, alone(there(wired{"bay", c.Bay}, wired{"mains", c.Mains})...)...)
}

// inputs lists all inputs.
func (c Config) inputs() []wired {
	var all []wired
	for _, place := range c.Places {
		all = append(all, place.named(place.inputs())...)
	}
	return append(all, there(wired{"mains_feedback", c.MainsFeedback})...)
}

// duties lists the inputs that are requested only while they are looked at.
func (c Config) duties() []wired {
	var all []wired
	for _, place := range c.Places {
		all = append(all, place.named(place.there("duty"))...)
	}
	return all
}

func cardRole(id string) string { return "card " + id }

// readers lists what moves cards: the lines of every place, then those of the station's one reader.
func (c Config) readers() []map[string]Line {
	var all []map[string]Line
	for _, p := range c.Places {
		all = append(all, p.Cards)
	}
	return append(all, c.Cards)
}

// Can tells which kinds of acts are wired.
func (c Config) Can(k rigs.Kind) bool {
	c = c.Expanded()
	some := func(wired func(w Wiring) bool) bool { return slices.ContainsFunc(c.Places, wired) }
	switch k {
	case rigs.KindCable, rigs.KindEnds, rigs.KindPilot:
		return len(c.Places) > 0 // of a fixed cable the end at the EV
	case rigs.KindFaults:
		return some(func(w Wiring) bool { return w.Fault.Name != "" || w.UnlockFailed.Name != "" || w.Diode.Name != "" })
	case rigs.KindTokens:
		return len(c.Cards) > 0 || c.Reader.there() || some(func(w Wiring) bool { return len(w.Cards) > 0 || w.Reader.there() })
	case rigs.KindMains:
		return c.Mains.Name != ""
	case rigs.KindBay:
		return c.Bay.Name != "" || some(func(w Wiring) bool { return w.Bay.Name != "" })
	}
	return false
}
