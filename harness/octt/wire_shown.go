package octt

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/harness/octt/variables"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Way is how something of the station came to be known, the best first.
type Way string

// The ways. What was presumed is no knowledge: a failure that may come from it proves nothing.
const (
	ByAsked    Way = "the station's answer"
	ByGiven    Way = "what the station was given"
	ByShown    Way = "what the station has shown"
	ByDeclared Way = "the bench file"
	ByPICS     Way = "the PICS"
	ByLacking  Way = "what the absence of the variable means"
	ByPresumed Way = "what the tables want"
)

// Knowledge is one thing that is known of the station, how, and where it came in a message, from which one and when.
type Knowledge struct {
	Value   string
	Way     Way
	Message string
	Frame   int64 // of the record, 0 for none
	Since   time.Time
	shownOf string // what transactions have shown of a list of points, each with its frame; empty for nothing
}

// words say what is taken, and why that.
func (k Knowledge) words() string {
	text := values.Show(k.Value)
	if k.shownOf != "" {
		shown := "as TransactionEventRequests have shown: it " + k.shownOf
		if k.Way == ByShown {
			return text + ", " + shown
		}
		k.shownOf = ""
		return k.words() + "; " + shown
	}
	switch k.Way {
	case ByShown:
		return fmt.Sprintf("%s, as %s has shown", text, k.Message)
	case ByDeclared:
		return text + ", as the bench file says"
	case ByPICS:
		return text + ", as the PICS says"
	case ByLacking:
		return text + ", which its absence means"
	case ByPresumed:
		return text + ", which the tables want; where that is not so, configured.variables of the bench file is the place to say it"
	}
	return text + ", by " + string(k.Way)
}

// unread tells what was concluded, and neither read nor given: it is not put back, and therefore not changed.
func (k Knowledge) unread() bool {
	return k.Way == ByPresumed || k.Way == ByLacking || k.Way == ByPICS || k.shownOf != ""
}

func stateOf(at rigs.Place) string {
	return "Connector.AvailabilityState of EVSE " + strconv.Itoa(at.EVSE) + " connector " + strconv.Itoa(at.Connector)
}

// shows notes what a message tells of variables. The caller holds mu.
func (w *wire) shows(m *Message) {
	keep := func(name, value string) {
		w.contradicts(name, value)
		w.shown[name] = Knowledge{Value: value, Way: ByShown, Message: m.Action + "Request (frame " + strconv.FormatInt(m.Seq, 10) + ")", Frame: m.Seq, Since: m.At}
	}
	for _, a := range m.Availabilities() {
		keep(stateOf(rigs.Place{EVSE: a.EVSE, Connector: a.Connector}), a.Status)
	}
	switch m.Action {
	case "NotifyEvent":
		if q := ledger.As[ocpp201.NotifyEventRequest](&m.Call); q != nil {
			for _, e := range q.EventData {
				if e.Component.EVSE == nil && e.Component.Instance == nil {
					keep(variables.Name(e.Component, e.Variable), e.ActualValue)
				}
			}
		}
	case "NotifyReport":
		q := ledger.As[ocpp201.NotifyReportRequest](&m.Call)
		if q == nil {
			return
		}
		for _, d := range q.ReportData {
			for _, a := range d.VariableAttribute {
				if d.Component.EVSE == nil && d.Component.Instance == nil && a.Value != nil && (a.Type == nil || *a.Type == ocpp201.AttributeActual) {
					keep(variables.Name(d.Component, d.Variable), *a.Value)
				}
			}
		}
	}
}

// gives notes what the station was given and has accepted: that is newer than what it has shown. The caller holds mu.
func (w *wire) gives(call *ledger.Request, at time.Time) {
	q, unasked := schemas.Message[ocpp201.SetVariablesRequest](call.Payload)
	p, unread := schemas.Message[ocpp201.SetVariablesResponse](call.Response)
	if unasked != nil || unread != nil {
		return
	}
	for _, d := range q.SetVariableData {
		asked := item{component: d.Component, variable: d.Variable}
		if d.AttributeType != nil && *d.AttributeType != ocpp201.AttributeActual {
			continue
		}
		if slices.ContainsFunc(p.SetVariableResult, func(r ocpp201.SetVariableResult) bool {
			return r.AttributeStatus == ocpp201.SetVariableStatusAccepted && asked.is(r.Component, r.Variable)
		}) {
			delete(w.readOnly, folded(variables.Name(d.Component, d.Variable)).text)
			w.shown[variables.Name(d.Component, d.Variable)] = Knowledge{Value: d.AttributeValue, Way: ByGiven, Frame: call.Got, Since: at}
		}
	}
}

// mute is how many questions in a row may stay without an answer before no variable is asked for: each one takes
// Timeouts.Response, and a run on a station that answers none would last for days. The first answer, to whatever it is, ends that.
const mute = 3

func (w *wire) isMute() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.registration.unanswered >= mute
}

func (w *wire) goesUnanswered() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.registration.unanswered++
}
