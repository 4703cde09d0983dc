package octt

import (
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// A station that has accepted to boot owes that, and so does one that got its power back: it does so seconds later, or when
// its transactions have ended, and what it does then would break the next case, or the one after. So what is owed is kept
// until it has come.

// debt is a boot that is owed.
type debt struct {
	why       string
	since     time.Time
	conn      int  // connection that it comes on another one than; 0 where it may come on the same
	judged    bool // a row has found that it did not come in time
	scheduled bool // it comes when no transaction is open any more (part 2, B12.FR.01, B12.FR.03)
}

// owe notes a boot that is owed. The caller holds mu.
func (w *wire) owe(d debt) {
	d.since = time.Now()
	w.debts = append(w.debts, d)
}

// owesReset notes what a station has answered to a ResetRequest for the whole of it. The caller holds mu.
func (w *wire) owesReset(call *ledger.Request) {
	if !call.Boots {
		return
	}
	switch call.Field("status") {
	case string(ocpp201.ResetStatusAccepted):
		w.owe(debt{why: "an accepted ResetRequest"})
	case string(ocpp201.ResetStatusScheduled):
		w.owe(debt{why: "a scheduled ResetRequest", scheduled: true})
	}
}

// mayBoot notes an answer after which a station may boot by itself, and need not: that of a value which it takes at its next
// boot (part 6, note to step 6 of TC_B_45_CS). The caller holds mu.
func (w *wire) mayBoot(call *ledger.Request) {
	if call.Action != "SetVariables" {
		return
	}
	p, err := schemas.Message[ocpp201.SetVariablesResponse](call.Response)
	if err != nil {
		return
	}
	for _, result := range p.SetVariableResult {
		if result.AttributeStatus == ocpp201.SetVariableStatusRebootRequired {
			w.link.excused, w.link.mayBoot = true, true
		}
	}
}

// forgives lets go of a leave to disconnect that an earlier play has given and that the station has not used: it would excuse a connection
// that is lost for no reason in the next one. A station that owes a boot, or may boot by itself, or is busy with an update still has its
// reason, and one that is away needs none any more when it has come back.
func (w *wire) forgives() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if t := &w.book.Transfers; len(w.debts) > 0 || w.link.mayBoot || !w.link.up || t.Updating || t.Firmware.Installing {
		return
	}
	w.link.excused, w.link.cutOff = false, false
}

// pays tells whether a message is a boot, and takes it for all that it can be: one boot pays what was owed before it. One that
// was triggered by a request is none (part 2, BootReasonEnumType). The caller holds mu.
func (w *wire) pays(m *Message) {
	if m.Action != "BootNotification" || m.Field("reason") == string(ocpp201.BootReasonTriggered) {
		return
	}
	expected := !w.registration.booted || w.unaccepted() || w.link.excused || m.Conn > w.registration.boot
	var left []debt
	for _, d := range w.debts {
		if d.conn > 0 && m.Conn <= d.conn {
			left = append(left, d)
		}
	}
	expected = expected || len(left) < len(w.debts)
	w.debts = left
	w.registration.boot = m.Conn
	if !expected && w.log.apart {
		w.find(evidence.Finding{Kind: evidence.FoundBetween, Subject: "BootNotificationRequest", Clause: "part 2, use case B01", Frame: m.Seq,
			Requirement: "The Charging Station boots when it is made to, and not by itself.", Expected: "no boot here", Actual: "a boot", Verdict: evidence.Warning})
	}
}

// awaitedInVain notes that a row has waited so long for a boot. What has not come by then is the row's; what had less time
// than Timeouts.Boot may still come. The caller holds mu.
func (w *wire) awaitedInVain(limit time.Duration) {
	if limit >= w.times.Boot {
		w.debts = nil
	}
	for i := range w.debts {
		w.debts[i].judged = true
	}
}

// due are the boots that are owed now: those that wait for the end of transactions are not as long as one is open. The
// caller holds mu.
func (w *wire) due() []debt {
	var out []debt
	for _, d := range w.debts {
		if !d.scheduled || len(w.book.Transactions.Open()) == 0 {
			out = append(out, d)
		}
	}
	return out
}
