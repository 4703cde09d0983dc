package suites

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
)

// Session is what Run needs: a plan, and the benches to play it on.
type Session struct {
	Plan     []Item
	Benches  []Bench // one at least, each with a station of the same product
	Recorder octt.Recorder
	Seed     int64 // of the order, where Shuffle is set
	Shuffle  bool
	// Durations are how long plays have taken before. Several benches are handed the longest first, unless Shuffle is set: see
	// Longest. One bench plays in the order of the plan, for which no other would be shorter.
	Durations Durations
	Steer     *Steer // nil where nobody steers
	// Repeat is how often everything is played, in rounds; 0 is once.
	Repeat int
	// Ended is what became, in the part of a run before this one goes on with it, of the plays that are not played again.
	Ended []Ended
	// Before is the worst of what was found outside of every case in that part.
	Before evidence.Verdict
}

// Ended is a play that has ended in an earlier part of the run.
type Ended struct {
	ID      string
	Mode    octt.Mode
	Attempt int // counted from 1; 0 in a run that plays everything once
	Verdict evidence.Verdict
	Reason  string
}

// Bench is one of the benches that play a plan side by side.
type Bench struct {
	Name   string
	Player Player
	// Lacks says why the bench has no rig for the play of a case in a mode, nil where it has all: see Lacking. It may be nil,
	// and then only the acts themselves tell.
	Lacks func(id string, mode octt.Mode) error
}

// lack is why the bench cannot play something: its station is in another security profile, or it has no rig for it.
func (b Bench) lack(h handout) error {
	if _, out := h.Item.left(h.mode); out {
		return nil
	}
	if b.Player != nil {
		if err := h.Case.PlaysIn(b.Player.SecurityProfile()); err != nil {
			return err
		}
		if own, knows := b.Player.(interface{ Lacks(octt.Case) error }); knows {
			if err := own.Lacks(h.Case); err != nil {
				return err
			}
		}
	}
	if b.Lacks == nil {
		return nil
	}
	return b.Lacks(h.Entry.ID, h.mode)
}

// loses tells whether the bench plays something in its security profile, and would not in the next.
func (b Bench) loses(h handout) bool {
	if b.Player == nil {
		return false
	}
	now := b.Player.SecurityProfile()
	return h.Case.PlaysIn(now) == nil && h.Case.PlaysIn(now+1) != nil
}

// Run records the plan, plays it as Ginkgo specs, and records the end. It can be called once per process, because
// Ginkgo's tree of specs is global. Each bench plays one case at a time; the cases are handed out in the order of the
// plan, and a case waits for its prerequisites. What a broken bench would have played falls to the others. When ctx ends,
// the cases that are being played end INCONCLUSIVE, the stations are brought to rest, and the cases left over are NOT
// RUN. Nothing plays any more when Run returns. The error is one of the bench; failed cases are no error.
func Run(ctx context.Context, s Session) (evidence.RunEnded, error) {
	r := begin(ctx, s)
	played := make(chan struct{})
	go func() {
		defer close(played)
		r.play()
	}()
	r.specs()
	if !r.schedule.told() { // Ginkgo may have been interrupted itself, and after a second Ctrl-C it waits for no spec
		r.schedule.stop()
	}
	<-played
	r.conclude()
	return r.end, r.failed
}

// Play plays as Run does, but for Ginkgo: a process may call it any number of times, also at once.
func Play(ctx context.Context, s Session) (evidence.RunEnded, error) {
	r := begin(ctx, s)
	r.play()
	r.conclude()
	return r.end, r.failed
}

type run struct {
	Session
	ctx      context.Context
	schedule *schedule

	mu     sync.Mutex
	end    evidence.RunEnded
	came   map[evidence.Verdict]int // of the cases that were played
	failed error                    // why the evidence could not be written, the first cause
}

// begin records the plan.
func begin(ctx context.Context, s Session) *run {
	r := &run{Session: s, ctx: ctx, schedule: newSchedule(ctx, s.Plan, s.Benches, max(1, s.Repeat))}
	switch {
	case s.Shuffle:
		r.schedule.shuffle(s.Seed)
	case len(s.Benches) > 1:
		r.schedule.longestFirst(s.Durations)
	}
	if s.Steer != nil {
		s.Steer.begins(r.schedule)
	}
	r.end.Counts, r.came = map[evidence.Verdict]int{}, map[evidence.Verdict]int{}
	for _, item := range s.Plan {
		r.append(evidence.Record{Kind: evidence.KindPlanned, Planned: item.planned()})
		if item.Verdict != "" {
			r.count(item.Verdict)
		}
	}
	r.end.Verdict = evidence.Worse(r.end.Verdict, s.Before)
	for _, e := range s.Ended {
		if t, last := r.schedule.goOn(e); last {
			r.countAs(t.whole(), t.verdict)
		}
	}
	return r
}

func (r *run) append(rec evidence.Record) {
	_, err := r.Recorder.Append(rec)
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil && r.failed == nil {
		r.failed = err
	}
}

func (r *run) count(v evidence.Verdict) { r.countAs(v, v) }

// countAs counts a case by its whole verdict, and what was played of it for that of the run.
func (r *run) countAs(whole, v evidence.Verdict) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.end.Counts[whole]++
	if v != evidence.NotApplicable && v != evidence.NotRun {
		r.came[v]++
	}
}

