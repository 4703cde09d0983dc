package reports

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
)

// Exit is an exit code of certbench.
type Exit int

// The exit codes that the help texts promise.
const (
	ExitPassed  Exit = 0 // what was played has passed, or is as it was expected to be
	ExitFailed  Exit = 1 // something failed, in the cases or between them
	ExitUsage   Exit = 2 // usage, PICS or bench file wrong; no run folder says so
	ExitTrouble Exit = 3 // bench or rig trouble, inconclusive, interrupted
)

// Decision is what a run comes to for whoever started it.
type Decision struct {
	Exit    Exit     `json:"exit"`    // that of the first reason
	Reasons []Reason `json:"reasons"` // one at least, what weighs most first
}

// Reason is one thing that decides the exit code.
type Reason struct {
	Exit Exit   `json:"exit"`
	Text string `json:"text"` // one sentence
}

// deciders find what decides the exit code of a run, in the order of their weight: where several find something, the exit code is
// that of the first, and the others are told after it. A reason with ExitPassed is one to tell though nothing follows from it. Each
// judges the evidence, and the files that are kept beside it with their hashes, alone.
var deciders = []func(*Source) []Reason{
	altered, cutShort, missingShards, strangeStation, failedCases, failedBetween, failedExpectations, notComplete, lostSinceBaseline, notJudged, brokenBench, expectedFailures,
}

// Decide says with which exit code a run ends, and why.
func Decide(s *Source) Decision {
	var d Decision
	for _, decider := range deciders {
		d.Reasons = append(d.Reasons, decider(s)...)
	}
	told := func(r Reason) bool { return r.Exit != ExitPassed }
	if at := slices.IndexFunc(d.Reasons, told); at >= 0 {
		d.Exit = d.Reasons[at].Exit
		forgiven := slices.DeleteFunc(slices.Clone(d.Reasons), told)
		d.Reasons = append(slices.DeleteFunc(d.Reasons, func(r Reason) bool { return !told(r) }), forgiven...)
		return d
	}
	if len(d.Reasons) == 0 {
		d.Reasons = []Reason{{ExitPassed, s.Stands().Reason}}
	}
	return d
}

// altered weighs most: evidence that was altered proves nothing.
func altered(s *Source) []Reason {
	if !s.Tampered() {
		return nil
	}
	return []Reason{{ExitFailed, "What the run folder holds was altered after the run, and proves nothing."}}
}

// cutShort tells of a run that did not come to its end: a failure in it is not all that there was to find.
func cutShort(s *Source) []Reason {
	switch {
	case s.Run.Cut:
		return []Reason{{ExitTrouble, "The run was cut off before its end."}}
	case s.Run.Ended.Interrupted:
		return []Reason{{ExitTrouble, "The run was interrupted."}}
	}
	return nil
}

// failedCases names the cases that failed.
func failedCases(s *Source) []Reason {
	failed := s.judgedAs(evidence.Fail)
	if len(failed) == 0 {
		return nil
	}
	if s.base != nil {
		return []Reason{{ExitFailed, fmt.Sprintf("%s failed as the baseline, run %s, did not: %s.", plural(len(failed), "case"), s.base.Run.ID, some(failed))}}
	}
	return []Reason{{ExitFailed, fmt.Sprintf("%s failed: %s.", plural(len(failed), "case"), some(failed))}}
}

// failedBetween names what failed outside of every case.
func failedBetween(s *Source) []Reason {
	var failed []string
	for i, f := range s.Run.Found {
		if f.Verdict == evidence.Fail && !s.forgivenFound(i) && !slices.Contains(failed, f.Subject) {
			failed = append(failed, f.Subject)
		}
	}
	if len(failed) == 0 {
		return nil
	}
	return []Reason{{ExitFailed, fmt.Sprintf("Outside of the cases the station failed in %s.", some(failed))}}
}

// notJudged names the cases that were to be played and of which nothing can be said.
func notJudged(s *Source) []Reason {
	var all []Reason
	for _, of := range []struct {
		words    string
		verdicts []evidence.Verdict
	}{
		{"could not be judged for trouble of the bench", []evidence.Verdict{evidence.Error}},
		{"ended inconclusive", []evidence.Verdict{evidence.Inconclusive}},
		{"could not be played in full", []evidence.Verdict{evidence.NotRun, evidence.NotApplicable, ""}},
	} {
		if ids := s.judgedAs(of.verdicts...); len(ids) > 0 {
			all = append(all, Reason{ExitTrouble, fmt.Sprintf("%s %s: %s.", plural(len(ids), "case"), of.words, some(ids))})
		}
	}
	return all
}

// brokenBench tells of a bench that broke, also where another played its cases.
func brokenBench(s *Source) []Reason {
	ended := s.Run.Ended
	switch {
	case ended == nil, ended.Interrupted, ended.Verdict != evidence.Error && ended.Verdict != evidence.Inconclusive:
	case ended.Reason != "":
		return []Reason{{ExitTrouble, upper(strings.TrimSuffix(ended.Reason, ".")) + "."}}
	case !slices.ContainsFunc(s.Outcomes, func(o evidence.Outcome) bool { return o.Verdict == ended.Verdict }): // else it is the verdict of a case, which has been named
		return []Reason{{ExitTrouble, fmt.Sprintf("The run ended in %s.", ended.Verdict)}}
	}
	return nil
}

// judgedAs lists the cases that were to be played and came to one of some verdicts, in the order of the plan.
func (s *Source) judgedAs(verdicts ...evidence.Verdict) []string {
	toPlay := s.toPlay()
	var ids []string
	for _, o := range s.Outcomes {
		if toPlay[o.Planned.ID] && slices.Contains(verdicts, s.decisive(o)) {
			ids = append(ids, o.Planned.ID)
		}
	}
	return ids
}

// toPlay tells which cases were to be played when the run began. What was called off later is planned a second time.
func (s *Source) toPlay() map[string]bool {
	of := map[string]bool{}
	for _, p := range s.Run.Planned {
		if _, again := of[p.ID]; !again {
			of[p.ID] = p.Verdict == ""
		}
	}
	return of
}

// decisive is the verdict of a case as it decides the exit code: of one of which a mode was not selected, that of what was; and a play
// whose failures are all known, or as in the baseline, counts as passed.
func (s *Source) decisive(o evidence.Outcome) (v evidence.Verdict) {
	left := func(p *evidence.Play) bool {
		return p.Verdict == evidence.NotRun && evidence.Unasked(p.Reason)
	}
	if !slices.ContainsFunc(o.Plays, func(p *evidence.Play) bool { return left(p) || s.forgiven(p) }) {
		return o.Verdict
	}
	v = o.Planned.Verdict // of the modes that were called off
	for _, p := range o.Plays {
		switch {
		case left(p):
		case s.forgiven(p):
			v = evidence.Together(v, evidence.Pass)
		default:
			v = evidence.Together(v, p.Verdict)
		}
	}
	return v
}

// some names a few of many.
func some(names []string) string {
	n := len(names)
	text := strings.Join(names[:min(n, someCases)], ", ")
	if n > someCases {
		text += fmt.Sprintf(" and %d others", n-someCases)
	}
	return text
}
