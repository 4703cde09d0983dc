package reports

import (
	"fmt"
	"path"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
)

// rowView is one row of the official table: left for the station, right for the CSMS, across both for everyone else.
type rowView struct {
	Anchor  string // empty where nothing can point at the row
	Number  string
	Side    string // left, right or both
	Class   string // of the style sheet, besides its side
	Who     string // before the text of a row across
	Text    string
	Message string // where the text does not name it
	Reason  string
	Frames  []int64
	Verdict evidence.Verdict
	Source  string // file:line of the case or state
	At      string // the same without its folder
	Held    []heldView
	Failed  []checkView
}

// heldView is a requirement that was met.
type heldView struct {
	Text, Source string
	Requirements []string
}

// checkView is a requirement that was not met.
type checkView struct {
	evidence.CheckAt
	Where        string
	Short        string // where, in few words
	Requirements []string
	Drawn        bool // the diagram shows the frame that it judged
	Awaited      bool // the diagram shows where the message was awaited that did not come
}

// rowViews is one row, or one for each check where checks belong to no row, as those that hold for every case.
func rowViews(r evidence.TableRow, p *evidence.Play) []rowView {
	if r.Text != "" || r.Reached != "" || len(r.Checks) == 0 {
		v := newRowView(r)
		for _, c := range r.Checks {
			v.judge(c, p)
		}
		if len(v.Failed) > 0 {
			v.Reason = "" // the checks below say the same, and more
		}
		return []rowView{v}
	}
	var all []rowView
	for _, c := range r.Checks {
		v := rowView{Side: "both", Class: inside(r), Number: r.Number, Text: c.Requirement, Verdict: c.Verdict, Source: c.Source, At: path.Base(c.Source)}
		if failed(c.Verdict) {
			v.judge(c, p)
		}
		all = append(all, v)
	}
	return all
}

func newRowView(r evidence.TableRow) rowView {
	v := rowView{Number: r.Number, Text: upper(r.Text), Side: "both", Class: inside(r), Reason: r.Reason, Frames: r.Frames, Verdict: r.Verdict, Source: r.Source}
	if r.Seq > 0 {
		v.Anchor = fmt.Sprint("r", r.Seq)
	}
	if r.Source != "" {
		v.At = path.Base(r.Source)
	}
	if !strings.Contains(strings.ToLower(r.Text), strings.ToLower(r.Message)) {
		v.Message = r.Message
	}
	switch {
	case r.Reached != "":
		v.Who, v.Text, v.Class = "Reusable state", r.Reached, v.Class+" reach"
	case r.Actor == evidence.ActorStation:
		v.Side = "left"
	case r.Actor == evidence.ActorCSMS:
		v.Side = "right"
	case r.Actor == evidence.ActorTool && r.Verdict == evidence.NotApplicable: // nobody did anything
	default:
		v.Who, v.Text = string(r.Actor), r.Text
	}
	if r.Verdict == evidence.NotApplicable {
		v.Class += " idle"
	}
	return v
}

// inside is the class for the depth of a row in reusable states.
func inside(r evidence.TableRow) string { return fmt.Sprint("in", min(r.Depth(), 4)) }

func (v *rowView) judge(c evidence.CheckAt, p *evidence.Play) {
	if !failed(c.Verdict) {
		text := c.Requirement
		if c.Path != "" && !strings.Contains(text, c.Path) {
			text = c.Path + ": " + text
		}
		v.Held = append(v.Held, heldView{text, c.Source, c.Check.Requirements})
		return
	}
	short := "row " + c.Row
	if c.Row == "" {
		short = stageTitle(c.Stage)
	}
	if n := len(c.State); n > 0 {
		short = c.State[n-1] + ", " + short
	}
	v.Failed = append(v.Failed, checkView{CheckAt: c, Where: place(c.Check), Short: short, Requirements: c.Check.Requirements, Awaited: awaited(c.Check)})
}
