package reports

import (
	"strings"

	"github.com/certbench/certbench/harness/evidence"
)

// Drawn is a record as a message sequence shows it. Texts of a station may stand in it as it wrote them.
type Drawn struct {
	Class   string // classes of the style sheet: act, conn, note, or of a message its direction and type
	Name    string
	Gist    string   // the rest, in a few words
	Trouble []string // what is wrong with it
}

// Draw draws what happened on the wire or was done to the station: a frame, connection, handshake, transfer, act or note. ok is
// false for every other record.
func Draw(rec evidence.Record) (d Drawn, ok bool) {
	if rec.Frame == nil && rec.Act == nil && rec.Conn == nil && rec.Secured == nil && rec.Transfer == nil && rec.Note == nil {
		return Drawn{}, false
	}
	e := drawRecord(rec)
	return Drawn{strings.TrimSpace(e.Class), e.Name, e.Gist, e.Trouble}, true
}

// Style is the style sheet that all pages share: paper and ink, type, tables and verdicts, also in the dark.
func Style() (string, error) {
	css, err := files.ReadFile("style.css")
	return string(css), err
}

// Slug is the class by which the style sheet knows a verdict, such as "not-run".
func Slug(v evidence.Verdict) string { return slug(v) }
