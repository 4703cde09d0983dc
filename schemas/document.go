package schemas

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// decode reads a payload into the form that schema checkers take (map[string]any, []any, json.Number, …), and says what
// is wrong with it before any schema is asked: more or less than one JSON value, invalid UTF-8, names that stand twice,
// numbers beyond a double's range. Such numbers would cost the checkers seconds: they compute with exact fractions.
// After a syntax problem there is no document, and no other problem beside it.
func decode(payload []byte) (document any, problems []Problem) {
	r := readers.Get().(*reader)
	defer readers.Put(r)
	r.text = *bytes.NewBuffer(payload)
	r.dec.Reset(&r.text, jsontext.AllowDuplicateNames(true))
	d := decoder{Decoder: &r.dec}
	document, err := d.value()
	if err == nil {
		if _, err = d.ReadToken(); err == io.EOF {
			return document, d.problems
		}
		// Whatever follows, token or rubbish, is one fault too many.
		err = errors.New("data follows behind the value")
	}
	return nil, []Problem{newProblem("", keywordSyntax, syntaxMessage(err, len(payload)))}
}

func syntaxMessage(err error, length int) string {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return fmt.Sprintf("the JSON ends too early, after %d bytes", length)
	}
	var fault *jsontext.SyntacticError
	if errors.As(err, &fault) {
		return fmt.Sprintf("the payload is no valid JSON at byte %d: %v", fault.ByteOffset, fault.Err)
	}
	return fmt.Sprintf("the payload is not one JSON value: %v", err)
}

// reader is a JSON reader with the memory that it needs for itself.
type reader struct {
	text bytes.Buffer
	dec  jsontext.Decoder
}

var readers = sync.Pool{New: func() any { return new(reader) }}

type decoder struct {
	*jsontext.Decoder
	problems []Problem
}

func (d *decoder) report(keyword, form string, args ...any) {
	d.problems = append(d.problems, newProblem(string(d.StackPointer()), keyword, fmt.Sprintf(form, args...)))
}

// value reads the next value. The reader's own limit of nesting ends the recursion.
func (d *decoder) value() (any, error) {
	switch d.PeekKind() {
	case '{':
		return d.object()
	case '[':
		return d.array()
	case '0':
		return d.number()
	}
	token, err := d.ReadToken()
	if err != nil {
		return nil, err
	}
	switch token.Kind() {
	case '"':
		return token.String(), nil
	case 't', 'f':
		return token.Bool(), nil
	}
	return nil, nil // null: all other kinds are syntax errors
}

func (d *decoder) object() (any, error) {
	if _, err := d.ReadToken(); err != nil {
		return nil, err
	}
	object := map[string]any{}
	for d.PeekKind() != '}' {
		token, err := d.ReadToken()
		if err != nil {
			return nil, err
		}
		name := token.String()
		if _, twice := object[name]; twice {
			d.report(keywordDuplicate, "the name %q stands twice in this object; readers differ in which one they take", name)
		}
		if object[name], err = d.value(); err != nil {
			return nil, err
		}
	}
	_, err := d.ReadToken()
	return object, err
}

func (d *decoder) array() (any, error) {
	if _, err := d.ReadToken(); err != nil {
		return nil, err
	}
	array := []any{}
	for d.PeekKind() != ']' {
		value, err := d.value()
		if err != nil {
			return nil, err
		}
		array = append(array, value)
	}
	_, err := d.ReadToken()
	return array, err
}

// Bounds of a number's text. Every double fits, written with an exponent or in full; an exact fraction of it is still cheap.
const (
	longestNumber   = 1100
	largestExponent = 400
)

func (d *decoder) number() (any, error) {
	literal, err := d.ReadValue()
	if err != nil {
		return nil, err
	}
	number := json.Number(literal)
	_, err = number.Float64()
	switch {
	case err != nil || !modest(literal):
		d.report(keywordRange, "the number %s does not fit a double (RFC 8259, section 6)", excerpt(number))
	case len(literal) > longestNumber:
		d.report(keywordRange, "the number %s is written with %d characters, and every double can be with %d (RFC 8259, section 6)", excerpt(number), len(literal), longestNumber)
	default:
		return number, nil
	}
	return json.Number("0"), nil // so that the rest can be judged
}

// modest tells whether the exponent, if there is one, is within bounds. 0e999999999 is zero, but not cheap.
func modest(literal []byte) bool {
	at := bytes.IndexAny(literal, "eE")
	if at < 0 {
		return true
	}
	exponent, err := strconv.Atoi(string(literal[at+1:]))
	return err == nil && -largestExponent <= exponent && exponent <= largestExponent
}

// excerpt keeps a number of many digits from filling the report.
func excerpt(number json.Number) string {
	const most = 20
	if len(number) > most {
		return string(number[:most]) + "…"
	}
	return string(number)
}
