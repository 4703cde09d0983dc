package reports

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/kpi"
)

//go:embed *.gohtml *.css report.js
var files embed.FS

// page is everything that report.gohtml shows.
type page struct {
	Title      string
	Product    string
	Standing   Standing
	Doubts     []string
	Identity   []facts
	Shares     []share
	Findings   []finding
	Unplayed   []unplayed
	Found      []FoundPart // outside of every case
	Indicators []indicatorView
	SideBySide string     // how the indicators were measured, where that was not one station alone
	Calls      *callsView // nil where nothing was sent
	Chips      []chip
	Cases      []caseGroup
	Style      template.CSS
	Script     template.JS
	Policy     string // the content security policy: this script and no other
}

// share is one verdict's part of the bar, in percent.
type share struct {
	Verdict  evidence.Verdict
	Count    int
	X, Width float64
}

// finding is a play that somebody has to look at.
type finding struct {
	Verdict                    evidence.Verdict
	Anchor, ID, Name, Mode, Is string
}

// unplayed says of how many applicable cases the run has nothing to tell, and why.
type unplayed struct {
	Count  int
	Reason string
}

// chip is one button of the verdict filter.
type chip struct {
	Verdict evidence.Verdict
	Count   int
	Shown   bool // before anything was chosen
}

type caseGroup struct {
	Key, Name string
	Cases     []caseView
}

type indicatorView struct {
	kpi.Indicator
	Plot     *plot
	Exceeded []kpi.Sample
}

// worstFirst is the order of what has to be looked at, then of the rest.
var worstFirst = []evidence.Verdict{evidence.Fail, evidence.Error, evidence.Inconclusive, evidence.Warning, evidence.Pass, evidence.NotRun, evidence.NotApplicable}

// acrossTheBar is the order of the verdicts in tables and in the bar.
var acrossTheBar = []evidence.Verdict{evidence.Pass, evidence.Warning, evidence.Fail, evidence.Inconclusive, evidence.Error, evidence.NotRun, evidence.NotApplicable}

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"slug":     slug,
	"join":     strings.Join,
	"time":     timeWord,
	"limit":    limitWord,
	"plural":   plural,
	"verdicts": func() []evidence.Verdict { return acrossTheBar },
	"count":    func(c Counts, v evidence.Verdict) int { return c[v] },
}).ParseFS(files, "*.gohtml"))

// style joins style sheets of the package.
func style(names ...string) template.CSS {
	var b strings.Builder
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			panic("reports: style sheet " + name + " was not built in")
		}
		b.Write(text)
	}
	return template.CSS(b.String())
}

var (
	reportStyle  = style("style.css", "report.css", "case.css", "sequence.css", "paper.css")
	reportScript = func() string {
		text, err := files.ReadFile("report.js")
		if err != nil {
			panic("reports: report.js was not built in")
		}
		return string(text)
	}()
)

// slug is the class of a verdict in the style sheet.
func slug(v evidence.Verdict) string {
	if v == Incomplete || slices.Contains(acrossTheBar, v) {
		return strings.ReplaceAll(strings.ToLower(string(v)), " ", "-")
	}
	return "none"
}

// HTML writes report.html: one page that needs nothing else.
func HTML(w io.Writer, s *Source) error {
	p, err := newPage(s)
	if err != nil {
		return fmt.Errorf("cannot make the report: %w", err)
	}
	var buf bytes.Buffer
	if err := templates.ExecuteTemplate(&buf, "report.gohtml", p); err != nil {
		return fmt.Errorf("cannot make the report: %w", err)
	}
	_, err = io.WriteString(w, Visible(buf.String()))
	return err
}

func newPage(s *Source) (*page, error) {
	sum := sha256.Sum256([]byte(reportScript))
	p := &page{
		Product: s.product(), Standing: s.Stands(), Doubts: s.Doubts(), Identity: s.identity(), SideBySide: s.sideBySide(), Found: FoundParts(s.Run.Found), Calls: newCallsView(s),
		Style: reportStyle, Script: template.JS(reportScript),
		Policy: "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'",
	}
	p.Title = "OCPP 2.0.1 conformance report: " + p.Product
	for _, i := range s.Indicators {
		p.Indicators = append(p.Indicators, indicatorView{Indicator: i, Plot: newPlot(i), Exceeded: i.Exceeded()})
	}
	if err := p.addCases(s); err != nil {
		return nil, err
	}
	p.share()
	p.find()
	return p, nil
}

func (p *page) addCases(s *Source) error {
	groups := map[string]*caseGroup{}
	found := Counts{}
	for _, o := range s.Outcomes {
		g := groups[o.Planned.Block]
		if g == nil {
			g = &caseGroup{Key: o.Planned.Block, Name: blockNames[o.Planned.Block]}
			groups[o.Planned.Block] = g
		}
		views, err := caseViews(o, s.Run.Started)
		if err != nil {
			return err
		}
		g.Cases = append(g.Cases, views...)
		for _, v := range views {
			found[v.Verdict]++
		}
		if o.Verdict == evidence.NotRun && len(o.Plays) == 0 {
			p.leftOut(o.Reason)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		p.Cases = append(p.Cases, *groups[key])
	}
	played := found.Total() > found[evidence.NotRun]+found[evidence.NotApplicable]
	for _, v := range worstFirst {
		if found[v] > 0 {
			p.Chips = append(p.Chips, chip{v, found[v], !played || v != evidence.NotRun && v != evidence.NotApplicable})
		}
	}
	return nil
}

func (p *page) leftOut(reason string) {
	for i := range p.Unplayed {
		if p.Unplayed[i].Reason == reason {
			p.Unplayed[i].Count++
			return
		}
	}
	p.Unplayed = append(p.Unplayed, unplayed{1, reason})
}

// share divides the bar among the applicable cases.
func (p *page) share() {
	all := float64(p.Standing.Counts.Applicable())
	x := 0.0
	for _, v := range acrossTheBar {
		n := p.Standing.Counts[v]
		if n == 0 || v == evidence.NotApplicable {
			continue
		}
		wide := 100 * float64(n) / all
		p.Shares = append(p.Shares, share{v, n, round(x*10) / 10, round(wide*10) / 10})
		x += wide
	}
}

// find collects what did not simply pass, the worst first.
func (p *page) find() {
	for _, g := range p.Cases {
		for _, c := range g.Cases {
			if c.Play != nil && failed(c.Verdict) {
				p.Findings = append(p.Findings, finding{c.Verdict, c.Anchor, c.ID, c.Name, c.Mode, c.Reason})
			}
		}
	}
	slices.SortStableFunc(p.Findings, func(a, b finding) int {
		return slices.Index(worstFirst, a.Verdict) - slices.Index(worstFirst, b.Verdict)
	})
}
