package octt

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/harness/octt/variables"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// What is known of the station stands in one room, however it came to be known. The bench and the cases ask for it here and
// are told by which way: the station need not be able to tell everything that they have to know.

// Way is how something of the station came to be known, the best first.
type Way string

// The ways. What was presumed is no knowledge: a failure that may come from it proves nothing.
const (
	ByAsked    Way = "the station's answer"
	ByGiven    Way = "what the station was given"
	ByShown    Way = "what the station has shown"
	ByDeclared Way = "the bench file"
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
}

// words say what is taken, and why that.
func (k Knowledge) words() string {
	text := values.Show(k.Value)
	switch k.Way {
	case ByShown:
		return fmt.Sprintf("%s, as %s has shown", text, k.Message)
	case ByDeclared:
		return text + ", as the bench file says"
	case ByLacking:
		return text + ", which its absence means"
	case ByPresumed:
		return text + ", which the tables want; where that is not so, configured.variables of the bench file is the place to say it"
	}
	return text + ", by " + string(k.Way)
}

// need is what the bench has to know of a station to play on it.
type need struct {
	clause   string                   // the document that requires the variable; empty where it need not be there
	value    func(*Configured) string // that is presumed of a station which tells nothing
	concerns []string                 // messages whose course follows it; none for all
	lacking  bool                     // that value is what the absence of the variable means: what it switches on is not there
}

// needs are the variables on which the course of plays depends, with what the tables and the bench's own values have them be.
// Part 2, referenced components and variables, requires those that have a clause.
var needs = map[string]need{
	"TxCtrlr.TxStartPoint": {clause: "part 2, section 2.6.6.1", concerns: transactions,
		value: func(c *Configured) string { return strings.Join(c.TxStartPoint, ",") }},
	"TxCtrlr.TxStopPoint": {clause: "part 2, section 2.6.6.2", concerns: transactions,
		value: func(c *Configured) string { return strings.Join(c.TxStopPoint, ",") }},
	"AuthCtrlr.LocalPreAuthorize":     {clause: "part 2, AuthCtrlr; part 6, section 2.1", concerns: authorizing, value: plainly("false"), lacking: true},
	"AuthCtrlr.AuthorizeRemoteStart":  {clause: "part 2, AuthCtrlr", concerns: authorizing, value: plainly("false")},
	"AuthCtrlr.Enabled":               {concerns: authorizing, value: plainly("true")},
	"OCPPCommCtrlr.HeartbeatInterval": {value: func(c *Configured) string { return wholeSeconds(c.HeartbeatInterval) }},
	"OCPPCommCtrlr.OfflineThreshold": {clause: "part 2, OCPPCommCtrlr and B04.FR.01",
		value: func(c *Configured) string { return wholeSeconds(c.OfflineThreshold) }},
	"OCPPCommCtrlr.RetryBackOffWaitMinimum": {clause: "part 4, section 8", value: func(c *Configured) string { return wholeSeconds(c.RetryBackOffWaitMinimum) }},
	"OCPPCommCtrlr.RetryBackOffRandomRange": {clause: "part 4, section 8", value: plainly("0")},
	"OCPPCommCtrlr.MessageTimeout[Default]": {clause: "part 2, OCPPCommCtrlr", value: plainly("30")},
	"TxCtrlr.EVConnectionTimeOut": {clause: "part 2, TxCtrlr and E03.FR.05",
		value: func(c *Configured) string { return wholeSeconds(c.EVConnectionTimeOut) }},
	"SampledDataCtrlr.TxUpdatedInterval": {clause: "part 2, SampledDataCtrlr", value: func(c *Configured) string { return wholeSeconds(c.TxUpdatedInterval) }},
	"SampledDataCtrlr.TxUpdatedMeasurands": {clause: "part 2, SampledDataCtrlr",
		value: func(c *Configured) string { return strings.Join(c.TxUpdatedMeasurands, ",") }},
}

var transactions, authorizing = []string{"TransactionEvent"}, []string{"Authorize"}

func plainly(value string) func(*Configured) string { return func(*Configured) string { return value } }

// optional tells a variable that the station need not have.
func optional(name string) bool {
	n, ok := needs[name]
	return ok && n.clause == ""
}

func wholeSeconds(d time.Duration) string { return fmt.Sprint(seconds(d)) }

// noValue is the status of a variable that is Accepted and has no attributeValue (part 2, B06.FR.04 asks for one).
const noValue = "Accepted without an attributeValue"

// reading is what came of asking for a variable.
type reading struct {
	value, status string
	err           error // nil where the station has answered with a GetVariablesResponse
	frame         int64 // of the answer
}

func (r reading) told() bool {
	return r.err == nil && r.status == string(ocpp201.GetVariableStatusAccepted)
}
func (r reading) absent() bool { return r.err == nil && strings.HasPrefix(r.status, "Unknown") }

