package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/cwriter"
	"github.com/vbauerster/mpb/v8/decor"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/reports"
)

// progress tells what a run is doing: a line for every case that ended, the table of one that did not pass, and at a
// terminal a live line for the case that is playing. It writes in a goroutine of its own, so that a slow terminal never
// holds the evidence up. The caller closes it.
type progress struct {
	verbose bool
	out     io.Writer
	live    *mpb.Progress // nil in a log
	bar     *mpb.Bar
	done    chan struct{}

	mu      sync.Mutex
	wake    *sync.Cond
	pending []func()
	closed  bool
	line    string    // the live line without its clock
	since   time.Time // when the case began; zero between cases

	// Only the goroutine has these.
	total, number int
	play          []evidence.Record
}

// watch starts to tell. At a bench with a manual rig there is no live line, for it would run over the prompts.
func watch(out io.Writer, verbose bool, file *bench.File) *progress {
	p := &progress{verbose: verbose, out: out, done: make(chan struct{})}
	p.wake = sync.NewCond(&p.mu)
	if terminal, ok := out.(*os.File); ok && cwriter.IsTerminal(int(terminal.Fd())) && !file.Asks() {
		p.live = mpb.New(mpb.WithOutput(out), mpb.WithAutoRefresh(), mpb.WithRefreshRate(200*time.Millisecond))
		p.bar = p.live.New(0, mpb.NopStyle(), mpb.BarRemoveOnComplete(), mpb.PrependDecorators(decor.Any(func(decor.Statistics) string { return p.now() })))
		p.out = p.live
	}
	go p.run()
	return p
}

// now is the live line with its clock.
func (p *progress) now() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.since.IsZero() {
		return p.line
	}
	return fmt.Sprintf("%s  %s", p.line, time.Since(p.since).Truncate(time.Second))
}

// record takes a record as it was written.
func (p *progress) record(rec evidence.Record) { p.later(func() { p.tell(rec) }) }

// say tells something else in a line of its own.
func (p *progress) say(format string, args ...any) {
	text := reports.Visible(fmt.Sprintf(format, args...))
	p.later(func() { fmt.Fprintln(p.out, text) })
}

// await says what the run waits for from now on.
func (p *progress) await(what string) {
	since := time.Now()
	p.later(func() { p.show(what, since) })
}

func (p *progress) later(do func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pending = append(p.pending, do)
	p.wake.Signal()
}

func (p *progress) show(line string, since time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.line, p.since = reports.Visible(line), since
}

func (p *progress) run() {
	defer close(p.done)
	for {
		p.mu.Lock()
		for len(p.pending) == 0 && !p.closed {
			p.wake.Wait()
		}
		work := p.pending
		p.pending = nil
		p.mu.Unlock()
		if len(work) == 0 {
			return
		}
		for _, do := range work {
			do()
		}
	}
}

// close tells what is left, and waits.
func (p *progress) close() {
	p.mu.Lock()
	p.closed = true
	p.wake.Signal()
	p.mu.Unlock()
	<-p.done
	if p.live != nil {
		p.bar.Abort(true)
		p.live.Wait()
	}
}

func (p *progress) tell(rec evidence.Record) {
	if rec.Play > 0 {
		p.play = append(p.play, rec)
	}
	switch {
	case rec.Planned != nil && rec.Planned.Verdict == "":
		p.total++
	case rec.Begin != nil:
		p.number++
		p.show(fmt.Sprintf("[%*d/%d] %s %s", len(fmt.Sprint(p.total)), p.number, p.total, title(*rec.Begin), rec.Begin.Name), rec.At)
	case rec.End != nil:
		p.ended(*rec.End)
	}
}

func title(b evidence.CaseStarted) string {
	if b.Mode != "" {
		return b.ID + " (" + b.Mode + ")"
	}
	return b.ID
}

// ended writes the line of a case that was played, and its table where that is wanted.
func (p *progress) ended(e evidence.CaseEnded) {
	run := evidence.Fold(p.play)
	p.play = nil
	var text strings.Builder
	play := &run.Plays[0]
	fmt.Fprintf(&text, "[%*d/%d] %-12s %-10s %6.1f s  %s\n", len(fmt.Sprint(p.total)), p.number, p.total, e.Verdict, title(play.Begin), e.Took.Seconds(), play.Begin.Name)
	bad := e.Verdict != evidence.Pass && e.Verdict != evidence.Warning && e.Verdict != evidence.NotRun
	switch {
	case p.verbose || bad:
		text.WriteByte('\n')
		// A strings.Builder takes everything.
		_ = reports.WriteTable(&text, play)
		text.WriteByte('\n')
	case e.Verdict != evidence.Pass:
		fmt.Fprintf(&text, "        %s\n", e.Reason)
	}
	// What cannot be shown stands in the evidence all the same.
	_, _ = io.WriteString(p.out, reports.Visible(text.String()))
	p.show("", time.Time{})
}
