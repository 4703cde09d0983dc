package live

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/live/door"
	"github.com/certbench/certbench/reports"
)

// Handler serves the page behind its door.
func (p *Page) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.whole)
	mux.HandleFunc("GET /events", p.events)
	mux.HandleFunc("GET /case/{id}", p.caseOf)
	mux.HandleFunc("GET /record/{seq}", p.record)
	mux.HandleFunc("GET /older", p.older)
	mux.HandleFunc("GET /picture/{prompt}", p.picture)
	mux.HandleFunc("/answer", p.answer)
	mux.HandleFunc("/steer", p.steer)
	mux.HandleFunc("/again", p.again)
	mux.HandleFunc("/note", p.note)
	Static(mux)
	return p.Door.Guard(mux)
}

// Static serves the style sheet and the script.
func Static(mux *http.ServeMux) {
	style, err := reports.Style()
	own, errOwn := files.ReadFile("live.css")
	script, errScript := files.ReadFile("live.js")
	if err := errors.Join(err, errOwn, errScript); err != nil {
		panic("live: " + err.Error()) // they are part of the program
	}
	serve := func(path, kind string, content []byte) {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			_, _ = w.Write(content) // who has gone needs it no more
		})
	}
	serve(door.StylePath, "text/css; charset=utf-8", append([]byte(style), own...))
	serve("/live.js", "text/javascript; charset=utf-8", script)
}

// wholeView is the page as a whole.
type wholeView struct {
	Seq     int64
	Now     time.Time
	Shown   int
	Name    string
	Form    door.Form
	Refresh bool // the run goes on
	Panels  map[string]drawn
	Desk    template.HTML
	Benches []benchView
}

type benchView struct {
	Index         int
	Title         string
	Station, Play drawn
	Entries       []*entry
	First         int64 // number of the first entry that is shown
	Older         bool  // there are entries before it
}

// whole serves the page with all that it shows by now, so that it can be read without a script.
func (p *Page) whole(w http.ResponseWriter, r *http.Request) {
	visitor := door.Of(r)
	desk, _ := p.deskFor(visitor)
	p.mu.Lock()
	v := wholeView{Seq: p.state.Seq, Now: p.Now(), Shown: shown, Name: visitor.Name(), Form: visitor.Form(), Refresh: p.state.Finished == nil,
		Panels: map[string]drawn{}, Desk: template.HTML(desk)}
	for _, d := range p.all() {
		copied := *d.panel // which the next one to draw changes
		v.Panels[d.Name] = drawn{d.Name, &copied}
	}
	for i, b := range p.state.Benches {
		one := benchView{Index: i, Title: b.Title, Station: v.Panels[fmt.Sprintf("station-%d", i)], Play: v.Panels[fmt.Sprintf("play-%d", i)], First: p.state.Seq + 1}
		if window := p.windows[b.Name]; window != nil {
			one.Entries = append(one.Entries, window.entries[max(0, len(window.entries)-shown):]...)
			one.First, one.Older = one.Entries[0].Seq, window.dropped > 0 || len(window.entries) > shown
		}
		v.Benches = append(v.Benches, one)
	}
	p.mu.Unlock()
	write(w, "page", v)
}

