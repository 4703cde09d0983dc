package charging

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// noticesLossLate tells whether a defect notices later that an authorized EV is gone.
func (ch *Charging) noticesLossLate(s *Session, c *site.Connector) bool {
	if !s.Authorized || c.LossNoticed || !ch.defects.Has(defects.LostEVToldLate) {
		return false
	}
	ch.kernel.After(time.Minute, func() {
		c.LossNoticed = true
		ch.FollowEV(c)
		c.LossNoticed = false
		ch.site.UpdateStatuses()
	})
	return true
}

// spoilDeauthorize is StopTxOnEVSideDisconnect as this station takes it.
func (ch *Charging) spoilDeauthorize(set bool) bool {
	if set {
		return !ch.defects.Has(defects.LostEVStaysAuthorized)
	}
	return ch.defects.Has(defects.LostEVAlwaysDeauthorized)
}

// spoilUnlockOnLoss is UnlockOnEVSideDisconnect as this station takes it.
func (ch *Charging) spoilUnlockOnLoss(set bool) bool {
	return set && !ch.defects.Has(defects.LostEVKeepsLock)
}

// keepsHeld tells whether a defect keeps a cable locked although its owner has come back.
func (ch *Charging) keepsHeld(c *site.Connector) bool {
	switch {
	case ch.defects.Has(defects.LostEVCableNotFreed):
		return true
	case ch.defects.Has(defects.LostEVCableFreedLate):
		ch.kernel.After(time.Minute, func() { ch.site.Unlock(c) })
		return true
	}
	return false
}

// spoilReturn is the cause of the event that tells that a lost EV is connected again.
func (ch *Charging) spoilReturn(returns bool, why Cause) Cause {
	switch {
	case !returns:
	case ch.defects.Has(defects.ReturnNotTold):
		why.untold = true
	case ch.defects.Has(defects.ReturnWrongTrigger):
		why.Trigger = ocpp201.TriggerReasonEVDetected
	}
	return why
}

// spoilReturned is what else a defect does with a lost EV that is connected again.
func (ch *Charging) spoilReturned(returns bool, s *Session) {
	if !returns {
		return
	}
	if ch.defects.Has(defects.ReturnWithoutEVSE) {
		s.EVSEDue = false
	}
	if s.Authorized && ch.defects.Has(defects.ReturnAsksAgain) {
		wire.Send(ch.wire, ocpp201.AuthorizeRequest{IDToken: *s.Token}, wire.Sending{})
	}
	if c := ch.site.Connector(s.EVSE, s.Connector); s.Authorized && ch.defects.Has(defects.ReturnTwoMessagesInOne) {
		ch.closePower(s, c)
	}
}

// spoilLossTimeout is when and how the authorization of a lost EV ends.
func (ch *Charging) spoilLossTimeout(wait *time.Duration, trigger *ocpp201.TriggerReason, reason *ocpp201.Reason) {
	switch {
	case ch.defects.Has(defects.SuspendedNeverTimesOut):
		*wait = 24 * time.Hour
	case ch.defects.Has(defects.SuspendedTimesOutLate):
		*wait *= 3
	case ch.defects.Has(defects.SuspendedTimeoutAsLoss):
		*trigger = ocpp201.TriggerReasonEVCommunicationLost
	case ch.defects.Has(defects.SuspendedTimeoutWrongReason):
		*reason = ocpp201.ReasonEVDisconnected
	}
}

// entryUnnoticed tells whether a defect does not notice that an EV drives in, or notices it later.
func (ch *Charging) entryUnnoticed(e *site.EVSE) bool {
	switch {
	case e.Entered:
	case ch.defects.Has(defects.BayEntryStartsNothing):
		return true
	case ch.defects.Has(defects.BayEntryToldLate):
		ch.kernel.After(time.Minute, func() {
			e.Entered = true
			ch.BayChanged(e, true)
			e.Entered = false
			ch.site.UpdateStatuses()
		})
		return true
	}
	return false
}
