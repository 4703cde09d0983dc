package octt

import (
	"testing"

	"github.com/certbench/certbench/harness/evidence"
)

func TestAPresumptionExplainsOnlyWhatFollowsFromIt(t *testing.T) {
	const backOff, interval, points = "OCPPCommCtrlr.RetryBackOffRandomRange", "SampledDataCtrlr.TxUpdatedInterval", "TxCtrlr.TxStartPoint"
	for _, c := range []struct {
		presumed string
		check    evidence.Check
		want     evidence.Verdict
	}{
		{backOff, evidence.Check{Requirement: "The Charging Station reconnects.", Expected: "a connection", Actual: "none"}, evidence.Inconclusive},
		{backOff, evidence.Check{Requirement: "The Charging Station connects.", Expected: "a connection", Actual: "none"}, evidence.Inconclusive},
		{backOff, evidence.Check{Requirement: "One of the messages has eventType Ended.", Expected: "a message with eventType Ended", Actual: "none"}, evidence.Fail},
		{interval, evidence.Check{Requirement: "The timestamps are one interval apart.", Expected: "none", Actual: "1m"}, evidence.Inconclusive},
		{interval, evidence.Check{Message: "StatusNotificationRequest", Requirement: "connectorStatus is Occupied.", Expected: "Occupied", Actual: "Available"}, evidence.Fail},
		{points, evidence.Check{Message: "TransactionEventRequest", Requirement: "eventType is Started.", Expected: "Started", Actual: "Updated"}, evidence.Inconclusive},
		{points, evidence.Check{Message: "TransactionEventRequest", Requirement: "The Charging Station answers.", Actual: "CALLERROR NotImplemented"}, evidence.Fail},
	} {
		n := needs[c.presumed]
		s := &Scenario{presumed: []presumption{{name: c.presumed, value: "0", why: "UnknownVariable", concerns: n.concerns, words: n.words}}}
		c.check.Stage, c.check.Verdict = evidence.Main, evidence.Fail
		if s.explains(&c.check); c.check.Verdict != c.want {
			t.Errorf("%s presumed, %q: got %s, want %s", c.presumed, c.check.Requirement, c.check.Verdict, c.want)
		}
	}
}
