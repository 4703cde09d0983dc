package gpio

import (
	"slices"

	"github.com/certbench/certbench/rigs"
)

// Wiring is the EV simulator at one connector. Acting on a line closes its contact. Resistances are those between
// control pilot and protective earth behind the diode (IEC 61851-1). The lines of the pilot (cp, ready, ventilation,
// diode, short) sit on one chip, for they move at once.
type Wiring struct {
	At rigs.Place `yaml:"at"`
	// Board names the lines of a common EV simulator: see Boards. A line that is written beside it is taken as it is.
	Board string `yaml:"board"`
	// Prefix begins the names of the lines of Board and Also: with "ev1-" the line cp is named "ev1-cp".
	Prefix string `yaml:"prefix"`
	// ActiveLow is that of the outputs of Board and Also.
	ActiveLow bool `yaml:"active_low"`
	// Also lists what is wired beside the board and named in the same way, such as pp and contactor.
	Also []string `yaml:"also"`
	// CP connects 2.74 kohm: state B.
	CP Line `yaml:"cp"`
	// Ready connects 1.3 kohm beside it: state C.
	Ready Line `yaml:"ready"`
	// Ventilation connects 270 ohm beside it: state D.
	Ventilation Line `yaml:"ventilation"`
	// Asks is the state in which the EV asks for energy: C, or D for an EV that needs ventilation. Without it C, or D where
	// only ventilation is wired.
	Asks string `yaml:"asks"`
	// Short bridges the pilot to earth: state E.
	Short Line `yaml:"short"`
	// Diode bridges the diode, so that the EV loads both halves of the pilot. Without Short it makes the pilot's fault.
	Diode Line `yaml:"diode"`
	// PP connects the proximity resistor of the cable: a plug is in at the station. A fixed cable has none.
	PP Line `yaml:"pp"`
	// Fault puts the connector out of order in whatever way the station offers.
	Fault Line `yaml:"fault"`
	// UnlockFailed jams the lock of the connector.
	UnlockFailed Line `yaml:"unlock_failed"`
	// Bay acts on the sensor of the parking bay of this EVSE: occupied.
	Bay Line `yaml:"bay"`
	// Cards moves one real card per line, by token id, to the reader of this EVSE.
	Cards map[string]Line `yaml:"cards"`
	// Reader sends the frames of cards to the reader port of this EVSE.
	Reader Reader `yaml:"reader"`
	// Contactor is an input that is active while the power path to the EV is closed, such as an auxiliary contact.
	Contactor Line `yaml:"contactor"`
	// Lock is an input that is active while the station holds its end of the cable.
	Lock Line `yaml:"lock"`
	// PWM is an input that is active while the station's oscillator is on the pilot, behind a detector that holds it.
	PWM Line `yaml:"pwm"`
	// Duty is an input that is active while the pilot is positive, as a comparator shows it: its edges, 2,000 a second, give
	// the duty cycle. It is requested only while it is looked at.
	Duty Line `yaml:"duty"`
	// Lamp is an input that is active while the status lamp of the connector is lit.
	Lamp Line `yaml:"lamp"`
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

// line is where the line of a role is written; nil for a role that there is not.
func (w *Wiring) line(role string) *Line {
	return map[string]*Line{
		"cp": &w.CP, "ready": &w.Ready, "ventilation": &w.Ventilation, "short": &w.Short, "diode": &w.Diode, "pp": &w.PP,
		"fault": &w.Fault, "unlock_failed": &w.UnlockFailed, "bay": &w.Bay,
		"contactor": &w.Contactor, "lock": &w.Lock, "pwm": &w.PWM, "duty": &w.Duty, "lamp": &w.Lamp,
	}[role]
}

// there lists the lines of roles that are wired.
func (w Wiring) there(roles ...string) []wired {
	var all []wired
	for _, role := range roles {
		all = append(all, wired{role, *w.line(role)})
	}
	return there(all...)
}

// pilot lists the outputs that make the state of the pilot, whatever loads it first. They move at once.
func (w Wiring) pilot() []wired {
	return w.there("short", "diode", "ventilation", "ready", "cp")
}

// simulator lists what the EV simulator moves: the pilot (state A) before the cable.
func (w Wiring) simulator() [][]wired {
	return append([][]wired{w.pilot()}, alone(w.there("pp")...)...)
}

// outputs lists all outputs of a place but those of beside.
func (w Wiring) outputs() [][]wired {
	return append(w.simulator(), alone(w.there("fault", "unlock_failed")...)...)
}

// beside lists the outputs of a place that the EV simulator does not have.
func (w Wiring) beside() [][]wired {
	return append(alone(append(cards(w.Cards), w.there("bay")...)...), w.Reader.lines()...)
}

// inputs lists what is read back at a place.
func (w Wiring) inputs() []wired {
	return w.there("contactor", "lock", "pwm", "lamp")
}

// asks is the state in which the EV asks for energy.
func (w Wiring) asks() rigs.PilotState {
	if w.Ready.Name == "" || w.Asks == rigs.PilotD.String() && w.Ventilation.Name != "" {
		return rigs.PilotD
	}
	return rigs.PilotC
}

// contacts lists the contacts that are closed in a state of the pilot.
func (w Wiring) contacts(state rigs.PilotState) []string {
	switch state {
	case rigs.PilotB:
		return []string{"cp"}
	case rigs.PilotC:
		return []string{"cp", "ready"}
	case rigs.PilotD:
		return []string{"cp", "ventilation"}
	case rigs.PilotE:
		if w.Short.Name == "" && w.Diode.Name != "" {
			return []string{"cp", "diode"}
		}
		return []string{"cp", "short"}
	}
	return nil
}

// alone makes a group of every line.
func alone(lines ...wired) [][]wired {
	var groups [][]wired
	for _, w := range lines {
		groups = append(groups, []wired{w})
	}
	return groups
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
