package station_test

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/station"
)

// fileScenarios show the defects of logs and firmware, on a station with a host for files that takes its time.
var fileScenarios = []scenario{
	{"a log and what is told of it", nil, func(r *rig) {
		r.request("GetLog", getLog)
		r.pass(time.Second)
		r.request("TriggerMessage", `{"requestedMessage":"LogStatusNotification"}`)
		r.pass(time.Minute)
	}},
	{"the security log, and another before it is there", nil, func(r *rig) {
		r.request("GetLog", strings.Replace(getLog, "Diagnostics", "Security", 1))
		r.pass(time.Second)
		r.request("GetLog", strings.Replace(getLog, `"requestId":7`, `"requestId":8`, 1))
		r.pass(time.Minute)
	}},
	{"a log that finds no place", nil, func(r *rig) {
		r.request("GetLog", strings.Replace(getLog, "{", `{"retries":2,"retryInterval":20,`, 1))
		r.pass(5 * time.Minute)
	}},
	{"a firmware and what is told of it", nil, func(r *rig) {
		r.request("UpdateFirmware", signedUpdate(7, []byte("firmware"), nil)) // which is none
		r.pass(time.Second)
		r.request("TriggerMessage", `{"requestedMessage":"FirmwareStatusNotification"}`)
		r.pass(time.Minute)
	}},
}

// noPlace is a host that has nothing at any path.
func noPlace(c *station.Config) {
	withFiles(&fileHost{takes: 10 * time.Second, statuses: slices.Repeat([]int{http.StatusNotFound}, 10)})(c)
}

func slowFiles(c *station.Config) {
	ofMaker(c)
	withFiles(&fileHost{takes: 10 * time.Second})(c)
}
