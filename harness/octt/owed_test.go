package octt

import (
	"errors"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// resets has the station answer a reset with the status and boot some time after that; 0 is never.
func resets(l *lab, status string, after time.Duration) {
	l.csms.answers["Reset"] = func([]byte) *ocppj.Frame {
		if after > 0 {
			l.csms.later(after, "BootNotification", boot)
		}
		return &ocppj.Frame{Type: ocppj.CallResult, Payload: []byte(`{"status":"` + status + `"}`)}
	}
}

// reset is a case that ends before the station boots.
func reset(status ocpp201.ResetStatus) func(*Scenario) {
	return func(s *Scenario) {
		Send(s, 1, ocpp201.ResetRequest{Type: ocpp201.ResetEnumImmediate}).Receive(2, Must("status", status))
	}
}

func owing(l *lab) { l.bench.Rest = func(s *Scenario) error { return s.AwaitOwedBoot() } }

func TestABootThatIsOwedIsAwaitedAndBreaksNoLaterCase(t *testing.T) {
	for name, after := range map[string]time.Duration{"at once": time.Millisecond, "12 s later": 12 * time.Second, "minutes later": 4 * time.Minute} {
		t.Run(name, func(t *testing.T) {
			inLab(t, owing, func(l *lab) {
				resets(l, "Accepted", after)
				l.expect(evidence.Pass, "", reset(ocpp201.ResetStatusAccepted))
				l.expect(evidence.Pass, "", func(s *Scenario) {
					s.Wait(1, 10*time.Minute, "what is owed to come")
					s.Check(2, "No boot has come.", len(ToldMessages[ocpp201.BootNotificationRequest](s)), 0)
				})
				if found := l.rec.findings(); len(found) > 0 {
					t.Errorf("expected no finding, got %+v", found)
				}
			})
		})
	}
}

func TestABootThatIsOwedAndDoesNotComeIsFoundOnce(t *testing.T) {
	inLab(t, owing, func(l *lab) {
		resets(l, "Accepted", 0)
		l.expect(evidence.Pass, "", reset(ocpp201.ResetStatusAccepted))
		began := time.Now()
		l.expect(evidence.Pass, "", proved)
		if took := time.Since(began); took > time.Minute {
			t.Errorf("expected what was not paid to be waited for once, and the next case took %s", took)
		}
		if found := l.rec.findings(); len(found) != 1 || found[0].Verdict != evidence.Fail || found[0].Requirement != "The Charging Station boots after an accepted ResetRequest." {
			t.Errorf("expected one failure, got %+v", found)
		}
	})
}

func TestABootThatARowHasWaitedForInVainIsTheCases(t *testing.T) {
	for _, within := range []time.Duration{5 * time.Minute, 34 * time.Second} {
		inLab(t, owing, func(l *lab) {
			resets(l, "Accepted", 0)
			l.expect(evidence.Fail, "BootNotificationRequest", func(s *Scenario) {
				reset(ocpp201.ResetStatusAccepted)(s)
				Receive[ocpp201.BootNotificationRequest](s, 3, Within(within))
			})
			if found := l.rec.findings(); len(found) > 0 {
				t.Errorf("expected no finding beside the row, got %+v", found)
			}
		})
	}
}

// A boot for which a row had too little patience still breaks no later case.
func TestABootThatComesAfterItsRowIsAwaited(t *testing.T) {
	inLab(t, owing, func(l *lab) {
		resets(l, "Accepted", time.Minute)
		l.expect(evidence.Fail, "BootNotificationRequest", func(s *Scenario) {
			reset(ocpp201.ResetStatusAccepted)(s)
			Receive[ocpp201.BootNotificationRequest](s, 3)
		})
		l.expect(evidence.Pass, "", func(s *Scenario) {
			s.Wait(1, 10*time.Minute, "what is owed to come")
			s.Check(2, "No boot has come.", len(ToldMessages[ocpp201.BootNotificationRequest](s)), 0)
		})
	})
}

func TestABootThatWasScheduledIsOwedWhenTheTransactionsHaveEnded(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.player.bench.Rest = func(s *Scenario) error {
			began := time.Now()
			early := s.AwaitOwedBoot()
			if took := time.Since(began); took > time.Second {
				t.Errorf("expected nothing to be waited for while the transaction is open, and it took %s", took)
			}
			l.send("TransactionEvent", tx("E/1/1")[0])
			l.csms.later(12*time.Second, "BootNotification", boot)
			return errors.Join(early, s.AwaitNoTransaction(time.Minute), s.AwaitOwedBoot())
		}
		resets(l, "Scheduled", 0)
		l.expect(evidence.Warning, "timestamps of a transaction", func(s *Scenario) { // which are of 2026 in this lab
			l.send("TransactionEvent", tx("S/0/0")[0])
			Receive[ocpp201.TransactionEventRequest](s, 1)
			reset(ocpp201.ResetStatusScheduled)(s)
		})
		l.player.bench.Rest = nil
		l.expect(evidence.Pass, "", func(s *Scenario) {
			s.Wait(1, time.Minute, "what is owed to come")
			s.Check(2, "No boot has come.", len(ToldMessages[ocpp201.BootNotificationRequest](s)), 0)
		})
	})
}

