package octt

import (
	"fmt"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// meterValue is one of a time.
func meterValue(at time.Time) string {
	return fmt.Sprintf(`[{"timestamp":%q,"sampledValue":[{"value":1}]}]`, at.UTC().Format(time.RFC3339Nano))
}

func TestAMeterValueIsOfTheTimeOfItsMessage(t *testing.T) {
	for name, c := range map[string]struct {
		off    time.Duration // of the value
		known  string        // the interval of aligned values
		online time.Duration // how long the station has been
		want   evidence.Verdict
	}{
		"now":                           {0, "60", time.Hour, evidence.Pass},
		"an interval ago":               {-90 * time.Second, "60", time.Hour, evidence.Pass},
		"two intervals ago":             {-2 * time.Minute, "60", time.Hour, evidence.Warning},
		"an interval that is not known": {-15 * time.Minute, "", time.Hour, evidence.Pass},
		"an hour ago":                   {-time.Hour, "", 2 * time.Hour, evidence.Warning},
		"in a moment":                   {4 * time.Second, "60", time.Hour, evidence.Pass},
		"in an hour":                    {time.Hour, "", time.Hour, evidence.Warning},
		"it has waited for the station": {-time.Hour, "60", 30 * time.Second, evidence.Pass},
		"in an hour, and just back":     {time.Hour, "60", time.Second, evidence.Warning},
	} {
		t.Run(name, func(t *testing.T) {
			inDriversLab(t, func(d *driver) {
				d.send("BootNotification", boot)
				time.Sleep(time.Millisecond)
				d.player.w.aligns("AlignedDataCtrlr.Interval", c.known)
				time.Sleep(c.online)
				d.expect(c.want, "", func(s *Scenario) {
					proved(s)
					for range 2 {
						d.send("MeterValues", `{"evseId":1,"meterValue":`+meterValue(time.Now().Add(c.off))+`}`)
						s.Wait(0, time.Second, "the answer")
					}
				})
				if d.rec.has("The timestamp of a meter value") != (c.want == evidence.Warning) {
					t.Errorf("expected %s\n%s", c.want, d.rec)
				}
			})
		})
	}
}

func TestMeterValuesOfATransactionAreTakenDuringIt(t *testing.T) {
	for off, want := range map[time.Duration]evidence.Verdict{
		0: evidence.Pass, -30 * time.Second: evidence.Pass, 4 * time.Second: evidence.Pass,
		-time.Hour: evidence.Warning, time.Hour: evidence.Warning, 6 * time.Second: evidence.Warning,
	} {
		t.Run(off.String(), func(t *testing.T) {
			inDriversLab(t, func(d *driver) {
				d.send("Heartbeat", `{}`)
				time.Sleep(time.Minute)
				d.expect(want, "", func(s *Scenario) {
					proved(s)
					now := time.Now()
					d.send("TransactionEvent", fmt.Sprintf(`{"eventType":"Started","timestamp":%q,"triggerReason":"EVDetected","seqNo":0,"transactionInfo":{"transactionId":"T1"},"meterValue":%s}`,
						now.UTC().Format(time.RFC3339Nano), meterValue(now.Add(off))))
					s.Wait(0, time.Second, "the answer")
					s.PassOver(nil, "the test sends it", func(m *Message) bool { return m.Action == "TransactionEvent" })
				})
			})
		})
	}
}
