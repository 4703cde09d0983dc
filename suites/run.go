package suites

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/formatter"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
)

// Session is what Run needs: a plan, and what to play it on.
type Session struct {
	Plan     []Item
	Player   *octt.Player
	Recorder octt.Recorder
	Seed     int64 // of the order, where Shuffle is set
	Shuffle  bool
}

// forever is longer than any run: benches wait for people. Ginkgo's own limit is an hour.
const forever = 1000 * time.Hour

// Run records the plan, plays it as Ginkgo specs, and records the end. It can be called once per process, because
// Ginkgo's tree of specs is global. When ctx ends, the case that is being played ends INCONCLUSIVE, the station is
// brought to rest, and the cases left over are NOT RUN. Nothing plays any more when Run returns. The error is one of the bench; failed cases are no error.
func Run(ctx context.Context, s Session) (evidence.RunEnded, error) {
	r := &run{Session: s, ctx: ctx, verdicts: map[string]evidence.Verdict{}}
	r.end.Counts = map[evidence.Verdict]int{}
	for _, item := range s.Plan {
		r.append(evidence.Record{Kind: evidence.KindPlanned, Planned: item.planned()})
		if item.Verdict != "" {
			r.count(item.Verdict)
		}
	}
	r.specs()
	r.gathered()
	r.leftOver()
	r.conclude(ctx.Err() != nil, s.Player.Latched())
	r.append(evidence.Record{Kind: evidence.KindFinished, Finished: &r.end})
	return r.end, r.failed
}

type run struct {
	Session
	ctx      context.Context
	playing  sync.WaitGroup
	mu       sync.Mutex
	over     bool                        // Ginkgo has returned: nothing begins to play any more
	verdicts map[string]evidence.Verdict // of the cases that were played
	end      evidence.RunEnded
	failed   error // why the evidence could not be written, the first cause
}

func (r *run) append(rec evidence.Record) {
	if _, err := r.Recorder.Append(rec); err != nil && r.failed == nil {
		r.failed = err
	}
}

func (r *run) count(v evidence.Verdict) {
	r.end.Counts[v]++
	if v != evidence.NotApplicable && v != evidence.NotRun {
		r.end.Verdict = evidence.Worse(r.end.Verdict, v)
	}
}

// specs builds one spec per case and runs them. Ginkgo reports nothing by itself: the evidence does.
func (r *run) specs() {
	order := []any{ginkgo.Ordered, ginkgo.ContinueOnFailure} // the plan's; without it Ginkgo sorts specs by their text
	if r.Shuffle {
		order = nil
	}
	ginkgo.Describe("certbench", append(order, func() {
		for _, item := range r.Plan {
			if item.Verdict != "" {
				continue
			}
			// With a context Ginkgo waits for the spec when it is interrupted: the station is brought to rest first.
			ginkgo.It(item.Entry.ID+" "+item.Entry.Name, ginkgo.Label(Labels(item.Entry)...), func(ginkgo.SpecContext) { r.spec(item) })
		}
	})...)
	suite, reporter := ginkgo.GinkgoConfiguration()
	suite.RandomSeed, suite.RandomizeAllSpecs = r.Seed, r.Shuffle
	suite.Timeout, suite.GracePeriod = forever, forever
	suite.OutputInterceptorMode = "none"
	formatter.ColorableStdOut = io.Discard
	ginkgo.RunSpecs(verdictsOnly{}, "certbench", suite, reporter)
}

// verdictsOnly takes Ginkgo's word that the suite failed: each verdict stands in the evidence.
type verdictsOnly struct{}

func (verdictsOnly) Fail() {}

// conclude adds to the verdict of the cases what became of the run: one that was interrupted, or whose station was not
// there to be tested, proves nothing better than INCONCLUSIVE; a bench that broke is an ERROR of ours.
func (r *run) conclude(interrupted bool, latched error) {
	if r.end.Interrupted = interrupted; interrupted {
		r.end.Verdict = evidence.Worse(r.end.Verdict, evidence.Inconclusive)
	}
	if latched == nil {
		return
	}
	r.end.Reason = latched.Error()
	verdict := evidence.Error
	if errors.As(latched, new(*octt.StationTrouble)) {
		verdict = evidence.Inconclusive
	}
	r.end.Verdict = evidence.Worse(r.end.Verdict, verdict)
}

// gathered waits for the spec that may still play although Ginkgo has returned: after a second Ctrl-C it waits for none,
// and the rigs may only be released when nothing acts on them.
func (r *run) gathered() {
	r.mu.Lock()
	r.over = true
	r.mu.Unlock()
	r.playing.Wait()
}

func (r *run) enter() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.over {
		r.playing.Add(1)
	}
	return !r.over
}

// spec plays one case and hands its verdict to Ginkgo.
func (r *run) spec(item Item) {
	if !r.enter() {
		return
	}
	defer r.playing.Done()
	if reason := r.unmet(item); reason != "" {
		r.skip(item, reason)
		ginkgo.Skip(reason)
	}
	worst := evidence.Verdict("")
	reason := ""
	for _, mode := range Plays(item.Case) {
		end := r.Player.Play(r.ctx, item.Case, About(item.Entry.ID, mode), mode)
		if whole := evidence.Together(worst, end.Verdict); whole != worst {
			worst, reason = whole, end.Reason
		}
	}
	r.mu.Lock()
	r.verdicts[item.Entry.ID] = worst
	r.count(worst)
	r.mu.Unlock()
	switch worst {
	case evidence.Fail, evidence.Error, evidence.Inconclusive:
		ginkgo.Fail(fmt.Sprintf("%s: %s", worst, reason))
	case evidence.NotRun:
		ginkgo.Skip(reason)
	}
}

// unmet tells which prerequisite case of this run has not passed. One that this run does not play is no obstacle: the
// evidence shows that it was left out.
func (r *run) unmet(item Item) string {
	if r.ctx.Err() != nil {
		return "the run was interrupted"
	}
	for _, id := range item.Case.After {
		if v, played := r.verdicts[id]; played && evidence.Worse(v, evidence.Warning) != evidence.Warning {
			return fmt.Sprintf("its prerequisite %s ended %s (part 6)", id, v)
		}
	}
	return ""
}

// skip records a case that was to be played and is not.
func (r *run) skip(item Item, reason string) {
	item.Verdict, item.Reason = evidence.NotRun, reason
	r.append(evidence.Record{Kind: evidence.KindPlanned, Planned: item.planned()})
	r.mu.Lock()
	defer r.mu.Unlock()
	r.verdicts[item.Entry.ID] = evidence.NotRun
	r.count(evidence.NotRun)
}

// leftOver accounts for the cases that Ginkgo did not come to, because it was interrupted itself.
func (r *run) leftOver() {
	for _, item := range r.Plan {
		if _, done := r.verdicts[item.Entry.ID]; item.Verdict == "" && !done {
			r.skip(item, "the run was interrupted")
		}
	}
}
