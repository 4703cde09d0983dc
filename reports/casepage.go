package reports

import (
	"cmp"
	"fmt"
	"html/template"
	"iter"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
)

// caseView is one play of a case, or a case that was not played, as the page shows it.
type caseView struct {
	Anchor   string
	ID, Name string
	Mode     string
	Profiles []string
	Verdict  evidence.Verdict
	Reason   string
	Page     string // of its own, where the plays stand apart
	Search   string // lower case, everything that the search looks at
	Play     *playView

	// Search and Play are there when it was opened.
	condition string
	played    *evidence.Play // nil for a case that was not
}

// link leads to the play.
func (c *caseView) link() string {
	if c.Page != "" {
		return c.Page
	}
	return "#" + strings.ReplaceAll(c.Anchor, ":", "%3A") // which would be taken for the end of a scheme, and the link thrown away
}

// playView is what a played case unfolds to.
type playView struct {
	Bench        string // which of several it was played on
	Took         string
	Spent        string // where that went; empty where nobody has accounted for it
	Began        string
	Profiles     []string
	UseCases     []string
	Requirements []string
	Errata       []string
	Again        string // the command that plays this case again
	Checks       int
	Failed       []checkView
	Stages       []stageView
	Events       []event
	Messages     int
	Frames       template.JS
}

// stageView is the part of the table that belongs to one stage.
type stageView struct {
	Title string
	Rows  []rowView
}

// caseViews are those of the plays of a case, or of the case alone where none was played.
func caseViews(o evidence.Outcome, apart bool) iter.Seq[caseView] {
	return func(yield func(caseView) bool) {
		c := caseView{ID: o.Planned.ID, Name: o.Planned.Name, Profiles: o.Planned.Profiles, Verdict: o.Verdict, Reason: o.Reason, Anchor: o.Planned.ID,
			condition: o.Planned.Condition}
		if len(o.Plays) == 0 {
			yield(c)
			return
		}
		for n, p := range o.Plays {
			v := c
			v.Verdict, v.Reason, v.Mode, v.played = p.Verdict, p.Reason, p.Begin.Mode, p
			v.Name = cmp.Or(v.Name, p.Begin.Name)
			v.Anchor = playAnchor(c.ID, n)
			if apart {
				v.Page = playPage(p.Number)
			}
			if !yield(v) {
				return
			}
		}
	}
}

// playAnchor is where the n-th play of a case, counted from 0, stands in the report.
func playAnchor(id string, n int) string {
	if n == 0 {
		return id
	}
	return fmt.Sprintf("%s.%d", id, n+1)
}

// open reads a play again and makes what it unfolds to.
func (s *Source) open(c *caseView) error {
	if c.played == nil {
		c.Search = searchText(*c, nil)
		return nil
	}
	whole, err := s.Whole(c.played)
	if err != nil {
		return err
	}
	if c.Play, err = newPlayView(whole); err != nil {
		return fmt.Errorf("%s: %w", c.ID, err)
	}
	c.Play.Profiles, c.Play.Again = c.Profiles, reproduce(s.Run.Started, whole.Bench, selected(c.ID, whole.Begin.Mode))
	c.Search = searchText(*c, c.Play)
	return nil
}

func newPlayView(p *evidence.Play) (*playView, error) {
	table := p.Table()
	frames, err := rawFrames(p)
	if err != nil {
		return nil, err
	}
	v := &playView{
		Bench: p.Bench,
		Took:  readable(p.Took()), Began: p.Began.UTC().Format("2006-01-02 15:04:05 UTC"),
		UseCases: p.Begin.UseCases, Requirements: p.Begin.Requirements, Errata: p.Begin.Errata,
		Checks: p.Judged, Events: sequence(p, table), Messages: len(p.Frames), Frames: frames,
	}
	if t := timeOfPlay(p); t != nil {
		v.Spent = t.Shares()
	}
	framed := map[int64]bool{}
	for _, f := range p.Frames {
		framed[f.Seq] = true
	}
	for _, r := range table {
		title := stageTitle(r.Stage)
		if n := len(v.Stages); n == 0 || v.Stages[n-1].Title != title {
			v.Stages = append(v.Stages, stageView{Title: title})
		}
		last := &v.Stages[len(v.Stages)-1]
		for _, row := range rowViews(r, p) {
			for i := range row.Failed {
				row.Failed[i].Drawn = framed[row.Failed[i].Frame]
			}
			v.Failed = append(v.Failed, row.Failed...)
			last.Rows = append(last.Rows, row)
		}
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
		return "General validations"
	case evidence.Restore:
		return "Back to rest (the bench's own work)"
	}
	return string(s)
}

func searchText(c caseView, p *playView) string {
	words := []string{c.ID, c.Name, c.Mode, c.Reason, c.condition, string(c.Verdict), strings.Join(c.Profiles, " ")}
	if p != nil {
		words = slices.Concat(words, []string{p.Bench}, p.UseCases, p.Requirements, p.Errata)
		seen := map[string]bool{}
		for _, e := range p.Events {
			if c.Page == "" && e.Kind != "gap" && e.Kind != "stage" && !seen[e.Name] {
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
