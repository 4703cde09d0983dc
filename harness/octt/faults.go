package octt

import (
	"cmp"
	"fmt"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/rules"
	"github.com/certbench/certbench/harness/octt/values"
)

// fault is a violation that belongs to no row.
type fault struct {
	rule    *rules.FrameRule
	what    string
	seq     int64 // of the first frame that has it
	times   int
	outside bool   // it belongs to no case
	subject string // the message
}

// fault notes a violation, equal ones together. The caller holds mu.
func (w *wire) fault(seq int64, what string, rule *rules.FrameRule) {
	if rule == rules.TheirFrames {
		w.hap(mishap{what: fmt.Sprintf("its frame in record %d is faulty: %s", seq, what)})
	}
	for i := range w.faults {
		if f := &w.faults[i]; f.what == what && f.rule == rule && f.outside == w.apart {
			f.times++
			return
		}
	}
	if len(w.faults) >= rules.Many {
		what = "more violations, each named at its frame"
		if last := &w.faults[len(w.faults)-1]; last.what == what && last.rule == rule && last.outside == w.apart {
			last.times++
			return
		}
	}
	w.faults = append(w.faults, fault{rule: rule, what: what, seq: seq, times: 1, outside: w.apart, subject: cmp.Or(w.subject, "a frame")})
}

// counted says how often something was so, and where first.
func counted(what string, times int, seq int64) string {
	if times == 1 {
		return what
	}
	return fmt.Sprintf("%s (%d times, first in frame %d)", what, times, seq)
}

// judgeFaults judges the violations of this case that were found since the last time, and returns how many of them are worse
// than a WARNING.
func (s *Scenario) judgeFaults() int {
	s.w.mu.Lock()
	var faults, rest []fault
	for _, f := range s.w.faults {
		switch {
		case f.outside:
			rest = append(rest, f)
		case !f.rule.Once || !s.failed[f.seq]:
			faults = append(faults, f)
		}
	}
	s.w.faults = rest
	s.w.mu.Unlock()
	worse := 0
	for _, f := range faults {
		s.rule(f.rule.Clause, f.rule.Requirement, f.rule.Expected, counted(f.what, f.times, f.seq), f.seq, f.rule.Verdict, f.rule.IDs...)
		if f.rule.Verdict != evidence.Warning {
			worse++
		}
	}
	return worse
}

// connectionLasts is a general pre condition: every case presumes a stable connection.
const connectionLasts = "The connection lasts, unless the case ends it."

// judgeConnection warns of connections that ended although nothing in this play ended them.
func (s *Scenario) judgeConnection() {
	s.w.mu.Lock()
	lost := s.w.lost
	s.w.lost = nil
	s.w.mu.Unlock()
	const requirement, expected = connectionLasts, "a stable connection"
	switch len(lost) {
	case 0:
	case 1:
		s.rule(rules.General, requirement, expected, fmt.Sprintf("it ended, see record %d", lost[0]), 0, evidence.Warning)
	default:
		s.rule(rules.General, requirement, expected, fmt.Sprintf("it ended %d times, first see record %d", len(lost), lost[0]), 0, evidence.Warning)
	}
}

// judgeSurplus judges what came between the rows and no row knows, messages of one kind together.
func (s *Scenario) judgeSurplus(surplus []*Message) {
	type kind struct {
		action  string
		verdict evidence.Verdict
	}
	times, first := map[kind]int{}, map[kind]*Message{}
	var order []kind
	for _, m := range surplus {
		if s.failed[m.Seq] {
			continue // what is wrong with it has been said
		}
		k := kind{m.Action, evidence.Fail}
		if m.Action == "TransactionEvent" && values.Field(m.Payload, "eventType") == "Updated" || s.OfNeighbours(m) {
			// E02.FR.16 and E03.FR.12 let a station report more triggers than the table shows; G01.FR.08 is a SHOULD NOT.
			k.verdict = evidence.Warning
		}
		if times[k]++; times[k] == 1 {
			first[k], order = m, append(order, k)
		}
	}
	for _, k := range order {
		seq := first[k].Seq
		s.rule("part 6, the table of the case", "The Charging Station sends what the table shows, and nothing between.", "no "+k.action+"Request here",
			counted(k.action+"Request", times[k], seq), seq, k.verdict)
	}
}
