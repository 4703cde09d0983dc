package octt

import (
	"cmp"
	"fmt"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/values"
)

// fault is a violation that belongs to no row.
type fault struct {
	rule    *frameRule
	what    string
	seq     int64 // of the first frame that has it
	times   int
	outside bool   // it belongs to no case
	subject string // the message
}

// frameRule is what every frame must satisfy, and the verdict on one that does not.
type frameRule struct {
	requirement, expected string
	verdict               evidence.Verdict
	clause                string   // the document and section that say so
	ids                   []string // requirements of part 2 behind it
	once                  bool     // a row that has failed for the same frame has said it
}

// The documents and sections that the rules for every case are from.
const (
	generalRules = "part 6, section 2.1"
	framing      = "part 4, section 4, and the JSON schemas"
	primitives   = "part 2, section 2.1.4, table 1"
)

var (
	theirFrames = &frameRule{requirement: "Every message of the Charging Station is valid OCPP-J and satisfies its schema.",
		expected: "no violation", verdict: evidence.Fail, clause: framing}
	ourFrames  = &frameRule{requirement: "What the CSMS sends is valid.", expected: "no violation", verdict: evidence.Error, clause: framing}
	theirTypes = &frameRule{requirement: "Every value of the Charging Station is one of its primitive type.",
		expected: "no violation", verdict: evidence.Fail, clause: primitives}
	theirValues = &frameRule{requirement: valuesAreTyped, expected: "no violation", verdict: evidence.Fail, clause: primitives}
	// Table 1 shows integers of digits and forbids no other form that JSON knows; the fractions stand in descriptions of fields
	// that the CSMS mostly fills.
	theirForms = &frameRule{requirement: "Every number of the Charging Station is written as part 2 shows it, in table 1 or in the description of the field.",
		expected: "no other form", verdict: evidence.Warning, clause: primitives}
	clockRule = &frameRule{requirement: "The Charging Station keeps the time that the CSMS has told it.",
		expected: "timestamps within a day of it", verdict: evidence.Warning, clause: "part 2, use case B01", ids: []string{"B01.FR.06"}}
)

// manyFaults is how many different faults are judged one by one; the evidence has them all at their frames.
const manyFaults = 100

// fault notes a violation, equal ones together. The caller holds mu.
func (w *wire) fault(seq int64, what string, rule *frameRule) {
	if rule == theirFrames {
		w.hap(mishap{what: fmt.Sprintf("its frame in record %d is faulty: %s", seq, what)})
	}
	for i := range w.faults {
		if f := &w.faults[i]; f.what == what && f.rule == rule && f.outside == w.apart {
			f.times++
			return
		}
	}
	if len(w.faults) >= manyFaults {
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
		case !f.rule.once || !s.failed[f.seq]:
			faults = append(faults, f)
		}
	}
	s.w.faults = rest
	s.w.mu.Unlock()
	worse := 0
	for _, f := range faults {
		s.rule(f.rule.clause, f.rule.requirement, f.rule.expected, counted(f.what, f.times, f.seq), f.seq, f.rule.verdict, f.rule.ids...)
		if f.rule.verdict != evidence.Warning {
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
		s.rule(generalRules, requirement, expected, fmt.Sprintf("it ended, see record %d", lost[0]), 0, evidence.Warning)
	default:
		s.rule(generalRules, requirement, expected, fmt.Sprintf("it ended %d times, first see record %d", len(lost), lost[0]), 0, evidence.Warning)
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
