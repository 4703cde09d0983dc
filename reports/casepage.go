package reports

import (
	"fmt"
	"html/template"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
)

// caseView is one play of a case, or a case that was not played, as the page shows it.
type caseView struct {
	Anchor    string
	ID, Name  string
	Mode      string
	Block     string
	Profiles  []string
	Mandatory bool
	Condition string
	Verdict   evidence.Verdict
	Reason    string
	Search    string // lower case, everything that the search looks at
	Play      *playView
}

// playView is what a played case unfolds to.
type playView struct {
	Number       int
	Took         string
	Began        string
	UseCases     []string
	Requirements []string
	Errata       []string
	Checks       int
	Failed       []checkView
	Stages       []stageView
	Events       []event
	Messages     int
	Acts         int
	Frames       template.JS
	Notes        []string
}

// stageView is the part of the table that belongs to one stage.
type stageView struct {
	Title string
	Rows  []rowView
}

// rowView is one row of the official table: left for the station, right for the CSMS, across both for everyone else.
type rowView struct {
	evidence.TableRow
	Side   string // left, right or both
	Who    string // before the text of a row across
	Indent int
	Text   string
	Held   []string // requirements that were met
	Failed []checkView
}

// checkView is a requirement that was not met.
type checkView struct {
	evidence.Check
	Where        string
	Requirements []string
}

func caseViews(o evidence.Outcome) ([]caseView, error) {
	c := caseView{ID: o.Planned.ID, Name: o.Planned.Name, Block: o.Planned.Block, Profiles: o.Planned.Profiles,
		Mandatory: o.Planned.Mandatory, Condition: o.Planned.Condition, Verdict: o.Verdict, Reason: o.Reason, Anchor: o.Planned.ID}
	if len(o.Plays) == 0 {
		c.Search = searchText(c, nil)
		return []caseView{c}, nil
	}
	var all []caseView
	for n, p := range o.Plays {
		v := c
		v.Verdict, v.Reason, v.Mode = p.Verdict, p.Reason, p.Begin.Mode
		if v.Name == "" {
			v.Name = p.Begin.Name
		}
		if n > 0 {
			v.Anchor = fmt.Sprintf("%s.%d", c.ID, n+1)
		}
		play, err := newPlayView(p)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.ID, err)
		}
		v.Play = play
		v.Search = searchText(v, play)
		all = append(all, v)
	}
	return all, nil
}

func newPlayView(p *evidence.Play) (*playView, error) {
	table := p.Table()
	frames, err := rawFrames(p)
	if err != nil {
		return nil, err
	}
	v := &playView{
		Number: p.Number, Took: readable(max(p.Took(), 0)), Began: p.Began.UTC().Format("2006-01-02 15:04:05 UTC"),
		UseCases: p.Begin.UseCases, Requirements: p.Begin.Requirements, Errata: p.Begin.Errata,
		Checks: len(p.Checks()), Events: sequence(p, table), Messages: len(p.Frames), Acts: len(p.Acts), Frames: frames,
	}
	for _, n := range p.Notes {
		v.Notes = append(v.Notes, n.Note.Text)
	}
	for _, r := range table {
		row := newRowView(r, p)
		v.Failed = append(v.Failed, row.Failed...)
		title := stageTitle(r.Stage)
		if n := len(v.Stages); n == 0 || v.Stages[n-1].Title != title {
			v.Stages = append(v.Stages, stageView{Title: title})
		}
		last := &v.Stages[len(v.Stages)-1]
		last.Rows = append(last.Rows, row)
	}
	return v, nil
}

func stageTitle(s evidence.Stage) string {
	switch s {
	case evidence.Before:
		return "Before (preparations)"
	case evidence.Main:
		return "Main (test scenario)"
	case evidence.Post:
		return "Post scenario validations"
	case evidence.Always:
		return "General validations (part 6, section 2.1)"
	case evidence.Restore:
		return "Back to rest (the bench's own work)"
	}
	return string(s)
}

func newRowView(r evidence.TableRow, p *evidence.Play) rowView {
	v := rowView{TableRow: r, Text: r.Text, Side: "both", Indent: min(r.Depth(), 4)}
	switch {
	case r.Reached != "":
		v.Who, v.Text = "Reusable state", r.Reached
	case r.Actor == evidence.ActorStation:
		v.Side, v.Text = "left", upper(r.Text)
	case r.Actor == evidence.ActorCSMS:
		v.Side, v.Text = "right", upper(r.Text)
	case r.Text == "":
		v.Text = "Checks that belong to no single row"
	default:
		v.Who = string(r.Actor)
	}
	for _, c := range r.Checks {
		if failed(c.Verdict) {
			v.Failed = append(v.Failed, checkView{Check: c.Check, Where: place(c.Check), Requirements: requirements(c.Check, p)})
			continue
		}
		held := c.Requirement
		if c.Path != "" {
			held = c.Path + ": " + held
		}
		v.Held = append(v.Held, held)
	}
	return v
}

func searchText(c caseView, p *playView) string {
	words := []string{c.ID, c.Name, c.Mode, c.Reason, c.Condition, string(c.Verdict), strings.Join(c.Profiles, " ")}
	if p != nil {
		words = append(words, strings.Join(p.UseCases, " "), strings.Join(p.Requirements, " "), strings.Join(p.Errata, " "))
		seen := map[string]bool{}
		for _, e := range p.Events {
			if e.Kind != "gap" && !seen[e.Name] {
				seen[e.Name] = true
				words = append(words, e.Name)
			}
		}
		for _, f := range p.Failed {
			words = append(words, f.Requirement, f.Path, f.Expected, f.Actual, strings.Join(f.Check.Requirements, " "))
		}
	}
	return strings.ToLower(strings.Join(words, " "))
}
