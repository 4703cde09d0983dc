package live

import (
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/kpi"
	"github.com/certbench/certbench/reports"
)

//go:embed *.gohtml live.css live.js
var files embed.FS

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"slug":    reports.Slug,
	"visible": reports.Visible,
	"millis":  func(t time.Time) int64 { return t.UnixMilli() },
	"plural":  plural,
}).ParseFS(files, "*.gohtml"))

// panel is a part of the page that is drawn as a whole, once for all watchers.
type panel struct {
	html    string
	json    []byte // that, as a stream sends it
	of      string // what it was drawn from, in short
	version int64
}

// draw returns the panel of a name, drawn anew where what it shows has changed. The caller holds mu.
func (p *Page) draw(name, of string, drawn func(*markup)) *panel {
	one := p.panels[name]
	if one == nil {
		one = &panel{}
		p.panels[name] = one
	}
	if one.of == of && one.version > 0 {
		return one
	}
	m := p.sheet[:0]
	drawn(&m)
	p.sheet = m
	one.html, one.json, one.of = string(m), quoted(m), of
	one.version++
	return one
}

// drawn is a panel with its name.
type drawn struct {
	Name string
	*panel
}

// HTML is the panel for the page as a whole.
func (d drawn) HTML() template.HTML { return template.HTML(d.html) }

// all draws what has changed and returns every panel but those of the desk; five watchers have it drawn once. The caller holds
// mu.
func (p *Page) all() []drawn {
	if p.drawnAt != p.state.Seq {
		p.latest, p.drawnAt = p.drawAll(), p.state.Seq
		p.draws++
	}
	return p.latest
}

func (p *Page) drawAll() (out []drawn) {
	s := p.state
	plays, samples := fmt.Sprint(s.ended, len(s.plays), len(s.Cases), s.Finished != nil, s.Started != nil), ""
	times := s.meter.SoFar(lastSamples)
	for _, i := range times {
		samples += fmt.Sprint(i.Count, i.Average, " ") // an act may take a sample away when another comes
	}
	add := func(name, of string, draws func(*markup)) {
		out = append(out, drawn{name, p.draw(name, of, draws)})
	}
	add("head", plays+fmt.Sprint(len(s.Found), p.failed, p.stopping()), func(m *markup) { m.head(p.headView()) })
	add("plan", plays, func(m *markup) { m.plan(s.planView()) })
	add("times", samples, func(m *markup) { m.times(p.timesView(times)) })
	add("found", fmt.Sprint(len(s.Found)), func(m *markup) { m.raw(string(written("found", s.Found))) })
	for i, b := range s.Benches {
		add(fmt.Sprintf("station-%d", i), b.looks(), func(m *markup) { m.station(b) })
		add(fmt.Sprintf("play-%d", i), b.Play.looks(), func(m *markup) { m.play(b.playView()) })
	}
	return out
}

// looks is what the panel of the station depends on.
func (b *Bench) looks() string {
	var t strings.Builder
	fmt.Fprint(&t, b.Connected, b.Said, b.Station != nil)
	for _, c := range b.Connectors {
		fmt.Fprint(&t, *c)
	}
	for _, tx := range b.Open {
		fmt.Fprint(&t, *tx)
	}
	return t.String()
}

func (p *Play) looks() string {
	if p == nil {
		return ""
	}
	return fmt.Sprint(p.Number, len(p.items), p.more, p.End != nil, p.Awaiting != nil, p.Since.UnixNano())
}

// headView is the run in short.
type headView struct {
	Run            *evidence.RunStarted
	Finished       *evidence.RunEnded
	Played, ToPlay int // plays
	Counts         []count
	Began          time.Time
	Ends           time.Time // when it will have ended; zero where that cannot be told
	Sure           bool
	Left           time.Duration
	Stopping       bool // it was asked to end, and brings its stations to rest
	Found          int
	Failed         error
}

type count struct {
	Verdict evidence.Verdict
	Count   int
}

func (p *Page) headView() headView {
	s := p.state
	h := headView{Run: s.Started, Finished: s.Finished, Began: s.Began, Found: len(s.Found), Failed: p.failed}
	h.Played, h.ToPlay = s.Plays()
	counts := s.Counts()
	for _, v := range evidence.Verdicts() {
		if counts[v] > 0 {
			h.Counts = append(h.Counts, count{v, counts[v]})
		}
	}
	now := p.Now()
	left, sure := s.Left(now)
	h.Stopping = s.Finished == nil && p.stopping()
	if s.Finished == nil && !h.Stopping && (sure || left > 0) {
		h.Ends, h.Sure, h.Left = now.Add(left), sure, left.Round(time.Second)
	}
	return h
}

