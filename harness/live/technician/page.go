package technician

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/certbench/certbench/harness/live"
	"github.com/certbench/certbench/harness/live/door"
	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/rigs"
)

// Act is one that a technician may have done.
type Act struct {
	Words []string // as certbench rig takes them
	Does  string
	Asks  string // what has to be written for the last of Words, such as TOKEN; empty for nothing
	Lacks string // why no rig can do it; empty where one can
}

// Lamp is what one rig sees.
type Lamp struct {
	Rig   string
	Sees  rigs.Seen
	Wrong string // what is the matter with it; empty for nothing
}

// Config is what the page is made of.
type Config struct {
	Bench string
	Door  *door.Door
	Acts  []Act
	// Do does an act and returns what was read back. It is called for one act at a time.
	Do func(ctx context.Context, words []string) (string, error)
	// Look asks the rigs what they see. It is called between acts, and only while somebody watches.
	Look   func(ctx context.Context) []Lamp
	Walker *Walker // nil for none
}

// Page is the page of the rigs. It may be used concurrently. Close ends it.
type Page struct {
	Config

	acting sync.Mutex // an act, a look or a walk is under way
	walks  sync.WaitGroup

	mu      sync.Mutex
	done    map[string]*done // by the act's words without what it asks for
	log     []done           // the last acts, the newest first
	lamps   []Lamp
	traces  []*trace
	waves   []waveView
	duty    []float64 // of the pilot, in percent, as it was seen last
	looked  time.Time
	watched int
	walked  *walk // nil before the first
	closed  bool
}

type done struct {
	At    time.Time
	Act   string
	By    string
	Saw   string
	Wrong string
}

const (
	mostLog   = 50
	lookEvery = time.Second
	mostWatch = 16
	patience  = 10 * time.Second
)

// New makes the page.
func New(c Config) *Page { return &Page{Config: c, done: map[string]*done{}} }

//go:embed *.gohtml
var files embed.FS

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"visible": reports.Visible,
	"slug":    reports.Slug,
	"clock":   func(t time.Time) string { return t.UTC().Format("15:04:05") },
}).ParseFS(files, "*.gohtml"))

// Handler serves the page behind its door.
func (p *Page) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.whole)
	mux.HandleFunc("GET /events", p.events)
	mux.HandleFunc("/act", p.act)
	mux.HandleFunc("/walk", p.walkOn)
	live.Static(mux)
	return p.Door.Guard(mux)
}

// view is all that is shown.
type view struct {
	Bench    string
	Name     string
	Form     door.Form
	Acts     []actView
	Log      []done
	Lamps    []lampView
	Traces   []trace
	Waves    []waveView
	Trace    string // of the duty cycle, as points
	Duty     float64
	Walks    bool  // there is a walk
	Walk     *walk // the last; nil before the first
	Steps    []Step
	Ahead    []Leg
	WalkForm door.Form
	Now      int64
}

type actView struct {
	Act
	Line  string // its words, without what it asks for
	Form  door.Form
	May   bool
	State *done
}

type lampView struct {
	Lamp
	Parts []string
}

func (p *Page) view(v *door.Visitor) view {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := view{Bench: p.Bench, Name: v.Name(), Form: v.Form(), WalkForm: v.Form(), Log: slices.Clone(p.log), Now: time.Now().UnixMilli()}
	for _, a := range p.Acts {
		out.Acts = append(out.Acts, actView{a, a.line(), v.Form(), v.Name() != "" && a.Lacks == "", p.done[a.line()]})
	}
	for _, l := range p.lamps {
		one := lampView{Lamp: l}
		if l.Sees.Words != "" {
			one.Parts = strings.Split(l.Sees.Words, ", ")
		}
		out.Lamps = append(out.Lamps, one)
	}
	for _, t := range p.traces {
		out.Traces = append(out.Traces, trace{t.Rig, t.Name, t.Now, slices.Clone(t.looks)})
	}
	out.Waves = slices.Clone(p.waves)
	if out.Walks = p.Walker != nil; out.Walks {
		out.Ahead = p.walked.ahead(p.Walker.Legs)
	}
	if p.walked != nil {
		of := *p.walked
		of.Steps = slices.Clone(of.Steps)
		out.Walk, out.Steps = &of, of.Taken()
	}
	var points []string
	for i, d := range p.duty {
		points = append(points, fmt.Sprintf("%d,%.1f", i*2, 100-d))
		out.Duty = d
	}
	out.Trace = strings.Join(points, " ")
	return out
}

// line is how an act is named in the list: its words without what it asks for.
func (a Act) line() string {
	if a.Asks != "" {
		return strings.Join(a.Words[:len(a.Words)-1], " ")
	}
	return strings.Join(a.Words, " ")
}

func (p *Page) whole(w http.ResponseWriter, r *http.Request) {
	p.look(r.Context())
	p.write(w, "page", p.view(door.Of(r)))
}

