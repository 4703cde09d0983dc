package live

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
)

// recorded reads the begins and ends of the plays of a run that was played, as records in their order.
func recorded(t *testing.T) (records []evidence.Record) {
	t.Helper()
	f, err := os.Open("testdata/recorded.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var planned, played []evidence.Record
	benches := map[string]bool{}
	run := &evidence.RunStarted{}
	modes := map[string][]string{}
	epoch := time.Date(2026, 11, 30, 18, 0, 0, 0, time.UTC)
	for lines := bufio.NewScanner(f); lines.Scan(); {
		cells := strings.Split(lines.Text(), "\t")
		if strings.HasPrefix(cells[0], "#") {
			continue
		}
		at, err1 := time.ParseDuration(cells[0])
		play, err2 := strconv.Atoi(cells[1])
		took, err3 := time.ParseDuration(cells[5])
		if err1 != nil || err2 != nil || err3 != nil {
			t.Fatalf("%q: %v %v %v", lines.Text(), err1, err2, err3)
		}
		bench, id, mode := cells[2], cells[3], strings.TrimPrefix(cells[4], "-")
		if !benches[bench] {
			benches[bench] = true
			run.Benches = append(run.Benches, evidence.BenchUsed{Name: bench})
		}
		rec := evidence.Record{At: epoch.Add(at), Bench: bench, Case: id, Play: play}
		if took == 0 {
			if modes[id] = append(modes[id], mode); len(modes[id]) == 1 {
				planned = append(planned, evidence.Record{Kind: evidence.KindPlanned, At: epoch, Planned: &evidence.Planned{ID: id}})
			}
			rec.Begin = &evidence.CaseStarted{ID: id, Mode: mode}
		} else {
			rec.End = &evidence.CaseEnded{ID: id, Mode: mode, Verdict: evidence.Pass, Took: took}
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

func TestTheTimeLeftIsRightWithinAQuarterAfterTenPlays(t *testing.T) {
	records := recorded(t)
	end := records[len(records)-1].At
	for name, before := range map[string]Durations{"by what is built in": examples.Durations(), "by a slower machine's": slower(examples.Durations(), 3)} {
		t.Run(name, func(t *testing.T) {
			s, ended, told := NewState(), 0, 0
			for _, rec := range records {
				s.Add(rec)
				if rec.End == nil {
					continue
				}
				ended++
				left, sure := s.Left(rec.At, before)
				if sure != (ended >= FewPlays) {
					t.Errorf("after %d plays the time left is sure: %t", ended, sure)
				}
				truth := end.Sub(rec.At)
				if !sure || truth < 10*time.Second { // what is left of one play is not in the durations of plays
					continue
				}
				told++
				if off := (left - truth).Abs(); off > truth/4 {
					t.Errorf("after %d plays it is %s, in truth %s", ended, left.Round(time.Second), truth.Round(time.Second))
				}
			}
			if told < 20 {
				t.Errorf("only %d times the time left could be held against the truth", told)
			}
		})
	}
}

func slower(d map[string]time.Duration, times time.Duration) Durations {
	out := Durations{}
	for name, took := range d {
		out[name] = took * times
	}
	return out
}
