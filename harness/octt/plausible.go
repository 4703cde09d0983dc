package octt

import (
	"regexp"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/schemas"
)

// plausible judges what no schema says of the times of a frame of the station. The caller holds mu.
func (w *wire) plausible(e Event, record *evidence.Frame, seq int64) {
	if w.told && (record.Action == "TransactionEvent" || record.Action == "StatusNotification") && record.Type == "CALL" {
		text, _ := values.Field(e.Frame.Payload, "timestamp").(string)
		at, err := time.Parse(time.RFC3339Nano, text)
		if err == nil && e.At.Sub(at).Abs() > 24*time.Hour && values.Field(e.Frame.Payload, "offline") != true {
			w.fault(seq, "timestamps more than a day off", clockRule)
		}
	}
}

// index is that of an element in the pointer to a value.
var index = regexp.MustCompile(`/[0-9]+(/|$)`)

// ofType notes a value that is not as part 2 has its type: once for each field of a message, however many elements and
// messages have it. The caller holds mu.
func (w *wire) ofType(seq int64, kind EventKind, message string, p schemas.Problem) {
	what := message + index.ReplaceAllString(p.Pointer, "/*$1") + ": " + p.Message
	switch {
	case kind == FrameOut:
		w.fault(seq, what, ourFrames)
	case p.Keyword == schemas.TypeWritten || p.Keyword == schemas.TypeFraction:
		w.fault(seq, what, theirForms)
	default:
		w.fault(seq, what, theirTypes)
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
