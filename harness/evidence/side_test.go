package evidence

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
)

func TestPlaysOfSeveralBenchesAreToldApart(t *testing.T) {
	var out bytes.Buffer
	r := New(&out, nil)
	one, two := r.Side("one"), r.Side("two")
	record := func(to interface{ Append(Record) (int64, error) }, rec Record) {
		t.Helper()
		if _, err := to.Append(rec); err != nil {
			t.Fatal(err)
		}
	}
	record(r, Record{Run: &RunStarted{Bench: "one", Benches: []BenchUsed{{Name: "one"}, {Name: "two"}}}})
	record(two, Record{Station: &Station{ID: "CB-0002"}})
	record(one, Record{Station: &Station{ID: "CB-0001"}})
	record(one, Record{Case: "TC_B_01_CS", Play: 1, Begin: &CaseStarted{ID: "TC_B_01_CS"}})
	record(two, Record{Case: "TC_B_02_CS", Play: 1, Begin: &CaseStarted{ID: "TC_B_02_CS"}})
	record(two, Record{Case: "TC_B_02_CS", Play: 1, End: &CaseEnded{ID: "TC_B_02_CS", Verdict: Fail}})
	record(one, Record{Case: "TC_B_01_CS", Play: 1, End: &CaseEnded{ID: "TC_B_01_CS", Verdict: Pass}})
	record(one, Record{Note: &Note{Text: "at rest"}})
	record(one, Record{Case: "TC_B_03_CS", Play: 2, Begin: &CaseStarted{ID: "TC_B_03_CS"}})
	record(r, Record{Finished: &RunEnded{Verdict: Fail}})
	log, err := Read(&out)
	if err != nil || log.Verify() != nil {
		t.Fatalf("expected one whole chain, got %v and %v", err, log.Verify())
	}
	run := Fold(log.Records)
	var got []string
	for _, p := range run.Plays {
		got = append(got, fmt.Sprint(p.Number, " ", p.Bench, " ", p.Begin.ID, " ", p.Verdict))
	}
	want := []string{"1 one TC_B_01_CS PASS", "2 two TC_B_02_CS FAIL", "3 one TC_B_03_CS ERROR"}
	if !slices.Equal(got, want) {
		t.Errorf("plays: expected %q, got %q", want, got)
	}
	if len(run.Stations) != 2 || run.Stations[0].ID != "CB-0001" || run.Stations[1].ID != "CB-0002" {
		t.Errorf("expected the stations in the order of the benches, got %+v", run.Stations)
	}
	if len(run.Between) != 1 || run.Between[0].Bench != "one" {
		t.Errorf("expected the note between plays with its bench, got %+v", run.Between)
	}
}
