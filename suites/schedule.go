package suites

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
)

// schedule hands the cases of a plan out to benches that play side by side: in its order, each case to the bench that is
// free next, and none before its prerequisites have ended. It may be used concurrently.
type schedule struct {
	mu      sync.Mutex
	changed *sync.Cond       // on mu: a case has ended, or nothing is handed out any more
	turns   map[string]*turn // of every case that is to be played
	waiting []handout        // what is not handed out yet, in its order
	taking  []taker          // the benches that still take cases
	playing int              // what was handed out and has not ended
	far     int              // what of that may come back, because its bench may be lost with it
	over    bool             // nothing is handed out any more
	paused  bool             // nothing is handed out until somebody says so
	ctx     context.Context  // of the run, with whose end the handing out ends
}

// taker is a bench that takes cases. lacks says why it cannot play one in a mode, nil where it can; loses tells whether it could not
// any more in the next security profile.
type taker struct {
	bench int
	lacks func(handout) error
	loses func(handout) bool
	far   bool // it may be lost in the middle of a play, which another plays then
}

// turn is a case and what became of it.
type turn struct {
	Item
	left    int              // plays that have not ended: a mode of a round each
	rounds  []round          // of a run that plays everything several times one for each, else one
	soFar   evidence.Verdict // of those that have
	reason  string           // for soFar
	done    chan struct{}    // closed once verdict and why stand
	verdict evidence.Verdict
	why     string
	ways    map[octt.Mode]evidence.Verdict // of the modes that were played
	of      *turn                          // what this repeats, nil for the first time
	by      string                         // who has the repeat played
	wanted  string                         // who wants it played again when it has ended
	repeat  *turn                          // the repeat that has not ended
}

// round is what became of a case in one of the rounds in which everything is played.
type round struct {
	left    int              // modes that have not ended
	verdict evidence.Verdict // of those that have
}

// handout is a case in one of its modes, in one of the rounds, counted from 0. The modes of a case may be played side by side.
type handout struct {
	*turn
	mode  octt.Mode
	round int
	far   bool // it was handed out to a bench that may be lost with it
}

// over tells whether a case has ended in a round.
func (t *turn) over(in int) bool { return t.verdict != "" || t.rounds[in].left == 0 }

// newSchedule takes the cases that a plan has played, for benches of which each may lack what a play needs. They are played in so many
// rounds, one after the other: a bench that breaks on the way has then played everything as often, but for the last time.
func newSchedule(ctx context.Context, plan []Item, benches []Bench, rounds int) *schedule {
	s := &schedule{ctx: ctx, turns: map[string]*turn{}}
	for i, b := range benches {
		s.taking = append(s.taking, taker{i, b.lack, b.loses, b.far()})
	}
	s.changed = sync.NewCond(&s.mu)
	for _, item := range plan {
		if item.Verdict == "" {
			modes := item.ways()
			s.turns[item.Entry.ID] = &turn{Item: item, left: rounds * len(modes), rounds: slices.Repeat([]round{{left: len(modes)}}, rounds), done: make(chan struct{})}
		}
	}
	for in := range rounds {
		for _, item := range plan {
			if t := s.turns[item.Entry.ID]; t != nil {
				for _, mode := range item.ways() {
					s.waiting = append(s.waiting, handout{turn: t, mode: mode, round: in})
				}
			}
		}
	}
	return s
}

// byRound puts what waits in the order of the rounds, and leaves the order in them.
func (s *schedule) byRound() {
	slices.SortStableFunc(s.waiting, func(a, b handout) int { return a.round - b.round })
}

// shuffle puts what waits in an order that depends on the seed alone. Prerequisites still come first.
func (s *schedule) shuffle(seed int64) {
	random := rand.New(rand.NewPCG(uint64(seed), 0))
	random.Shuffle(len(s.waiting), func(i, j int) { s.waiting[i], s.waiting[j] = s.waiting[j], s.waiting[i] })
	s.byRound()
}

