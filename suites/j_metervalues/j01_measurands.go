package j_metervalues

import (
	"fmt"
	"slices"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// set is what one EVSE, or the main power meter, has measured at one moment. It may come in several messages
// (part 2, J01.FR.15).
type set struct {
	evse   int
	moment time.Time
}

// everyMeasurand is the validation of row 1 on the measurands, over all messages. What comes last may still be
// incomplete: then one or more further messages are taken.
func everyMeasurand(s *octt.Scenario) {
	for len(lacking(s)) > 0 {
		m := s.TryEither(1, "All measurands may stand in the messages before", octt.As[ocpp201.MeterValuesRequest]())
		if m == nil {
			break
		}
		s.Respond(2, m)
	}
	s.Check(1, "There is a sampledValue for every measurand of "+measurands+".", words(lacking(s)), none, "J01.FR.06", "J01.FR.07", "J01.FR.14")
}

// lacking names what is configured and was not measured, with its EVSE. The main power meter need not know every
// measurand (part 2, note to J01.FR.14): one of them is enough there.
func lacking(s *octt.Scenario) []string {
	wanted := s.List(measurands)
	var out []string
	for from, measured := range measurements(s) {
		absent := slices.DeleteFunc(slices.Clone(wanted), func(name string) bool { return slices.Contains(measured, name) })
		if from.evse == 0 && len(absent) < len(wanted) {
			continue
		}
		for _, name := range absent {
			out = append(out, fmt.Sprintf("%s of EVSE %d", name, from.evse))
		}
	}
	return out
}

// measurements lists the measurands that the received messages carry.
func measurements(s *octt.Scenario) map[set][]string {
	out := map[set][]string{}
	all := moments(s)
	for _, m := range octt.Claimed[ocpp201.MeterValuesRequest](s) {
		for _, v := range m.MeterValue {
			from := set{m.EVSEID, last(all, v.Timestamp.Time)}
			for _, sample := range v.SampledValue {
				out[from] = append(out[from], string(measurandOf(sample)))
			}
		}
	}
	return out
}

// measurandOf is the measurand of a sample; an omitted one is the default (part 2, SampledValueType).
func measurandOf(sample ocpp201.SampledValue) ocpp201.Measurand {
	if sample.Measurand == nil {
		return ocpp201.MeasurandEnergyActiveImportRegister
	}
	return *sample.Measurand
}

// last is the last of the moments that are not after a time.
func last(moments []time.Time, at time.Time) time.Time {
	var out time.Time
	for _, m := range moments {
		if !m.After(at) {
			out = m
		}
	}
	return out
}