// A boot that was triggered is none, and a reset of one EVSE owes none.
func TestWhatIsNoBootPaysForNone(t *testing.T) {
	inLab(t, owing, func(l *lab) {
		resets(l, "Accepted", 40*time.Second)
		l.csms.later(time.Second, "BootNotification", `{"reason":"Triggered","chargingStation":{"model":"M","vendorName":"V"}}`)
		began := time.Now()
		l.expect(evidence.Pass, "", reset(ocpp201.ResetStatusAccepted))
		if took := time.Since(began).Round(time.Second); took != 40*time.Second {
			t.Errorf("expected the boot after 40 s, got %s", took)
		}
	})
	inLab(t, owing, func(l *lab) {
		resets(l, "Accepted", 0)
		began := time.Now()
		l.expect(evidence.Pass, "", func(s *Scenario) {
			Send(s, 1, ocpp201.ResetRequest{Type: ocpp201.ResetEnumImmediate, EVSEID: new(1)}).Receive(2)
		})
		if took := time.Since(began); took > time.Minute {
			t.Errorf("expected no wait, got %s", took)
		}
	})
}

// A station may boot by itself for a value that it has answered RebootRequired to.
func TestABootForASettingIsNoneByItself(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.send("BootNotification", boot)
		time.Sleep(time.Second)
		l.csms.answering("SetVariables", &ocppj.Frame{Type: ocppj.CallResult, Payload: []byte(
			`{"setVariableResult":[{"attributeStatus":"RebootRequired","component":{"name":"C"},"variable":{"name":"V"}}]}`)})
		l.expect(evidence.Pass, "", func(s *Scenario) {
			Send(s, 1, ocpp201.SetVariablesRequest{SetVariableData: []ocpp201.SetVariableData{{
				AttributeValue: "1", Component: ocpp201.Component{Name: "C"}, Variable: ocpp201.Variable{Name: "V"}}}}).Receive(2)
		})
		l.drop()
		l.csms.connect()
		l.send("BootNotification", boot)
		time.Sleep(time.Minute)
		l.expect(evidence.Pass, "", proved)
		if found := l.rec.findings(); len(found) > 0 {
			t.Errorf("expected no finding, got %+v", found)
		}
	})
}

func TestABootByItselfBetweenTheCasesIsAFinding(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.send("BootNotification", boot)
		time.Sleep(time.Second)
		l.expect(evidence.Pass, "", proved)
		l.send("BootNotification", boot)
		time.Sleep(time.Minute)
		l.expect(evidence.Pass, "", proved)
		if found := l.rec.findings(); len(found) != 1 || found[0].Verdict != evidence.Warning {
			t.Errorf("expected a WARNING for the second boot, got %+v", found)
		}
	})
}
