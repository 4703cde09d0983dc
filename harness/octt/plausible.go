package octt

import (
	"fmt"
	"math"
	"reflect"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// plausible judges what no schema says of a frame of the station. The caller holds mu.
func (w *wire) plausible(e Event, record *evidence.Frame, seq int64) {
	if mayBeLarge(e.Frame.Payload) {
		if what := tooLarge(record.Type, record.Action, e.Frame.Payload); what != "" {
			w.fault(seq, what, int32Range)
		}
	}
	if w.told && (record.Action == "TransactionEvent" || record.Action == "StatusNotification") && record.Type == "CALL" {
		text, _ := field(e.Frame.Payload, "timestamp").(string)
		at, err := time.Parse(time.RFC3339Nano, text)
		if err == nil && e.At.Sub(at).Abs() > 24*time.Hour && field(e.Frame.Payload, "offline") != true {
			w.fault(seq, "timestamps more than a day off", clockRule)
		}
	}
}

// mayBeLarge finds payloads that may hold an integer of more than 32 bits, so that few have to be read again: those with
// ten digits in a row, or an exponent.
func mayBeLarge(payload []byte) bool {
	digits := 0
	for _, c := range payload {
		switch {
		case '0' <= c && c <= '9':
			if digits++; digits == 10 {
				return true
			}
		case digits > 0 && (c == 'e' || c == 'E'):
			return true
		default:
			digits = 0
		}
	}
	return false
}

// tooLarge names an integer of the message that needs more than 32 bits, empty when there is none.
func tooLarge(kind, action string, payload []byte) string {
	known, ok := ocpp201.Lookup(action)
	if !ok {
		return ""
	}
	message := known.NewRequest()
	if kind == "CALLRESULT" {
		message = known.NewResponse()
	}
	if err := ocpp201.Decode(payload, message); err != nil {
		return err.Error() // it satisfies its schema, so that only a number can be too large to be read
	}
	if n, found := beyond(reflect.ValueOf(message)); found {
		return fmt.Sprintf("%d in %s", n, action)
	}
	return ""
}

// beyond finds an integer of more than 32 bits anywhere in a value.
func beyond(v reflect.Value) (n int64, found bool) {
	switch v.Kind() {
	case reflect.Int:
		n = v.Int()
		return n, n < math.MinInt32 || n > math.MaxInt32
	case reflect.Pointer:
		if !v.IsNil() {
			return beyond(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			if n, found = beyond(v.Index(i)); found {
				return n, true
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if n, found = beyond(v.Field(i)); found {
				return n, true
			}
		}
	}
	return 0, false
}
