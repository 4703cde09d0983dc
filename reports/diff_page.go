package reports

import (
	"fmt"
	"html/template"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
)

// diffPage is everything that diff.gohtml shows.
type diffPage struct {
	Title, Product string
	Changes
	Sides      [2]diffSide
	Tally      []tally
	Groups     []changedGroup
	Facts      []changedFacts
	Indicators []indicatorPair
	Style      template.CSS
	Policy     string
}

// diffSide is one of the runs in the head of the page.
type diffSide struct {
	Name     string // Before or After
	Coverage Coverage
	Began    string
	Firmware string
}

// tally is how many cases went one way, with the part of the page that lists them.
type tally struct {
	ID, Title string
	Count     int
}

// changedGroup is the cases that went one way.
type changedGroup struct {
	ID, Title, Intro string
	Cases            []CaseChange
}

// changedFacts is a table of facts that differ.
type changedFacts struct {
	ID, Title string
	Rows      []Change
}

// indicatorPair is one indicator in both runs, drawn on one axis.
type indicatorPair struct {
	IndicatorChange
	Strips *strips
}

// trendWords say which way a case went.
var trendWords = map[Trend][2]string{
	Regressed: {"New failures", "They passed before, and do not now."},
	Lost:      {"No longer judged", "They were judged before. That they are not now is no improvement."},
	Otherwise: {"Failing for another reason", "They do not pass, as before, and other checks fail now."},
	Differs:   {"Otherwise different", "They came out differently, and neither passed before nor fail anew; or a warning came or went."},
	Fixed:     {"Mended", "They pass now, and did not before."},
	Gained:    {"Judged for the first time", "They were not judged before."},
}

// WriteHTML writes the changes as one page that needs nothing else.
func (c Changes) WriteHTML(w io.Writer, before, after *Source) error {
	if err := visibly(w, func(out io.Writer) error {
		return templates.ExecuteTemplate(out, "diff.gohtml", newDiffPage(c, before, after))
	}); err != nil {
		return fmt.Errorf("cannot make the page of what changed: %w", err)
	}
	return nil
}

// SaveHTML writes the page into a file, as a whole or not at all.
func (c Changes) SaveHTML(path string, before, after *Source) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return fmt.Errorf("%s is a folder, and the page of what changed is one file; write %s", path, filepath.Join(path, "changed.html"))
	}
	return replace(path, func(w io.Writer) error { return c.WriteHTML(w, before, after) })
}

func newDiffPage(c Changes, before, after *Source) *diffPage {
	p := &diffPage{Changes: c, Product: after.product(), Style: diffStyle, Policy: "default-src 'none'; style-src 'unsafe-inline'; img-src data:"}
	p.Title = "What changed: " + p.Product
	for i, of := range []struct {
		name     string
		source   *Source
		coverage Coverage
	}{{"Before", before, c.Before}, {"After", after, c.After}} {
		p.Sides[i] = diffSide{Name: of.name, Coverage: of.coverage, Firmware: told(of.source.Run.Stations, func(s evidence.Station) string { return s.Firmware })}
		if !of.coverage.Started.IsZero() {
			p.Sides[i].Began = of.coverage.Started.Format("2006-01-02 15:04:05 UTC")
		}
	}
	for _, t := range trends {
		g := changedGroup{ID: string(t), Title: trendWords[t][0], Intro: trendWords[t][1]}
		for _, x := range c.Cases {
			if x.Trend == t {
				g.Cases = append(g.Cases, x)
			}
		}
		p.Tally = append(p.Tally, tally{g.ID, g.Title, len(g.Cases)})
		if len(g.Cases) > 0 {
			p.Groups = append(p.Groups, g)
		}
	}
	p.facts()
	for _, i := range c.Indicators {
		p.Indicators = append(p.Indicators, indicatorPair{i, newStrips(i.was, i.is)})
	}
	return p
}

// facts makes a table of each kind of what differs.
func (p *diffPage) facts() {
	declared := []Change{}
	for _, c := range p.PICS {
		declared = append(declared, Change{strings.TrimSpace(c.Item + " " + c.Name), c.Before, c.After})
	}
	for _, f := range []changedFacts{
		{"identity", "Station and means", p.Identity}, {"points", "Start and stop points", p.Points},
		{"pics", "PICS, item by item", declared}, {"configuration", "Configuration of the bench", p.Configuration},
	} {
		if len(f.Rows) > 0 {
			p.Facts = append(p.Facts, f)
		}
	}
}

// Same says what is the same, where no case came out differently.
func (p *diffPage) Same() string {
	if len(p.Cases) > 0 {
		return ""
	}
	return p.same()
}

// Sign tells what only the later run has from what only the earlier has.
func (x FoundChange) Sign() string {
	if x.Gone {
		return "no longer"
	}
	return "new"
}
