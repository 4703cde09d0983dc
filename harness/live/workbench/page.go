package workbench

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/live"
	"github.com/certbench/certbench/harness/live/door"
	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/schemas"
)

// Config is what the page is made of.
type Config struct {
	Bench, StationID string
	URL              string // what the station connects to
	Door             *door.Door
	Schemas          *schemas.Set
	Path             string // of the file that the records are written to
	// Send sends a request and waits for its answer. sent and got are the numbers of their records, 0 for none; the error is why
	// there is no answer. It is called for one request at a time.
	Send func(ctx context.Context, action string, payload []byte) (sent, got int64, err error)
}

// Page is the page of a workbench. It is told of records by Record, and may be used concurrently. Close ends it.
type Page struct {
	Config
	ctx     context.Context
	stop    context.CancelFunc
	sending sync.WaitGroup
	turn    chan struct{} // held by who sends

	mu        sync.Mutex
	lines     []line
	dropped   int64 // number of the newest line that was dropped, 0 for none
	connected bool
	exchanges []*exchange // the newest first
	sent      int         // exchanges in all
	changed   chan struct{}
	watched   int
}

// line is a line of traffic.
type line struct {
	seq  int64
	html string
}

const (
	keptLines     = 400
	shownLines    = 300
	keptExchanges = 50
	mostWaiting   = 20 // requests that wait for the one before
	mostWatch     = 16
	pace          = 250 * time.Millisecond
	beat          = 5 * time.Second
	patience      = 10 * time.Second
)

// New makes the page. The caller closes it.
func New(c Config) *Page {
	p := &Page{Config: c, turn: make(chan struct{}, 1), changed: make(chan struct{})}
	p.ctx, p.stop = context.WithCancel(context.Background())
	return p
}

// Close ends every stream, gives up requests that wait for their answer, and returns when nothing is sent any more.
func (p *Page) Close() {
	p.mu.Lock()
	p.stop()
	p.mu.Unlock()
	p.sending.Wait()
}

// Record takes a record as it was written: it is for evidence.Recorder.OnRecord.
func (p *Page) Record(rec evidence.Record) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if c := rec.Conn; c != nil {
		p.connected = c.What == "connected" || p.connected && c.What != "disconnected"
	}
	for _, x := range p.exchanges {
		if f := rec.Frame; f != nil && x.id == "" && x.Ended.IsZero() && f.Direction == evidence.Out && f.Type == "CALL" && f.Action == x.Action && x.begun {
			x.id = f.MessageID
			x.Request, x.RequestProblems, x.Asked = indented(f.Payload()), f.Problems, f.At
		} else if f != nil && x.id != "" && x.id == f.MessageID && f.Direction == evidence.In && x.Ended.IsZero() {
			x.answered(f)
		}
	}
	if html, ok := live.Line(rec); ok {
		if len(p.lines) == 2*keptLines {
			p.dropped = p.lines[keptLines-1].seq
			p.lines = append(make([]line, 0, 2*keptLines), p.lines[keptLines:]...)
		}
		p.lines = append(p.lines, line{rec.Seq, html})
	}
	p.tell()
}

// tell wakes every watcher. The caller holds mu.
func (p *Page) tell() {
	close(p.changed)
	p.changed = make(chan struct{})
}

//go:embed *.gohtml workbench.js
var files embed.FS

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"visible": reports.Visible,
	"clock":   func(t time.Time) string { return t.UTC().Format("15:04:05.000") },
}).ParseFS(files, "*.gohtml"))

// Handler serves the page behind its door.
func (p *Page) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.whole)
	mux.HandleFunc("GET /request/{action}", p.whole)
	mux.HandleFunc("GET /schema/{action}", p.schema)
	mux.HandleFunc("GET /events", p.events)
	mux.HandleFunc("GET /record/{seq}", func(w http.ResponseWriter, r *http.Request) { live.ServeRecord(w, r, p.Path) })
	mux.HandleFunc("GET /exchange.jsonl", p.save)
	mux.HandleFunc("GET /exchange/{number}", p.saveOne)
	mux.HandleFunc("/send", p.send)
	mux.HandleFunc("GET /workbench.js", func(w http.ResponseWriter, _ *http.Request) {
		script, err := files.ReadFile("workbench.js")
		if err != nil {
			panic("workbench: " + err.Error()) // it is part of the program
		}
		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		_, _ = w.Write(script) // who has gone needs it no more
	})
	live.Static(mux)
	return p.Door.Guard(mux)
}

// view is all that is shown.
type view struct {
	Bench, StationID, URL string
	Name                  string
	Form                  door.Form
	Connected             bool
	Actions               []string
	Action                string // that is written now; empty for none
	Payload               string
	Exchanges             []exchange
	Waits                 bool // for an answer
	Lines                 []template.HTML
	Seq                   int64
	Now                   int64
	Shown                 int
}

func (p *Page) view(v *door.Visitor) view {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := view{Bench: p.Bench, StationID: p.StationID, URL: p.URL, Name: v.Name(), Form: v.Form(), Connected: p.connected, Actions: actions, Now: time.Now().UnixMilli(), Shown: shownLines}
	for _, x := range p.exchanges {
		out.Exchanges = append(out.Exchanges, *x)
		out.Waits = out.Waits || x.Ended.IsZero()
	}
	for _, l := range p.lines[max(0, len(p.lines)-shownLines):] {
		out.Lines, out.Seq = append(out.Lines, template.HTML(l.html)), l.seq
	}
	return out
}

