package live

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/certbench/certbench/harness/live/door"
)

const (
	// pace is how often a watcher is sent something at most: what comes meanwhile goes together, and is drawn once.
	pace = 250 * time.Millisecond
	// patience is how long a watcher may take to read before it is cut off.
	patience = 10 * time.Second
	// beat is after what silence a watcher is sent a word, so that both sides see when the line is dead.
	beat = 5 * time.Second
)

// batch is what a watcher is sent at a time. It holds all that is new since the batch before.
type batch struct {
	Now    int64             `json:"now"` // milliseconds since 1970, for the watcher's clock may be another
	Panels map[string]string `json:"panels,omitempty"`
	Wires  []wire            `json:"wires,omitempty"`
	Over   bool              `json:"over,omitempty"` // the run has ended: nothing more will come
}

// wire is entries of a bench's message sequence. Anew tells that they do not follow what was sent before: the list begins
// with them.
type wire struct {
	Bench   int      `json:"bench"`
	Anew    bool     `json:"anew,omitempty"`
	Entries []string `json:"entries"`
	Last    int64    `json:"-"`
}

// watcher is who is sent what is new, and what they have been sent. Nothing waits for them in memory: the next batch is made
// when they have read the last one.
type watcher struct {
	visitor *door.Visitor
	seq     int64
	panels  map[string]int64 // versions
	asked   int64
	begun   bool
}

// events streams the page as server-sent events. The id of an event is the number of the last record that it shows; whoever comes
// again with it goes on from there.
func (p *Page) events(w http.ResponseWriter, r *http.Request) {
	if !p.enter() {
		w.Header().Set("Retry-After", "10")
		http.Error(w, fmt.Sprintf("%d watch already. Close another page, or wait.", p.Watchers), http.StatusServiceUnavailable)
		return
	}
	defer p.leave()
	to := &watcher{visitor: door.Of(r), panels: map[string]int64{}}
	last := r.Header.Get("Last-Event-ID")
	if last == "" {
		last = r.URL.Query().Get("since")
	}
	if seq, err := strconv.ParseInt(last, 10, 64); err == nil && seq >= 0 {
		to.seq = seq
	}
	w.Header().Set("Content-Type", "text/event-stream")
	line := http.NewResponseController(w)
	if err := line.SetReadDeadline(time.Time{}); err != nil { // nothing more is read, and the limit for requests would end the stream
		http.Error(w, "This connection cannot stream.", http.StatusInternalServerError)
		return
	}
	wait := time.NewTimer(beat)
	defer wait.Stop()
	for {
		b, seq, changed := p.next(to)
		if err := send(w, line, b, seq, p.Now()); err != nil || b != nil && b.Over {
			return // who has gone, or does not read, needs nothing more
		}
		wait.Reset(pace)
		select {
		case <-wait.C:
		case <-r.Context().Done():
			return
		case <-p.ctx.Done():
			return
		}
		wait.Reset(beat)
		select {
		case <-changed:
		case <-wait.C:
		case <-r.Context().Done():
			return
		case <-p.ctx.Done():
			return
		}
	}
}

// send writes a batch within the patience that there is; of none, one that tells the time alone: a script does not see a comment, and
// would take the line for lost.
func send(w http.ResponseWriter, line *http.ResponseController, b *batch, seq int64, now time.Time) error {
	if err := line.SetWriteDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	if b == nil {
		b = &batch{Now: now.UnixMilli()}
	}
	data, err := json.Marshal(b)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(w, "id: %d\ndata: %s\n\n", seq, data); err != nil {
		return err
	}
	return line.Flush()
}

func (p *Page) enter() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.watchers >= p.Watchers {
		return false
	}
	p.watchers++
	return true
}

func (p *Page) leave() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.watchers--
}

// next is what a watcher has not been sent, nil for nothing, and what is closed when there is more.
func (p *Page) next(to *watcher) (b *batch, seq int64, changed <-chan struct{}) {
	desk, asked := "", int64(0)
	p.mu.Lock()
	stale := !to.begun || p.askedNow() != to.asked
	p.mu.Unlock()
	if stale {
		desk, asked = p.deskFor(to.visitor)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	b = &batch{Now: p.Now().UnixMilli(), Panels: map[string]string{}, Over: p.state.Finished != nil}
	if stale {
		to.asked, b.Panels["desk"] = asked, desk
	}
	for _, d := range p.all() {
		if to.panels[d.Name] != d.version {
			to.panels[d.Name], b.Panels[d.Name] = d.version, d.html
		}
	}
	if to.seq > p.state.Seq { // of another run, which stood at this address before
		to.seq = 0
	}
	for i, bench := range p.state.Benches {
		if window := p.windows[bench.Name]; window != nil {
			if w := window.after(i, to.seq); len(w.Entries) > 0 {
				b.Wires = append(b.Wires, w)
			}
		}
	}
	to.begun, to.seq = true, p.state.Seq
	if len(b.Panels) == 0 && len(b.Wires) == 0 && !b.Over {
		return nil, to.seq, p.changed
	}
	return b, to.seq, p.changed
}

// askedNow is as deskFor tells it. The caller holds mu.
func (p *Page) askedNow() int64 {
	if p.state.Finished != nil {
		return -1 - p.asked
	}
	return p.asked
}

func (w *window) after(bench int, seq int64) wire {
	entries, whole := w.since(seq)
	out := wire{Bench: bench, Anew: !whole || seq == 0}
	for _, e := range entries[max(0, len(entries)-shown):] {
		out.Entries = append(out.Entries, string(e.HTML()))
	}
	out.Anew = out.Anew || len(entries) > shown
	return out
}
