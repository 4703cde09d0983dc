package files

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/site"
)

// busy tells whether drivers keep a step of the update from being taken (L01.FR.06, FR.13, FR.33); able says that the product can
// take it while there are transactions. Once it has waited for a transaction, it waits until
// everybody has left, unless the product is one that UpdatesBetweenDrivers, and until the CSMS knows of it.
func (fs *Files) busy(u *Updating, able bool) bool {
	if able {
		return false
	}
	if fs.Decide.InUse() {
		fs.waits(u)
		return true
	}
	if !u.waited {
		return false
	}
	left := fs.product.Capabilities.UpdatesBetweenDrivers || len(fs.charging.Sessions()) == 0
	return !left || fs.wire.Online() && len(fs.charging.Queue.Entries) > 0
}

// waits notes that the update waits for a transaction, which keeps new drivers away.
func (fs *Files) waits(u *Updating) {
	u.waited = u.waited || slices.ContainsFunc(fs.charging.Sessions(), func(s *charging.Session) bool { return s.Tx != nil })
}

// inUse tells whether there is a transaction, or a driver who is about to begin one.
func (fs *Files) inUse() bool {
	return slices.ContainsFunc(fs.charging.Sessions(), func(s *charging.Session) bool { return s.Tx != nil || s.Authorized || s.Asking })
}

// standBy keeps new drivers away while the update waits for those that are there, unless the CSMS lets them come (L01.FR.07).
func (fs *Files) standBy() {
	if !fs.Decide.LetsCome() {
		fs.hold()
		return
	}
	if slices.ContainsFunc(fs.site.EVSEs, func(e *site.EVSE) bool { return e.Updating }) {
		fs.Decide.Release()
		fs.reopen()
	}
}

// letsCome tells whether AllowNewSessionsPendingFirmwareUpdate is there and true.
func (fs *Files) letsCome() bool {
	return fs.model.Enabled("ChargingStation", "AllowNewSessionsPendingFirmwareUpdate")
}

// hold takes the EVSEs out of service that nobody uses, and nobody is on the way to.
func (fs *Files) hold() {
	changed := false
	for _, e := range fs.site.EVSEs {
		if !e.Updating && fs.Decide.MayHold(e) {
			e.Updating, changed = true, true
		}
	}
	if changed {
		fs.site.UpdateStatuses()
	}
}

func (fs *Files) mayHold(e *site.EVSE) bool {
	return charging.At(e) == nil && fs.charging.Coming(e) == (site.Stay{}) && fs.site.EVSEStatus(e.ID) == ocpp201.ConnectorStatusAvailable
}

// reopen tells what was released, and serves whoever has come meanwhile.
func (fs *Files) reopen() {
	fs.charging.Reconcile()
	fs.site.UpdateStatuses()
}

// release gives the EVSEs back, which reopen tells.
func (fs *Files) release() {
	for _, e := range fs.site.EVSEs {
		e.Updating = false
	}
	fs.site.Updating = false
}
