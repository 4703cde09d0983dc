package known

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// Between is the case of an entry for a finding outside of every case.
const Between = "between"

// Entry is one expected failure.
type Entry struct {
	Case   string    // such as TC_E_03_CS, or Between
	Mode   string    // such as "remote"; empty for all modes
	Row    string    // address of the row as Row writes it; empty for all rows
	Check  string    // the requirement that is not met; of Between, the finding as Text writes it; empty for all checks
	Field  string    // of the message, as the report names it; empty for all
	Came   string    // what came in place of what must hold; empty for whatever came
	Reason string    // why it is expected
	Ticket string    // where it is being worked on
	Until  time.Time // the last day on which it is expected, at midnight UTC

	Line int // of the file, counted from 1
}

// Day is how dates are written.
const Day = time.DateOnly

// Over tells whether the entry is out of date at a moment: its last day has passed, in UTC.
func (e Entry) Over(at time.Time) bool {
	return !at.UTC().Before(e.Until.AddDate(0, 0, 1))
}

// Names says what the entry expects to fail, such as "TC_E_06_CS (remote), row 3".
func (e Entry) Names() string {
	text := e.Case
	if e.Case == Between {
		text = "between the cases"
	}
	if e.Mode != "" {
		text += " (" + e.Mode + ")"
	}
	if e.Row != "" {
		text += ", row " + e.Row
	}
	if e.Field != "" {
		text += ", field " + e.Field
	}
	if e.Check != "" {
		text += ": " + strings.TrimSuffix(e.Check, ".")
	}
	return text
}

// Words are the ticket, the reason and the last day.
func (e Entry) Words() string {
	return fmt.Sprintf("%s: %s (until %s)", e.Ticket, strings.TrimSuffix(e.Reason, "."), e.Until.Format(Day))
}

// Addresses tells whether the entry is about a case in a mode.
func (e Entry) Addresses(id, mode string) bool {
	return e.Case == id && (e.Mode == "" || e.Mode == mode)
}

// Covers tells whether the entry expects a check of a play that it addresses to fail.
func (e Entry) Covers(c evidence.Check) bool {
	return (e.Row == "" || e.Row == Row(c)) && (e.Check == "" || evidence.Alike(e.Check, c.Requirement)) &&
		(e.Field == "" || e.Field == c.Path) && (e.Came == "" || evidence.Alike(e.Came, c.Actual))
}

// CoversFinding tells whether the entry expects a finding outside of every case.
func (e Entry) CoversFinding(f evidence.Finding) bool {
	return e.Case == Between && evidence.Alike(e.Check, Text(f)) && (e.Came == "" || evidence.Alike(e.Came, f.Actual))
}

// Row is the address of a check's row: the number alone for a row of the case's own table, such as "3"; else the stage, the reusable
// states from the outermost on, and the number, such as "before, Authorized, 1"; what holds for every case is "always".
func Row(c evidence.Check) string {
	if c.Row != "" && len(c.State) == 0 && c.Stage == evidence.Main {
		return c.Row
	}
	words := append([]string{string(c.Stage)}, c.State...)
	if c.Row != "" {
		words = append(words, c.Row)
	}
	return strings.Join(words, ", ")
}

// Text is a finding as the check of an entry names it: what it is about, and what must hold.
func Text(f evidence.Finding) string { return f.Subject + ": " + f.Requirement }

var rowNumber = regexp.MustCompile(`^[0-9]+`)

// number is the number that the address of a row of the case's own table begins with.
func number(row string) (int, bool) {
	n, err := strconv.Atoi(rowNumber.FindString(row))
	return n, err == nil
}
