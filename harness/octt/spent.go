package octt

import (
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// spent accounts for the time of a play: every moment belongs to one wait that the bench has chosen, or to none, and then to the
// table or the station. Only the goroutine that plays has it.
type spent struct {
	on    evidence.Wait // whose the present moment is; empty for the table or the station
	since time.Time
	own   map[evidence.Wait]time.Duration
}

func newSpent() *spent { return &spent{own: map[evidence.Wait]time.Duration{}} }

// to has the moments from now on belong to another, and tells to whom they did before.
func (t *spent) to(on evidence.Wait) (before evidence.Wait) {
	now := time.Now()
	if t.on != "" {
		t.own[t.on] += now.Sub(t.since)
	}
	before, t.on, t.since = t.on, on, now
	return before
}

// chooses names a wait of the bench, until the returned function is called. One within another goes before it.
func (s *Scenario) chooses(on evidence.Wait) (done func()) {
	before := s.spent.to(on)
	return func() { s.spent.to(before) }
}

// choosesUnless is chooses for what is part of another wait of the bench where there is one.
func (s *Scenario) choosesUnless(on evidence.Wait) (done func()) {
	if s.spent.on != "" {
		return func() {}
	}
	return s.chooses(on)
}

// mayBeInVain begins a wait of which only its end tells whose it is: inVain makes it one of the bench, all but what has another
// name already.
func (s *Scenario) mayBeInVain(on evidence.Wait) (inVain func()) {
	if s.spent.on != "" {
		return func() {}
	}
	since, named := time.Now(), s.spent.named()
	return func() { s.spent.own[on] += time.Since(since) - (s.spent.named() - named) }
}

// named is all that has a name so far, but for the wait that is under way.
func (t *spent) named() (all time.Duration) {
	for _, d := range t.own {
		all += d
	}
	return all
}

// share has a scenario account where another does, as the way back to rest does with its play.
func (s *Scenario) share(t *spent) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.spent, s.w.waiting.spent = t, t
}
