package provisioning

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/product"
)

const clockCtrlr = "ClockCtrlr"

// controller is the station's computer (part 2 appendices, "Standardized Components").
const controller = "Controller"

// FirmwareRows tell what runs there.
func FirmwareRows() []model.Row {
	return []model.Row{{Component: controller, Name: "FirmwareVersion", DataType: ocpp201.DataString, Measured: true}}
}

// ClockRows are the clock and what the driver is shown of it. Timestamps on the wire are UTC, whatever is set here.
func ClockRows(t *product.Type) []model.Row {
	can := &t.Capabilities
	sources := can.TimeSources
	text := func(name, instance, value string, max float64, check func(string) error) model.Row {
		return model.Row{Component: clockCtrlr, Name: name, Instance: instance, DataType: ocpp201.DataString, Value: value, Set: true, Max: &max, Check: check}
	}
	rows := []model.Row{
		{Component: clockCtrlr, Name: "DateTime", DataType: ocpp201.DataDateTime, Measured: true},
		{
			Component: clockCtrlr, Name: "TimeSource", DataType: ocpp201.DataSequenceList,
			Value: strings.Join(sources, ","), Values: sources, Set: true, NonEmpty: true,
		},
	}
	if slices.Contains(sources, fromNTP) {
		rows = append(rows, ntpRows()...)
	}
	if can.TimeZone {
		rows = append(rows, text("TimeZone", "", "Etc/UTC", 64, checkTimeZone))
	}
	if can.TimeOffset {
		rows = append(rows,
			text("TimeOffset", "", "+00:00", 6, checkTimeOffset),
			text("TimeOffset", "NextTransition", "+00:00", 6, checkTimeOffset),
			model.Row{Component: clockCtrlr, Name: "NextTimeOffsetTransitionDateTime", DataType: ocpp201.DataDateTime, Set: true})
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

// ArmTransition waits for the date and time at which the time offset changes (part 2, "Referenced Components and
// Variables", NextTimeOffsetTransitionDateTime). A date that has passed, also while the station was off, is due at once.
func (pr *Provisioning) ArmTransition() {
	pr.kernel.Cancel(pr.transitionAlarm)
	pr.transitionAlarm = nil
	if !pr.product.Capabilities.TimeOffset {
		return
	}
	at, err := time.Parse(time.RFC3339, pr.model.Controller(clockCtrlr, "NextTimeOffsetTransitionDateTime", "").Value)
	if err != nil {
		return // it is not set
	}
	pr.transitionAlarm = pr.kernel.After(at.Sub(pr.kernel.Now()), func() {
		pr.model.Controller(clockCtrlr, "TimeOffset", "").Value = pr.model.Controller(clockCtrlr, "TimeOffset", "NextTransition").Value
		pr.model.Controller(clockCtrlr, "NextTimeOffsetTransitionDateTime", "").Value = ""
		pr.model.Save(pr.kernel)
	})
}
