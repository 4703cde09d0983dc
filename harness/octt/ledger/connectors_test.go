package ledger

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas"
)

// reporting is a message by which EVSE 1 connector 1 tells states, such as "status Occupied@3" or "event Available@2 Occupied@3", each with
// its time in seconds.
func reporting(text string, seq int64) *Call {
	kind, states, _ := strings.Cut(text, " ")
	var events []string
	for state := range strings.FieldsSeq(states) {
		what, second, _ := strings.Cut(state, "@")
		var n float64
		fmt.Sscan(second, &n)
		at := time.Unix(0, int64(n*1e9)).UTC().Format(time.RFC3339Nano)
		if kind == "status" {
			return &Call{Action: "StatusNotification", Seq: seq, Payload: schemas.Read(fmt.Appendf(nil, `{"timestamp":%q,"connectorStatus":%q,"evseId":1,"connectorId":1}`, at, what))}
		}
		events = append(events, fmt.Sprintf(`{"eventId":1,"timestamp":%q,"trigger":"Delta","actualValue":%q,"eventNotificationType":"PreconfiguredMonitor","variableMonitoringId":5,"component":{"name":"Connector","evse":{"id":1,"connectorId":1}},"variable":{"name":"AvailabilityState"}}`, at, what))
	}
	return &Call{Action: "NotifyEvent", Seq: seq, Payload: schemas.Read(fmt.Appendf(nil, `{"generatedAt":"2026-01-01T00:00:00Z","seqNo":0,"eventData":[%s]}`, strings.Join(events, ",")))}
}

// A monitor of a connector's state tells of a change that was told, and may do so when the connector is in another state already.
func TestAnEventThatComesLateTellsNoNewState(t *testing.T) {
	for name, c := range map[string]struct {
		told    []string
		last    string // of them repeats what was told, and by which of the others
		again   int64
		repeats bool
	}{
		"the state that there is":             {[]string{"status Occupied@1", "event Occupied@1"}, "Occupied", 1, true},
		"the state that there was":            {[]string{"status Occupied@1", "status Available@5", "event Occupied@1"}, "Available", 1, true},
		"both":                                {[]string{"status Available@1", "status Occupied@5", "event Available@1.2 Occupied@4.8"}, "Occupied", 2, true},
		"the state that there is, of old":     {[]string{"status Available@1", "status Occupied@5", "event Occupied@1"}, "Occupied", 2, true},
		"it was in another state then":        {[]string{"status Occupied@1", "status Available@5", "status Occupied@9", "event Available@12"}, "Available", 0, false},
		"a new state":                         {[]string{"status Available@1", "event Occupied@5"}, "Occupied", 0, false},
		"one that is old and one that is new": {[]string{"status Available@1", "event Available@1 Occupied@5"}, "Occupied", 0, false},
		"a status goes back":                  {[]string{"status Occupied@1", "status Available@5", "status Occupied@1"}, "Occupied", 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			b := New()
			var repeats bool
			var again int64
			for i, text := range c.told {
				repeats, again = b.Connectors.Reports(reporting(text, int64(i+1)))
			}
			if got := b.Connectors.Status[rigs.Place{EVSE: 1, Connector: 1}]; repeats != c.repeats || again != c.again || got != c.last {
				t.Errorf("expected repeats %t by %d and %s at last, got %t, %d and %s", c.repeats, c.again, c.last, repeats, again, got)
			}
		})
	}
}
