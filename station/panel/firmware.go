package panel

import (
	"context"
	"fmt"
	"math"
	"time"
)

// Kind tells inputs apart.
type Kind string

// The kinds of inputs. Plugged and Unplugged speak of the end of the cable at the station (for a fixed cable, which
// has no such end, of the one at the EV); whether an EV is at the other end, the pilot tells.
const (
	Plugged        Kind = "Plugged"
	Unplugged      Kind = "Unplugged"
	Pilot          Kind = "Pilot"
	TokenPresented Kind = "TokenPresented"
	Selected       Kind = "Selected"
	CustomerStored Kind = "CustomerStored"
	BayChanged     Kind = "BayChanged"
	FaultChanged   Kind = "FaultChanged"
	MainsOff       Kind = "MainsOff"
	MainsOn        Kind = "MainsOn"
)

// Input is something that the firmware notices. Pilot is 'A' to 'F' for Kind Pilot, Token is set for TokenPresented,
// Customer for CustomerStored, EVSE is 0 for a Selected that means all, On tells the new state for Plugged, BayChanged (occupied), FaultChanged (faulted) and MainsOn.
type Input struct {
	At        time.Time
	Kind      Kind
	EVSE      int
	Connector int
	Pilot     byte
	Token     Token
	Customer  string
	On        bool
}

// maxInputs bounds what may wait for a firmware that does not look. No test case comes near it.
const maxInputs = 4096

// push queues an input for a firmware that has power. Without mains only the state changes.
func (p *Panel) push(in Input) {
	if p.mains {
		p.queue(in)
	}
}

func (p *Panel) queue(in Input) {
	in.At = time.Now()
	p.inputs = append(p.inputs, in)
	close(p.wake)
	p.wake = make(chan struct{})
}

// Next returns the inputs one by one in the order in which they happened, each to one caller only, and waits when
// there is none. Cutting the mains drops what still waits, so that MainsOff comes next. A firmware that boots looks at
// Read for what happened while it could not see. The error is that of ctx.
func (p *Panel) Next(ctx context.Context) (Input, error) {
	for {
		p.mu.Lock()
		if len(p.inputs) > 0 {
			in := p.inputs[0]
			p.inputs = p.inputs[1:]
			p.mu.Unlock()
			return in, nil
		}
		wake := p.wake
		p.mu.Unlock()
		select {
		case <-wake:
		case <-ctx.Done():
			return Input{}, ctx.Err()
		}
	}
}

// Waiting returns, in their order, the inputs that Next would return without waiting: what one act brings about, such as
// the pilot and the plug of a cable that is pulled out, comes at one moment.
func (p *Panel) Waiting() []Input {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := p.inputs
	p.inputs = nil
	return all
}

// SetPWM sets the duty cycle of the control pilot of an EVSE in percent: 10 to 96 offers a current, 5 has the EV ask for it
// by high-level communication, 100 is the steady +12 V that offers none, and so does 0. It is an error without mains.
func (p *Panel) SetPWM(evse int, duty float64) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	e, err := p.powered(evse)
	if err != nil {
		return err
	}
	if math.IsNaN(duty) || duty < 0 || duty > 100 {
		return fmt.Errorf("duty cycle %v of EVSE %d: %w: give 0 to 100 percent", duty, evse, ErrValue)
	}
	e.duty = duty
	for _, c := range e.sockets {
		p.settle(c)
	}
	return nil
}

// SetContactor closes or opens the contactor of an EVSE. It does what it is told: that a station closes it in state C
// only is for the firmware to ensure, and for a test to find out. It is an error without mains.
func (p *Panel) SetContactor(evse int, closed bool) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	e, err := p.powered(evse)
	if err != nil {
		return err
	}
	e.contactor = closed
	return nil
}

// SetLock locks the cable into a connector or releases it; setting what is set already is no error. It fails when the
// lock is jammed, when there is no plug to lock, and for a fixed cable, which has no lock.
func (p *Panel) SetLock(evse, connector int, locked bool) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, err := p.powered(evse); err != nil {
		return err
	}
	c, err := p.socket(evse, connector)
	switch {
	case err != nil:
		return err
	case c.evse.fixed:
		return fmt.Errorf("the cable of %s is fixed and has no lock", c)
	case locked && !c.stationEnd:
		return fmt.Errorf("no plug is in %s that could be locked", c)
	case c.jammed && c.locked != locked:
		return fmt.Errorf("the lock of %s is jammed", c)
	}
	c.locked = locked
	return nil
}

// Show puts a text on the display. Without mains it stays dark.
func (p *Panel) Show(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.mains {
		p.display = text
	}
}

// MainsOn tells whether the station has mains.
func (p *Panel) MainsOn() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.mains
}

// powered finds an EVSE of a station that has mains.
func (p *Panel) powered(id int) (*evse, error) {
	e, err := p.evse(id)
	if err == nil && !p.mains {
		err = fmt.Errorf("EVSE %d cannot be driven: the mains are off", id)
	}
	return e, err
}
