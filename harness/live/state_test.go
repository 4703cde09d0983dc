package live

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/forecast"
)

// recorded reads the begins and ends of the plays of a run that was played, as records in their order.
func recorded(t *testing.T, path string) (records []evidence.Record) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var planned, played []evidence.Record
	benches := map[string]bool{}
	run := &evidence.RunStarted{LongestFirst: !strings.Contains(path, "shuffled")}
	modes := map[string][]string{}
	epoch := time.Date(2026, 11, 30, 18, 0, 0, 0, time.UTC)
	for lines := bufio.NewScanner(f); lines.Scan(); {
		cells := strings.Split(lines.Text(), "\t")
		if strings.HasPrefix(cells[0], "#") {
			continue
		}
		if len(cells) == 6 {
			cells = append(cells, string(evidence.Pass), "0")
		}
		at, err1 := time.ParseDuration(cells[0])
		play, err2 := strconv.Atoi(cells[1])
		took, err3 := time.ParseDuration(cells[5])
		attempt, err4 := strconv.Atoi(cells[7])
		if err := errors.Join(err1, err2, err3, err4); err != nil {
			t.Fatalf("%q: %v", lines.Text(), err)
		}
		bench, id, mode := strings.TrimPrefix(cells[2], "-"), cells[3], strings.TrimPrefix(cells[4], "-")
		if run.Repeat = max(run.Repeat, attempt); bench != "" && !benches[bench] {
			benches[bench] = true
			run.Benches = append(run.Benches, evidence.BenchUsed{Name: bench})
		}
		rec := evidence.Record{At: epoch.Add(at), Bench: bench, Case: id, Play: play}
		if cells[6] == "-" || len(strings.Split(lines.Text(), "\t")) == 6 && took == 0 {
			if !slices.Contains(modes[id], mode) {
				modes[id] = append(modes[id], mode)
			}
			if len(modes[id]) == 1 && attempt < 2 {
				planned = append(planned, evidence.Record{Kind: evidence.KindPlanned, At: epoch, Planned: &evidence.Planned{ID: id}})
			}
			rec.Begin = &evidence.CaseStarted{ID: id, Mode: mode, Attempt: attempt}
		} else {
			rec.End = &evidence.CaseEnded{ID: id, Mode: mode, Verdict: evidence.Verdict(cells[6]), Took: took}
		}
		played = append(played, rec)
	}
	for _, rec := range planned {
		if ways := modes[rec.Planned.ID]; len(ways) > 1 {
			rec.Planned.Modes = ways
		}
	}
	records = append(records, evidence.Record{At: epoch, Run: run})
	records = append(append(records, planned...), played...)
	for i := range records {
		records[i].Seq = int64(i + 1)
	}
	return records
}

const (
	quarter = 0.25
	// blind is how far the time left may be off where a station is played for the first time whose faults have some plays take ten times as long as
	// those of the reference station, and others a tenth: nothing tells which until they are played.
	blind = 1.25
)

// TestTheTimeLeftIsRightWithinAQuarterAfterTenPlays folds runs of several shapes that were played: on one bench and on several, in the order of the
// plan, the longest first and shuffled, and everything three times; each by durations of a machine as fast, or three times as slow or as fast. The
// faults of a station are known where it was played before.
func TestTheTimeLeftIsRightWithinAQuarterAfterTenPlays(t *testing.T) {
	paths, err := filepath.Glob("testdata/runs/*.tsv")
	if err != nil || len(paths) < 5 {
		t.Fatalf("%d recorded runs, %v", len(paths), err)
	}
	for _, path := range paths {
		for _, scale := range []float64{1, 3, 1. / 3} {
			t.Run(fmt.Sprintf("%s, before %.1f times as long", filepath.Base(path), scale), func(t *testing.T) {
				records := recorded(t, path)
				if strings.Contains(path, "faults") {
					asTold(t, records, scaled(carried(t), scale), blind)
					asTold(t, records, scaled(played(records), scale), quarter)
				} else {
					asTold(t, records, scaled(carried(t), scale), quarter)
				}
			})
		}
	}
}

// carried are the durations that the binary carried when these runs were played, so that those of today change what a run begins with and no
// expectation of this test.
func carried(t *testing.T) map[string]time.Duration {
	t.Helper()
	text, err := os.ReadFile("testdata/durations.tsv")
	if err != nil {
		t.Fatal(err)
	}
	out, err := examples.ReadDurations(string(text))
	if err != nil {
		t.Fatalf("testdata/durations.tsv: %v", err)
	}
	return out
}

