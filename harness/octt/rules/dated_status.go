package rules

import (
	"fmt"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/ledger"
)

// Dated is the rule for the timestamps of the states of connectors. No table looks at them, and both clocks may be wrong: a WARNING.
var Dated = &FrameRule{Requirement: "The timestamp of a connector's state is the time for which it is reported.", Expected: "a time shortly before the message",
	Verdict: evidence.Warning, Clause: "part 2, StatusNotificationRequest, timestamp"}

// Misdated says what is wrong with the timestamps of the connector states in a message, empty for nothing: none is later than its message,
// and a new state is not as old as a wrong time zone makes it. A state that was told before may have the time since when it has been so,
// and what has waited for a connection, or is the event of a monitor (part 2, N07), comes late on purpose. A connector that has told another
// state on this connection has kept none back. The book is that of what came before.
func Misdated(m *ledger.Call, book *ledger.Book, message, deviation time.Duration) string {
	for _, r := range m.Reports() {
		soon := m.Online.IsZero() || m.At.Sub(m.Online) <= message
		waited := soon && !book.Connectors.ToldOn(m, r.Place) || book.OfflineAt(r.At) || m.Monitored()
		last, told := book.Connectors.Status[r.Place]
		switch off := m.At.Sub(r.At); {
		case off < -deviation:
			return fmt.Sprintf("a %sRequest with a state of %s after it", m.Action, (-off).Round(time.Second))
		case off > quarter+message && told && last != r.Status && !waited:
			return fmt.Sprintf("a %sRequest with a new state of %s before it", m.Action, off.Round(time.Minute))
		}
	}
	return ""
}
