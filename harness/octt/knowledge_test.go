package octt

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// untellable are all the ways in which a station does not tell a variable.
func untellable() map[string]*ocppj.Frame {
	of := func(status ocpp201.GetVariableStatus) *ocppj.Frame {
		return result(ocpp201.GetVariablesResponse{GetVariableResult: []ocpp201.GetVariableResult{{AttributeStatus: status,
			Component: ocpp201.Component{Name: "TxCtrlr"}, Variable: ocpp201.Variable{Name: "TxStartPoint"}}}})
	}
	return map[string]*ocppj.Frame{
		"UnknownComponent": of(ocpp201.GetVariableStatusUnknownComponent), "UnknownVariable": of(ocpp201.GetVariableStatusUnknownVariable),
		"NotSupportedAttributeType":            of(ocpp201.GetVariableStatusNotSupportedAttributeType),
		"Rejected":                             of(ocpp201.GetVariableStatusRejected),
		"Accepted without an attributeValue":   of(ocpp201.GetVariableStatusAccepted),
		"CALLERROR NotImplemented":             {Type: ocppj.CallError, ErrorCode: ocppj.NotImplemented},
		"CALLERROR NotSupported":               {Type: ocppj.CallError, ErrorCode: ocppj.NotSupported},
		"CALLERROR InternalError":              {Type: ocppj.CallError, ErrorCode: ocppj.InternalError},
		"GetVariables was not answered within": nil,
	}
}

// tells has the station answer as ever again.
func (l *lab) tells() {
	l.csms.mu.Lock()
	defer l.csms.mu.Unlock()
	delete(l.csms.answers, "GetVariables")
}

func TestWhatAStationCannotTellIsOneFindingAndNotTheEnd(t *testing.T) {
	event := `{"generatedAt":"2026-01-01T00:00:00Z","seqNo":0,"eventData":[{"eventId":1,"timestamp":"2026-01-01T00:00:00Z","trigger":"Periodic",
		"actualValue":"Authorized","eventNotificationType":"HardWiredNotification","component":{"name":"TxCtrlr"},"variable":{"name":"TxStartPoint"}}]}`
	for name, answer := range untellable() {
		for way, c := range map[Way]struct {
			file string
			want []string
		}{
			ByPresumed: {"", []string{"EVConnected", "Authorized"}},
			ByDeclared: {"PowerPathClosed", []string{"PowerPathClosed"}},
			ByShown:    {"PowerPathClosed", []string{"Authorized"}},
		} {
			t.Run(name+", "+string(way), func(t *testing.T) {
				inLab(t, func(l *lab) {
					if c.file != "" {
						l.bench.Configured.Variables = map[string]string{points: c.file}
					}
				}, func(l *lab) {
					l.csms.answering("GetVariables", answer)
					l.csms.readOnly[points] = true
					shown := func(s *Scenario) {
						if way == ByShown {
							l.send("NotifyEvent", event)
							if err := s.Pause(evidence.WaitRest, time.Second); err != nil {
								t.Error(err)
							}
						}
					}
					l.before = Prepare(Do(shown), Config(IsIfWritable(points, func(c *Configured) string { return strings.Join(c.TxStartPoint, ",") })), Known(points))
					for range 2 {
						l.expect(evidence.Pass, "", func(s *Scenario) {
							l.tells()
							s.Check(1, "It is taken instead.", s.List(points), c.want)
							k, _ := s.Knows(points)
							s.Check(2, "It is known how.", string(k.Way), string(way))
						})
						l.csms.answering("GetVariables", answer)
					}
					l.tells()
					found := slices.DeleteFunc(l.rec.findings(), func(f evidence.Finding) bool { return f.Subject != points })
					if len(found) != 1 || found[0].Kind != evidence.FoundUntold || !strings.Contains(found[0].Actual, name) || found[0].Clause == "" {
						t.Errorf("expected one finding with %q and its clause, got %+v", name, found)
					}
				})
			})
		}
	}
}