// played is how long the plays of a run took, of one and the same a third more and a third less by turns.
func played(records []evidence.Record) map[string]time.Duration {
	all, n := map[string]time.Duration{}, 0
	for _, rec := range records {
		if rec.End != nil {
			all[evidence.PlayName(rec.End.ID, rec.End.Mode)] = rec.End.Took * time.Duration(2+2*(n%2)) / 3
			n++
		}
	}
	return all
}

// lastly is how little is left when nobody asks any more how long: what is left of one play is not in the durations of plays.
const lastly = 30 * time.Second

// asTold holds what is told after each play against what came, of which it may be off by a part.
func asTold(t *testing.T, records []evidence.Record, before Durations, part float64) {
	t.Helper()
	end := records[len(records)-1].At
	s, ended, told := NewState(before), 0, 0
	for _, rec := range records {
		s.Add(rec)
		if rec.End == nil {
			continue
		}
		if rec.End.Verdict != evidence.NotRun && rec.End.Verdict != evidence.NotApplicable {
			ended++
		}
		left, sure := s.Left(rec.At)
		if sure != (ended >= forecast.FewPlays) {
			t.Errorf("after %d plays the time left is sure: %t", ended, sure)
		}
		truth := end.Sub(rec.At)
		if !sure || truth < lastly {
			continue
		}
		told++
		if off := (left - truth).Abs(); off.Seconds() > part*truth.Seconds() {
			t.Errorf("after %d plays it is %s, in truth %s", ended, left.Round(time.Second), truth.Round(time.Second))
		}
	}
	if told < 15 {
		t.Errorf("only %d times the time left could be held against the truth", told)
	}
}

func scaled(d map[string]time.Duration, times float64) Durations {
	out := Durations{}
	for name, took := range d {
		out[name] = time.Duration(times * float64(took))
	}
	return out
}

// ofE03 is the beginning of a play whose table has two rows that reach states, and one without a number between them.
func ofE03() *State {
	s := NewState(nil)
	s.Add(evidence.Record{Seq: 1, Run: &evidence.RunStarted{Bench: "one"}})
	s.Add(evidence.Record{Seq: 2, Case: "TC_E_03_CS", Play: 1, Begin: &evidence.CaseStarted{ID: "TC_E_03_CS", Table: []evidence.RowAhead{
		{Number: "1", Reaches: "Authorized (local)"}, {Actor: evidence.ActorPerson, Text: "Connect the EV."},
		{Number: "2", Actor: evidence.ActorStation, Text: "sends a StatusNotificationRequest"}, {Number: "3", Actor: evidence.ActorTool}, {Number: "5", Reaches: "EnergyTransferStarted"}}}})
	return s
}

// ahead is what the page shows of the rows to come, in short.
func ahead(s *State) (out string) {
	for _, row := range s.Benches[0].playView().Ahead {
		out += row.Number + row.Reaches + row.Text
		if row.Now {
			out += " now"
		}
		out += "; "
	}
	return out
}

func TestTheTableIsShownAheadOfWhatIsPlayed(t *testing.T) {
	s := ofE03()
	seq := int64(2)
	add := func(rec evidence.Record) {
		seq++
		rec.Seq, rec.Case, rec.Play = seq, "TC_E_03_CS", 1
		s.Add(rec)
	}
	path := []string{"Authorized (local)"}
	for _, step := range []struct {
		what string
		rec  evidence.Record
		want string
	}{
		{"before the first row", evidence.Record{Row: &evidence.Row{Stage: evidence.Before, Number: "1", Actor: evidence.ActorStation, Verdict: evidence.Pass}},
			"1Authorized (local); Connect the EV.; 2sends a StatusNotificationRequest; 3; 5EnergyTransferStarted; "},
		{"in the state of the first row", evidence.Record{State: &evidence.StateEntered{Stage: evidence.Main, Row: "1", Path: path}},
			"Connect the EV.; 2sends a StatusNotificationRequest; 3; 5EnergyTransferStarted; "},
		{"at a row of that state", evidence.Record{Row: &evidence.Row{Stage: evidence.Main, State: path, Number: "5", Actor: evidence.ActorStation, Verdict: evidence.Pass}},
			"Connect the EV.; 2sends a StatusNotificationRequest; 3; 5EnergyTransferStarted; "},
		{"after an act without a number", evidence.Record{Row: &evidence.Row{Stage: evidence.Main, Actor: evidence.ActorPerson, Text: "Connect the EV.", Verdict: evidence.Pass}},
			"2sends a StatusNotificationRequest; 3; 5EnergyTransferStarted; "},
		{"waiting for a message", evidence.Record{Awaiting: &evidence.Awaiting{Stage: evidence.Main, Number: "2", Actor: evidence.ActorStation, What: "sends"}},
			"2sends a StatusNotificationRequest now; 3; 5EnergyTransferStarted; "},
		{"at a check of a row that has not ended", evidence.Record{Check: &evidence.Check{Stage: evidence.Main, Row: "2", Verdict: evidence.Pass}},
			"3; 5EnergyTransferStarted; "},
		{"after a row that is left out", evidence.Record{Row: &evidence.Row{Stage: evidence.Main, Number: "3", Actor: evidence.ActorTool, Verdict: evidence.NotApplicable}},
			"5EnergyTransferStarted; "},
		{"after the end", evidence.Record{End: &evidence.CaseEnded{ID: "TC_E_03_CS", Verdict: evidence.Fail}}, ""},
	} {
		add(step.rec)
		if got := ahead(s); got != step.want {
			t.Errorf("%s there is ahead\n%s, expected\n%s", step.what, got, step.want)
		}
	}
}

