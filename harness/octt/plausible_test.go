package octt

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
)

func TestAnIntegerOfMoreThan32BitsIsAWarning(t *testing.T) {
	for number, want := range map[string]evidence.Verdict{
		"2147483647": evidence.Pass, "-2147483648": evidence.Pass, "7": evidence.Pass, "1e2": evidence.Pass,
		"2147483648": evidence.Warning, "-2147483649": evidence.Warning, "1e12": evidence.Warning,
		"99999999999999999999999": evidence.Warning,
	} {
		t.Run(number, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.later(time.Second, "Authorize", authorize)
				end := l.play(func(s *Scenario) {
					l.csms.send("ReservationStatusUpdate", `{"reservationId":`+number+`,"reservationUpdateStatus":"Expired"}`)
					s.PassOver(nil, "the test sends it", func(*Message) bool { return true })
					Receive[ocpp201.AuthorizeRequest](s, 1)
					s.PassOver(nil, "the test sends it", func(m *Message) bool { return m.Action == "ReservationStatusUpdate" })
				})
				if end.Verdict != want || want == evidence.Warning && !strings.Contains(end.Reason, "32 bits") {
					t.Errorf("expected %s, got %s: %s", want, end.Verdict, end.Reason)
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
					l.csms.send("Heartbeat", `{}`)
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
