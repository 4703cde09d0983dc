package octt

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/schemas/ocpp201"
)

func proved(s *Scenario) { s.Check(1, "One is one.", 1, 1) }

func TestAPassIsEarned(t *testing.T) {
	nothing := func(*Scenario) {}
	for name, c := range map[string]struct {
		main, post func(*Scenario)
		want       evidence.Verdict
		part       string
	}{
		"proved":                          {proved, nil, evidence.Pass, ""},
		"nothing evaluated":               {nothing, nil, evidence.Error, "no requirement was evaluated"},
		"only a warning":                  {warned, nil, evidence.Error, "no requirement was evaluated"},
		"post declared and not evaluated": {proved, nothing, evidence.Error, "post scenario validations"},
		"post evaluated":                  {proved, proved, evidence.Pass, ""},
		"only post":                       {nothing, proved, evidence.Pass, ""},
		"post fails":                      {proved, func(s *Scenario) { s.Check(0, "Two is one.", 2, 1) }, evidence.Fail, "Two is one."},
		"stopped without a reason":        {func(s *Scenario) { proved(s); s.Stop() }, nil, evidence.Error, "although nothing had failed"},
		"post stopped without a reason":   {proved, func(s *Scenario) { proved(s); s.Stop() }, evidence.Error, "although nothing had failed"},
		"panic":                           {func(*Scenario) { panic("an index out of range") }, nil, evidence.Error, "an index out of range"},
		"panic in post":                   {proved, func(*Scenario) { panic("an index out of range") }, evidence.Error, "an index out of range"},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.post = c.post
				l.expect(c.want, c.part, c.main)
			})
		})
	}
}

func warned(s *Scenario) {
	s.check(evidence.Check{Stage: evidence.Always, Requirement: "It could be better.", Verdict: evidence.Warning})
	s.judged = 0
}

func TestAPanicIsRecordedWithItsStack(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.play(func(*Scenario) { panic("an index out of range") })
		for _, r := range l.rec.all() {
			if c := r.Check; c != nil && strings.Contains(c.Actual, "verdict_test.go") {
				return
			}
		}
		t.Errorf("expected the stack in the evidence, got %s", l.rec)
	})
}

func TestAPanicInATestOfMessagesIsAnErrorOfTheCase(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.csms.later(time.Second, "Authorize", authorize)
		l.expect(evidence.Error, "no such element", func(s *Scenario) {
			s.ReceiveEither(1, As[ocpp201.AuthorizeRequest]().Where(func(*Message) bool { panic("no such element") }))
		})
	})
}

func TestPreparationsThatFailAreInconclusive(t *testing.T) {
	for name, before := range map[string]func(*Scenario){
		"a wrong message":   func(s *Scenario) { Receive[ocpp201.AuthorizeRequest](s, 1, Must("idToken.type", "eMAID")) },
		"no message":        func(s *Scenario) { Receive[ocpp201.BootNotificationRequest](s, 1) },
		"no answer":         func(s *Scenario) { Send(s, 1, clear).Receive(2) },
		"a failed check":    func(s *Scenario) { s.Check(1, "Two is one.", 2, 1); s.Stop() },
		"an unmet variable": func(s *Scenario) { s.Prepare(Config(Is("AuthCtrlr.Enabled", "true"))) },
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.later(time.Second, "Authorize", authorize)
				l.before = Do(func(s *Scenario) { s.Comes(As[ocpp201.AuthorizeRequest]()); before(s) })
				l.expect(evidence.Inconclusive, "", func(*Scenario) { t.Error("the scenario is not played") })
			})
		})
	}
}

func TestEvidenceThatCannotBeWrittenIsNoVerdict(t *testing.T) {
	for name, full := range map[string]func(evidence.Record) bool{
		"from the start": func(evidence.Record) bool { return true },
		"the frames":     func(r evidence.Record) bool { return r.Frame != nil },
		"the last rule":  func(r evidence.Record) bool { return r.Check != nil && r.Check.Stage == evidence.Always },
		"the end":        func(r evidence.Record) bool { return r.End != nil },
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, func(l *lab) { l.rec.full = full }, func(l *lab) {
				l.expect(evidence.Error, "no space left on device", proved)
				if cause := l.player.Latched(); !errors.Is(cause, errDiskFull) {
					t.Errorf("expected the bench to be latched with the cause, got %v", cause)
				}
			})
		})
	}
}

func TestAMockThatStopsIsNoFaultOfTheStation(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		time.AfterFunc(time.Second, func() { l.csms.stop(errors.New("the listener is closed")) })
		l.expect(evidence.Error, "the listener is closed", func(s *Scenario) { Receive[ocpp201.AuthorizeRequest](s, 1) })
	})
}

func TestTheReasonIsThatOfTheFirstOfTheWorst(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.expect(evidence.Fail, "Two is one.", func(s *Scenario) {
			proved(s)
			s.Check(2, "Two is one.", 2, 1)
			s.Check(3, "Three is one.", 3, 1)
		})
		if end := l.play(proved); end.Reason != "" {
			t.Errorf("expected a PASS to need no reason, got %q", end.Reason)
		}
	})
}

