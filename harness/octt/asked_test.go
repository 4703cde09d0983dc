package octt

import (
	"context"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// person confirms an act late.
type person struct{ after time.Duration }

func (p person) Present(ctx context.Context, _ rigs.Token, _ rigs.Place) (rigs.ReadBack, error) {
	select {
	case <-ctx.Done():
		return rigs.ReadBack{}, ctx.Err()
	case <-time.After(p.after):
		return rigs.ReadBack{Rig: "person"}, nil
	}
}

func manned(l *lab) {
	l.bench.Rigs.Tokens = person{20 * time.Second}
	l.bench.Timeouts.Act = time.Second
}

func present(s *Scenario) { s.Act(0, rigs.PresentToken(s.Token, s.Configured.Place())) }

// What counts is when the act was asked for, and not when a person confirms it, nor the pause before it.
func TestARowTakesOnlyWhatCameAfterItsActWasAskedFor(t *testing.T) {
	for name, c := range map[string]struct {
		at   time.Duration // of the station's message, from the beginning of the case; the act is asked for after 1 s
		want evidence.Verdict
		part string
	}{
		"while the person acts":   {10 * time.Second, evidence.Pass, ""},
		"after the confirmation":  {25 * time.Second, evidence.Pass, ""},
		"in the pause before it":  {500 * time.Millisecond, evidence.Fail, "after the act: Present idToken CERTBENCH-VALID-1 (ISO14443), got AuthorizeRequest 500ms before that, and none within 34s after it"},
		"never":                   {time.Hour, evidence.Fail, "nothing within 34s"},
		"at the end of the limit": {56 * time.Second, evidence.Pass, ""},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, manned, func(l *lab) {
				l.expect(c.want, c.part, func(s *Scenario) {
					l.csms.later(c.at, "Authorize", authorize)
					sends(l, s, ocpp201.ClearCacheRequest{}) // after which there is a pause before the act
					present(s)
					_, call := Receive[ocpp201.AuthorizeRequest](s, 1)
					call.Accept(2)
				})
				if l.rec.has("sends what the table shows, and nothing between") {
					t.Errorf("expected no surplus beside the row, got %s", l.rec)
				}
				time.Sleep(time.Hour) // what comes never in the case is answered before the lab looks
			})
		})
	}
}

func TestARowTakesOnlyWhatCameAfterItsRequest(t *testing.T) {
	for name, c := range map[string]struct {
		early, late bool
		want        evidence.Verdict
		part        string
	}{
		"early": {true, false, evidence.Fail, "after the ResetRequest"},
		"late":  {false, true, evidence.Pass, ""},
		"both":  {true, true, evidence.Fail, "nothing between. Expected no FirmwareStatusNotificationRequest here"},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.answering("Reset", &ocppj.Frame{Type: ocppj.CallResult, Payload: []byte(`{"status":"Accepted"}`)})
				l.expect(c.want, c.part, func(s *Scenario) {
					if c.early {
						l.send("FirmwareStatusNotification", `{"status":"Idle"}`)
					}
					s.Wait(1, time.Second, "a while")
					sent := Send(s, 2, ocpp201.ResetRequest{Type: ocpp201.ResetEnumImmediate})
					if c.late {
						l.csms.later(time.Second, "FirmwareStatusNotification", `{"status":"Idle"}`)
					}
					sent.Receive(3)
					_, call := Receive[ocpp201.FirmwareStatusNotificationRequest](s, 4)
					call.Accept(5)
				})
			})
		})
	}
}

// A question that only wants an answer is no reason for what the station tells on its own, a moment before or after it.
func TestARowTakesWhatCameBeforeAQuestionThatHasTheStationDoNothing(t *testing.T) {
	inLab(t, manned, func(l *lab) {
		l.csms.answering("GetTransactionStatus", &ocppj.Frame{Type: ocppj.CallResult, Payload: []byte(`{"messagesInQueue":true}`)})
		l.expect(evidence.Pass, "", func(s *Scenario) {
			present(s)
			l.send("StatusNotification", occupied)
			s.Wait(0, time.Second, "a while")
			Send(s, 1, ocpp201.GetTransactionStatusRequest{}).Receive(2)
			_, call := Receive[ocpp201.StatusNotificationRequest](s, 3)
			call.Accept(4)
		})
	})
}

