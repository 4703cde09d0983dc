package panel

import (
	"errors"
	"fmt"
	"unicode"
	"unicode/utf8"
)

// Token is what a driver holds to the reader; Type is an IdTokenEnumType value such as "ISO14443".
type Token struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

// Longest idToken and IdTokenEnumType value that OCPP 2.0.1 carries, in characters (part 2, IdTokenType).
const (
	maxTokenID   = 36
	maxTokenType = 20
)

// ErrLocked says that the station holds its end of a cable locked.
var ErrLocked = errors.New("the cable is locked")

// act runs one act of the world under the lock, then reports an input that found no room.
func (p *Panel) act(do func() error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.inputs) >= maxInputs {
		return fmt.Errorf("%d inputs wait for the firmware, which does not look at its panel; start it, or cut the mains to drop them", len(p.inputs))
	}
	return do()
}

// at runs one act at a connector.
func (p *Panel) at(evse, connector int, do func(c *socket) error) error {
	return p.act(func() error {
		c, err := p.socket(evse, connector)
		if err != nil {
			return err
		}
		return do(c)
	})
}

// PlugIn puts in the ends of the cable that are out: both, or with halfway only the one at the station. The EV is then
// ready and wants energy. It is refused while the station locks the socket, or the fixed cable, against it. A fixed cable cannot be plugged in halfway.
func (p *Panel) PlugIn(evse, connector int, halfway bool) error {
	return p.plugIn(evse, connector, halfway, true)
}

// PlugInIdle is PlugIn of both ends with an EV that is not ready, and takes no energy until SetEVReady.
func (p *Panel) PlugInIdle(evse, connector int) error { return p.plugIn(evse, connector, false, false) }

func (p *Panel) plugIn(evse, connector int, halfway, ready bool) error {
	return p.at(evse, connector, func(c *socket) error {
		switch {
		case halfway && c.evse.fixed:
			return fmt.Errorf("the cable of %s is fixed and cannot be plugged in halfway", c)
		case halfway && c.stationEnd:
			return fmt.Errorf("a cable is already plugged into %s", c)
		case c.plugged():
			return fmt.Errorf("an EV is already connected to %s", c)
		}
		if err := c.barred(); err != nil && (c.evse.fixed || !c.stationEnd) {
			return err
		}
		if !halfway {
			p.putEVEnd(c)
			c.evReady = ready
		}
		p.putStationEnd(c)
		p.settle(c)
		return nil
	})
}

// PlugOut takes the cable out, both ends of it. It is refused while the station holds its end locked.
func (p *Panel) PlugOut(evse, connector int) error {
	return p.at(evse, connector, func(c *socket) error {
		switch {
		case !c.evEnd && (c.evse.fixed || !c.stationEnd):
			return fmt.Errorf("nothing is plugged into %s", c)
		case c.locked:
			return fmt.Errorf("%w in %s; have the station unlock it, or unplug the EV end", ErrLocked, c)
		}
		p.takeEVEnd(c)
		p.takeStationEnd(c)
		return nil
	})
}

// PlugOutStation takes out the end of the cable at the station alone. It is refused while the station holds it locked.
func (p *Panel) PlugOutStation(evse, connector int) error {
	return p.at(evse, connector, func(c *socket) error {
		switch {
		case c.evse.fixed:
			return fmt.Errorf("the cable of %s is fixed; unplug the EV end", c)
		case !c.stationEnd:
			return fmt.Errorf("no cable is plugged into %s", c)
		case c.locked:
			return fmt.Errorf("%w in %s; have the station unlock it", ErrLocked, c)
		}
		p.takeStationEnd(c)
		return nil
	})
}

// PlugInEV puts in the end of the cable at the EV alone.
func (p *Panel) PlugInEV(evse, connector int) error {
	return p.at(evse, connector, func(c *socket) error {
		if c.evEnd {
			return fmt.Errorf("the cable of %s is already plugged into the EV", c)
		}
		if err := c.barred(); err != nil && c.evse.fixed {
			return err
		}
		p.putEVEnd(c)
		p.settle(c)
		return nil
	})
}

// PlugOutEV takes out the end of the cable at the EV alone. No lock of the station can prevent it.
func (p *Panel) PlugOutEV(evse, connector int) error {
	return p.at(evse, connector, func(c *socket) error {
		if !c.evEnd {
			return fmt.Errorf("the cable of %s is not plugged into the EV", c)
		}
		p.takeEVEnd(c)
		return nil
	})
}

// The pilot contact is the last to close and the first to open (IEC 62196), hence the order of the inputs below.

func (p *Panel) putEVEnd(c *socket) {
	if c.evEnd {
		return
	}
	c.evEnd, c.evReady = true, true
	if c.evse.fixed {
		p.push(Input{Kind: Plugged, EVSE: c.evse.id, Connector: c.id, On: true})
	}
}

func (p *Panel) putStationEnd(c *socket) {
	if c.stationEnd {
		return
	}
	c.stationEnd = true
	p.push(Input{Kind: Plugged, EVSE: c.evse.id, Connector: c.id, On: true})
}

