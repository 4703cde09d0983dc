package kernel

import (
	"fmt"
	"strings"
	"time"
)

// Journal is what the station remembers for one of its logs: the newest lines of this life. What came before the boot is
// not kept.
type Journal struct{ lines []journalLine }

type journalLine struct {
	at       time.Time // by the station's clock
	what, of string
}

const journalLines = 1000

// Note writes a line, dated by the station's clock.
func (j *Journal) Note(at time.Time, text string) { j.NoteOf(at, text, "") }

// NoteOf is Note of what has happened, and to which message.
func (j *Journal) NoteOf(at time.Time, what, message string) {
	j.lines = append(j.lines, journalLine{at, what, message})
	if surplus := len(j.lines) - journalLines; surplus > 0 {
		j.lines = append(j.lines[:0], j.lines[surplus:]...)
	}
}

// Between writes out the lines of a time, both ends included; an end that is nil is open.
func (j *Journal) Between(oldest, latest *time.Time) string {
	var out strings.Builder
	for _, l := range j.lines {
		if (oldest == nil || !l.at.Before(*oldest)) && (latest == nil || !l.at.After(*latest)) {
			fmt.Fprintf(&out, "%s %s\n", l.at.UTC().Format(time.RFC3339Nano), strings.TrimSpace(l.what+" "+l.of))
		}
	}
	return out.String()
}
