package station_test

import "github.com/certbench/certbench/station"

import "time"

// fileScenarios show the defects of logs and firmware, on a station with a host for files that takes its time.
var fileScenarios = []scenario{
	{"a log and what is told of it", nil, func(r *rig) {
		r.request("GetLog", getLog)
		r.pass(time.Second)
		r.request("TriggerMessage", `{"requestedMessage":"LogStatusNotification"}`)
		r.pass(time.Minute)
	}},
	{"a firmware and what is told of it", nil, func(r *rig) {
		r.request("UpdateFirmware", updateFirmware)
		r.pass(time.Second)
		r.request("TriggerMessage", `{"requestedMessage":"FirmwareStatusNotification"}`)
		r.pass(time.Minute)
	}},
}

func slowFiles(c *station.Config) { withFiles(&fileHost{takes: 10 * time.Second})(c) }
