package octt

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/rules"
)

// inbox is what has come from the station.
type inbox struct {
	messages []*Message // of this play, and what was unanswered before it
	orders   int        // order of the next message
	crowded  bool       // more has come in this play than is kept
	came     int        // messages of the station in this play
	bytes    int64      // of them
	deaf     bool       // the station has sent more than a play can have: nothing is heard of it any more
}

// crowd is how many messages of one play are kept for rows to claim. No case comes near it; a station that floods its
// CSMS passes it within seconds, and a run must outlast that.
const crowd = 1 << 12

// flood is how much may come from the station in one play. No case comes near it. A station that goes on is not answered any
// more: evidence and memory would grow for as long as it sends, and nothing that it is asked would be answered in time.
const (
	floodMessages = 1 << 15
	floodBytes    = 1 << 28
)

var floodRule = &rules.FrameRule{Requirement: "The Charging Station sends what a CSMS can take.",
	Expected: fmt.Sprintf("fewer than %d messages, and %d MiB, in one play", floodMessages, floodBytes>>20), Verdict: evidence.Fail,
	Clause: "no document: a limit of certbench"}

// floods counts what comes, and tells whether it is more than one play can have. The first that is too much loses the
// station. The caller holds mu.
func (w *wire) floods(e Event) bool {
	if e.Kind == FrameOut {
		return false
	}
	w.inbox.came++
	w.inbox.bytes += e.Size
	if !w.inbox.deaf && w.inbox.came <= floodMessages && w.inbox.bytes <= floodBytes {
		return false
	}
	if !w.inbox.deaf {
		w.inbox.deaf = true
		what := fmt.Sprintf("%d messages with %d MiB", w.inbox.came, w.inbox.bytes>>20)
		seq := w.append(evidence.Record{Kind: evidence.KindNote, Note: &evidence.Note{
			Text: "The station has sent " + what + " in this play. What it sends from now on is neither recorded nor answered."}})
		w.fault(seq, what, floodRule)
		w.lose(fmt.Errorf("it floods the CSMS: %s in one play", what))
	}
	return true
}

// put keeps a message for a row to claim, and reports false when there are too many of them. The caller holds mu.
func (w *wire) put(m *Message) bool {
	m.order = w.inbox.orders
	w.inbox.orders++
	if len(w.inbox.messages) < crowd {
		w.inbox.messages = append(w.inbox.messages, m)
		return true
	}
	if !w.inbox.crowded {
		w.inbox.crowded = true
		w.append(evidence.Record{Kind: evidence.KindNote, Note: &evidence.Note{Text: fmt.Sprintf(
			"The station has sent %d messages in this play. More are validated and answered, but no row can claim them.", crowd)}})
	}
	return false
}

// from lists the messages from an order on. The caller holds mu.
func (w *wire) from(order int) []*Message {
	i, _ := slices.BinarySearchFunc(w.inbox.messages, order, func(m *Message, order int) int { return cmp.Compare(m.order, order) })
	return w.inbox.messages[i:]
}
