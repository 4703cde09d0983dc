package octt

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

var blocked = ocpp201.AuthorizeResponse{IDTokenInfo: ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusBlocked}}

func TestARowAnswersWhatItSays(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.csms.later(time.Second, "Authorize", authorize)
		l.expect(evidence.Pass, "", func(s *Scenario) {
			_, call := Receive[ocpp201.AuthorizeRequest](s, 1, Present("idToken"))
			call.Reply(2, blocked)
		})
		if got := l.csms.answersInOrder()[0]; !strings.Contains(got, "Blocked") {
			t.Errorf("expected the row's own answer, got %s", got)
		}
	})
}

func TestAHeldMessageIsAnsweredWhenTheScenarioWaitsForSomethingElse(t *testing.T) {
	for name, wait := range map[string]func(*Scenario){
		"another message": func(s *Scenario) { s.Comes(As[ocpp201.BootNotificationRequest](Within(time.Second))) },
		"a time":          func(s *Scenario) { s.Wait(1, time.Second, "the document says so") },
		"an answer":       func(s *Scenario) { Send(s, 1, ocpp201.GetVariablesRequest{GetVariableData: one}).Receive(2) },
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.play(func(s *Scenario) {
					id := l.send("Authorize", authorize)
					if _, came := Peek[ocpp201.AuthorizeRequest](s); !came || l.csms.answerTo(id) != "" {
						l.Errorf("expected the message to be held, got the answer %q", l.csms.answerTo(id))
					}
					wait(s)
					if got := l.csms.answerTo(id); !strings.Contains(got, "Accepted") {
						l.Errorf("expected the standing answer, got %q", got)
					}
				})
			})
		})
	}
}

var one = []ocpp201.GetVariableData{{Component: ocpp201.Component{Name: "ClockCtrlr"}, Variable: ocpp201.Variable{Name: "DateTime"}}}

func TestAHeldMessageIsAnsweredAfterHold(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.play(func(s *Scenario) {
			id, sent := l.send("Authorize", authorize), time.Now()
			if _, came := Peek[ocpp201.AuthorizeRequest](s); !came {
				l.Error("expected the message to come")
			}
			time.Sleep(time.Minute) // a slow act
			if after := l.csms.answeredAt(id).Sub(sent); after != s.Timeouts.Hold {
				l.Errorf("expected an answer after %s, got %q after %s", s.Timeouts.Hold, l.csms.answerTo(id), after)
			}
		})
	})
}

func TestALateReplyIsFineWhenItSaysTheSame(t *testing.T) {
	for _, c := range []struct {
		answer ocpp201.AuthorizeResponse
		want   evidence.Verdict
		part   string
	}{
		{ocpp201.AuthorizeResponse{IDTokenInfo: ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusAccepted}}, evidence.Pass, ""},
		{blocked, evidence.Error, "The answer of this row goes out."},
	} {
		inLab(t, nil, func(l *lab) {
			l.expect(c.want, c.part, func(s *Scenario) {
				l.send("Authorize", authorize)
				s.Wait(0, time.Second, "the row is late")
				_, call := Receive[ocpp201.AuthorizeRequest](s, 1, Present("idToken"))
				call.Reply(2, c.answer)
			})
		})
	}
}

func TestADeclaredAnswerIsGivenHoweverLateTheRowIs(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		var ids []string
		l.expect(evidence.Pass, "", func(s *Scenario) {
			s.Answering("Authorize", blocked, ocpp201.AuthorizeResponse{IDTokenInfo: ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusExpired}})
			for range 3 {
				ids = append(ids, l.send("Authorize", authorize))
			}
			s.Wait(0, time.Second, "the row is late")
			_, call := Receive[ocpp201.AuthorizeRequest](s, 1, Present("idToken"))
			call.Reply(2, blocked)
			Receive[ocpp201.AuthorizeRequest](s, 3)
			Receive[ocpp201.AuthorizeRequest](s, 5)
		})
		for i, want := range []string{"Blocked", "Expired", "Expired"} {
			if got := l.csms.answerTo(ids[i]); !strings.Contains(got, want) {
				t.Errorf("answer %d: expected %s, got %s", i, want, got)
			}
		}
		id := l.send("Authorize", authorize)
		time.Sleep(l.bench.Timeouts.Hold)
		l.play(func(s *Scenario) { s.Wait(0, time.Second, "anything") })
		if got := l.csms.answerTo(id); !strings.Contains(got, "Accepted") {
			t.Errorf("expected a declared answer to end with its case, got %s", got)
		}
	})
}

