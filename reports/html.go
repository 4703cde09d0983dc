package reports

import (
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
	Findings   []Alike
	Unplayed   []Unplayed
	Marks      []marksView
	Found      []FoundPart // outside of every case
	Indicators []indicatorView
	SideBySide string     // how the indicators were measured, where that was not one station alone
	Calls      *callsView // nil where nothing was sent
	Time       *timeView  // nil where nobody has accounted for it
	Chips      []chip
	Cases      []caseGroup
	Style      template.CSS
	Script     template.JS
	Policy     string
}

// share is one verdict's part of the bar, in percent.
type share struct {
	Verdict  evidence.Verdict
	Count    int
	X, Width float64
}

// chip is one button of the verdict filter.
type chip struct {
	Verdict evidence.Verdict
	Count   int
	Shown   bool // before anything was chosen
}

// caseGroup is a block with what became of its cases. Of a case that was played a thousand times there is one view at a time.
type caseGroup struct {
	Key, Name string
	outcomes  []evidence.Outcome
}

type indicatorView struct {
	kpi.Indicator
	Plot     *plot
	Exceeded []sampleView
	Excluded []excludedView
}

type sampleView struct {
	kpi.Sample
	Link string
}

type excludedView struct {
	kpi.Excluded
	Link string
}

// policy is the content security policy of the report: this script and no other.
var policy = func() string {
	sum := sha256.Sum256([]byte(reportScript))
	return "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}()

// worstFirst is the order of what has to be looked at, then of the rest.
var worstFirst = []evidence.Verdict{evidence.Fail, evidence.Error, evidence.Inconclusive, evidence.Warning, evidence.Pass, evidence.NotRun, evidence.NotApplicable}

// acrossTheBar is the order of the verdicts in tables and in the bar.
var acrossTheBar = []evidence.Verdict{evidence.Pass, evidence.Warning, evidence.Fail, evidence.Inconclusive, evidence.Error, evidence.NotRun, evidence.NotApplicable}

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"slug":   slug,
	"join":   strings.Join,
	"time":   timeWord,
	"limit":  limitWord,
	"plural": plural,
	"side": func(name string, of *Measured) any {
		return struct {
			Name string
			Of   *Measured
		}{name, of}
	},
	"verdicts": func() []evidence.Verdict { return acrossTheBar },
	"count":    func(c Counts, v evidence.Verdict) int { return c[v] },
	"tone":     cellClass,
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
	diffStyle    = style("style.css", "report.css", "diff.css")
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
	if v == Incomplete || v == Shard || slices.Contains(acrossTheBar, v) {
		return strings.ReplaceAll(strings.ToLower(string(v)), " ", "-")
	}
	return "none"
}

// HTML writes report.html: one page that needs nothing else. Its cases are read and written one after the other.
func HTML(w io.Writer, s *Source) error {
	return writePage(w, s, nil)
}

// writePage writes the report. Where apart is not nil, the plays stand on pages of their own, which it writes.
func writePage(w io.Writer, s *Source, apart func(*caseView) error) error {
	if err := visibly(w, func(out io.Writer) error { return newPage(s, apart != nil).write(out, s, apart) }); err != nil {
		return fmt.Errorf("cannot make the report: %w", err)
	}
	return nil
}

func (p *page) write(out io.Writer, s *Source, apart func(*caseView) error) error {
	if err := templates.ExecuteTemplate(out, "report.gohtml", p); err != nil {
		return err
	}
	for _, g := range p.Cases {
		if err := templates.ExecuteTemplate(out, "blockHead", g); err != nil {
			return err
		}
		for _, o := range g.outcomes {
			for c := range caseViews(o, apart != nil) {
				if err := s.writeCase(out, c, apart); err != nil {
					return err
				}
			}
		}
		if err := templates.ExecuteTemplate(out, "blockEnd", g); err != nil {
			return err
		}
	}
	return templates.ExecuteTemplate(out, "reportEnd", p)
}

// writeCase reads a play again and writes it, on the page or apart.
func (s *Source) writeCase(out io.Writer, c caseView, apart func(*caseView) error) error {
	if err := s.open(&c); err != nil {
		return err
	}
	name := "case"
	if apart != nil && c.Play != nil {
		name = "caseApart"
		if err := apart(&c); err != nil {
			return err
		}
	}
	return templates.ExecuteTemplate(out, name, c)
}

func newPage(s *Source, apart bool) *page {
	p := &page{
		Product: s.product(), Standing: s.Stands(), Doubts: s.Doubts(), Identity: s.identity(), SideBySide: s.sideBySide(), Found: FoundParts(s.Run.Found), Calls: newCallsView(s), Time: newTimeView(s),
		Style: reportStyle, Script: template.JS(reportScript), Policy: policy,
	}
	p.Title = "OCPP 2.0.1 conformance report: " + p.Product
	for _, i := range s.Indicators {
		v := indicatorView{Indicator: i, Plot: newPlot(i)}
		for _, sample := range i.Exceeded() {
			v.Exceeded = append(v.Exceeded, sampleView{sample, recordLink(apart, sample.Play, sample.From)})
		}
		for _, e := range i.Excluded {
			v.Excluded = append(v.Excluded, excludedView{e, recordLink(apart, e.Play, e.From)})
		}
		p.Indicators = append(p.Indicators, v)
	}
	p.addCases(s)
	p.share()
	p.Findings, p.Unplayed = toLookAt(s.Outcomes, apart), NotRun(s.Outcomes)
	p.Marks = newMarks(s.Marks, s.Outcomes, apart)
	return p
}

// recordLink leads to a frame of a play.
func recordLink(apart bool, play int, seq int64) string {
	to := fmt.Sprintf("#s%d", seq)
	if apart && play > 0 {
		return playPage(play) + to
	}
	return to
}

func (p *page) addCases(s *Source) {
	groups := map[string]*caseGroup{}
	found := Counts{}
	for _, o := range s.Outcomes {
		g := groups[o.Planned.Block]
		if g == nil {
			g = &caseGroup{Key: o.Planned.Block, Name: blockNames[o.Planned.Block]}
			groups[o.Planned.Block] = g
		}
		g.outcomes = append(g.outcomes, o)
		for v := range caseViews(o, false) {
			found[v.Verdict]++
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
