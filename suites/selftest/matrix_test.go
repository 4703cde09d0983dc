package selftest

import (
	"flag"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/station/defects"
)

// outcome is what became of a case on a ground with a defect. Verdict and place are empty where it passed.
type outcome struct {
	defect  defects.Defect
	id      string
	ground  ground
	verdict evidence.Verdict
	place   string // of the first of the worst: stage/states/row
	found   string // kind/subject and requirement of what fails the run outside of the case, whatever became of that; empty for nothing, and of a FAIL perhaps unknown
	blunder string // what was found outside of the case and is an ERROR; empty for nothing
	outside bool   // the case has passed, and what fails was found outside of it: the place is that, kind/subject
}

// everywhere plays what shows nothing new as long as all is well.
var everywhere = flag.Bool("everywhere", false, "play every defect on every ground of a case that is worth it, and every choice of a station alone")

// only leaves out of the kill matrix what another commit's has not, so that both can be held against each other.
var only = flag.String("plays", "", "play only what `file` names, one a line: CASE/PRODUCT/BENCH on the good station, and DEFECT/CASE")

func (o outcome) passed() bool { return o.verdict == "" }

// TestKillMatrix plays every case on all its grounds on the good station, which must pass, and then with every defect that
// the good station asked about there, until the case does not pass: on its first ground, and on others where it is expected to do
// otherwise; those of which nothing is expected are played several at once (joined_test.go). With -everywhere, and with -update, it looks
// on every ground that is worth it, at one defect at a time. It compares with the expectations both ways: a
// failure that is not expected, and an expected one that does not happen both fail.
func TestKillMatrix(t *testing.T) {
	var good []goodPlay
	t.Run("good", func(t *testing.T) { good = playAllGood(t) })
	if len(good) == 0 {
		t.Fatal("expected plays on the good station that pass, got none; -run must not leave them out")
	}
	var got []outcome
	t.Run("with", func(t *testing.T) { got = playDefects(t, good) })
	t.Logf("%d plays on the good station; it was asked about %d with a defect, which is %d %% of what could be asked for",
		len(good), len(got), 100*len(got)/(len(good)*len(defects.All())))

	lines, kills := expectationsOf(got), matrixOf(got)
	if *only != "" {
		t.Log("\n" + strings.Join(lines, "") + strings.Join(onlyFound(got), ""))
		return // a part of the matrix meets no expectations of the whole
	}
	if *update {
		write(t, expectationsFile, expectationsHead+strings.Join(lines, ""))
		write(t, matrixFile, kills)
		write(t, onlyFoundFile, onlyFoundHead+strings.Join(onlyFound(got), ""))
	}
	t.Run("as expected", func(t *testing.T) { compare(t, kept(t, expectationsFile), lines) })
	t.Run("found out without a case that fails", func(t *testing.T) { compare(t, kept(t, onlyFoundFile), onlyFound(got)) })
	t.Run("every case is failed by a defect", func(t *testing.T) { everyCaseFails(t, got) })
	t.Run("every defect fails a case", func(t *testing.T) { everyDefectFails(t, got) })
	t.Run("three defects a case in every block", func(t *testing.T) { threeDefectsACase(t, got) })
	if kept, err := os.ReadFile(matrixFile); err != nil || string(kept) != kills {
		t.Errorf("%s is not the matrix of these plays (%v); make golden writes it", matrixFile, err)
	}
	t.Log("\n" + kills)
}

// playAllGood plays every case on all its grounds, and returns the plays that passed, case by case.
func playAllGood(t *testing.T) []goodPlay {
	var jobs []goodPlay
	for _, c := range octt.Registered() {
		for _, g := range groundsOf(t, c.ID) {
			jobs = append(jobs, goodPlay{id: c.ID, ground: g})
		}
	}
	jobs = chosen(t, jobs, func(p goodPlay) string { return p.id + "/" + p.ground.String() })
	t.Run("station", func(t *testing.T) {
		for i := range jobs {
			t.Run(jobs[i].id+"/"+jobs[i].ground.String(), func(t *testing.T) {
				t.Parallel()
				jobs[i].play(t)
			})
		}
	})
	return slices.DeleteFunc(jobs, func(p goodPlay) bool { return p.table == "" })
}

// pair is a case with a defect, and the grounds on which that may show.
type pair struct {
	defect  defects.Defect
	id      string
	grounds []ground
	got     []outcome
}