func (p *Page) stopping() bool { return p.Steering != nil && p.Steering.Stopping() }

// group is the cases of one functional block.
type group struct {
	Block string
	Cases []*Case
}

// planView is what is to be played; what is not is counted in the head.
func (s *State) planView() (groups []group) {
	for _, c := range s.Cases {
		if !c.ToPlay() {
			continue
		}
		i := slices.IndexFunc(groups, func(g group) bool { return g.Block == c.Block })
		if i < 0 {
			groups = append(groups, group{Block: c.Block})
			i = len(groups) - 1
		}
		groups[i].Cases = append(groups[i].Cases, c)
	}
	slices.SortStableFunc(groups, func(a, b group) int { return cmp.Compare(a.Block, b.Block) })
	return groups
}

// lastSamples is how many samples of an indicator the strip shows.
const lastSamples = 60

// indicatorView is one performance indicator as it comes.
type indicatorView struct {
	kpi.SoFar
	Limit  float64 // in seconds, 0 for none
	Bars   []bar
	LimitY float64 // where the limit is drawn; 0 where it is not
}

type bar struct {
	X, Y, Height float64
	Over         bool
}

const (
	// farBelow is how many times below its limit an indicator is when the strip has no room for the limit: the samples would be a line.
	farBelow    = 4
	stripHeight = 40
	barWidth    = 4
)

func (p *Page) timesView(all []kpi.SoFar) (out []indicatorView) {
	for _, i := range all {
		v := indicatorView{SoFar: i, Limit: p.Limits[i.ID].Seconds()}
		longest := slices.Max(append([]float64{0.001}, i.Last...))
		top := max(v.Limit, longest)
		if longest < v.Limit/farBelow {
			top = longest
		}
		for n, sample := range i.Last {
			h := max(1, stripHeight*sample/top)
			v.Bars = append(v.Bars, bar{float64(n * barWidth), stripHeight - h, h, v.Limit > 0 && sample > v.Limit})
		}
		if v.Limit > 0 && top >= v.Limit {
			v.LimitY = stripHeight - stripHeight*v.Limit/top
		}
		out = append(out, v)
	}
	return out
}

// Over tells that the indicator is above its limit.
func (v indicatorView) Over() bool { return v.Limit > 0 && v.Max > v.Limit }

// playView is a play as its table.
type playView struct {
	*Play
	tableView
	Verdict evidence.Verdict
	Earlier int // rows of a long table that are left out
}

// tableView is the table of a play as far as it was played, and what is still to come of it.
type tableView struct {
	Rows  []evidence.TableRow
	Ahead []rowAhead
}

// written is what a template makes of something.
func written(name string, of any) template.HTML {
	var b strings.Builder
	if err := templates.ExecuteTemplate(&b, name, of); err != nil {
		panic("live: " + err.Error()) // the template is part of the program
	}
	return template.HTML(b.String())
}

// rowAhead is a row that is still to come.
type rowAhead struct {
	evidence.RowAhead
	Now bool // it is what is waited for
}

// mostRows of a play are shown, the last.
const mostRows = 200

func (b *Bench) playView() *playView {
	if b.Play == nil {
		return nil
	}
	v := &playView{Play: b.Play, Verdict: b.Play.Verdict()}
	v.Rows = b.Play.Table()
	if b.Play.End == nil {
		v.Ahead = rowsAhead(b.Play.Begin.Table, v.Rows, b.Play.Awaiting)
	}
	if n := len(v.Rows) - mostRows; n > 0 {
		v.Rows, v.Earlier = v.Rows[n:], n
	}
	return v
}

// rowsAhead are the rows that are still to come in a play that goes on, with what it waits for; nil for nothing.
func rowsAhead(table []evidence.RowAhead, played []evidence.TableRow, awaiting *evidence.Awaiting) (all []rowAhead) {
	for _, row := range behind(table, played) {
		all = append(all, rowAhead{row, len(all) == 0 && isAwaited(row, awaiting)})
	}
	return all
}

// isAwaited tells whether a row is what is waited for.
func isAwaited(row evidence.RowAhead, a *evidence.Awaiting) bool {
	return a != nil && a.Stage == evidence.Main && len(a.State) == 0 && a.Number == row.Number
}

// seconds is a response time: in milliseconds where it is below a second.
func seconds(v float64) string {
	if v < 1 {
		return fmt.Sprintf("%.1f ms", 1000*v)
	}
	return fmt.Sprintf("%.3f s", v)
}

func short(d time.Duration) string { return d.Round(time.Second).String() }

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
