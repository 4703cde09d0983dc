package reports

import (
	"fmt"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
)

// Incomplete is the headline of a run in which nothing failed, and something applicable was not played; or in which nothing failed but
// what was expected, and something was not played that passed in the baseline. It is never the verdict of a case.
const Incomplete evidence.Verdict = "INCOMPLETE"

// Sentence is what a terminal or a CI server shows: the headline and its reason.
func (st Standing) Sentence() string { return string(st.Headline) + ": " + lower(st.Reason) }

// conclude sums the counts up. Only a run that played every applicable case may be headed PASS.
func (s *Source) conclude(st *Standing) {
	c := st.Counts
	for v, n := range c {
		if n > 0 {
			st.Verdict = evidence.Worse(st.Verdict, v)
		}
	}
	for v := range st.Found {
		st.Verdict = evidence.Worse(st.Verdict, v)
	}
	if st.Verdict == "" {
		st.Verdict = evidence.NotRun
	}
	st.Complete = c[evidence.NotRun] == 0 && !s.Run.Cut && !s.Run.Ended.Interrupted
	left, reason := s.leftToShards(), reasonOf(c)
	if s.Run.Started.Shard != nil {
		reason = s.reasonOfShard(c, left)
	}
	st.Reason = strings.TrimSpace(strings.Join([]string{s.joined.words(), reason, besides(st.Found)}, " "))
	switch p := s.Altered(); {
	case p != nil:
		st.Verdict = evidence.Error
		st.Reason = fmt.Sprintf("The evidence was altered, see line %d. %s", p.Line, st.Reason)
	case s.Run.Cut:
		st.Verdict = evidence.Error
		st.Reason = "The run was cut off before its end. " + st.Reason
	default:
		st.Verdict = evidence.Worse(st.Verdict, s.Run.Ended.Verdict)
		if s.Run.Ended.Interrupted {
			st.Reason += " The run was interrupted."
		}
		if why := s.Run.Ended.Reason; why != "" {
			st.Reason += " " + upper(strings.TrimSuffix(why, ".")) + "."
		}
	}
	st.Headline = st.Verdict
	if expected := s.asExpected(st.Verdict); expected != "" {
		st.Headline = expected
		for _, r := range expectedFailures(s) {
			st.Reason += " " + r.Text
		}
	}
	if lost := lostSinceBaseline(s); len(lost) > 0 {
		st.Reason += " " + lost[0].Text
		if st.Headline != st.Verdict || evidence.Worse(st.Verdict, evidence.Warning) == evidence.Warning {
			st.Headline = Incomplete
		}
	}
	if !st.Complete && evidence.Worse(st.Verdict, evidence.Warning) == evidence.Warning {
		st.Headline = Incomplete
		if s.Run.Started.Shard != nil && c[evidence.NotRun] == left && !s.Run.Cut && !s.Run.Ended.Interrupted {
			st.Headline = Shard
		}
	}
}

// reasonOf says in one sentence what the cases came to.
func reasonOf(c Counts) string {
	all, played := c.Applicable(), c.Applicable()-c[evidence.NotRun]
	rest := restOf(c)
	switch {
	case all == 0:
		return "No case of the plan applies."
	case played == 0:
		return fmt.Sprintf("None of %s was played in all its modes.", plural(all, "applicable case"))
	case rest != "":
		return fmt.Sprintf("%d of %s passed; %s.", c.Passed(), plural(all, "applicable case"), rest)
	case played < all:
		return fmt.Sprintf("No failure in %d of %s; %d not run.", played, plural(all, "applicable case"), c[evidence.NotRun])
	case c[evidence.Warning] > 0:
		return fmt.Sprintf("All of %s passed, %d with a warning.", plural(all, "applicable case"), c[evidence.Warning])
	}
	return fmt.Sprintf("All of %s passed.", plural(all, "applicable case"))
}

// besides says in a sentence what was found outside of every case; empty for nothing.
func besides(found Counts) string {
	var parts []string
	if n := found[evidence.Inconclusive]; n > 0 { // of FoundIdentity alone
		parts = append(parts, "another station than the PICS declares")
	}
	if n := found[evidence.Fail]; n > 0 {
		parts = append(parts, plural(n, "failure"))
	}
	if n := found[evidence.Warning]; n > 0 {
		parts = append(parts, plural(n, "warning"))
	}
	if len(parts) == 0 {
		return ""
	}
	return "Outside of the cases: " + strings.Join(parts, " and ") + "."
}

// restOf names what did not pass, the worst first; empty where everything that was played did.
func restOf(c Counts) string {
	var parts []string
	for _, of := range []struct {
		verdict evidence.Verdict
		words   string
	}{{evidence.Fail, "failed"}, {evidence.Error, "could not be judged for trouble of the bench"}, {evidence.Inconclusive, "inconclusive"}} {
		if n := c[of.verdict]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, of.words))
		}
	}
	if n := c[evidence.NotRun]; n > 0 && len(parts) > 0 {
		parts = append(parts, fmt.Sprintf("%d not run", n))
	}
	return strings.Join(parts, ", ")
}

func lower(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
