package forecast

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// Durations are how long plays took before, by the name of the play as --cases writes it: TC_E_03_CS, TC_E_06_CS/remote.
type Durations map[string]time.Duration

// Run is a run as far as its length depends on it: what is played on which benches, and what has ended. It is not safe for
// concurrent use.
type Run struct {
	before  Durations
	left    map[string]int    // how often each play is still to begin
	benches map[string]*bench // by the name that records are marked with
	plays   int               // that have ended and were played at all
	took    time.Duration     // they, together
	any     bool              // see AnyOrder

	known, asBefore float64 // seconds of those that are known from before, as they took and as before; what is long ago counts less
}

// bench is where one play goes on at a time.
type bench struct {
	play  string // that goes on; empty for none
	began time.Time
	again bool // it is none of the plan
}

// FewPlays is how many plays have to end before the time left can be told from how long they took.
const FewPlays = 10

const (
	// weight is how many seconds of earlier time the pace of a run is taken to hold already, as fast as before: what the first short plays
	// took says little.
	weight = 5
	// memory is after how many seconds of plays one of them counts by a third for the pace: another load of this machine, or the cases of another
	// block, change it.
	memory = 400
)

// New knows how long plays took before; nil for nothing.
func New(before Durations) *Run {
	return &Run{before: before, left: map[string]int{}, benches: map[string]*bench{}}
}

// On has a bench take part, by the name that its records are marked with.
func (r *Run) On(name string) {
	if r.benches[name] == nil {
		r.benches[name] = &bench{}
	}
}

// AnyOrder tells that several benches are not handed the longest plays first: a long one may be the last, while the other benches have nothing to
// do any more.
func (r *Run) AnyOrder() { r.any = true }

// Expect has a play be played so many times from now on.
func (r *Run) Expect(play string, times int) {
	r.left[play] = times
}

// Anew has a play that has begun be played once more.
func (r *Run) Anew(play string) { r.left[play]++ }

// Past takes a play as one that has ended before, of which no record comes.
func (r *Run) Past(play string) { r.left[play] = max(0, r.left[play]-1) }

// Begin takes the begin of a play.
func (r *Run) Begin(rec evidence.Record) {
	r.On(rec.Bench)
	play := evidence.PlayName(rec.Begin.ID, rec.Begin.Mode)
	*r.benches[rec.Bench] = bench{play, rec.At, rec.Begin.Again != ""}
	if rec.Begin.Again == "" {
		r.Past(play)
	}
}

// End takes the end of a play.
func (r *Run) End(rec evidence.Record) {
	r.On(rec.Bench)
	*r.benches[rec.Bench] = bench{}
	e := rec.End
	if e.Verdict == evidence.NotRun || e.Verdict == evidence.NotApplicable {
		return
	}
	r.plays++
	r.took += e.Took
	if d, ok := r.before[evidence.PlayName(e.ID, e.Mode)]; ok {
		fade := math.Exp(-e.Took.Seconds() / memory)
		r.known = r.known*fade + e.Took.Seconds()
		r.asBefore = r.asBefore*fade + d.Seconds()
	}
}

// Idle takes away what goes on at any bench: the run was cut off in it, and plays it anew.
func (r *Run) Idle() {
	for _, b := range r.benches {
		if b.play != "" && !b.again {
			r.Anew(b.play)
		}
		*b = bench{}
	}
}

// Left is the time that the run takes from a moment on; sure is false as long as too little has been played to tell. It is zero where
// nothing is known, and where nothing is left.
//
// What is left is played as fast, or as slow, as this run has been so far beside the earlier one; a play of which nothing is known takes
// what the others take. Several benches share the plays, the longest first unless they come in any order.
func (r *Run) Left(now time.Time) (left time.Duration, sure bool) {
	if len(r.benches) == 0 || r.plays == 0 && len(r.before) == 0 {
		return 0, false
	}
	pace := (r.known + weight) / (r.asBefore + weight)
	usual := r.usual()
	expected := func(play string) time.Duration {
		if d, known := r.before[play]; known {
			return time.Duration(float64(d) * pace)
		}
		return usual
	}
	var free, waiting []time.Duration
	for _, b := range r.benches {
		d := time.Duration(0)
		if b.play != "" {
			d = max(0, expected(b.play)-now.Sub(b.began))
		}
		free = append(free, d)
	}
	evenly, all := time.Duration(0), r.toBegin()
	for play, times := range r.left {
		even := times * max(0, all-oneByOne*len(free)) / max(1, all)
		evenly += time.Duration(even) * expected(play)
		waiting = append(waiting, slices.Repeat([]time.Duration{expected(play)}, times-even)...)
	}
	for i := range free {
		free[i] += evenly / time.Duration(len(free))
	}
	slices.SortFunc(waiting, func(a, b time.Duration) int { return cmp.Compare(b, a) })
	left = shared(free, waiting)
	if r.any && len(free) > 1 {
		left = byChance(free, waiting)
	}
	return left, r.plays >= FewPlays
}

// oneByOne is how many plays for each bench are handed out one by one to see how long that takes. Of more than that the benches have all the same
// share: a run of days has a hundred thousand, and asks with each.
const oneByOne = 8

// toBegin is how many plays are still to begin.
func (r *Run) toBegin() (plays int) {
	for _, times := range r.left {
		plays += times
	}
	return plays
}

// shared is how long benches take that are handed plays in an order, each when it is free.
func shared(free, waiting []time.Duration) time.Duration {
	free = slices.Clone(free)
	for _, d := range waiting {
		first := slices.Index(free, slices.Min(free))
		free[first] += d
	}
	return slices.Max(free)
}

// orders is how many orders are tried where the order is not known.
const orders = 25

// byChance is how long that takes in the mean of some orders, which are the same each time.
func byChance(free, waiting []time.Duration) time.Duration {
	chance, all := rand.New(rand.NewPCG(1, 2)), time.Duration(0)
	waiting = slices.Clone(waiting)
	for range orders {
		chance.Shuffle(len(waiting), func(i, j int) { waiting[i], waiting[j] = waiting[j], waiting[i] })
		all += shared(free, waiting)
	}
	return all / orders
}

// Over tells that nothing is left to begin and nothing goes on.
func (r *Run) Over() bool {
	for _, b := range r.benches {
		if b.play != "" {
			return false
		}
	}
	for _, times := range r.left {
		if times > 0 {
			return false
		}
	}
	return true
}

// usual is how long a play takes of which nothing is known.
func (r *Run) usual() time.Duration {
	if r.plays > 0 {
		return r.took / time.Duration(r.plays)
	}
	all := time.Duration(0)
	for _, d := range r.before {
		all += d
	}
	return all / time.Duration(max(1, len(r.before)))
}