// whole serves the page, with the form of a request where its path names one: as a blank, or as the exchange ?from was sent.
func (p *Page) whole(w http.ResponseWriter, r *http.Request) {
	v := p.view(door.Of(r))
	if action := r.PathValue("action"); action != "" {
		if !sends(action) {
			http.NotFound(w, r)
			return
		}
		v.Action, v.Payload = action, blank(p.Schemas.Schema(action+"Request"), time.Now())
		for _, x := range v.Exchanges {
			if fmt.Sprint(x.Number) == r.URL.Query().Get("from") && x.Action == action {
				v.Payload = x.Request
			}
		}
	}
	p.write(w, v)
}

func (p *Page) write(w http.ResponseWriter, v view) {
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, "page", v); err != nil {
		http.Error(w, "The page cannot be made: "+err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(b.Bytes()) // who has gone needs it no more
}

// schema serves the schema of a request, of which the script makes the form.
func (p *Page) schema(w http.ResponseWriter, r *http.Request) {
	if !sends(r.PathValue("action")) {
		http.NotFound(w, r)
		return
	}
	text, err := json.Marshal(p.Schemas.Schema(r.PathValue("action") + "Request"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(text) // who has gone needs it no more
}

// events streams the page to a watcher. The id of an event is the number of the last record that it shows.
func (p *Page) events(w http.ResponseWriter, r *http.Request) {
	if !p.enter() {
		http.Error(w, fmt.Sprintf("%d watch already. Close another page, or wait.", mostWatch), http.StatusServiceUnavailable)
		return
	}
	defer p.leave()
	stream := http.NewResponseController(w)
	if err := stream.SetReadDeadline(time.Time{}); err != nil {
		http.Error(w, "This connection cannot stream.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	to := watcher{visitor: door.Of(r), panels: map[string]string{}}
	last := r.Header.Get("Last-Event-ID")
	if last == "" {
		last = r.URL.Query().Get("since")
	}
	if seq, err := strconv.ParseInt(last, 10, 64); err == nil {
		to.seq = seq
	}
	for {
		b, changed, err := p.next(&to)
		if err != nil {
			return
		}
		data, err := json.Marshal(b)
		if err != nil || stream.SetWriteDeadline(time.Now().Add(patience)) != nil {
			return
		}
		if _, err := fmt.Fprintf(w, "id: %d\ndata: %s\n\n", to.seq, data); err != nil || stream.Flush() != nil {
			return // who has gone, or does not read, needs nothing more
		}
		if !p.rests(r.Context(), pace, nil) || !p.rests(r.Context(), beat, changed) {
			return
		}
	}
}

// rests waits, at most so long, until something has changed; it is false where the stream is to end.
func (p *Page) rests(ctx context.Context, most time.Duration, changed <-chan struct{}) bool {
	wait := time.NewTimer(most)
	defer wait.Stop()
	select {
	case <-wait.C:
	case <-changed:
	case <-ctx.Done():
		return false
	case <-p.ctx.Done():
		return false
	}
	return true
}

func (p *Page) enter() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.watched >= mostWatch {
		return false
	}
	p.watched++
	return true
}

func (p *Page) leave() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.watched--
}

type watcher struct {
	visitor *door.Visitor
	seq     int64
	panels  map[string]string
}

// batch is what a watcher is sent at a time, as live.js takes it.
type batch struct {
	Now    int64             `json:"now"`
	Panels map[string]string `json:"panels,omitempty"`
	Wires  []wire            `json:"wires,omitempty"`
}

type wire struct {
	Bench   int      `json:"bench"`
	Anew    bool     `json:"anew,omitempty"`
	Entries []string `json:"entries"`
}

// next is what a watcher has not been sent, and what is closed when there is more.
func (p *Page) next(to *watcher) (b batch, changed <-chan struct{}, err error) {
	p.mu.Lock()
	changed = p.changed
	i := len(p.lines)
	for i > 0 && p.lines[i-1].seq > to.seq {
		i--
	}
	fresh := wire{Anew: to.seq < p.dropped || len(p.lines)-i > shownLines}
	for _, l := range p.lines[max(i, len(p.lines)-shownLines):] {
		fresh.Entries, to.seq = append(fresh.Entries, l.html), l.seq
	}
	p.mu.Unlock()
	b = batch{Now: time.Now().UnixMilli(), Panels: map[string]string{}}
	if len(fresh.Entries) > 0 {
		b.Wires = []wire{fresh}
	}
	v := p.view(to.visitor)
	for _, name := range []string{"station", "sent"} {
		var drawn bytes.Buffer
		if err := templates.ExecuteTemplate(&drawn, name, v); err != nil {
			return b, changed, err
		}
		if text := drawn.String(); to.panels[name] != text {
			to.panels[name], b.Panels[name] = text, text
		}
	}
	return b, changed, nil
}

// find is an exchange by its number.
func (p *Page) find(number string) (exchange, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	i := slices.IndexFunc(p.exchanges, func(x *exchange) bool { return fmt.Sprint(x.Number) == number })
	if i < 0 {
		return exchange{}, false
	}
	return *p.exchanges[i], true
}