// A failure that may come from what was only presumed proves nothing; one of a station that the bench file describes does.
func TestAFailureIsProvedOnlyByWhatIsKnown(t *testing.T) {
	for name, c := range map[string]struct {
		file map[string]string
		want evidence.Verdict
		part string
	}{
		"presumed":       {nil, evidence.Inconclusive, "Write what the station has into configured.variables of the bench file"},
		"the bench file": {map[string]string{points: "EVConnected,Authorized"}, evidence.Fail, "sends TransactionEventRequest"},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, func(l *lab) { l.bench.Configured.Variables = c.file }, func(l *lab) {
				l.before = Known(points) // which the fake station does not have
				l.expect(c.want, c.part, func(s *Scenario) { Receive[ocpp201.TransactionEventRequest](s, 1) })
				l.expect(evidence.Fail, "sends AuthorizeRequest", func(s *Scenario) { Receive[ocpp201.AuthorizeRequest](s, 1) })
			})
		})
	}
}

func TestAListThatCouldNotBeReadIsNotEmpty(t *testing.T) {
	const measurands = "AlignedDataCtrlr.Measurands"
	for name, answer := range untellable() {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.answering("GetVariables", answer)
				l.before = Known(measurands)
				l.expect(evidence.Inconclusive, measurands+" is known", func(s *Scenario) {
					l.tells()
					s.Check(1, "Nothing is empty that nobody has told.", len(s.List(measurands)), 0)
				})
			})
		})
	}
}

func TestNothingIsSentThatWasNeverRead(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.expect(evidence.Inconclusive, "transactionId", func(s *Scenario) {
			Send(s, 1, ocpp201.RequestStopTransactionRequest{TransactionID: s.TransactionID})
		})
		l.expect(evidence.Pass, "", func(s *Scenario) {
			_, err := Ask(s, ocpp201.GetTransactionStatusRequest{TransactionID: new("")})
			s.Check(1, "Nor by the bench.", err != nil, true)
		})
		if slices.Contains(l.csms.calls, "RequestStopTransaction") || slices.Contains(l.csms.calls, "GetTransactionStatus") {
			t.Errorf("expected nothing to go out, got %v", l.csms.calls)
		}
	})
	for payload, want := range map[string]string{
		`{"transactionId":""}`:                                "transactionId",
		`{"getVariableData":[]}`:                              "getVariableData",
		`{"getVariableData":null}`:                            "getVariableData",
		`{"a":[{"component":{"name":""}}]}`:                   "name",
		`{"setVariableData":[{"attributeValue":""}]}`:         "",
		`{"idToken":{"idToken":"","type":"NoAuthorization"}}`: "",
		`{"idToken":{"idToken":"","type":"ISO14443"}}`:        "idToken",
		`{}`: "",
	} {
		if got := neverTold([]byte(payload)); got != want {
			t.Errorf("%s: expected %q, got %q", payload, want, got)
		}
	}
}

func TestNothingIsPutBackThatWasNeverRead(t *testing.T) {
	for name, answer := range untellable() {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.answering("GetVariables", answer)
				l.before = PutBack("OCPPCommCtrlr.OfflineThreshold")
				l.expect(evidence.Pass, "", func(s *Scenario) {
					l.tells()
					s.Check(1, "The case is played.", true, true)
				})
				if slices.Contains(l.csms.calls, "SetVariables") {
					t.Errorf("expected nothing to be put back, got %v", l.csms.calls)
				}
			})
		})
	}
}

func TestTheStateOfAConnectorIsKnownByWhatTheStationShows(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.expect(evidence.Pass, "", func(s *Scenario) {
			at := s.Configured.Place()
			_, told := s.State(at)
			s.Check(1, "It has told nothing yet.", told, false)
			l.csms.later(time.Second, "StatusNotification", occupied)
			k, told := s.AwaitState(2*time.Second, at)
			s.Check(2, "It is told.", told, true)
			s.Check(3, "It is what was shown.", k.Value, "Occupied")
			s.Check(4, "It says by which frame.", k.Frame > 0 && k.Way == ByShown, true)
			s.PassOver(nil, "no row", func(*Message) bool { return true })
		})
	})
}
