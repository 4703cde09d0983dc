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
	if w.book.Transactions.Used(w.play, st, token) {
		return
	}
	w.admitted = &authorized{time.Now()}
}

// AwaitForgotten waits until nobody is let in any more of whom no transaction tells: a transaction tells of it after all, the
// station boots, or the time is over within which an EV has to come (part 2, TxCtrlr.EVConnectionTimeOut), with the
// laboratory's deviation. What has passed of that time counts. timeout is asked for only where somebody was let in.
func (s *Scenario) AwaitForgotten(timeout func() (time.Duration, error)) error {
	since, is := s.letIn()
	if !is || s.Leaving() {
		return nil
	}
	limit, err := timeout()
	if err != nil {
		return err
	}
	left := time.Until(since.Add(limit + s.Timeouts.Deviation))
	if _, is = s.letIn(); !is || left <= 0 {
		return nil
	}
	s.Note("An authorization was left unused; the bench waits %s until it expires.", left.Round(time.Second))
	return s.linger(left, "an authorization that nobody used to expire", func() bool { return s.w.admitted == nil })
}

// letIn tells since when a driver is let in of whom no transaction tells.
func (s *Scenario) letIn() (since time.Time, is bool) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	if s.w.admitted == nil {
		return time.Time{}, false
	}
	return s.w.admitted.since, true
}
