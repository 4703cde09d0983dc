package reports

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/known"
)

// KnownState says what became of a known failure in a run.
type KnownState string

// The states of a known failure.
const (
	KnownHappened KnownState = "as expected"       // it happened
	KnownGone     KnownState = "no longer happens" // its play was played, and did not fail there
	KnownUnseen   KnownState = "not seen"          // nothing was played, or judged, that could show it
)

// KnownFailure is an entry of the file of known failures, with what became of it.
type KnownFailure struct {
	known.Entry
	State KnownState
	Over  bool // the run was on a later day than the last on which it is expected
	Plays []*evidence.Play
	Found []evidence.Found
}

// Fails tells whether the entry itself fails the run: it has to be taken out, or looked at again.
func (k KnownFailure) Fails() bool { return k.Over || k.State == KnownGone }

// Sentence says what is to be done about the entry, or that nothing is.
func (k KnownFailure) Sentence() string {
	at := fmt.Sprintf("%s, line %d", known.FileName, k.Line)
	switch {
	case k.State == KnownGone:
		return fmt.Sprintf("%s no longer fails: take it out of the known failures (%s; %s).", k.Names(), k.Ticket, at)
	case k.Over:
		return fmt.Sprintf("%s was to be mended by %s: mend it, or give it another date (%s; %s).", k.Names(), k.Until.Format(known.Day), k.Ticket, at)
	case k.State == KnownUnseen:
		return fmt.Sprintf("%s could not be seen in this run (%s; %s).", k.Names(), k.Ticket, at)
	}
	return fmt.Sprintf("%s fails as expected (%s).", k.Names(), k.Words())
}

// excuse is what explains the failures of a play.
type excuse struct {
	mark  Mark
	whole bool // all of them are explained: the play fails no run
}

// expect holds the run against its file of known failures and its baseline; nil for none.
func (s *Source) expect(file *known.File, base *Baseline) {
	s.base = base
	s.excuses = map[int]excuse{}
	if file != nil {
		for _, e := range file.Entries {
			s.Known = append(s.Known, KnownFailure{Entry: e, Over: e.Over(s.Run.StartedAt)})
		}
	}
	for _, o := range s.Outcomes {
		for _, p := range o.Plays {
			if p.Verdict == evidence.Fail || p.Verdict == evidence.Inconclusive && base != nil {
				s.excuses[p.Number] = s.excuse(p)
			}
		}
	}
	s.expectFound()
	for i := range s.Known {
		k := &s.Known[i]
		k.State = s.state(*k)
		s.Expected = append(s.Expected, Expectation{Name: "Known failure " + k.Ticket + ": " + k.Names(), Words: k.Sentence(), Failed: k.Fails()})
	}
	s.lost = s.losses()
	for _, l := range s.lost {
		s.Expected = append(s.Expected, Expectation{Name: "Played as in the baseline: " + strings.TrimSuffix(l.ID+" ("+l.Mode+")", " ()"), Words: l.sentence(base), Failed: true})
	}
	if file != nil || base != nil {
		s.Marked = func(p *evidence.Play) Mark { return s.excuses[p.Number].mark }
	}
	s.Marks = append(s.Marks, s.knownMarks()...)
	s.Marks = append(s.Marks, s.baselineMarks()...)
	s.Marks = append(s.Marks, s.waverMarks()...)
	s.Marks = append(s.Marks, s.resumedMarks()...)
}

// failuresOf are the checks for which a play has its verdict. One without any has its reason for one: somebody has to explain it all
// the same.
func failuresOf(p *evidence.Play) []evidence.Check {
	checks := slices.DeleteFunc(slices.Clone(p.ToLookAt), func(c evidence.Check) bool { return c.Verdict != p.Verdict })
	if len(checks) == 0 {
		checks = append(checks, evidence.Check{Stage: evidence.Always, Requirement: p.Reason, Verdict: p.Verdict})
	}
	return checks
}

