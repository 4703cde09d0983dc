package charging

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/site"
)

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