// counts a case that has ended, or was played again.
func (r *run) counts(t *turn) {
	if t.of == nil {
		r.countAs(t.whole(), t.verdict)
		return
	}
	before, after := r.schedule.repeated(t)
	r.mu.Lock()
	r.came[before.played]--
	r.end.Counts[before.whole]--
	r.mu.Unlock()
	r.countAs(after.whole, after.played)
}

// play has every bench play until nothing is left, and accounts for what nobody came to.
func (r *run) play() {
	defer context.AfterFunc(r.ctx, r.schedule.stop)()
	var benches sync.WaitGroup
	for i, b := range r.Benches {
		benches.Go(func() { r.playOn(i, b) })
	}
	benches.Wait()
	const why = "the run was interrupted"
	for _, t := range r.schedule.callOff(why) {
		if t.of != nil {
			continue // the case has its verdict
		}
		r.notRun(t.Item, why)
		r.countAs(t.whole(), t.verdict)
	}
}

func (r *run) playOn(i int, b Bench) {
	defer b.Player.Repay(r.ctx) // while others still play: nothing is handed out to this one any more
	for {
		h := r.schedule.next(i, func() bool { return b.Player.Latched() != nil })
		if h.turn == nil {
			return
		}
		if reason := r.schedule.unmet(h); reason != "" && len(h.rounds) > 1 {
			end := b.Player.LeaveOut(r.about(h), evidence.NotRun, reason)
			if r.schedule.ended(h, end.Verdict, end.Reason) {
				r.countAs(h.whole(), h.verdict)
			}
			continue
		} else if reason != "" {
			if r.schedule.drop(h, reason) {
				r.notRun(h.Item, reason)
				r.count(evidence.NotRun)
			}
			continue
		}
		end := r.playCase(b, h)
		if b.away() && r.schedule.putBack(h) {
			continue
		}
		if r.schedule.ended(h, end.Verdict, end.Reason) {
			r.counts(h.turn)
		}
	}
}

// playCase plays one case in one of its modes. One in which nobody can begin a session with the product is not played:
// the other shows the case. Nor is one that needs an act which the bench has no rig for: it would end at that act, NOT RUN as
// well, after all that comes before it.
func (r *run) playCase(b Bench, h handout) evidence.CaseEnded {
	about := r.about(h)
	about.Again = h.by
	if l, out := h.Item.left(h.mode); out {
		return b.Player.LeaveOut(about, l.Verdict, l.Reason)
	}
	if lack := b.lack(h); lack != nil && b.Player.Latched() == nil {
		return b.Player.LeaveOut(about, evidence.NotRun, lack.Error())
	}
	return b.Player.Play(r.ctx, h.Case, about, h.mode)
}

// about is the identity of a play with its table, in a run that plays everything several times with which time it is.
func (r *run) about(h handout) evidence.CaseStarted {
	about := About(h.Entry.ID, h.mode)
	about.Table = Rows(h.Entry.ID, h.mode)
	if len(h.rounds) > 1 {
		about.Attempt = h.round + 1
	}
	return about
}

// notRun records a case that was to be played and is not.
func (r *run) notRun(item Item, reason string) {
	item.Verdict, item.Reason = evidence.NotRun, reason
	r.append(evidence.Record{Kind: evidence.KindPlanned, Planned: item.planned()})
}

// conclude records the end. It adds to the verdict of the cases what became of the run: what was found out about the
// stations outside of every case; one that was interrupted, or whose stations were not all there to be tested, proves
// nothing better than INCONCLUSIVE; a bench that broke is an ERROR of ours, also where another played its cases.
func (r *run) conclude() {
	maps.DeleteFunc(r.end.Counts, func(_ evidence.Verdict, n int) bool { return n == 0 })
	for v, n := range r.came {
		if n > 0 {
			r.end.Verdict = evidence.Worse(r.end.Verdict, v)
		}
	}
	if r.end.Interrupted = r.ctx.Err() != nil; r.end.Interrupted {
		r.end.Verdict = evidence.Worse(r.end.Verdict, evidence.Inconclusive)
	}
	for _, b := range r.Benches {
		r.end.Verdict = evidence.Worse(r.end.Verdict, b.Player.Found())
		cause := b.Player.Latched()
		switch {
		case cause == nil:
		case errors.As(cause, new(*octt.StationTrouble)):
			r.end.Verdict = evidence.Worse(r.end.Verdict, evidence.Inconclusive)
		default:
			r.end.Verdict = evidence.Worse(r.end.Verdict, evidence.Error)
		}
	}
	r.end.Reason = r.broken()
	r.append(evidence.Record{Kind: evidence.KindFinished, Finished: &r.end})
}

// broken says which benches cannot play any more and why, a sentence for each cause; empty where all can.
func (r *run) broken() string {
	names := map[string][]string{} // of benches, by the cause
	var causes []string
	for _, b := range r.Benches {
		if latched := b.Player.Latched(); latched != nil {
			cause := latched.Error()
			if names[cause] == nil {
				causes = append(causes, cause)
			}
			names[cause] = append(names[cause], b.Name)
		}
	}
	for i, cause := range causes {
		causes[i] = r.broke(names[cause], cause)
	}
	return strings.Join(causes, " ")
}

// broke says why benches cannot play any more; of several, also which.
func (r *run) broke(names []string, cause string) string {
	if len(r.Benches) == 1 {
		return cause
	}
	cause = strings.TrimSuffix(cause, ".") + "."
	if len(names) == 1 {
		return fmt.Sprintf("Bench %s broke: %s", names[0], cause)
	}
	return fmt.Sprintf("Benches %s broke: %s", strings.Join(names, ", "), cause)
}