// write sends a page.
func write(w http.ResponseWriter, name string, view any) {
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, name, view); err != nil {
		http.Error(w, "The page cannot be made: "+err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(b.Bytes()) // who has gone needs it no more
}

const (
	mostRaw    = 200_000 // bytes of a frame that are shown
	mostOlder  = 100     // entries that are read back at a time
	mostOfCase = 2000    // entries of a play on the page of its case
	mostBack   = 50_000  // records that are looked through for older entries
)

// inside is a record opened.
type inside struct {
	Seq      int64
	Raw      string
	Pretty   string // of JSON; empty for what is none
	Cut      int64  // bytes in all, where not all are shown
	Problems []string
}

// record opens one record.
func (p *Page) record(w http.ResponseWriter, r *http.Request) { ServeRecord(w, r, p.path) }

// ServeRecord opens the record whose number the path of a request has as "seq", read back from a file of evidence: as a page of its
// own, or with ?part only what is inside.
func ServeRecord(w http.ResponseWriter, r *http.Request, file string) {
	seq, err := strconv.ParseInt(r.PathValue("seq"), 10, 64)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	var found *evidence.Record
	if err := evidence.Lookup(file, seq, func(rec evidence.Record) bool { found = &rec; return false }); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if found == nil || found.Seq != seq {
		http.NotFound(w, r)
		return
	}
	name := "record"
	if r.URL.Query().Has("part") {
		name = "inside"
	}
	write(w, name, open(*found))
}

func open(rec evidence.Record) inside {
	v := inside{Seq: rec.Seq}
	if f := rec.Frame; f != nil {
		v.Raw, v.Problems = f.Raw, f.Problems
		if len(f.Raw) <= mostRaw && !f.Base64 {
			v.Pretty = indented([]byte(f.Raw))
		}
	} else {
		body, err := json.Marshal(rec)
		if err == nil {
			v.Pretty, v.Raw = indented(body), string(body)
		}
	}
	if len(v.Raw) > mostRaw {
		v.Cut, v.Raw = int64(len(v.Raw)), strings.ToValidUTF8(v.Raw[:mostRaw], "")
	}
	return v
}

// indented is JSON in lines; empty for what is none.
func indented(raw []byte) string {
	var b bytes.Buffer
	if json.Indent(&b, raw, "", "  ") != nil {
		return ""
	}
	return b.String()
}

// caseView is the page of a case.
type caseView struct {
	deskView
	Case  *Case
	Plays []playedView
}

type playedView struct {
	Played
	tableView
	Entries []*entry
	More    int
	Wrong   string
}

// caseOf shows a case with all its plays, read back from the file.
func (p *Page) caseOf(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	c := p.state.cases[r.PathValue("id")]
	var v caseView
	if c != nil {
		copied := *c
		v.Case = &copied
		v.Case.Plays = append([]Played(nil), c.Plays...)
	}
	last := p.state.Seq
	p.mu.Unlock()
	if c == nil {
		http.NotFound(w, r)
		return
	}
	v.deskView = p.viewFor(door.Of(r))
	for _, played := range v.Case.Plays {
		if played.Verdict == "" {
			played.Last = last
		}
		v.Plays = append(v.Plays, p.readBack(played))
	}
	write(w, "case", v)
}

// readBack reads a play from the file.
func (p *Page) readBack(played Played) playedView {
	v := playedView{Played: played}
	play := evidence.Play{Lists: &evidence.Lists{}}
	err := evidence.Lookup(p.path, played.First, func(rec evidence.Record) bool {
		if rec.Seq > played.Last {
			return false
		}
		if rec.Play != played.Number {
			return true
		}
		if rec.Begin != nil {
			play.Begin = *rec.Begin
		}
		if rec.State != nil || rec.Row != nil || rec.Check != nil {
			play.Items = append(play.Items, rec)
		}
		if e := newEntry(rec); e != nil && len(v.Entries) < mostOfCase {
			v.Entries = append(v.Entries, e)
		} else if e != nil {
			v.More++
		}
		return true
	})
	if err != nil {
		v.Wrong = err.Error()
	}
	v.Rows = play.Table()
	if played.Verdict == "" && !played.Cut {
		v.Ahead = rowsAhead(play.Begin.Table, v.Rows, nil)
	}
	return v
}

// olderView is entries from before those that are shown.
type olderView struct {
	Bench   int
	Before  int64 // of which there are older ones still; 0 where there are none
	Entries []*entry
}

// older reads entries back from the file: those of a bench before a record.
func (p *Page) older(w http.ResponseWriter, r *http.Request) {
	index, err := strconv.Atoi(r.URL.Query().Get("bench"))
	before, errBefore := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64)
	p.mu.Lock()
	known := err == nil && errBefore == nil && index >= 0 && index < len(p.state.Benches)
	name := ""
	if known {
		name = p.state.Benches[index].Name
	}
	p.mu.Unlock()
	if !known {
		http.NotFound(w, r)
		return
	}
	v := olderView{Bench: index}
	from := before
	for len(v.Entries) < mostOlder && from > 1 && before-from < mostBack {
		upTo := from
		from = max(1, from-mostOlder*10)
		var some []*entry
		if err := evidence.Lookup(p.path, from, func(rec evidence.Record) bool {
			if rec.Seq >= upTo {
				return false
			}
			if e := newEntry(rec); e != nil && rec.Bench == name {
				some = append(some, e)
			}
			return true
		}); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		v.Entries = append(some, v.Entries...)
	}
	if n := len(v.Entries) - mostOlder; n > 0 {
		v.Entries, v.Before = v.Entries[n:], v.Entries[n].Seq
	} else if from > 1 {
		v.Before = from
	}
	write(w, "older", v)
}