// next waits for a case that a bench may play now, in one of its modes. It returns no turn when none is left, when nothing is
// handed out any more, and to a bench that is broken while another still takes cases: the others play what is left, and the
// last one of all accounts for it. So it is with a play that a bench lacks a rig for: it goes to one that has it, and to any
// where none has. Where a bench may be lost with what it plays, the others wait until that has ended, to play it then. What was handed
// out must be ended.
func (s *schedule) next(bench int, broken func() bool) handout {
	s.mu.Lock()
	defer s.mu.Unlock()
	for !s.over && s.ctx.Err() == nil && (len(s.waiting) > 0 || s.paused || s.far > 0) {
		if len(s.taking) > 1 && broken() {
			break
		}
		if i := s.first(bench); i >= 0 && !s.paused {
			h := s.waiting[i]
			s.waiting = slices.Delete(s.waiting, i, i+1)
			s.playing++
			if h.far = slices.ContainsFunc(s.taking, func(t taker) bool { return t.bench == bench && t.far }); h.far {
				s.far++
			}
			return h
		}
		s.changed.Wait()
	}
	s.taking = slices.DeleteFunc(s.taking, func(t taker) bool { return t.bench == bench })
	s.changed.Broadcast() // what only this one could play is anybody's now
	return handout{}
}

// first is the first case for a bench whose prerequisites have ended, -1 for none. Cases that wait for each other would wait
// for ever: when nothing plays that could end, the first of all may go. What holds of a play in one round holds in all, so that it is asked
// once: what only one bench can play is left over from round after round, and stands before all the others.
func (s *schedule) first(bench int) int {
	mine := once(func(h handout) bool { return s.plays(bench, h) })
	loses := once(func(h handout) bool { return s.wouldLose(bench, h) })
	i := slices.IndexFunc(s.waiting, func(h handout) bool {
		return mine(h) && !loses(h) && !slices.ContainsFunc(h.Case.After, func(id string) bool { return s.turns[id] != nil && !s.turns[id].over(h.round) })
	})
	if i < 0 && s.playing == 0 {
		return slices.IndexFunc(s.waiting, mine)
	}
	return i
}

// inMode is a case in one of its modes, in any round.
type inMode struct {
	*turn
	mode octt.Mode
}

// once asks of each case and mode once.
func once(ask func(handout) bool) func(handout) bool {
	said := map[inMode]bool{}
	return func(h handout) bool {
		is, known := said[inMode{h.turn, h.mode}]
		if !known {
			is = ask(h)
			said[inMode{h.turn, h.mode}] = is
		}
		return is
	}
}

// plays tells whether a bench is the one to play something: it can, or no other can either.
func (s *schedule) plays(bench int, h handout) bool {
	can := func(t taker) bool { return t.lacks(h) == nil }
	return slices.ContainsFunc(s.taking, func(t taker) bool { return t.bench == bench && can(t) }) || !slices.ContainsFunc(s.taking, can)
}

// wouldLose tells a case that takes its bench to the next security profile for good, while another waits that no other bench can
// play, and this one not in that. On one bench alone all others go before it: they are to be played in the profile that was asked for.
func (s *schedule) wouldLose(bench int, h handout) bool {
	return h.Case.Raises && slices.ContainsFunc(s.waiting, once(func(other handout) bool {
		can, loses, others := false, false, false
		for _, t := range s.taking {
			plays := t.lacks(other) == nil
			if t.bench == bench {
				can, loses = plays, t.loses(other)
			} else {
				others = others || plays
			}
		}
		return can && (loses || len(s.taking) == 1) && !others
	}))
}

// unmet tells which prerequisite case of this run has not passed in the round. One that this run does not play is no obstacle: the
// evidence shows that it was left out.
func (s *schedule) unmet(h handout) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range h.Case.After {
		of := s.turns[id]
		if of == nil || !of.over(h.round) {
			continue
		}
		if v := of.rounds[h.round].verdict; v != "" && evidence.Worse(v, evidence.Warning) != evidence.Warning {
			return fmt.Sprintf("its prerequisite %s ended %s (part 6)", id, v)
		}
	}
	return ""
}

