package reports

import (
	"cmp"
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
	Kind    string // message, missing, act, conn, note, gap or stage
	Class   string // classes of the style sheet
	Time    string // since the play began, in seconds
	Clock   string // time of day, UTC
	Name    string
	Gist    string
	Rows    []link // the rows of the table that sent or judged it
	Blamed  []link // the failed checks that point at it
	Paths   string // the fields that they judged, one a line
	Trouble []string
}

// link leads to another place of the page.
type link struct{ Anchor, Text, Title string }

// longPause is the shortest pause that the diagram shows as such.
const longPause = 5 * time.Second

// sequence draws the frames, acts, connections with their TLS handshakes, files and notes of a play on one time axis, and where a message
// was awaited in vain.
func sequence(p *evidence.Play, table []evidence.TableRow) []event {
	records := slices.Concat(p.Frames, p.Acts, p.Conns, p.Secured, p.Transfers, p.Notes, inVain(p))
	slices.SortFunc(records, func(a, b evidence.Record) int { return cmp.Or(when(a).Compare(when(b)), cmp.Compare(a.Seq, b.Seq)) })
	stages, rows, blamed := chapters(p), rowsOf(table), blame(table)
	var all []event
	last := p.Began
	for _, rec := range records {
		for len(stages) > 0 && rec.Seq > stages[0].after && !isReply(rec) {
			if len(stages) == 1 || stages[1].after >= rec.Seq { // a stage without any event is not drawn
				all = append(all, event{Kind: "stage", Class: "stage", Name: stages[0].title})
			}
			stages = stages[1:]
		}
		at := when(rec)
		if pause := at.Sub(last); pause >= longPause {
			all = append(all, event{Kind: "gap", Class: "gap", Name: readable(pause) + " later"})
		}
		last = at
		e := drawRecord(rec)
		e.Seq, e.Time, e.Clock = rec.Seq, fmt.Sprintf("%.3f", at.Sub(p.Began).Seconds()), at.UTC().Format("15:04:05.000")
		e.Rows = rows[rec.Seq]
		if c := rec.Check; c != nil {
			e.Blamed = []link{{fmt.Sprint("c", rec.Seq), string(c.Verdict), c.Requirement}}
		}
		for _, c := range blamed[rec.Seq] {
			e.Blamed = append(e.Blamed, link{fmt.Sprint("c", c.Seq), string(c.Verdict), c.Requirement})
			e.Paths = strings.TrimPrefix(e.Paths+"\n"+c.Path, "\n")
		}
		if len(e.Blamed)+len(e.Trouble) > 0 {
			e.Class += " bad"
		}
		all = append(all, e)
	}
	return all
}

// inVain are the checks that failed because a message of the station did not come. They stand where it was no longer waited for.
func inVain(p *evidence.Play) []evidence.Record {
	var all []evidence.Record
	for _, rec := range p.Items {
		if rec.Check != nil && awaited(*rec.Check) {
			all = append(all, rec)
		}
	}
	return all
}

// awaited tells a check that failed because a message of the station did not come.
func awaited(c evidence.Check) bool {
	return failed(c.Verdict) && c.Frame == 0 && c.Message != "" && slices.Contains([]evidence.Stage{evidence.Before, evidence.Main, evidence.Post}, c.Stage)
}

// chapter is where a stage of a case ends, and the title of the next.
type chapter struct {
	after int64 // Seq of the last record of the stage before
	title string
}

// chapters says after which record each stage of a play begins. What comes after the general validations is the bench's
// own work.
func chapters(p *evidence.Play) []chapter {
	var all []chapter
	stage := evidence.Stage("")
	end := int64(0)
	for _, rec := range p.Items {
		now := stageOf(rec)
		if now != stage && !slices.ContainsFunc(all, func(c chapter) bool { return c.title == stageTitle(now) }) && now != evidence.Always {
			all = append(all, chapter{end, stageTitle(now)})
		}
		if now == evidence.Always && stage != evidence.Always {
			return append(all, chapter{rec.Seq, stageTitle(evidence.Restore)})
		}
		stage, end = now, rec.Seq
	}
	return all
}

