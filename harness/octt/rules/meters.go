package rules

import (
	"fmt"
	"slices"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// The rules on what a transaction tells of its meter. They hold for every transaction that began in the play, whichever
// measurands its case is about.

// charging is how long a transaction must have charged for its register to show that: what an EV draws at the least that
// a cable allows, 6 A on one phase, is 11 Wh in that time. A meter that shows tenths of a kWh may take longer, and a
// bench may have no load: a WARNING.
const charging = 30 * time.Second

// registered is what a register showed at a moment.
type registered struct {
	at   time.Time
	of   string  // the register: measurand, location and phase
	base float64 // in the unit without a prefix
	seq  int64   // of the frame record
}

// registers are those of a transaction, by the times at which they were read; moments apart of which the order is sure.
func (x session) registers() [][]registered {
	var all []registered
	for _, e := range x.events {
		for _, value := range e.Told.MeterValue {
			for _, sample := range value.SampledValue {
				if sample.IsRegister() {
					of := fmt.Sprintf("%s at %s", sample.MeasurandOr(), sample.LocationOr())
					if phase := sample.PhaseOr(); phase != "" {
						of += " of " + string(phase)
					}
					all = append(all, registered{at: value.Timestamp.Time, of: of, base: sample.Scaled(), seq: e.Seq})
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b registered) int { return a.at.Compare(b.at) })
	return slices.Collect(chunks(all))
}

// chunks parts readings by moment.
func chunks(all []registered) func(func([]registered) bool) {
	return func(yield func([]registered) bool) {
		for len(all) > 0 {
			n := slices.IndexFunc(all, func(r registered) bool { return r.at.After(all[0].at) })
			if n < 0 {
				n = len(all)
			}
			if !yield(all[:n]) {
				return
			}
			all = all[n:]
		}
	}
}

// lastBits is by how much of itself a value differs from the same value in another unit.
const lastBits = 1e-12

// backwards: a register never shows less than it did before (part 2, J02.FR.16), with the defaults of what a value leaves out.
func (x session) backwards() []Breach {
	highest := map[string]float64{}
	for _, moment := range x.registers() {
		for _, r := range moment {
			if before, known := highest[r.of]; known && r.base < before-lastBits*before {
				return []Breach{{Requirement: "No register of a transaction runs backwards.", IDs: []string{"J02.FR.16"}, Clause: "part 2, use case J02",
					Expected: fmt.Sprintf("%s or more in %s", values.Number(before), r.of), Actual: values.Number(r.base), Seq: r.seq, Verdict: evidence.Fail}}
			}
		}
		for _, r := range moment {
			highest[r.of] = max(highest[r.of], r.base)
		}
	}
	return nil
}

// still: a register that counts what is imported counts while the transaction says that it charges.
func (x session) still() []Breach {
	const of = string(ocpp201.MeasurandEnergyActiveImportRegister)
	for _, while := range x.chargingTimes() {
		var shown []registered
		for _, moment := range x.registers() {
			for _, r := range moment {
				if r.of == of+" at "+string(ocpp201.LocationOutlet) && !r.at.Before(while[0]) && !r.at.After(while[1]) {
					shown = append(shown, r)
				}
			}
		}
		if len(shown) < 2 {
			continue
		}
		first, last := shown[0], shown[len(shown)-1]
		if took := last.at.Sub(first.at); took >= charging && last.base == first.base {
			return []Breach{{Requirement: "The register counts while the transaction charges. A bench without a load cannot show it.",
				Expected: fmt.Sprintf("more than %s Wh after %s", values.Number(first.base), took), Actual: values.Number(last.base) + " Wh", Seq: last.seq, Verdict: evidence.Warning, Clause: "part 2, MeasurandEnumType"}}
		}
	}
	return nil
}

// chargingTimes are the times from and to which the transaction has told that it charges.
func (x session) chargingTimes() [][2]time.Time {
	var out [][2]time.Time
	var since time.Time
	for _, e := range x.events {
		switch state := e.State(); {
		case state == ocpp201.ChargingStateCharging && since.IsZero():
			since = e.At
		case state != "" && state != ocpp201.ChargingStateCharging && !since.IsZero():
			out, since = append(out, [2]time.Time{since, e.At}), time.Time{}
		}
	}
	if last := len(x.events) - 1; last >= 0 && !since.IsZero() {
		out = append(out, [2]time.Time{since, x.events[last].At})
	}
	return out
}

// sampledWithin: the meter values of a transaction were taken during it, Timeouts.Message before its beginning at the earliest,
// because a meter may be read at intervals, and no later than the event or the message that tells them.
func (x session) sampledWithin() []Breach {
	first := x.events[0].At.Add(-x.Message)
	for _, e := range x.events {
		last := e.At
		if e.Arrived.After(last) {
			last = e.Arrived
		}
		for _, v := range e.Told.MeterValue {
			at := v.Timestamp.Time
			if !at.Before(first) && !at.After(last.Add(x.Deviation)) {
				continue
			}
			return []Breach{{Requirement: "The timestamp of a meter value is the time at which it was taken, which was during the transaction.",
				Expected: "from " + values.Stamp(first) + " to " + values.Stamp(last), Actual: values.Stamp(at), Seq: e.Seq, Verdict: evidence.Warning, IDs: []string{"J01.FR.17"}, Clause: sampledClause}}
		}
	}
	return nil
}
