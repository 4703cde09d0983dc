package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs/gpio/fakechip"
	"github.com/certbench/certbench/schemas"
)

// wired is the full rig at lines of its own, with K1 behind them. No station is there.
func wired(t *testing.T) (*fakechip.Chip, *bench.File) {
	t.Helper()
	file, err := bench.Load(fullRigWith(t, "listen: 0.0.0.0:9000", "listen: 127.0.0.1:0", "link: network", "link: none",
		", bias: pull-up", "", "        bits: 34\n", "        bits: 34\n      timing: {dark: 1ms, ready: 1ms, quiet: 1ms, feedback: 100ms}\n"))
	if err != nil {
		t.Fatal(err)
	}
	delete(file.Rigs, "network") // there is no such port here
	file.Files = nil             // whose ports another test may have
	var names []string
	for _, line := range file.Rigs["relays"].Wiring.Lines() {
		names = append(names, line.Name)
	}
	chip := fakechip.New(names...)
	chip.Input("ev1-duty", true) // +12 V
	chip.React(func(name string, high bool) {
		if name == "station-mains" {
			chip.Input("station-mains-feedback", !high)
		}
	})
	return chip, file
}

// walked is what the doctor finds on a walk through the lines, and how they moved.
func walked(t *testing.T, chip *fakechip.Chip, file *bench.File, fault func()) (found []examined, moves []string) {
	t.Helper()
	declared, err := pics.Read(examples.PICSName, examples.PICS())
	if err != nil {
		t.Fatal(err)
	}
	set, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	recorder, err := evidence.Create(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	running, err := bench.Open(t.Context(), file, bench.Setup{PICS: declared, Schemas: set, Recorder: recorder, Chip: chip.Holder("certbench"),
		Log: filepath.Join(t.TempDir(), bench.LogName), Unchecked: true})
	if err != nil {
		t.Fatal(err)
	}
	fault()
	chip.TakeLog()
	found, sound := looked(t.Context(), running, file)
	if sound {
		w := walk{bench: file, running: running, said: &heard{}, sheet: &sheet{}}
		w.through(t.Context(), false)
		found = append(found, w.all...)
	}
	moves = chip.TakeLog()
	for what, err := range map[string]error{"bench": running.Close(), "evidence": recorder.Close()} {
		if err != nil && sound {
			t.Logf("closing the %s: %v", what, err)
		}
	}
	return found, moves
}

func TestTheWalkMovesEveryRelayThePilotFirstAndTheMainsLast(t *testing.T) {
	chip, file := wired(t)
	found, moves := walked(t, chip, file, func() {})
	for _, x := range found {
		if x.Verdict != evidence.Pass {
			t.Errorf("expected nothing wrong, got %+v", x)
		}
	}
	for _, line := range file.Outputs() {
		if !slices.ContainsFunc(moves, func(m string) bool { return strings.Contains(m, line.Name+" ") }) {
			t.Errorf("line %s did not move, in %q", line.Name, moves)
		}
	}
	last := moves[max(0, len(moves)-2):]
	if !strings.Contains(moves[0], "ev1-pp") || !slices.Equal(last, []string{"station-mains low", "station-mains high"}) {
		t.Errorf("expected the cable first and the mains last, got %q", moves)
	}
}

func TestTheWalkSaysWhatIsWiredWrong(t *testing.T) {
	for words, c := range map[string]struct {
		fault      func(chip *fakechip.Chip)
		mainsMoved bool
	}{
		`line "ev1-ready" was driven to active = true but reads false`: {func(chip *fakechip.Chip) { chip.Stick("ev1-ready", true) }, false},
		`the contactor reads closed although no EV asks for energy`:    {func(chip *fakechip.Chip) { chip.Input("ev1-contactor", true) }, false},
		`the mains do not follow: line "station-mains-feedback"`:       {func(chip *fakechip.Chip) { chip.React(nil) }, true},
		`line "ev1-bay" was driven to active = true but reads false`:   {func(chip *fakechip.Chip) { chip.Stick("ev1-bay", true) }, false},
	} {
		chip, file := wired(t)
		found, moves := walked(t, chip, file, func() { c.fault(chip) })
		if !slices.ContainsFunc(found, func(x examined) bool {
			return x.Verdict == evidence.Error && strings.Contains(x.Found, words) && x.Do != ""
		}) {
			t.Errorf("expected %q with what to do among %+v", words, found)
		}
		if moved := slices.Contains(moves, "station-mains low"); moved != c.mainsMoved {
			t.Errorf("%s: the mains were cut: %t, expected %t", words, moved, c.mainsMoved)
		}
	}
}
