package octt

import (
	"maps"
	"math"
	"time"

	"github.com/certbench/certbench/harness/octt/ledger"
)

// phase is how far the play is that is under way.
type phase struct {
	inside  bool     // a case is being played, and not its clean-up
	begun   bool     // a case of this run has been
	rows    bool     // rows are played that may claim a message: on the way back to rest and between cases nothing is held
	resting *awaited // what the way back to rest waits for; nil while there is none
	before  int64    // last record before the play
	touched bool     // the play has done something after which the station may be another than before
	closing bool     // nothing is held any more
}

// begin stamps the records that follow with a case, or with none.
func (w *wire) begin(id string, play int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.log.playing, w.log.play, w.phase.touched, w.phase.before = id, play, false, w.log.written
	w.unvalidated = nil
}

// within says that a case is played from now on, or is not any more. It returns the last record until now.
func (w *wire) within(played bool) int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.phase.inside = played
	if played {
		w.phase.begun = true
	}
	return w.log.written
}

// claims says whether there are rows that may claim a message. Where there are none any more, nothing stays unanswered for them.
func (w *wire) claims(rows bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.phase.rows = rows
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
	w.phase.resting = what
	return w.phase.touched || len(w.book.Transactions.Open()) > 0
}

func (w *wire) touch() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.phase.touched, w.looked = true, nil
}

// sweep lets go of what finished plays leave behind, so that a long run needs no more memory than its longest play. What
// is unanswered stays until it is not. The caller holds mu.
func (w *wire) sweep() {
	var open []*Message
	for _, m := range w.inbox.messages {
		if m.answer == "" {
			open = append(open, m)
		}
	}
	w.inbox.messages, w.inbox.crowded, w.link.lost, w.link.attempts = open, false, nil, nil
	w.inbox.came, w.inbox.bytes = 0, 0
	var last *ledger.Call
	if w.retries.last != nil {
		last = &w.retries.last.Call
	}
	w.book.Settle(w.log.play, w.phase.before, w.findings.looked, last)
	w.retries.settle(w.book.Transactions, open)
	maps.DeleteFunc(w.calls, func(_ string, call *ledger.Request) bool { return call.Seq != 0 && call.Answer != nil })
	keepNewest(w.calls, mostUnanswered, func(call *ledger.Request) int64 {
		if call.Seq == 0 { // it is on its way, and has no record yet
			return math.MaxInt64
		}
		return call.Seq
	})
}

// mostUnanswered is how many CALLs that the station has not answered are known of by the end of a play.
const mostUnanswered = 64
