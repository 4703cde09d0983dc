package octt

import (
	"time"

	"github.com/certbench/certbench/harness/octt/ledger"
)

// authorized is a driver who was let in and of whom no transaction has told yet: the next EV would charge with that.
type authorized struct {
	since time.Time
}

// letIn notes that the CSMS has accepted the idToken of a card that was presented. Without a card nobody was let in: the
// station asks for a reason of its own. The caller holds mu.
func (w *wire) letIn(token string) {
	for i := len(w.book.Stimuli) - 1; i >= 0; i-- {
		if st := w.book.Stimuli[i]; st.Presents() {
			w.admits(st, token)
			return
		}
	}
}

// startsRemotely notes that the station has accepted a remote start. The caller holds mu.
func (w *wire) startsRemotely(call *ledger.Request) {
	for _, st := range w.book.Stimuli {
		if st.Remote == call {
			w.admits(st, st.Token.ID)
			return
		}
	}
}

// admits notes a driver who was let in, unless a transaction has told of it already: a station may send the
// TransactionEventRequest before it gets, or gives, the response. The caller holds mu.
func (w *wire) admits(st ledger.Stimulus, token string) {
	if w.book.Transactions.Used(w.log.play, st, token) {
		return
	}
	w.admitted = &authorized{time.Now()}
}
