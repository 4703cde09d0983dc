package rules

import (
	"fmt"
	"slices"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/ledger"
)

// dated: what a transaction tells happened not after it was told, and not before the first thing that was done to the
// station. Part 6 compares times with a deviation. The clock of the bench may be as wrong as the station's, and B01.FR.06
// binds only stations that take the time from the CSMS: what is off is a WARNING.
func (x session) dated() []Breach {
	const requirement = "The timestamps of a transaction are those of the CSMS's clock, within the deviation."
	for _, e := range x.events {
		switch first := x.before(e); {
		case e.At.After(e.Arrived.Add(x.Deviation)):
			return []Breach{{Clause: "part 2, TransactionEventRequest, timestamp", Requirement: requirement, Expected: "not after it came, at " + e.Arrived.UTC().Format(time.RFC3339Nano),
				Actual: e.At.Format(time.RFC3339Nano), Seq: e.Seq, Verdict: evidence.Warning}}
		case len(first) > 0 && e.At.Before(first[0].Began.Add(-x.Deviation)):
			return []Breach{{Clause: "part 2, TransactionEventRequest, timestamp", Requirement: requirement, Expected: "not before " + first[0].Began.UTC().Format(time.RFC3339Nano) + ", when nothing had been done yet",
				Actual: e.At.Format(time.RFC3339Nano), Seq: e.Seq, Verdict: evidence.Warning}}
		}
	}
	return nil
}

// flagged: offline says that the event happened while the station was offline (part 2, TransactionEventRequest), which by its
// timestamp it was not. As with the timestamps, the clocks may be wrong: a WARNING.
func (x session) flagged() []Breach {
	for _, e := range x.events {
		if e.Told.Offline != nil && *e.Told.Offline && !e.Online.IsZero() && e.At.After(e.Online.Add(x.Deviation)) {
			return []Breach{{Clause: "part 2, TransactionEventRequest, offline", field: "offline", Requirement: "What happens while the Charging Station is connected is not marked offline.",
				Expected: "offline only before " + e.Online.UTC().Format(time.RFC3339Nano), Actual: "offline at " + e.At.Format(time.RFC3339Nano),
				Seq: e.Seq, Verdict: evidence.Warning}}
		}
	}
	return nil
}

// stopped: the station's clock goes on while a transaction does. What waits in a queue is old on purpose, and two messages
// may tell of one moment: only a transaction of which every message has the same timestamp, though they came online and
// far apart, shows a clock that stands still.
func (x session) stopped() []Breach {
	at := x.events[0].At
	if slices.ContainsFunc(x.events, func(e ledger.Event) bool {
		again := e.Call != nil && e.Call.At.After(e.Arrived) // what was not processed holds up what comes after it
		return !e.At.Equal(at) || e.Told.Offline != nil && *e.Told.Offline || e.Online.After(at) || again
	}) {
		return nil
	}
	came := func(a, b ledger.Event) int { return a.Arrived.Compare(b.Arrived) }
	first, last := slices.MinFunc(x.events, came), slices.MaxFunc(x.events, came)
	const alike = 3
	if apart := last.Arrived.Sub(first.Arrived); len(x.events) >= alike && apart > 2*x.Deviation {
		return []Breach{{Requirement: "The timestamps of a transaction go on with the time.", Expected: "later timestamps in what came " + apart.Round(time.Second).String() + " later",
			Actual: fmt.Sprintf("%s in all of %d messages", at.Format(time.RFC3339Nano), len(x.events)), Seq: last.Seq, Verdict: evidence.Warning, Clause: "part 2, TransactionEventRequest"}}
	}
	return nil
}
