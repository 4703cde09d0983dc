package station

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/wire"
)

// noticesLossLate tells whether a defect notices later that an authorized EV is gone.
func (fw *firmware) noticesLossLate(s *session, c *connector) bool {
	if !s.Authorized || c.lossNoticed || !fw.defects.Has(defects.LostEVToldLate) {
		return false
	}
	fw.kernel.After(time.Minute, func() {
		c.lossNoticed = true
		fw.followEV(c)
		c.lossNoticed = false
		fw.updateStatuses()
	})
	return true
}

// spoilDeauthorize is StopTxOnEVSideDisconnect as this station takes it.
func (fw *firmware) spoilDeauthorize(set bool) bool {
	if set {
		return !fw.defects.Has(defects.LostEVStaysAuthorized)
	}
	return fw.defects.Has(defects.LostEVAlwaysDeauthorized)
}

// spoilUnlockOnLoss is UnlockOnEVSideDisconnect as this station takes it.
func (fw *firmware) spoilUnlockOnLoss(set bool) bool {
	return set && !fw.defects.Has(defects.LostEVKeepsLock)
}

// keepsHeld tells whether a defect keeps a cable locked although its owner has come back.
func (fw *firmware) keepsHeld(c *connector) bool {
	switch {
	case fw.defects.Has(defects.LostEVCableNotFreed):
		return true
	case fw.defects.Has(defects.LostEVCableFreedLate):
		fw.kernel.After(time.Minute, func() { fw.unlock(c) })
		return true
	}
	return false
}

// spoilReturn is the cause of the event that tells that a lost EV is connected again.
func (fw *firmware) spoilReturn(returns bool, why cause) cause {
	switch {
	case !returns:
	case fw.defects.Has(defects.ReturnNotTold):
		why.untold = true
	case fw.defects.Has(defects.ReturnWrongTrigger):
		why.trigger = ocpp201.TriggerReasonEVDetected
	}
	return why
}

// spoilReturned is what else a defect does with a lost EV that is connected again.
func (fw *firmware) spoilReturned(returns bool, s *session) {
	if !returns {
		return
	}
	if fw.defects.Has(defects.ReturnWithoutEVSE) {
		s.EVSEDue = false
	}
	if s.Authorized && fw.defects.Has(defects.ReturnAsksAgain) {
		wire.Send(fw.wire, ocpp201.AuthorizeRequest{IDToken: *s.Token}, wire.Sending{})
	}
	if c := fw.connector(s.EVSE, s.Connector); s.Authorized && fw.defects.Has(defects.ReturnTwoMessagesInOne) {
		fw.closePower(s, c)
	}
}

// spoilLossTimeout is when and how the authorization of a lost EV ends.
func (fw *firmware) spoilLossTimeout(wait *time.Duration, trigger *ocpp201.TriggerReason, reason *ocpp201.Reason) {
	switch {
	case fw.defects.Has(defects.SuspendedNeverTimesOut):
		*wait = 24 * time.Hour
	case fw.defects.Has(defects.SuspendedTimesOutLate):
		*wait *= 3
	case fw.defects.Has(defects.SuspendedTimeoutAsLoss):
		*trigger = ocpp201.TriggerReasonEVCommunicationLost
	case fw.defects.Has(defects.SuspendedTimeoutWrongReason):
		*reason = ocpp201.ReasonEVDisconnected
	}
}

// entryUnnoticed tells whether a defect does not notice that an EV drives in, or notices it later.
func (fw *firmware) entryUnnoticed(e *evse) bool {
	switch {
	case e.entered:
	case fw.defects.Has(defects.BayEntryStartsNothing):
		return true
	case fw.defects.Has(defects.BayEntryToldLate):
		fw.kernel.After(time.Minute, func() {
			e.entered = true
			fw.bayChanged(e, true)
			e.entered = false
			fw.updateStatuses()
		})
		return true
	}
	return false
}
