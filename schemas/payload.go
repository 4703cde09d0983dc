package schemas

import (
	"bytes"
	"encoding/json"
	"reflect"
	"sync/atomic"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// Payload is the payload of one frame, read once for all who look at it: the schemas that judge it, whoever follows a path
// into it, and those who want it as the message that it is. Each reading is made when it is first asked for, and kept with the
// payload. What it hands out is shared, so nobody may change it. Any number of goroutines may use it at once.
type Payload struct {
	text     json.RawMessage
	document atomic.Pointer[document]
	clean    atomic.Pointer[vouched] // the first of the list
	message  atomic.Pointer[any]     // a pointer to what it was decoded into first
}

// document is a payload as schema checkers take it, with what is wrong with it before any schema is asked.
type document struct {
	value    any
	problems []Problem
}

// Read takes a payload, which must not change from now on. Of one that comes again and again it returns what was read before.
func Read(text []byte) *Payload {
	if known := common.find(text); known != nil {
		return known
	}
	return &Payload{text: text}
}

// Text is the payload as it stands in the frame.
func (p *Payload) Text() json.RawMessage { return p.text }

// Decode is ocpp201.Decode of the payload. Lists and pointers in the message are shared with all who decode the same.
func (p *Payload) Decode(message any) error {
	into := reflect.ValueOf(message).Elem()
	if known := p.message.Load(); known != nil {
		if from := reflect.ValueOf(*known).Elem(); from.Type() == into.Type() {
			into.Set(from)
			return nil
		}
	}
	if err := ocpp201.Decode(p.text, message); err != nil {
		return err
	}
	own := reflect.New(into.Type())
	own.Elem().Set(into)
	kept := own.Interface()
	p.message.Store(&kept)
	return nil
}

// Message is the payload as a message that is shared with all who ask for the same one: nobody may change it.
func Message[M any](p *Payload) (*M, error) {
	if known := p.message.Load(); known != nil {
		if message, is := (*known).(*M); is {
			return message, nil
		}
	}
	message := new(M)
	if err := ocpp201.Decode(p.text, message); err != nil {
		return nil, err
	}
	kept := any(message)
	p.message.Store(&kept)
	return message, nil
}

// Forget lets go of what was read, which takes ten times the room of the text: whoever asks once more has it read anew.
func (p *Payload) Forget() {
	p.document.Store(nil)
	p.message.Store(nil)
}

// Document is the payload as map[string]any, []any, string, bool, nil and json.Number, which has each number as it is
// written; nil when it is no JSON.
func (p *Payload) Document() any {
	d := p.read()
	if len(d.problems) == 0 {
		return d.value
	}
	// A number that no double holds, or a name that stands twice, takes nothing from the other fields.
	asWritten := json.NewDecoder(bytes.NewReader(p.text))
	asWritten.UseNumber()
	var value any
	if asWritten.Decode(&value) != nil {
		return nil
	}
	return value
}

func (p *Payload) read() *document {
	if known := p.document.Load(); known != nil {
		return known
	}
	d := new(document)
	d.value, d.problems = decode(p.text)
	p.document.Store(d)
	return d
}