// isReply tells of an answer of the CSMS: it belongs to the row before it, even where the bench wrote that row down first.
func isReply(rec evidence.Record) bool {
	return rec.Frame != nil && rec.Frame.Direction == evidence.Out && rec.Frame.Type != "CALL"
}

func stageOf(rec evidence.Record) evidence.Stage {
	switch {
	case rec.State != nil:
		return rec.State.Stage
	case rec.Row != nil:
		return rec.Row.Stage
	}
	return rec.Check.Stage
}

// rowsOf says for every frame which rows sent or judged it.
func rowsOf(table []evidence.TableRow) map[int64][]link {
	rows := map[int64][]link{}
	for _, r := range table {
		if r.Number == "" || r.Seq == 0 {
			continue
		}
		to := link{fmt.Sprint("r", r.Seq), "row " + r.Number, strings.Join(slices.Concat([]string{string(r.Stage)}, r.State), ", ")}
		for _, seq := range r.Frames {
			if !slices.Contains(rows[seq], to) {
				rows[seq] = append(rows[seq], to)
			}
		}
	}
	return rows
}

// blame says for every frame which failed checks point at it.
func blame(table []evidence.TableRow) map[int64][]evidence.CheckAt {
	blamed := map[int64][]evidence.CheckAt{}
	for _, r := range table {
		for _, c := range r.Checks {
			if c.Frame != 0 && failed(c.Verdict) {
				blamed[c.Frame] = append(blamed[c.Frame], c)
			}
		}
	}
	return blamed
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
	case rec.Secured != nil:
		at = rec.Secured.At
	}
	if at.IsZero() {
		return rec.At
	}
	return at
}

func drawRecord(rec evidence.Record) event {
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
	case rec.Secured != nil:
		return drawSecured(rec.Secured)
	case rec.Transfer != nil:
		return drawTransfer(rec.Transfer)
	case rec.Check != nil:
		return event{Kind: "missing", Class: "in missing", Name: rec.Check.Message, Gist: short(strings.TrimSpace("did not come: " + rec.Check.Actual))}
	case rec.Note != nil:
		return event{Kind: "note", Class: "note", Name: rec.Note.Text}
	}
	return drawFrame(rec.Frame)
}

func drawFrame(f *evidence.Frame) event {
	e := event{Kind: "message", Class: string(f.Direction) + " " + strings.ToLower(f.Type), Name: f.Action, Gist: gist(*f), Trouble: slices.Clone(f.Problems)}
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

// hashShown is how much of a hash stands beside a transfer; the evidence has all of it.
const hashShown = 12

// drawTransfer draws a file that was moved as what happened on a connection of its own.
func drawTransfer(t *evidence.Transfer) event {
	e := event{Kind: "conn", Class: "conn", Name: t.Protocol + " " + t.Kind}
	words := []string{fmt.Sprintf("%d bytes in %s", t.Size, t.Ended.Sub(t.Began).Round(time.Millisecond))}
	if t.Offset > 0 {
		words[0] += fmt.Sprintf(" from byte %d on", t.Offset)
	}
	if len(t.Options) > 0 {
		words = append(words, strings.Join(t.Options, ", "))
	}
	if t.User != "" {
		words = append(words, "user "+t.User)
	}
	words = append(words, t.Client, t.Path)
	if t.SHA256 != "" {
		words = append(words, "SHA-256 "+t.SHA256[:min(len(t.SHA256), hashShown)]+"…")
	}
	e.Gist = short(strings.Join(words, " · "))
	if t.Fault != "" {
		e.Trouble = []string{t.Fault}
	}
	return e
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
		list = append(list, [2]any{rec.Seq, Visible(raw)})
	}
	b, err := json.Marshal(list)
	return template.JS(b), err
}