func (p *Panel) takeEVEnd(c *socket) {
	if !c.evEnd {
		return
	}
	c.evEnd, c.evReady, c.evShort = false, false, false
	p.settle(c)
	if c.evse.fixed {
		p.push(Input{Kind: Unplugged, EVSE: c.evse.id, Connector: c.id})
	}
}

func (p *Panel) takeStationEnd(c *socket) {
	if c.evse.fixed || !c.stationEnd {
		return
	}
	c.stationEnd = false
	p.settle(c)
	p.push(Input{Kind: Unplugged, EVSE: c.evse.id, Connector: c.id})
}

// SetEVReady makes a connected EV ask for energy (pilot C once a current is offered) or stop asking (pilot B). Either
// ends a shorted pilot.
func (p *Panel) SetEVReady(evse, connector int, ready bool) error {
	return p.at(evse, connector, func(c *socket) error {
		switch {
		case c.evEnd && !c.evShort && c.evReady && ready:
			return fmt.Errorf("the EV at %s is already ready", c)
		case c.evEnd && !c.evShort && !c.evReady && !ready:
			return fmt.Errorf("the EV at %s is already not ready", c)
		}
		return p.setReady(c, ready)
	})
}

// setReady makes the EV ready or not, whatever it was.
func (p *Panel) setReady(c *socket, ready bool) error {
	if !c.evEnd {
		return fmt.Errorf("no EV is connected to %s", c)
	}
	c.evReady, c.evShort = ready, false
	p.settle(c)
	return nil
}

// ShortPilot has a connected EV short the control pilot (state E). SetEVReady and unplugging the EV end that.
func (p *Panel) ShortPilot(evse, connector int) error {
	return p.at(evse, connector, func(c *socket) error {
		switch {
		case !c.evEnd:
			return fmt.Errorf("no EV is connected to %s", c)
		case c.evShort:
			return fmt.Errorf("the pilot of %s is already shorted", c)
		}
		c.evShort = true
		p.settle(c)
		return nil
	})
}

// PresentToken holds a token to a reader: EVSE 0 is the station's one reader, connector 0 leaves the connector open.
func (p *Panel) PresentToken(token Token, evse, connector int) error {
	return p.act(func() error {
		if err := p.reader(evse, connector); err != nil {
			return err
		}
		if err := printable("token id", token.ID, maxTokenID); err != nil {
			return err
		}
		if err := printable("token type", token.Type, maxTokenType); err != nil {
			return err
		}
		if !p.mains {
			return errors.New("the mains are off and the card reader is dark; restore them first")
		}
		p.push(Input{Kind: TokenPresented, EVSE: evse, Connector: connector, Token: token})
		return nil
	})
}

// reader checks the place of a card reader.
func (p *Panel) reader(evse, connector int) error {
	var err error
	switch {
	case evse == 0 && connector == 0:
	case connector == 0:
		_, err = p.evse(evse)
	default:
		_, err = p.socket(evse, connector)
	}
	return err
}

// printable checks a text that the firmware will put into messages.
func printable(what, text string, limit int) error {
	if n := utf8.RuneCountInString(text); n == 0 || n > limit {
		return fmt.Errorf("%s of %d characters: %w: give 1 to %d", what, n, ErrValue, limit)
	}
	for _, r := range text {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return fmt.Errorf("%s %q: %w: give printable characters only", what, text, ErrValue)
		}
	}
	return nil
}

// Bay drives an EV into the parking bay of an EVSE or out of it.
func (p *Panel) Bay(evse int, occupied bool) error {
	return p.act(func() error {
		e, err := p.evse(evse)
		if err != nil {
			return err
		}
		if e.bay == occupied {
			return fmt.Errorf("the parking bay of EVSE %d is already %s", e.id, map[bool]string{true: "occupied", false: "free"}[occupied])
		}
		p.setBay(e, occupied)
		return nil
	})
}

func (p *Panel) setBay(e *evse, occupied bool) {
	e.bay = occupied
	p.push(Input{Kind: BayChanged, EVSE: e.id, On: occupied})
}

// Fault makes or clears a hardware fault of a connector. Its pilot is then at 0 V (state E).
func (p *Panel) Fault(evse, connector int, faulted bool) error {
	return p.at(evse, connector, func(c *socket) error {
		if c.faulted == faulted {
			return fmt.Errorf("%s already has faulted = %t", c, faulted)
		}
		p.setFault(c, faulted)
		return nil
	})
}

func (p *Panel) setFault(c *socket, faulted bool) {
	c.faulted = faulted
	p.push(Input{Kind: FaultChanged, EVSE: c.evse.id, Connector: c.id, On: faulted})
	p.settle(c)
}

// FailUnlock jams the lock of a connector, or frees it: a jammed lock stays as it is. A fixed cable has no lock.
func (p *Panel) FailUnlock(evse, connector int, fail bool) error {
	return p.at(evse, connector, func(c *socket) error {
		switch {
		case c.evse.fixed:
			return fmt.Errorf("the cable of %s is fixed and has no lock", c)
		case c.jammed == fail:
			return fmt.Errorf("the lock of %s already has jammed = %t", c, fail)
		}
		c.jammed = fail
		return nil
	})
}
