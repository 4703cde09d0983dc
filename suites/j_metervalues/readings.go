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

// reading is one meterValue of a message.
type reading struct {
	evse  int       // 0 is the main power meter
	came  time.Time // its message
	told  time.Time // the timestamp that the tables compare: of the event, or of the meterValue where the message has none
	value ocpp201.MeterValue
}

type readings []reading

// inMeterValues lists what the MeterValuesRequests hold that rows have claimed.
func inMeterValues(s *octt.Scenario) readings {
	var out readings
	for _, m := range octt.ClaimedMessages[ocpp201.MeterValuesRequest](s) {
		var q ocpp201.MeterValuesRequest
		if m.Payload.Decode(&q) != nil {
			continue
		}
		for _, v := range q.MeterValue {
			out = append(out, reading{q.EVSEID, m.At, v.Timestamp.Time, v})
		}
	}
	return out
}

// inEvents lists what the TransactionEventRequests hold that rows have claimed and that fit. All of it is measured at the
// EVSE of the transaction (part 2, J02.FR.22), which is the configured one.
func inEvents(s *octt.Scenario, fits func(ocpp201.TransactionEventRequest) bool) readings {
	var out readings
	for _, m := range octt.ClaimedMessages[ocpp201.TransactionEventRequest](s) {
		var e ocpp201.TransactionEventRequest
		if m.Payload.Decode(&e) == nil && fits(e) {
			out = append(out, ofEvent(s, m, e)...)
		}
	}
	return out
}

func ofEvent(s *octt.Scenario, m *octt.Message, e ocpp201.TransactionEventRequest) readings {
	var out readings
	for _, v := range e.MeterValue {
		out = append(out, reading{s.Configured.EVSEID, m.At, e.Timestamp.Time, v})
	}
	return out
}

// measured has every reading told at the time at which it was measured: for a message that holds those of many moments.
func (all readings) measured() readings {
	out := slices.Clone(all)
	for i := range out {
		out[i].told = out[i].value.Timestamp.Time
	}
	return out
}

// keep lists the readings that fit.
func (all readings) keep(fits func(reading) bool) readings {
	return slices.DeleteFunc(slices.Clone(all), func(r reading) bool { return !fits(r) })
}

// of lists the readings of a context.
func (all readings) of(context ocpp201.ReadingContext) readings {
	return all.keep(func(r reading) bool { return r.context() == context })
}

// context is sampledValue[0].context; an omitted one is the default (part 2, SampledValueType).
func (r reading) context() ocpp201.ReadingContext {
	if len(r.value.SampledValue) == 0 {
		return ocpp201.ReadingContextSamplePeriodic
	}
	return r.value.SampledValue[0].ContextOr()
}

func (all readings) inOrder() readings {
	return slices.SortedStableFunc(slices.Values(all), func(a, b reading) int { return a.told.Compare(b.told) })
}

// moments lists the times of the readings in their order, those of one moment once.
func (all readings) moments(deviation time.Duration) []time.Time {
	var out []time.Time
	for _, r := range all.inOrder() {
		if len(out) == 0 || r.told.Sub(out[len(out)-1]) > deviation {
			out = append(out, r.told)
		}
	}
	return out
}

// irregular tells the first two timestamps that are neither the same nor one interval apart, within the deviation of
// part 6, section 2.1: of all readings, and then of those of each EVSE, which is measured at every interval by itself
// (part 2, J01.FR.14).
func (all readings) irregular(every rhythm, deviation time.Duration) string {
	if found := all.inOrder().outOf(every, deviation); found != none {
		return found
	}
	for _, evse := range all.evses() {
		if found := all.inOrder().at(evse).outOf(every, deviation); found != none {
			return fmt.Sprintf("of EVSE %d %s", evse, found)
		}
	}
	return none
}

// at lists the readings of an EVSE.
func (all readings) at(evse int) readings {
	return all.keep(func(r reading) bool { return r.evse == evse })
}

// evses lists the EVSEs that have readings.
func (all readings) evses() []int {
	var out []int
	for _, r := range all {
		out = append(out, r.evse)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// outOf is irregular for readings that are in order.
func (all readings) outOf(every rhythm, deviation time.Duration) string {
	near := func(a, b time.Duration) bool { return (a - b).Abs() <= deviation }
	for i := 1; i < len(all); i++ {
		before, now := all[i-1].told, all[i].told
		apart := now.Sub(before)
		if !near(apart, 0) && !near(apart, every.interval) && !(apart < every.interval && every.restarts(now, deviation)) {
			return fmt.Sprintf("%s and %s, %s apart", before.Format(time.RFC3339), now.Format(time.RFC3339), apart)
		}
	}
	return none
}

// rhythm is how often readings are taken.
type rhythm struct {
	interval time.Duration
	byClock  bool // at even moments of the day, not from the start of the transaction on
}

// restarts tells a moment at which clock-aligned readings may begin anew after less than an interval: midnight, where a day
// is no multiple of the interval (part 2, section J 2.2). Whose midnight is meant part 2 does not say; time zones differ by
// quarters of an hour.
func (every rhythm) restarts(at time.Time, deviation time.Duration) bool {
	if !every.byClock || 24*time.Hour%every.interval == 0 {
		return false
	}
	const quarter = 15 * time.Minute
	since := at.Sub(at.Truncate(quarter))
	return min(since, quarter-since) <= deviation
}

// set is what one EVSE, or the main power meter, has measured at one moment for one purpose. It may come in several
// messages (part 2, J01.FR.15, J02.FR.14).
type set struct {
	evse    int
	context ocpp201.ReadingContext
	moment  time.Time
}

// lacking names what is configured and was not measured, with its EVSE. The main power meter need not know every
// measurand (part 2, note to J01.FR.14): one of them is enough there.
func (all readings) lacking(wanted []string, deviation time.Duration) []string {
	measured := map[set][]string{}
	moments := all.moments(deviation)
	for _, r := range all {
		from := set{r.evse, r.context(), last(moments, r.told)}
		if measured[from] == nil {
			measured[from] = []string{}
		}
		for _, sample := range r.value.SampledValue {
			if sample.Context != nil && *sample.Context != r.context() {
				continue // taken for another reason
			}
			measured[from] = append(measured[from], string(sample.MeasurandOr()))
		}
	}
	var out []string
	for from, names := range measured {
		absent := slices.DeleteFunc(slices.Clone(wanted), func(name string) bool { return slices.Contains(names, name) })
		if from.evse == 0 && len(absent) < len(wanted) {
			continue
		}
		for _, name := range absent {
			out = append(out, ofEVSE(ocpp201.Measurand(name), strconv.Itoa(from.evse)))
		}
	}
	return out
}

// ofEVSE names a measurand that is lacking.
func ofEVSE(name ocpp201.Measurand, evse string) string {
	return fmt.Sprintf("%s of EVSE %s", name, evse)
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

const none = "none"

func words(names []string) string {
	if len(names) == 0 {
		return none
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ", ")
}
