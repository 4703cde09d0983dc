package ocppj

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"sync"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// MaxDepth bounds how deep arrays and objects of a frame may stand in each other. The deepest official message needs 9;
// the rest is left to customData and DataTransfer. A deeper frame is refused before anything recurses into it.
const MaxDepth = 64

// ParseError says why bytes are no frame of part 4, and what a CALLERROR in answer to them would carry.
type ParseError struct {
	ID     string    // the message id, as far as it could be read, else UnreadableID
	Code   ErrorCode // table 8
	Reason string
}

func (e *ParseError) Error() string { return e.Reason }

// Parse reads one frame: a single JSON array of the length and the element types that part 4, section 4.2 gives its
// message type, in valid UTF-8, without a name that stands twice in one object. The error is a *ParseError; the frame
// beside it holds what was read until then, so that a spoiled answer can still be matched to its question.
// Payload and ErrorDetails share memory with raw.
func Parse(raw []byte) (Frame, error) {
	if f, is := usual(raw); is {
		return f, nil
	}
	return parse(raw)
}

// usual reads a CALL or CALLRESULT that is written as nearly all are: without blanks between its elements, with an id and an action
// of plain characters, and with an object as payload that is not deep. What it does not read, parse reads or refuses.
func usual(raw []byte) (f Frame, is bool) {
	rest, is := bytes.CutSuffix(raw, []byte("}]"))
	if !is {
		return f, false
	}
	if rest, is = bytes.CutPrefix(rest, []byte(`[3,"`)); is {
		f.Type = CallResult
		f.ID, rest, is = word(rest, `",{`)
	} else if rest, is = bytes.CutPrefix(rest, []byte(`[2,"`)); is {
		f.Type = Call
		if f.ID, rest, is = word(rest, `","`); is {
			f.Action, rest, is = word(rest, `",{`)
		}
	}
	if !is || len(f.ID) > MaxIDLength {
		return f, false
	}
	end := len(raw) - len("]")
	payload := raw[end-len("{")-len(rest)-len("}") : end : end]
	f.Payload = json.RawMessage(payload)
	return f, bytes.Count(payload, []byte("{"))+bytes.Count(payload, []byte("[")) < MaxDepth && sound.valid(payload)
}

// word is a text of plain characters up to the end of its string and what belongs behind it.
func word(text []byte, end string) (before string, after []byte, is bool) {
	at := bytes.IndexByte(text, '"')
	if at < 0 || !plain(text[:at]) {
		return "", nil, false
	}
	after, is = bytes.CutPrefix(text[at:], []byte(end))
	return string(text[:at]), after, is
}

// parse is Parse of any frame.
func parse(raw []byte) (Frame, error) {
	p := parser{raw: raw}
	if deep := depth(raw); deep > MaxDepth {
		return p.frame, p.fail(RpcFrameworkError, "the frame nests %d deep; at most %d is read", deep, MaxDepth)
	}
	r := readers.Get().(*reader)
	defer readers.Put(r)
	r.text = *bytes.NewBuffer(raw)
	r.dec.Reset(&r.text)
	p.dec = &r.dec
	err := p.read()
	return p.frame, err
}

type parser struct {
	raw    []byte
	dec    *jsontext.Decoder
	frame  Frame
	idRead bool
}

// reader is a JSON reader with the memory that it needs for itself, which is more than most frames have.
type reader struct {
	text bytes.Buffer
	dec  jsontext.Decoder
}

var readers = sync.Pool{New: func() any { return new(reader) }}

func (p *parser) fail(code ErrorCode, form string, args ...any) error {
	id := UnreadableID
	if p.idRead {
		id = p.frame.ID
	}
	return &ParseError{ID: id, Code: code, Reason: fmt.Sprintf(form, args...)}
}

func (p *parser) read() error {
	if bytes.HasPrefix(p.raw, []byte(mark)) {
		return p.fail(RpcFrameworkError, "the frame begins with a byte-order mark (U+FEFF), which must not stand before JSON (RFC 8259, section 8.1)")
	}
	if kind := p.dec.PeekKind(); kind != '[' {
		return p.fail(RpcFrameworkError, "a frame is a JSON array; this begins with %s", describe(kind))
	}
	if _, err := p.dec.ReadToken(); err != nil {
		return p.broken(RpcFrameworkError, err)
	}
	kind, err := p.dec.ReadValue()
	if err != nil {
		return p.broken(RpcFrameworkError, err)
	}
	kind = kind.Clone() // the reader may use its memory again
	idErr := p.text("message id", &p.frame.ID)
	p.idRead = idErr == nil
	// A wrong type is judged only now: the message id behind it is needed for the answer.
	if err := p.messageType(kind); err != nil {
		return err
	}
	if idErr != nil {
		return idErr
	}
	if n := utf8.RuneCountInString(p.frame.ID); n > MaxIDLength {
		return p.fail(RpcFrameworkError, "the message id has %d characters; at most %d are allowed", n, MaxIDLength)
	}
	if err := p.rest(); err != nil {
		return err
	}
	return p.end()
}

