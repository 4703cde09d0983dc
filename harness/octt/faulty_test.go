package octt

import (
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// TestWhatHoldsUpAStationIsTakenFromItAndJudged has messages with a field that their schema does not know: a station sends its
// boot and its transactions again until they are taken, so that a CSMS which refuses them tests nothing else. The rest is refused.
func TestWhatHoldsUpAStationIsTakenFromItAndJudged(t *testing.T) {
	for action, c := range map[string]struct {
		payload string
		refused bool
	}{
		"BootNotification": {`{"foo":1,"reason":"PowerUp","chargingStation":{"model":"M","vendorName":"V"}}`, false},
		"TransactionEvent": {`{"foo":1,"eventType":"Started","triggerReason":"Authorized","seqNo":0,"timestamp":"2026-01-01T00:00:00Z",
			"transactionInfo":{"transactionId":"tx-1"}}`, false},
		"Authorize": {`{"foo":1,"idToken":{"idToken":"A","type":"ISO14443"}}`, true},
	} {
		t.Run(action, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				var id string
				l.expect(evidence.Fail, "satisfies its schema", func(s *Scenario) {
					s.Check(1, "The case is played.", true, true)
					id = l.send(action, c.payload)
					time.Sleep(time.Second)
				})
				if got := l.csms.answerTo(id); strings.Contains(got, string(ocppj.ProtocolError)) != c.refused {
					t.Errorf("expected it to be refused: %v, got the answer %q", c.refused, got)
				}
			})
		})
	}
}

// TestARefusedChangeIsNone has a station that answers SetVariables with everything but a result: what was not changed need not
// be put back, and the next case is played.
func TestARefusedChangeIsNone(t *testing.T) {
	for name, c := range map[string]struct {
		answer *ocppj.Frame
		line   Setting
		told   bool // the variable can be read
		want   evidence.Verdict
	}{
		"a CALLERROR":                      {&ocppj.Frame{Type: ocppj.CallError, ErrorCode: ocppj.NotImplemented}, Is(enabled, "true"), true, evidence.Inconclusive},
		"a CALLERROR, if it is writable":   {&ocppj.Frame{Type: ocppj.CallError, ErrorCode: ocppj.NotImplemented}, IsIfWritable(enabled, "true"), true, evidence.Pass},
		"a CALLERROR to all":               {&ocppj.Frame{Type: ocppj.CallError, ErrorCode: ocppj.NotSupported}, Is(enabled, "true"), false, evidence.Inconclusive},
		"no result":                        {result(ocpp201.SetVariablesResponse{}), Is(enabled, "true"), true, evidence.Fail},
		"no result to what cannot be read": {result(ocpp201.SetVariablesResponse{}), Is(enabled, "true"), false, evidence.Fail},
		"nothing":                          {nil, Is(enabled, "true"), true, evidence.Inconclusive},
		"nothing to what cannot be read":   {nil, Is(enabled, "true"), false, evidence.Inconclusive},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, func(l *lab) {
				l.bench.Configured.Variables = map[string]string{enabled: "false"}
			}, func(l *lab) {
				l.csms.variables[enabled] = "false"
				l.csms.answering("SetVariables", c.answer)
				if !c.told {
					l.csms.answering("GetVariables", &ocppj.Frame{Type: ocppj.CallError, ErrorCode: ocppj.NotSupported})
				}
				l.before = Config(c.line)
				l.expect(c.want, "", func(s *Scenario) { s.Check(1, "The case is played.", true, true) })
				if err := l.player.Latched(); err != nil {
					t.Errorf("expected a bench that plays on, got %v", err)
				}
			})
		})
	}
}

// TestOnlyAReadableValueOfTheVariableItselfIsKnown has a station that answers the question about one variable with another one,
// or with a value that means nothing: neither is what it has.
func TestOnlyAReadableValueOfTheVariableItselfIsKnown(t *testing.T) {
	of := func(component, variable, value string) *ocppj.Frame {
		return result(ocpp201.GetVariablesResponse{GetVariableResult: []ocpp201.GetVariableResult{{AttributeStatus: ocpp201.GetVariableStatusAccepted,
			AttributeValue: &value, Component: ocpp201.Component{Name: component}, Variable: ocpp201.Variable{Name: variable}}}})
	}
	const preAuthorize = "AuthCtrlr.LocalPreAuthorize"
	for name, c := range map[string]struct {
		answer *ocppj.Frame
		want   Way
		value  string
	}{
		"its own":                {of("AuthCtrlr", "LocalPreAuthorize", "true"), ByAsked, "true"},
		"its own, in lower case": {of("authctrlr", "localpreauthorize", "True"), ByAsked, "True"},
		"another's":              {of("FooCtrlr", "Bar", "7"), ByPresumed, "false"},
		"no boolean":             {of("AuthCtrlr", "LocalPreAuthorize", "7"), ByPresumed, "false"},
		"empty":                  {of("AuthCtrlr", "LocalPreAuthorize", ""), ByPresumed, "false"},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.answering("GetVariables", c.answer)
				l.expect(evidence.Pass, "", func(s *Scenario) {
					got, err := s.Learn(preAuthorize)
					l.tells()
					s.Check(1, "It is known as it should be.", err == nil && got.Way == c.want && got.Value == c.value, true)
				})
			})
		})
	}
}

// TestAQuestionWhoseConnectionEndsIsAskedAgain has a station that loses its connection instead of an answer: that tells nothing
// of what it can answer.
func TestAQuestionWhoseConnectionEndsIsAskedAgain(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.csms.variables[enabled] = "false"
		l.expect(evidence.Warning, "connection lasts", func(s *Scenario) {
			l.csms.answering("GetVariables", nil)
			time.AfterFunc(time.Second, func() {
				if err := l.csms.Disconnect(); err != nil {
					t.Error(err)
				}
				l.csms.Accept()
				l.tells()
			})
			time.AfterFunc(3*time.Second, l.csms.connect)
			time.AfterFunc(4*time.Second, func() { l.csms.send("Heartbeat", `{}`) }) // one that was accepted before, and says so
			began := time.Now()
			got, err := s.Learn(enabled)
			s.Check(1, "It is known as it was told.", err == nil && got.Way == ByAsked && got.Value == "false", true)
			s.Check(1, "No answer is awaited on a connection that has ended.", time.Since(began) < s.Timeouts.Response, true)
		})
		if l.rec.hasRow("cannot") {
			t.Errorf("expected no finding of the variable, got %s", l.rec)
		}
	})
}
