package live

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/kpi"
	"github.com/certbench/certbench/harness/live/door"
)

// Config is what a page shows, and what may be done there.
type Config struct {
	Dir       string     // the run folder; older records are read back from its events.jsonl
	Durations Durations  // of earlier plays, for the time left; nil for none
	Limits    kpi.Limits // of the vendor
	Door      *door.Door
	Desk      Desk     // where prompts lie; nil where nobody is asked
	Steering  Steering // nil where nothing can be steered, as on the page of a run that is over
	Watchers  int      // at most so many watch at a time; 0 means DefaultWatchers
	Now       func() time.Time
}

// DefaultWatchers is how many may watch a page at a time.
const DefaultWatchers = 32

// Page is the page of one run. It is told of records by Record or by Follow, and serves as a http.Handler any number of watchers,
// none of which it waits for: each is sent what is new when it has taken what came before. Close ends it.
type Page struct {
	Config
	path string
	ctx  context.Context
	stop context.CancelFunc
	done chan struct{}

	queued struct { // what has not been folded; never locked for longer than an append takes
		sync.Mutex
		records []evidence.Record
		last    int64 // number of the last record that was written
		folds   bool  // due was set, and has not come yet
	}
	due   *time.Timer       // when what is queued is folded
	spare []evidence.Record // the room of what was folded last

	mu       sync.Mutex
	state    *State
	windows  map[string]*window // by the bench
	panels   map[string]*panel
	latest   []drawn       // what all has returned last
	sheet    markup        // on which they are drawn
	drawnAt  int64         // number of the record that was the last then, -1 for never
	draws    int64         // how often it was drawn
	step     *step         // what a watcher was sent last that was up to date before
	scratch  []byte        // in which it is made
	changed  chan struct{} // closed and replaced with whatever is new
	asked    int64         // counts changes of the desk and of the steering
	watchers int
	failed   error // why nothing is read any more
}

// gather is for how long records are gathered that are folded, drawn and sent together: nobody sees the difference, and a busy bench is
// not interrupted for each of them, nor for each of its watchers.
const gather = 700 * time.Millisecond

// mostQueued is how many records wait to be folded in memory. What comes on top is read back from the file.
const mostQueued = 8192

// New makes the page. The caller closes it.
func New(c Config) *Page {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Watchers == 0 {
		c.Watchers = DefaultWatchers
	}
	p := &Page{Config: c, path: filepath.Join(c.Dir, evidence.FileName), state: NewState(c.Durations), windows: map[string]*window{}, panels: map[string]*panel{},
		drawnAt: -1, step: &step{from: -1}, changed: make(chan struct{}), done: make(chan struct{})}
	p.ctx, p.stop = context.WithCancel(context.Background())
	p.due = time.NewTimer(gather)
	p.due.Stop() // until there is something
	go p.run()
	return p
}

// Close ends the page and every watcher's stream. It waits until nothing is folded any more.
func (p *Page) Close() {
	p.stop()
	<-p.done
}

// Record takes a record as it was written: it is for evidence.Recorder.OnRecord, and holds nobody up.
func (p *Page) Record(rec evidence.Record) {
	q := &p.queued
	q.Lock()
	if len(q.records) < mostQueued {
		q.records = append(q.records, rec)
	}
	q.last = rec.Seq
	first := !q.folds
	q.folds = true
	q.Unlock()
	if first { // of those that are folded together: a timer wakes nobody now, as a channel would
		p.due.Reset(gather)
	}
}

// Changed tells that somebody is asked, or is not any more, or that the steering stands otherwise.
func (p *Page) Changed() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked++
	p.tell()
}

// tell wakes every watcher. The caller holds mu.
func (p *Page) tell() {
	close(p.changed)
	p.changed = make(chan struct{})
}

func (p *Page) run() {
	defer close(p.done)
	defer p.due.Stop()
	for {
		select {
		case <-p.ctx.Done():
			return
		case <-p.due.C:
		}
		p.fold()
	}
}

// fold takes what is queued, and from the file what had no room there.
func (p *Page) fold() {
	q := &p.queued
	q.Lock()
	records, last := q.records, q.last
	q.records, q.folds = p.spare, false
	q.Unlock()
	for _, rec := range records {
		p.mu.Lock()
		missing := rec.Seq > p.state.Seq+1
		p.mu.Unlock()
		if missing {
			p.catchUp(rec.Seq - 1)
		}
		p.add(rec)
	}
	p.mu.Lock()
	missing := last > p.state.Seq
	p.mu.Unlock()
	if missing {
		p.catchUp(last)
	}
	clear(records) // nothing of them is held
	p.spare = records[:0]
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.watchers > 0 {
		p.all() // once, while nobody waits for it
	}
	p.tell()
}

// add takes a record that has not been taken yet.
func (p *Page) add(rec evidence.Record) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if rec.Seq <= p.state.Seq {
		return
	}
	p.state.Add(rec)
	p.show(rec)
}

// catchUp reads records from the file, up to a number.
func (p *Page) catchUp(upTo int64) {
	p.mu.Lock()
	from := p.state.Seq + 1
	p.mu.Unlock()
	p.readOn(from, func(rec evidence.Record) bool { return rec.Seq <= upTo })
}

// readOn folds what the file holds from a record on, as long as it is wanted.
func (p *Page) readOn(from int64, wanted func(evidence.Record) bool) {
	n := 0
	err := evidence.Lookup(p.path, from, func(rec evidence.Record) bool {
		if !wanted(rec) || p.ctx.Err() != nil {
			return false
		}
		p.add(rec)
		if n++; n%tellEvery == 0 {
			p.mu.Lock()
			p.tell()
			p.mu.Unlock()
		}
		return true
	})
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.failed = err; err != nil {
		p.drawnAt = -1
	}
	p.tell()
}

// tellEvery is after how many records that are read at once the watchers are told.
const tellEvery = 1000

// lookEvery is how often Follow looks whether a file has grown.
const lookEvery = 200 * time.Millisecond

// Follow reads the run folder, and reads on as its evidence grows, until ctx ends. The evidence may not have begun.
func (p *Page) Follow(ctx context.Context) error {
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	size := int64(-1)
	for {
		info, err := os.Stat(p.path)
		switch {
		case errors.Is(err, os.ErrNotExist):
		case err != nil:
			return err
		case info.Size() != size:
			size = info.Size()
			p.mu.Lock()
			from := p.state.Seq + 1
			p.mu.Unlock()
			p.readOn(from, func(evidence.Record) bool { return true })
		}
		select {
		case <-ctx.Done():
			return nil
		case <-p.ctx.Done():
			return nil
		case <-look.C:
		}
	}
}

// Seq is the number of the last record that the page shows.
func (p *Page) Seq() int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.state.Seq
}
