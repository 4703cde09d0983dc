package octt

import (
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

var clear = ocpp201.ClearCacheRequest{}

func TestTheAnswerOfTheStationIsJudged(t *testing.T) {
	accepted := result(ocpp201.ClearCacheResponse{Status: ocpp201.ClearCacheStatusAccepted})
	for name, c := range map[string]struct {
		answer *ocppj.Frame
		clause []Clause
		want   evidence.Verdict
		part   string
	}{
		"as it must be":       {accepted, []Clause{Must("status", "Accepted"), Omitted("statusInfo")}, evidence.Pass, ""},
		"without requirement": {accepted, nil, evidence.Pass, ""},
		"otherwise":           {accepted, []Clause{Must("status", "Rejected")}, evidence.Fail, `Row 2: status is "Rejected". Expected "Rejected", got "Accepted".`},
		"misspelt":            {accepted, []Clause{Omitted("stats")}, evidence.Error, "stats"},
		"a CALLERROR":         {&ocppj.Frame{Type: ocppj.CallError, ErrorCode: ocppj.NotImplemented}, nil, evidence.Fail, "CALLERROR NotImplemented"},
		"none":                {nil, nil, evidence.Fail, "no answer within 14s"},
		"invalid": {&ocppj.Frame{Type: ocppj.CallResult, Payload: []byte(`{"status":"Accepted","x":1}`)},
			[]Clause{Must("status", "Accepted")}, evidence.Fail, "breaks its schema (frame "},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.answering("ClearCache", c.answer)
				l.expect(c.want, c.part, func(s *Scenario) { Send(s, 1, clear).Receive(2, c.clause...) })
			})
		})
	}
}

func TestAnAnswerThatComesTooLateStillFails(t *testing.T) {
	inLab(t, func(l *lab) { l.csms.latency = 15 * time.Second }, func(l *lab) {
		l.csms.answering("ClearCache", result(ocpp201.ClearCacheResponse{Status: ocpp201.ClearCacheStatusAccepted}))
		l.expect(evidence.Fail, "no answer within 14s", func(s *Scenario) { Send(s, 1, clear).Receive(2, Must("status", "Accepted")) })
		l.csms.latency = 0
		l.expect(evidence.Pass, "", func(s *Scenario) { Send(s, 1, clear).Receive(2, Must("status", "Accepted")) })
	})
}

func TestARequestWithoutAnAnswerGivesWayToTheNext(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.csms.answering("ClearCache", nil)
		l.expect(evidence.Fail, "no answer within 14s", func(s *Scenario) { Send(s, 1, clear).Receive(2) })
		began := time.Now()
		l.expect(evidence.Pass, "", func(s *Scenario) { Send(s, 1, ocpp201.GetVariablesRequest{GetVariableData: one}).Receive(2) })
		if took := time.Since(began); took > time.Second {
			t.Errorf("expected the next request to go out at once, it took %s", took)
		}
	})
}

func TestARequestThatCannotBeSentFails(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.expect(evidence.Fail, "ClearCacheRequest can be sent. Expected an open connection, got the station is not connected.", func(s *Scenario) {
			s.CloseConnection(1)
			Send(s, 2, clear)
		})
	})
}

func TestARequestOfOursThatBreaksItsSchemaIsOurError(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.csms.answering("ClearCache", result(ocpp201.ClearCacheResponse{Status: ocpp201.ClearCacheStatusAccepted}))
		l.csms.answering("Reset", result(ocpp201.ResetResponse{Status: ocpp201.ResetStatusAccepted}))
		l.expect(evidence.Error, "What the CSMS sends is valid.", func(s *Scenario) {
			Send(s, 1, ocpp201.ResetRequest{Type: "Sideways"}).Receive(2, Must("status", "Accepted"))
		})
	})
}

func TestAReconnectIsAwaited(t *testing.T) {
	for name, c := range map[string]struct {
		after time.Duration
		want  evidence.Verdict
	}{"in time": {40 * time.Second, evidence.Pass}, "too late": {2 * time.Minute, evidence.Fail}} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.expect(c.want, "", func(s *Scenario) {
					s.CloseConnection(1)
					time.AfterFunc(c.after, l.csms.connect)
					s.AcceptConnection(2, 30*time.Second)
					s.Check(3, "The station names itself.", s.Handshake().StationID, "CB-0001")
				})
			})
		})
	}
}

func TestAMessageThatCameBeforeTheAnswerWasNotSentForIt(t *testing.T) {
	for name, c := range map[string]struct {
		after time.Duration
		want  evidence.Verdict
		part  string
	}{
		"after it":  {3 * time.Second, evidence.Pass, ""},
		"before it": {time.Second, evidence.Fail, `got "LogStatusNotificationRequest, TriggerMessageResponse"`},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, func(l *lab) { l.csms.latency = 2 * time.Second }, func(l *lab) {
				l.csms.answering("TriggerMessage", result(ocpp201.TriggerMessageResponse{Status: ocpp201.TriggerMessageStatusAccepted}))
				l.expect(c.want, c.part, func(s *Scenario) {
					l.csms.later(c.after, "LogStatusNotification", `{"status":"Idle"}`)
					sent := Send(s, 1, ocpp201.TriggerMessageRequest{RequestedMessage: ocpp201.MessageTriggerLogStatusNotification})
					sent.Receive(2)
					_, call := Receive[ocpp201.LogStatusNotificationRequest](s, 3)
					if sent.Precedes(call.Message()) != sent.MustPrecede(3, call.Message()) {
						t.Error("expected Precedes to tell what MustPrecede judges")
					}
					call.Accept(4)
				})
			})
		})
	}
}

func TestTheLastBeatIsThatOfAHeartbeatOrABoot(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.expect(evidence.Pass, "", func(s *Scenario) {
			s.Check(1, "Nothing has beaten yet.", s.LastBeat().IsZero(), true)
		})
		for _, payload := range []struct{ action, text string }{{"BootNotification", boot}, {"Heartbeat", `{}`}} {
			time.Sleep(time.Minute)
			at := time.Now()
			l.send(payload.action, payload.text)
			time.Sleep(time.Minute)
			l.expect(evidence.Pass, "", func(s *Scenario) { // in a play that came after it
				s.Check(1, payload.action+" is the last beat.", s.LastBeat().Equal(at), true)
			})
		}
	})
}
