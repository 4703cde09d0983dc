package charging

import "github.com/certbench/certbench/station/site"

// Guard keeps EVs out of the connectors for which nobody is authorized, at a product that can (part 5, additional question
// AQ-2). It brings the shutters into line with what has happened, whatever it was.
func (ch *Charging) Guard() {
	if !ch.product.Capabilities.LockedUntilAuthorized || ch.kernel.Ended() {
		return
	}
	for _, c := range ch.site.Connectors() {
		shut := !ch.mayConnect(c)
		if c.Shut == shut {
			continue
		}
		err := ch.panel.SetShutter(c.EVSE.ID, c.ID, shut)
		ch.site.Hardware(err)
		if err == nil {
			c.Shut = shut
		}
	}
}

// mayConnect tells whether an EV may be connected now: somebody is authorized for the EVSE, or for one yet to be chosen,
// and has not connected yet.
func (ch *Charging) mayConnect(c *site.Connector) bool {
	switch {
	case !ch.drivers.Authorizes():
		return true
	case c.Faulted, !ch.site.Operative(c):
		return false
	}
	if s := At(c.EVSE); s != nil {
		return s.Authorized && !s.Connected
	}
	return ch.floating != nil && ch.floating.Authorized && ch.mayChoose(c.EVSE)
}