// playDefects plays every defect that can change something.
func playDefects(t *testing.T, good []goodPlay) []outcome {
	var pairs []*pair
	common := commonOf(good)
	for _, of := range byCase(good) {
		pairs = append(pairs, pairsOf(worthDefects(of, common))...)
	}
	pairs = chosen(t, pairs, (*pair).String)
	alone, some := pairs, []joint(nil)
	if !*everywhere && !*update {
		known := expectedPlays(t)
		for _, p := range pairs {
			p.keep(known)
		}
		alone, some = jointly(pairs, known)
	}
	t.Run("at once", func(t *testing.T) {
		for _, j := range some {
			t.Run(j[0].id+"/"+j[0].grounds[0].String(), func(t *testing.T) {
				t.Parallel()
				for _, p := range j {
					t.Log("at once:", p)
				}
				j.play(t)
			})
		}
	})
	t.Run("station", func(t *testing.T) {
		for _, p := range alone {
			t.Run(p.String(), func(t *testing.T) {
				t.Parallel()
				p.play(t)
			})
		}
	})
	var got []outcome
	for _, p := range pairs {
		got = append(got, p.got...)
	}
	return got
}

func (p *pair) String() string { return string(p.defect) + "/" + p.id }

// chosen leaves the plays that -plays names, by the names of their tests; all without it.
func chosen[Play any](t *testing.T, plays []Play, name func(Play) string) []Play {
	t.Helper()
	if *only == "" {
		return plays
	}
	text, err := os.ReadFile(*only)
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		named[strings.TrimSpace(line)] = true
	}
	return slices.DeleteFunc(plays, func(p Play) bool { return !named[name(p)] })
}

// pairsOf joins the plays of one case by the defects that may change them.
func pairsOf(plays []goodPlay) []*pair {
	var pairs []*pair
	by := map[defects.Defect]*pair{}
	for _, play := range plays {
		for _, d := range play.asked {
			if by[d] == nil {
				by[d] = &pair{defect: d, id: play.id}
				pairs = append(pairs, by[d])
			}
			by[d].grounds = append(by[d].grounds, play.ground)
		}
	}
	return pairs
}

// keep leaves the first ground, and those on which something is expected: most defects that a case does not see on the
// first it does not see on any, and to find that out anew each time takes as long as all the rest.
func (p *pair) keep(known map[expected]bool) {
	later := slices.DeleteFunc(p.grounds[1:], func(g ground) bool {
		return !known[expected{p.defect, p.id, g.String()}]
	})
	p.grounds = p.grounds[:1+len(later)]
}

// play goes through the grounds until the case does not pass: it has shown then that it sees the defect, or that its
// preparations do, as they will on all grounds.
//
// What it does outside of the case shows on every ground, and is noted of the first.
func (p *pair) play(t *testing.T) {
	for i, g := range p.grounds {
		o := outcome{defect: p.defect, id: p.id, ground: g}
		o.play(t)
		if o.outside && i > 0 {
			o.verdict, o.place, o.outside = "", "", false
		}
		if i > 0 {
			o.found = ""
		}
		p.got = append(p.got, o)
		if !o.passed() && !o.outside {
			return
		}
	}
}

func (o *outcome) play(t *testing.T) {
	o.judge(playWhole(t, o.id, o.setup(o.defect)))
	if why := o.ours(); why != "" {
		t.Error(why)
	}
}

// setup is that of a play on the ground. Of the evidence only what may be blamed is kept, and the first FAIL, which nothing that the
// station does later makes better or worse, ends the play. What may come after that is an ERROR, which is ours: of a sample the rest is
// played too, as of all with -everywhere and with -update.
func (o *outcome) setup(faults ...defects.Defect) setup {
	return setup{product: o.ground.product, change: o.ground.bench.change, defects: faults, blamed: true, cut: !*everywhere && !*update && !o.toTheEnd()}
}

// toTheEndOf is how many plays that are cut there are to one that is not, by the hash of its name, which no other moves.
const toTheEndOf = 32

func (o *outcome) toTheEnd() bool {
	h := fnv.New32a()
	fmt.Fprint(h, "to the end ", o.defect, "/", o.id)
	return h.Sum32()%toTheEndOf == 0
}

// ours says what is wrong with the bench, or with the case, that no fault of a station may lead to; empty where nothing is. That is never an
// expectation: with -update it would be written beside the others, and be one from then on.
func (o *outcome) ours() string {
	where := ""
	switch {
	case o.verdict == evidence.Error:
		where = "at " + o.place
	case o.blunder != "":
		where = "outside of the case, " + o.blunder
	default:
		return ""
	}
	return fmt.Sprintf("%s with %s on %s is an ERROR %s: whatever a station does, at most a FAIL may come of it", o.id, o.defect, o.ground, where)
}

