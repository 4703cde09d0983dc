package charging

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
)

// StopsLate stops a transaction after a minute when a defect says so, and reports whether it does.
func (ch *Charging) StopsLate(s *Session, late defects.Defect, stop func()) bool {
	if !ch.defects.Has(late) {
		return false
	}
	ch.kernel.After(time.Minute, func() {
		if s.Authorized {
			stop()
			ch.site.UpdateStatuses()
		}
	})
	return true
}

// spoilTimeout does what defects do when no EV was connected in time.
func (ch *Charging) spoilTimeout(token *ocpp201.IDToken) {
	ch.Aftermath.TimedOut = true
	ch.site.Deaf = ch.defects.Has(defects.NotReadyAfterTimeout)
	if ch.defects.Has(defects.TimeoutKeepsAuthorization) {
		ch.drivers.NextPass = token
	}
}

// spoilRemoteTimeout is how long this station waits for the EV of a remote start, 0 for ever.
func (ch *Charging) spoilRemoteTimeout(s *Session, wait time.Duration) time.Duration {
	switch {
	case s.RemoteID == nil:
	case ch.defects.Has(defects.RemoteTimeoutIgnored):
		return 0
	case ch.defects.Has(defects.RemoteTimeoutLate):
		return wait + time.Minute
	}
	return wait
}