// excuse explains the failures of a play by the known failures, and what they leave by the baseline.
func (s *Source) excuse(p *evidence.Play) excuse {
	var by []string // known failures
	var before []evidence.Check
	left := failuresOf(p)
	if p.Verdict == evidence.Fail {
		for i := range s.Known {
			k := &s.Known[i]
			covered := func(c evidence.Check) bool { return k.Addresses(p.Begin.ID, p.Begin.Mode) && k.Covers(c) }
			if slices.ContainsFunc(failuresOf(p), covered) {
				k.Plays = append(k.Plays, p)
				if words := k.Words(); !slices.Contains(by, words) {
					by = append(by, words)
				}
				left = slices.DeleteFunc(left, covered)
			}
		}
	}
	if s.base != nil {
		left = slices.DeleteFunc(left, func(c evidence.Check) bool {
			was := s.base.had(p, c)
			if was {
				before = append(before, c)
			}
			return was
		})
	}
	switch {
	case len(left) == 0 && len(by) > 0:
		return excuse{Mark{Excused, "known failure " + strings.Join(by, "; ")}, true}
	case len(left) == 0:
		return excuse{Mark{OldFailure, fmt.Sprintf("as in the baseline, run %s", s.base.Run.ID)}, true}
	case s.base != nil && p.Verdict == evidence.Fail:
		return excuse{Mark{NewFailure, s.base.regression(p, left[0])}, false}
	case len(by) > 0:
		return excuse{Mark{"", "beside the known failure " + strings.Join(by, "; ")}, false}
	}
	return excuse{}
}

// expectFound explains what was found outside of every case.
func (s *Source) expectFound() {
	s.excusedFound = make([]Mark, len(s.Run.Found))
	for i, f := range s.Run.Found {
		if f.Verdict != evidence.Fail {
			continue
		}
		for n := range s.Known {
			k := &s.Known[n]
			if k.CoversFinding(f.Finding) {
				k.Found = append(k.Found, f)
				s.excusedFound[i] = Mark{Excused, "known failure " + k.Words()}
			}
		}
		switch {
		case s.excusedFound[i].Kind != "" || s.base == nil:
		case s.base.found(f.Finding):
			s.excusedFound[i] = Mark{OldFailure, fmt.Sprintf("as in the baseline, run %s", s.base.Run.ID)}
		default:
			s.excusedFound[i] = Mark{NewFailure, "a regression: the baseline has not found it"}
		}
	}
}

// state says what became of a known failure. What a case does not show because it failed somewhere else first, and what is found
// between the cases of a part of the plan only, is not seen.
func (s *Source) state(k KnownFailure) KnownState {
	if len(k.Plays)+len(k.Found) > 0 {
		return KnownHappened
	}
	if k.Case == known.Between {
		if s.ranWhole() {
			return KnownGone
		}
		return KnownUnseen
	}
	state := KnownUnseen
	for _, o := range s.Outcomes {
		for _, p := range o.Plays {
			if !k.Addresses(p.Begin.ID, p.Begin.Mode) {
				continue
			}
			switch {
			case passed(p.Verdict), p.Verdict == evidence.Fail && s.excuses[p.Number].whole:
				state = KnownGone
			case p.Verdict == evidence.Fail:
				return KnownUnseen
			}
		}
	}
	return state
}

// ranWhole tells whether every applicable case was played, up to the end of the run.
func (s *Source) ranWhole() bool {
	return s.Run.Ended != nil && !s.Run.Ended.Interrupted && !slices.ContainsFunc(s.Outcomes, func(o evidence.Outcome) bool { return o.Verdict == evidence.NotRun })
}

// forgiven tells of a play whose failures are all explained.
func (s *Source) forgiven(p *evidence.Play) bool { return s.excuses[p.Number].whole }

// forgivenFound tells of a finding that is known, or was found in the baseline as well.
func (s *Source) forgivenFound(i int) bool {
	return i < len(s.excusedFound) && (s.excusedFound[i].Kind == Excused || s.excusedFound[i].Kind == OldFailure)
}

// loadExpected reads what run folders keep of known failures and of the baseline, a folder for each part of a run. What was exchanged
// need not be readable at all, and that it was is told: then nothing is explained. The known failures of all parts count; a baseline
// counts that all of them have.
func (s *Source) loadExpected(dirs []string, runs []evidence.RunStarted) error {
	var file *known.File
	var base *Baseline
	read := map[string]bool{} // hashes
	one := true
	for i, run := range runs {
		if used := run.Known; used != nil && !read[used.Hash] {
			read[used.Hash] = true
			content, exchanged, err := kept(dirs[i], known.FileName, used.Hash)
			if err != nil {
				return err
			}
			if exchanged == "" {
				if file, err = file.With(filepath.Join(dirs[i], known.FileName), content); err != nil {
					return err
				}
			}
		}
		one = one && run.Baseline != nil && run.Baseline.Hash == runs[0].Baseline.Hash
	}
	if one && len(runs) > 0 {
		content, exchanged, err := kept(dirs[0], BaselineName, runs[0].Baseline.Hash)
		if err != nil {
			return err
		}
		if exchanged == "" {
			if base, err = ReadBaseline(filepath.Join(dirs[0], BaselineName), content); err != nil {
				return err
			}
		}
	}
	s.expect(file, base)
	return nil
}
