package live

import (
	"html/template"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/reports"
)

// kept is how many entries of a bench's message sequence are in memory, and shown is how many the script leaves on the page: what is
// older is read back from the file. kept is larger, so that who was away and finds the window moved on has lost nothing that
// would still be on the page.
const (
	kept  = 400
	shown = 300
)

// window is the end of a bench's message sequence.
type window struct {
	entries []*entry
	dropped int64 // number of the newest entry that was dropped, 0 for none
}

// entry is one line of the sequence.
type entry struct {
	Seq   int64
	At    time.Time
	Case  string // in which it happened; empty between cases
	Opens bool   // it holds more than is shown: a frame
	reports.Drawn

	json []byte // as it is sent, drawn once for all watchers
}

// longest is how much of one text of a station a line shows; the record itself has all of it.
const longest = 200

func newEntry(rec evidence.Record) *entry {
	if rec.Begin != nil {
		return &entry{Seq: rec.Seq, At: rec.At, Case: rec.Case, Drawn: reports.Drawn{Class: "begin", Name: evidence.PlayName(rec.Begin.ID, rec.Begin.Mode), Gist: rec.Begin.Name}}
	}
	if rec.End != nil {
		return &entry{Seq: rec.Seq, At: rec.At, Case: rec.Case, Drawn: reports.Drawn{Class: "ended", Name: evidence.PlayName(rec.End.ID, rec.End.Mode) + ": " + string(rec.End.Verdict), Gist: cut(rec.End.Reason)}}
	}
	d, ok := reports.Draw(rec)
	if !ok {
		return nil
	}
	d.Name, d.Gist = cut(d.Name), cut(d.Gist)
	for i := range d.Trouble {
		d.Trouble[i] = cut(d.Trouble[i])
	}
	if len(d.Trouble) > mostTrouble {
		d.Trouble = append(d.Trouble[:mostTrouble:mostTrouble], "… and more, in the record")
	}
	return &entry{Seq: rec.Seq, At: rec.At, Case: rec.Case, Opens: true, Drawn: d}
}

// mostTrouble is how many faults of one frame a line shows.
const mostTrouble = 5

func cut(text string) string {
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest-1]) + "…"
	}
	return text
}

// show adds a record to its bench's window. The caller holds mu.
func (p *Page) show(rec evidence.Record) {
	e := newEntry(rec)
	if e == nil || p.state.bench(rec.Bench) == nil {
		return
	}
	w := p.windows[rec.Bench]
	if w == nil {
		w = &window{}
		p.windows[rec.Bench] = w
	}
	if len(w.entries) == 2*kept { // moved at a time, so that an entry costs no copy of all others
		w.dropped = w.entries[kept-1].Seq
		w.entries = append(make([]*entry, 0, 2*kept), w.entries[kept:]...)
	}
	w.entries = append(w.entries, e)
}

// since lists the entries after a record; whole tells that none is missing between.
func (w *window) since(seq int64) (entries []*entry, whole bool) {
	i := len(w.entries)
	for i > 0 && w.entries[i-1].Seq > seq {
		i--
	}
	entries, whole = w.entries[i:], seq >= w.dropped
	if len(entries) > kept {
		entries, whole = entries[len(entries)-kept:], false
	}
	return entries, whole
}

// HTML is the entry as a line of the page.
func (e *entry) HTML() template.HTML {
	var m markup
	m.entry(e)
	return template.HTML(m)
}

func (m *markup) entry(e *entry) {
	m.raw(`<li id="r`)
	m.number(e.Seq)
	m.raw(`" class="`, escaped(e.Class))
	if len(e.Trouble) > 0 {
		m.raw(` bad`)
	}
	m.raw(`"><time>`)
	m.time(e.At)
	m.raw(`</time> `)
	if e.Opens {
		m.raw(`<a href="/record/`)
		m.number(e.Seq)
		m.raw(`" data-record="`)
		m.number(e.Seq)
		m.raw(`">`, escaped(e.Name), `</a>`)
	} else {
		m.raw(`<b>`, escaped(e.Name), `</b>`)
	}
	if e.Gist != "" {
		m.raw(` <span class="gist">`, escaped(e.Gist), `</span>`)
	}
	for _, t := range e.Trouble {
		m.raw(`<span class="trouble">`, escaped(t), `</span>`)
	}
	m.raw("</li>")
}

// JSON is the line as a stream sends it. The caller holds mu.
func (e *entry) JSON() []byte {
	if e.json == nil {
		m := make(markup, 0, usual)
		m.entry(e)
		e.json = quoted(m)
	}
	return e.json
}

// usual is how many bytes most lines have at most.
const usual = 512

// Line is a record as a line of a message sequence, which opens at /record/ and its number; ok is false of what is none.
func Line(rec evidence.Record) (html string, ok bool) {
	e := newEntry(rec)
	if e == nil {
		return "", false
	}
	return string(e.HTML()), true
}
