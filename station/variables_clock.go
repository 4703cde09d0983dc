package station

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
)

const clockCtrlr = "ClockCtrlr"

// clockRows are the clock and what the driver is shown of it. Timestamps on the wire are UTC, whatever is set here.
func (fw *firmware) clockRows() []row {
	can := fw.config.Capabilities
	sources := can.TimeSources
	text := func(name, instance, value string, max float64, check func(string) error) row {
		return row{component: clockCtrlr, name: name, instance: instance, dataType: ocpp201.DataString, value: value, set: true, max: &max, check: check}
	}
	rows := []row{
		{component: clockCtrlr, name: "DateTime", dataType: ocpp201.DataDateTime, computed: func() string { return fw.stamp().String() }},
		{
			component: clockCtrlr, name: "TimeSource", dataType: ocpp201.DataSequenceList,
			value: strings.Join(sources, ","), values: sources, set: true, nonEmpty: true,
		},
	}
	if can.TimeZone {
		rows = append(rows, text("TimeZone", "", "Etc/UTC", 64, checkTimeZone))
	}
	if can.TimeOffset {
		rows = append(rows,
			text("TimeOffset", "", "+00:00", 6, checkTimeOffset),
			text("TimeOffset", "NextTransition", "+00:00", 6, checkTimeOffset),
			row{component: clockCtrlr, name: "NextTimeOffsetTransitionDateTime", dataType: ocpp201.DataDateTime, set: true})
	}
	return rows
}

var (
	timeZone   = regexp.MustCompile(`^[A-Za-z]+(/[A-Za-z0-9_+-]+)*$`)
	timeOffset = regexp.MustCompile(`^[+-](0[0-9]|1[0-4]):[0-5][0-9]$`)
)

func checkTimeZone(value string) error {
	if !timeZone.MatchString(value) {
		return fmt.Errorf("%q is no time zone; write one such as Europe/Oslo", value)
	}
	return nil
}

func checkTimeOffset(value string) error {
	if !timeOffset.MatchString(value) {
		return fmt.Errorf("%q is no time offset; write one such as +01:00", value)
	}
	return nil
}

// armTransition waits for the date and time at which the time offset changes (part 2, "Referenced Components and
// Variables", NextTimeOffsetTransitionDateTime). A date that has passed, also while the station was off, is due at once.
func (fw *firmware) armTransition() {
	fw.alarms.cancel(fw.transitionAlarm)
	fw.transitionAlarm = nil
	if !fw.config.Capabilities.TimeOffset {
		return
	}
	at, err := time.Parse(time.RFC3339, fw.model.controller(clockCtrlr, "NextTimeOffsetTransitionDateTime", "").value)
	if err != nil {
		return // it is not set
	}
	fw.transitionAlarm = fw.alarms.after(at.Sub(fw.now()), func() {
		fw.model.controller(clockCtrlr, "TimeOffset", "").value = fw.model.controller(clockCtrlr, "TimeOffset", "NextTransition").value
		fw.model.controller(clockCtrlr, "NextTimeOffsetTransitionDateTime", "").value = ""
		fw.saveVariables()
	})
}
