package gpio

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/certbench/certbench/rigs"
)

// Validate says what is wrong with the wiring, everything at once.
func (c Config) Validate() error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	places, names := map[rigs.Place]bool{}, map[string]string{}
	c, faults = c.Expanded(), c.boardFaults()
	for _, p := range c.Places {
		if p.At.EVSE < 1 || p.At.Connector < 1 || places[p.At] {
			fault("place %s: EVSE and connector count from 1, and each place is wired once", p.At)
		}
		places[p.At] = true
		if p.CP.Name == "" || p.Ready.Name == "" && p.Ventilation.Name == "" {
			fault("%s: a pilot needs the lines cp and ready (or ventilation)", p.At)
		}
		if asks := p.asks(); p.Asks != "" && p.Asks != asks.String() {
			fault("%s: asks is %q, but the lines that are wired make an EV that asks in state %s; write asks: %[3]s", p.At, p.Asks, asks)
		}
	}
	for _, w := range slices.Concat(slices.Concat(c.outputs()...), c.inputs(), c.duties()) {
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
	faults = append(faults, c.readerFaults()...)
	if c.Bay.Name != "" && slices.ContainsFunc(c.Places, func(p Wiring) bool { return p.At.EVSE != c.Places[0].At.EVSE }) {
		fault("bay %q is wired for a station with several EVSEs; give each place the bay of its EVSE", c.Bay.Name)
	}
	if c.MainsFeedback.Name != "" && c.Mains.Name == "" {
		fault("mains_feedback %q is wired without mains", c.MainsFeedback.Name)
	}
	for _, d := range []time.Duration{c.Timing.Break, c.Timing.Settle, c.Timing.Ready, c.Timing.Unload, c.Timing.Dark, c.Timing.Feedback, c.Timing.Card, c.Timing.Quiet} {
		if d < 0 {
			fault("a pause of %s: give no pause below 0", d)
		}
	}
	if len(names) == 0 {
		fault("no line is wired at all")
	}
	return errors.Join(faults...)
}

// readerFaults says what is wrong with the readers, and which cards none of them can send.
func (c Config) readerFaults() []error {
	faults := c.Reader.faults("the station")
	readers := []Reader{c.Reader}
	for _, p := range c.Places {
		faults = append(faults, p.Reader.faults(p.At.String())...)
		readers = append(readers, p.Reader)
	}
	readers = slices.DeleteFunc(readers, func(r Reader) bool { return !r.there() })
	for _, id := range slices.Sorted(maps.Keys(c.Credentials)) {
		for _, reader := range readers {
			if _, err := reader.frames(c.Credentials[id]); err != nil {
				faults = append(faults, fmt.Errorf("idToken %s: %w", id, err))
			}
		}
	}
	return faults
}
