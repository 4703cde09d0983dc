package ocpp201

import (
	"encoding/json"
	"math"
	"strconv"
)

// Marshal writes a value as json.Marshal does, byte for byte. For messages it needs no reflection: on a bench each is written once, and
// a station saves most of what it sends besides.
func Marshal(value any) ([]byte, error) {
	var most [enough]byte // on the stack, so that what is returned has the size of the text
	b, err := Append(most[:0], value)
	if err != nil {
		return nil, err
	}
	return append([]byte(nil), b...), nil
}

// enough is longer than most messages, in bytes.
const enough = 1 << 10

// Append appends what Marshal writes. On an error b is returned as it was.
func Append(b []byte, value any) (out []byte, err error) {
	defer func() {
		switch reason := recover().(type) {
		case nil:
		case unwritable:
			out, err = b, reason.error
		default:
			panic(reason)
		}
	}()
	if out, is := appendMessage(b, value); is {
		return out, nil
	}
	text, err := json.Marshal(value)
	return append(b, text...), err
}

// unwritable ends the writing of a message: hardly any value cannot be written, and to ask after each would cost more than it tells.
type unwritable struct{ error }

// appendText writes a string. What encoding/json would write otherwise than it is, that does.
func appendText(b []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			return appendAny(b, text)
		}
	}
	b = append(b, '"')
	b = append(b, text...)
	return append(b, '"')
}

// appendNumber writes a number. Very large and very small ones, and what is no number, are encoding/json's.
func appendNumber(b []byte, n float64) []byte {
	if abs := math.Abs(n); abs != 0 && (abs < 1e-6 || abs >= 1e21) || abs != abs {
		return appendAny(b, n)
	}
	return strconv.AppendFloat(b, n, 'f', -1, 64)
}

func appendAny(b []byte, value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		panic(unwritable{err})
	}
	return append(b, text...)
}

func (d DateTime) appendTo(b []byte) []byte {
	utc := d.UTC()
	if year := utc.Year(); year < 0 || year > 9999 {
		return appendAny(b, d)
	}
	b = append(b, '"')
	return append(utc.AppendFormat(b, milliseconds), '"')
}