func (p *parser) messageType(value jsontext.Value) error {
	number, err := strconv.ParseFloat(string(value), 64)
	if value.Kind() != '0' || err != nil || number != math.Trunc(number) {
		return p.fail(RpcFrameworkError, "the message type is %s; it must be one of the integers 2, 3 and 4", excerpt(value))
	}
	switch kind := MessageType(number); kind {
	case Call, CallResult, CallError:
		p.frame.Type = kind
		return nil
	}
	return p.fail(MessageTypeNotSupported, "the message type is %s; only 2, 3 and 4 are known", excerpt(value))
}

// rest reads what follows the message id.
func (p *parser) rest() error {
	switch p.frame.Type {
	case Call:
		if err := p.text("action", &p.frame.Action); err != nil {
			return err
		}
		return p.value("payload", FormatViolation, &p.frame.Payload)
	case CallResult:
		return p.value("payload", FormatViolation, &p.frame.Payload)
	}
	var code string
	if err := p.text("error code", &code); err != nil {
		return err
	}
	p.frame.ErrorCode = ErrorCode(code)
	if err := p.text("error description", &p.frame.ErrorDescription); err != nil {
		return err
	}
	return p.value("error details", RpcFrameworkError, &p.frame.ErrorDetails)
}

// mark is the byte-order mark in UTF-8.
const mark = "\ufeff"

func (p *parser) text(what string, into *string) error {
	if kind := p.dec.PeekKind(); kind != '"' && kind != 0 {
		return p.fail(RpcFrameworkError, "the %s must be a string; here is %s", what, describe(kind))
	}
	token, err := p.dec.ReadToken()
	if err != nil {
		return p.broken(RpcFrameworkError, err)
	}
	*into = token.String()
	return nil
}

func (p *parser) value(what string, code ErrorCode, into *json.RawMessage) error {
	if p.dec.PeekKind() == ']' {
		return p.fail(RpcFrameworkError, "the %s of the %s is missing; write {} if there is nothing to say", what, p.frame.Type)
	}
	value, err := p.dec.ReadValue()
	if err != nil {
		return p.broken(code, err)
	}
	end := p.dec.InputOffset()
	*into = p.raw[end-int64(len(value)) : end]
	return nil
}

// end requires that nothing is left, and checks what a CALLERROR needs beyond its JSON types.
func (p *parser) end() error {
	if kind := p.dec.PeekKind(); kind != ']' && kind != 0 {
		return p.fail(RpcFrameworkError, "a %s ends after its last element; here follows %s", p.frame.Type, describe(kind))
	}
	if _, err := p.dec.ReadToken(); err != nil {
		return p.broken(RpcFrameworkError, err)
	}
	if _, err := p.dec.ReadToken(); err != io.EOF {
		return p.fail(RpcFrameworkError, "a frame is one JSON array; data follows behind it")
	}
	if p.frame.Type != CallError {
		return nil
	}
	if !p.frame.ErrorCode.Known() {
		return p.fail(RpcFrameworkError, "the error code %q does not stand in part 4, table 8", p.frame.ErrorCode)
	}
	if n := utf8.RuneCountInString(p.frame.ErrorDescription); n > MaxDescriptionLength {
		return p.fail(RpcFrameworkError, "the error description has %d characters; at most %d are allowed", n, MaxDescriptionLength)
	}
	if kind := jsontext.Value(p.frame.ErrorDetails).Kind(); kind != '{' {
		return p.fail(RpcFrameworkError, "the error details must be an object; here is %s", describe(kind))
	}
	return nil
}

// broken reports what the JSON reader stumbled over.
func (p *parser) broken(code ErrorCode, err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return p.fail(code, "the JSON ends too early, after %d bytes", len(p.raw))
	}
	if errors.Is(err, jsontext.ErrDuplicateName) {
		var fault *jsontext.SyntacticError
		errors.As(err, &fault)
		return p.fail(code, "a name stands twice in one object, at %s of the frame", fault.JSONPointer)
	}
	return p.fail(code, "the JSON is broken: %v", err)
}

// describe names the kind of value that comes next.
func describe(kind jsontext.Kind) string {
	switch kind {
	case '[':
		return "an array"
	case '{':
		return "an object"
	case '"':
		return "a string"
	case '0':
		return "a number"
	case 't', 'f':
		return "a boolean"
	case 'n':
		return "null"
	case ']':
		return "the end of the array"
	}
	return "no JSON value"
}

// excerpt keeps a foreign value from filling the reason.
func excerpt(value jsontext.Value) string {
	const most = 40
	if len(value) > most {
		return string(value[:most]) + "…"
	}
	return string(value)
}

// depth counts brackets outside strings. It need not understand broken JSON: more brackets than MaxDepth are
// refused, broken or not.
func depth(raw []byte) int {
	deepest, open, inString := 0, 0, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '[' || c == '{':
			open++
			deepest = max(deepest, open)
		case c == ']' || c == '}':
			open--
		}
	}
	return deepest
}
