package octt

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// A station may repeat a TransactionEventRequest of which it cannot know that it was processed (part 2, E13; E04 and E11
// for what was lost with the connection), and no other: one that is told twice is counted twice.

// retries is what the station may send again.
type retries struct {
	last    *Message                // CALL of the station, nil before the first
	unsure  map[string]*ledger.Call // CALLs of which the station may not know that they were processed, by message id
	earlier map[string]*ledger.Call // those of them that came in earlier plays: what they are compared by, and nothing else
}

// learned notes what the station knows of its last CALL now that it sends the next. It sends one at a time (part 4,
// section 4.1.1), so that on the same connection it has read the answer, or given it up: the first is sure where the
// answer came at once. After a boot nothing is sure: what was read may have been lost. The caller holds mu.
func (w *wire) learned(m *Message) {
	if last := w.retries.last; last != nil && last.Conn == m.Conn {
		last.Learned = w.tells(last)
		if last.Learned && w.retries.unsure[last.ID] == &last.Call {
			delete(w.retries.unsure, last.ID)
		}
	}
	w.retries.last = m
	if m.Action == "BootNotification" {
		w.doubt()
	}
	w.doubtful(&m.Call)
}

// tells tells whether the answer to a message lets a station that reads it know that it was processed.
func (w *wire) tells(m *Message) bool {
	return m.delivered && !m.failed && !strings.HasPrefix(m.answer, "CALLERROR") && m.Answered.Sub(m.At) <= w.times.Deviation
}

// doubt forgets what the station knows to be processed.
func (w *wire) doubt() {
	for _, m := range w.book.Transactions.Doubt() {
		w.doubtful(m)
	}
}

// doubtful keeps a message that the station may send again. A station that never learns anything is one that no retry of
// can be told from a mistake: it is not kept without end.
func (w *wire) doubtful(m *ledger.Call) {
	if len(w.retries.unsure)+len(w.retries.earlier) >= crowd {
		w.retries.unsure, w.retries.earlier = map[string]*ledger.Call{}, map[string]*ledger.Call{}
	}
	delete(w.retries.earlier, m.ID)
	w.retries.unsure[m.ID] = m
}

// settle lets go of all that is known of the messages but what they are compared by, and of those that the transactions are known by
// without them. What is unanswered stays as it is, and so does the last message.
func (r *retries) settle(of ledger.Transactions, open []*Message) {
	for id, m := range r.unsure {
		if r.last != nil && m == &r.last.Call || slices.ContainsFunc(open, func(o *Message) bool { return &o.Call == m }) {
			continue
		}
		q := ledger.As[ocpp201.TransactionEventRequest](m)
		if q != nil && of.Keeps(q) { // it is there all the same
			continue
		}
		delete(r.unsure, id)
		if q == nil || !of.Doubtful(id, q) {
			r.earlier[id] = &ledger.Call{Action: m.Action, ID: id, Conn: m.Conn, Seq: m.Seq, Payload: schemas.Read(m.Payload.Text())}
		}
	}
	keepNewest(r.earlier, mostEarlier, func(m *ledger.Call) int64 { return m.Seq })
}

// mostEarlier is how many messages of earlier plays are known of which the station may not know that they were processed: with each boot and each
// lost connection comes one, and a station that sends it again does so before it has lost thirty others.
const mostEarlier = 32

// reused judges a CALL whose message id was used before: that of a message which is sent again because the station may not
// know that it was processed may be the same (part 4, section 4.1.4 with erratum 2025-09, 4.6), and no other. It returns what
// is wrong, empty for such a retry. The caller holds mu.
func (w *wire) reused(e Event) string {
	first := cmp.Or(w.retries.unsure[e.Frame.ID], w.retries.earlier[e.Frame.ID])
	if first != nil && sameCall(first, e) && !(w.retries.last != nil && first == &w.retries.last.Call && first.Conn == e.Conn && w.tells(w.retries.last)) {
		return ""
	}
	if q, err := schemas.Message[ocpp201.TransactionEventRequest](e.payload); first == nil && err == nil && e.Frame.Action == q.Action() && w.book.Doubtful(e.Frame.ID, q) {
		return ""
	}
	return fmt.Sprintf("message id %q was used before, and this is no message that is sent again because it was not answered (part 4, section 4.1.4)", e.Frame.ID)
}

// sameCall tells a CALL that says what an earlier one said: of a transaction, the same event.
func sameCall(m *ledger.Call, e Event) bool {
	if m.Action != e.Frame.Action {
		return false
	}
	var before, now ocpp201.TransactionEventRequest
	if m.Action != now.Action() || m.Payload.Decode(&before) != nil || e.payload.Decode(&now) != nil {
		return reflect.DeepEqual(values.Decoded(m.Payload.Text()), values.Decoded(e.payload.Text()))
	}
	return before.TransactionInfo.TransactionID == now.TransactionInfo.TransactionID && before.SeqNo == now.SeqNo &&
		before.EventType == now.EventType && before.Timestamp.Equal(now.Timestamp.Time)
}
