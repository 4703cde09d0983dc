package control

import (
	"errors"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/site"
)

// Reset answers use cases B11 and B12.
func (ct *Control) Reset(q ocpp201.ResetRequest) (ocpp201.ResetResponse, error) {
	switch {
	case ct.files.Installing(): // B11.FR.06
		return refusedReset("FwUpdateInProgress", errors.New("firmware is being installed")), nil
	case q.EVSEID != nil:
		return ct.resetOne(*q.EVSEID, q.Type)
	case q.Type == ocpp201.ResetEnumOnIdle && !ct.idle(): // B12.FR.01
		ct.WhenIdle = true
		ct.wire.Then(ct.holdIdle)
		return ocpp201.ResetResponse{Status: ocpp201.ResetStatusScheduled}, nil
	}
	ct.wire.Then(ct.ResetNow) // B11.FR.03, B12.FR.02
	return ocpp201.ResetResponse{Status: ocpp201.ResetStatusAccepted}, nil
}

// holdIdle takes the EVSEs out of service that nobody uses. From when a reset was scheduled on those that are Available are
// Unavailable, so that no new transaction puts the reset off (B12, scenario step 3a).
func (ct *Control) holdIdle() {
	for _, e := range ct.site.EVSEs {
		e.Reset.Held = e.Reset.Held || charging.At(e) == nil && ct.site.EVSEStatus(e.ID) == ocpp201.ConnectorStatusAvailable
	}
	ct.site.UpdateStatuses()
}

// HoldFreed does the same for an EVSE that has become free meanwhile, where the product wants it so.
func (ct *Control) HoldFreed() {
	if ct.WhenIdle && ct.product.Capabilities.HoldsFreedEVSEs {
		ct.kernel.After(0, ct.holdIdle)
	}
}

// Transactions is how many are open.
func (ct *Control) Transactions() int {
	n := 0
	for _, s := range ct.charging.Sessions() {
		if s.Tx != nil {
			n++
		}
	}
	return n
}

// ResetNow ends all transactions and reboots (B12.FR.04).
func (ct *Control) ResetNow() {
	for _, s := range ct.charging.Sessions() {
		if s.Tx != nil {
			ct.charging.Happen(s, ct.Decide.ResetCause(nil), func() {})
			ct.charging.Settle(s)
		}
	}
	ct.RebootFor(ct.Decide.BootReason(false))
}

// idle tells whether a reset would disturb nobody: there is no transaction, and no reservation (part 2, B11, remark as erratum 2.14
// has it).
func (ct *Control) idle() bool { return ct.Transactions() == 0 && len(ct.reservations.Pending()) == 0 }

// Resume carries out the resets that wait until nobody is disturbed any more.
func (ct *Control) Resume() {
	ct.resetWhenIdle()
	for _, e := range ct.site.EVSEs {
		ct.resetEVSEWhenIdle(e)
	}
}

// resetWhenIdle carries out a scheduled reset when the last transaction has ended and nothing is reserved.
func (ct *Control) resetWhenIdle() {
	if ct.WhenIdle && ct.idle() {
		ct.WhenIdle = false
		ct.RebootFor(ct.Decide.BootReason(true))
	}
}

// RebootFor reboots once everything is delivered, connector states included (G01.FR.03), or when the CSMS has not taken
// it within a message timeout; transaction events are kept and sent after the reboot (B12.FR.05).
func (ct *Control) RebootFor(reason ocpp201.BootReason) {
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