// judge tells what has become of a play.
func (o *outcome) judge(p *evidence.Play, found []evidence.Found) {
	f := between(found)
	if f != nil {
		o.found = string(f.Kind) + "/" + f.Subject + "\t" + f.Requirement
	}
	if i := slices.IndexFunc(found, func(f evidence.Found) bool { return f.Verdict == evidence.Error }); i >= 0 {
		o.blunder = reports.FindingSentence(found[i].Finding)
	}
	if p.Verdict != evidence.Pass && p.Verdict != evidence.Warning {
		o.verdict = p.Verdict
		o.place, _ = firstWorst(p)
	} else if f != nil {
		o.verdict, o.place, o.outside = f.Verdict, string(f.Kind)+"/"+f.Subject, true
	}
}

// TestAnErrorAfterAFailureIsSeen plays a case that finds a fault of the station and then is at fault itself: cut, as most plays of the kill
// matrix are, and to the end, as a sample of them is.
func TestAnErrorAfterAFailureIsSeen(t *testing.T) {
	both := octt.Case{ID: "TC_E_03_CS", Main: func(s *octt.Scenario) {
		s.Check(1, "It fails.", false, true)
		s.Wait(2, time.Second, "it goes on")
		panic("a bug of the case")
	}}
	for _, cut := range []bool{true, false} {
		o := outcome{id: both.ID, defect: "seqno-gap"}
		of := o.setup()
		of.cut = cut
		run := evidence.Fold(record(t, of, func(r octt.Recorder) {
			synctest.Test(t, func(t *testing.T) { playIn(t, both, of, r) })
		}))
		o.judge(&run.Plays[0], run.Found)
		if seen := o.ours() != ""; seen == cut {
			t.Errorf("cut %t: expected the ERROR to be seen only in a play to the end, got %s at %s", cut, o.verdict, o.place)
		}
	}
	whole := 0
	for _, d := range defects.All() {
		if o := (outcome{id: both.ID, defect: d.Name}); o.toTheEnd() {
			whole++
			if *update || *everywhere || !o.setup(d.Name).cut {
				continue
			}
			t.Errorf("%s is of the sample: expected it to be played to the end", d.Name)
		}
	}
	if n := len(defects.All()); whole == 0 || whole > n/4 {
		t.Errorf("expected a sample of %d plays, got %d", n, whole)
	}
}

// TestWhatIsKeptOfAPlayTellsItsOutcome plays a sample of the expectations twice: to the end, and as the kill matrix does.
func TestWhatIsKeptOfAPlayTellsItsOutcome(t *testing.T) {
	chance := rand.New(rand.NewPCG(seed, seed))
	lines := kept(t, expectationsFile)
	for range 40 {
		fields := strings.Split(strings.TrimSuffix(lines[chance.IntN(len(lines))], "\n"), "\t")
		o := outcome{defect: defects.Defect(fields[0]), id: fields[1]}
		t.Run(fields[0]+"/"+fields[1], func(t *testing.T) {
			t.Parallel()
			o.ground = groundNamed(t, o.id, fields[4])
			whole, brief := o, o
			of := whole.setup(whole.defect)
			of.blamed, of.cut = false, false
			whole.judge(playWhole(t, o.id, of))
			brief.play(t)
			for what, got := range map[string]outcome{"all is kept": whole, "only what may be blamed is kept": brief} {
				if string(got.verdict) != fields[2] || got.place != fields[3] {
					t.Errorf("%s: expected %s at %s, got %s at %s", what, fields[2], fields[3], got.verdict, got.place)
				}
			}
			if brief.verdict != evidence.Fail && whole.found != brief.found || whole.outside != brief.outside {
				t.Errorf("expected the same to be found outside of the case, got %+v and %+v", whole, brief)
			}
		})
	}
}

// TestAnErrorBetweenTheCasesIsSeen: what the bench does wrong on the way back to rest changes no case's verdict.
func TestAnErrorBetweenTheCasesIsSeen(t *testing.T) {
	for verdict, want := range map[evidence.Verdict]bool{evidence.Warning: false, evidence.Fail: false, evidence.Error: true} {
		o := outcome{id: "TC_E_03_CS", defect: "seqno-gap"}
		o.judge(&evidence.Play{Verdict: evidence.Pass}, []evidence.Found{{Finding: evidence.Finding{Kind: evidence.FoundBetween, Subject: "ResetRequest", Verdict: verdict}}})
		if got := o.ours() != ""; got != want {
			t.Errorf("%s: expected to be seen: %t, got %q", verdict, want, o.ours())
		}
	}
}
