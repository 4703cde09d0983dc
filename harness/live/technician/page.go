package technician

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/certbench/certbench/harness/live"
	"github.com/certbench/certbench/harness/live/door"
	"github.com/certbench/certbench/reports"
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
	Sees  string // in words, parted by ", "
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
	Look func(ctx context.Context) []Lamp
}

// Page is the page of the rigs. It may be used concurrently.
type Page struct {
	Config

	acting sync.Mutex // an act, or a look, is under way

	mu      sync.Mutex
	done    map[string]*done // by the act's words without what it asks for
	log     []done           // the last acts, the newest first
	lamps   []Lamp
	duty    []float64 // of the pilot, in percent, as it was seen last
	looked  time.Time
	watched int
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
	mostDuty  = 120
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
	"clock":   func(t time.Time) string { return t.UTC().Format("15:04:05") },
}).ParseFS(files, "*.gohtml"))

// Handler serves the page behind its door.
func (p *Page) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.whole)
	mux.HandleFunc("GET /events", p.events)
	mux.HandleFunc("/act", p.act)
	live.Static(mux)
	return p.Door.Guard(mux)
}

// view is all that is shown.
type view struct {
	Bench string
	Name  string
	Form  door.Form
	Acts  []actView
	Log   []done
	Lamps []lampView
	Trace string // of the duty cycle, as points
	Duty  float64
	CSRF  string
	Now   int64
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
	out := view{Bench: p.Bench, Name: v.Name(), Form: v.Form(), CSRF: v.Form().CSRF, Log: slices.Clone(p.log), Now: time.Now().UnixMilli()}
	for _, a := range p.Acts {
		out.Acts = append(out.Acts, actView{a, a.line(), v.Form(), v.Name() != "" && a.Lacks == "", p.done[a.line()]})
	}
	for _, l := range p.lamps {
		out.Lamps = append(out.Lamps, lampView{l, strings.Split(l.Sees, ", ")})
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

// duty finds the duty cycle in what a rig says that it sees.
var duty = regexp.MustCompile(`PWM of ([0-9.]+) %`)

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
	p.lamps, p.looked = lamps, time.Now()
	percent, found := 0.0, false
	for _, l := range lamps {
		if m := duty.FindStringSubmatch(l.Sees); m != nil && !found {
			if d, err := strconv.ParseFloat(m[1], 64); err == nil {
				percent, found = d, true
			}
		}
	}
	if found || len(p.duty) > 0 {
		p.duty = append(p.duty, percent)
		p.duty = p.duty[max(0, len(p.duty)-mostDuty):]
	}
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
		for _, name := range []string{"lamps", "state", "log"} {
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
