package values

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strconv"
	"time"
	"unicode/utf8"
)

// Show writes a value as a report shows it: JSON, or the word for nothing.
func Show(value any) string {
	if value == nil {
		return "omitted"
	}
	if text, ok := value.(string); ok {
		return strconv.Quote(text)
	}
	out, err := json.Marshal(value)
	if err != nil {
		return "a value that cannot be shown: " + err.Error()
	}
	return string(out)
}

// Normal turns a Go value into what the JSON decoder would have made of it.
func Normal(value any) any {
	switch v := value.(type) {
	case nil, bool:
		return v
	case int:
		return float64(v)
	case string:
		if utf8.ValidString(v) {
			return v
		}
	}
	if text, is := word(value); is {
		return text
	}
	out, err := json.Marshal(value)
	if err != nil {
		return value
	}
	var plain any
	if json.Unmarshal(out, &plain) != nil {
		return value
	}
	return plain
}

// word is the text of a value of an enumeration: a string that says nothing else of how it is written as JSON.
func word(value any) (string, bool) {
	switch value.(type) {
	case json.Marshaler, encoding.TextMarshaler, json.Number:
		return "", false
	}
	v := reflect.ValueOf(value)
	if v.Kind() != reflect.String || !utf8.ValidString(v.String()) {
		return "", false
	}
	return v.String(), true
}

// Stamp writes a moment as a report shows it.
func Stamp(at time.Time) string { return at.UTC().Format(time.RFC3339Nano) }

// Number writes a number as a report shows it.
func Number(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }
