package reports

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/known"
)

// day is that of the runs of these tests.
var day = time.Date(2027, 3, 15, 12, 0, 0, 0, time.UTC)

// failed is a play that ended with a verdict, with the rows of the checks for which it did.
func failedAt(play int, id string, v evidence.Verdict, rows ...string) []evidence.Record {
	all := []evidence.Record{{Play: play, Case: id, Begin: &evidence.CaseStarted{ID: id}}}
	for _, row := range rows {
		all = append(all, evidence.Record{Play: play, Case: id, Check: &evidence.Check{Stage: evidence.Main, Row: row, Requirement: "It holds.", Verdict: v}})
	}
	return append(all, evidence.Record{Play: play, Case: id, End: &evidence.CaseEnded{ID: id, Verdict: v, Reason: "It does not hold."}})
}

// heldAgainst is a run of the cases A and B with its known failures, row by row, and its baseline.
func heldAgainst(entries []known.Entry, base *Baseline, plays ...[]evidence.Record) *Source {
	return heldAgainstPlanned([]evidence.Record{planned("A", ""), planned("B", "")}, evidence.RunEnded{}, entries, base, plays...)
}

func heldAgainstPlanned(plan []evidence.Record, ended evidence.RunEnded, entries []known.Entry, base *Baseline, plays ...[]evidence.Record) *Source {
	records := append([]evidence.Record{{At: day, Run: &evidence.RunStarted{ID: "R"}}}, plan...)
	records = append(records, slices.Concat(plays...)...)
	records = append(records, finished(ended))
	var file *known.File
	if entries != nil {
		file = &known.File{Entries: entries}
	}
	s := newSource(evidence.Fold(records), evidence.Log{Records: records}, newCounted(), nil)
	s.expect(file, base)
	return s
}

func entry(id, row string, until int) known.Entry {
	return known.Entry{Case: id, Row: row, Reason: "r", Ticket: "T-" + row, Until: time.Date(2027, 3, until, 0, 0, 0, 0, time.UTC)}
}