func (p *Page) write(w http.ResponseWriter, name string, v view) {
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, name, v); err != nil {
		http.Error(w, "The page cannot be made: "+err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(b.Bytes()) // who has gone needs it no more
}

// look asks the rigs what they see, unless that was done just now or an act is under way.
func (p *Page) look(ctx context.Context) {
	if !p.acting.TryLock() {
		return
	}
	defer p.acting.Unlock()
	p.mu.Lock()
	fresh := time.Since(p.looked) < lookEvery
	p.mu.Unlock()
	if fresh {
		return
	}
	lamps := p.Look(ctx)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lamps, p.looked, p.waves = lamps, time.Now(), nil
	for _, l := range lamps {
		for _, signal := range l.Sees.Signals {
			p.trace(l.Rig, signal.Name).add(signal)
		}
		if l.Sees.Pilot != nil {
			p.waves = append(p.waves, waveView{*l.Sees.Pilot, l.Rig})
		}
	}
	if len(p.waves) > 0 {
		p.duty = append(p.duty, p.waves[0].Percent())
		p.duty = p.duty[max(0, len(p.duty)-mostLooks):]
	}
}

// trace is that of an input. The caller holds mu.
func (p *Page) trace(rig, name string) *trace {
	for _, t := range p.traces {
		if t.Rig == rig && t.Name == name {
			return t
		}
	}
	t := &trace{Rig: rig, Name: name}
	p.traces = append(p.traces, t)
	return t
}

const longestWord = 100

// act does an act that somebody asks for by a form. One that is asked for meanwhile is refused, not queued: who presses a button
// twice does not want the mains cut twice.
func (p *Page) act(w http.ResponseWriter, r *http.Request) {
	by, ok := p.Door.Taken(w, r)
	if !ok {
		return
	}
	line := r.PostForm.Get("act")
	i := slices.IndexFunc(p.Acts, func(a Act) bool { return a.line() == line })
	if i < 0 {
		http.Error(w, fmt.Sprintf("%.40q is no act of this bench.", line), http.StatusBadRequest)
		return
	}
	words := slices.Clone(p.Acts[i].Words)
	if p.Acts[i].Asks != "" {
		what := door.Plain(r.PostForm.Get("what"), longestWord)
		if what == "" || strings.Contains(what, " ") {
			http.Error(w, "Write one word for "+p.Acts[i].Asks+".", http.StatusBadRequest)
			return
		}
		words[len(words)-1] = what
	}
	if !p.acting.TryLock() {
		http.Error(w, "Another act is under way.", http.StatusConflict)
		return
	}
	saw, err := p.Do(context.WithoutCancel(r.Context()), words) // who closes the page has asked for it all the same
	p.acting.Unlock()
	d := done{At: time.Now(), Act: strings.Join(words, " "), By: by, Saw: saw}
	if err != nil {
		d.Wrong = err.Error()
	}
	p.mu.Lock()
	p.done[line] = &d
	p.log = append([]done{d}, p.log[:min(len(p.log), mostLog-1)]...)
	p.looked = time.Time{}
	p.mu.Unlock()
	p.replied(w, r)
}

// replied answers a form that was taken: with the page as it is now, or the script with a word.
func (p *Page) replied(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("X-Certbench") == "script" {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// events streams the panels to a watcher.
func (p *Page) events(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	full := p.watched >= mostWatch
	if !full {
		p.watched++
	}
	p.mu.Unlock()
	if full {
		http.Error(w, fmt.Sprintf("%d watch already. Close another page, or wait.", mostWatch), http.StatusServiceUnavailable)
		return
	}
	defer func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.watched--
	}()
	line := http.NewResponseController(w)
	if err := line.SetReadDeadline(time.Time{}); err != nil {
		http.Error(w, "This connection cannot stream.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	visitor := door.Of(r)
	sent := map[string]string{}
	tick := time.NewTicker(lookEvery / 2)
	defer tick.Stop()
	for n := 1; ; n++ {
		p.look(r.Context())
		v, panels := p.view(visitor), map[string]string{}
		for _, name := range []string{"lamps", "walk", "state", "log"} {
			var b strings.Builder
			if err := templates.ExecuteTemplate(&b, name, v); err != nil {
				return
			}
			if sent[name] != b.String() {
				sent[name], panels[name] = b.String(), b.String()
			}
		}
		data, err := json.Marshal(map[string]any{"now": v.Now, "panels": panels})
		if err != nil || line.SetWriteDeadline(time.Now().Add(patience)) != nil {
			return
		}
		if _, err := fmt.Fprintf(w, "id: %d\ndata: %s\n\n", n, data); err != nil || line.Flush() != nil {
			return // who has gone, or does not read, needs nothing more
		}
		select {
		case <-tick.C:
		case <-r.Context().Done():
			return
		}
	}
}
