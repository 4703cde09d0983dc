package live

import (
	"html/template"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/reports"
)

// markup is HTML that is written without a template: the panels that are drawn again and again while a run goes on. A template takes ten times
// as long, at the cost of the bench. What is no constant goes in by text, which escapes it.
type markup []byte

// raw adds markup that is ours.
func (m *markup) raw(parts ...string) {
	for _, part := range parts {
		*m = append(*m, part...)
	}
}

// text adds a text of anybody.
func (m *markup) text(s string) { m.raw(escaped(s)) }

func (m *markup) number(n int64) { *m = strconv.AppendInt(*m, n, 10) }

// decimal adds a length of a drawing, to a tenth.
func (m *markup) decimal(v float64) { *m = strconv.AppendFloat(*m, v, 'f', 1, 64) }

// time adds a time of day, in UTC.
func (m *markup) time(t time.Time) { *m = t.UTC().AppendFormat(*m, "15:04:05.000") }

func (m *markup) badge(v evidence.Verdict) {
	m.raw(`<b class="v `, escaped(reports.Slug(v)), `">`, escaped(string(v)), `</b>`)
}

func escaped(s string) string { return template.HTMLEscapeString(reports.Visible(s)) }

// broken adds a text of which the long names of OCPP may be broken between their words, and lists of them between the names. No entity of
// escaped has a capital in it.
func (m *markup) broken(s string) {
	s = escaped(s)
	from := 0
	for i := 1; i < len(s); i++ {
		if before := s[i-1]; s[i] >= 'A' && s[i] <= 'Z' && (before >= 'a' && before <= 'z' || before == ',' || before == '.') {
			m.raw(s[from:i], "<wbr>")
			from = i
		}
	}
	m.raw(s[from:])
}

// head is the head of the page: how far the run is.
func (m *markup) head(h headView) {
	if h.Run == nil {
		m.raw(`<h1>The run has not begun</h1>`)
	} else {
		m.raw(`<h1>`, escaped(h.Run.Product), `</h1>`)
	}
	if h.Failed != nil {
		m.raw(`<p class="wrong" role="alert">The evidence cannot be read on: `, escaped(h.Failed.Error()), `</p>`)
	}
	m.raw("\n", `<p class="progress">`)
	if h.ToPlay > 0 { // else the plan is not recorded yet
		played, toPlay := strconv.Itoa(h.Played), strconv.Itoa(h.ToPlay)
		m.raw(`<progress max="`, toPlay, `" value="`, played, `" aria-label="Plays that have ended">`, played, ` of `, toPlay, "</progress>\n",
			`<span>`, played, ` of `, plural(h.ToPlay, "play"), "</span>\n")
	}
	m.end(h)
	m.raw("</p>\n", `<p class="counts">`)
	for _, c := range h.Counts {
		m.raw(`<span>`)
		m.badge(c.Verdict)
		m.raw(` `, strconv.Itoa(c.Count), `</span> `)
	}
	if h.Found > 0 {
		m.raw(`<a href="#found">`, plural(h.Found, "finding"), ` outside of the cases</a>`)
	}
	m.raw(`</p>`)
}

// end is the end of the run, or when it will come.
func (m *markup) end(h headView) {
	switch f := h.Finished; {
	case f != nil:
		m.raw(`<span>The run has ended: `)
		m.badge(f.Verdict)
		m.some(` `, f.Reason, ``)
		if f.Interrupted {
			m.raw(` It was interrupted.`)
		}
		m.raw(`</span>`)
	case h.Stopping:
		m.raw(`<span>The run is being stopped: the benches are brought to rest.</span>`)
	case h.Ends.IsZero():
		m.raw(`<span>The time left cannot be told yet.</span>`)
	default:
		about, by := "about ", ", by earlier runs"
		if h.Sure {
			about, by = "", ""
		}
		m.raw(`<span>`, about, `<b data-until="`)
		m.number(h.Ends.UnixMilli())
		m.raw(`" class="left">`, short(h.Left), `</b> left`, by, `</span>`)
	}
}

// plan is the plan, block by block.
func (m *markup) plan(groups []group) {
	var ids markup
	m.raw("<h2>The plan</h2>\n")
	for _, g := range groups {
		m.raw(`<details open><summary>Block `, escaped(g.Block), `, `, plural(len(g.Cases), "case"), `</summary><ul class="plan">`)
		for _, c := range g.Cases {
			m.planned(c)
			ids.raw(`<option value="`, escaped(c.ID), `">`, escaped(c.Name), `</option>`)
		}
		m.raw("</ul></details>\n")
	}
	if len(groups) == 0 {
		m.raw(`<p class="muted">No plan has been recorded yet.</p>`)
	}
	m.raw(`<datalist id="cases">`, string(ids), `</datalist>`)
}

func (m *markup) planned(c *Case) {
	playing := c.Playing()
	m.raw(`<li`)
	if playing {
		m.raw(` class="playing"`)
	}
	m.raw(`><a href="/case/`, pathOf(c.ID), `">`, escaped(c.ID), `</a> <span>`, escaped(c.Name), `</span> `)
	switch {
	case playing:
		m.raw(`<b class="running">plays now</b>`)
	case c.So != "":
		m.badge(c.So)
	default:
		m.raw(`<small>to come</small>`)
	}
	m.raw(`</li>`)
}

