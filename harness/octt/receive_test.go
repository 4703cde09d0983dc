package octt

import (
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

func TestReceiveTakesTheNextMessageOfItsActionWhateverElseCame(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.csms.later(1*time.Second, "Heartbeat", `{}`)
		l.csms.later(2*time.Second, "SecurityEventNotification", security)
		l.csms.later(3*time.Second, "Authorize", authorize)
		l.expect(evidence.Pass, "", func(s *Scenario) {
			q, call := Receive[ocpp201.AuthorizeRequest](s, 1, Must("idToken.type", "ISO14443"))
			if q.IDToken.IDToken != "CERTBENCH-VALID-1" {
				l.Errorf("expected the idToken of the message, got %q", q.IDToken.IDToken)
			}
			call.Accept(2)
		})
	})
}

func TestAWrongMessageFailsWithItsDifferencesAndNotWithATimeout(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.csms.later(time.Second, "Authorize", authorize)
		began := time.Now()
		end := l.expect(evidence.Fail, `Row 1: idToken.type is "eMAID". Expected "eMAID", got "ISO14443".`, func(s *Scenario) {
			Receive[ocpp201.AuthorizeRequest](s, 1, Must("idToken.type", "eMAID"), Must("idToken.idToken", "OTHER"), Omitted("certificate"))
			t.Error("a scenario goes on after a message that failed")
		})
		if waited := time.Since(began); waited > 5*time.Second {
			t.Errorf("expected the verdict at once, got it after %s", waited)
		}
		for _, check := range []string{`idToken.type is "eMAID".: FAIL`, `idToken.idToken is "OTHER".: FAIL`, "certificate is omitted.: PASS"} {
			if !l.rec.has(check) {
				t.Errorf("expected every requirement to be recorded, missing %q in %s", check, l.rec)
			}
		}
		if !l.rec.hasRow("1 sends an AuthorizeRequest: FAIL " + end.Reason) {
			t.Errorf("expected the row to fail with the same sentence, got %s", l.rec)
		}
	})
}

func TestAMessageThatDoesNotComeFailsWithWhatCameInstead(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.csms.later(time.Second, "StatusNotification", occupied)
		l.expect(evidence.Fail, "only StatusNotification (frame", func(s *Scenario) {
			Receive[ocpp201.AuthorizeRequest](s, 1)
		})
	})
}

func TestAMessageThatIsAwaitedUntilAMomentFailsWithTheTimeThatWasLeft(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		end := time.Now().Add(30 * time.Second)
		l.csms.later(29*time.Second+987654321, "Authorize", authorize)
		l.expect(evidence.Fail, "got nothing within what was left of the time for it, 12ms.", func(s *Scenario) {
			_, call := Receive[ocpp201.AuthorizeRequest](s, 1, Until(end))
			call.Accept(2)
			Receive[ocpp201.AuthorizeRequest](s, 3, Until(end))
		})
	})
}

func TestAMisspeltPathIsAnError(t *testing.T) {
	for name, clause := range map[string]Clause{
		"required":  Must("idToken.idTokn", "X"),
		"omitted":   Omitted("idTokn"),
		"or absent": OrOmitted("idToken.typ", "X"),
		"skipping":  Skipping("because", Omitted("idTokn")),
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.later(time.Second, "Authorize", authorize)
				l.expect(evidence.Error, "AuthorizeRequest does not have", func(s *Scenario) {
					_, call := Receive[ocpp201.AuthorizeRequest](s, 1, clause)
					call.Accept(2)
				})
			})
		})
	}
}

func TestAMessageThatBreaksItsSchemaFailsEvenIfTheRowHolds(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.csms.later(time.Second, "Authorize", `{"idToken":{"idToken":"CERTBENCH-VALID-1","type":"ISO14443"},"colour":"red"}`)
		l.expect(evidence.Fail, "breaks its schema (frame ", func(s *Scenario) {
			Receive[ocpp201.AuthorizeRequest](s, 1, Must("idToken.type", "ISO14443"))
		})
		if got := l.csms.answersInOrder()[0]; !strings.HasPrefix(got, "CALLERROR") {
			t.Errorf("expected a CALLERROR as answer, got %q", got)
		}
	})
}

