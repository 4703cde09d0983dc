package control

import (
	"errors"
	"fmt"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// resetOne answers a Reset of one EVSE. The other EVSEs and the connection do not notice it.
func (ct *Control) resetOne(id int, kind ocpp201.ResetEnum) (ocpp201.ResetResponse, error) {
	e := ct.site.EVSE(id)
	busy := e != nil && charging.At(e) != nil && charging.At(e).Tx != nil
	switch {
	case !ct.product.Capabilities.ResetEVSE:
		return ct.resetUnsupported(busy) // B11.FR.09, B12.FR.09
	case e == nil:
		return refusedReset("UnknownEvse", fmt.Errorf("there is no EVSE %d", id)), nil
	case ct.defects.Has(defects.EVSEResetRejected), busy && ct.defects.Has(defects.EVSEResetRejectedInTransaction):
		return ocpp201.ResetResponse{Status: ocpp201.ResetStatusRejected}, nil
	case ct.defects.Has(defects.EVSEResetResetsStation):
		return ct.Reset(ocpp201.ResetRequest{Type: kind})
	}
	onIdle := kind == ocpp201.ResetEnumOnIdle
	if busy && onIdle && !ct.defects.Has(defects.EVSEResetOnIdleAtOnce) {
		e.Reset.WhenIdle = true
	} else {
		ct.wire.Then(func() { ct.resetEVSE(e) })
	}
	status := ocpp201.ResetStatusAccepted
	if busy && onIdle { // B12.FR.01
		status = ocpp201.ResetStatusScheduled
	}
	return ocpp201.ResetResponse{Status: ct.spoilEVSEReset(status, busy, onIdle)}, nil
}

// spoilEVSEReset is the answer's status as this station gives it.
func (ct *Control) spoilEVSEReset(status ocpp201.ResetStatus, busy, onIdle bool) ocpp201.ResetStatus {
	switch {
	case busy && onIdle && ct.defects.Has(defects.EVSEResetOnIdleAccepted):
		return ocpp201.ResetStatusAccepted
	case !busy && ct.defects.Has(defects.EVSEResetScheduledThoughIdle),
		busy && !onIdle && ct.defects.Has(defects.EVSEResetImmediateScheduled):
		return ocpp201.ResetStatusScheduled
	}
	return status
}

func (ct *Control) resetUnsupported(busy bool) (ocpp201.ResetResponse, error) {
	switch {
	case ct.defects.Has(defects.UnsupportedEVSEResetAccepted):
		return ocpp201.ResetResponse{Status: ocpp201.ResetStatusAccepted}, nil
	case busy && ct.defects.Has(defects.UnsupportedEVSEResetScheduled):
		return ocpp201.ResetResponse{Status: ocpp201.ResetStatusScheduled}, nil
	case ct.defects.Has(defects.UnsupportedEVSEResetsStation):
		return ct.Reset(ocpp201.ResetRequest{Type: ocpp201.ResetEnumOnIdle})
	case ct.defects.Has(defects.UnsupportedEVSEResetYetDone):
		ct.wire.Then(ct.resetNow)
	case ct.defects.Has(defects.UnsupportedEVSEResetCallError):
		return ocpp201.ResetResponse{}, &wire.CallError{Code: ocppj.NotSupported, Description: "this charging station resets no single EVSE"}
	}
	return refusedReset("UnsupportedRequest", errors.New("this charging station resets no single EVSE")), nil
}

// refusedReset gives the reason with a reason code of the part 2 appendices ("Reason codes").
func refusedReset(code string, reason error) ocpp201.ResetResponse {
	return ocpp201.ResetResponse{Status: ocpp201.ResetStatusRejected,
		StatusInfo: &ocpp201.StatusInfo{ReasonCode: code, AdditionalInfo: new(reason.Error())}}
}

// resetEVSE ends the EVSE's transaction (B12.FR.08) and has the EVSE start again once that is delivered, or when the CSMS
// has not taken it within a message timeout.
func (ct *Control) resetEVSE(e *site.EVSE) {
	if e.Reset.Due {
		return
	}
	e.Reset = site.EVSEReset{Due: true, Held: e.Reset.Held}
	if s := charging.At(e); s != nil && s.Tx != nil {
		ct.endForReset(s)
	}
	ct.kernel.After(ct.wire.MessageTimeout(), func() { ct.restartEVSE(e) })
	ct.kernel.After(0, ct.ResetWhenDelivered)
}

func (ct *Control) endForReset(s *charging.Session) {
	why := charging.Cause{Trigger: ocpp201.TriggerReasonResetCommand, Reason: ocpp201.ReasonImmediateReset, End: true}
	if ct.defects.Has(defects.EVSEResetWrongStoppedReason) {
		why.Reason = ocpp201.ReasonReboot
	}
	if ct.defects.Has(defects.EVSEResetWrongTrigger) {
		why.Trigger = ocpp201.TriggerReasonAbnormalCondition
	}
	ct.charging.Happen(s, why, func() {})
	if !ct.resetEventFaulty() {
		return
	}
	ended := &ct.charging.Queue.Entries[len(ct.charging.Queue.Entries)-1].Event
	switch {
	case ct.defects.Has(defects.EVSEResetNoEnded):
		ct.dequeueLast()
	case ct.defects.Has(defects.EVSEResetNoStoppedReason):
		ended.TransactionInfo.StoppedReason = nil
	case ct.defects.Has(defects.EVSEResetWrongState):
		ended.TransactionInfo.ChargingState = new(ocpp201.ChargingStateCharging)
	case ct.defects.Has(defects.EVSEResetWrongEventType):
		ended.EventType = ocpp201.TransactionEventEnumUpdated
	}
	ct.charging.SaveTransactions()
}

// resetEventFaulty tells whether a defect changes the event by which the reset of an EVSE ends its transaction.
func (ct *Control) resetEventFaulty() bool {
	return ct.defects.Has(defects.EVSEResetNoEnded) || ct.defects.Has(defects.EVSEResetNoStoppedReason) ||
		ct.defects.Has(defects.EVSEResetWrongState) || ct.defects.Has(defects.EVSEResetWrongEventType)
}

// resetEVSEWhenIdle carries out a scheduled reset when the EVSE's transaction has ended (B12.FR.07).
func (ct *Control) resetEVSEWhenIdle(e *site.EVSE) {
	if e == nil || !e.Reset.WhenIdle {
		return
	}
	e.Reset.WhenIdle = false
	if ct.defects.Has(defects.EVSEResetLosesEnded) {
		ct.dequeueLast()
	}
	if ct.defects.Has(defects.EVSEResetScheduledResetsStation) {
		ct.rebootFor(ocpp201.BootReasonScheduledReset)
		return
	}
	ct.resetEVSE(e)
}

// dequeueLast forgets the event that was queued last (only by a defect).
func (ct *Control) dequeueLast() {
	ct.charging.Queue.Entries = ct.charging.Queue.Entries[:len(ct.charging.Queue.Entries)-1]
	ct.charging.SaveTransactions()
}

// restartEVSE takes the EVSE out of service and begins with nobody, until it has started again.
func (ct *Control) restartEVSE(e *site.EVSE) {
	if !e.Reset.Due || e.Reset.Under {
		return
	}
	e.Reset.Under = true
	if s := charging.At(e); s != nil {
		ct.charging.OpenPower(s)
		ct.kernel.Cancel(s.Timeout)
		ct.charging.DisarmSampling(s)
		s.Gone, s.EVSE, e.Guest = true, 0, nil
	}
	ct.site.UpdateStatuses()
	ct.kernel.After(ct.restart, func() { ct.evseRestarted(e) })
	if ct.defects.Has(defects.EVSEResetRebootsStationLater) {
		ct.kernel.After(5*time.Second, func() { ct.rebootFor(ocpp201.BootReasonRemoteReset) })
	}
	if ct.defects.Has(defects.EVSEResetDropsConnection) {
		l := ct.wire.Present()
		ct.kernel.After(100*time.Millisecond, func() { ct.wire.GiveUp(l, errors.New("an EVSE is reset")) }) // the answer is out
	}
}

// evseRestarted puts the EVSE back into service: Unavailable if the CSMS has made it so (B12.FR.06), and with the EV that
// is still connected (E01.FR.02).
func (ct *Control) evseRestarted(e *site.EVSE) {
	e.Reset = site.EVSEReset{Held: e.Reset.Held}
	for _, c := range e.Connectors {
		if c.Locked {
			ct.site.Unlock(c)
		}
	}
	ct.charging.AnotherPlug(e)
	ct.site.UpdateStatuses()
}
