package octt

import (
	"regexp"
	"strings"

	"github.com/certbench/certbench/harness/octt/rules"
	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/schemas"
)

// judgeTold judges what the station tells of places and times, when the message is taken in. The caller holds mu.
func (w *wire) judgeTold(m *Message) {
	for _, what := range rules.PlacesUnknown(&m.Call, w.places) {
		w.fault(m.Seq, what, rules.UnknownPlace)
	}
	if !w.told {
		return
	}
	if what := rules.Mistimed(&m.Call, &w.book, w.aligned, w.times.Message, w.times.Deviation); what != "" {
		w.fault(m.Seq, what, rules.Sampled)
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
	id, _ := values.Field(e.Frame.Payload, strings.ReplaceAll(strings.TrimPrefix(p.Pointer, "/"), "/", ".")).(string)
	return p.Keyword == schemas.TypeIdentifier && w.book.Transactions[id] != nil
}
