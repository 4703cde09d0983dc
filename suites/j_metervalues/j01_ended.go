package j_metervalues

import (
	"slices"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

const (
	alignedEndInterval   = "AlignedDataCtrlr.TxEndedInterval"
	alignedEndMeasurands = "AlignedDataCtrlr.TxEndedMeasurands"
	sampledEndInterval   = "SampledDataCtrlr.TxEndedInterval"
	sampledEndMeasurands = "SampledDataCtrlr.TxEndedMeasurands"
)

// TC_J_03_CS receives the clock-aligned meter values of a whole transaction with its end.
//
// "sampledValue[0].context must be Sample.Clock" is asked of every meterValue: nothing else is configured for the end, so that
// a value with Transaction.End would have been taken for nobody.
var TC_J_03_CS = octt.Register(octt.Case{
	ID:    "TC_J_03_CS",
	Modes: octt.Both,
	Before: octt.Prepare(
		octt.Config(
			octt.Is(alignedEndInterval, func(c *octt.Configured) string { return wholeSeconds(c.AlignedTxEndedInterval) }),
			octt.IsOrAbsent(sampledEndMeasurands, ""),
			octt.IsIfImplemented(sendDuringIdle, "false")),
		measuring(alignedEndMeasurands),
		lasting(func(c *octt.Configured) time.Duration { return c.AlignedTxEndedInterval }),
		octt.States(states.EnergyTransferStarted)),
	Main: func(s *octt.Scenario) { s.Reach(1, states.ParkingBayUnoccupied) },
	Post: func(s *octt.Scenario) {
		all := ofEnd(s)
		onlyOf(s, all, ocpp201.ReadingContextSampleClock)
		apart(s, "The timestamps of the meter values", all, rhythm{s.Configured.AlignedTxEndedInterval, true}, "J01.FR.14")
		complete(s, 0, alignedEndMeasurands, all.lacking(s.List(alignedEndMeasurands), s.Timeouts.Deviation), append([]string{"J01.FR.06", "J01.FR.07", "E06.FR.11"}, ofStop(s)...)...)
		everyMoment(s, all)
		everyReading(s, all)
		aligned(s, all, s.Configured.AlignedTxEndedInterval)
	},
})

// ofStop are the requirements on the values of the end by who has stopped: a driver at the station, or the CSMS.
func ofStop(s *octt.Scenario) []string {
	if s.Start() == octt.Remote {
		return nil
	}
	return []string{"E07.FR.08"}
}

// onlyOf judges that all readings have one of the contexts.
func onlyOf(s *octt.Scenario, all readings, contexts ...ocpp201.ReadingContext) {
	var others []string
	for _, r := range all {
		if !slices.Contains(contexts, r.context()) {
			others = append(others, string(r.context()))
		}
	}
	var names []string
	for _, c := range contexts {
		names = append(names, string(c))
	}
	s.Check(0, "Every sampledValue[0].context is "+words(names)+"; no other is there.", words(others), none, "J01.FR.08", "J02.FR.04")
}
