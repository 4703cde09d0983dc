package octt

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
	"unsafe"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/harness/octt/rules"
	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// frame records and validates one frame and hands it on. The caller holds mu.
func (w *wire) frame(e Event) {
	record := asItCame(e)
	record.Since = e.At.Sub(w.log.epoch)
	w.log.about = nil
	if e.Kind == Malformed {
		w.stirs(e)
		record.Problems = append(record.Problems, e.Fault)
		seq := w.append(evidence.Record{Kind: evidence.KindFrame, Frame: record})
		w.fault(seq, e.Fault, rules.TheirFrames)
		return
	}
	if e.Reused {
		if what := w.reused(e); what != "" {
			record.Problems = append(record.Problems, what)
		}
	}
	judged := w.identify(e, record)
	if ofTheirs := (e.Kind == FrameOut) != (record.Type == "CALL"); ofTheirs || touches(record.Action) {
		w.stirs(e)
	}
	problems := judged.Problems
	if e.Kind == FrameOut {
		problems = slices.DeleteFunc(problems, func(p schemas.Problem) bool { return w.gave(e, p) })
	}
	for _, p := range problems {
		record.Problems = append(record.Problems, describeProblem(p))
	}
	breaches := len(record.Problems)
	types := slices.DeleteFunc(judged.Types, func(p schemas.Problem) bool { return w.mayBe(e, p) })
	for _, p := range types {
		record.Problems = append(record.Problems, describeProblem(p))
	}
	w.log.about = record
	seq := w.append(evidence.Record{Kind: evidence.KindFrame, Frame: record})
	rule := rules.TheirFrames
	if e.Kind == FrameOut {
		rule = rules.OurFrames
	}
	known := 0 // problems that say no more than was said before
	if w.isLate(e) {
		known = len(e.Violations)
	}
	for _, what := range record.Problems[known:breaches] {
		w.fault(seq, what, rule)
	}
	for _, p := range types {
		w.ofType(seq, e.Kind, subject(record), p)
	}
	if e.Kind == FrameIn && len(problems) == 0 && w.registration.told && record.Type == "CALL" && rules.ADayOff(&ledger.Call{Action: record.Action, Payload: e.payload, At: e.At}) {
		w.fault(seq, "timestamps more than a day off", rules.Clock)
	}
	w.deliver(e, seq, problems)
}

// givesUp has no answer be awaited any more to a question of the bench.
func (w *wire) givesUp(id string) {
	w.csms.Abandon(id)
	w.mu.Lock()
	defer w.mu.Unlock()
	if call := w.calls[id]; call != nil {
		call.GivenUp = true
	}
}

// isLate tells the answer to a request that nobody awaits any more. That it did not come in time was said when it was given up, of the row or of
// what the bench has asked for: a case in which it comes after all has no part in it. The caller holds mu.
func (w *wire) isLate(e Event) bool {
	call := w.calls[e.Frame.ID]
	return e.Kind == FrameIn && e.Frame.Type != ocppj.Call && call != nil && call.Answer == nil &&
		(call.GivenUp || call.Seq <= w.phase.before || !w.phase.inside)
}

// stirs notes that something has happened after which a station, or a driver, needs time. The caller holds mu.
func (w *wire) stirs(e Event) {
	if e.At.After(w.stirred) {
		w.stirred = e.At
	}
}

// asItCame is the record of a frame before anybody has looked into it.
func asItCame(e Event) *evidence.Frame {
	record := &evidence.Frame{
		Direction: evidence.In, At: e.At, Clock: e.Clock, Conn: e.Conn, Size: e.Size, Truncated: e.Truncated, Binary: e.Binary,
		Problems: append([]string(nil), e.Violations...),
	}
	if e.Kind == FrameOut {
		record.Direction, record.Clock = evidence.Out, ""
	}
	if utf8.Valid(e.Raw) {
		record.Raw = unsafe.String(unsafe.SliceData(e.Raw), len(e.Raw)) // no copy: nobody changes what is on record
	} else {
		record.Raw, record.Base64 = base64.StdEncoding.EncodeToString(e.Raw), true
	}
	return record
}

// subject names a message as reports do, such as BootNotificationRequest; nil is none that could be read.
func subject(record *evidence.Frame) string {
	if record == nil {
		return "a frame"
	}
	switch record.Type {
	case "CALL":
		return record.Action + "Request"
	case "CALLRESULT":
		return record.Action + "Response"
	}
	return cmp.Or(strings.TrimSpace(record.Action+" "+record.Type), "a frame")
}

