//go:build guest

package cases

import (
	"bytes"
	"context"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/loop"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/rigs/gpio/simchip"
)

// program is certbench, as the machine has it.
const program = "/bin/certbench"

// connect makes the chips and has copper connect them until the test ends.
func connect(t *testing.T) {
	t.Helper()
	declared, err := pics.Read(examples.FullName, examples.Full())
	if err != nil {
		t.Fatal(err)
	}
	file, err := bench.Read("bench.yaml", loop.BenchFile)
	if err != nil {
		t.Fatal(err)
	}
	board, err := bench.ReadBoard("board.yaml", loop.BoardFile, bench.Layout(declared))
	if err != nil {
		t.Fatal(err)
	}
	relays, comparators := loop.Names(loop.BenchFile, "rig-"), loop.Names(loop.BoardFile, "board-")
	rig := simchip.New(t, relays...)
	simchip.New(t, comparators...)
	for _, line := range file.Outputs() {
		rig.Input(line.Name, line.Safe != line.ActiveLow) // as its own resistors hold a board of relays that nobody drives
	}
	copper, err := loop.Connect(*file.Rigs["relays"].Wiring, board, levelsOf(t, append(relays, comparators...)))
	if err == nil {
		err = copper.Settle()
	}
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- copper.Follow(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// run plays cases with certbench run, and certbench station as its station, on a bench file that change has changed. It
// returns what came of each.
func run(t *testing.T, cases []string, change ...string) map[string]evidence.Outcome {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string][]byte{"bench.yaml": loop.BenchFile, "board.yaml": loop.BoardFile, "pics.yaml": examples.Full()} {
		text = []byte(strings.NewReplacer(append([]string{"[certbench,", "[" + program + ","}, change...)...).Replace(string(text)))
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	command := exec.Command(program, "run", "--bench", "bench.yaml", "--pics", "pics.yaml", "--out", "run", "--cases", strings.Join(cases, " || "))
	var said bytes.Buffer
	command.Dir, command.Stdout, command.Stderr = dir, &said, &said
	command.Env = append(os.Environ(), "GOGC=400") // instructions are dear here, and memory is not
	ended := command.Run()
	log, err := os.ReadFile(filepath.Join(dir, "run", bench.LogName))
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("certbench: %v\n%s\nthe station: %v\n%s", ended, said.String(), err, log)
		}
	})
	source, err := reports.Load(filepath.Join(dir, "run"))
	if err != nil {
		t.Fatal(err)
	}
	if len(source.Problems) > 0 {
		t.Errorf("the evidence: %v", source.Problems)
	}
	outcomes := map[string]evidence.Outcome{}
	for _, o := range source.Outcomes {
		outcomes[o.Planned.ID] = o
	}
	return outcomes
}

func TestTheCasesPassOnTheLinesOfAKernel(t *testing.T) {
	connect(t)
	cases := slices.Sorted(maps.Keys(loop.Cases))
	outcomes := run(t, cases)
	for _, id := range cases {
		o := outcomes[id]
		if o.Verdict != evidence.Pass {
			t.Errorf("%s: expected PASS, got %s: %s", id, o.Verdict, o.Reason)
		}
		t.Logf("%s %s", id, o.Verdict)
	}
}

// That no other case is affected, and none needs more, is shown of all cases and acts by the test of package loop, in
// less time.
func TestACaseWhoseActTheBenchFileSwitchesOffIsNotRun(t *testing.T) {
	connect(t)
	for _, bench := range []struct {
		off    []string
		notRun map[string]string // by case, the act that it needs
		pass   string
	}{
		{[]string{"tokens", "mains"}, map[string]string{"TC_E_03_CS": "tokens", "TC_B_01_CS": "mains"}, "TC_G_01_CS"},
		{[]string{"cable"}, map[string]string{"TC_G_01_CS": "cable"}, "TC_B_01_CS"},
	} {
		var change []string
		for _, off := range bench.off {
			change = append(change, "\n  "+off+": relays", "\n  "+off+": none")
		}
		outcomes := run(t, append(slices.Collect(maps.Keys(bench.notRun)), bench.pass), change...)
		for id, needs := range bench.notRun {
			if o := outcomes[id]; o.Verdict != evidence.NotRun || !strings.Contains(o.Reason, "no rig is bound to "+needs) {
				t.Errorf("without %v, %s: expected NOT RUN for lack of %s, got %s: %s", bench.off, id, needs, o.Verdict, o.Reason)
			}
		}
		if o := outcomes[bench.pass]; o.Verdict != evidence.Pass {
			t.Errorf("without %v, %s: expected PASS, got %s: %s", bench.off, bench.pass, o.Verdict, o.Reason)
		}
	}
}
