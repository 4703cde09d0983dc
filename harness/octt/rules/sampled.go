package rules

import (
	"fmt"
	"strconv"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// The timestamp of a meter value is that of its samples (part 2, J01.FR.17). It is no later than its message, and no older than
// what it can be a value of. Both clocks may be wrong, and no table asks for the time: what is off is a WARNING. Values that were
// taken offline are old on purpose.

const sampledClause = "part 2, use cases J01 and J02"

// Sampled is the rule for the timestamps of meter values that belong to no transaction.
var Sampled = &FrameRule{Requirement: "The timestamp of a meter value is the time at which it was taken.", Expected: "a time shortly before the message",
	Verdict: evidence.Warning, Clause: sampledClause, IDs: []string{"J01.FR.17"}, Once: true}

// quarter is how old the most recent measurement (part 2, F06.FR.06) may be where the interval is not known: billing knows no
// longer one than a quarter of an hour.
const quarter = 15 * time.Minute

// Mistimed says what is wrong with the timestamps of the values in a MeterValuesRequest, empty for nothing. aligned is the interval
// of the values that belong to no transaction, as the station has told it or was told; message and deviation are those of Play.
func Mistimed(m *ledger.Call, book *ledger.Book, aligned string, message, deviation time.Duration) string {
	q := ledger.As[ocpp201.MeterValuesRequest](m)
	if q == nil {
		return ""
	}
	interval := quarter
	if n, err := strconv.Atoi(aligned); err == nil && n > 0 {
		interval = time.Duration(n) * time.Second
	}
	for _, v := range q.MeterValue {
		at := v.Timestamp.Time
		late := at.After(m.At.Add(deviation))
		// What has come soon after the station was back, or happened while it was away, has waited.
		waited := m.Online.IsZero() || m.At.Sub(m.Online) <= message || book.OfflineAt(at)
		if old := at.Before(m.At.Add(-interval - message)); late || old && !waited {
			off, words := m.At.Sub(at).Round(time.Minute), "before"
			if late {
				off, words = -off, "after"
			}
			return fmt.Sprintf("a MeterValuesRequest with a meter value of %s %s it", off, words)
		}
	}
	return ""
}

// ADayOff tells the timestamp of an event or a status of the station that is more than a day off the time at which it came,
// and did not wait.
func ADayOff(m *ledger.Call) bool {
	if m.Action != "TransactionEvent" && m.Action != "StatusNotification" {
		return false
	}
	text, _ := m.Field("timestamp").(string)
	at, err := time.Parse(time.RFC3339Nano, text)
	return err == nil && m.At.Sub(at).Abs() > 24*time.Hour && m.Field("offline") != true
}