func TestAFailureIsKnownOnlyWhereEachOfItsChecksIs(t *testing.T) {
	pass := failedAt(2, "B", evidence.Pass)
	found := []evidence.Record{{Finding: &evidence.Finding{Subject: "X", Requirement: "It holds.", Verdict: evidence.Fail}}}
	between := known.Entry{Case: known.Between, Check: "X: It holds.", Reason: "r", Ticket: "T", Until: day}
	for name, c := range map[string]struct {
		entries  []known.Entry
		plays    [][]evidence.Record
		exit     Exit
		headline evidence.Verdict
		states   []KnownState
	}{
		"all of it":         {[]known.Entry{entry("A", "1", 31), entry("A", "2", 31)}, [][]evidence.Record{failedAt(1, "A", evidence.Fail, "1", "2"), pass}, 0, KnownFailures, []KnownState{KnownHappened, KnownHappened}},
		"the case":          {[]known.Entry{entry("A", "", 31)}, [][]evidence.Record{failedAt(1, "A", evidence.Fail, "1", "2"), pass}, 0, KnownFailures, []KnownState{KnownHappened}},
		"without a check":   {[]known.Entry{entry("A", "1", 31)}, [][]evidence.Record{failedAt(1, "A", evidence.Fail), pass}, 1, evidence.Fail, []KnownState{KnownUnseen}},
		"part of it":        {[]known.Entry{entry("A", "1", 31)}, [][]evidence.Record{failedAt(1, "A", evidence.Fail, "1", "2"), pass}, 1, evidence.Fail, []KnownState{KnownHappened}},
		"another row":       {[]known.Entry{entry("A", "3", 31)}, [][]evidence.Record{failedAt(1, "A", evidence.Fail, "1"), pass}, 1, evidence.Fail, []KnownState{KnownUnseen}},
		"one of two":        {[]known.Entry{entry("A", "1", 31), entry("A", "2", 31)}, [][]evidence.Record{failedAt(1, "A", evidence.Fail, "1"), pass}, 1, evidence.Fail, []KnownState{KnownHappened, KnownGone}},
		"mended":            {[]known.Entry{entry("A", "1", 31)}, [][]evidence.Record{failedAt(1, "A", evidence.Pass), pass}, 1, evidence.Pass, []KnownState{KnownGone}},
		"out of date":       {[]known.Entry{entry("A", "1", 14)}, [][]evidence.Record{failedAt(1, "A", evidence.Fail, "1"), pass}, 1, evidence.Fail, []KnownState{KnownHappened}},
		"on its last day":   {[]known.Entry{entry("A", "1", 15)}, [][]evidence.Record{failedAt(1, "A", evidence.Fail, "1"), pass}, 0, KnownFailures, []KnownState{KnownHappened}},
		"inconclusive":      {[]known.Entry{entry("A", "1", 31)}, [][]evidence.Record{failedAt(1, "A", evidence.Inconclusive, "1"), pass}, 3, evidence.Inconclusive, []KnownState{KnownUnseen}},
		"trouble beside it": {[]known.Entry{entry("A", "1", 31)}, [][]evidence.Record{failedAt(1, "A", evidence.Fail, "1"), failedAt(2, "B", evidence.Error, "1")}, 3, evidence.Error, []KnownState{KnownHappened}},
		"not played":        {[]known.Entry{entry("C", "1", 31)}, [][]evidence.Record{failedAt(1, "A", evidence.Pass), pass}, 0, evidence.Pass, []KnownState{KnownUnseen}},
		"between":           {[]known.Entry{between}, [][]evidence.Record{failedAt(1, "A", evidence.Pass), pass, found}, 0, KnownFailures, []KnownState{KnownHappened}},
		"between, mended":   {[]known.Entry{between}, [][]evidence.Record{failedAt(1, "A", evidence.Pass), pass}, 1, evidence.Pass, []KnownState{KnownGone}},
		"between, in part":  {[]known.Entry{between}, [][]evidence.Record{failedAt(1, "A", evidence.Pass)}, 3, Incomplete, []KnownState{KnownUnseen}},
		"between, another":  {[]known.Entry{entry("A", "", 31)}, [][]evidence.Record{failedAt(1, "A", evidence.Fail, "1"), pass, found}, 1, evidence.Fail, []KnownState{KnownHappened}},
	} {
		t.Run(name, func(t *testing.T) {
			s := heldAgainst(c.entries, nil, c.plays...)
			var states []KnownState
			for _, k := range s.Known {
				states = append(states, k.State)
			}
			if d := Decide(s); d.Exit != c.exit || s.Stands().Headline != c.headline || !slices.Equal(states, c.states) {
				t.Errorf("expected exit code %d, %s and %v, got %d (%v), %s and %v", c.exit, c.headline, c.states, d.Exit, d.Reasons, s.Stands().Headline, states)
			}
			if o := s.Outcomes[0]; len(o.Plays) > 0 && o.Verdict != o.Plays[0].Verdict {
				t.Errorf("the verdict of the case was changed to %s", o.Verdict)
			}
		})
	}
}

