package reports

import (
	"fmt"

	"github.com/certbench/certbench/harness/evidence"
)

// failedExpectations tells which known failures no longer happen, and which are out of date.
func failedExpectations(s *Source) []Reason {
	var all []Reason
	for _, k := range s.Known {
		if k.Fails() {
			all = append(all, Reason{ExitFailed, k.Sentence()})
		}
	}
	return all
}

// expectedFailures tells what failed and fails no run: what is known, and what was so in the baseline; and how many of the known
// failures the run could not show.
func expectedFailures(s *Source) []Reason {
	count := map[MarkKind]int{}
	for _, o := range s.Outcomes {
		for _, p := range o.Plays {
			if s.forgiven(p) {
				count[s.excuses[p.Number].mark.Kind]++
			}
		}
	}
	for i := range s.Run.Found {
		if s.forgivenFound(i) {
			count[s.excusedFound[i].Kind]++
		}
	}
	var all []Reason
	tell := func(format string, args ...any) { all = append(all, Reason{ExitPassed, fmt.Sprintf(format, args...)}) }
	if n := count[Excused]; n > 0 {
		tell("%s known, and expected.", are(n, "failure"))
	}
	if n := count[OldFailure]; n > 0 {
		tell("%s as in the baseline, run %s.", are(n, "failure"), s.base.Run.ID)
	}
	unseen := 0
	for _, k := range s.Known {
		if k.State == KnownUnseen && !k.Over {
			unseen++
		}
	}
	if unseen > 0 {
		tell("%s could not be seen in this run.", plural(unseen, "known failure"))
	}
	return all
}

func are(n int, what string) string {
	if n == 1 {
		return plural(n, what) + " is"
	}
	return plural(n, what) + " are"
}

// The headlines of a run in which something failed, and all of it was expected. They are never the verdict of a case.
const (
	KnownFailures evidence.Verdict = "KNOWN FAILURES" // all of it stands in the file of known failures
	NoRegression  evidence.Verdict = "NO REGRESSION"  // all of it is known, or was so in the baseline
)

// asExpected is the headline of a run whose verdict is v, where all that stands against it was expected; empty for any other.
func (s *Source) asExpected(v evidence.Verdict) evidence.Verdict {
	if v != evidence.Fail && v != evidence.Inconclusive || s.Run.Cut || s.Run.Ended.Interrupted || s.Run.Ended.Reason != "" || s.Tampered() || len(failedExpectations(s)) > 0 {
		return ""
	}
	any, before := false, false
	for i, f := range s.Run.Found {
		if f.Verdict == evidence.Fail && !s.forgivenFound(i) {
			return ""
		}
		any = any || s.forgivenFound(i)
		before = before || s.forgivenFound(i) && s.excusedFound[i].Kind == OldFailure
	}
	for _, o := range s.Outcomes {
		if d := s.decisive(o); d != "" && evidence.Worse(d, evidence.Warning) != evidence.Warning {
			return ""
		}
		for _, p := range o.Plays {
			any = any || s.forgiven(p)
			before = before || s.excuses[p.Number].mark.Kind == OldFailure
		}
	}
	switch {
	case !any:
		return ""
	case before:
		return NoRegression
	}
	return KnownFailures
}
