package station_test

import (
	"encoding/json"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
)

const byNTP = "a clock that goes by NTP"

// clockScenarios show the defects of a clock that is set by NTP: the CSMS is an hour ahead, the server two, and what it says when it
// has no time to tell is another hour ahead each.
var clockScenarios = []scenario{
	{byNTP, map[string]string{"ClockCtrlr.TimeSource": "NTP,Heartbeat", "ClockCtrlr.NtpServerUri[1]": "time"}, func(r *rig) {
		r.on("Heartbeat", func(json.RawMessage) any {
			return ocpp201.HeartbeatResponse{CurrentTime: ocpp201.DateTime{Time: time.Now().Add(time.Hour)}}
		})
		for range 4 {
			r.request("TriggerMessage", `{"requestedMessage":"Heartbeat"}`)
			r.pass(time.Second)
			r.request("GetVariables", `{"getVariableData":[{"component":{"name":"ClockCtrlr"},"variable":{"name":"DateTime"}}]}`)
			r.pass(2 * time.Minute)
		}
	}},
}

// withBadTime is a server that tells the time rightly at first, then with stratum 0, then as one that is not synchronised.
func withBadTime(c *station.Config) {
	c.Capabilities.TimeSources = []string{"NTP", "Heartbeat"}
	h := &timeHost{ahead: 2 * time.Hour}
	h.spoil = func(b []byte) {
		switch n := len(h.asked); {
		case n < 3:
		case n < 5:
			b[1] = 0
			putOff(b, 14)
		default:
			b[0] |= 3 << 6
			putOff(b, 28)
		}
	}
	withTime(map[string]*timeHost{"time": h})(c)
}

// putOff puts an answer off by so many times 256 seconds; 14 are nearly an hour.
func putOff(b []byte, by byte) {
	for _, at := range []int{18, 34, 42} {
		b[at] += by
	}
}
