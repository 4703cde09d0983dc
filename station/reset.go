package station

import (
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
)

// resetting is a reset that the CSMS has asked for.
type resetting struct {
	whenIdle  bool                // after the last transaction (B12.FR.01)
	rebooting *ocpp201.BootReason // as soon as the events are delivered
}

// reset answers use cases B11 and B12. EVSEs cannot be reset one by one (B11.FR.09).
func (fw *firmware) reset(q ocpp201.ResetRequest) (ocpp201.ResetResponse, error) {
	busy := fw.anyTransaction()
	switch {
	case q.EVSEID != nil || fw.defects.Has(defects.ResetRejected):
		return ocpp201.ResetResponse{Status: ocpp201.ResetStatusRejected}, nil
	case q.Type == ocpp201.ResetEnumOnIdle && busy:
		fw.whenIdle = true
		if fw.defects.Has(defects.OnIdleResetAcceptedNotScheduled) {
			return ocpp201.ResetResponse{Status: ocpp201.ResetStatusAccepted}, nil
		}
		return ocpp201.ResetResponse{Status: ocpp201.ResetStatusScheduled}, nil
	}
	if !fw.defects.Has(defects.ResetAcceptedButNoReboot) {
		fw.then(fw.resetNow)
	}
	return ocpp201.ResetResponse{Status: ocpp201.ResetStatusAccepted}, nil
}

func (fw *firmware) anyTransaction() bool {
	for _, s := range fw.sessions() {
		if s.Tx != nil {
			return true
		}
	}
	return false
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
	fw.rebootFor(ocpp201.BootReasonRemoteReset)
}

// resetWhenIdle carries out a scheduled reset when the last transaction has ended.
func (fw *firmware) resetWhenIdle() {
	if !fw.whenIdle || fw.anyTransaction() {
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
	fw.rebooting = &reason
	fw.alarms.after(fw.messageTimeout(), fw.reboot)
	fw.alarms.after(0, fw.rebootWhenDelivered) // after the events that the end of a transaction still makes
}

func (fw *firmware) rebootWhenDelivered() {
	delivered := fw.pending == nil && len(fw.calls) == 0 && len(fw.queue.entries) == 0
	if fw.rebooting != nil && (delivered || !fw.online()) {
		fw.reboot()
	}
}

func (fw *firmware) reboot() { fw.end = &ending{bootReason: *fw.rebooting} }
