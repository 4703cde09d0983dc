package lines

import "fmt"

// connector is a connector on its lines, with what the panel was last brought to.
type connector struct {
	evse, id              int
	fixed                 bool
	ladder                [4]*input // comparators b, c, d and e
	proximity, fault, jam *input
	lock                  *output

	plug, ev, ready, short bool
	faulted, jammed        bool
}

func (l *Lines) connector(evse int, w Connector, fixed bool) *connector {
	at := fmt.Sprintf("EVSE %d connector %d ", evse, w.ID)
	c := &connector{evse: evse, id: w.ID, fixed: fixed}
	for i, line := range w.Pilot.ladder() {
		c.ladder[i] = l.request.input(at+"pilot "+string(rune('b'+i)), line)
	}
	c.proximity = l.request.input(at+"proximity", w.Proximity)
	c.fault = l.request.input(at+"fault", w.Fault)
	c.jam = l.request.input(at+"jam", w.Jam)
	c.lock = l.request.output(at+"lock", w.Lock)
	return c
}

// state is what the comparators make of the pilot, 'A' to 'E'.
func (c *connector) state() byte {
	for i := len(c.ladder) - 1; i >= 0; i-- {
		if c.ladder[i].is() {
			return 'B' + byte(i)
		}
	}
	return 'A'
}

// wants reads the lines as an EV and a plug. The pilot reaches the station through the plug, so that an EV counts once the
// plug is in. An EV that loads the pilot as in C asks for energy: to the panel it is ready, and in C once a current is
// offered (C1 and C2 of IEC 61851-1). One that asks in D is treated alike: the site is ventilated.
func (c *connector) wants() (plug, ev, ready, short bool) {
	state := c.state()
	plug = !c.fixed && c.proximity.is()
	ev = state != 'A' && (c.fixed || plug)
	return plug, ev, ev && (state == 'C' || state == 'D'), ev && state == 'E'
}

// follow brings the panel to what the lines of a connector show. A plug that leaves although the station holds it leaves
// as soon as the lock opens: a relay that stands for a plug does not feel the lock.
func (l *Lines) follow(c *connector) {
	act := func(what string, do func(evse, connector int) error) bool {
		return l.try(fmt.Sprintf("%s at EVSE %d connector %d", what, c.evse, c.id), do(c.evse, c.id))
	}
	l.faults(c)
	plug, ev, ready, short := c.wants()
	if c.ev && !ev && act("unplug the EV", l.panel.PlugOutEV) {
		c.ev, c.ready, c.short = false, false, false
	}
	if c.plug && !plug && act("unplug the station's end", l.panel.PlugOutStation) {
		c.plug = false
	}
	if !c.plug && plug && act("plug in the station's end", func(e, id int) error { return l.panel.PlugIn(e, id, true) }) {
		c.plug = true
	}
	if !c.ev && ev && act("connect the EV", l.panel.PlugInIdle) {
		c.ev = true
	}
	switch {
	case !c.ev || !ev:
	case short && !c.short && act("short the pilot", l.panel.ShortPilot):
		c.short = true
	case !short && (c.short || c.ready != ready) && act("move the pilot", func(e, id int) error { return l.panel.SetEVReady(e, id, ready) }):
		c.short, c.ready = false, ready
	}
}

func (l *Lines) faults(c *connector) {
	if now := c.fault.is(); now != c.faulted && l.try(fmt.Sprintf("fault of EVSE %d connector %d", c.evse, c.id), l.panel.Fault(c.evse, c.id, now)) {
		c.faulted = now
	}
	if now := c.jam.is(); now != c.jammed && l.try(fmt.Sprintf("lock of EVSE %d connector %d", c.evse, c.id), l.panel.FailUnlock(c.evse, c.id, now)) {
		c.jammed = now
	}
}
