package octt

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/rules"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TestValuesAreThoseOfTheirPrimitiveTypes has the station send values that its schemas take and part 2, section 2.1.4 does not:
// the message is answered as any other, and each fault found once.
func TestValuesAreThoseOfTheirPrimitiveTypes(t *testing.T) {
	update := func(number string) [2]string {
		return [2]string{"ReservationStatusUpdate", `{"reservationId":` + number + `,"reservationUpdateStatus":"Expired"}`}
	}
	transaction := func(id string) [2]string {
		return [2]string{"TransactionEvent", strings.ReplaceAll(event("Started", "EVDetected", 0), "T1", id)}
	}
	status := func(at string) [2]string {
		return [2]string{"StatusNotification", strings.ReplaceAll(available, "00:00:00Z", at)}
	}
	for name, c := range map[string]struct {
		message [2]string
		want    evidence.Verdict
		reason  string
	}{
		"the largest integer":        {update("2147483647"), evidence.Pass, ""},
		"the least integer":          {update("-2147483648"), evidence.Pass, ""},
		"an integer of 33 bits":      {update("2147483648"), evidence.Fail, "32 bits"},
		"a negative one of 33 bits":  {update("-2147483649"), evidence.Fail, "32 bits"},
		"an integer of 77 bits":      {update("99999999999999999999999"), evidence.Fail, "32 bits"},
		"an exponent":                {update("1e2"), evidence.Warning, "digits only"},
		"a transactionId":            {transaction("5f0e-1"), evidence.Pass, ""},
		"a transactionId in braces":  {transaction("{5f0e-1}"), evidence.Fail, "identifierString"},
		"a transactionId of blanks":  {transaction("T 1"), evidence.Fail, "' '"},
		"a transactionId of umlauts": {transaction("Tür"), evidence.Fail, "'ü'"},
		"milliseconds":               {status("00:00:00.123Z"), evidence.Pass, ""},
		"microseconds":               {status("00:00:00.123456Z"), evidence.Fail, "3 decimal places"},
		"another time zone":          {status("02:00:00+02:00"), evidence.Pass, ""},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.later(time.Second, "Authorize", authorize)
				end := l.play(func(s *Scenario) {
					times := 1 // what was answered is not sent again, and a state is told once
					if c.message[0] == "ReservationStatusUpdate" {
						times = 2
					}
					for range times {
						id := l.send(c.message[0], c.message[1])
						s.Wait(0, time.Millisecond, "the answer")
						if answer := l.csms.answerTo(id); strings.HasPrefix(answer, "CALLERROR") {
							t.Errorf("expected an answer, got %s", answer)
						}
					}
					s.PassOver(nil, "the test sends it", func(m *Message) bool { return m.Action == c.message[0] })
					Receive[ocpp201.AuthorizeRequest](s, 1)
				})
				if end.Verdict != c.want || !strings.Contains(end.Reason, c.reason) {
					t.Errorf("expected %s with %q, got %s: %s", c.want, c.reason, end.Verdict, end.Reason)
				}
				if n := strings.Count(l.rec.String(), rules.TheirTypes.Requirement); n > 1 {
					t.Errorf("expected one check for the fault, got %d\n%s", n, l.rec)
				}
			})
		})
	}
}

// TestWhatTheCSMSSendsIsOfItsPrimitiveTypes: an idToken of the bench file with a blank is our mistake.
func TestWhatTheCSMSSendsIsOfItsPrimitiveTypes(t *testing.T) {
	for id, want := range map[string]evidence.Verdict{"T1": evidence.Pass, "T 1": evidence.Error} {
		inLab(t, nil, func(l *lab) {
			l.csms.answering("RequestStopTransaction", result(ocpp201.RequestStopTransactionResponse{Status: ocpp201.RequestStartStopStatusRejected}))
			if end := l.play(func(s *Scenario) {
				Send(s, 1, ocpp201.RequestStopTransactionRequest{TransactionID: id}).Receive(2)
			}); end.Verdict != want {
				t.Errorf("expected %s for the transactionId %q, got %s: %s", want, id, end.Verdict, end.Reason)
			}
		})
	}
}

// TestTheIDThatTheStationGaveIsItsOwnFault: what stops the transaction has to name it as the station does.
func TestTheIDThatTheStationGaveIsItsOwnFault(t *testing.T) {
	for name, c := range map[string]struct {
		given, sent string
		want        evidence.Verdict
	}{
		"a good one":                {strings.Repeat("T", 36), strings.Repeat("T", 36), evidence.Pass},
		"one of 37 characters":      {strings.Repeat("T", 37), strings.Repeat("T", 37), evidence.Fail},
		"one of umlauts":            {"Tür", "Tür", evidence.Fail},
		"a long one of the bench's": {"T1", strings.Repeat("B", 37), evidence.Error},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.answering("RequestStopTransaction", result(ocpp201.RequestStopTransactionResponse{Status: ocpp201.RequestStartStopStatusRejected}))
				end := l.play(func(s *Scenario) {
					l.send("TransactionEvent", strings.ReplaceAll(event("Started", "EVDetected", 0), "T1", c.given))
					s.Wait(0, time.Second, "the answer")
					s.PassOver(nil, "the test sends it", func(m *Message) bool { return m.Action == "TransactionEvent" })
					Send(s, 1, ocpp201.RequestStopTransactionRequest{TransactionID: c.sent}).Receive(2)
				})
				if end.Verdict != c.want {
					t.Errorf("expected %s, got %s: %s", c.want, end.Verdict, end.Reason)
				}
			})
		})
	}
}

