package operation

import (
	"errors"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/control"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// resetPatches are the faults of resets of the station and of one EVSE.
var resetPatches = []defects.Patch{
	{Of: []defects.Defect{
		defects.ResetRejected, defects.ScheduledResetSeesOneEVSE, defects.ScheduledResetEndsTransactions, defects.ScheduledResetForgotten,
		defects.OnIdleResetAcceptedNotScheduled, defects.ResetRejectedWhileInoperative, defects.ResetAcceptedButNoReboot, defects.ResetScheduledThoughIdle,
		defects.EVSEResetRejected, defects.EVSEResetRejectedInTransaction, defects.EVSEResetResetsStation, defects.EVSEResetOnIdleAtOnce,
		defects.EVSEResetOnIdleAccepted, defects.EVSEResetScheduledThoughIdle, defects.EVSEResetImmediateScheduled,
		defects.UnsupportedEVSEResetAccepted, defects.UnsupportedEVSEResetScheduled, defects.UnsupportedEVSEResetsStation,
		defects.UnsupportedEVSEResetYetDone, defects.UnsupportedEVSEResetCallError, defects.ReservedResetRejected, defects.ReservedResetWaits,
	}, Put: func(fw *station.Firmware, s defects.Set) { wire.Handle(fw.Wire, resets{fw, s}.answer) }},
	{Of: []defects.Defect{
		defects.ImmediateResetWrongStoppedReason, defects.EVSEResetWrongStoppedReason, defects.EVSEResetWrongTrigger,
	}, Put: resetCause},
	{Of: []defects.Defect{
		defects.ImmediateResetNoEnded, defects.EVSEResetNoEnded, defects.EVSEResetLosesEnded, defects.EVSEResetNoStoppedReason,
		defects.EVSEResetWrongState, defects.EVSEResetWrongEventType,
	}, Put: resetEnds},
	{Of: []defects.Defect{defects.ImmediateResetKeepsIDToken}, Put: resetKeepsIDToken},
	{Of: []defects.Defect{defects.RemoteResetBootReasonWrong, defects.ScheduledResetBootReasonWrong}, Put: resetBootReason},
	{Of: []defects.Defect{defects.ScheduledResetAfterFirst, defects.EVSEResetScheduledResetsStation}, Put: scheduledResets},
	{Of: []defects.Defect{defects.EVSEResetRebootsStationLater, defects.EVSEResetDropsConnection}, Put: evseRestarts},
}

// resets are the faults of how a Reset is answered, and of what is done then.
type resets struct {
	fw *station.Firmware
	s  defects.Set
}

func (r resets) answer(q ocpp201.ResetRequest) (ocpp201.ResetResponse, error) {
	open := r.fw.Control.Transactions()
	switch {
	case r.s.Has(defects.ResetRejected):
		return resetTo(ocpp201.ResetStatusRejected), nil
	case q.EVSEID != nil:
		return r.ofEVSE(q)
	case len(r.fw.Reservations.Pending()) > 0 && r.s.Has(defects.ReservedResetRejected):
		return resetTo(ocpp201.ResetStatusRejected), nil
	case len(r.fw.Reservations.Pending()) > 0 && q.Type == ocpp201.ResetEnumImmediate && r.s.Has(defects.ReservedResetWaits):
		r.fw.Control.WhenIdle = true
		return resetTo(ocpp201.ResetStatusScheduled), nil
	case q.Type == ocpp201.ResetEnumOnIdle && open > 0:
		return r.scheduled(q, open)
	}
	return r.atOnce(q, open)
}

func resetTo(status ocpp201.ResetStatus) ocpp201.ResetResponse {
	return ocpp201.ResetResponse{Status: status}
}

// scheduled answers a Reset that waits for the end of all transactions.
func (r resets) scheduled(q ocpp201.ResetRequest, open int) (ocpp201.ResetResponse, error) {
	switch {
	case open > 1 && r.s.Has(defects.ScheduledResetSeesOneEVSE):
		return r.atOnce(ocpp201.ResetRequest{Type: ocpp201.ResetEnumImmediate}, open)
	case r.s.Has(defects.ScheduledResetEndsTransactions):
		r.fw.Wire.Then(r.fw.Control.ResetNow)
		return resetTo(ocpp201.ResetStatusScheduled), nil
	case r.s.Has(defects.ScheduledResetForgotten):
		return resetTo(ocpp201.ResetStatusScheduled), nil
	}
	answer, err := r.fw.Control.Reset(q)
	if r.s.Has(defects.OnIdleResetAcceptedNotScheduled) {
		answer.Status = ocpp201.ResetStatusAccepted
	}
	return answer, err
}

// atOnce answers a Reset for which nothing is waited.
func (r resets) atOnce(q ocpp201.ResetRequest, open int) (ocpp201.ResetResponse, error) {
	if r.fw.Site.AnyInoperative() && r.s.Has(defects.ResetRejectedWhileInoperative) {
		return resetTo(ocpp201.ResetStatusRejected), nil
	}
	answer, err := resetTo(ocpp201.ResetStatusAccepted), error(nil)
	if !r.s.Has(defects.ResetAcceptedButNoReboot) {
		answer, err = r.fw.Control.Reset(q)
	}
	if open == 0 && r.s.Has(defects.ResetScheduledThoughIdle) {
		answer.Status = ocpp201.ResetStatusScheduled
	}
	return answer, err
}

// ofEVSE answers a Reset of one EVSE.
func (r resets) ofEVSE(q ocpp201.ResetRequest) (ocpp201.ResetResponse, error) {
	e := r.fw.Site.EVSE(*q.EVSEID)
	busy := e != nil && control.Busy(e)
	switch {
	case !r.fw.Product.Capabilities.ResetEVSE:
		return r.unsupported(q, busy)
	case e == nil:
		return r.fw.Control.Reset(q)
	case r.s.Has(defects.EVSEResetRejected), busy && r.s.Has(defects.EVSEResetRejectedInTransaction):
		return resetTo(ocpp201.ResetStatusRejected), nil
	case r.s.Has(defects.EVSEResetResetsStation):
		return r.answer(ocpp201.ResetRequest{Type: q.Type})
	}
	onIdle := q.Type == ocpp201.ResetEnumOnIdle
	answer, err := resetTo(ocpp201.ResetStatusScheduled), error(nil)
	if busy && onIdle && r.s.Has(defects.EVSEResetOnIdleAtOnce) {
		r.fw.Wire.Then(func() { r.fw.Control.ResetEVSE(e) })
	} else {
		answer, err = r.fw.Control.Reset(q)
	}
	switch {
	case busy && onIdle && r.s.Has(defects.EVSEResetOnIdleAccepted):
		answer.Status = ocpp201.ResetStatusAccepted
	case !busy && r.s.Has(defects.EVSEResetScheduledThoughIdle),
		busy && !onIdle && r.s.Has(defects.EVSEResetImmediateScheduled):
		answer.Status = ocpp201.ResetStatusScheduled
	}
	return answer, err
}

// unsupported answers a Reset of one EVSE where the product can reset none alone.
func (r resets) unsupported(q ocpp201.ResetRequest, busy bool) (ocpp201.ResetResponse, error) {
	switch {
	case r.s.Has(defects.UnsupportedEVSEResetAccepted):
		return resetTo(ocpp201.ResetStatusAccepted), nil
	case busy && r.s.Has(defects.UnsupportedEVSEResetScheduled):
		return resetTo(ocpp201.ResetStatusScheduled), nil
	case r.s.Has(defects.UnsupportedEVSEResetsStation):
		return r.answer(ocpp201.ResetRequest{Type: ocpp201.ResetEnumOnIdle})
	case r.s.Has(defects.UnsupportedEVSEResetYetDone):
		r.fw.Wire.Then(r.fw.Control.ResetNow)
	case r.s.Has(defects.UnsupportedEVSEResetCallError):
		return ocpp201.ResetResponse{}, &wire.CallError{Code: ocppj.NotSupported, Description: "this charging station resets no single EVSE"}
	}
	return r.fw.Control.Reset(q)
}

func resetCause(fw *station.Firmware, s defects.Set) {
	right := fw.Control.Decide.ResetCause
	fw.Control.Decide.ResetCause = func(e *site.EVSE) charging.Cause {
		why := right(e)
		switch {
		case e == nil && s.Has(defects.ImmediateResetWrongStoppedReason), e != nil && s.Has(defects.EVSEResetWrongStoppedReason):
			why.Reason = ocpp201.ReasonReboot
		case e != nil && s.Has(defects.EVSEResetWrongTrigger):
			why.Trigger = ocpp201.TriggerReasonAbnormalCondition
		}
		return why
	}
}

// resetEnds are the faults of the event by which a reset ends a transaction.
func resetEnds(fw *station.Firmware, s defects.Set) {
	fw.Charging.Seam.AddEntering(func(of *charging.Session, e charging.Event, enter func(charging.Event)) {
		evse := fw.Site.EVSE(of.EVSE)
		switch q := &e.Request; {
		case evse != nil && evse.Reset.WhenIdle && q.EventType == ocpp201.TransactionEventEnumEnded && s.Has(defects.EVSEResetLosesEnded),
			endsForReset(fw, of, q, false) && s.Has(defects.ImmediateResetNoEnded),
			endsForReset(fw, of, q, true) && s.Has(defects.EVSEResetNoEnded):
			fw.Charging.SaveTransactions() // it is over all the same
			return
		case !endsForReset(fw, of, q, true):
		case s.Has(defects.EVSEResetNoStoppedReason):
			q.TransactionInfo.StoppedReason = nil
		case s.Has(defects.EVSEResetWrongState):
			q.TransactionInfo.ChargingState = new(ocpp201.ChargingStateCharging)
		case s.Has(defects.EVSEResetWrongEventType):
			q.EventType = ocpp201.TransactionEventEnumUpdated
		}
		enter(e)
	})
}

// endsForReset tells an event by which a reset ends a transaction, of its EVSE alone or of the whole station.
func endsForReset(fw *station.Firmware, of *charging.Session, e *ocpp201.TransactionEventRequest, alone bool) bool {
	evse := fw.Site.EVSE(of.EVSE)
	return e.EventType == ocpp201.TransactionEventEnumEnded && (evse != nil && evse.Reset.Due) == alone &&
		(alone || e.TriggerReason == ocpp201.TriggerReasonResetCommand)
}

func resetKeepsIDToken(fw *station.Firmware, s defects.Set) {
	fw.Charging.Seam.AddComposed(func(of *charging.Session, e ocpp201.TransactionEventRequest) ocpp201.TransactionEventRequest {
		if endsForReset(fw, of, &e, false) && e.IDToken == nil && of.Token != nil && s.Has(defects.ImmediateResetKeepsIDToken) {
			e.IDToken = of.Token
		}
		return e
	})
}

func resetBootReason(fw *station.Firmware, s defects.Set) {
	right := fw.Control.Decide.BootReason
	fw.Control.Decide.BootReason = func(scheduled bool) ocpp201.BootReason {
		switch {
		case scheduled && s.Has(defects.ScheduledResetBootReasonWrong):
			return ocpp201.BootReasonRemoteReset
		case !scheduled && s.Has(defects.RemoteResetBootReasonWrong):
			return ocpp201.BootReasonPowerUp
		}
		return right(scheduled)
	}
}

// scheduledResets are the faults of resets that wait for the end of a transaction.
func scheduledResets(fw *station.Firmware, s defects.Set) {
	right := fw.Charging.Hooks.Ended
	fw.Charging.Hooks.Ended = func(e *site.EVSE) {
		if fw.Control.WhenIdle && fw.Control.Transactions() > 0 && s.Has(defects.ScheduledResetAfterFirst) {
			fw.Control.WhenIdle = false
			fw.Kernel.After(0, fw.Control.ResetNow)
		}
		takesStation := e != nil && e.Reset.WhenIdle && s.Has(defects.EVSEResetScheduledResetsStation)
		if takesStation {
			e.Reset.WhenIdle = false
		}
		right(e)
		if takesStation {
			fw.Control.RebootFor(ocpp201.BootReasonScheduledReset)
		}
	}
}

// evseRestarts are the faults of an EVSE that goes out of service for its reset.
func evseRestarts(fw *station.Firmware, s defects.Set) {
	right := fw.Control.Decide.RestartTakes
	fw.Control.Decide.RestartTakes = func(e *site.EVSE) time.Duration {
		if s.Has(defects.EVSEResetRebootsStationLater) {
			fw.Kernel.After(5*time.Second, func() { fw.Control.RebootFor(ocpp201.BootReasonRemoteReset) })
		}
		if s.Has(defects.EVSEResetDropsConnection) {
			l := fw.Wire.Present()
			fw.Kernel.After(100*time.Millisecond, func() { fw.Wire.GiveUp(l, errors.New("an EVSE is reset")) }) // the answer is out
		}
		return right(e)
	}
}
