package suites

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"

	"github.com/certbench/certbench/harness/evidence"
)

// schedule hands the cases of a plan out to benches that play side by side: in its order, each case to the bench that is
// free next, and none before its prerequisites have ended. It may be used concurrently.
type schedule struct {
	mu      sync.Mutex
	changed *sync.Cond       // on mu: a case has ended, or nothing is handed out any more
	turns   map[string]*turn // of every case that is to be played
	waiting []*turn          // those not handed out yet, in their order
	benches int              // that still take cases
	playing int              // cases that were handed out and have not ended
	over    bool             // nothing is handed out any more
}

// turn is a case and what became of it.
type turn struct {
	Item
	done    chan struct{} // closed once verdict and why stand
	verdict evidence.Verdict
	why     string
}

// newSchedule takes the cases that a plan has played, for so many benches.
func newSchedule(plan []Item, benches int) *schedule {
	s := &schedule{turns: map[string]*turn{}, benches: benches}
	s.changed = sync.NewCond(&s.mu)
	for _, item := range plan {
		if item.Verdict == "" {
			t := &turn{Item: item, done: make(chan struct{})}
			s.turns[item.Entry.ID] = t
			s.waiting = append(s.waiting, t)
		}
	}
	return s
}

// shuffle puts what waits in an order that depends on the seed alone. Prerequisites still come first.
func (s *schedule) shuffle(seed int64) {
	random := rand.New(rand.NewPCG(uint64(seed), 0))
	random.Shuffle(len(s.waiting), func(i, j int) { s.waiting[i], s.waiting[j] = s.waiting[j], s.waiting[i] })
}

// next waits for a case that may be played now. It returns nil when none is left, when nothing is handed out any more,
// and to a bench that is broken while another still takes cases: the others play what is left, and the last one of all
// accounts for it. What was handed out must be ended.
func (s *schedule) next(broken func() bool) *turn {
	s.mu.Lock()
	defer s.mu.Unlock()
	for !s.over && len(s.waiting) > 0 {
		if s.benches > 1 && broken() {
			break
		}
		if i := s.first(); i >= 0 {
			t := s.waiting[i]
			s.waiting = slices.Delete(s.waiting, i, i+1)
			s.playing++
			return t
		}
		s.changed.Wait()
	}
	s.benches--
	return nil
}

// first is the first case whose prerequisites have ended, -1 for none. Cases that wait for each other would wait for
// ever: when nothing plays that could end, the first of all may go.
func (s *schedule) first() int {
	i := slices.IndexFunc(s.waiting, func(t *turn) bool {
		return !slices.ContainsFunc(t.Case.After, func(id string) bool { return s.turns[id] != nil && s.turns[id].verdict == "" })
	})
	if i < 0 && s.playing == 0 {
		return 0
	}
	return i
}

// unmet tells which prerequisite case of this run has not passed. One that this run does not play is no obstacle: the
// evidence shows that it was left out.
func (s *schedule) unmet(t *turn) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range t.Case.After {
		if of := s.turns[id]; of != nil && of.verdict != "" && evidence.Worse(of.verdict, evidence.Warning) != evidence.Warning {
			return fmt.Sprintf("its prerequisite %s ended %s (part 6)", id, of.verdict)
		}
	}
	return ""
}

// ended notes what became of a case that was handed out.
func (s *schedule) ended(t *turn, v evidence.Verdict, why string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.playing--
	s.settle(t, v, why)
}

func (s *schedule) settle(t *turn, v evidence.Verdict, why string) {
	t.verdict, t.why = v, why
	close(t.done)
	s.changed.Broadcast()
}

// stop has nothing handed out any more.
func (s *schedule) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over = true
	s.changed.Broadcast()
}

// callOff ends the cases that were never handed out, and returns them. Nobody may be playing any more.
func (s *schedule) callOff(why string) []*turn {
	s.mu.Lock()
	defer s.mu.Unlock()
	left := s.waiting
	s.waiting = nil
	for _, t := range left {
		s.settle(t, evidence.NotRun, why)
	}
	return left
}
