package live

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/certbench/certbench/harness/live/door"
)

const (
	// patience is how long a watcher may take to read before it is cut off.
	patience = 10 * time.Second
	// beat is after what silence a watcher is sent a word, so that both sides see when the line is dead.
	beat = 5 * time.Second
)

// batch is what a watcher is sent at a time: all that is new since the batch before.
type batch struct {
	desk []byte // for this watcher alone, as JSON; nil where it is as before
	step *step  // what all have in common
	over bool   // the run has ended: nothing more will come
}

// watcher is who is sent what is new, and what they have been sent. Nothing waits for them in memory: the next batch is made
// when they have read the last one.
type watcher struct {
	visitor *door.Visitor
	seq     int64
	panels  map[string]int64 // versions
	drawn   int64            // the drawing that panels are of
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
	// Without chunks a batch leaves in one call of the kernel instead of three, and the other end wakes up once. The stream lasts as long as its
	// connection anyhow, and tells itself when it is over.
	w.Header().Set("Transfer-Encoding", "identity")
	line := http.NewResponseController(w)
	if err := line.SetReadDeadline(time.Time{}); err != nil { // nothing more is read, and the limit for requests would end the stream
		http.Error(w, "This connection cannot stream.", http.StatusInternalServerError)
		return
	}
	quiet := time.NewTimer(beat)
	defer quiet.Stop()
	for {
		b, changed := p.next(to)
		if err := send(w, line, b.text(to.seq, p.Now())); err != nil || b.over {
			return // who has gone, or does not read, needs nothing more
		}
		quiet.Reset(beat)
		select {
		case <-changed:
		case <-quiet.C:
		case <-r.Context().Done():
			return
		case <-p.ctx.Done():
			return
		}
	}
}

// send writes a batch within the patience that there is.
func send(w http.ResponseWriter, line *http.ResponseController, text []byte) error {
	if err := line.SetWriteDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	if _, err := w.Write(text); err != nil {
		return err
	}
	return line.Flush()
}

// text is a batch as the stream has it. What is for all alike is written once, and not held for each. An empty one tells the time, which may
// be another than the watcher's: a script does not see a comment, and would take the line for lost.
func (b batch) text(seq int64, now time.Time) []byte {
	if b.desk == nil && b.step.text != nil && !b.over && now.Sub(b.step.at) < alike {
		return b.step.text
	}
	return b.write(seq, now)
}

// alike is for how long a time that a batch tells is the time still.
const alike = 50 * time.Millisecond

func (b batch) write(seq int64, now time.Time) []byte {
	text := make([]byte, 0, 64+len(b.desk)+len(b.step.common))
	text = fmt.Appendf(text, "id: %d\ndata: {\"now\":%d", seq, now.UnixMilli())
	if b.desk != nil {
		text = append(append(text, `,"desk":`...), b.desk...)
	}
	text = append(text, b.step.common...)
	if b.over {
		text = append(text, `,"over":true`...)
	}
	return append(text, "}\n\n"...)
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

// next is what a watcher has not been sent, and what is closed when there is more.
func (p *Page) next(to *watcher) (b batch, changed <-chan struct{}) {
	p.mu.Lock()
	stale := !to.begun || p.askedNow() != to.asked
	p.mu.Unlock()
	if stale {
		desk, asked := p.deskFor(to.visitor)
		to.asked, b.desk = asked, quoted(desk)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	panels := p.all()
	if to.seq > p.state.Seq { // of another run, which stood at this address before
		to.seq = 0
	}
	switch made := p.step; {
	case to.begun && to.drawn == p.draws && to.seq == p.state.Seq:
		b.step = &step{}
	case to.begun && made.from == to.drawn && made.since == to.seq && made.to == p.draws:
		b.step = made // for another who was sent the same before
	default:
		b.step = &step{from: to.drawn, to: p.draws, since: to.seq, common: p.since(to, panels), at: p.Now()}
		b.step.text = batch{step: b.step}.write(p.state.Seq, b.step.at)
		p.step = b.step
	}
	for _, d := range panels {
		to.panels[d.Name] = d.version
	}
	to.begun, to.seq, to.drawn = true, p.state.Seq, p.draws
	b.over = p.state.Finished != nil
	return b, p.changed
}

// step is what is new from one drawing of the page to another, as a batch has it. All watchers who keep up take the same steps. It does not
// change.
type step struct {
	from, to, since int64
	common          []byte    // fields of the JSON object, each with a comma before it
	text            []byte    // the whole of it as the stream has it; nil where there is nothing new
	at              time.Time // that the text tells
}

// since makes what a watcher has not been sent. The caller holds mu.
func (p *Page) since(to *watcher, panels []drawn) []byte {
	out, first := p.scratch[:0], true
	for _, d := range panels {
		if to.begun && to.panels[d.Name] == d.version {
			continue
		}
		out = append(out, map[bool]string{true: `,"panels":{`, false: ","}[first]...)
		first = false
		out = append(append(append(out, quoted(d.Name)...), ':'), d.json...)
	}
	if !first {
		out = append(out, '}')
	}
	first = true
	for i, bench := range p.state.Benches {
		window := p.windows[bench.Name]
		if window == nil {
			continue
		}
		if entries, anew := window.after(to.seq); len(entries) > 0 {
			out = append(out, map[bool]string{true: `,"wires":[`, false: ","}[first]...)
			first = false
			out = wire(out, i, entries, anew)
		}
	}
	if !first {
		out = append(out, ']')
	}
	p.scratch = out
	return bytes.Clone(out)
}

// quoted is a text as JSON. It goes to a script and not into markup: what means something in HTML stays as it is, which is a fifth of the
// bytes.
func quoted[Text ~string | ~[]byte](text Text) []byte {
	out, _ := jsontext.AppendQuote(make([]byte, 0, len(text)+len(text)/8), text) // the one error is of what is no UTF-8, which it has replaced
	return out
}

// askedNow is as deskFor tells it. The caller holds mu.
func (p *Page) askedNow() int64 {
	if p.state.Finished != nil {
		return -1 - p.asked
	}
	return p.asked
}

// after is the entries of a bench's message sequence after a record. anew tells a script that they do not follow what was sent before: the
// list begins with them.
func (w *window) after(seq int64) (entries []*entry, anew bool) {
	entries, whole := w.since(seq)
	anew = !whole || seq == 0 || len(entries) > shown
	return entries[max(0, len(entries)-shown):], anew
}

// wire adds entries of a bench as JSON.
func wire(out []byte, bench int, entries []*entry, anew bool) []byte {
	out = fmt.Appendf(out, `{"bench":%d,"anew":%t,"entries":[`, bench, anew)
	for i, e := range entries {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, e.JSON()...)
	}
	return append(out, "]}"...)
}
