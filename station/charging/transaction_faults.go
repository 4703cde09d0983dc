package charging

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/site"
)

// untold tells whether a defect keeps what has happened to a transaction from the CSMS, or ends the transaction for it.
func (ch *Charging) untold(s *Session, why *Cause, before ocpp201.ChargingState) bool {
	if s.Tx == nil {
		return false
	}
	switch {
	case why.Trigger == ocpp201.TriggerReasonEVCommunicationLost && s.wasStopped():
		return ch.defects.Has(defects.UnplugAfterStopNotTold)
	case why.Trigger == ocpp201.TriggerReasonEVDeparted:
		return ch.defects.Has(defects.DepartureNotTold)
	case s.state() == ocpp201.ChargingStateSuspendedEV && before == ocpp201.ChargingStateEVConnected:
		why.End = why.End || ch.defects.Has(defects.NotReadyEnds)
		return ch.defects.Has(defects.NotReadyNotTold)
	}
	return false
}

// noticesLate tells whether a defect notices later that the EV takes no energy any more.
func (ch *Charging) noticesLate(c *site.Connector, pilot byte) bool {
	if c.Pilot != 'C' || pilot != 'B' || !ch.defects.Has(defects.EnergyStopToldLate) {
		return false
	}
	ch.kernel.After(time.Minute, func() {
		if c.Pilot == 'C' {
			c.Pilot = pilot
			ch.FollowEV(c)
			ch.site.UpdateStatuses()
		}
	})
	return true
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

// spoilTimeout does what defects do when no EV was connected in time.
func (ch *Charging) spoilTimeout(token *ocpp201.IDToken) {
	ch.Aftermath.TimedOut = true
	ch.site.Deaf = ch.defects.Has(defects.NotReadyAfterTimeout)
	if ch.defects.Has(defects.TimeoutKeepsAuthorization) {
		ch.drivers.NextPass = token
	}
}

func (s *Session) wasStopped() bool {
	return s.StopReason == ocpp201.ReasonLocal || s.StopReason == ocpp201.ReasonRemote
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
