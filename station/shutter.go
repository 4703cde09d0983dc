package station

// guard keeps EVs out of the connectors for which nobody is authorized, at a product that can (part 5, additional question
// AQ-2). It brings the shutters into line with what has happened, whatever it was.
func (fw *firmware) guard() {
	if !fw.config.Capabilities.LockedUntilAuthorized || fw.kernel.Ended() {
		return
	}
	for _, c := range fw.connectors() {
		shut := !fw.mayConnect(c)
		if c.shut == shut {
			continue
		}
		err := fw.panel.SetShutter(c.evse.id, c.id, shut)
		fw.hardware(err)
		if err == nil {
			c.shut = shut
		}
	}
}

// mayConnect tells whether an EV may be connected now: somebody is authorized for the EVSE, or for one yet to be chosen,
// and has not connected yet.
func (fw *firmware) mayConnect(c *connector) bool {
	switch {
	case !fw.authorizes():
		return true
	case c.faulted, !fw.operative(c):
		return false
	}
	if s := at(c.evse); s != nil {
		return s.Authorized && !s.Connected
	}
	return fw.floating != nil && fw.floating.Authorized && fw.floating.mayUse(c.evse.id)
}