// play is the play as its table, with what is waited for.
func (m *markup) play(v *playView) {
	if v == nil {
		m.raw(`<p class="muted">Nothing has been played yet.</p>`)
		return
	}
	m.title(v)
	if v.End != nil && v.End.Reason != "" {
		m.raw(`<p>`, escaped(v.End.Reason), "</p>\n")
	}
	if v.Earlier > 0 {
		m.raw(`<p class="muted">`, plural(v.Earlier, "earlier row"), ` on <a href="/case/`, pathOf(v.Begin.ID), `">the page of the case</a>.</p>`, "\n")
	}
	m.table(v.tableView)
	m.raw("\n")
	if v.Awaiting != nil {
		m.awaiting(v.Awaiting)
	}
}

// title says what is played, or was played last, and how it stands.
func (m *markup) title(v *playView) {
	m.raw(`<h3 class="now">`)
	if v.End != nil {
		m.raw(`Last: `)
	}
	m.raw(`<a href="/case/`, pathOf(v.Begin.ID), `">`, escaped(v.Begin.ID), `</a>`)
	m.some(` (`, v.Begin.Mode, `)`)
	m.raw(` `, escaped(v.Begin.Name), ` `)
	if v.End != nil {
		m.badge(v.End.Verdict)
	} else {
		m.raw(`<span class="running" data-since="`)
		m.number(v.Began.UnixMilli())
		m.raw(`"></span>`)
		if v.Verdict != "" {
			m.raw(` <small>so far</small> `)
			m.badge(v.Verdict)
		}
	}
	m.raw("</h3>\n")
}

// awaiting is what a play waits for, and until when.
func (m *markup) awaiting(a *evidence.Awaiting) {
	m.raw(`<p class="awaiting" role="status">`)
	row := "Row without a number: "
	if a.Number != "" {
		row = "Row " + escaped(a.Number) + ": "
	}
	switch a.Actor {
	case "":
		m.raw(`The bench waits for `)
	case evidence.ActorPerson: // whom the document calls by what they do
		m.raw(row, `a manual action is awaited: `)
	default:
		m.raw(row, `awaited from the `, escaped(string(a.Actor)), `: `)
	}
	m.raw(`<b>`, escaped(a.What), `</b>`)
	m.some(` <small>in `, strings.Join(a.State, ", "), `</small>`)
	if !a.Until.IsZero() {
		m.raw(` <span>until <time>`)
		m.time(a.Until)
		m.raw(`</time> UTC, <b data-until="`)
		m.number(a.Until.UnixMilli())
		m.raw(`" class="left">at most</b> more</span>`)
	}
	m.raw(`</p>`)
}

// pathOf is a text as a part of an address.
func pathOf(text string) string { return escaped(url.PathEscape(text)) }

// Drawn is the table as the page has it.
func (t tableView) Drawn() template.HTML {
	var m markup
	m.table(t)
	return template.HTML(m)
}

func (m *markup) table(t tableView) {
	if len(t.Rows) == 0 && len(t.Ahead) == 0 {
		return
	}
	m.raw(`<div class="scroll" tabindex="0" role="region" aria-label="The table of the case"><table class="rows"><thead><tr><th>Row</th><th>Who</th><th>What</th><th>Verdict</th></tr></thead><tbody>`)
	for i := range t.Rows {
		m.row(&t.Rows[i])
	}
	for i := range t.Ahead {
		m.ahead(&t.Ahead[i])
	}
	m.raw(`</tbody></table></div>`)
}

func (m *markup) row(r *evidence.TableRow) {
	m.raw(`<tr class="d`)
	m.number(int64(r.Depth()))
	m.raw(`"><td>`, escaped(r.Number), `</td><td>`, escaped(string(r.Actor)), `</td><td>`)
	if r.Reached != "" {
		m.raw(`<b>`)
		m.broken(r.Reached)
		m.raw(`</b> `)
	}
	if r.Text == "" && r.Reached == "" {
		m.raw(`What holds for every case`)
	}
	m.broken(r.Text)
	if r.Reason != "" && r.Verdict != evidence.Pass {
		m.raw(`<small>`)
		m.broken(r.Reason)
		m.raw(`</small>`)
	}
	m.raw(`</td><td>`)
	if r.Verdict != "" {
		m.badge(r.Verdict)
	}
	m.raw("</td></tr>\n")
}

func (m *markup) ahead(r *rowAhead) {
	m.raw(`<tr class="ahead"><td>`, escaped(r.Number), `</td><td>`, escaped(string(r.Actor)), `</td><td>`)
	switch {
	case r.Reaches != "":
		m.raw(`<b>`)
		m.broken(r.Reaches)
		m.raw(`</b>`)
	case r.Text != "":
		m.broken(r.Text)
	default:
		m.raw(`only under a condition`)
	}
	m.raw(`</td><td>`)
	if r.Now {
		m.raw(`<b class="running">now</b>`)
	} else {
		m.raw(`<small>to come</small>`)
	}
	m.raw("</td></tr>\n")
}