func TestARowTakesWhatCameEarlyWhereARuleAllowsIt(t *testing.T) {
	for name, c := range map[string]struct {
		status string
		want   evidence.Verdict
	}{"as it must be": {occupied, evidence.Pass}, "of another state": {available, evidence.Fail}} {
		t.Run(name, func(t *testing.T) {
			inLab(t, manned, func(l *lab) {
				l.expect(c.want, "", func(s *Scenario) {
					l.send("StatusNotification", c.status)
					present(s)
					s.Respond(2, s.ReceiveEither(1, As[ocpp201.StatusNotificationRequest](Must("connectorStatus", "Occupied")).Early("a test allows it")))
				})
			})
		})
	}
}

// Later rows would have taken in any order what came before the row that failed.
func TestWhatLaterRowsWouldHaveTakenIsNoSurplusWhenARowFails(t *testing.T) {
	inLab(t, manned, func(l *lab) {
		end := l.play(func(s *Scenario) {
			present(s)
			l.send("StatusNotification", occupied)
			l.send("Authorize", authorize)
			_, call := Receive[ocpp201.AuthorizeRequest](s, 1, Must("idToken.idToken", "another"))
			call.Accept(2)
			s.ReceiveEither(3, As[ocpp201.StatusNotificationRequest]())
		})
		l.judged(end, evidence.Fail, "idToken.idToken")
		if l.rec.has("nothing between") {
			t.Errorf("expected no surplus, got %s", l.rec)
		}
	})
}

func TestWhatCameBeforeAnActThatARowHasSeenStaysSurplusWhenALaterRowFails(t *testing.T) {
	inLab(t, manned, func(l *lab) {
		l.play(func(s *Scenario) {
			l.send("FirmwareStatusNotification", `{"status":"Idle"}`)
			l.send("StatusNotification", occupied)
			_, call := Receive[ocpp201.StatusNotificationRequest](s, 1)
			call.Accept(2)
			present(s)
			Receive[ocpp201.AuthorizeRequest](s, 3)
		})
		if !l.rec.has("nothing between.: FAIL") {
			t.Errorf("expected a surplus FirmwareStatusNotification, got %s", l.rec)
		}
	})
}

// What is done beside the rows of a request is no reason for what the station tells of it.
func TestRowsAsideLeaveToLaterOnesWhatHasComeMeanwhile(t *testing.T) {
	for name, c := range map[string]struct {
		aside bool
		want  evidence.Verdict
		part  string
	}{
		"aside":        {true, evidence.Pass, ""},
		"in the table": {false, evidence.Fail, "before that, and none within"},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.answering("Reset", &ocppj.Frame{Type: ocppj.CallResult, Payload: []byte(`{"status":"Accepted"}`)})
				l.csms.answering("ClearCache", &ocppj.Frame{Type: ocppj.CallResult, Payload: []byte(`{"status":"Accepted"}`)})
				l.expect(c.want, c.part, func(s *Scenario) {
					sent := Send(s, 1, ocpp201.ResetRequest{Type: ocpp201.ResetEnumImmediate})
					sent.Receive(2)
					other := func() {
						l.send("FirmwareStatusNotification", `{"status":"Idle"}`)
						s.Wait(3, time.Second, "a while")
						Send(s, 4, ocpp201.ClearCacheRequest{}).Receive(5)
					}
					if c.aside {
						s.Aside(other)
					} else {
						other()
					}
					_, call := Receive[ocpp201.FirmwareStatusNotificationRequest](s, 6)
					call.Accept(7)
				})
			})
		})
	}
}
