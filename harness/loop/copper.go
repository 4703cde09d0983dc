package loop

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/certbench/certbench/rigs/gpio"
	"github.com/certbench/certbench/station/lines"
)

// followEvery is the cycle in which outputs are looked at: nothing tells when one moves.
const followEvery = 20 * time.Millisecond

// World is the outside of the lines of both sides, by the names of the lines.
type World interface {
	// High tells the level of an output.
	High(line string) (bool, error)
	// Pull sets the level of an input.
	Pull(line string, high bool) error
}

// Copper is what connects a rig with a station. Connect makes it.
type Copper struct {
	world  World
	wires  []wire
	cards  []*card
	pulled map[string]bool // by line, the level that was set last
}

// end is a line at which something arrives.
type end struct {
	name      string
	activeLow bool
}

// wire sets lines by what it reads.
type wire struct {
	read func() (active []bool, err error)
	to   []end // as many as read returns; those without a name lead nowhere
}

// card is a card on a relay, and the reader that it is moved to.
type card struct {
	at     func() (bool, error)
	frame  []bool
	d0, d1 end
	there  bool
}

// Connect wires every line of the rig to its counterpart at the station; a relay without one is an error. The inputs of
// both sides that nothing drives are not touched.
func Connect(rig gpio.Config, station lines.Wiring, world World) (*Copper, error) {
	c := &Copper{world: world, pulled: map[string]bool{}}
	var failed []error
	rig = rig.Expanded()
	for _, place := range rig.Places {
		failed = append(failed, c.place(place, cmp.Or(place.Bay, rig.Bay), station))
		failed = append(failed, c.reader(place.Cards, station, place.At.EVSE))
	}
	failed = append(failed, c.reader(rig.Cards, station, 0))
	c.reports(rig, station)
	if rig.Mains.Name != "" {
		supplied := func() ([]bool, error) {
			cut, err := c.acts(rig.Mains)
			return []bool{!cut, !cut}, err
		}
		failed = append(failed, needed("mains", station.Mains))
		c.wires = append(c.wires, wire{supplied, []end{endOf(station.Mains), input(rig.MainsFeedback)}})
	}
	return c, errors.Join(failed...)
}

// place connects an EV simulator with a connector, and the read-back of the rig with the outputs of the station.
func (c *Copper) place(w gpio.Wiring, bay gpio.Line, station lines.Wiring) error {
	at := w.At.String() + " "
	evse, connector := find(station, w.At.EVSE, w.At.Connector)
	if connector == nil {
		return fmt.Errorf("%s: the station has no board there", w.At)
	}
	p := connector.Pilot
	c.wires = append(c.wires, wire{func() ([]bool, error) { return c.comparators(w) }, []end{endOf(p.B), endOf(p.C), endOf(p.D), endOf(p.E)}})
	var failed []error
	for _, relay := range []struct {
		role string
		from gpio.Line
		to   lines.Line
	}{{"pp", w.PP, connector.Proximity}, {"fault", w.Fault, connector.Fault}, {"unlock_failed", w.UnlockFailed, connector.Jam}, {"bay", bay, evse.Bay}} {
		if relay.from.Name != "" {
			failed = append(failed, needed(at+relay.role, relay.to))
			c.wires = append(c.wires, wire{one(func() (bool, error) { return c.acts(relay.from) }), []end{endOf(relay.to)}})
		}
	}
	return errors.Join(failed...)
}

// reports connects the outputs of the station with what the rig reads back.
func (c *Copper) reports(rig gpio.Config, station lines.Wiring) {
	for _, place := range rig.Places {
		evse, connector := find(station, place.At.EVSE, place.At.Connector)
		if connector == nil {
			continue
		}
		for _, w := range []struct {
			from lines.Line
			to   gpio.Line
		}{{evse.Contactor, place.Contactor}, {connector.Lock, place.Lock}, {evse.PWM, place.PWM}, {station.Lamp, place.Lamp}} {
			if w.from.Name != "" {
				c.wires = append(c.wires, wire{one(func() (bool, error) { return c.active(endOf(w.from)) }), []end{input(w.to)}})
			}
		}
	}
}

