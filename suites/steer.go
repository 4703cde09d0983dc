package suites

import (
	"fmt"
	"slices"
	"sync"

	"github.com/certbench/certbench/harness/evidence"
)

// Steer is how somebody steers a session while it plays: it pauses it, and has cases played again. It is made before the session and
// given to it. It may be used concurrently.
type Steer struct {
	mu       sync.Mutex
	schedule *schedule // nil before the session has begun
	paused   bool
}

// Pause has nothing more begin until GoOn. What is being played is played to its end.
func (s *Steer) Pause() { s.pause(true) }

// GoOn has the session go on.
func (s *Steer) GoOn() { s.pause(false) }

func (s *Steer) pause(paused bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.paused = paused
	if s.schedule != nil {
		s.schedule.pause(paused)
	}
}

// Paused tells whether nothing more begins.
func (s *Steer) Paused() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.paused
}

// AgainAfter is Again for a case that is being played: it is played once more when it has ended.
func (s *Steer) AgainAfter(id, by string) error {
	if err := s.Again(id, by); err == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.schedule == nil {
		return fmt.Errorf("nothing is played yet")
	}
	return s.schedule.againAfter(id, by)
}

// Again has a case that has ended played once more, in all its modes, before those that wait. by is who wants that. The error says
// why it cannot be.
func (s *Steer) Again(id, by string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.schedule == nil {
		return fmt.Errorf("nothing is played yet")
	}
	return s.schedule.again(id, by)
}

// begins has the session take part.
func (s *Steer) begins(of *schedule) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.schedule = of
	of.pause(s.paused)
}

// told tells that every case of the plan has its verdict; some may be played again all the same.
func (s *schedule) told() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.turns {
		if t.verdict == "" {
			return false
		}
	}
	return true
}

// pause has next hand nothing out.
func (s *schedule) pause(paused bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.paused = paused
	s.changed.Broadcast()
}

// again hands a case out once more.
func (s *schedule) again(id, by string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.turns[id]
	switch {
	case t == nil:
		return fmt.Errorf("%s is no case that this run plays", id)
	case t.verdict == "" || t.repeat != nil:
		return fmt.Errorf("%s is played, or is to come; when it has ended it can be played again", id)
	case len(t.ways) == 0:
		return fmt.Errorf("%s was not played: %s", id, t.why)
	case s.over || s.ctx.Err() != nil || len(s.taking) == 0:
		return fmt.Errorf("nothing is played any more, so that %s cannot be played again in this run", id)
	}
	s.repeat(t, by)
	return nil
}

// againAfter has a case that is being played handed out once more when it has ended.
func (s *schedule) againAfter(id, by string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.turns[id]
	if t == nil || t.verdict != "" || s.over {
		return fmt.Errorf("%s is not being played, so that it cannot be played again after that", id)
	}
	t.wanted = by
	return nil
}

// repeat puts a case that has ended before all that waits. The caller holds mu.
func (s *schedule) repeat(t *turn, by string) {
	once := &turn{Item: t.Item, done: make(chan struct{}), of: t, by: by}
	t.repeat = once
	var more []handout
	for _, mode := range t.Item.ways() {
		if _, out := t.Item.left(mode); !out {
			more = append(more, handout{turn: once, mode: mode})
		}
	}
	once.left, once.rounds = len(more), []round{{left: len(more)}}
	s.waiting = slices.Concat(more, s.waiting)
	s.changed.Broadcast()
}

// repeated takes the verdict of a case that was played again into that of the case, and returns what the case counted as before
// and counts as now: see evidence.Again.
func (s *schedule) repeated(once *turn) (before, after judged) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := once.of
	before = judged{t.whole(), t.verdict}
	t.verdict = ""
	for mode, v := range once.ways {
		t.ways[mode] = evidence.Again(t.ways[mode], v)
	}
	for _, v := range t.ways {
		t.verdict = evidence.Together(t.verdict, v)
	}
	t.repeat = nil
	return before, judged{t.whole(), t.verdict}
}

// judged is the verdict of a case as it counts, and that of what was played of it.
type judged struct{ whole, played evidence.Verdict }
