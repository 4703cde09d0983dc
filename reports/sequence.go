package reports

import (
	"encoding/json"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// event is one line of a sequence diagram.
type event struct {
	Seq     int64
	Kind    string // message, act, conn or gap
	Class   string // classes of the style sheet
	Time    string // since the play began, in seconds
	Clock   string // time of day, UTC
	Name    string
	Gist    string
	Rows    string // the rows of the table that sent or judged it
	Bad     bool   // a failed check points at it, or it has problems of its own
	Trouble []string
}

// longPause is the shortest pause that the diagram shows as such.
const longPause = 5 * time.Second

// sequence draws the frames, acts and connections of a play on one time axis.
func sequence(p *evidence.Play, table []evidence.TableRow) []event {
	records := slices.Concat(p.Frames, p.Acts, p.Conns)
	slices.SortStableFunc(records, func(a, b evidence.Record) int { return int(a.Seq - b.Seq) })
	rows, blamed := references(p, table)
	var all []event
	last := p.Began
	for _, rec := range records {
		at := when(rec)
		if pause := at.Sub(last); pause >= longPause {
			all = append(all, event{Kind: "gap", Class: "gap", Name: readable(pause) + " later"})
		}
		last = at
		e := draw(rec)
		e.Seq, e.Time, e.Clock = rec.Seq, fmt.Sprintf("%.3f", at.Sub(p.Began).Seconds()), at.UTC().Format("15:04:05.000")
		e.Rows = strings.Join(rows[rec.Seq], ", ")
		if blamed[rec.Seq] || len(e.Trouble) > 0 {
			e.Bad, e.Class = true, e.Class+" bad"
		}
		all = append(all, e)
	}
	return all
}

func when(rec evidence.Record) time.Time {
	at := rec.At
	switch {
	case rec.Frame != nil:
		at = rec.Frame.At
	case rec.Act != nil:
		at = rec.Act.Began
	case rec.Conn != nil:
		at = rec.Conn.At
	}
	if at.IsZero() {
		return rec.At
	}
	return at
}

// references collects which rows used a frame, and which frames failed checks point at.
func references(p *evidence.Play, table []evidence.TableRow) (rows map[int64][]string, blamed map[int64]bool) {
	rows, blamed = map[int64][]string{}, map[int64]bool{}
	for _, r := range table {
		for _, seq := range r.Frames {
			if r.Number != "" && !slices.Contains(rows[seq], r.Number) {
				rows[seq] = append(rows[seq], r.Number)
			}
		}
	}
	for _, c := range p.Checks() {
		if c.Frame != 0 && failed(c.Verdict) {
			blamed[c.Frame] = true
		}
	}
	return rows, blamed
}

func draw(rec evidence.Record) event {
	switch {
	case rec.Act != nil:
		a := rec.Act
		e := event{Kind: "act", Class: "act", Name: a.Sentence, Gist: strings.Trim(a.Rig+" · "+a.Observed, " ·")}
		if a.Failure != "" {
			e.Trouble = []string{a.Failure}
		}
		return e
	case rec.Conn != nil:
		return drawConnection(rec.Conn)
	}
	f := rec.Frame
	e := event{Kind: "message", Class: string(f.Direction) + " " + strings.ToLower(f.Type), Name: f.Action, Gist: gist(*f), Trouble: f.Problems}
	switch f.Type {
	case "CALLRESULT":
		e.Name += "Response"
	case "CALLERROR":
		e.Name += " CALLERROR"
	case "CALL":
		e.Name += "Request"
	default:
		e.Name = "unreadable frame"
	}
	if f.Answered == "background" {
		e.Class += " background"
	}
	if f.Truncated {
		e.Trouble = append(e.Trouble, fmt.Sprintf("cut at the limit of the recording, %d bytes in all", f.Size))
	}
	return e
}

func drawConnection(c *evidence.Connection) event {
	var more []string
	for _, s := range []string{c.Endpoint, c.Path, c.Subprotocol, c.User} {
		if s != "" {
			more = append(more, s)
		}
	}
	if c.Code != 0 {
		more = append(more, fmt.Sprint("code ", c.Code))
	}
	if c.Text != "" {
		more = append(more, c.Text)
	}
	return event{Kind: "conn", Class: "conn", Name: "Connection " + c.What, Gist: short(strings.Join(more, " · "))}
}

// readable writes a duration as a person would.
func readable(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d < time.Hour:
		return fmt.Sprintf("%d min %d s", int(d.Minutes()), int(d.Seconds())%60)
	}
	return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
}

// longestRaw is how much of one frame the report shows. The evidence holds all of it.
const longestRaw = 20_000

// rawFrames is the JSON that the page renders when a reader opens a frame: a list of [seq, raw text]. The encoder
// escapes <, > and &, so that no text of a station can end the script element.
func rawFrames(p *evidence.Play) (template.JS, error) {
	list := make([][2]any, 0, len(p.Frames))
	for _, rec := range p.Frames {
		raw := rec.Frame.Raw
		if len(raw) > longestRaw {
			raw = strings.ToValidUTF8(raw[:longestRaw], "") + fmt.Sprintf("\n… cut here; record %d of events.jsonl holds all %d bytes", rec.Seq, rec.Frame.Size)
		}
		list = append(list, [2]any{rec.Seq, raw})
	}
	b, err := json.Marshal(list)
	return template.JS(b), err
}
