package j_metervalues

import (
	"slices"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

const (
	sendDuringIdle = "AlignedDataCtrlr.SendDuringIdle"
	withoutPhases  = "SampledDataCtrlr.RegisterValuesWithoutPhases"
)

// TC_J_02_CS receives clock-aligned meter values while a transaction is ongoing: of the EVSE in TransactionEventRequests or,
// as J01.FR.22 leaves open, in MeterValuesRequests, and of the others and the main power meter in the latter.
//
// A <Configured transaction duration> may be shorter than two intervals. The case then goes on until two moments have come
// of the transaction's EVSE, because otherwise no interval would have been judged. What came before step 1 is passed over;
// more of the same moment may be among what follows, and is judged by its interval only. By erratum 6.2.63 measurands may
// come on several phases and need not.
var TC_J_02_CS = octt.Register(octt.Case{
	ID:    "TC_J_02_CS",
	Modes: octt.Both,
	Before: octt.Prepare(
		octt.Config(
			octt.Is(interval, alignedInterval),
			octt.IsIfImplemented(sendDuringIdle, "false"),
			octt.IsIfImplemented(withoutPhases, "false")),
		measuring(measurands),
		octt.States(states.EnergyTransferStarted)),
	Main: func(s *octt.Scenario) {
		before := passed(s)
		own := func() readings {
			return clockAligned(s).at(s.Configured.EVSEID)
		}
		whileCharging(s, s.Configured.AlignedInterval, own, func() { alignedValues(s) })
		everyEVSE(s, 1, func() readings { return clockAligned(s) })
		complete(s, 1, measurands, lackingDuring(s, before), "J01.FR.06", "J01.FR.07", "J01.FR.14", "J01.FR.22")
	},
	Post: func(s *octt.Scenario) {
		events, values := inEvents(s, alignedEvent), inMeterValues(s)
		onlyClock(s, values)
		sameOrApart(s, "The timestamps of the TransactionEventRequests", events, byClock(s), "J01.FR.22")
		sameOrApart(s, "The timestamps of the MeterValuesRequests", values, byClock(s), "J01.FR.14")
		all := clockAligned(s)
		everyReading(s, all)
		aligned(s, all, s.Configured.AlignedInterval)
	},
})

// whileCharging plays rows until the transaction duration is over and two moments have come of what they are about.
func whileCharging(s *octt.Scenario, interval time.Duration, of func() readings, take func()) {
	for end := time.Now().Add(s.Configured.TransactionDuration); time.Now().Before(end); {
		take()
	}
	twoMoments(s, interval, of, take)
}

// alignedValues plays steps 1 and 2 or steps 3 and 4, whichever come.
func alignedValues(s *octt.Scenario) {
	limit := s.Configured.AlignedInterval + s.Timeouts.Message
	if s.Comes(asMeterValues(s), asEvent(limit)) && s.Comes(asEvent(time.Nanosecond)) {
		s.Respond(4, s.ReceiveEither(3, asEvent(limit)))
		return
	}
	meterValues(s, 1)
}

// asEvent is a TransactionEventRequest with clock-aligned values.
func asEvent(limit time.Duration) octt.Alternative {
	return octt.As[ocpp201.TransactionEventRequest](octt.Periodic(), octt.Within(limit),
		octt.Must("triggerReason", ocpp201.TriggerReasonMeterValueClock).Clause("J01.FR.22"),
		octt.Must("meterValue[0].sampledValue[0].context", ocpp201.ReadingContextSampleClock).Clause("J01.FR.08"),
	).With("clock-aligned meter values", isEvent(alignedEvent))
}

// alignedEvent tells an event of clock-aligned meter values, by its triggerReason or by a context.
func alignedEvent(e ocpp201.TransactionEventRequest) bool {
	return updates(e, ocpp201.TriggerReasonMeterValueClock, ocpp201.ReadingContextSampleClock)
}

// updates tells an event of an ongoing transaction that has the triggerReason or a value of the context, so that one that
// has one of the two and not the other is judged. One of the other kind of meter values, by its triggerReason and its first
// value, may have an element of this context beside them (part 2, J02.FR.10).
func updates(e ocpp201.TransactionEventRequest, trigger ocpp201.TriggerReason, context ocpp201.ReadingContext) bool {
	if e.EventType != ocpp201.TransactionEventEnumUpdated {
		return false
	}
	has := func(v ocpp201.MeterValue) bool {
		return slices.ContainsFunc(v.SampledValue, func(sample ocpp201.SampledValue) bool { return sample.Context != nil && *sample.Context == context })
	}
	switch e.TriggerReason {
	case trigger:
		return true
	case ocpp201.TriggerReasonMeterValueClock, ocpp201.TriggerReasonMeterValuePeriodic:
		return len(e.MeterValue) > 0 && has(e.MeterValue[0])
	}
	return slices.ContainsFunc(e.MeterValue, has)
}

func isEvent(fits func(ocpp201.TransactionEventRequest) bool) func(*octt.Message) bool {
	return func(m *octt.Message) bool {
		var e ocpp201.TransactionEventRequest
		return m.Action == e.Action() && m.Payload.Decode(&e) == nil && fits(e)
	}
}

// periodic tells a TransactionEventRequest of meter values taken at an interval.
func periodic(m *octt.Message) bool { return isEvent(alignedEvent)(m) || isEvent(sampledEvent)(m) }

// clockAligned is everything clock-aligned that the rows have taken, at the times at which it was measured. An event may have
// elements of another context beside it, with measurands of their own (part 2, J02.FR.10).
func clockAligned(s *octt.Scenario) readings {
	return slices.Concat(inMeterValues(s), inEvents(s, alignedEvent).of(ocpp201.ReadingContextSampleClock)).measured()
}

// lackingDuring names what was not measured in the moments after a time, when all of the last one has come.
func lackingDuring(s *octt.Scenario, after time.Time) []string {
	for end := lastMoment(s); ; {
		later := clockAligned(s).keep(func(r reading) bool { return r.told.Sub(after) > s.Timeouts.Deviation })
		lacking := besideEV(later.lacking(s.List(measurands), s.Timeouts.Deviation), s.Configured.EVSEID)
		if len(lacking) == 0 || time.Now().After(end) {
			return lacking
		}
		const why = "All measurands may stand in the messages before"
		m := s.TryEither(1, why, octt.As[ocpp201.MeterValuesRequest](), asEvent(0))
		if m == nil {
			return lacking
		}
		s.Respond(2, m)
	}
}

// passed takes what has come so far out of the scenario and tells when the last of it was measured.
func passed(s *octt.Scenario) time.Time {
	var latest time.Time
	s.PassOver(nil, "it came before the row", func(m *octt.Message) bool {
		var values ocpp201.MeterValuesRequest
		var event ocpp201.TransactionEventRequest
		switch {
		case m.Action == values.Action() && m.Payload.Decode(&values) == nil:
		case periodic(m) && m.Payload.Decode(&event) == nil:
			values.MeterValue = event.MeterValue
		default:
			return false
		}
		for _, v := range values.MeterValue {
			if v.Timestamp.After(latest) {
				latest = v.Timestamp.Time
			}
		}
		return true
	})
	return latest
}