func TestAnUnknownActionFailsAndIsAnsweredWithCallError(t *testing.T) {
	for _, action := range []string{"MakeCoffee", "Reset"} {
		inLab(t, nil, func(l *lab) {
			l.csms.later(time.Second, action, `{"type":"Immediate"}`)
			l.csms.later(2*time.Second, "Authorize", authorize)
			l.expect(evidence.Fail, "", func(s *Scenario) {
				_, call := Receive[ocpp201.AuthorizeRequest](s, 1)
				call.Accept(2)
			})
			if got := l.csms.answersInOrder()[0]; !strings.HasPrefix(got, "CALLERROR") {
				t.Errorf("%s: expected a CALLERROR as answer, got %q", action, got)
			}
		})
	}
}

func TestAViolationOfTheFramingFails(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.csms.later(time.Second, "Authorize", authorize, "the message id was used before")
		l.expect(evidence.Fail, "the message id was used before", func(s *Scenario) {
			_, call := Receive[ocpp201.AuthorizeRequest](s, 1, Must("idToken.type", "ISO14443"))
			call.Accept(2)
		})
	})
}

func TestARowDoesNotWaitAgainForWhatWasPeekedForInVain(t *testing.T) {
	for name, c := range map[string]struct {
		before func(*Scenario)
		after  time.Duration // how long after Timeouts.Message the message comes
		want   evidence.Verdict
	}{
		"the same message":    {func(*Scenario) {}, time.Second, evidence.Fail},
		"after another act":   {func(s *Scenario) { s.Act(0, rigs.PresentToken(s.Token, s.Configured.Place())) }, 2 * time.Second, evidence.Pass},
		"after a wait":        {func(s *Scenario) { s.Wait(0, time.Second, "another row") }, 2 * time.Second, evidence.Pass},
		"after a shorter one": {nil, -time.Millisecond, evidence.Pass},
		"not twice":           {nil, time.Second, evidence.Fail},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, func(l *lab) { l.bench.Rigs.Tokens = rig{} }, func(l *lab) {
				l.csms.later(l.bench.Timeouts.Message+c.after, "Authorize", authorize)
				l.expect(c.want, "", func(s *Scenario) {
					var clauses []Clause
					if c.before == nil {
						clauses = []Clause{Within(s.Timeouts.Message - time.Second)}
					}
					if _, came := Peek[ocpp201.AuthorizeRequest](s, clauses...); came {
						t.Error("expected no message yet")
					}
					if c.before != nil {
						c.before(s)
					}
					_, call := Receive[ocpp201.AuthorizeRequest](s, 1)
					call.Accept(2)
				})
			})
		})
	}
}

func TestPeekDoesNotClaim(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.csms.later(time.Second, "Authorize", authorize)
		l.expect(evidence.Pass, "", func(s *Scenario) {
			for range 2 {
				if q, came := Peek[ocpp201.AuthorizeRequest](s); !came || q.IDToken.IDToken == "" {
					l.Errorf("expected to see the message twice, got %v %v", q, came)
				}
			}
			_, call := Receive[ocpp201.AuthorizeRequest](s, 1, Present("idToken"))
			call.Reply(2, ocpp201.AuthorizeResponse{IDTokenInfo: ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusBlocked}})
			if _, again := Peek[ocpp201.AuthorizeRequest](s, Within(time.Second)); again {
				l.Error("expected a claimed message to be gone")
			}
		})
	})
}

func TestAheadTellsWhichMessageComesFirstAndLeavesIt(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.csms.later(time.Second, "StatusNotification", occupied)
		l.csms.later(2*time.Second, "Authorize", authorize)
		l.expect(evidence.Pass, "", func(s *Scenario) {
			either := []Alternative{As[ocpp201.AuthorizeRequest](), As[ocpp201.StatusNotificationRequest]()}
			for _, want := range []string{"StatusNotification", "Authorize"} {
				for range 2 {
					if m := s.Ahead(either...); m == nil || m.Action != want {
						l.Errorf("expected to see %s twice, got %v", want, m)
					}
				}
				s.Respond(2, s.ReceiveEither(1, either...))
			}
			if m := s.Ahead(As[ocpp201.AuthorizeRequest](Within(time.Second))); m != nil {
				l.Errorf("expected nothing any more, got %s", m.Action)
			}
		})
	})
}