// why is what came instead of a value.
func (r reading) why() string {
	if r.err != nil {
		return r.err.Error()
	}
	return r.status
}

// reads asks for a variable. What is told is known from then on. The error is that the station is not there to be asked,
// which says nothing of the variable.
func (s *Scenario) reads(name string) (reading, error) {
	if s.w.isMute() {
		return reading{err: OfStation(fmt.Errorf("GetVariables was not answered: the last %d questions were not", mute))}, nil
	}
	value, status, err := s.read(name)
	if err != nil && !isRefusal(err) && !s.Connected() {
		return reading{}, err
	}
	return reading{value, status, err, s.answered}, nil
}

// mute is how many questions in a row may stay without an answer before no variable is asked for: each one takes
// Timeouts.Response, and a run on a station that answers none would last for days. The first answer, to whatever it is, ends that.
const mute = 3

func (w *wire) isMute() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.unanswered >= mute
}

func (w *wire) goesUnanswered() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.unanswered++
}

// readIn is reads for a row, which fails where the station is not there.
func (s *Scenario) readIn(r *row, name string) reading {
	got, err := s.reads(name)
	if err != nil {
		s.failRow(r, name+" can be read.", "an answer", err.Error(), 0)
	}
	return got
}

// otherwise is what is known of a variable that the station does not tell: the newest that it has shown in another way, what
// the bench file says, what is presumed.
func (s *Scenario) otherwise(name string, r reading) (Knowledge, bool) {
	s.w.mu.Lock()
	shown, ok := s.w.shown[name]
	s.w.mu.Unlock()
	if ok {
		return shown, true
	}
	if value, ok := s.Configured.Variables[name]; ok {
		return Knowledge{Value: value, Way: ByDeclared}, true
	}
	if n, ok := needs[name]; ok && !(r.absent() && optional(name)) {
		k := Knowledge{Value: n.value(&s.Configured), Way: ByPresumed}
		if r.absent() && n.lacking {
			k.Way = ByLacking
		}
		return k, true
	}
	return Knowledge{}, false
}

// take goes on with what is known otherwise, and has that be a finding.
func (s *Scenario) take(name string, r reading, k Knowledge) {
	s.settings.known[name] = k
	delete(s.settings.untold, name)
	if k.Way == ByPresumed && !slices.ContainsFunc(s.presumed, func(p presumption) bool { return p.name == name }) {
		s.presumed = append(s.presumed, presumption{name, k.Value, r.why(), needs[name].concerns})
	}
	s.Untold(name, r.why(), k.words(), r.frame)
}

// unknown notes that a variable can be known in no way. What needs it is not proved.
func (s *Scenario) unknown(name string, r reading) {
	s.settings.untold[name] = r.why()
	s.Untold(name, r.why(), "nothing; the cases that need it are INCONCLUSIVE", r.frame)
}

// Untold records that the station cannot be asked for something, once for each subject: why says what came instead of it,
// instead what is taken in its place.
func (s *Scenario) Untold(subject, why, instead string, frame int64) {
	f := evidence.Finding{Kind: evidence.FoundUntold, Subject: subject, Requirement: subject + " can be asked for.",
		Expected: "a value", Actual: why, Instead: instead, Frame: frame}
	switch n, ok := needs[subject]; {
	case ok && n.clause != "":
		f.Clause = n.clause
	case strings.HasPrefix(subject, "Get"):
		f.Expected = "an answer"
	}
	if !strings.HasPrefix(why, "Unknown") && f.Clause == "" {
		f.Requirements = []string{"B06.FR.01", "B06.FR.04"}
	}
	if subject == TransactionStatus {
		f.Requirements = []string{"E14.FR.06", "E14.FR.07", "E14.FR.08"}
	}
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	if slices.ContainsFunc(s.w.found, func(known evidence.Finding) bool { return known.Kind == f.Kind && known.Subject == subject }) {
		return
	}
	s.w.find(f)
}

// TransactionStatus is the request by which the bench asks for transactions and what stands in the queue.
const TransactionStatus = "GetTransactionStatus"

// presumption is a value that nobody has told.
type presumption struct {
	name, value, why string
	concerns         []string
}

// unproved tells whether a failure may come from what was only presumed of the station, and says so. about is the message that
// is judged and what is expected. A station's answers to questions about its variables are judged as they are.
func (s *Scenario) unproved(stage evidence.Stage, about string) string {
	for _, p := range s.presumed {
		concerned := len(p.concerns) == 0 && (stage == evidence.Main || stage == evidence.Post) && !asksOfVariables(about)
		if concerned || slices.ContainsFunc(p.concerns, func(message string) bool { return strings.Contains(about, message) }) {
			return p.String()
		}
	}
	return ""
}

