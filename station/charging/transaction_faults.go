package charging

import (
	"time"

	"github.com/certbench/certbench/station/defects"
)

// aftermath is what only defects remember.
type aftermath struct {
	TimedOut bool // an authorization has ended because no EV came
}

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