// TestWhatPassedInTheBaselineAndIsNotPlayedIsLost has A fail as in the baseline, where B passed.
func TestWhatPassedInTheBaselineAndIsNotPlayedIsLost(t *testing.T) {
	without := func(v evidence.Verdict, reason string) evidence.Record {
		p := planned("B", v)
		p.Planned.Reason = reason
		return p
	}
	good, bad, badB := failedAt(1, "A", evidence.Pass), failedAt(1, "A", evidence.Fail, "1"), failedAt(2, "B", evidence.Fail, "1")
	called := failedAt(2, "B", evidence.NotRun)
	whole := [][]evidence.Record{bad, failedAt(2, "B", evidence.Pass)}
	for name, c := range map[string]struct {
		before   [][]evidence.Record
		b        evidence.Record
		ended    evidence.RunEnded
		now      [][]evidence.Record
		lost     int
		exit     Exit
		headline evidence.Verdict
	}{
		"no rig for it":             {whole, without(evidence.NotRun, "no rig for it"), evidence.RunEnded{}, [][]evidence.Record{bad}, 1, 3, Incomplete},
		"no rig, and nothing fails": {[][]evidence.Record{good, whole[1]}, without(evidence.NotRun, "no rig for it"), evidence.RunEnded{}, [][]evidence.Record{good}, 1, 3, Incomplete},
		"called off when played":    {whole, planned("B", ""), evidence.RunEnded{}, [][]evidence.Record{bad, called}, 1, 3, Incomplete},
		"in no plan":                {whole, planned("C", ""), evidence.RunEnded{}, [][]evidence.Record{bad, failedAt(2, "C", evidence.Pass)}, 1, 3, Incomplete},
		"beside a regression":       {[][]evidence.Record{good, whole[1]}, without(evidence.NotRun, "no rig for it"), evidence.RunEnded{}, [][]evidence.Record{bad}, 1, 1, evidence.Fail},
		"not selected":              {whole, without(evidence.NotRun, evidence.Unselected+" A"), evidence.RunEnded{}, [][]evidence.Record{bad}, 0, 0, NoRegression},
		"of another shard":          {whole, without(evidence.NotRun, evidence.LeftToShard+"2/2"), evidence.RunEnded{}, [][]evidence.Record{bad}, 0, 0, NoRegression},
		"not applicable":            {whole, without(evidence.NotApplicable, "no bay"), evidence.RunEnded{}, [][]evidence.Record{bad}, 0, 0, NoRegression},
		"it had failed":             {[][]evidence.Record{bad, badB}, without(evidence.NotRun, "no rig for it"), evidence.RunEnded{}, [][]evidence.Record{bad}, 0, 0, NoRegression},
		"interrupted":               {whole, without(evidence.NotRun, "interrupted"), evidence.RunEnded{Interrupted: true}, [][]evidence.Record{bad}, 0, 3, evidence.Fail},
		"played":                    {whole, planned("B", ""), evidence.RunEnded{}, whole, 0, 0, NoRegression},
	} {
		t.Run(name, func(t *testing.T) {
			s := heldAgainstPlanned([]evidence.Record{planned("A", ""), c.b}, c.ended, nil, NewBaseline(heldAgainst(nil, nil, c.before...)), c.now...)
			d, failed := Decide(s), 0
			for _, e := range s.Expected {
				if e.Failed && strings.HasPrefix(e.Name, "Played as in the baseline: B") {
					failed++
				}
			}
			if len(s.lost) != c.lost || failed != c.lost || len(s.lostMarks().Rows) != c.lost || d.Exit != c.exit || s.Stands().Headline != c.headline {
				t.Errorf("expected %d lost, exit code %d and %s, got %+v, %d (%v) and %s", c.lost, c.exit, c.headline, s.lost, d.Exit, d.Reasons, s.Stands().Headline)
			}
		})
	}
}

