package octt

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/rules"
	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/harness/octt/variables"
	"github.com/certbench/certbench/schemas"
)

// findings is what was found wrong and belongs to no row.
type findings struct {
	faults  []fault
	found   []evidence.Finding // outside of every case, each once
	mishap  *mishap            // the last one
	emptied int64              // record of the last answer that the station's queue is empty
	looked  int64              // last record before what is still to be judged of transactions that are no case's
	judged  map[string]int64   // last record up to which cases have judged their own since then, by transaction
}

// judgeTold judges what the station tells of places and times, when the message is taken in. The caller holds mu.
func (w *wire) judgeTold(m *Message) {
	for _, what := range rules.PlacesUnknown(&m.Call, w.places) {
		w.fault(m.Seq, what, rules.UnknownPlace)
	}
	if !w.registration.told {
		return
	}
	if what := rules.Mistimed(&m.Call, &w.book, w.aligned, w.times.Message, w.times.Deviation); what != "" {
		w.fault(m.Seq, what, rules.Sampled)
	}
	if what := rules.Misdated(&m.Call, &w.book, w.times.Message, w.times.Deviation); what != "" {
		w.fault(m.Seq, what, rules.Dated)
	}
}

// aligns notes the interval of the values that belong to no transaction, as the station has told it or was told.
func (w *wire) aligns(variable, value string) {
	if variable != "AlignedDataCtrlr.Interval" {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.aligned = value
}

// index is that of an element in the pointer to a value.
var index = regexp.MustCompile(`/[0-9]+(/|$)`)

// ofType notes a value that is not as part 2 has its type: once for each field of a message, however many elements and
// messages have it. The caller holds mu.
func (w *wire) ofType(seq int64, kind EventKind, message string, p schemas.Problem) {
	what := message + index.ReplaceAllString(p.Pointer, "/*$1") + ": " + p.Message
	switch {
	case kind == FrameOut && w.script.beyond[strings.TrimSuffix(message, "Request")]: // as the table has it
	case kind == FrameOut:
		w.fault(seq, what, rules.OurFrames)
	case p.Keyword == schemas.TypeWritten || p.Keyword == schemas.TypeFraction:
		w.fault(seq, what, rules.TheirForms)
	default:
		w.fault(seq, what, rules.TheirTypes)
	}
}

// mayBe tells a value that is no fault of its sender: a decimal of many places of the station, which only what is sent to it may
// not have; and the id of a transaction that the station itself has given it. The caller holds mu.
func (w *wire) mayBe(e Event, p schemas.Problem) bool {
	if e.Kind == FrameIn {
		return p.Keyword == schemas.TypeDecimal
	}
	return p.Keyword == schemas.TypeIdentifier && w.gave(e, p)
}

// gave tells whether a violation in what the CSMS sends is that of an id which the station itself has given a transaction, as one that is
// too long: who names the transaction has to say it, and the station was told of it where it came. The caller holds mu.
func (w *wire) gave(e Event, p schemas.Problem) bool {
	id, ok := values.Walk(e.payload.Document(), strings.ReplaceAll(strings.TrimPrefix(p.Pointer, "/"), "/", ".")).(string)
	return ok && w.book.Transactions[id] != nil
}

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
	for i := range w.findings.faults {
		if f := &w.findings.faults[i]; f.what == what && f.rule == rule && f.outside == w.log.apart {
			f.times++
			return
		}
	}
	if len(w.findings.faults) >= rules.Many {
		what = "more violations, each named at its frame"
		if last := &w.findings.faults[len(w.findings.faults)-1]; last.what == what && last.rule == rule && last.outside == w.log.apart {
			last.times++
			return
		}
	}
	w.findings.faults = append(w.findings.faults, fault{rule: rule, what: what, seq: seq, times: 1, outside: w.log.apart, subject: subject(w.log.about)})
}

// noteValues judges the values in what the station sends by itself, and keeps what it tells of variables. The caller holds mu.
func (w *wire) noteValues(m *Message) {
	for t := range w.book.Variables.In(m.Action, m.Payload) {
		w.valued(m.Seq, t)
	}
}

// valued judges a value. The caller holds mu.
func (w *wire) valued(seq int64, t variables.Value) {
	if what := w.book.Variables.Misfit(t); what != "" {
		w.fault(seq, t.Name()+": "+what, rules.TheirValues)
	}
}
