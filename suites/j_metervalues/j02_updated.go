package j_metervalues

import (
	"slices"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

const (
	updatedInterval   = "SampledDataCtrlr.TxUpdatedInterval"
	updatedMeasurands = "SampledDataCtrlr.TxUpdatedMeasurands"
)

// TC_J_09_CS receives sampled meter values during a transaction.
//
// As in TC_J_02_CS, the case goes on until an interval can be judged. The table compares the timestamps of the messages; that
// the values were measured then, which its note asks for, is judged by J02.FR.10.
var TC_J_09_CS = octt.Register(octt.Case{
	ID:    "TC_J_09_CS",
	Modes: octt.Both,
	Before: octt.Prepare(
		octt.Config(octt.Is(updatedInterval, func(c *octt.Configured) string { return wholeSeconds(c.SampledInterval) })),
		measuring(updatedMeasurands),
		octt.States(states.EnergyTransferStarted)),
	Main: func(s *octt.Scenario) {
		before := passed(s)
		whileCharging(s, s.Configured.SampledInterval, func() readings { return inEvents(s, sampledEvent) }, func() {
			s.Respond(2, s.ReceiveEither(1, asSampled(s.Configured.SampledInterval+s.Timeouts.Message)))
		})
		complete(s, 1, updatedMeasurands, lackingSampled(s, before), "J02.FR.02", "J02.FR.03", "J02.FR.11", "E03.FR.08")
	},
	Post: func(s *octt.Scenario) {
		all := inEvents(s, sampledEvent)
		sameOrApart(s, "The timestamps of the TransactionEventRequests", all, rhythm{interval: s.Configured.SampledInterval}, "J02.FR.11", "J02.FR.14")
		s.Check(0, "Every meterValue was measured in the interval that its message ends.", stale(s, all), none, "J02.FR.10")
		everyReading(s, all)
	},
})

// asSampled is a TransactionEventRequest with sampled values.
func asSampled(limit time.Duration) octt.Alternative {
	return octt.As[ocpp201.TransactionEventRequest](octt.Periodic(), octt.Within(limit),
		octt.Must("triggerReason", ocpp201.TriggerReasonMeterValuePeriodic).Clause("J02.FR.11"),
		octt.Present("meterValue[0].sampledValue[0].value").Clause("J02.FR.11"),
		octt.Must("meterValue[0].sampledValue[0].context", ocpp201.ReadingContextSamplePeriodic).Clause("J02.FR.04").Or(nil,
			"Sample.Periodic is what part 2 has an omitted context mean (SampledValueType); the table does not say that it may be omitted: a laboratory may fail it."),
	).With("sampled meter values", isEvent(sampledEvent))
}

// sampledEvent tells an event of sampled meter values, by its triggerReason or by a context.
func sampledEvent(e ocpp201.TransactionEventRequest) bool {
	return updates(e, ocpp201.TriggerReasonMeterValuePeriodic, ocpp201.ReadingContextSamplePeriodic)
}

// lackingSampled names what was not measured in the moments after a time, when all of the last one has come.
func lackingSampled(s *octt.Scenario, after time.Time) []string {
	for end := lastMoment(s); ; {
		// Elements of another context may stand beside them, with measurands of their own (J02.FR.10).
		later := inEvents(s, sampledEvent).of(ocpp201.ReadingContextSamplePeriodic).keep(func(r reading) bool { return r.told.Sub(after) > s.Timeouts.Deviation })
		lacking := later.lacking(s.List(updatedMeasurands), s.Timeouts.Deviation)
		if len(lacking) == 0 || time.Now().After(end) {
			return lacking
		}
		m := s.TryEither(1, "All measurands may stand in the messages before", asSampled(0))
		if m == nil {
			return lacking
		}
		s.Respond(2, m)
	}
}

// stale tells the first meterValue that was measured an interval or more before its message, or after it, within the
// deviation.
func stale(s *octt.Scenario, all readings) string {
	i := slices.IndexFunc(all, func(r reading) bool {
		age := r.told.Sub(r.value.Timestamp.Time)
		return age > s.Configured.SampledInterval+s.Timeouts.Deviation || age < -s.Timeouts.Deviation
	})
	if i < 0 {
		return none
	}
	return all[i].value.Timestamp.Format(time.RFC3339) + " in a message of " + all[i].told.Format(time.RFC3339)
}