func TestAClockThatIsADayOffAfterItWasToldTheTimeIsOneWarning(t *testing.T) {
	for name, c := range map[string]struct {
		told, off bool
		want      evidence.Verdict
	}{
		"right":    {true, false, evidence.Pass},
		"off":      {true, true, evidence.Warning},
		"not told": {false, true, evidence.Pass},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				if c.told {
					l.send("Heartbeat", `{}`)
				}
				at := time.Now()
				if c.off {
					at = at.Add(-25 * time.Hour)
				}
				status := fmt.Sprintf(`{"timestamp":%q,"connectorStatus":"Available","evseId":1,"connectorId":1}`, at.Format(time.RFC3339))
				end := l.play(func(s *Scenario) {
					for range 3 {
						time.AfterFunc(time.Second, func() { l.csms.send("StatusNotification", status) })
						Receive[ocpp201.StatusNotificationRequest](s, 1)
					}
				})
				if n := strings.Count(l.rec.String(), "keeps the time"); end.Verdict != c.want || c.off && c.told && n != 1 {
					t.Errorf("expected %s with one check at most, got %s with %d: %s", c.want, end.Verdict, n, end.Reason)
				}
			})
		})
	}
}

// TestTheStateOfAConnectorIsOfItsTime: a station that takes its local time for UTC tells states of hours ago, or of hours to come.
func TestTheStateOfAConnectorIsOfItsTime(t *testing.T) {
	status := func(off time.Duration, status string) [2]string {
		return [2]string{"StatusNotification", fmt.Sprintf(`{"timestamp":%q,"connectorStatus":%q,"evseId":1,"connectorId":1}`, time.Now().Add(off).UTC().Format(time.RFC3339), status)}
	}
	event := func(kind string) func() [2]string {
		return func() [2]string {
			return [2]string{"NotifyEvent", fmt.Sprintf(`{"generatedAt":%q,"seqNo":0,"eventData":[{"eventId":1,"timestamp":%q,"trigger":"Delta","actualValue":"Occupied","eventNotificationType":%q,"component":{"name":"Connector","evse":{"id":1,"connectorId":1}},"variable":{"name":"AvailabilityState"}}]}`,
				time.Now().UTC().Format(time.RFC3339), time.Now().Add(-2*time.Hour).UTC().Format(time.RFC3339), kind)}
		}
	}
	free := func() [2]string { return status(0, "Available") }
	first := func() [2]string { return status(-2*time.Hour, "Occupied") }
	for name, c := range map[string]struct {
		before func() [2]string // what it tells first, on this connection
		tells  func() [2]string
		want   evidence.Verdict
	}{
		"now":                              {free, func() [2]string { return status(0, "Occupied") }, evidence.Pass},
		"of two hours ago":                 {free, func() [2]string { return status(-2*time.Hour, "Occupied") }, evidence.Warning},
		"of an hour to come":               {free, func() [2]string { return status(time.Hour, "Occupied") }, evidence.Warning},
		"within the deviation":             {free, func() [2]string { return status(3*time.Second, "Occupied") }, evidence.Pass},
		"the old one, since two hours":     {free, func() [2]string { return status(-2*time.Hour, "Available") }, evidence.Pass},
		"an event of two hours ago":        {free, event("HardWiredNotification"), evidence.Warning},
		"a monitor's event, two hours old": {free, event("CustomMonitor"), evidence.Pass},
		"of two hours ago, and the first":  {func() [2]string { return [2]string{"Heartbeat", `{}`} }, first, evidence.Pass},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.send("Heartbeat", `{}`)
				end := l.play(func(s *Scenario) {
					before := c.before()
					l.send(before[0], before[1])
					s.Wait(0, time.Second, "the answer")
					told := c.tells()
					l.send(told[0], told[1])
					s.Wait(0, time.Second, "the answer")
					s.Check(1, "The test has played.", true, true)
				})
				if n := strings.Count(l.rec.String(), rules.Dated.Requirement); end.Verdict != c.want || (n > 0) != (c.want == evidence.Warning) {
					t.Errorf("expected %s, got %s with %d of the checks: %s", c.want, end.Verdict, n, end.Reason)
				}
			})
		})
	}
}
