package selftest

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/station/defects"
)

// outcome is what became of a case on a ground with a defect. Verdict and place are empty where it passed.
type outcome struct {
	defect  defects.Defect
	id      string
	ground  ground
	verdict evidence.Verdict
	place   string // of the first of the worst: stage/states/row
}

func (o outcome) passed() bool { return o.verdict == "" }

// TestKillMatrix plays every case on all its grounds on the good station, which must pass, and then on every ground that
// is worth it with every defect that the good station asked about there. It compares with the expectations both ways: a
// failure that is not expected, and an expected one that does not happen both fail.
func TestKillMatrix(t *testing.T) {
	var good []goodPlay
	t.Run("good", func(t *testing.T) { good = playAllGood(t) })
	if len(good) == 0 {
		t.Fatal("expected plays on the good station that pass, got none; -run must not leave them out")
	}
	var got []outcome
	t.Run("with", func(t *testing.T) { got = playDefects(t, good) })
	t.Logf("%d plays on the good station, %d with a defect, which is %d %% of what could be asked for",
		len(good), len(got), 100*len(got)/(len(good)*len(defects.All())))

	lines, kills := expectationsOf(got), matrixOf(got)
	if *update {
		write(t, expectationsFile, expectationsHead+strings.Join(lines, ""))
		write(t, matrixFile, kills)
	}
	t.Run("as expected", func(t *testing.T) { compare(t, expectations(t), lines) })
	t.Run("every case is failed by a defect", func(t *testing.T) { everyCaseFails(t, got) })
	t.Run("every defect fails a case", func(t *testing.T) { everyDefectFails(t, got) })
	t.Run("three defects a case in blocks B and C", func(t *testing.T) { threeDefectsACase(t, got) })
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

// playDefects plays every defect that can change something.
func playDefects(t *testing.T, good []goodPlay) []outcome {
	var jobs []outcome
	common := commonOf(good)
	for _, of := range byCase(good) {
		for _, p := range worthDefects(of, common) {
			for _, d := range p.asked {
				jobs = append(jobs, outcome{defect: d, id: p.id, ground: p.ground})
			}
		}
	}
	t.Run("station", func(t *testing.T) {
		for i := range jobs {
			o := &jobs[i]
			t.Run(string(o.defect)+"/"+o.id+"/"+o.ground.String(), func(t *testing.T) {
				t.Parallel()
				o.play(t)
			})
		}
	})
	return jobs
}

func (o *outcome) play(t *testing.T) {
	p := play(t, o.id, setup{product: o.ground.product, change: o.ground.bench.change, defects: []defects.Defect{o.defect}})
	if p.Verdict != evidence.Pass && p.Verdict != evidence.Warning {
		o.verdict = p.Verdict
		o.place, _ = firstWorst(p)
	}
}
