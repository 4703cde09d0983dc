package control

import (
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/site"
)

// resetting is a reset that the CSMS has asked for.
type resetting struct {
	whenIdle  bool                // after the last transaction (B12.FR.01)
	rebooting *ocpp201.BootReason // as soon as the events are delivered
}

// Reset answers use cases B11 and B12.
func (ct *Control) Reset(q ocpp201.ResetRequest) (ocpp201.ResetResponse, error) {
	switch {
	case ct.defects.Has(defects.ResetRejected):
		return ocpp201.ResetResponse{Status: ocpp201.ResetStatusRejected}, nil
	case q.EVSEID != nil:
		return ct.resetOne(*q.EVSEID, q.Type)
	case q.Type == ocpp201.ResetEnumOnIdle && ct.anyTransaction():
		return ct.scheduleReset(), nil
	}
	return ct.resetAtOnce(), nil
}

// scheduleReset answers a Reset that waits for the end of all transactions (B12.FR.01). EVSEs that are Available are
// Unavailable from then on, so that no new transaction puts the reset off (B12, scenario step 3a).
func (ct *Control) scheduleReset() ocpp201.ResetResponse {
	r := ocpp201.ResetResponse{Status: ocpp201.ResetStatusScheduled}
	switch {
	case ct.defects.Has(defects.ScheduledResetSeesOneEVSE) && ct.transactions() > 1:
		return ct.resetAtOnce()
	case ct.defects.Has(defects.ScheduledResetEndsTransactions):
		ct.wire.Then(ct.resetNow)
		return r
	}
	if ct.whenIdle = !ct.defects.Has(defects.ScheduledResetForgotten); ct.whenIdle {
		ct.wire.Then(ct.holdIdle)
	}
	if ct.defects.Has(defects.OnIdleResetAcceptedNotScheduled) {
		r.Status = ocpp201.ResetStatusAccepted
	}
	return r
}

// holdIdle takes the EVSEs out of service that nobody uses.
func (ct *Control) holdIdle() {
	for _, e := range ct.site.EVSEs {
		e.Reset.Held = e.Reset.Held || charging.At(e) == nil && ct.site.EVSEStatus(e.ID) == ocpp201.ConnectorStatusAvailable
	}
	ct.site.UpdateStatuses()
}

// HoldFreed does the same for an EVSE that has become free meanwhile, where the product wants it so.
func (ct *Control) HoldFreed() {
	if ct.whenIdle && ct.product.Capabilities.HoldsFreedEVSEs {
		ct.kernel.After(0, ct.holdIdle)
	}
}

// resetAtOnce answers a Reset for which nothing is waited (B11.FR.03, B12.FR.02).
func (ct *Control) resetAtOnce() ocpp201.ResetResponse {
	if ct.site.AnyInoperative() && ct.defects.Has(defects.ResetRejectedWhileInoperative) {
		return ocpp201.ResetResponse{Status: ocpp201.ResetStatusRejected}
	}
	if !ct.defects.Has(defects.ResetAcceptedButNoReboot) {
		ct.wire.Then(ct.resetNow)
	}
	if !ct.anyTransaction() && ct.defects.Has(defects.ResetScheduledThoughIdle) {
		return ocpp201.ResetResponse{Status: ocpp201.ResetStatusScheduled}
	}
	return ocpp201.ResetResponse{Status: ocpp201.ResetStatusAccepted}
}

func (ct *Control) anyTransaction() bool { return ct.transactions() > 0 }

func (ct *Control) transactions() int {
	n := 0
	for _, s := range ct.charging.Sessions() {
		if s.Tx != nil {
			n++
		}
	}
	return n
}

// resetNow ends all transactions and reboots (B12.FR.04).
func (ct *Control) resetNow() {
	why := charging.Cause{Trigger: ocpp201.TriggerReasonResetCommand, Reason: ocpp201.ReasonImmediateReset, End: true}
	if ct.defects.Has(defects.ImmediateResetWrongStoppedReason) {
		why.Reason = ocpp201.ReasonReboot
	}
	for _, s := range ct.charging.Sessions() {
		if s.Tx == nil {
			continue
		}
		if ct.defects.Has(defects.ImmediateResetNoEnded) {
			ct.charging.OpenPower(s)
			ct.charging.EndAuthorization(s, why.Reason)
			s.Tx, s.Disarmed = nil, true
			ct.charging.SaveTransactions()
			continue
		}
		ct.charging.Happen(s, why, func() {
			if ct.defects.Has(defects.ImmediateResetKeepsIDToken) {
				s.TokenDue, s.Starts = s.Token, false
			}
		})
		ct.charging.Settle(s)
	}
	reason := ocpp201.BootReasonRemoteReset
	if ct.defects.Has(defects.RemoteResetBootReasonWrong) {
		reason = ocpp201.BootReasonPowerUp
	}
	ct.rebootFor(reason)
}

// resetWhenIdle carries out a scheduled reset when the last transaction has ended.
func (ct *Control) resetWhenIdle() {
	if !ct.whenIdle || ct.anyTransaction() && !ct.defects.Has(defects.ScheduledResetAfterFirst) {
		return
	}
	if ct.anyTransaction() {
		ct.whenIdle = false
		ct.kernel.After(0, ct.resetNow)
		return
	}
	ct.whenIdle = false
	reason := ocpp201.BootReasonScheduledReset
	if ct.defects.Has(defects.ScheduledResetBootReasonWrong) {
		reason = ocpp201.BootReasonRemoteReset
	}
	ct.rebootFor(reason)
}

// rebootFor reboots once everything is delivered, connector states included (G01.FR.03), or when the CSMS has not taken
// it within a message timeout; transaction events are kept and sent after the reboot (B12.FR.05).
func (ct *Control) rebootFor(reason ocpp201.BootReason) {
	if ct.rebooting != nil {
		return
	}
	ct.rebooting, ct.provisioning.Closed = &reason, true
	ct.kernel.After(ct.wire.MessageTimeout(), ct.reboot)
	ct.kernel.After(0, func() { // after the events that the end of a transaction still makes
		ct.site.GoingDown = true
		ct.site.UpdateStatuses()
		ct.ResetWhenDelivered()
	})
}

// ResetWhenDelivered carries out the resets that wait for nothing else than that the CSMS has taken all messages.
func (ct *Control) ResetWhenDelivered() {
	if delivered := ct.wire.Delivered() && len(ct.charging.Queue.Entries) == 0; !delivered && ct.wire.Online() {
		return
	}
	for _, e := range ct.site.EVSEs {
		ct.restartEVSE(e)
	}
	if ct.site.GoingDown {
		ct.reboot()
	}
}

func (ct *Control) reboot() { ct.kernel.End(kernel.Ending{Reason: string(*ct.rebooting)}) }

// Ended is called when a transaction has ended.
func (ct *Control) Ended(e *site.EVSE) {
	ct.resetWhenIdle()
	ct.resetEVSEWhenIdle(e)
}
