package station

import (
	"errors"
	"fmt"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/wire"
)

// resetOne answers a Reset of one EVSE. The other EVSEs and the connection do not notice it.
func (fw *firmware) resetOne(id int, kind ocpp201.ResetEnum) (ocpp201.ResetResponse, error) {
	e := fw.evse(id)
	busy := e != nil && at(e) != nil && at(e).Tx != nil
	switch {
	case !fw.config.Capabilities.ResetEVSE:
		return fw.resetUnsupported(busy) // B11.FR.09, B12.FR.09
	case e == nil:
		return refusedReset("UnknownEvse", fmt.Errorf("there is no EVSE %d", id)), nil
	case fw.defects.Has(defects.EVSEResetRejected), busy && fw.defects.Has(defects.EVSEResetRejectedInTransaction):
		return ocpp201.ResetResponse{Status: ocpp201.ResetStatusRejected}, nil
	case fw.defects.Has(defects.EVSEResetResetsStation):
		return fw.reset(ocpp201.ResetRequest{Type: kind})
	}
	onIdle := kind == ocpp201.ResetEnumOnIdle
	if busy && onIdle && !fw.defects.Has(defects.EVSEResetOnIdleAtOnce) {
		e.reset.whenIdle = true
	} else {
		fw.wire.Then(func() { fw.resetEVSE(e) })
	}
	status := ocpp201.ResetStatusAccepted
	if busy && onIdle { // B12.FR.01
		status = ocpp201.ResetStatusScheduled
	}
	return ocpp201.ResetResponse{Status: fw.spoilEVSEReset(status, busy, onIdle)}, nil
}

// spoilEVSEReset is the answer's status as this station gives it.
func (fw *firmware) spoilEVSEReset(status ocpp201.ResetStatus, busy, onIdle bool) ocpp201.ResetStatus {
	switch {
	case busy && onIdle && fw.defects.Has(defects.EVSEResetOnIdleAccepted):
		return ocpp201.ResetStatusAccepted
	case !busy && fw.defects.Has(defects.EVSEResetScheduledThoughIdle),
		busy && !onIdle && fw.defects.Has(defects.EVSEResetImmediateScheduled):
		return ocpp201.ResetStatusScheduled
	}
	return status
}

func (fw *firmware) resetUnsupported(busy bool) (ocpp201.ResetResponse, error) {
	switch {
	case fw.defects.Has(defects.UnsupportedEVSEResetAccepted):
		return ocpp201.ResetResponse{Status: ocpp201.ResetStatusAccepted}, nil
	case busy && fw.defects.Has(defects.UnsupportedEVSEResetScheduled):
		return ocpp201.ResetResponse{Status: ocpp201.ResetStatusScheduled}, nil
	case fw.defects.Has(defects.UnsupportedEVSEResetsStation):
		return fw.reset(ocpp201.ResetRequest{Type: ocpp201.ResetEnumOnIdle})
	case fw.defects.Has(defects.UnsupportedEVSEResetYetDone):
		fw.wire.Then(fw.resetNow)
	case fw.defects.Has(defects.UnsupportedEVSEResetCallError):
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
func (fw *firmware) resetEVSE(e *evse) {
	if e.reset.due {
		return
	}
	e.reset = evseReset{due: true, held: e.reset.held}
	if s := at(e); s != nil && s.Tx != nil {
		fw.endForReset(s)
	}
	fw.kernel.After(fw.wire.MessageTimeout(), func() { fw.restartEVSE(e) })
	fw.kernel.After(0, fw.resetWhenDelivered)
}

func (fw *firmware) endForReset(s *session) {
	why := cause{trigger: ocpp201.TriggerReasonResetCommand, reason: ocpp201.ReasonImmediateReset, end: true}
	if fw.defects.Has(defects.EVSEResetWrongStoppedReason) {
		why.reason = ocpp201.ReasonReboot
	}
	if fw.defects.Has(defects.EVSEResetWrongTrigger) {
		why.trigger = ocpp201.TriggerReasonAbnormalCondition
	}
	fw.happen(s, why, func() {})
	if !fw.resetEventFaulty() {
		return
	}
	ended := &fw.queue.entries[len(fw.queue.entries)-1].Event
	switch {
	case fw.defects.Has(defects.EVSEResetNoEnded):
		fw.dequeueLast()
	case fw.defects.Has(defects.EVSEResetNoStoppedReason):
		ended.TransactionInfo.StoppedReason = nil
	case fw.defects.Has(defects.EVSEResetWrongState):
		ended.TransactionInfo.ChargingState = new(ocpp201.ChargingStateCharging)
	case fw.defects.Has(defects.EVSEResetWrongEventType):
		ended.EventType = ocpp201.TransactionEventEnumUpdated
	}
	fw.saveTransactions()
}

// resetEventFaulty tells whether a defect changes the event by which the reset of an EVSE ends its transaction.
func (fw *firmware) resetEventFaulty() bool {
	return fw.defects.Has(defects.EVSEResetNoEnded) || fw.defects.Has(defects.EVSEResetNoStoppedReason) ||
		fw.defects.Has(defects.EVSEResetWrongState) || fw.defects.Has(defects.EVSEResetWrongEventType)
}

// resetEVSEWhenIdle carries out a scheduled reset when the EVSE's transaction has ended (B12.FR.07).
func (fw *firmware) resetEVSEWhenIdle(e *evse) {
	if e == nil || !e.reset.whenIdle {
		return
	}
	e.reset.whenIdle = false
	if fw.defects.Has(defects.EVSEResetLosesEnded) {
		fw.dequeueLast()
	}
	if fw.defects.Has(defects.EVSEResetScheduledResetsStation) {
		fw.rebootFor(ocpp201.BootReasonScheduledReset)
		return
	}
	fw.resetEVSE(e)
}

// dequeueLast forgets the event that was queued last (only by a defect).
func (fw *firmware) dequeueLast() {
	fw.queue.entries = fw.queue.entries[:len(fw.queue.entries)-1]
	fw.saveTransactions()
}

// restartEVSE takes the EVSE out of service and begins with nobody, until it has started again.
func (fw *firmware) restartEVSE(e *evse) {
	if !e.reset.due || e.reset.under {
		return
	}
	e.reset.under = true
	if s := at(e); s != nil {
		fw.openPower(s)
		fw.kernel.Cancel(s.timeout)
		fw.disarmSampling(s)
		s.gone, s.EVSE, e.guest = true, 0, nil
	}
	fw.updateStatuses()
	fw.kernel.After(fw.config.Boot.Duration, func() { fw.evseRestarted(e) })
	if fw.defects.Has(defects.EVSEResetRebootsStationLater) {
		fw.kernel.After(5*time.Second, func() { fw.rebootFor(ocpp201.BootReasonRemoteReset) })
	}
	if fw.defects.Has(defects.EVSEResetDropsConnection) {
		l := fw.wire.Present()
		fw.kernel.After(100*time.Millisecond, func() { fw.wire.GiveUp(l, errors.New("an EVSE is reset")) }) // the answer is out
	}
}

// evseRestarted puts the EVSE back into service: Unavailable if the CSMS has made it so (B12.FR.06), and with the EV that
// is still connected (E01.FR.02).
func (fw *firmware) evseRestarted(e *evse) {
	e.reset = evseReset{held: e.reset.held}
	for _, c := range e.connectors {
		if c.locked {
			fw.unlock(c)
		}
	}
	fw.anotherPlug(e)
	fw.updateStatuses()
}