// comparators is what the relays of a place make of the pilot. Where the cable has a plug of its own, the pilot reaches
// the station through it.
func (c *Copper) comparators(w gpio.Wiring) ([]bool, error) {
	var failed error
	closed := map[string]bool{}
	for role, line := range map[string]gpio.Line{"cp": w.CP, "ready": w.Ready, "ventilation": w.Ventilation, "short": w.Short, "pp": w.PP} {
		if line.Name == "" {
			continue
		}
		acts, err := c.acts(line)
		closed[role], failed = acts, errors.Join(failed, err)
	}
	volt := voltage(func(role string) bool { return closed[role] && (w.PP.Name == "" || closed["pp"]) })
	active := ladder(volt)
	return active[:], failed
}

// reader connects cards with the reader of an EVSE, or with the station's one.
func (c *Copper) reader(cards map[string]gpio.Line, station lines.Wiring, evse int) error {
	if len(cards) == 0 {
		return nil
	}
	at := slices.IndexFunc(station.Readers, func(r lines.Reader) bool { return r.EVSE == evse })
	if at < 0 {
		return fmt.Errorf("the station has no reader at EVSE %d for the cards of the rig", evse)
	}
	r := station.Readers[at]
	for _, id := range slices.Sorted(maps.Keys(cards)) {
		frame, err := wiegand(id)
		if err != nil {
			return err
		}
		c.cards = append(c.cards, &card{at: func() (bool, error) { return c.acts(cards[id]) }, frame: frame, d0: endOf(r.D0), d1: endOf(r.D1)})
	}
	return nil
}

func find(station lines.Wiring, evse, connector int) (*lines.EVSE, *lines.Connector) {
	for i, e := range station.EVSEs {
		for j, c := range e.Connectors {
			if e.ID == evse && c.ID == connector {
				return &station.EVSEs[i], &station.EVSEs[i].Connectors[j]
			}
		}
	}
	return nil, nil
}

func needed(role string, at lines.Line) error {
	if at.Name == "" {
		return fmt.Errorf("%s: the rig has a relay for it, and the station's board no line", role)
	}
	return nil
}

func one(read func() (bool, error)) func() ([]bool, error) {
	return func() ([]bool, error) {
		active, err := read()
		return []bool{active}, err
	}
}

func endOf(l lines.Line) end { return end{l.Name, l.ActiveLow} }
func input(l gpio.Line) end  { return end{l.Name, l.ActiveLow} }

// acts tells whether a relay is away from its rest.
func (c *Copper) acts(l gpio.Line) (bool, error) {
	active, err := c.active(input(l))
	return active != l.Safe, err
}

func (c *Copper) active(at end) (bool, error) {
	high, err := c.world.High(at.name)
	return high != at.activeLow, err
}

// pull sets a line, and touches nothing where it is so already.
func (c *Copper) pull(to end, active bool) error {
	high := active != to.activeLow
	if was, known := c.pulled[to.name]; to.name == "" || known && was == high {
		return nil
	}
	c.pulled[to.name] = high
	return c.world.Pull(to.name, high)
}

// Follow has the inputs of both sides follow the outputs until ctx ends, then returns nil, or until a line fails.
func (c *Copper) Follow(ctx context.Context) error {
	if err := c.Settle(); err != nil {
		return err
	}
	tick := time.NewTicker(followEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil
		}
		if err := errors.Join(c.Settle(), c.read(ctx)); err != nil && ctx.Err() == nil {
			return err
		}
	}
}

// Settle sets every input once; before either side has started, it makes the world that they find.
func (c *Copper) Settle() error {
	for _, k := range c.cards {
		if err := errors.Join(c.pull(k.d0, false), c.pull(k.d1, false)); err != nil {
			return err
		}
	}
	for _, w := range c.wires {
		active, err := w.read()
		if err != nil {
			return err
		}
		for i, to := range w.to {
			if err := c.pull(to, active[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// read has the reader tell the cards that have come to it.
func (c *Copper) read(ctx context.Context) error {
	for _, k := range c.cards {
		there, err := k.at()
		if err == nil && there && !k.there {
			err = c.send(ctx, k.frame, k.d0, k.d1)
		}
		if k.there = there; err != nil {
			return err
		}
	}
	return nil
}
