package wire

import (
	"errors"
	"reflect"
	"slices"

	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// Seam is where whoever stands outside the firmware takes messages in hand, typed and one by one, on their way between the
// firmware and the connection. Each field is nil, and costs nothing, until somebody has put a Hand there. The firmware
// itself never does.
type Seam struct {
	Requests Hand // the station's requests, before they wait to be sent; those of Hooks.First and Last when their turn has come
	Results  Hand // what the CSMS answers them, before the firmware sees it
	Calls    Hand // the CSMS's requests, before the firmware sees them
	Answers  Hand // what the station answers them, before it is sent
}

// Message is a message at the seam.
type Message struct {
	Action string
	// Body is the payload as a value of the action's type, such as an ocpp201.HeartbeatRequest. What a Hand puts in its
	// place may be any value that becomes the JSON that it wants.
	Body any
	// Refusal, where it is set, is the CALLERROR in the place of Body. Only answers have one.
	Refusal *CallError
	// Request is the body of the request that an answer answers; nil for requests.
	Request any
	// About is what the room that has made a request says of it beyond the message, such as the *charging.Queued of a
	// TransactionEvent; mostly nil.
	About any
	// Asked tells a request that the CSMS has asked for (F06).
	Asked bool
	// Lost has the firmware go on as if it had sent the message, which is not sent. A request fails at once, with
	// ErrDropped; what an answer was to start is started.
	Lost bool
}

// Pass lets a message go on.
type Pass func(Message)

// Hand takes a message in hand. It passes it on as it is, or another in its place; several times to repeat it; later to
// hold it, or to send it after another; or not at all, which for the firmware looks as if it had happened later and later.
// Of a request only the first passing is the firmware's own: what comes back for others is nobody's. It is called in the
// firmware's loop, and so must be pass.
type Hand func(m Message, pass Pass)

// Add puts another hand behind those that are there: it gets what they pass on.
func (h *Hand) Add(next Hand) {
	first := *h
	if first == nil {
		*h = next
		return
	}
	*h = func(m Message, pass Pass) { first(m, func(m Message) { next(m, pass) }) }
}

// ErrDropped is why a request fails that was Lost.
var ErrDropped = errors.New("the message was not sent")

// opened reads a payload as a value of the action's type, which make makes an empty one of: once for a Hand, which may change what it
// gets, and once as it came, to tell whether it has. What is read of a payload is shared with whoever reads the same text, in every
// station of the process, so that a Hand gets a reading of its own. A payload that is no such value stays as it came.
func opened(payload *schemas.Payload, make func() any) (own, came any) {
	of, known := make(), make()
	if payload.Decode(known) != nil || ocpp201.Decode(payload.Text(), of) != nil {
		return slices.Clone(payload.Text()), payload.Text()
	}
	return reflect.ValueOf(of).Elem().Interface(), reflect.ValueOf(known).Elem().Interface()
}

// leave takes a request of the station past the seam: enter is called for each call that comes of it.
func (w *Wire) leave(c *Call, enter func(*Call)) {
	if w.Seam.Requests == nil {
		c.payload = encoded(c.Action, c.request)
		enter(c)
		return
	}
	passed := false
	w.Seam.Requests(Message{Action: c.Action, Body: c.request, About: c.About, Asked: c.Asked}, func(m Message) {
		own := c
		if passed {
			own = &Call{Action: c.Action, Sending: c.Sending, answered: func(*schemas.Payload) {}, failed: func(error) {}}
		}
		passed = true
		if m.Lost {
			own.drop()
			return
		}
		own.payload = encoded(c.Action, m.Body)
		enter(own)
	})
}

// pulled takes the next call of a hook past the seam, now that its turn has come, until one is passed. For the firmware a
// call that is not passed at once has failed, so that others get their turn.
func (w *Wire) pulled(next func() *Call) *Call {
	for c := next(); c != nil; c = next() {
		var first *Call
		now := true
		w.leave(c, func(passed *Call) {
			if first == nil && now {
				first = passed
				return
			}
			w.calls = append(w.calls, passed)
		})
		if now = false; first != nil {
			return first
		}
		c.drop()
	}
	return nil
}

// arrive takes a call of the CSMS past the seam.
func (w *Wire) arrive(l *Connection, frame ocppj.Frame) {
	payload := schemas.Read(frame.Payload)
	if w.Seam.Calls == nil {
		w.serve(l, frame.ID, frame.Action, payload)
		return
	}
	m := Message{Action: frame.Action, Body: payload.Text()}
	var came any = payload.Text()
	if action, known := ocpp201.Lookup(frame.Action); known {
		m.Body, came = opened(payload, action.NewRequest)
	}
	w.Seam.Calls(m, func(m Message) {
		if m.Lost || w.link != l {
			return
		}
		passed := payload
		if !reflect.DeepEqual(m.Body, came) {
			passed = schemas.Read(encoded(m.Action, m.Body))
		}
		w.serve(l, frame.ID, m.Action, passed)
	})
}

// result takes what the CSMS has answered past the seam. reason is nil when payload is the response.
func (w *Wire) result(c *Call, payload *schemas.Payload, reason error) {
	end := func(payload *schemas.Payload, reason error) {
		if reason != nil {
			c.failed(reason)
			return
		}
		c.answered(payload)
	}
	if w.Seam.Results == nil {
		end(payload, reason)
		return
	}
	m := Message{Action: c.Action, Request: c.request, About: c.About, Refusal: refusalOf(reason)}
	var came any
	if action, known := ocpp201.Lookup(c.Action); known && reason == nil {
		m.Body, came = opened(payload, action.NewResponse)
	}
	w.Seam.Results(m, func(m Message) {
		switch {
		case m.Lost:
			end(nil, ErrTimeout)
		case m.Refusal != nil:
			end(nil, m.Refusal)
		case reflect.DeepEqual(m.Body, came):
			end(payload, nil)
		default:
			end(schemas.Read(encoded(c.Action, m.Body)), nil)
		}
	})
}
