package j_metervalues

import (
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
// moment of each EVSE has come, because otherwise no interval would have been judged.
var TC_J_01_CS = octt.Register(octt.Case{
	ID:     "TC_J_01_CS",
	Before: octt.Prepare(octt.Config(octt.Is(interval, alignedInterval)), measuring(measurands)),
	Main: func(s *octt.Scenario) {
		passed(s) // the interval was not set yet, or not for long
		for range enough {
			meterValues(s, 1)
		}
		twoMoments(s, s.Configured.AlignedInterval, func() readings { return inMeterValues(s) }, func() { meterValues(s, 1) })
		everyEVSE(s, 1, func() readings { return inMeterValues(s) })
		everyMeasurand(s, 1)
	},
	Post: func(s *octt.Scenario) {
		all := inMeterValues(s)
		onlyClock(s, all)
		sameOrApart(s, "The timestamps", all, byClock(s), "J01.FR.14")
		everyReading(s, all)
		aligned(s, all, s.Configured.AlignedInterval)
	},
})

func alignedInterval(c *octt.Configured) string { return wholeSeconds(c.AlignedInterval) }

func wholeSeconds(d time.Duration) string { return strconv.Itoa(int(d / time.Second)) }

// measuring reads what is configured to be measured. The tables take for granted that it is not empty: without a measurand
// there is nothing to send.
func measuring(variable string) []octt.Preparation {
	return octt.Prepare(octt.Known(variable), octt.Do(func(s *octt.Scenario) {
		if !s.Check(0, variable+" names what to measure.", len(s.List(variable)) > 0, true) {
			s.Stop()
		}
	}))
}

// meterValues plays a row of a MeterValuesRequest and its answer.
func meterValues(s *octt.Scenario, row int) {
	m := s.ReceiveEither(row, asMeterValues(s))
	s.Respond(row+1, m)
}

// asMeterValues is a MeterValuesRequest with clock-aligned values. evseId 0 is the main power meter (J01.FR.03).
func asMeterValues(s *octt.Scenario) octt.Alternative {
	known := []int{0}
	for _, c := range s.PICS.Connectors {
		known = append(known, c.EVSE)
	}
	slices.Sort(known)
	return octt.As[ocpp201.MeterValuesRequest](octt.Within(s.Configured.AlignedInterval+s.Timeouts.Message),
		octt.Must("evseId", octt.OneOf(slices.Compact(known)...)).Clause("J01.FR.02", "J01.FR.03"),
		octt.Must("meterValue[0].sampledValue[0].context", ocpp201.ReadingContextSampleClock).Clause("J01.FR.08"))
}

// onlyClock judges the context of every value of the MeterValuesRequests, of which the tables only look at the first: nothing has
// asked for other values here, and the context says what has (J01.FR.08). One that leaves it out says Sample.Periodic (part 2,
// SampledValueType), which a laboratory that looks at the first only does not see: a WARNING.
func onlyClock(s *octt.Scenario, all readings) {
	var others, omitted []string
	all.each(func(_ reading, sample ocpp201.SampledValue) {
		switch {
		case sample.Context == nil:
			omitted = append(omitted, string(sample.MeasurandOr()))
		case *sample.Context != ocpp201.ReadingContextSampleClock:
			others = append(others, string(sample.MeasurandOr())+" with "+string(*sample.Context))
		}
	})
	s.Check(0, "No value of a MeterValuesRequest has another context than Sample.Clock.", words(others), none, "J01.FR.08")
	s.Remark(0, "Every value of a MeterValuesRequest names its context.", words(omitted), none, "J01.FR.08")
}

// twoMoments plays rows until two moments have come of what they are about, and of each EVSE that has values at all, so that
// an interval can be judged. A station that sends only something else is not waited for without end.
func twoMoments(s *octt.Scenario, interval time.Duration, of func() readings, take func()) {
	patience := time.Now().Add(3*interval + s.Timeouts.Message)
	two := func() bool {
		all := of()
		return len(all) > 0 && !slices.ContainsFunc(all.evses(), func(evse int) bool { return len(all.at(evse).moments(s.Timeouts.Deviation)) < 2 })
	}
	for !two() && time.Now().Before(patience) {
		take()
	}
	if !two() {
		s.Check(0, "Meter values of two moments have come.", false, true, "J01.FR.14", "J01.FR.22", "J02.FR.11")
	}
}

// everyEVSE judges that values of every EVSE of the PICS have come, and of the main power meter, when all of the last moment
// has. Part 2 asks for those of all evseIds (J01.FR.14), "for which a configured measurand is supported": one without a meter
// of its own has none. No table validates it. One whose values have come before in this run has a meter; of another it is not
// known: a WARNING, and of the main power meter only where it is another than that of the only EVSE.
func everyEVSE(s *octt.Scenario, row int, of func() readings) {
	owed := []int{0}
	for _, at := range s.Places() {
		owed = append(owed, at.EVSE)
	}
	if len(owed) == 2 && !s.Metered(0) {
		owed = owed[1:]
	}
	silent := func(metered bool) []string {
		var out []string
		come := of().evses()
		for _, evse := range owed {
			if !slices.Contains(come, evse) && s.Metered(evse) == metered {
				out = append(out, meterOf(evse))
			}
		}
		return out
	}
	for end := lastMoment(s); len(silent(true))+len(silent(false)) > 0 && time.Now().Before(end); {
		m := s.TryEither(row, "Values of every EVSE may have come before", asMeterValues(s))
		if m == nil {
			break
		}
		s.Respond(row+1, m)
	}
	s.Check(row, "There are meter values of everything of which values have come before.", words(silent(true)), none, "J01.FR.14")
	s.Remark(row, "There are meter values of every EVSE and of the main power meter, as far as each has a meter.", words(silent(false)), none, "J01.FR.14")
}

// meterOf names what the values of an evseId are measured at (part 2, MeterValuesRequest).
func meterOf(evse int) string {
	if evse == 0 {
		return "the main power meter"
	}
	return "EVSE " + strconv.Itoa(evse)
}

// lastMoment is when all values of the last moment have come: until then they may be too many for one message (part 2,
// J01.FR.15).
func lastMoment(s *octt.Scenario) time.Time { return time.Now().Add(s.Timeouts.Optional) }

// everyMeasurand is the validation of a row on the measurands, over all messages while no transaction is ongoing. What comes
// last may still be incomplete: then one or more further messages are taken.
func everyMeasurand(s *octt.Scenario, row int) {
	lacking := func() []string {
		return besideEV(inMeterValues(s).lacking(s.List(measurands), s.Timeouts.Deviation), 0)
	}
	for end := lastMoment(s); len(lacking()) > 0 && time.Now().Before(end); {
		m := s.TryEither(row, "All measurands may stand in the messages before", octt.As[ocpp201.MeterValuesRequest]())
		if m == nil {
			break
		}
		s.Respond(row+1, m)
	}
	complete(s, row, measurands, lacking(), "J01.FR.06", "J01.FR.07", "J01.FR.14")
}

// besideEV takes out of what is lacking the state of charge of other EVSEs than that of the transaction, 0 where there is
// none: only an EV can tell it, so that without one the measurand is not supported (part 2, J01.FR.14).
func besideEV(lacking []string, transaction int) []string {
	return slices.DeleteFunc(slices.Clone(lacking), func(name string) bool {
		return strings.HasPrefix(name, ofEVSE(ocpp201.MeasurandSoC, "")) && name != ofEVSE(ocpp201.MeasurandSoC, strconv.Itoa(transaction))
	})
}

// complete records the validation on the measurands of a configuration variable.
func complete(s *octt.Scenario, row int, variable string, lacking []string, ids ...string) {
	s.Check(row, "There is a sampledValue for every measurand of "+variable+".", words(lacking), none, ids...)
}

// sameOrApart is the post scenario validation of timestamps; what says which.
func sameOrApart(s *octt.Scenario, what string, all readings, every rhythm, ids ...string) {
	s.Check(0, what+" are the same or one interval apart.", all.irregular(every, s.Timeouts.Deviation), none, ids...)
}

// byClock is the rhythm of AlignedDataInterval.
func byClock(s *octt.Scenario) rhythm { return rhythm{s.Configured.AlignedInterval, true} }