func TestARunThatIsGoneOnWithHasNotEndedAndPlaysAnewWhatWasCutShort(t *testing.T) {
	s := NewState(Durations{"A": time.Minute, "B": time.Minute, "C": time.Minute})
	seq := int64(0)
	add := func(rec evidence.Record) {
		seq++
		rec.Seq = seq
		s.Add(rec)
	}
	add(evidence.Record{Run: &evidence.RunStarted{Bench: "one"}})
	for _, id := range []string{"A", "B", "C"} {
		add(evidence.Record{Planned: &evidence.Planned{ID: id, Block: "X"}})
	}
	play := func(n int, id string, v evidence.Verdict, reason string) {
		add(evidence.Record{Case: id, Play: n, Begin: &evidence.CaseStarted{ID: id}})
		if v != "" {
			add(evidence.Record{Case: id, Play: n, End: &evidence.CaseEnded{ID: id, Verdict: v, Reason: reason, Took: time.Minute}})
		}
	}
	play(1, "A", evidence.Pass, "")
	play(2, "B", evidence.Inconclusive, evidence.Interrupted)
	add(evidence.Record{Finished: &evidence.RunEnded{Interrupted: true}})
	if left, _ := s.Left(time.Time{}); left != 0 {
		t.Errorf("of a run that has ended %s are left", left)
	}
	add(evidence.Record{Resumed: &evidence.Resumed{}})
	for _, id := range []string{"A", "B", "C"} {
		add(evidence.Record{Planned: &evidence.Planned{ID: id, Block: "X"}})
	}
	ended, all := s.Plays()
	if left, _ := s.Left(time.Time{}); s.Finished != nil || ended != 1 || all != 3 || left != 2*time.Minute {
		t.Errorf("ended: %t, %d of %d plays, %s left; expected that two plays of a minute are left", s.Finished != nil, ended, all, left)
	}
	play(3, "B", "", "")
	add(evidence.Record{Resumed: &evidence.Resumed{}}) // cut off in it
	if left, _ := s.Left(time.Time{}); left != 2*time.Minute || s.cases["B"].Playing() {
		t.Errorf("%s left, B plays: %t; expected that it is played anew", left, s.cases["B"].Playing())
	}
	play(4, "B", evidence.Pass, "")
	if c := s.cases["B"]; c.So != evidence.Pass {
		t.Errorf("B counts as %s, expected PASS", c.So)
	}
}

func TestARunThatPlaysEverythingThriceHasThreeTimesThePlays(t *testing.T) {
	s := NewState(nil)
	s.Add(evidence.Record{Seq: 1, Run: &evidence.RunStarted{Bench: "one", Repeat: 3}})
	s.Add(evidence.Record{Seq: 2, Planned: &evidence.Planned{ID: "A", Modes: []string{"local", "remote"}}})
	for i, mode := range []string{"local", "remote"} {
		s.Add(evidence.Record{Seq: int64(3 + 2*i), Case: "A", Play: i + 1, Begin: &evidence.CaseStarted{ID: "A", Mode: mode, Attempt: 1}})
		s.Add(evidence.Record{Seq: int64(4 + 2*i), Case: "A", Play: i + 1, End: &evidence.CaseEnded{ID: "A", Mode: mode, Verdict: evidence.Pass, Took: time.Minute}})
	}
	ended, all := s.Plays()
	if left, _ := s.Left(time.Time{}); ended != 2 || all != 6 || left != 4*time.Minute {
		t.Errorf("%d of %d plays and %s left, expected 2 of 6 and 4 min", ended, all, left)
	}
}
