package panel

import "fmt"

// SetShutter closes or opens the lock that keeps a driver from connecting an EV: the shutter of a socket, or the holster
// of a fixed cable (part 5, additional question AQ-2). It is no error to set what is set already, or to close it behind a
// plug: what is in stays in. It is an error without mains, and without mains it stays as it is.
func (p *Panel) SetShutter(evse, connector int, closed bool) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, err := p.powered(evse); err != nil {
		return err
	}
	c, err := p.socket(evse, connector)
	if err != nil {
		return err
	}
	c.shut = closed
	return nil
}

// barred says why the end of a cable that the shutter guards cannot be connected: of a fixed cable the EV's, of another
// the station's.
func (c *socket) barred() error {
	if c.shut {
		return fmt.Errorf("%s is locked until a driver is authorized; present a token or start it remotely first", c)
	}
	return nil
}