func TestWhatComesBetweenTheRowsIsSurplus(t *testing.T) {
	for name, c := range map[string]struct {
		action, payload string
		want            evidence.Verdict
	}{
		"an unexpected message":         {"NotifyDisplayMessages", display, evidence.Fail},
		"a boot":                        {"BootNotification", boot, evidence.Fail},
		"a change of state":             {"StatusNotification", occupied, evidence.Fail},
		"a transaction that starts":     {"TransactionEvent", event("Started", "CablePluggedIn", 0), evidence.Fail},
		"a heartbeat":                   {"Heartbeat", `{}`, evidence.Pass},
		"a security event":              {"SecurityEventNotification", security, evidence.Pass},
		"a state that is only repeated": {"StatusNotification", available, evidence.Warning}, // a laboratory may fail it
	} {
		t.Run(name, func(t *testing.T) {
			for where, main := range map[string]func(*Scenario){
				"before a message": func(s *Scenario) { Receive[ocpp201.AuthorizeRequest](s, 1) },
				"before an answer": func(s *Scenario) { Send(s, 1, clear).Receive(2) },
				"within a silence": func(s *Scenario) { s.Nothing(1, 10*time.Second, As[ocpp201.AuthorizeRequest]()) },
			} {
				inLab(t, nil, func(l *lab) {
					l.csms.answering("ClearCache", result(ocpp201.ClearCacheResponse{Status: ocpp201.ClearCacheStatusAccepted}))
					l.csms.latency = 5 * time.Second
					l.send("StatusNotification", available)
					time.Sleep(time.Minute)
					l.csms.later(time.Second, c.action, c.payload)
					if where == "before a message" {
						l.csms.later(2*time.Second, "Authorize", authorize)
					}
					if end := l.play(main); end.Verdict != c.want {
						t.Errorf("%s: expected %s, got %s: %s", where, c.want, end.Verdict, end.Reason)
					}
				})
			}
		})
	}
}

func TestAReportAboutAnotherConnectorOfTheEVSEIsAWarning(t *testing.T) {
	at := func(evse, connector int) string {
		return fmt.Sprintf(`{"timestamp":"2026-01-01T00:00:00Z","connectorStatus":"Unavailable","evseId":%d,"connectorId":%d}`, evse, connector)
	}
	for name, c := range map[string]struct {
		payload string
		want    evidence.Verdict
	}{
		"the other one":     {at(1, 2), evidence.Warning},
		"the own one":       {at(1, 1), evidence.Fail},
		"of another EVSE":   {at(2, 1), evidence.Fail},
		"of no such number": {at(1, 3), evidence.Fail},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, func(l *lab) {
				l.bench.PICS = &pics.Declaration{Connectors: []pics.Connector{{EVSE: 1, ID: 1}, {EVSE: 1, ID: 2}, {EVSE: 2, ID: 1}}}
			}, func(l *lab) {
				l.csms.later(time.Second, "StatusNotification", c.payload)
				l.csms.later(2*time.Second, "Authorize", authorize)
				l.expect(c.want, "", func(s *Scenario) { Receive[ocpp201.AuthorizeRequest](s, 1) })
			})
		})
	}
}

func TestWhatComesAfterTheLastRowIsTheWayBackToRest(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.csms.later(time.Second, "Authorize", authorize)
		l.expect(evidence.Pass, "", func(s *Scenario) {
			_, call := Receive[ocpp201.AuthorizeRequest](s, 1)
			call.Accept(2)
			l.send("StatusNotification", occupied)
		})
	})
}

func TestARepeatedStateIsNoAnswerToALaterRequest(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.csms.answering("ClearCache", result(ocpp201.ClearCacheResponse{Status: ocpp201.ClearCacheStatusAccepted}))
		l.send("StatusNotification", available)
		time.Sleep(time.Minute)
		l.expect(evidence.Warning, "The Charging Station tells the state of a connector once.", func(s *Scenario) {
			l.send("StatusNotification", available)
			s.Wait(1, time.Second, "the repetition comes")
			Send(s, 2, clear).Receive(3)
			l.send("StatusNotification", occupied)
			Receive[ocpp201.StatusNotificationRequest](s, 4, Must("connectorStatus", "Occupied"))
		})
		l.expect(evidence.Pass, "", func(s *Scenario) {
			Send(s, 1, clear).Receive(2)
			l.send("StatusNotification", occupied) // as a TriggerMessageRequest asks for
			Receive[ocpp201.StatusNotificationRequest](s, 3, Must("connectorStatus", "Occupied"))
		})
	})
}

// A station that tells the states of all connectors when it is asked for one tells the others again, of its own accord.
func TestATriggerForOneEVSEAsksForNoOther(t *testing.T) {
	for name, c := range map[string]struct {
		evse int // 0 for none
		want evidence.Verdict
	}{
		"that EVSE":    {1, evidence.Pass},
		"every EVSE":   {0, evidence.Pass},
		"another EVSE": {2, evidence.Warning},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.answering("TriggerMessage", result(ocpp201.TriggerMessageResponse{Status: ocpp201.TriggerMessageStatusAccepted}))
				l.csms.answering("ClearCache", result(ocpp201.ClearCacheResponse{Status: ocpp201.ClearCacheStatusAccepted}))
				l.send("StatusNotification", available)
				time.Sleep(time.Minute)
				l.expect(c.want, "", func(s *Scenario) {
					q := ocpp201.TriggerMessageRequest{RequestedMessage: ocpp201.MessageTriggerStatusNotification}
					if c.evse > 0 {
						q.EVSE = &ocpp201.EVSE{ID: c.evse}
					}
					Send(s, 1, q).Receive(2)
					l.send("StatusNotification", available)
					s.Wait(3, time.Second, "the repetition comes")
					Send(s, 4, clear).Receive(5)
				})
			})
		})
	}
}

func TestAStationThatNoLongerAnswersFails(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.expect(evidence.Fail, "still answers when the case is over", func(s *Scenario) {
			proved(s)
			l.csms.answering("GetVariables", nil)
		})
	})
}
