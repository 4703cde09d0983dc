package octt

import (
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
)

func TestAMessageIsMadeBetweenTheRequestAndItsArrival(t *testing.T) {
	for name, c := range map[string]struct {
		at   time.Duration // after it was asked for; it comes after a minute
		ours time.Duration // by how much the station's clock is ahead
		want evidence.Verdict
	}{
		"when it was asked for":                      {0, 0, evidence.Pass},
		"when it came":                               {time.Minute, 0, evidence.Pass},
		"within the deviation before":                {-4 * time.Second, 0, evidence.Pass},
		"within the deviation after":                 {64 * time.Second, 0, evidence.Pass},
		"too early":                                  {-5 * time.Second, 0, evidence.Fail},
		"too late":                                   {65 * time.Second, 0, evidence.Fail},
		"right by a clock that is off":               {time.Hour, time.Hour, evidence.Warning},
		"wrong by either clock":                      {3 * time.Hour, time.Hour, evidence.Fail},
		"right, by a clock that is off all the same": {time.Second, time.Hour, evidence.Pass},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.expect(c.want, "", func(s *Scenario) {
					asked := time.Now()
					l.csms.later(time.Minute, "NotifyReport", notifyReport)
					_, call := Receive[ocpp201.NotifyReportRequest](s, 1, Within(time.Hour))
					l.csms.variables["ClockCtrlr.DateTime"] = time.Now().Add(c.ours).UTC().Format(time.RFC3339)
					s.Generated(1, call.Message(), asked.Add(c.at), asked)
				})
			})
		})
	}
}

func TestALateMessageIsAWarning(t *testing.T) {
	for took, want := range map[time.Duration]evidence.Verdict{30 * time.Second: evidence.Pass, 34 * time.Second: evidence.Pass, 36 * time.Second: evidence.Warning} {
		inLab(t, nil, func(l *lab) {
			l.expect(want, "", func(s *Scenario) { s.WarnBeyond(1, "It comes.", took, 30*time.Second, "", "E03.FR.05") })
		})
	}
}
