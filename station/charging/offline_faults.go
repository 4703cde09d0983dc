package charging

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
)

// aftermath is what only defects remember.
type aftermath struct {
	TimedOut bool // an authorization has ended because no EV came
}

// deauthorizesLate tells whether a defect takes its time with a refusal, and then goes on with act.
func (ch *Charging) deauthorizesLate(s *Session, act func(*Session)) bool {
	return ch.later(s, defects.DeauthorizedLate, act)
}

// suspendsLate is the same where the energy stops and the transaction goes on.
func (ch *Charging) suspendsLate(s *Session, act func(*Session)) bool {
	return ch.later(s, defects.RefusedSuspendsLate, act)
}

func (ch *Charging) later(s *Session, defect defects.Defect, act func(*Session)) bool {
	if !ch.defects.Has(defect) {
		return false
	}
	tx := s.Tx
	ch.kernel.After(time.Minute, func() {
		if s.Tx != nil && s.Tx == tx && s.Authorized {
			act(s)
			ch.site.UpdateStatuses()
		}
	})
	return true
}

// spoilBar lets the energy of a refused token flow again, by a defect.
func (ch *Charging) spoilBar(s *Session) {
	if !ch.defects.Has(defects.RefusedResumes) {
		return
	}
	ch.kernel.After(time.Second, func() {
		s.Refused, s.Barred = false, false
		ch.Energize(s, "")
	})
}

// spoilAllowance tells of a refusal that has no consequence yet, by a defect.
func (ch *Charging) spoilAllowance(s *Session) {
	if ch.defects.Has(defects.MaxEnergyDeauthorizes) {
		ch.Happen(s, Cause{Trigger: ocpp201.TriggerReasonDeauthorized}, func() {})
	}
}

// spoilStop does what defects do when a refused token is to stop its transaction, and reports whether that is all.
func (ch *Charging) spoilStop(s *Session, token ocpp201.IDToken) bool {
	switch {
	case !s.Refused:
	case ch.defects.Has(defects.RefusedStopsNoMore):
		ch.site.Show("Not accepted")
		return true
	case ch.defects.Has(defects.RefusedStopAsked):
		ch.drivers.Ask(token, func(ocpp201.IDTokenInfo) { ch.stopByDriver(s, token) })
		return true
	}
	return false
}
