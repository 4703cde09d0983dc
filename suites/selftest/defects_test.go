package selftest

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
)

const (
	expectationsFile = "expectations.tsv"
	matrixFile       = "kill-matrix.txt"
)

const expectationsHead = `# What every defect does to every case on every bench: one line per play that does not pass, sorted. All that are not
# listed pass. The benches stand in defects_test.go.
# defect	case	bench	verdict	place of the first of the worst: stage/states/row
`

// benches are the configurations in which every case meets every defect: some defects only show where the transaction
// starts late and ends late, and some hide where times are short.
var benches = map[string]func(*bench.MemoryParts){
	"default":    func(*bench.MemoryParts) {},
	"start-late": both(points([]string{"Authorized"}, []string{"EVConnected"}), twoMeasurands),
	"shipped":    shipped,
}

// twoMeasurands lets one of them be missing while the other comes.
var twoMeasurands = onStation(func(c *station.Config) {
	c.Settings["AlignedDataCtrlr.Measurands"] = "Energy.Active.Import.Register,Voltage"
})

// shipped is the bench of certbench run without --bench: short times must not make it blind.
func shipped(p *bench.MemoryParts) {
	f, err := bench.Read(examples.BenchName, examples.Bench())
	if err != nil {
		panic(err)
	}
	password := p.Configured.BasicAuthPassword
	p.Configured, p.Timeouts = f.Configured, f.Timeouts
	p.Configured.BasicAuthPassword = password
}

// points sets <Configured TxStartPoint> and <Configured TxStopPoint>.
func points(start, stop []string) func(*bench.MemoryParts) {
	return func(p *bench.MemoryParts) { p.Configured.TxStartPoint, p.Configured.TxStopPoint = start, stop }
}

// kill is one line of the expectations.
type kill struct{ defect, id, bench, verdict, place string }

func (k kill) String() string {
	return strings.Join([]string{k.defect, k.id, k.bench, k.verdict, k.place}, "\t")
}

// TestKillMatrix plays every case on every defect and compares with the expectations both ways: a failure that is not
// expected, and an expected one that does not happen both fail. Every case must be failed by a defect, and every defect
// must fail a case.
func TestKillMatrix(t *testing.T) {
	var got []kill
	var mu sync.Mutex
	t.Run("plays", func(t *testing.T) {
		for _, d := range defects.All() {
			for _, c := range octt.Registered() {
				for name, change := range benches {
					t.Run(string(d.Name)+"/"+c.ID+"/"+name, func(t *testing.T) {
						t.Parallel()
						p := play(t, c.ID, setup{defects: []defects.Defect{d.Name}, change: change})
						if p.Verdict == evidence.Pass || p.Verdict == evidence.Warning {
							return
						}
						place, _ := firstWorst(p)
						mu.Lock()
						defer mu.Unlock()
						got = append(got, kill{string(d.Name), c.ID, name, string(p.Verdict), place})
					})
				}
			}
		}
	})
	lines := make([]string, 0, len(got))
	for _, k := range got {
		lines = append(lines, k.String())
	}
	slices.Sort(lines)
	kills := matrix(got)
	if *update {
		write(t, expectationsFile, expectationsHead+strings.Join(lines, "\n")+"\n")
		write(t, matrixFile, kills)
	}
	compare(t, expectations(t), lines)
	everyCaseIsKilled(t, got)
	if kept, err := os.ReadFile(matrixFile); err != nil || string(kept) != kills {
		t.Errorf("%s is not the matrix of these plays (%v); make golden writes it", matrixFile, err)
	}
	t.Log("\n" + kills)
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func expectations(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile(expectationsFile)
	if err != nil {
		t.Fatalf("%v; make golden writes it", err)
	}
	var lines []string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	return lines
}

func compare(t *testing.T, want, got []string) {
	t.Helper()
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("expected, and did not happen: %s", line)
		}
	}
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("happened, and is not expected: %s", line)
		}
	}
}

// everyCaseIsKilled: a case that no defect makes FAIL proves nothing, and a defect that every case passes is no defect.
func everyCaseIsKilled(t *testing.T, got []kill) {
	t.Helper()
	cases, by := map[string]bool{}, map[string]bool{}
	for _, k := range got {
		by[k.defect] = true
		if k.verdict == string(evidence.Fail) {
			cases[k.id] = true
		}
	}
	for _, c := range octt.Registered() {
		if !cases[c.ID] {
			t.Errorf("%s: no defect makes it FAIL", c.ID)
		}
	}
	for _, d := range defects.All() {
		if !by[string(d.Name)] {
			t.Errorf("defect %s: every case passes on it", d.Name)
		}
	}
}

// matrix draws the kills: a line per case with the defects that make it FAIL, on any bench.
func matrix(got []kill) string {
	killers := map[string][]string{}
	for _, k := range got {
		if k.verdict == string(evidence.Fail) && !slices.Contains(killers[k.id], k.defect) {
			killers[k.id] = append(killers[k.id], k.defect)
		}
	}
	var out strings.Builder
	for _, c := range octt.Registered() {
		slices.Sort(killers[c.ID])
		fmt.Fprintf(&out, "%-10s fails on %2d of %d defects: %s\n", c.ID, len(killers[c.ID]), len(defects.All()), strings.Join(killers[c.ID], " "))
	}
	return out.String()
}
