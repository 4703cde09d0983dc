package gpio

import (
	"errors"
	"fmt"
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
	Cards  map[string]Line `yaml:"cards"`
	Timing Timing          `yaml:"timing"`
}

// Wiring is the EV simulator at one connector. Acting on a line closes its contact. Resistances are those between
// control pilot and protective earth behind the diode (IEC 61851-1). The lines of the pilot (cp, ready, ventilation,
// short) sit on one chip, for they move at once.
type Wiring struct {
	At rigs.Place `yaml:"at"`
	// CP connects 2.74 kohm: state B.
	CP Line `yaml:"cp"`
	// Ready connects 1.3 kohm beside it: state C.
	Ready Line `yaml:"ready"`
	// Ventilation connects 270 ohm beside it: state D. An EV wired with it asks for energy in D.
	Ventilation Line `yaml:"ventilation"`
	// Short bridges the pilot to earth: state E.
	Short Line `yaml:"short"`
	// PP connects the proximity resistor of the cable: a plug is in at the station. A fixed cable has none.
	PP Line `yaml:"pp"`
	// Fault puts the connector out of order in whatever way the station offers.
	Fault Line `yaml:"fault"`
	// Bay acts on the sensor of the parking bay of this EVSE: occupied.
	Bay Line `yaml:"bay"`
	// Cards moves one real card per line, by token id, to the reader of this EVSE.
	Cards map[string]Line `yaml:"cards"`
	// Contactor is an input that is active while the power path to the EV is closed, such as an auxiliary contact.
	Contactor Line `yaml:"contactor"`
	// Lock is an input that is active while the station holds its end of the cable.
	Lock Line `yaml:"lock"`
	// PWM is an input that is active while the station's oscillator is on the pilot.
	PWM Line `yaml:"pwm"`
	// Lamp is an input that is active while the status lamp of the connector is lit.
	Lamp Line `yaml:"lamp"`
}

// Timing holds the pauses between movements; 0 means the default in parentheses.
type Timing struct {
	// Break is what a relay needs to open before the next one closes (50 ms).
	Break time.Duration `yaml:"break"`
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
}

func (t Timing) withDefaults() Timing {
	for _, pause := range []struct {
		at   *time.Duration
		unit time.Duration
	}{
		{&t.Break, 50 * time.Millisecond}, {&t.Ready, time.Second}, {&t.Unload, 150 * time.Millisecond}, {&t.Dark, 10 * time.Second},
		{&t.Feedback, 3 * time.Second}, {&t.Card, time.Second},
	} {
		if *pause.at == 0 {
			*pause.at = pause.unit
		}
	}
	return t
}

// wired is a line with the word by which errors and read-backs call it.
type wired struct {
	role string
	line Line
}

// there keeps the lines that have a name.
func there(lines ...wired) []wired {
	return slices.DeleteFunc(lines, func(w wired) bool { return w.line.Name == "" })
}

// pilot lists the outputs that make the state of the pilot, whatever loads it first. They move at once.
func (w Wiring) pilot() []wired {
	return there(wired{"short", w.Short}, wired{"ventilation", w.Ventilation}, wired{"ready", w.Ready}, wired{"cp", w.CP})
}

// simulator lists what the EV simulator moves: the pilot (state A) before the cable.
func (w Wiring) simulator() [][]wired {
	return append([][]wired{w.pilot()}, alone(there(wired{"pp", w.PP})...)...)
}

// outputs lists all outputs of a place but those of beside.
func (w Wiring) outputs() [][]wired {
	return append(w.simulator(), alone(there(wired{"fault", w.Fault})...)...)
}

// beside lists the outputs of a place that the EV simulator does not have.
func (w Wiring) beside() [][]wired {
	return alone(append(cards(w.Cards), there(wired{"bay", w.Bay})...)...)
}

// inputs lists what is read back at a place.
func (w Wiring) inputs() []wired {
	return there(wired{"contactor", w.Contactor}, wired{"lock", w.Lock}, wired{"pwm", w.PWM}, wired{"lamp", w.Lamp})
}

