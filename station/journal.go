package station

import (
	"fmt"
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// journal is what the station remembers for one of its logs: the newest lines of this life. What came before the boot is
// not kept.
type journal struct{ lines []journalLine }

type journalLine struct {
	at   time.Time // by the station's clock
	text string
}

const journalLines = 1000

func (j *journal) note(at time.Time, text string) {
	j.lines = append(j.lines, journalLine{at, text})
	if surplus := len(j.lines) - journalLines; surplus > 0 {
		j.lines = append(j.lines[:0], j.lines[surplus:]...)
	}
}

// between writes out the lines of a time, both ends included; an end that is nil is open.
func (j *journal) between(oldest, latest *ocpp201.DateTime) string {
	var out strings.Builder
	for _, l := range j.lines {
		if (oldest == nil || !l.at.Before(oldest.Time)) && (latest == nil || !l.at.After(latest.Time)) {
			fmt.Fprintf(&out, "%s %s\n", l.at.UTC().Format(time.RFC3339Nano), l.text)
		}
	}
	return out.String()
}

// noteCall writes a CALL of either side into the diagnostics.
func (fw *firmware) noteCall(what, action string) {
	fw.diagnostics.note(fw.now(), what+" "+action)
}

// tellSecurity reports a critical security event, which is delivered without fail, and writes it into the security log
// (part 2 appendices, "Security Events"; A04.FR.02).
func (fw *firmware) tellSecurity(kind string, at time.Time) {
	fw.security.note(at, kind)
	send(fw, ocpp201.SecurityEventNotificationRequest{Type: kind, Timestamp: ocpp201.DateTime{Time: at}}).keep = true
}
