package states

import (
	"fmt"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/schemas"
)

// A monitor's event that comes late tells of what was before the request (part 2, N07), whatever the station's clock says that it is now.
func TestAnEventThatHappenedBeforeTheRequestIsNoAnswerToIt(t *testing.T) {
	asked := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		age  time.Duration // of the event, when its message was made
		want int
	}{
		"of now": {0, 1}, "since the request": {time.Second, 1}, "before it": {3 * time.Second, 0}, "long before it": {time.Hour, 0},
	} {
		for _, off := range []time.Duration{0, time.Hour, -time.Hour} {
			at := asked.Add(2 * time.Second)
			stamp := func(age time.Duration) string { return at.Add(off - age).Format(time.RFC3339Nano) }
			m := &octt.Message{Call: ledger.Call{Action: "NotifyEvent", At: at, Payload: schemas.Read(fmt.Appendf(nil,
				`{"generatedAt":%q,"seqNo":0,"eventData":[{"eventId":1,"timestamp":%q,"trigger":"Delta","actualValue":"Available","eventNotificationType":"PreconfiguredMonitor","component":{"name":"EVSE","evse":{"id":1}},"variable":{"name":"AvailabilityState"}}]}`,
				stamp(0), stamp(c.age)))}}
			if got := (Tier{since: asked}).availabilityEvents(m); len(got) != c.want {
				t.Errorf("%s, with a clock that is %s ahead: expected %d events, got %v", name, off, c.want, got)
			}
		}
	}
}