// ended notes what became of a case that was handed out, in one of its modes. It reports whether that was the last.
func (s *schedule) ended(h handout, v evidence.Verdict, why string) (last bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.returned(h)
	return s.end(h, v, why)
}

// end takes what became of a case in one of its modes, and settles the case with the last of them.
func (s *schedule) end(h handout, v evidence.Verdict, why string) (last bool) {
	t, in := h.turn, &h.turn.rounds[h.round]
	t.left--
	in.left--
	if _, out := t.Item.left(h.mode); !out || v != evidence.NotRun { // what was not selected says nothing of the case
		t.add(v, why)
		if t.ways == nil {
			t.ways = map[octt.Mode]evidence.Verdict{}
		}
		t.ways[h.mode] = v
		in.verdict = evidence.Together(in.verdict, v)
	}
	if t.left > 0 {
		s.changed.Broadcast()
		return false
	}
	s.settle(t)
	if t.wanted != "" && !s.over {
		s.repeat(t, t.wanted)
		t.wanted = ""
	}
	return true
}

// putBack hands out once more what was handed out to a bench that was lost with it, before all that waits. It does nothing where no other
// bench takes cases.
func (s *schedule) putBack(h handout) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.taking) < 2 || s.over {
		return false
	}
	s.returned(h)
	s.waiting = slices.Insert(s.waiting, 0, h)
	return true
}

// returned counts what was handed out and is none any more. The caller holds mu.
func (s *schedule) returned(h handout) {
	s.playing--
	if h.far {
		s.far--
	}
	s.changed.Broadcast()
}

// goOn takes what became of a play in an earlier part of the run, which is not played again. It returns its case, and whether that was
// the last play of it; no case for a play that is none of the plan's.
func (s *schedule) goOn(e Ended) (t *turn, last bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.waiting, func(h handout) bool {
		return h.Entry.ID == e.ID && h.mode == e.Mode && h.round == max(0, e.Attempt-1)
	})
	if i < 0 {
		return nil, false
	}
	h := s.waiting[i]
	s.waiting = slices.Delete(s.waiting, i, i+1)
	return h.turn, s.end(h, e.Verdict, e.Reason)
}

// drop ends a case that is played in none of its modes. Two benches that were handed one mode each both come here: it
// reports whether this is the first.
func (s *schedule) drop(h handout, why string) (first bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.returned(h)
	t := h.turn
	if t.verdict != "" {
		return false
	}
	s.waiting = slices.DeleteFunc(s.waiting, func(other handout) bool { return other.turn == t })
	t.add(evidence.NotRun, why)
	for i := range t.rounds {
		t.rounds[i].verdict = evidence.Together(t.rounds[i].verdict, evidence.NotRun)
	}
	s.settle(t)
	return true
}

// add takes the verdict of a mode.
func (t *turn) add(v evidence.Verdict, why string) {
	if whole := evidence.Together(t.soFar, v); whole != t.soFar {
		t.soFar, t.reason = whole, why
	}
}

// whole is the verdict of the case as it counts: one that was selected in one mode only is not proved by it.
func (t *turn) whole() evidence.Verdict {
	v := t.verdict
	for _, l := range t.Left {
		v = evidence.Together(v, l.Verdict)
	}
	return v
}

func (s *schedule) settle(t *turn) {
	t.verdict, t.why = t.soFar, t.reason
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

// callOff ends the cases that were not handed out in all of their modes, and returns them. Nobody may be playing any more.
func (s *schedule) callOff(why string) []*turn {
	s.mu.Lock()
	defer s.mu.Unlock()
	var left []*turn
	for _, h := range s.waiting {
		if slices.Contains(left, h.turn) {
			continue
		}
		left = append(left, h.turn)
		h.add(evidence.NotRun, why)
		s.settle(h.turn)
	}
	s.waiting = nil
	return left
}
