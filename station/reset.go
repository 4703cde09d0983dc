package station

import (
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/kernel"
)

// resetting is a reset that the CSMS has asked for.
type resetting struct {
	whenIdle  bool                // after the last transaction (B12.FR.01)
	rebooting *ocpp201.BootReason // as soon as the events are delivered
}

// reset answers use cases B11 and B12.
func (fw *firmware) reset(q ocpp201.ResetRequest) (ocpp201.ResetResponse, error) {
	switch {
	case fw.defects.Has(defects.ResetRejected):
		return ocpp201.ResetResponse{Status: ocpp201.ResetStatusRejected}, nil
	case q.EVSEID != nil:
		return fw.resetOne(*q.EVSEID, q.Type)
	case q.Type == ocpp201.ResetEnumOnIdle && fw.anyTransaction():
		return fw.scheduleReset(), nil
	}
	return fw.resetAtOnce(), nil
}

// scheduleReset answers a Reset that waits for the end of all transactions (B12.FR.01). EVSEs that are Available are
// Unavailable from then on, so that no new transaction puts the reset off (B12, scenario step 3a).
func (fw *firmware) scheduleReset() ocpp201.ResetResponse {
	r := ocpp201.ResetResponse{Status: ocpp201.ResetStatusScheduled}
	switch {
	case fw.defects.Has(defects.ScheduledResetSeesOneEVSE) && fw.transactions() > 1:
		return fw.resetAtOnce()
	case fw.defects.Has(defects.ScheduledResetEndsTransactions):
		fw.wire.Then(fw.resetNow)
		return r
	}
	if fw.whenIdle = !fw.defects.Has(defects.ScheduledResetForgotten); fw.whenIdle {
		fw.wire.Then(fw.holdIdle)
	}
	if fw.defects.Has(defects.OnIdleResetAcceptedNotScheduled) {
		r.Status = ocpp201.ResetStatusAccepted
	}
	return r
}

// holdIdle takes the EVSEs out of service that nobody uses.
func (fw *firmware) holdIdle() {
	for _, e := range fw.evses {
		e.reset.held = e.reset.held || at(e) == nil && fw.evseStatus(e.id) == ocpp201.ConnectorStatusAvailable
	}
	fw.updateStatuses()
}

// holdFreed does the same for an EVSE that has become free meanwhile, where the product wants it so.
func (fw *firmware) holdFreed() {
	if fw.whenIdle && fw.config.Capabilities.HoldsFreedEVSEs {
		fw.kernel.After(0, fw.holdIdle)
	}
}

// resetAtOnce answers a Reset for which nothing is waited (B11.FR.03, B12.FR.02).
func (fw *firmware) resetAtOnce() ocpp201.ResetResponse {
	if fw.anyInoperative() && fw.defects.Has(defects.ResetRejectedWhileInoperative) {
		return ocpp201.ResetResponse{Status: ocpp201.ResetStatusRejected}
	}
	if !fw.defects.Has(defects.ResetAcceptedButNoReboot) {
		fw.wire.Then(fw.resetNow)
	}
	if !fw.anyTransaction() && fw.defects.Has(defects.ResetScheduledThoughIdle) {
		return ocpp201.ResetResponse{Status: ocpp201.ResetStatusScheduled}
	}
	return ocpp201.ResetResponse{Status: ocpp201.ResetStatusAccepted}
}

func (fw *firmware) anyTransaction() bool { return fw.transactions() > 0 }

func (fw *firmware) transactions() int {
	n := 0
	for _, s := range fw.sessions() {
		if s.Tx != nil {
			n++
		}
	}
	return n
}

// resetNow ends all transactions and reboots (B12.FR.04).
func (fw *firmware) resetNow() {
	why := cause{trigger: ocpp201.TriggerReasonResetCommand, reason: ocpp201.ReasonImmediateReset, end: true}
	if fw.defects.Has(defects.ImmediateResetWrongStoppedReason) {
		why.reason = ocpp201.ReasonReboot
	}
	for _, s := range fw.sessions() {
		if s.Tx == nil {
			continue
		}
		if fw.defects.Has(defects.ImmediateResetNoEnded) {
			fw.openPower(s)
			fw.endAuthorization(s, why.reason)
			s.Tx, s.disarmed = nil, true
			fw.saveTransactions()
			continue
		}
		fw.happen(s, why, func() {
			if fw.defects.Has(defects.ImmediateResetKeepsIDToken) {
				s.TokenDue, s.Starts = s.Token, false
			}
		})
		fw.settle(s)
	}
	reason := ocpp201.BootReasonRemoteReset
	if fw.defects.Has(defects.RemoteResetBootReasonWrong) {
		reason = ocpp201.BootReasonPowerUp
	}
	fw.rebootFor(reason)
}

// resetWhenIdle carries out a scheduled reset when the last transaction has ended.
func (fw *firmware) resetWhenIdle() {
	if !fw.whenIdle || fw.anyTransaction() && !fw.defects.Has(defects.ScheduledResetAfterFirst) {
		return
	}
	if fw.anyTransaction() {
		fw.whenIdle = false
		fw.kernel.After(0, fw.resetNow)
		return
	}
	fw.whenIdle = false
	reason := ocpp201.BootReasonScheduledReset
	if fw.defects.Has(defects.ScheduledResetBootReasonWrong) {
		reason = ocpp201.BootReasonRemoteReset
	}
	fw.rebootFor(reason)
}

// rebootFor reboots once everything is delivered, connector states included (G01.FR.03), or when the CSMS has not taken
// it within a message timeout; transaction events are kept and sent after the reboot (B12.FR.05).
func (fw *firmware) rebootFor(reason ocpp201.BootReason) {
	if fw.rebooting != nil {
		return
	}
	fw.rebooting, fw.closed = &reason, true
	fw.kernel.After(fw.wire.MessageTimeout(), fw.reboot)
	fw.kernel.After(0, func() { // after the events that the end of a transaction still makes
		fw.goingDown = true
		fw.updateStatuses()
		fw.resetWhenDelivered()
	})
}

// resetWhenDelivered carries out the resets that wait for nothing else than that the CSMS has taken all messages.
func (fw *firmware) resetWhenDelivered() {
	if delivered := fw.wire.Delivered() && len(fw.queue.entries) == 0; !delivered && fw.wire.Online() {
		return
	}
	for _, e := range fw.evses {
		fw.restartEVSE(e)
	}
	if fw.goingDown {
		fw.reboot()
	}
}

func (fw *firmware) reboot() { fw.kernel.End(kernel.Ending{Reason: string(*fw.rebooting)}) }

// ended is called when a transaction has ended.
func (fw *firmware) ended(e *evse) {
	fw.resetWhenIdle()
	fw.resetEVSEWhenIdle(e)
}
