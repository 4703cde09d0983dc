package reports

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/kpi"
)

var (
	//go:embed report.gohtml
	reportText string
	//go:embed style.css
	styleText string
	//go:embed report.css
	reportStyle string
	//go:embed report.js
	reportScript string
)

// page is everything that report.gohtml shows.
type page struct {
	Title      string
	Product    string
	Standing   Standing
	Doubts     []string
	Identity   []facts
	Shares     []share
	Indicators []indicatorView
	Chips      []chip
	Cases      []caseGroup
	Style      template.CSS
	Script     template.JS
	Policy     string // the content security policy: this script and no other
}

// facts are a titled list of names and values.
type facts struct {
	Title string
	Rows  []fact
}

type fact struct{ Name, Value string }

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

type caseGroup struct {
	Key, Name string
	Cases     []caseView
}

type indicatorView struct {
	kpi.Indicator
	Plot     *plot
	Exceeded []kpi.Sample
}

var reportTemplate = template.Must(template.New("report").Funcs(functions).Parse(reportText))

var functions = template.FuncMap{
	"slug":    slug,
	"join":    strings.Join,
	"seconds": secondsWord,
	"limit":   limitWord,
	"verdicts": func() []evidence.Verdict {
		return []evidence.Verdict{evidence.Pass, evidence.Warning, evidence.Fail, evidence.Inconclusive, evidence.Error, evidence.NotRun, evidence.NotApplicable}
	},
	"count":  func(c Counts, v evidence.Verdict) int { return c[v] },
	"plural": plural,
}

// secondsWord keeps milliseconds, and finer for what a simulated station answers in less than ten.
func secondsWord(v float64) string {
	if v < 0.01 {
		return fmt.Sprintf("%.5f", v)
	}
	return fmt.Sprintf("%.3f", v)
}

func limitWord(v *float64) string {
	if v == nil {
		return "not declared"
	}
	return fmt.Sprintf("%g", *v)
}

// slug is the class of a verdict in the style sheet.
func slug(v evidence.Verdict) string {
	switch v {
	case evidence.Pass, evidence.Warning, evidence.Inconclusive, evidence.Fail, evidence.Error, evidence.NotRun, evidence.NotApplicable:
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
	if err := reportTemplate.Execute(&buf, p); err != nil {
		return fmt.Errorf("cannot make the report: %w", err)
	}
	_, err = w.Write(buf.Bytes())
	return err
}

func newPage(s *Source) (*page, error) {
	sum := sha256.Sum256([]byte(reportScript))
	p := &page{
		Product: s.product(), Standing: s.Stands(), Doubts: s.Doubts(), Identity: s.identity(),
		Style: template.CSS(styleText + reportStyle), Script: template.JS(reportScript),
		Policy: "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'",
	}
	p.Title = "OCPP 2.0.1 conformance report: " + p.Product
	for _, i := range s.Indicators {
		p.Indicators = append(p.Indicators, indicatorView{Indicator: i, Plot: newPlot(i), Exceeded: i.Exceeded()})
	}
	if err := p.addCases(s.Outcomes); err != nil {
		return nil, err
	}
	p.share()
	return p, nil
}

func (p *page) addCases(outcomes []evidence.Outcome) error {
	groups := map[string]*caseGroup{}
	shown := Counts{}
	for _, o := range outcomes {
		g := groups[o.Planned.Block]
		if g == nil {
			g = &caseGroup{Key: o.Planned.Block, Name: blockNames[o.Planned.Block]}
			groups[o.Planned.Block] = g
		}
		views, err := caseViews(o)
		if err != nil {
			return err
		}
		g.Cases = append(g.Cases, views...)
		for _, v := range views {
			shown[v.Verdict]++
		}
	}
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		p.Cases = append(p.Cases, *groups[key])
	}
	for _, v := range slices.Backward(evidence.Verdicts()) {
		if shown[v] > 0 {
			p.Chips = append(p.Chips, chip{v, shown[v], v != evidence.NotApplicable || len(shown) == 1})
		}
	}
	return nil
}

// share divides the bar among the applicable cases.
func (p *page) share() {
	all := float64(p.Standing.Counts.Applicable())
	x := 0.0
	for _, v := range []evidence.Verdict{evidence.Pass, evidence.Warning, evidence.Fail, evidence.Inconclusive, evidence.Error, evidence.NotRun} {
		n := p.Standing.Counts[v]
		if n == 0 {
			continue
		}
		wide := 100 * float64(n) / all
		p.Shares = append(p.Shares, share{v, n, round(x*10) / 10, round(wide*10) / 10})
		x += wide
	}
}

func (s *Source) product() string {
	switch {
	case s.PICS != nil && s.PICS.Product.Designation != "":
		return s.PICS.Product.Designation
	case s.Run.Started.Product != "":
		return s.Run.Started.Product
	case s.Run.Station != nil:
		return s.Run.Station.Model
	}
	return "unnamed station"
}

// identity says what was tested, by what, and on which grounds.
func (s *Source) identity() []facts {
	run := s.Run.Started
	station := facts{Title: "Charging Station"}
	if st := s.Run.Station; st != nil {
		station.add("Identity", st.ID)
		station.add("Vendor", st.Vendor)
		station.add("Model", st.Model)
		station.add("Serial number", st.Serial)
		station.add("Firmware", st.Firmware)
	} else {
		station.add("Identity", "The station never told who it is.")
	}
	station.add("PICS of", run.Product)
	station.add("PICS file", hash(run.PICSHash))

	bench := facts{Title: "Bench"}
	bench.add("Name", run.Bench)
	bench.add("Bench file", hash(run.BenchHash))
	for _, kind := range slices.Sorted(maps.Keys(run.Rigs)) {
		bench.add("Rig for "+kind, run.Rigs[kind])
	}

	basis := facts{Title: "Basis"}
	basis.add("Edition", run.Edition)
	basis.add("Schemas", strings.TrimSpace(run.Schemas+" "+hash(run.SchemaHash)))
	basis.add("certbench", run.Certbench)
	basis.add("Arguments", strings.Join(run.Arguments, " "))
	basis.add("Seed", fmt.Sprint(run.Seed))

	record := facts{Title: "Run"}
	record.add("Run", run.ID)
	if !s.Run.StartedAt.IsZero() {
		record.add("Started", s.Run.StartedAt.UTC().Format("2006-01-02 15:04:05 UTC"))
		record.add("Took", readable(s.Run.EndedAt.Sub(s.Run.StartedAt).Round(time.Second)))
	}
	record.add("Evidence", fmt.Sprintf("%s, %s", plural(len(s.Run.Records), "record"), s.integrity()))
	record.add("Last hash", hash(s.Head))
	return []facts{station, bench, basis, record}
}

func (s *Source) integrity() string {
	if s.Altered() != nil {
		return "altered"
	}
	if s.Run.Cut {
		return "chain whole, end missing"
	}
	return "chain whole"
}

func (f *facts) add(name, value string) {
	if value != "" {
		f.Rows = append(f.Rows, fact{name, value})
	}
}

// hash shortens a hash for reading; run.json has it whole.
func hash(h string) string {
	if len(h) > 16 {
		return h[:16] + "…"
	}
	return h
}
