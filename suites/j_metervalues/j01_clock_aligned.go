package j_metervalues

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

const (
	interval   = "AlignedDataCtrlr.Interval"
	measurands = "AlignedDataCtrlr.Measurands"

	enough = 3 // messages, after which the table ends
)

// TC_J_01_CS receives clock-aligned meter values while no transaction is ongoing.
//
// Of a station with several EVSEs, three messages may all belong to one moment. The case then goes on until a second
// moment has come, because otherwise no interval would have been judged.
var TC_J_01_CS = octt.Register(octt.Case{
	ID: "TC_J_01_CS",
	Before: octt.Prepare(
		octt.Config(octt.Is(interval, func(c *octt.Configured) string { return strconv.Itoa(int(c.AlignedInterval / time.Second)) })),
		octt.Known(measurands),
		[]octt.Preparation{measurandsConfigured}),
	Main: func(s *octt.Scenario) {
		s.PassOver(nil, "they came before the interval was set", isMeterValues)
		for n := 0; n < enough || len(moments(s)) < 2; n++ {
			meterValues(s)
		}
		everyMeasurand(s)
	},
	Post: func(s *octt.Scenario) {
		s.Check(0, "The timestamps are the same or one interval apart.", irregular(s), none, "J01.FR.14")
		s.Check(0, "No sampledValue has the location EV, but for the measurand SoC.", atEV(s), none) // erratum 6.2.58
	},
})

// measurandsConfigured is what the table takes for granted: without a measurand there is nothing to send.
func measurandsConfigured(s *octt.Scenario) {
	if !s.Check(0, measurands+" names what to measure.", len(s.List(measurands)) > 0, true) {
		s.Stop()
	}
}

func isMeterValues(m *octt.Message) bool { return m.Action == "MeterValues" }

// meterValues plays rows 1 and 2. evseId 0 is the main power meter (J01.FR.03).
func meterValues(s *octt.Scenario) {
	known := []int{0}
	for _, c := range s.PICS.Connectors {
		known = append(known, c.EVSE)
	}
	slices.Sort(known)
	_, call := octt.Receive[ocpp201.MeterValuesRequest](s, 1, octt.Within(s.Configured.AlignedInterval+s.Timeouts.Message),
		octt.Must("evseId", octt.OneOf(slices.Compact(known)...)).Clause("J01.FR.02", "J01.FR.03"),
		octt.Must("meterValue[0].sampledValue[0].context", ocpp201.ReadingContextSampleClock).Clause("J01.FR.08"))
	call.Accept(2)
}

// moments lists the timestamps of the received messages in their order, those of one moment once.
func moments(s *octt.Scenario) []time.Time {
	var out []time.Time
	for _, at := range timestamps(s) {
		if len(out) == 0 || at.Sub(out[len(out)-1]) > s.Timeouts.Deviation {
			out = append(out, at)
		}
	}
	return out
}

func timestamps(s *octt.Scenario) []time.Time {
	var out []time.Time
	for _, m := range octt.Claimed[ocpp201.MeterValuesRequest](s) {
		for _, v := range m.MeterValue {
			out = append(out, v.Timestamp.Time)
		}
	}
	slices.SortFunc(out, time.Time.Compare)
	return out
}

// irregular tells the first two timestamps that are neither the same nor one interval apart, within the deviation of
// part 6, section 2.1.
func irregular(s *octt.Scenario) string {
	all := timestamps(s)
	near := func(a, b time.Duration) bool { return (a - b).Abs() <= s.Timeouts.Deviation }
	for i := 1; i < len(all); i++ {
		if apart := all[i].Sub(all[i-1]); !near(apart, 0) && !near(apart, s.Configured.AlignedInterval) {
			return fmt.Sprintf("%s and %s, %s apart", all[i-1].Format(time.RFC3339), all[i].Format(time.RFC3339), apart)
		}
	}
	return none
}

// atEV names the measurands that are reported with the location EV and must not be.
func atEV(s *octt.Scenario) string {
	var names []string
	for _, m := range octt.Claimed[ocpp201.MeterValuesRequest](s) {
		for _, v := range m.MeterValue {
			for _, sample := range v.SampledValue {
				if sample.Location != nil && *sample.Location == ocpp201.LocationEV && measurandOf(sample) != ocpp201.MeasurandSoC {
					names = append(names, string(measurandOf(sample)))
				}
			}
		}
	}
	return words(names)
}

const none = "none"

func words(names []string) string {
	if len(names) == 0 {
		return none
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ", ")
}