// station is the station with what is known of its connectors and transactions.
func (m *markup) station(b *Bench) {
	m.raw(`<h2>`, escaped(b.Title), "</h2>\n", `<p class="who">`)
	if s := b.Station; s != nil {
		m.raw(escaped(s.Vendor), ` `, escaped(s.Model))
		m.some(` · firmware `, s.Firmware, ``)
	} else {
		m.text(b.StationID)
	}
	if b.Connected {
		m.raw(` <span class="lamp on">connected</span>`)
	} else {
		m.raw(` <span class="lamp off">not connected</span>`)
	}
	m.raw(` <small>`, escaped(b.Said), "</small></p>\n")
	m.connectors(b.Connectors)
	m.transactions(b.Open)
}

// some adds a text between markup; nothing for an empty one.
func (m *markup) some(before, text, after string) {
	if text != "" {
		m.raw(before, escaped(text), after)
	}
}

func (m *markup) connectors(all []*Connector) {
	if len(all) == 0 {
		return
	}
	m.raw(`<ul class="connectors">`)
	for _, c := range all {
		m.raw(`<li><b>EVSE `, strconv.Itoa(c.EVSE), ` connector `, strconv.Itoa(c.Number), `</b> `)
		m.some(`<span class="status">`, c.Status, `</span>`)
		m.some(` <span>pilot <b>`, c.Pilot, `</b></span>`)
		m.some(` <span>contactor <b>`, c.Contactor, `</b></span>`)
		m.some(`<small>`, c.Seen, `</small>`)
		m.raw(`</li>`)
	}
	m.raw("</ul>\n")
}

func (m *markup) transactions(all []*Transaction) {
	if len(all) == 0 {
		m.raw(`<p class="muted">No transaction.</p>`)
		return
	}
	m.raw(`<ul class="transactions">`)
	for _, t := range all {
		m.raw(`<li>Transaction <code>`, escaped(t.ID), `</code>`)
		if t.EVSE != 0 {
			m.raw(` on EVSE `, strconv.Itoa(t.EVSE))
		}
		m.raw(`: `, escaped(t.Event))
		m.some(`, <b>`, t.State, `</b>`)
		m.some(`, idToken <code>`, t.Token, `</code>`)
		m.raw(`</li>`)
	}
	m.raw(`</ul>`)
}

// times are the indicators of the certificate as they come.
func (m *markup) times(all []indicatorView) {
	m.raw("<h2>Times of the certificate</h2>\n", `<div class="times">`)
	for i := range all {
		v := &all[i]
		m.raw(`<figure class="card"><figcaption>`)
		m.broken(v.Name)
		m.raw("</figcaption>\n")
		switch {
		case v.Count > 0:
			m.measured(v)
		case v.Limit > 0:
			m.raw(`<p class="muted">No sample yet; limit `, seconds(v.Limit), `.</p>`)
		default:
			m.raw(`<p class="muted">No sample yet.</p>`)
		}
		m.raw(`</figure>`)
	}
	m.raw(`</div>`)
}

// measured is an indicator with its samples, one bar each: those within the limit as one path, those above it as another.
func (m *markup) measured(v *indicatorView) {
	m.raw(`<p>min `, seconds(v.Min), ` · average `, seconds(v.Average), ` · max <b>`, seconds(v.Max), `</b>`)
	switch {
	case v.Limit == 0:
		m.raw(` · no limit declared`)
	case v.Over():
		m.raw(` · limit `, seconds(v.Limit), ` <b class="v fail">above</b>`)
	default:
		m.raw(` · limit `, seconds(v.Limit), ` <b class="v pass">within</b>`)
	}
	m.raw("</p>\n", `<svg viewBox="0 0 240 40" width="240" height="40" role="img" aria-label="The last `, strconv.Itoa(len(v.Bars)), ` of `, strconv.Itoa(v.Count), ` samples">`)
	m.bars("in", v.Bars, func(b bar) bool { return !b.Over })
	m.bars("over", v.Bars, func(b bar) bool { return b.Over })
	if v.LimitY > 0 {
		m.raw(`<line x1="0" x2="240" y1="`)
		m.decimal(v.LimitY)
		m.raw(`" y2="`)
		m.decimal(v.LimitY)
		m.raw(`" class="limit"/>`)
	}
	m.raw(`</svg><small>`, plural(v.Count, "sample"), `</small>`)
}

// bars are those bars of a strip that are wanted, as one path; nothing for none.
func (m *markup) bars(class string, all []bar, wanted func(bar) bool) {
	var path markup
	for _, b := range all {
		if wanted(b) {
			path.bar(b)
		}
	}
	if len(path) > 0 {
		m.raw(`<path class="`, class, `" d="`, string(path), `"/>`)
	}
}

func (m *markup) bar(b bar) {
	m.raw("M")
	m.decimal(b.X)
	m.raw(" ")
	m.decimal(b.Y)
	m.raw("v")
	m.decimal(b.Height)
	m.raw("h3V")
	m.decimal(b.Y)
	m.raw("z")
}
