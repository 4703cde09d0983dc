package evidence

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func play(bodies ...Record) []Record {
	at := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	for i := range bodies {
		bodies[i].Seq, bodies[i].Play, bodies[i].Case = int64(i+1), 1, "TC_E_03_CS"
		bodies[i].At = at.Add(time.Duration(i) * time.Second)
	}
	return bodies
}

func drawn(rows []TableRow) string {
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "%s%s %s[%s] %s %s%s", strings.Repeat("  ", r.Depth()), r.Stage, r.Number, r.Reached, r.Text, r.Verdict, r.Reason)
		for _, c := range r.Checks {
			fmt.Fprintf(&b, " (%s)", c.Requirement)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestTheTableStandsInTheOrderOfTheCase(t *testing.T) {
	in := []string{"Authorized (local)"}
	run := Fold(play(
		Record{Begin: &CaseStarted{ID: "TC_E_03_CS"}},
		Record{State: &StateEntered{Stage: Before, Path: []string{"EVConnectedPreSession"}, AlreadyThere: true, Reason: "already reached", Verdict: NotApplicable}},
		Record{State: &StateEntered{Stage: Before, Path: []string{"Booted"}}},
		Record{Row: &Row{Stage: Before, State: []string{"Booted"}, Number: "1", Text: "boot", Verdict: Pass}},
		Record{State: &StateEntered{Stage: Before, Path: []string{"Booted"}, Left: true, Verdict: Pass}},
		Record{State: &StateEntered{Stage: Main, Path: in, Row: "1"}},
		Record{Row: &Row{Stage: Main, State: in, Number: "1", Text: "present", Verdict: Pass}},
		Record{Check: &Check{Stage: Main, State: in, Row: "2", Requirement: "idToken"}},
		Record{Check: &Check{Stage: Main, State: in, Row: "2", Requirement: "evse"}},
		Record{Row: &Row{Stage: Main, State: in, Number: "2", Text: "authorize", Verdict: Pass}},
		Record{State: &StateEntered{Stage: Main, Path: in, Row: "1", Left: true, Verdict: Pass}},
		Record{Row: &Row{Stage: Main, Number: "1", Text: "reach", Verdict: Pass}},
		Record{Row: &Row{Stage: Main, Number: "2", Text: "next", Verdict: Fail}},
		Record{Check: &Check{Stage: Main, Row: "2", Requirement: "late", Verdict: Fail}},
		Record{Check: &Check{Stage: Always, Requirement: "seqNo", Verdict: Warning}},
		Record{End: &CaseEnded{ID: "TC_E_03_CS", Verdict: Fail, Reason: "late"}},
	))
	want := `before [EVConnectedPreSession]  NOT APPLICABLEalready reached
before [Booted]  PASS
  before 1[] boot PASS
main 1[Authorized (local)] reach PASS
  main 1[] present PASS
  main 2[] authorize PASS (idToken) (evse)
main 2[] next FAIL (late)
always []  WARNING (seqNo)
`
	if got := drawn(run.Plays[0].Table()); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestRowsPlayedTwiceKeepTheirOwnChecks(t *testing.T) {
	run := Fold(play(
		Record{Check: &Check{Stage: Main, Row: "1", Requirement: "first"}},
		Record{Row: &Row{Stage: Main, Number: "1", Text: "a", Verdict: Pass}},
		Record{Check: &Check{Stage: Main, Row: "1", Requirement: "second"}},
		Record{Row: &Row{Stage: Main, Number: "1", Text: "b", Verdict: Pass}},
	))
	want := "main 1[] a PASS (first)\nmain 1[] b PASS (second)\n"
	if got := drawn(run.Plays[0].Table()); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestALateCheckOfAMessageStandsAtTheRowThatTookIt(t *testing.T) {
	run := Fold(play(
		Record{Row: &Row{Stage: Main, Number: "5", Text: "first status", Verdict: Pass, Frames: []int64{11}}},
		Record{Row: &Row{Stage: Main, Number: "6", Text: "answer", Verdict: Pass}},
		Record{Check: &Check{Stage: Main, Row: "5", Requirement: "state of connector 1", Frame: 11}},
		Record{Row: &Row{Stage: Main, Number: "5", Text: "second status", Verdict: Pass, Frames: []int64{12}}},
		Record{Check: &Check{Stage: Main, Row: "5", Requirement: "state of connector 2", Frame: 12}},
	))
	want := "main 5[] first status PASS (state of connector 1)\nmain 6[] answer PASS\nmain 5[] second status PASS (state of connector 2)\n"
	if got := drawn(run.Plays[0].Table()); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestACutPlayIsAnError(t *testing.T) {
	run := Fold(play(Record{Begin: &CaseStarted{ID: "TC_E_03_CS"}}, Record{Note: &Note{Text: "waiting"}}))
	p := run.Plays[0]
	if !run.Cut || p.Verdict != Error || p.Reason == "" || p.Took() != time.Second {
		t.Errorf("got cut %v, %s %q after %v; want a cut run and an ERROR with its reason after 1s", run.Cut, p.Verdict, p.Reason, p.Took())
	}
}

func TestOutcomesAccountForEveryPlannedCase(t *testing.T) {
	ended := func(n int, id string, v Verdict) []Record {
		return []Record{{Play: n, Begin: &CaseStarted{ID: id}}, {Play: n, End: &CaseEnded{ID: id, Verdict: v, Reason: string(v)}}}
	}
	records := []Record{
		{Planned: &Planned{ID: "A"}}, {Planned: &Planned{ID: "B", Verdict: NotApplicable, Reason: "C-13 is no"}}, {Planned: &Planned{ID: "C"}},
	}
	records = append(records, ended(1, "A", Fail)...)
	records = append(records, ended(2, "A", Pass)...)
	records = append(records, ended(3, "D", Pass)...)
	records = append(records, Record{Finished: &RunEnded{Reason: "the bench is latched broken"}})
	run := Fold(records)
	var got []string
	for _, o := range run.Outcomes() {
		got = append(got, fmt.Sprintf("%s %s (%s) %d plays", o.Planned.ID, o.Verdict, o.Reason, len(o.Plays)))
	}
	want := []string{"A FAIL (FAIL) 2 plays", "B NOT APPLICABLE (C-13 is no) 0 plays", "C NOT RUN (the bench is latched broken) 0 plays", "D PASS (PASS) 1 plays"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestVerdictsOnlyGetWorse(t *testing.T) {
	all := Verdicts()
	for i, a := range all {
		for j, b := range all {
			if got, want := Worse(a, b), all[max(i, j)]; got != want {
				t.Errorf("Worse(%s, %s) = %s, want %s", a, b, got, want)
			}
		}
	}
	if got := Worse("PERHAPS", Pass); got != Error {
		t.Errorf("an unknown verdict counts as %s, want ERROR", got)
	}
}

func TestACaseOfWhichAPlayWasNotRunIsNotRun(t *testing.T) {
	for _, c := range []struct{ a, b, want Verdict }{
		{Pass, NotRun, NotRun}, {NotRun, Pass, NotRun}, {Warning, NotRun, NotRun}, {Fail, NotRun, Fail},
		{Inconclusive, NotRun, Inconclusive}, {Pass, Warning, Warning}, {"", Pass, Pass}, {"", NotRun, NotRun},
	} {
		if got := Together(c.a, c.b); got != c.want {
			t.Errorf("Together(%q, %q) = %q, want %q", c.a, c.b, got, c.want)
		}
	}
}

func TestAPlayThatWasHadAgainCountsByItsWorst(t *testing.T) {
	for _, c := range []struct{ before, after, want Verdict }{
		{Pass, Fail, Fail}, {Fail, Pass, Fail}, {Inconclusive, Pass, Pass}, {Error, Fail, Fail}, {Pass, Inconclusive, Inconclusive},
		{Pass, NotRun, Pass}, {Fail, NotRun, Fail}, {"", Pass, Pass}, {"nonsense", Pass, Pass},
	} {
		if got := Again(c.before, c.after); got != c.want {
			t.Errorf("%q and then %q count as %q, expected %q", c.before, c.after, got, c.want)
		}
	}
	play := func(mode, again string, v Verdict) Play {
		return Play{Begin: CaseStarted{ID: "TC_E_01_CS", Mode: mode, Again: again}, Verdict: v, Reason: string(v)}
	}
	run := Run{Planned: []Planned{{ID: "TC_E_01_CS"}}, Plays: []Play{play("local", "", Error), play("remote", "", Fail), play("local", "Anna", Pass), play("remote", "Anna", Pass)}}
	if o := run.Outcomes()[0]; o.Verdict != Fail || o.Reason != "FAIL" || len(o.Plays) != 4 {
		t.Errorf("got %s (%s) of %d plays, expected the failure of the remote mode to stay", o.Verdict, o.Reason, len(o.Plays))
	}
}

func TestAPlayThatWasCutOffTookNoTimeBelowZero(t *testing.T) {
	began := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for by, want := range map[time.Duration]time.Duration{time.Minute: time.Minute, -time.Hour: 0} { // the wall clock was set back by an hour
		p := Play{Began: began, Ended: began.Add(by)}
		if got := p.Took(); got != want {
			t.Errorf("a play that ends %s after it began took %s, want %s", by, got, want)
		}
	}
}
