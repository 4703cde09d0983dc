package j_metervalues

import (
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// lasting has the transaction last for two intervals at least: the <Configured transaction duration> of a table may be
// shorter, and then no interval could be judged.
func lasting(interval func(*octt.Configured) time.Duration) []octt.Preparation {
	return octt.Do(func(s *octt.Scenario) {
		s.Configured.TransactionDuration = max(s.Configured.TransactionDuration, 2*interval(&s.Configured)+s.Timeouts.Deviation)
	})
}

// ofEnd is what the TransactionEventRequest with eventType Ended holds, at the times at which it was measured. That it holds
// something is the first of the post scenario validations.
func ofEnd(s *octt.Scenario) readings {
	m, e, found := theEvent(s, isEnd)
	if !s.Check(0, "A TransactionEventRequest has the eventType Ended.", found, true) {
		s.Stop()
	}
	if !s.CheckMessage(0, m, "The TransactionEventRequest that ends the transaction contains meterValue.", len(e.MeterValue) > 0, true, "E06.FR.11") {
		s.Stop()
	}
	return ofEvent(s, m, e).measured()
}

// theEvent is the first TransactionEventRequest of the play's transaction that rows have claimed and that fits.
func theEvent(s *octt.Scenario, fits func(ocpp201.TransactionEventRequest) bool) (*octt.Message, ocpp201.TransactionEventRequest, bool) {
	for _, m := range octt.ClaimedMessages[ocpp201.TransactionEventRequest](s) {
		var e ocpp201.TransactionEventRequest
		if m.Payload.Decode(&e) == nil && fits(e) {
			return m, e, true
		}
	}
	return nil, ocpp201.TransactionEventRequest{}, false
}

// everyMoment warns of an Ended event that has fewer moments of a context than the transaction had intervals. The tables
// say that the laboratory does not validate this, and a station may leave values out of a message that is too long
// (J02.FR.20).
func everyMoment(s *octt.Scenario, of readings) {
	s.Remark(0, "There is a meterValue for two moments or more, as many as the transaction has lasted intervals.",
		len(of.moments(s.Timeouts.Deviation)) >= 2, true, "E06.FR.11")
}

// apart is the post scenario validation of the timestamps in the end of a transaction. Unlike those of messages they may
// not all be the same: the validation does not say so, and the transaction has lasted longer.
func apart(s *octt.Scenario, what string, of readings, every rhythm, ids ...string) {
	if len(of) > 1 && len(of.moments(0)) == 1 {
		s.Check(0, what+" are one interval apart.", "all the same", "one interval apart", ids...)
		return
	}
	s.Check(0, what+" are one interval apart.", of.irregular(every, s.Timeouts.Deviation), none, ids...)
}
