package panel

import (
	"errors"
)

// PowerOff cuts the mains: the contactors open, the pilots and the display go dark, and inputs that the firmware has
// not looked at are lost, for it has no more power to look. Locks stay as they are.
func (p *Panel) PowerOff() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.powerOff()
}

// PowerOn restores the mains.
func (p *Panel) PowerOn() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.powerOn()
}

// Reboot cuts the mains and restores them at once. The firmware sees MainsOff, then MainsOn.
func (p *Panel) Reboot() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.powerOff(); err != nil {
		return err
	}
	return p.powerOn()
}

func (p *Panel) powerOff() error {
	if !p.mains {
		return errors.New("the mains are already off")
	}
	p.mains, p.display, p.offered = false, "", nil
	for _, e := range p.evses {
		e.duty, e.contactor = 0, false
	}
	p.level()
	p.inputs = nil
	p.queue(Input{Kind: MainsOff})
	return nil
}

func (p *Panel) powerOn() error {
	if p.mains {
		return errors.New("the mains are already on")
	}
	p.switchOn()
	return nil
}

func (p *Panel) switchOn() {
	p.mains = true
	p.queue(Input{Kind: MainsOn, On: true})
	p.level()
}

// Rest brings the world back to where it starts: EVs disconnected, then mains on, faults and jams cleared, cables out,
// bays free. It is never refused and may be called at any time. A cable that the station holds locked stays in at the
// station's end.
func (p *Panel) Rest() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.each(p.takeEVEnd)
	if !p.mains {
		p.switchOn()
	}
	p.each(func(c *socket) {
		c.jammed = false
		if c.faulted {
			p.setFault(c, false)
		}
		if !c.locked {
			p.takeStationEnd(c)
		}
	})
	for _, e := range p.evses {
		if e.bay {
			p.setBay(e, false)
		}
	}
}

func (p *Panel) each(do func(c *socket)) {
	for _, e := range p.evses {
		for _, c := range e.sockets {
			do(c)
		}
	}
}
