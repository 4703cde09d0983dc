package reports

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
)

// stoppedRun is a run of four cases that one reusable state has stopped, two that a deviation has warned, one that failed, and
// three that were not run, two of them as plays that are none.
func stoppedRun(t *testing.T) *Source {
	t.Helper()
	var out bytes.Buffer
	s := newTheatre(t, &out)
	s.add(evidence.Record{Run: &evidence.RunStarted{ID: "run-1"}})
	plan := func(id string, v evidence.Verdict, reason string) {
		s.id, s.play = "", 0
		s.add(evidence.Record{Planned: &evidence.Planned{ID: id, Name: "About " + id, Block: "E", Profiles: []string{"Core"}, Verdict: v, Reason: reason}})
	}
	for i := range 8 {
		plan(fmt.Sprintf("TC_E_0%d_CS", i+1), "", "")
	}
	plan("TC_E_09_CS", "", "")
	plan("TC_E_10_CS", evidence.NotRun, "security profile 2 or 3")
	n := 0
	play := func(v evidence.Verdict, reason string, c *evidence.Check) {
		n++
		id := fmt.Sprintf("TC_E_0%d_CS", n)
		s.play = n - 1
		s.begin(id, "About "+id, "")
		if c != nil {
			s.check(*c)
		}
		s.end(v, reason)
	}
	for i := range 4 {
		play(evidence.Inconclusive, fmt.Sprintf("State Authorized, row 2: Expected AuthorizeRequest, got nothing since frame %d.", 100+i),
			&evidence.Check{Stage: evidence.Before, State: []string{"Authorized"}, Row: "2", Requirement: "It asks.", Message: "AuthorizeRequest", Verdict: evidence.Inconclusive})
	}
	for i := range 2 {
		play(evidence.Warning, fmt.Sprintf("It ended, see record %d.", 7*i), &evidence.Check{Stage: evidence.Always, Requirement: "It lasts.", Verdict: evidence.Warning})
	}
	play(evidence.Fail, "It is not so.", &evidence.Check{Stage: evidence.Main, Requirement: "It is so.", Verdict: evidence.Fail})
	play(evidence.NotRun, "security profile 2 or 3", nil)
	play(evidence.NotRun, "no rig is bound to mains", nil)
	s.play = 0
	s.add(evidence.Record{Finished: &evidence.RunEnded{Verdict: evidence.Fail}})
	log, err := evidence.Read(&out)
	if err != nil {
		t.Fatal(err)
	}
	return From(log, nil)
}

func TestPlaysThatCameToTheSameStandTogether(t *testing.T) {
	s := stoppedRun(t)
	var got []string
	for _, a := range ToLookAt(s.Outcomes) {
		got = append(got, fmt.Sprintf("%s %d %s", a.Verdict, len(a.Plays), a.Place))
		if advised := strings.HasPrefix(a.Advice(), "4 plays stopped at one place of their preparations, ") && strings.HasSuffix(a.Advice(), "certbench run --cases TC_E_01_CS -v"); advised != (a.Verdict == evidence.Inconclusive) {
			t.Errorf("%s: advice %q", a.Verdict, a.Advice())
		}
	}
	if want := "FAIL 1 ; INCONCLUSIVE 4 before, Authorized, row 2; WARNING 2 "; strings.Join(got, "; ") != want {
		t.Errorf("expected %q, got %q", want, strings.Join(got, "; "))
	}
	page := made(t, HTML, s)
	for _, want := range []string{"4 plays stopped at one place", ">4 plays<", ">2 plays<", `<a href="#TC_E_04_CS"`, "About TC_E_07_CS"} {
		if !strings.Contains(page, want) {
			t.Errorf("report.html lacks %q", want)
		}
	}
}

// TestWhatWasNotRunIsCountedWithTheRest: whether it was left out of the plan or in its turn.
func TestWhatWasNotRunIsCountedWithTheRest(t *testing.T) {
	s := stoppedRun(t)
	sum := 0
	for _, u := range NotRun(s.Outcomes) {
		sum += u.Count
	}
	if want := s.Stands().Counts[evidence.NotRun]; sum != want || want != 3 {
		t.Errorf("expected 3 cases that were not run, got %d by reason and %d in all", sum, want)
	}
	page := made(t, HTML, s)
	for _, want := range []string{`<span class="id">2 cases</span><span class="name">security profile 2 or 3`, `<span class="id">1 case</span><span class="name">no rig is bound to mains`} {
		if !strings.Contains(page, want) {
			t.Errorf("report.html lacks %q", want)
		}
	}
}

func TestARowWhoseChecksHoldSaysWhyItEnds(t *testing.T) {
	var out strings.Builder
	writeRow(&out, evidence.TableRow{Number: "3", Actor: evidence.ActorStation, Text: "sends an AuthorizeRequest", Verdict: evidence.Inconclusive,
		Reason: "The message breaks its schema (frame 12): idToken: is missing", Checks: []evidence.CheckAt{{Check: evidence.Check{Requirement: "It asks.", Verdict: evidence.Pass}}}})
	if !strings.Contains(out.String(), "breaks its schema (frame 12)") {
		t.Errorf("expected the reason below the row, got\n%s", out.String())
	}
	out.Reset()
	writeRow(&out, evidence.TableRow{Number: "3", Text: "sends it", Verdict: evidence.Fail, Reason: "the same in other words",
		Checks: []evidence.CheckAt{{Check: evidence.Check{Requirement: "It asks.", Verdict: evidence.Fail}}}})
	if strings.Contains(out.String(), "the same in other words") {
		t.Errorf("expected a failed check to speak for its row, got\n%s", out.String())
	}
}
