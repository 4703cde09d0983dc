package live

import (
	"html/template"
	"strconv"
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

// broken lets the long names of OCPP in a text be broken between their words. No entity of escaped has a capital in it.
func broken(s string) template.HTML {
	s = escaped(s)
	var b []byte
	for i := range len(s) {
		if i > 0 && s[i] >= 'A' && s[i] <= 'Z' && s[i-1] >= 'a' && s[i-1] <= 'z' {
			b = append(b, "<wbr>"...)
		}
		b = append(b, s[i])
	}
	return template.HTML(b)
}

// HTML is the line of the case in the plan.
func (c *Case) HTML() template.HTML {
	var m markup
	m.planned(c)
	return template.HTML(m)
}

func (m *markup) planned(c *Case) {
	playing := c.Playing()
	m.raw(`<li`)
	if playing {
		m.raw(` class="playing"`)
	}
	id := escaped(c.ID)
	m.raw(`><a href="/case/`, id, `">`, id, `</a> <span>`, escaped(c.Name), `</span> `)
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

// Drawn is the table as the page has it.
func (t tableView) Drawn() template.HTML {
	if len(t.Rows) == 0 && len(t.Ahead) == 0 {
		return ""
	}
	var m markup
	m.raw(`<div class="scroll" tabindex="0" role="region" aria-label="The table of the case"><table class="rows"><thead><tr><th>Row</th><th>Who</th><th>What</th><th>Verdict</th></tr></thead><tbody>`)
	for i := range t.Rows {
		m.row(&t.Rows[i])
	}
	for i := range t.Ahead {
		m.ahead(&t.Ahead[i])
	}
	m.raw(`</tbody></table></div>`)
	return template.HTML(m)
}

func (m *markup) row(r *evidence.TableRow) {
	m.raw(`<tr class="d`)
	m.number(int64(r.Depth()))
	m.raw(`"><td>`, escaped(r.Number), `</td><td>`, escaped(string(r.Actor)), `</td><td>`)
	if r.Reached != "" {
		m.raw(`<b>`, string(broken(r.Reached)), `</b> `)
	}
	if r.Text == "" && r.Reached == "" {
		m.raw(`What holds for every case`)
	}
	m.raw(string(broken(r.Text)))
	if r.Reason != "" && r.Verdict != evidence.Pass {
		m.raw(`<small>`, string(broken(r.Reason)), `</small>`)
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
		m.raw(`<b>`, string(broken(r.Reaches)), `</b>`)
	case r.Text != "":
		m.raw(string(broken(r.Text)))
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

// Strip is the samples of an indicator, one bar each: those within the limit as one path, those above it as another.
func (v indicatorView) Strip() template.HTML {
	var m markup
	m.bars("in", v.Bars, func(b bar) bool { return !b.Over })
	m.bars("over", v.Bars, func(b bar) bool { return b.Over })
	return template.HTML(m)
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