// identify names the frame in its record and validates the payload against the schema of its action.
func (w *wire) identify(e Event, record *evidence.Frame) schemas.Judgement {
	record.MessageID = e.Frame.ID
	if e.Kind == FrameOut && e.Frame.Type != ocppj.Call {
		record.Answered = "case"
		if e.Background {
			record.Answered = "background"
		}
	}
	switch e.Frame.Type {
	case ocppj.Call:
		record.Type, record.Action = "CALL", e.Frame.Action
		return w.schemas.JudgeRequest(e.Frame.Action, e.payload)
	case ocppj.CallResult:
		record.Type, record.Action = "CALLRESULT", w.actionOf(e)
		if record.Action == "" {
			return schemas.Judgement{} // the mock has named the violation already
		}
		return w.schemas.JudgeResponse(record.Action, e.payload)
	case ocppj.CallError:
		record.Type, record.Action = "CALLERROR", w.actionOf(e)
	}
	return schemas.Judgement{}
}

// actionOf finds the action that an answer belongs to.
func (w *wire) actionOf(e Event) string {
	if e.Kind == FrameIn {
		if call := w.calls[e.Frame.ID]; call != nil && call.Answer == nil {
			return call.Action
		}
		return ""
	}
	defer delete(w.answers, e.Frame.ID)
	return w.answers[e.Frame.ID]
}

func (w *wire) deliver(e Event, seq int64, problems []schemas.Problem) {
	id := e.Frame.ID
	switch {
	case e.Kind == FrameOut && e.Frame.Type == ocppj.Call:
		call := w.calls[id]
		if call == nil {
			call = &ledger.Request{Action: e.Frame.Action}
			w.calls[id] = call
		}
		call.Seq, call.Payload = seq, e.payload
		call.Boots = call.Action == "Reset" && values.Walk(e.payload.Document(), "evseId") == nil
		w.book.AsksToStart(call, e.At)
		w.book.Asks(seq, call.Action)
		w.asksInParts(call)
		w.unsettles(call.Action, e.payload)
		switch call.Action {
		case "ChangeAvailability":
			w.changesAvailability(e.payload)
		case "ReserveNow":
			w.reserves(call)
		case "GetLog":
			w.asksForLog(call)
		}
	case e.Kind == FrameOut:
	case e.Frame.Type == ocppj.Call:
		w.receive(e, seq, problems)
	default:
		if call := w.calls[id]; call != nil && call.Answer == nil {
			frame := e.Frame
			call.Answer, call.Response, call.Got, call.Faults = &frame, e.payload, seq, problems
			w.answersUs(frame)
			w.registration.unanswered = 0
			w.owesReset(call)
			w.mayBoot(call)
			if call.Action == "ChangeAvailability" && call.Field("status") == string(ocpp201.ChangeAvailabilityStatusRejected) {
				w.keepsAvailability(call.Payload)
			}
			w.promises(call)
			if call.Action == "GetLog" {
				w.acceptsLog(call)
			}
			if call.Action == "GetTransactionStatus" && call.Field("messagesInQueue") == false {
				w.findings.emptied = seq
			}
			if call.Action == "GetVariables" && frame.Type == ocppj.CallResult {
				w.rereads(e.payload)
			}
			if call.Action == "SetVariables" && frame.Type == ocppj.CallResult {
				w.gives(call, e.At)
			}
			if call.Action == "RequestStartTransaction" && call.Field("status") == string(ocpp201.RequestStartStopStatusAccepted) {
				w.startsRemotely(call)
			}
		}
	}
}

// receive takes a CALL of the station: answers what needs no row at once, and holds the rest for a row to claim.
func (w *wire) receive(e Event, seq int64, problems []schemas.Problem) {
	m := &Message{
		Call:     ledger.Call{Action: e.Frame.Action, Payload: e.payload, At: e.At, Seq: seq, ID: e.Frame.ID, Conn: e.Conn, Online: w.link.online},
		problems: problems,
	}
	w.learned(m)
	w.unsettled(m)
	w.speaks(m)
	w.reconnects(m)
	w.pays(m)
	w.uses(m)
	if m.Action == "Heartbeat" || m.Action == "BootNotification" {
		w.registration.beat = m.At
	}
	kept := w.put(m)
	if w.bar(m) {
		return
	}
	w.note(m)
	if w.fails(m) {
		return
	}
	if !kept || m.Action == "Heartbeat" || len(problems) > 0 || m.validates || !w.hold(m) {
		w.answerStanding(m)
		return
	}
	time.AfterFunc(w.times.Hold, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.answerStanding(m)
	})
}

// breaksSchema is why a row ends at a message although each of its own checks holds: the violation stands with what holds for
// every case.
func breaksSchema(frame int64, p schemas.Problem) string {
	return fmt.Sprintf("The message breaks its schema (frame %d): %s", frame, describeProblem(p))
}

func describeProblem(p schemas.Problem) string {
	if p.Pointer == "" {
		return p.Message
	}
	return p.Pointer + ": " + p.Message
}
