package j_metervalues

import (
	"slices"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// grace is the "+ 5 seconds" of step 6.
const grace = 5 * time.Second

// TC_J_06_CS receives clock-aligned meter values before and after a transaction, and none during it.
//
// "Any message to report Meter Values" is read as clock-aligned ones, which the case is named for and SendDuringIdle is
// about (J01.FR.20): the configuration of sampled values is left as it is, and a transaction with its TxStartedMeasurands
// could never pass. A laboratory that takes the words as they stand has to switch sampled values off before. A MeterValuesRequest holds nothing else, whatever its context. The variable is set without an EVSE, so
// that the other EVSEs and the main power meter are silent too. The intervals are judged before and after, and not
// across, the transaction.
var TC_J_06_CS = octt.Register(octt.Case{
	ID:    "TC_J_06_CS",
	Modes: octt.Both,
	Before: octt.Prepare(
		octt.Config(octt.Is(interval, alignedInterval), octt.Is(sendDuringIdle, "true")),
		measuring(measurands)),
	Main: func(s *octt.Scenario) {
		passed(s)
		meterValues(s, 1)
		everyMeasurand(s, 1)
		s.Reach(3, states.EnergyTransferStarted)
		begun := inTransaction(s)
		s.PassOver(nil, "it came before the transaction", func(m *octt.Message) bool { return reportsClock(m) && !begun(m) })
		s.Nothing(4, s.Configured.AlignedInterval+grace, silenced(func(*octt.Message) bool { return true })...)
		s.Reach(6, states.ParkingBayUnoccupied)
		s.Nothing(4, 0, silenced(inTransaction(s))...)
		meterValues(s, 7)
		twoMoments(s, s.Configured.AlignedInterval, func() readings { return afterwards(s) }, func() { meterValues(s, 7) })
		everyMeasurand(s, 7)
	},
	Post: func(s *octt.Scenario) {
		all := inMeterValues(s)
		onlyClock(s, all)
		before := len(all) - len(afterwards(s)) // rows take messages in the order in which they come
		sameOrApart(s, "The timestamps before the transaction", all[:before], byClock(s), "J01.FR.14")
		sameOrApart(s, "The timestamps after the transaction", afterwards(s), byClock(s), "J01.FR.14")
		everyReading(s, all)
		aligned(s, all, s.Configured.AlignedInterval)
	},
})

// silenced are the messages that report clock-aligned meter values and fit.
func silenced(fits func(*octt.Message) bool) []octt.Alternative {
	words := "clock-aligned meter values"
	return []octt.Alternative{
		octt.As[ocpp201.MeterValuesRequest]().With(words, fits),
		octt.As[ocpp201.TransactionEventRequest](octt.Periodic()).With(words, func(m *octt.Message) bool { return reportsClock(m) && fits(m) }),
	}
}

// reportsClock tells a message that reports clock-aligned meter values: with any event of the transaction, of which the
// end may hold those that AlignedDataTxEndedInterval asks for.
func reportsClock(m *octt.Message) bool {
	return m.Action == "MeterValues" || isEvent(func(e ocpp201.TransactionEventRequest) bool {
		return e.EventType != ocpp201.TransactionEventEnumEnded && (e.TriggerReason == ocpp201.TriggerReasonMeterValueClock ||
			slices.ContainsFunc(e.MeterValue, func(v ocpp201.MeterValue) bool {
				return reading{value: v}.context() == ocpp201.ReadingContextSampleClock
			}))
	})(m)
}

// inTransaction tells messages that came after the one that started the transaction and before the one that ended it, as
// far as rows have claimed these by now. What was measured before the start, by the station's own clock, may be late by the
// deviation.
func inTransaction(s *octt.Scenario) func(*octt.Message) bool {
	started, begun, found := theEvent(s, func(e ocpp201.TransactionEventRequest) bool {
		return e.EventType == ocpp201.TransactionEventEnumStarted
	})
	ended, _, over := theEvent(s, isEnd)
	return func(m *octt.Message) bool {
		if !found || m.At.Sub(started.At) <= 0 || over && !m.At.Before(ended.At) {
			return false
		}
		var values ocpp201.MeterValuesRequest
		late := m.At.Sub(started.At) <= s.Timeouts.Deviation && m.Action == values.Action() && m.Payload.Decode(&values) == nil &&
			!slices.ContainsFunc(values.MeterValue, func(v ocpp201.MeterValue) bool { return v.Timestamp.After(begun.Timestamp.Time) })
		return !late
	}
}

func isEnd(e ocpp201.TransactionEventRequest) bool {
	return e.EventType == ocpp201.TransactionEventEnumEnded
}

// afterwards is what came after the transaction.
func afterwards(s *octt.Scenario) readings {
	ended, _, found := theEvent(s, isEnd)
	return inMeterValues(s).keep(func(r reading) bool { return found && r.came.After(ended.At) })
}
