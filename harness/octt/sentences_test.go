package octt

import (
	"fmt"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TestAMessageWithANumberThatNoDoubleHoldsIsJudged in all of its fields, and the number is shown as it is.
func TestAMessageWithANumberThatNoDoubleHoldsIsJudged(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.csms.later(0, "StatusNotification", `{"timestamp":"2026-01-01T00:00:00Z","connectorStatus":"Occupied","evseId":1e999,"connectorId":1}`)
		end := l.play(func(s *Scenario) {
			Receive[ocpp201.StatusNotificationRequest](s, 1, Must("evseId", 1), Must("connectorId", 1))
		})
		if end.Verdict != evidence.Fail || !strings.Contains(end.Reason, "1e999") || strings.Contains(end.Reason, "omitted") {
			t.Errorf("expected FAIL because of 1e999, got %s: %s", end.Verdict, end.Reason)
		}
	})
}

// TestARowSaysWhyAMessageOfItsActionIsNotTheOneThatItAwaits instead of naming the action that is awaited as what came.
func TestARowSaysWhyAMessageOfItsActionIsNotTheOneThatItAwaits(t *testing.T) {
	status := func(evse int, status string) string {
		return fmt.Sprintf(`{"timestamp":"2026-01-01T00:00:00Z","connectorStatus":%q,"evseId":%d,"connectorId":1}`, status, evse)
	}
	at := func(evse int) func(*Message) bool {
		return func(m *Message) bool { return m.Availabilities()[0].EVSE == evse }
	}
	for want, c := range map[string]struct {
		sent string
		row  Alternative
	}{
		"which tells that EVSE 2 connector 1 is Occupied": {status(2, "Occupied"), As[ocpp201.StatusNotificationRequest]().Where(at(1))},
		"which is none with the EVSE of the case":         {status(2, "Occupied"), As[ocpp201.StatusNotificationRequest]().With("the EVSE of the case", at(1))},
		"": {status(1, "Occupied"), As[ocpp201.StatusNotificationRequest]().Where(at(1))},
	} {
		inLab(t, nil, func(l *lab) {
			end := l.play(func(s *Scenario) {
				l.csms.later(0, "StatusNotification", c.sent)
				s.ReceiveEither(1, c.row)
			})
			if failed := end.Verdict == evidence.Fail; failed != (want != "") || !strings.Contains(end.Reason, want) {
				t.Errorf("expected %q, got %s: %s", want, end.Verdict, end.Reason)
			}
		})
	}
}

func TestWhatIsListedIsWholeInTheCheckAndReadableInTheSentence(t *testing.T) {
	var names []string
	for i := range 60 {
		names = append(names, fmt.Sprintf("Component%d.Variable", i))
	}
	list := strings.Join(names, ", ")
	inLab(t, nil, func(l *lab) {
		end := l.play(func(s *Scenario) { s.Check(0, "Every required variable is reported.", list, None, "B07.FR.08") })
		if want := "Every required variable is reported. Not so for Component0.Variable, Component1.Variable,"; !strings.HasPrefix(end.Reason, want) || !strings.HasSuffix(end.Reason, "more, which the check names.") || len(end.Reason) > 600 {
			t.Errorf("expected a sentence that begins with %q and can be read, got %q", want, end.Reason)
		}
		if !strings.Contains(l.rec.String(), "Every required variable is reported.") {
			t.Errorf("expected the check, got %s", l.rec)
		}
	})
	var told []string
	for i := range 60 {
		told = append(told, fmt.Sprintf("TransactionEvent (frame %d, Updated)", 1000+i))
	}
	if got := glance(strings.Join(told, ", ")); strings.Count(got, "(") != strings.Count(got, ")") || !strings.HasSuffix(got, ", Updated) and 50 more, which the check names") {
		t.Errorf("expected whole members of the list, got %q", got)
	}
	c := evidence.Check{Requirement: "Every required variable is reported.", Expected: values.Show(None), Actual: values.Show("A.B, C.D")}
	if got, want := sentence(c), "Every required variable is reported. Not so for A.B, C.D."; got != want {
		t.Errorf("expected %q, got %q", want, got)
	}
}
