package lines

import (
	"errors"
	"fmt"
	"slices"

	"github.com/certbench/certbench/station/panel"
)

// Wiring says which line of the board is what. A line without a name is not there.
type Wiring struct {
	// Mains is an input that is active while the supply is there: the power-fail signal. When it falls the firmware dies
	// as in a power cut, and it boots when it rises. Without it the supply is always there.
	Mains Line `yaml:"mains"`
	// Lamp is an output that is active while the display is lit: the firmware runs.
	Lamp    Line     `yaml:"lamp"`
	Readers []Reader `yaml:"readers"`
	EVSEs   []EVSE   `yaml:"evses"`
}

// Line is one line, called by name.
type Line struct {
	Name      string `yaml:"name"`
	ActiveLow bool   `yaml:"active_low"`
}

// Reader is a card reader with a Wiegand output: a pulse on D0 is a 0, one on D1 a 1. EVSE 0 is the station's one reader.
type Reader struct {
	EVSE int  `yaml:"evse"`
	D0   Line `yaml:"d0"`
	D1   Line `yaml:"d1"`
}

// EVSE is what one EVSE has, whatever the connector.
type EVSE struct {
	ID         int         `yaml:"evse"`
	Bay        Line        `yaml:"bay"`       // input: something stands in the parking bay
	Contactor  Line        `yaml:"contactor"` // output: closed
	PWM        Line        `yaml:"pwm"`       // output: the pilot oscillates, which offers a current
	Connectors []Connector `yaml:"connectors"`
}

// Connector is what one connector has.
type Connector struct {
	ID        int   `yaml:"connector"`
	Pilot     Pilot `yaml:"pilot"`
	Proximity Line  `yaml:"proximity"` // input: a plug is in; a fixed cable has none
	Fault     Line  `yaml:"fault"`     // input: the connector is out of order
	Jam       Line  `yaml:"jam"`       // input: the lock cannot move; a fixed cable has none
	Lock      Line  `yaml:"lock"`      // output: the cable is locked; a fixed cable has none
}

// Pilot is the ladder of comparators at the positive half-wave of the control pilot: each is active while the voltage is
// below its threshold, half-way between the states of IEC 61851-1. The lowest one that is active decides; a board that
// does not tell D from C, or E from the rest, leaves those out.
type Pilot struct {
	B Line `yaml:"b"` // below 10.5 V: B or lower; above it is A
	C Line `yaml:"c"` // below 7.5 V: C or lower
	D Line `yaml:"d"` // below 4.5 V: D or lower
	E Line `yaml:"e"` // below 1.5 V: E
}

// Thresholds are the voltages in volt below which the comparators B, C, D and E are active.
func Thresholds() [4]float64 { return [4]float64{10.5, 7.5, 4.5, 1.5} }

func (p Pilot) ladder() [4]Line { return [4]Line{p.B, p.C, p.D, p.E} }

// wired is a line with the words by which errors call it.
type wired struct {
	role string
	line Line
}

// all lists every line that is there.
func (w Wiring) all() []wired {
	lines := []wired{{"mains", w.Mains}, {"lamp", w.Lamp}}
	for _, r := range w.Readers {
		lines = append(lines, wired{fmt.Sprintf("d0 of the reader of EVSE %d", r.EVSE), r.D0}, wired{fmt.Sprintf("d1 of the reader of EVSE %d", r.EVSE), r.D1})
	}
	for _, e := range w.EVSEs {
		at := fmt.Sprintf("EVSE %d ", e.ID)
		lines = append(lines, wired{at + "bay", e.Bay}, wired{at + "contactor", e.Contactor}, wired{at + "pwm", e.PWM})
		for _, c := range e.Connectors {
			at := fmt.Sprintf("EVSE %d connector %d ", e.ID, c.ID)
			for i, line := range c.Pilot.ladder() {
				lines = append(lines, wired{at + "pilot " + string(rune('b'+i)), line})
			}
			lines = append(lines, wired{at + "proximity", c.Proximity}, wired{at + "fault", c.Fault}, wired{at + "jam", c.Jam}, wired{at + "lock", c.Lock})
		}
	}
	return slices.DeleteFunc(lines, func(w wired) bool { return w.line.Name == "" })
}

// Validate says what is wrong with the wiring of a station with the layout, everything at once.
func (w Wiring) Validate(layout panel.Layout) error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	names := map[string]string{}
	for _, line := range w.all() {
		if other, twice := names[line.line.Name]; twice {
			fault("line %q is wired to %s and to %s; give each its own", line.line.Name, other, line.role)
		}
		names[line.line.Name] = line.role
	}
	if len(names) == 0 {
		fault("no line is wired at all; write mains, readers or evses")
	}
	readers := map[int]bool{}
	for _, r := range w.Readers {
		if r.D0.Name == "" || r.D1.Name == "" || readers[r.EVSE] {
			fault("the reader of EVSE %d: an EVSE has one reader, with the lines d0 and d1", r.EVSE)
		}
		if r.EVSE != 0 && find(layout, r.EVSE) == nil {
			fault("the reader of EVSE %d: the station has no such EVSE; write 0 for the station's one reader", r.EVSE)
		}
		readers[r.EVSE] = true
	}
	evses := map[int]bool{}
	for _, e := range w.EVSEs {
		if find(layout, e.ID) == nil || evses[e.ID] {
			fault("EVSE %d: the station has no such EVSE, or it is wired twice", e.ID)
			continue
		}
		evses[e.ID] = true
		faults = append(faults, e.validate(*find(layout, e.ID))...)
	}
	return errors.Join(faults...)
}

func (e EVSE) validate(of panel.EVSE) (faults []error) {
	seen := map[int]bool{}
	for _, c := range e.Connectors {
		at := fmt.Sprintf("EVSE %d connector %d", e.ID, c.ID)
		switch {
		case !slices.Contains(of.Connectors, c.ID) || seen[c.ID]:
			faults = append(faults, fmt.Errorf("%s: the station has no such connector, or it is wired twice", at))
		case c.Pilot.B.Name == "" || c.Pilot.C.Name == "":
			faults = append(faults, fmt.Errorf("%s: the pilot needs the comparators b and c", at))
		case of.FixedCable && (c.Proximity.Name != "" || c.Jam.Name != "" || c.Lock.Name != ""):
			faults = append(faults, fmt.Errorf("%s: a fixed cable has neither proximity nor lock nor jam; leave them out", at))
		case !of.FixedCable && c.Proximity.Name == "":
			faults = append(faults, fmt.Errorf("%s: a socket needs the line proximity", at))
		}
		seen[c.ID] = true
	}
	return faults
}

func find(layout panel.Layout, evse int) *panel.EVSE {
	if i := slices.IndexFunc(layout, func(e panel.EVSE) bool { return e.ID == evse }); i >= 0 {
		return &layout[i]
	}
	return nil
}