func TestABaselineForgivesWhatItHadAndNothingElse(t *testing.T) {
	good, bad := failedAt(1, "A", evidence.Pass), failedAt(1, "A", evidence.Fail, "1")
	pass := failedAt(2, "B", evidence.Pass)
	for name, c := range map[string]struct {
		before, now [][]evidence.Record
		exit        Exit
		headline    evidence.Verdict
		kind        MarkKind
	}{
		"as before":           {[][]evidence.Record{bad, pass}, [][]evidence.Record{bad, pass}, 0, NoRegression, OldFailure},
		"mended":              {[][]evidence.Record{bad, pass}, [][]evidence.Record{good, pass}, 0, evidence.Pass, ""},
		"regressed":           {[][]evidence.Record{good, pass}, [][]evidence.Record{bad, pass}, 1, evidence.Fail, NewFailure},
		"in another row":      {[][]evidence.Record{bad, pass}, [][]evidence.Record{failedAt(1, "A", evidence.Fail, "1", "2"), pass}, 1, evidence.Fail, NewFailure},
		"not judged before":   {[][]evidence.Record{pass}, [][]evidence.Record{bad, pass}, 1, evidence.Fail, NewFailure},
		"inconclusive before": {[][]evidence.Record{failedAt(1, "A", evidence.Inconclusive, "1"), pass}, [][]evidence.Record{bad, pass}, 1, evidence.Fail, NewFailure},
		"inconclusive still":  {[][]evidence.Record{failedAt(1, "A", evidence.Inconclusive, "1"), pass}, [][]evidence.Record{failedAt(1, "A", evidence.Inconclusive, "1"), pass}, 0, NoRegression, OldFailure},
		"trouble of ours":     {[][]evidence.Record{failedAt(1, "A", evidence.Error, "1"), pass}, [][]evidence.Record{failedAt(1, "A", evidence.Error, "1"), pass}, 3, evidence.Error, ""},
	} {
		t.Run(name, func(t *testing.T) {
			text, err := NewBaseline(heldAgainst(nil, nil, c.before...)).Encode()
			if err != nil {
				t.Fatal(err)
			}
			base, err := ReadBaseline("baseline.json", text)
			if err != nil {
				t.Fatal(err)
			}
			s := heldAgainst(nil, base, c.now...)
			if d := Decide(s); d.Exit != c.exit || s.Stands().Headline != c.headline || s.mark(&s.Run.Plays[0]).Kind != c.kind {
				t.Errorf("expected exit code %d, %s and the mark %q, got %d (%v), %s and %+v", c.exit, c.headline, c.kind, d.Exit, d.Reasons, s.Stands().Headline, s.mark(&s.Run.Plays[0]))
			}
		})
	}
}

func TestWhatWaversIsShownWithTheRowAndThePlays(t *testing.T) {
	again := func(attempt int, records []evidence.Record) []evidence.Record {
		records[0].Begin.Attempt = attempt
		return records
	}
	s := heldAgainst(nil, nil,
		again(1, failedAt(1, "A", evidence.Pass)), again(1, failedAt(2, "B", evidence.Fail, "3")),
		again(2, failedAt(3, "A", evidence.Fail, "2")), again(2, failedAt(4, "B", evidence.Fail, "3")),
		again(3, failedAt(5, "A", evidence.Pass)), again(3, failedAt(6, "B", evidence.Fail, "3")))
	all, steady := s.Wavers()
	if len(all) != 1 || steady != 1 {
		t.Fatalf("expected A to waver and B to be steady, got %+v and %d", all, steady)
	}
	if w := all[0]; w.ID != "A" || w.Pass != 2 || len(w.Plays) != 3 || w.Worst != evidence.Fail || len(w.Rows) != 1 || w.Rows[0].Row != "2" || !slices.Equal(w.Rows[0].Plays, []int{3}) {
		t.Errorf("expected that A passed twice of three times and row 2 did not hold in play 3, got %+v", w)
	}
	if s.Outcomes[0].Verdict != evidence.Fail || Decide(s).Exit != ExitFailed {
		t.Errorf("expected the worst to count, got %s and %+v", s.Outcomes[0].Verdict, Decide(s))
	}
	if page := made(t, HTML, s); !strings.Contains(page, `<h2 id="wavering">What wavers</h2>`) || !strings.Contains(page, "<td>2 of 3</td>") {
		t.Error("the report does not show what wavers")
	}
	var sum Summary
	if err := json.Unmarshal([]byte(made(t, JSON, s)), &sum); err != nil || len(sum.Wavering) != 1 || sum.Cases[0].Plays[1].Attempt != 2 {
		t.Errorf("run.json does not tell what wavers: %v, %+v", err, sum.Wavering)
	}
}