func TestSkippedMessagesAreRecordedWithTheReason(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.csms.later(1*time.Second, "StatusNotification", available)
		l.csms.later(2*time.Second, "StatusNotification", occupied)
		l.expect(evidence.Pass, "", func(s *Scenario) {
			_, call := Receive[ocpp201.StatusNotificationRequest](s, 1, Must("connectorStatus", "Occupied"),
				Skipping("the station may report this first", Must("connectorStatus", "Available")))
			call.Accept(2)
		})
		noted := false
		for _, r := range l.rec.all() {
			noted = noted || r.Note != nil && strings.Contains(r.Note.Text, "the station may report this first")
		}
		if !noted {
			t.Error("expected a note with the reason of the skip")
		}
	})
}

func TestPeriodicMeterValuesBelongToNoRowUnlessItAsks(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.csms.later(1*time.Second, "TransactionEvent", event("Started", "CablePluggedIn", 0))
		l.csms.later(2*time.Second, "TransactionEvent", event("Updated", "MeterValuePeriodic", 1))
		l.csms.later(3*time.Second, "TransactionEvent", event("Updated", "ChargingStateChanged", 2))
		l.csms.later(4*time.Second, "TransactionEvent", event("Updated", "MeterValuePeriodic", 3))
		l.expect(evidence.Pass, "", func(s *Scenario) {
			Receive[ocpp201.TransactionEventRequest](s, 1, Must("triggerReason", "CablePluggedIn"))
			Receive[ocpp201.TransactionEventRequest](s, 3, Must("triggerReason", "ChargingStateChanged"))
			Receive[ocpp201.TransactionEventRequest](s, 5, Must("seqNo", 1), Periodic())
		})
	})
}

func TestAChangeOfTheChargingRateBelongsToNoRowUnlessItCarriesAnIDToken(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		token := strings.Replace(event("Updated", "ChargingRateChanged", 2), "{", `{"idToken":{"idToken":"X","type":"Central"},`, 1)
		l.csms.later(1*time.Second, "TransactionEvent", event("Started", "CablePluggedIn", 0))
		l.csms.later(2*time.Second, "TransactionEvent", event("Updated", "ChargingRateChanged", 1))
		l.csms.later(3*time.Second, "TransactionEvent", token)
		l.csms.later(4*time.Second, "TransactionEvent", event("Updated", "ChargingRateChanged", 3))
		l.csms.later(5*time.Second, "TransactionEvent", event("Updated", "ChargingStateChanged", 4))
		l.expect(evidence.Pass, "", func(s *Scenario) {
			Receive[ocpp201.TransactionEventRequest](s, 1, Must("seqNo", 0))
			Receive[ocpp201.TransactionEventRequest](s, 3, Must("seqNo", 2))
			Receive[ocpp201.TransactionEventRequest](s, 5, Must("seqNo", 4))
		})
	})
}

func TestEitherJudgesByTheAlternativeThatTheMessageIs(t *testing.T) {
	alternatives := []Alternative{
		As[ocpp201.StatusNotificationRequest](Must("connectorStatus", "Occupied")),
		As[ocpp201.AuthorizeRequest](Must("idToken.type", "ISO14443")).Where(func(m *Message) bool { return m.Seq > 0 && !m.At.IsZero() }),
	}
	for _, c := range []struct {
		action, payload string
		want            evidence.Verdict
	}{
		{"StatusNotification", occupied, evidence.Pass},
		{"StatusNotification", available, evidence.Fail},
		{"Authorize", authorize, evidence.Pass},
	} {
		inLab(t, nil, func(l *lab) {
			l.csms.later(time.Second, c.action, c.payload)
			l.expect(c.want, "", func(s *Scenario) { s.Respond(2, s.ReceiveEither(1, alternatives...)) })
		})
	}
}

func TestAnOptionalMessageThatDoesNotComeIsRecorded(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.csms.later(30*time.Second, "Authorize", authorize)
		l.expect(evidence.Pass, "", func(s *Scenario) {
			if m := s.TryEither(1, "it is optional", As[ocpp201.StatusNotificationRequest]()); m != nil {
				l.Errorf("expected none, got %s", m.Action)
			}
			Receive[ocpp201.AuthorizeRequest](s, 2, Present("idToken"))
		})
		if !l.rec.hasRow("1 sends StatusNotificationRequest: NOT APPLICABLE it is optional") {
			t.Errorf("expected the row to be recorded as left out, got %s", l.rec)
		}
	})
}
