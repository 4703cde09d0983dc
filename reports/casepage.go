package reports

import (
	"fmt"
	"html/template"
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
	Search   string // lower case, everything that the search looks at
	Play     *playView
}

// playView is what a played case unfolds to.
type playView struct {
	Bench        string // which of several it was played on
	Took         string
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

func caseViews(o evidence.Outcome, run evidence.RunStarted) ([]caseView, error) {
	c := caseView{ID: o.Planned.ID, Name: o.Planned.Name, Profiles: o.Planned.Profiles, Verdict: o.Verdict, Reason: o.Reason, Anchor: o.Planned.ID}
	if len(o.Plays) == 0 {
		c.Search = searchText(c, o.Planned.Condition, nil)
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
		play.Profiles, play.Again = o.Planned.Profiles, reproduce(run, p.Bench, c.ID)
		v.Play = play
		v.Search = searchText(v, o.Planned.Condition, play)
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
		Bench: p.Bench,
		Took:  readable(max(p.Took(), 0)), Began: p.Began.UTC().Format("2006-01-02 15:04:05 UTC"),
		UseCases: p.Begin.UseCases, Requirements: p.Begin.Requirements, Errata: p.Begin.Errata,
		Checks: len(p.Checks()), Events: sequence(p, table), Messages: len(p.Frames), Frames: frames,
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

func searchText(c caseView, condition string, p *playView) string {
	words := []string{c.ID, c.Name, c.Mode, c.Reason, condition, string(c.Verdict), strings.Join(c.Profiles, " ")}
	if p != nil {
		words = slices.Concat(words, []string{p.Bench}, p.UseCases, p.Requirements, p.Errata)
		seen := map[string]bool{}
		for _, e := range p.Events {
			if e.Kind != "gap" && e.Kind != "stage" && !seen[e.Name] {
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
