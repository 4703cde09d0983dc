package octt

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/harness/octt/rules"
)

// What happens in the clean-up after a case, between two cases, or before the first is no case's: a run judges it by the
// same rules, and keeps it as findings of its own. A case ends with the answer to the fence after its last row, which the station
// gives before the bench does anything to it. What comes then of a transaction that the case has begun is what the bench has made
// the station tell, by ending it: no case's either.

// own tells a transaction that the case began which is played, or cleaned up after. The caller holds mu.
func (w *wire) own(tx *ledger.Transaction) bool {
	return w.log.play != 0 && tx.Play == w.log.play && tx.Inside
}

// found judges what has happened outside of every case since the last time. atRest tells that the station's queue is empty,
// so that what has not come never will. judged are the transactions that a case has judged. The caller holds mu.
func (w *wire) findOutside(atRest bool, judged map[string]int) {
	for _, f := range w.findings.faults {
		if f.outside {
			w.find(evidence.Finding{Kind: evidence.FoundBetween, Subject: f.subject, Requirement: f.rule.Requirement, Requirements: f.rule.IDs,
				Clause: f.rule.Clause, Expected: f.rule.Expected, Actual: f.what, Frame: f.seq, Count: f.times, Verdict: f.rule.Verdict})
		}
	}
	w.findings.faults = slices.DeleteFunc(w.findings.faults, func(f fault) bool { return f.outside })
	for _, seq := range w.link.lost {
		w.find(evidence.Finding{Kind: evidence.FoundBetween, Subject: "the connection", Requirement: connectionLasts, Clause: rules.General,
			Expected: "a stable connection", Actual: fmt.Sprintf("it ended, see record %d", seq), Verdict: evidence.Warning})
	}
	w.link.lost = nil
	if atRest {
		w.findTransactions(judged)
		return
	}
	for id := range judged { // the next who looks is not told
		if w.findings.judged == nil {
			w.findings.judged = map[string]int64{}
		}
		w.findings.judged[id] = w.log.written
	}
}

// whole tells that all of a transaction has come: the station has said since its last message that its queue is empty. The
// caller holds mu.
func (w *wire) whole(tx *ledger.Transaction) bool {
	return w.findings.emptied > tx.LastFrame()
}

// findTransactions judges the transactions that no case has judged, by what has come since the last time. One of which the
// run has not seen the beginning may have begun before it. The caller holds mu.
func (w *wire) findTransactions(judged map[string]int) {
	var broken []rules.Breach
	for id, tx := range w.book.Transactions {
		if _, by := judged[id]; by || !tx.Known || tx.Quiet() { // what it has broken was found when it came
			continue
		}
		since := max(w.findings.looked, w.findings.judged[id])
		found := rules.Repeated(tx, since)
		if w.whole(tx) {
			found = append(found, rules.OfTransaction(tx, tx.Highest(), w.times.Deviation)...)
		} else {
			found = append(found, rules.AfterEnd(tx, -1)...)
		}
		broken = append(broken, slices.DeleteFunc(found, func(b rules.Breach) bool {
			return b.Seq <= w.findings.looked || b.Seq <= since && !b.Hole // a hole proved nothing then
		})...)
	}
	for _, b := range rules.Sorted(broken) {
		w.findBreach(b)
	}
	w.findings.looked, w.findings.judged = w.log.written, nil
}

// findBreach makes a finding of what a transaction has broken outside of every case. The caller holds mu.
func (w *wire) findBreach(b rules.Breach) {
	w.find(evidence.Finding{Kind: evidence.FoundBetween, Subject: "TransactionEventRequest", Requirement: b.Requirement, Requirements: b.IDs, Clause: b.Clause,
		Expected: b.Expected, Actual: b.Actual, Frame: b.Seq, Verdict: cmp.Or(b.Verdict, evidence.Fail)})
}

// connectionLasts is a general pre condition: every case presumes a stable connection.
const connectionLasts = "The connection lasts, unless the case ends it."