// asksOfVariables tells the messages that ask for variables, or set them.
func asksOfVariables(message string) bool {
	return slices.ContainsFunc([]string{"GetVariables", "SetVariables", "GetBaseReport", "GetReport", "NotifyReport"}, func(name string) bool { return strings.HasPrefix(message, name) })
}

func (p presumption) String() string {
	return fmt.Sprintf("Whether it must be so is not known: %s cannot be asked for (%s), and %s was presumed. Write what the station has into configured.variables of the bench file.",
		p.name, strings.TrimSuffix(p.why, "."), values.Show(p.value))
}

// explains adds to a failed check what may have led to it.
func (s *Scenario) explains(c *evidence.Check) {
	switch c.Verdict {
	case evidence.Fail, evidence.Warning:
		if why := s.unproved(c.Stage, c.Message+" "+c.Expected); why != "" {
			c.Requirement = sentenceOf(c.Requirement) + " " + why
			if c.Verdict == evidence.Fail {
				c.Verdict = evidence.Inconclusive
			}
		}
	case evidence.Inconclusive:
		for _, p := range s.presumed {
			if strings.HasPrefix(c.Requirement, p.name+" ") {
				c.Requirement = sentenceOf(c.Requirement) + " " + p.String()
			}
		}
	}
}

// Learn asks the station for a variable, outside any row, and takes what is known otherwise where it does not tell. The zero
// Knowledge is that of nothing. The error is that the station is not there to be asked.
func (s *Scenario) Learn(name string) (Knowledge, error) {
	got, err := s.reads(name)
	switch {
	case err != nil:
		return Knowledge{}, err
	case got.told():
		return s.settings.known[name], nil
	}
	k, ok := s.otherwise(name, got)
	switch {
	case ok:
		s.take(name, got, k)
	case !got.absent():
		s.unknown(name, got)
	}
	return k, nil
}

// Knows is what is known of a variable in this play.
func (s *Scenario) Knows(name string) (k Knowledge, ok bool) {
	k, ok = s.settings.known[name]
	return k, ok
}

// State is what the station has shown last of a connector's state; ok is false where it has shown nothing.
func (s *Scenario) State(at rigs.Place) (k Knowledge, ok bool) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	k, ok = s.w.shown[stateOf(rigs.Place{EVSE: at.EVSE, Connector: at.Connector})]
	return k, ok
}

func stateOf(at rigs.Place) string {
	return fmt.Sprintf("Connector.AvailabilityState of EVSE %d connector %d", at.EVSE, at.Connector)
}

// AwaitState waits for the station to tell a connector's state, and returns what is known of it then.
func (s *Scenario) AwaitState(limit time.Duration, at rigs.Place) (Knowledge, bool) {
	_, err := s.w.await(s.ctx, limit, nil, func() bool {
		_, ok := s.w.shown[stateOf(rigs.Place{EVSE: at.EVSE, Connector: at.Connector})]
		return ok
	})
	s.interrupted(err)
	return s.State(at)
}

// shows notes what a message tells of variables. The caller holds mu.
func (w *wire) shows(m *Message) {
	keep := func(name, value string) {
		w.shown[name] = Knowledge{Value: value, Way: ByShown, Message: fmt.Sprintf("%sRequest (frame %d)", m.Action, m.Seq), Frame: m.Seq, Since: m.At}
	}
	for _, a := range m.Availabilities() {
		keep(stateOf(rigs.Place{EVSE: a.EVSE, Connector: a.Connector}), a.Status)
	}
	switch m.Action {
	case "NotifyEvent":
		var q ocpp201.NotifyEventRequest
		if ocpp201.Decode(m.Payload, &q) == nil {
			for _, e := range q.EventData {
				if e.Component.EVSE == nil && e.Component.Instance == nil {
					keep(variables.Name(e.Component, e.Variable), e.ActualValue)
				}
			}
		}
	case "NotifyReport":
		var q ocpp201.NotifyReportRequest
		if ocpp201.Decode(m.Payload, &q) != nil {
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
func (w *wire) gives(request, answer []byte, frame int64, at time.Time) {
	var q ocpp201.SetVariablesRequest
	var p ocpp201.SetVariablesResponse
	if ocpp201.Decode(request, &q) != nil || ocpp201.Decode(answer, &p) != nil {
		return
	}
	for i, r := range p.SetVariableResult {
		if i < len(q.SetVariableData) && r.AttributeStatus == ocpp201.SetVariableStatusAccepted {
			d := q.SetVariableData[i]
			if d.AttributeType != nil && *d.AttributeType != ocpp201.AttributeActual {
				continue
			}
			w.shown[variables.Name(d.Component, d.Variable)] = Knowledge{Value: d.AttributeValue, Way: ByGiven, Frame: frame, Since: at}
		}
	}
}
