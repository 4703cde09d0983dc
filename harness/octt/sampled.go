package octt

import (
	"fmt"
	"strconv"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// The timestamp of a meter value is that of its samples (part 2, J01.FR.17). It is no later than its message, and no older than
// what it can be a value of. Both clocks may be wrong, and no table asks for the time: what is off is a WARNING. Values that were
// taken offline are old on purpose.

const sampledClause = "part 2, use cases J01 and J02"

var sampledRule = &frameRule{requirement: "The timestamp of a meter value is the time at which it was taken.", expected: "a time shortly before the message",
	verdict: evidence.Warning, clause: sampledClause, ids: []string{"J01.FR.17"}, once: true}

// quarter is how old the most recent measurement (part 2, F06.FR.06) may be where the interval is not known: billing knows no
// longer one than a quarter of an hour.
const quarter = 15 * time.Minute

// aligns notes the interval of the values that belong to no transaction, as the station has told it or was told.
func (w *wire) aligns(variable, value string) {
	if variable != "AlignedDataCtrlr.Interval" {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.aligned = value
}

// sampled judges the timestamps of a MeterValuesRequest. The caller holds mu.
func (w *wire) sampled(m *Message) {
	var q ocpp201.MeterValuesRequest
	if m.Action != q.Action() || !w.told || ocpp201.Decode(m.Payload, &q) != nil {
		return
	}
	interval := quarter
	if n, err := strconv.Atoi(w.aligned); err == nil && n > 0 {
		interval = time.Duration(n) * time.Second
	}
	for _, v := range q.MeterValue {
		at := v.Timestamp.Time
		late := at.After(m.At.Add(w.times.Deviation))
		// What has come soon after the station was back, or happened while it was away, has waited.
		waited := m.Online.IsZero() || m.At.Sub(m.Online) <= w.times.Message || w.book.OfflineAt(at)
		if old := at.Before(m.At.Add(-interval - w.times.Message)); late || old && !waited {
			off, words := m.At.Sub(at).Round(time.Minute), "before"
			if late {
				off, words = -off, "after"
			}
			w.fault(m.Seq, fmt.Sprintf("a MeterValuesRequest with a meter value of %s %s it", off, words), sampledRule)
			return
		}
	}
}

// sampledWithin: the meter values of a transaction were taken during it, Timeouts.Message before its beginning at the earliest,
// because a meter may be read at intervals, and no later than the event or the message that tells them.
func (x session) sampledWithin(times Timeouts) []breach {
	first := x.events[0].At.Add(-times.Message)
	for _, e := range x.events {
		last := e.At
		if e.Arrived.After(last) {
			last = e.Arrived
		}
		for _, v := range e.Told.MeterValue {
			at := v.Timestamp.Time
			if !at.Before(first) && !at.After(last.Add(times.Deviation)) {
				continue
			}
			return []breach{{requirement: "The timestamp of a meter value is the time at which it was taken, which was during the transaction.",
				expected: "from " + values.Stamp(first) + " to " + values.Stamp(last), actual: values.Stamp(at), seq: e.Seq, verdict: evidence.Warning, ids: []string{"J01.FR.17"}, clause: sampledClause}}
		}
	}
	return nil
}
