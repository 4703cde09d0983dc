package octt

import (
	"fmt"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
)

// A station may repeat a TransactionEventRequest of which it cannot know that it was processed (part 2, E13; E04 and E11
// for what was lost with the connection), and no other: one that is told twice is counted twice.

// learned notes what the station knows of its last CALL now that it sends the next. It sends one at a time (part 4,
// section 4.1.1), so that on the same connection it has read the answer, or given it up: the first is sure where the
// answer came at once. After a boot nothing is sure: what was read may have been lost. The caller holds mu.
func (w *wire) learned(m *Message) {
	if last := w.last; last != nil && last.conn == m.conn {
		last.learned = last.delivered && !last.failed && !strings.HasPrefix(last.answer, "CALLERROR") &&
			last.Answered.Sub(last.At) <= w.times.Deviation
	}
	w.last = m
	if m.Action == "BootNotification" {
		w.ledger.doubt()
	}
}

// doubt forgets what the station knows to be processed.
func (l ledger) doubt() {
	for _, tx := range l {
		for _, e := range tx.events {
			e.message.learned = false
		}
	}
}

// repeat notes that an event was sent again.
func (e *transactionEvent) repeat(m *Message) {
	if e.message.learned && e.again == 0 {
		e.again = m.Seq
	}
	e.message = m
}

// repeated lists the events of a play that came once more although the station had been told that they were processed.
func (t *transaction) repeated(from int64) []breach {
	var out []breach
	for _, e := range t.events {
		if e.again > from {
			out = append(out, breach{requirement: "A TransactionEventRequest that was answered is not sent again.",
				expected: fmt.Sprintf("seqNo %d once", e.number), actual: "once more", seq: e.again, verdict: evidence.Fail})
		}
	}
	return out
}
