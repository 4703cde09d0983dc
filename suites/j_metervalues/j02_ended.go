package j_metervalues

import (
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_J_10_CS receives the sampled meter values of a whole transaction with its end.
//
// "Sample.Periodic AND one must have Transaction.End" leaves out the value at the start, which part 2 has among those of the
// end (TxEndedInterval: the values taken at start and end, and those between): Transaction.Begin is taken too. The intervals
// are judged between the periodic values: the transaction ends when its driver wants it, and with an EVSE that is known
// late its first value is late.
var TC_J_10_CS = octt.Register(octt.Case{
	ID:    "TC_J_10_CS",
	Modes: octt.Both,
	Before: octt.Prepare(
		octt.Config(
			octt.Is(sampledEndInterval, sampledEnd),
			octt.IsOrAbsent(alignedEndMeasurands, "")),
		measuring(sampledEndMeasurands),
		lasting(func(c *octt.Configured) time.Duration { return c.SampledTxEndedInterval }),
		octt.States(states.EnergyTransferStarted)),
	Main: func(s *octt.Scenario) { s.Reach(1, states.ParkingBayUnoccupied) },
	Post: func(s *octt.Scenario) { sampledToTheEnd(s, ofEnd(s)) },
})

func sampledEnd(c *octt.Configured) string { return wholeSeconds(c.SampledTxEndedInterval) }

// sampledToTheEnd is the post scenario validations that TC_J_10_CS and TC_J_11_CS share.
func sampledToTheEnd(s *octt.Scenario, all readings) {
	between := all.of(ocpp201.ReadingContextSamplePeriodic)
	onlyOf(s, all, ocpp201.ReadingContextSamplePeriodic, ocpp201.ReadingContextTransactionBegin, ocpp201.ReadingContextTransactionEnd)
	s.Check(0, "One moment has the context Transaction.End.", len(all.of(ocpp201.ReadingContextTransactionEnd).moments(s.Timeouts.Deviation)), 1, "E06.FR.11", "J02.FR.04")
	apart(s, "The timestamps of the periodic meter values", between, rhythm{interval: s.Configured.SampledTxEndedInterval}, "J02.FR.11")
	complete(s, 0, sampledEndMeasurands, all.lacking(s.List(sampledEndMeasurands), s.Timeouts.Deviation), append([]string{"J02.FR.02", "J02.FR.03", "E06.FR.11"}, ofStop(s)...)...)
	everyMoment(s, between)
	everyReading(s, all)
}
