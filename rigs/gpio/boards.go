package gpio

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// boards are the common EV simulators, by the contacts that they have. Resistances are those of the example in IEC 61851-1.
var boards = map[string][]string{
	"two-relay":   {"cp", "ready"},                         // 2.74 kohm, and 1.3 kohm beside it: A, B and C
	"three-relay": {"cp", "ready", "ventilation"},          // and 270 ohm beside the first: D
	"four-relay":  {"cp", "ready", "ventilation", "diode"}, // and a bridge over the diode: the pilot's fault
	"five-relay":  {"cp", "ready", "ventilation", "diode", "short"},
}

// Boards lists the names that Wiring.Board knows.
func Boards() []string { return slices.Sorted(maps.Keys(boards)) }

// lined are the roles that Wiring.Also knows, and whether each is an input.
var lined = map[string]bool{
	"ventilation": false, "short": false, "diode": false, "pp": false, "fault": false, "unlock_failed": false, "bay": false,
	"contactor": true, "lock": true, "pwm": true, "duty": true, "lamp": true,
}

// Expanded is the wiring with the lines of its boards written out.
func (c Config) Expanded() Config {
	c.Places = slices.Clone(c.Places)
	for i := range c.Places {
		place := &c.Places[i]
		for _, role := range slices.Concat(boards[place.Board], place.Also) {
			if line := place.line(role); line != nil && line.Name == "" {
				line.Name, line.ActiveLow = place.Prefix+role, place.ActiveLow && !lined[role]
			}
		}
	}
	return c
}

// boardFaults says which boards and roles there are not.
func (c Config) boardFaults() []error {
	var faults []error
	for _, p := range c.Places {
		if _, known := boards[p.Board]; p.Board != "" && !known {
			faults = append(faults, fmt.Errorf("%s: there is no board %q; write one of %s, or every line by itself", p.At, p.Board, strings.Join(Boards(), ", ")))
		}
		for _, role := range p.Also {
			if _, known := lined[role]; !known {
				faults = append(faults, fmt.Errorf("%s: also cannot hold %q; it knows %s", p.At, role, strings.Join(slices.Sorted(maps.Keys(lined)), ", ")))
			}
		}
		if p.Prefix != "" && p.Board == "" && len(p.Also) == 0 {
			faults = append(faults, fmt.Errorf("%s: the prefix %q begins no name; write board: with one of %s", p.At, p.Prefix, strings.Join(Boards(), ", ")))
		}
	}
	return faults
}
