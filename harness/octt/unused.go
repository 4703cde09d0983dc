package octt

import (
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// authorized is a driver who was let in and of whom no transaction has told yet: the next EV would charge with that.
type authorized struct {
	since time.Time
}

// letIn notes that the CSMS has accepted the idToken of a card that was presented. Without a card nobody was let in: the
// station asks for a reason of its own. The caller holds mu.
func (w *wire) letIn(token string) {
	for i := len(w.stimuli) - 1; i >= 0; i-- {
		if st := w.stimuli[i]; st.presents() {
			w.admits(st, token)
			return
		}
	}
}

// startsRemotely notes that the station has accepted a remote start. The caller holds mu.
func (w *wire) startsRemotely(call *outgoing) {
	for _, st := range w.stimuli {
		if st.remote == call {
			w.admits(st, st.token.ID)
			return
		}
	}
}

// admits notes a driver who was let in, unless a transaction has told of it already: a station may send the
// TransactionEventRequest before it gets, or gives, the response. The caller holds mu.
func (w *wire) admits(st stimulus, token string) {
	if w.ledger.used(w.play, st, token) {
		return
	}
	w.admitted = &authorized{time.Now()}
}

// used tells whether an event that came after a stimulus was asked for tells of it: by the idToken, by the remoteStartId, or
// by a triggerReason that there is for nothing else. What is told late of a transaction of an earlier play tells of none.
func (l ledger) used(play int, st stimulus, token string) bool {
	for _, tx := range l {
		if tx.play != play {
			continue
		}
		for _, e := range tx.events {
			if e.seq <= st.seq {
				continue
			}
			by := e.told.TransactionInfo.RemoteStartID
			switch {
			case st.remote != nil && by != nil && *by == st.id:
				return true
			case e.told.IDToken != nil && (st.speaksOf(e.told.IDToken) || strings.EqualFold(e.told.IDToken.IDToken, token)):
				return true
			case st.remote != nil && e.trigger == ocpp201.TriggerReasonRemoteStart,
				st.remote == nil && (e.trigger == ocpp201.TriggerReasonAuthorized || e.trigger == ocpp201.TriggerReasonStopAuthorized):
				return true
			}
		}
	}
	return false
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
