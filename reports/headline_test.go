package reports

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
)

func TestOnlyARunThatPlayedEverythingIsHeadedPass(t *testing.T) {
	for _, c := range []struct {
		counts   Counts
		ended    evidence.RunEnded
		want     string
		verdict  evidence.Verdict
		complete bool
	}{
		{Counts{evidence.Pass: 3, evidence.NotApplicable: 9}, evidence.RunEnded{}, "PASS: all of 3 applicable cases passed.", evidence.Pass, true},
		{Counts{evidence.Pass: 2, evidence.Warning: 1}, evidence.RunEnded{}, "WARNING: all of 3 applicable cases passed, 1 with a warning.", evidence.Warning, true},
		{Counts{evidence.Pass: 35, evidence.NotRun: 128}, evidence.RunEnded{}, "INCOMPLETE: no failure in 35 of 163 applicable cases; 128 not run.", evidence.Pass, false},
		{Counts{evidence.Warning: 1, evidence.NotRun: 1}, evidence.RunEnded{}, "INCOMPLETE: no failure in 1 of 2 applicable cases; 1 not run.", evidence.Warning, false},
		{Counts{evidence.Pass: 1}, evidence.RunEnded{Interrupted: true}, "INCOMPLETE: all of 1 applicable case passed. The run was interrupted.", evidence.Pass, false},
		{Counts{evidence.NotRun: 2, evidence.NotApplicable: 1}, evidence.RunEnded{}, "INCOMPLETE: none of 2 applicable cases was played in all its modes.", evidence.NotRun, false},
		{Counts{evidence.NotApplicable: 2}, evidence.RunEnded{}, "NOT APPLICABLE: no case of the plan applies.", evidence.NotApplicable, true},
		{Counts{evidence.Pass: 1, evidence.Fail: 1, evidence.NotRun: 1}, evidence.RunEnded{}, "FAIL: 1 of 3 applicable cases passed; 1 failed, 1 not run.", evidence.Fail, false},
		{Counts{evidence.Pass: 1, evidence.Inconclusive: 1}, evidence.RunEnded{}, "INCONCLUSIVE: 1 of 2 applicable cases passed; 1 inconclusive.", evidence.Inconclusive, true},
		{Counts{evidence.Pass: 1, evidence.NotRun: 1}, evidence.RunEnded{Verdict: evidence.Error}, "ERROR: no failure in 1 of 2 applicable cases; 1 not run.", evidence.Error, false},
	} {
		st := Standing{Counts: c.counts}
		(&Source{Run: evidence.Run{Ended: &c.ended}}).conclude(&st)
		if st.Sentence() != c.want || st.Verdict != c.verdict || st.Complete != c.complete {
			t.Errorf("%v: %s (%s, complete %v), want %s (%s, complete %v)", c.counts, st.Sentence(), st.Verdict, st.Complete, c.want, c.verdict, c.complete)
		}
	}
}

func TestEveryDocumentOwnsUpToAnIncompleteRun(t *testing.T) {
	s := &Source{Run: outcome(map[string]evidence.Verdict{"A": evidence.Pass, "B": evidence.NotRun})}
	s.Outcomes = s.Run.Outcomes()
	for name, page := range map[string]string{"report.html": made(t, HTML, s), "abstract.html": made(t, Abstract, s)} {
		if !strings.Contains(page, `<div class="overall"><b class="v incomplete">INCOMPLETE</b>`) {
			t.Errorf("%s is not headed INCOMPLETE", name)
		}
	}
	var sum Summary
	if err := json.Unmarshal([]byte(made(t, JSON, s)), &sum); err != nil {
		t.Fatal(err)
	}
	if sum.Verdict != Incomplete || sum.Complete || sum.Played != evidence.Pass {
		t.Errorf("run.json says %s, complete %v, played %s; want INCOMPLETE, not complete, PASS", sum.Verdict, sum.Complete, sum.Played)
	}
	if want := `<property name="standing" value="INCOMPLETE: no failure in 1 of 2 applicable cases; 1 not run."></property>`; !strings.Contains(made(t, JUnit, s), want) {
		t.Errorf("junit.xml lacks %s", want)
	}
}