// alone makes a group of every line.
func alone(lines ...wired) [][]wired {
	var groups [][]wired
	for _, w := range lines {
		groups = append(groups, []wired{w})
	}
	return groups
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
func (c Config) Outputs() []Line {
	var lines []Line
	for _, w := range slices.Concat(c.outputs()...) {
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
	return append(all, alone(there(wired{"bay", c.Bay}, wired{"mains", c.Mains})...)...)
}

// Lines lists all lines, outputs and inputs, which nobody else may use.
func (c Config) Lines() []Line {
	lines := c.Outputs()
	for _, w := range c.inputs() {
		lines = append(lines, w.line)
	}
	return lines
}

// inputs lists all inputs.
func (c Config) inputs() []wired {
	var all []wired
	for _, place := range c.Places {
		all = append(all, place.named(place.inputs())...)
	}
	return append(all, there(wired{"mains_feedback", c.MainsFeedback})...)
}

// named gives lines the roles that they have at the place.
func (w Wiring) named(lines []wired) []wired {
	var all []wired
	for _, l := range lines {
		all = append(all, wired{w.role(l.role), l.line})
	}
	return all
}

func (w Wiring) role(of string) string { return w.At.String() + " " + of }

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
	some := func(wired func(w Wiring) bool) bool {
		for _, w := range c.Places {
			if wired(w) {
				return true
			}
		}
		return false
	}
	switch k {
	case rigs.KindCable, rigs.KindPilot:
		return len(c.Places) > 0
	case rigs.KindEnds:
		return some(func(w Wiring) bool { return w.PP.Name != "" })
	case rigs.KindFaults:
		return some(func(w Wiring) bool { return w.Fault.Name != "" })
	case rigs.KindTokens:
		return len(c.Cards) > 0 || some(func(w Wiring) bool { return len(w.Cards) > 0 })
	case rigs.KindMains:
		return c.Mains.Name != ""
	case rigs.KindBay:
		return c.Bay.Name != "" || some(func(w Wiring) bool { return w.Bay.Name != "" })
	}
	return false
}

// Validate says what is wrong with the wiring, everything at once.
func (c Config) Validate() error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	places, names := map[rigs.Place]bool{}, map[string]string{}
	for _, p := range c.Places {
		if p.At.EVSE < 1 || p.At.Connector < 1 || places[p.At] {
			fault("place %s: EVSE and connector count from 1, and each place is wired once", p.At)
		}
		places[p.At] = true
		if p.CP.Name == "" || p.Ready.Name == "" && p.Ventilation.Name == "" {
			fault("%s: a pilot needs the lines cp and ready (or ventilation)", p.At)
		}
	}
	for _, w := range append(slices.Concat(c.outputs()...), c.inputs()...) {
		if !slices.Contains(Biases, w.line.Bias) {
			fault("line %q has the bias %q; write one of %q", w.line.Name, w.line.Bias, Biases[1:])
		}
		if other, twice := names[w.line.Name]; twice {
			fault("line %q is wired to %s and to %s; give each its own", w.line.Name, other, w.role)
		}
		names[w.line.Name] = w.role
	}
	for _, reader := range c.readers() {
		for id, line := range reader {
			if id == "" || line.Name == "" {
				fault("card %q: give a token id and the name of a line", id)
			}
		}
	}
	if c.Bay.Name != "" && slices.ContainsFunc(c.Places, func(p Wiring) bool { return p.At.EVSE != c.Places[0].At.EVSE }) {
		fault("bay %q is wired for a station with several EVSEs; give each place the bay of its EVSE", c.Bay.Name)
	}
	if c.MainsFeedback.Name != "" && c.Mains.Name == "" {
		fault("mains_feedback %q is wired without mains", c.MainsFeedback.Name)
	}
	for _, d := range []time.Duration{c.Timing.Break, c.Timing.Ready, c.Timing.Unload, c.Timing.Dark, c.Timing.Feedback, c.Timing.Card} {
		if d < 0 {
			fault("a pause of %s: give no pause below 0", d)
		}
	}
	if len(names) == 0 {
		fault("no line is wired at all")
	}
	return errors.Join(faults...)
}
