package octt

import (
	"maps"
	"time"

	"github.com/certbench/certbench/harness/octt/ledger"
)

// begin stamps the records that follow with a case, or with none.
func (w *wire) begin(id string, play int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.playing, w.play, w.touched = id, play, false
}

// within says that a case is played from now on, or is not any more.
func (w *wire) within(played bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.inside = played
	if played {
		w.begun = true
	}
}

// claims says whether there are rows that may claim a message. Where there are none any more, nothing stays unanswered for them.
func (w *wire) claims(rows bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.rows = rows
	if !rows {
		w.answerUnwanted()
	}
}

// awaited is what the bench waits for outside of every row, and until when.
type awaited struct {
	what  string
	until time.Time
}

// sets notes what the way back to rest waits for, nil for its end, and tells whether the play has touched the station.
func (w *wire) sets(what *awaited) (touched bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.resting = what
	return w.touched || len(w.book.Transactions.Open()) > 0
}

func (w *wire) touch() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.touched = true
}

// sweep lets go of what finished plays leave behind, so that a long run needs no more memory than its longest play. What
// is unanswered stays until it is not. The caller holds mu.
func (w *wire) sweep() {
	var open []*Message
	for _, m := range w.inbox {
		if m.answer == "" {
			open = append(open, m)
		}
	}
	w.inbox, w.crowded, w.lost, w.attempts = open, false, nil, nil
	w.came, w.bytes = 0, 0
	maps.DeleteFunc(w.calls, func(_ string, call *ledger.Request) bool { return call.Seq != 0 && call.Answer != nil })
}
