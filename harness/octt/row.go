package octt

import (
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// row is a row that is being played.
type row struct {
	evidence.Row
	s *Scenario
}

func number(row int) string {
	if row == 0 {
		return "" // the document gives manual actions no number
	}
	return strconv.Itoa(row)
}

func (s *Scenario) open(row_ string, actor evidence.Actor, text, message string) *row {
	r := &row{s: s, Row: evidence.Row{
		Stage: s.stage, State: s.path, Number: row_, Actor: actor, Text: text, Message: message,
		Began: time.Now(), Source: s.source(),
	}}
	s.w.waiting.shown = &r.Row
	return r
}

// end records the row with its verdict.
func (r *row) end(v evidence.Verdict, reason string, frames ...int64) {
	for _, f := range frames {
		if f > 0 {
			r.Frames = append(r.Frames, f)
		}
	}
	if v == evidence.Fail && !strings.Contains(reason, "CALLERROR") && (r.s.slow.overslept != "" || r.s.unproved(r.Stage, r.Message, reason) != "") {
		v = evidence.Inconclusive
	}
	r.Verdict, r.Reason = v, reason
	if r.s.flaws != "" && v == evidence.Pass { // the case counts what it is about; the rest is the state's
		r.Verdict, r.Reason = r.s.flaws, r.s.flawText
	}
	r.s.flaws, r.s.flawText = "", ""
	if r.s.w.waiting.shown == &r.Row {
		r.s.w.waiting.shown = nil
	}
	r.s.record(evidence.Record{Kind: evidence.KindRow, Row: &r.Row})
	r.s.worst = evidence.Worse(r.s.worst, r.Verdict)
	if v != evidence.NotApplicable {
		r.s.count(v, reason)
	}
}

// failRow records the one check that a row failed on, with the requirements that stand behind it, ends the row and stops
// the scenario.
func (s *Scenario) failRow(r *row, requirement, expected, actual string, frame int64, ids ...string) {
	c := evidence.Check{Row: r.Number, Requirement: requirement, Expected: expected, Actual: actual,
		Verdict: s.judge(false), Message: r.Message, Frame: frame, Requirements: ids}
	s.check(c)
	r.end(s.judge(false), sentence(c), frame)
	s.stop()
}

// judge turns a failed requirement into the verdict of its stage: a preparation that fails proves nothing about the
// case (INCONCLUSIVE), everything else is the station's fault.
func (s *Scenario) judge(ok bool) evidence.Verdict {
	switch {
	case ok:
		return evidence.Pass
	case s.stage == evidence.Before:
		return evidence.Inconclusive
	case s.stage == evidence.Restore:
		return evidence.Error
	}
	return evidence.Fail
}

// check records one evaluated requirement.
func (s *Scenario) check(c evidence.Check) {
	if c.Stage == "" {
		c.Stage = s.stage
	}
	if c.Stage != evidence.Always {
		c.State = s.path
	}
	if c.Source == "" {
		c.Source = s.source()
	}
	s.explains(&c)
	s.record(evidence.Record{Kind: evidence.KindCheck, Check: &c})
	if c.Frame > 0 && c.Stage != evidence.Always && c.Verdict == evidence.Fail {
		s.wrong = append(s.wrong, c)
	}
	s.worst = evidence.Worse(s.worst, c.Verdict)
	reason := ""
	if c.Verdict != evidence.Pass { // what is as it must be is nobody's reason
		reason = sentence(c)
	}
	s.count(c.Verdict, reason)
	if c.Frame > 0 && c.Verdict != evidence.Pass && c.Verdict != evidence.Warning {
		if s.failed == nil {
			s.failed = map[int64]bool{}
		}
		s.failed[c.Frame] = true
	}
	if s.stage == evidence.Main || s.stage == evidence.Post {
		s.judged++
	}
}

// count combines a verdict into that of the play and keeps the reason of the first of the worst.
func (s *Scenario) count(v evidence.Verdict, reason string) {
	if v == evidence.NotRun && s.undone == "" {
		s.undone = reason
	}
	worse := evidence.Worse(s.verdict, v)
	if worse != s.verdict && worse != evidence.Pass {
		s.reason = reason
	}
	s.verdict = worse
}

// outcome is the verdict of the play with its reason. What was proved before an act that could not be done proves
// nothing about the case: NOT RUN is milder than PASS, and still the verdict of a play that could not be finished.
//
// Nor does a play that was interrupted prove a failure: what ended it may have ended the station, or its connection, as well.
func (s *Scenario) outcome() (evidence.Verdict, string) {
	if s.cut != "" && s.verdict != evidence.Error {
		return s.cut, s.interruptionAfter()
	}
	if s.undone != "" && !s.bad() {
		return evidence.NotRun, s.undone
	}
	return s.verdict, s.reason
}

// bad tells whether something worse than a WARNING was found.
func (s *Scenario) bad() bool { return evidence.Worse(s.verdict, evidence.Warning) != evidence.Warning }