func TestKeptMessagesWaitForTheirRowUntilHold(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.play(func(s *Scenario) {
			s.Keep("TransactionEvent")
			first := l.send("TransactionEvent", event("Started", "CablePluggedIn", 0))
			other := l.send("Authorize", authorize)
			s.Wait(0, time.Second, "another row")
			if l.csms.answerTo(first) != "" || l.csms.answerTo(other) == "" {
				l.Errorf("expected only the kept message to be held, got %q and %q", l.csms.answerTo(first), l.csms.answerTo(other))
			}
			s.Wait(0, time.Minute, "a slow row")
			if l.csms.answerTo(first) == "" {
				l.Error("expected a kept message to be answered after Hold")
			}
			s.Keep("")
			second := l.send("TransactionEvent", event("Updated", "ChargingStateChanged", 1))
			s.Wait(0, time.Second, "another row")
			if l.csms.answerTo(second) == "" {
				l.Error("expected nothing to be kept any more")
			}
		})
	})
}

func TestAMessageBetweenPlaysIsAnswered(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		id := l.send("StatusNotification", available)
		synctest.Wait()
		time.Sleep(l.bench.Timeouts.Hold)
		synctest.Wait()
		if l.csms.answerTo(id) == "" {
			t.Error("expected an answer although nothing is played")
		}
	})
}

func TestCloseAnswersWhatIsHeld(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		recorded := l.send("StatusNotification", available)
		synctest.Wait()
		waiting := l.csms.send("Authorize", authorize) // which the player has not even read
		l.player.Close()
		records := len(l.rec.all())
		if l.csms.answerTo(recorded) == "" || l.csms.answerTo(waiting) == "" {
			t.Errorf("expected Close to answer what is held, got %q and %q", l.csms.answerTo(recorded), l.csms.answerTo(waiting))
		}
		time.Sleep(time.Minute)
		if now := len(l.rec.all()); now != records {
			t.Errorf("expected no record after Close, got %d more", now-records)
		}
	})
}

func TestAHeldMessageIsAnsweredBeforeTheConnectionIsClosed(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.play(func(s *Scenario) {
			id := l.send("Authorize", authorize)
			Peek[ocpp201.AuthorizeRequest](s)
			s.CloseConnection(1)
			if l.csms.answerTo(id) == "" {
				l.Error("expected an answer before the connection was closed")
			}
		})
	})
}

func TestACSMSThatChangesItsMindSaysSoOfThatTokenOnly(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		token := l.bench.Configured.ValidToken
		answered := func(s *Scenario, payload string) string {
			id := l.send("TransactionEvent", payload)
			s.Wait(0, time.Second, "the standing answer")
			return l.csms.answerTo(id)
		}
		l.play(func(s *Scenario) {
			s.Deem(rigs.Token{ID: strings.ToLower(token.ID), Type: token.Type}, ocpp201.AuthorizationStatusInvalid)
			if got := s.Status(token); got != ocpp201.AuthorizationStatusInvalid {
				t.Errorf("expected Invalid, got %s", got)
			}
			if got := answered(s, eventWith(token.ID)); !strings.Contains(got, "Invalid") {
				t.Errorf("expected the new status, got %s", got)
			}
			if got := answered(s, eventWith(l.bench.Configured.ValidToken2.ID)); !strings.Contains(got, "Accepted") {
				t.Errorf("expected what the bench says of another idToken, got %s", got)
			}
			if got := answered(s, eventWith("")); strings.Contains(got, "idTokenInfo") {
				t.Errorf("expected no idTokenInfo without an idToken, got %s", got)
			}
		})
		l.play(func(s *Scenario) {
			if got := answered(s, eventWith(token.ID)); !strings.Contains(got, "Accepted") {
				t.Errorf("expected the bench's status again in the next play, got %s", got)
			}
		})
	})
}

func TestACSMSTellsTheGroupOfAnIDTokenWhereverItTellsAboutIt(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		token, group := l.bench.Configured.ValidToken, l.bench.Configured.GroupIDToken
		l.play(func(s *Scenario) {
			s.Belongs(token, group)
			for id, want := range map[string]bool{strings.ToLower(token.ID): true, l.bench.Configured.ValidToken2.ID: false, "": false} {
				call := l.send("TransactionEvent", eventWith(id))
				s.Wait(0, time.Second, "the standing answer")
				if got := l.csms.answerTo(call); strings.Contains(got, `"groupIdToken":{"idToken":"`+group.ID+`","type":"Central"}`) != want {
					t.Errorf("idToken %q: expected the group told = %t, got %s", id, want, got)
				}
			}
			if got := s.Info(token); got.GroupIDToken == nil || got.GroupIDToken.IDToken != group.ID || got.Status != ocpp201.AuthorizationStatusAccepted {
				t.Errorf("expected Accepted of group %s, got %+v", group.ID, got)
			}
		})
		l.play(func(s *Scenario) {
			if got := s.Info(token); got.GroupIDToken != nil {
				t.Errorf("expected no group in the next play, got %+v", got)
			}
		})
	})
}

// eventWith is a TransactionEventRequest that carries an idToken, or none.
func eventWith(id string) string {
	token := ""
	if id != "" {
		token = `"idToken":{"idToken":"` + id + `","type":"ISO14443"},`
	}
	return `{"eventType":"Started","timestamp":"2026-01-01T00:00:00Z","triggerReason":"Authorized","seqNo":0,` + token +
		`"transactionInfo":{"transactionId":"T-1"}}`
}
