package main

import (
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/cwriter"
	"github.com/vbauerster/mpb/v8/decor"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/forecast"
	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/schemas/certbench"
	"github.com/certbench/certbench/suites"
)

// progress tells what a run is doing: a line for every case that ended, the table of one that did not pass, and at a
// terminal a live line for each bench. It writes in a goroutine of its own, so that a slow terminal never
// holds the evidence up. The caller closes it.
type progress struct {
	verbose bool
	out     io.Writer
	screen  *mpb.Progress // nil in a log
	bars    []*mpb.Bar
	widest  int // bench name, 0 where there is one bench, which is not named
	done    chan struct{}

	mu      sync.Mutex
	wake    *sync.Cond
	pending []func()
	closed  bool
	feed    *feed // nil for people
	folder  string
	live    map[string]*liveLine // by the bench's name
	foot    string               // how long the run still takes, below the live lines

	// Only the goroutine has these.
	total, begun, ended int
	rest                *forecast.Run // nil for a run of which nothing is known
	counts              reports.Counts
	repeat              int                       // how often everything is played; 0 is once
	reason              string                    // of the play that ended last
	left                []string                  // what is said in the end, and not with a play
	plays               map[int][]evidence.Record // of those that have not ended: what their tables show
	found               []evidence.Finding
	after               map[int][]evidence.Record // what was found in the clean-up and preparations of plays that have not ended
	resting             map[int]*time.Timer       // by play: a way back to rest waits, which is told of when the timer goes off
}

// liveLine is what a bench is doing.
type liveLine struct {
	text  string
	since time.Time // when that began; zero while it does nothing
}

// watch starts to tell. At a bench with a manual rig there is no live line, for it would run over the prompts.
func watch(out io.Writer, verbose bool, benches []*bench.File) *progress {
	p := &progress{verbose: verbose, out: out, done: make(chan struct{}), live: map[string]*liveLine{}, plays: map[int][]evidence.Record{}, after: map[int][]evidence.Record{}, resting: map[int]*time.Timer{}}
	p.wake = sync.NewCond(&p.mu)
	asks := false
	for _, file := range benches {
		p.live[file.Name] = &liveLine{}
		asks = asks || file.Asks()
		if len(benches) > 1 {
			p.widest = max(p.widest, len(file.Name))
		}
	}
	if terminal, ok := out.(*os.File); ok && cwriter.IsTerminal(int(terminal.Fd())) && !asks {
		p.screen = mpb.New(mpb.WithOutput(out), mpb.WithAutoRefresh(), mpb.WithRefreshRate(200*time.Millisecond))
		for _, file := range benches {
			line := p.live[file.Name]
			p.bars = append(p.bars, p.screen.New(0, mpb.NopStyle(), mpb.BarRemoveOnComplete(),
				mpb.PrependDecorators(decor.Any(func(decor.Statistics) string { return p.now(file.Name, line) }))))
		}
		p.bars = append(p.bars, p.screen.New(0, mpb.NopStyle(), mpb.BarRemoveOnComplete(),
			mpb.PrependDecorators(decor.Any(func(decor.Statistics) string { return p.footLine() }))))
		p.out = p.screen
	}
	go p.run()
	return p
}

// now is the live line of a bench with its clock.
func (p *progress) now(bench string, line *liveLine) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	text := line.text
	if !line.since.IsZero() {
		text = fmt.Sprintf("%s  %s", text, time.Since(line.since).Truncate(time.Second))
	}
	return p.named(bench) + text
}

func (p *progress) footLine() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.foot
}

// forecasts says how long the run still takes at a moment.
func (p *progress) forecasts(now time.Time) {
	text := ""
	if left := p.ahead(now); left > 0 {
		text = "about " + roughly(left) + " left"
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.foot = text
}

// named is a bench's name as the beginning of a line; empty where there is one bench.
func (p *progress) named(bench string) string {
	if p.widest == 0 {
		return ""
	}
	return fmt.Sprintf("%-*s  ", p.widest, bench)
}

// record takes a record as it was written. Most are of frames, of which nothing is told: on a machine that is behind they would pile up here.
func (p *progress) record(rec evidence.Record) {
	if rec.Run != nil || rec.Planned != nil || rec.Finding != nil || rec.Begin != nil || rec.End != nil || inTable(rec) || restsLong(rec) {
		p.later(func() { p.tell(rec) })
	}
}

// inTable tells what the table of a play is made of, beside its beginning and its end.
func inTable(rec evidence.Record) bool { return rec.State != nil || rec.Row != nil || rec.Check != nil }

// say tells something else in a line of its own.
func (p *progress) say(format string, args ...any) {
	text := reports.Visible(fmt.Sprintf(format, args...))
	p.later(func() { fmt.Fprintln(p.out, text) })
}

// leaves a reason to who ends the run: no play says it.
func (p *progress) leaves(reason string) { p.later(func() { p.left = append(p.left, reason) }) }

// await says what a bench waits for from now on; empty for nothing.
func (p *progress) await(bench, what string) {
	since := time.Now()
	if what == "" {
		since = time.Time{}
	}
	if p.feed != nil {
		p.later(func() { _ = p.feed.tell(line{Event: eventWaiting, Bench: bench, Text: what}) })
		return
	}
	p.later(func() { p.show(bench, what, since) })
}

func (p *progress) later(do func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pending = append(p.pending, do)
	p.wake.Signal()
}

// show sets the live line of a bench; of the only one, whose records name none, too.
func (p *progress) show(bench, text string, since time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for name, line := range p.live {
		if name == bench || p.widest == 0 {
			line.text, line.since = reports.Visible(text), since
		}
	}
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
	for _, play := range slices.Sorted(maps.Keys(p.after)) { // of plays that have no end
		for _, found := range p.after[play] {
			p.finds(found)
		}
	}
	if p.screen != nil {
		for _, bar := range p.bars {
			bar.Abort(true)
		}
		p.screen.Wait()
	}
}

func (p *progress) tell(rec evidence.Record) {
	if p.feed != nil {
		p.tellLine(rec)
		return
	}
	p.takes(rec)
	p.rests(rec)
	if rec.Play > 0 && (rec.Begin != nil || rec.End != nil || inTable(rec)) {
		p.plays[rec.Play] = append(p.plays[rec.Play], rec)
	}
	switch {
	case rec.Run != nil:
		p.repeat = rec.Run.Repeat
	case rec.Planned != nil && rec.Planned.Verdict == "":
		p.total += max(1, p.repeat) * max(1, len(rec.Planned.Modes))
	case rec.Begin != nil:
		p.begun++
		p.forecasts(rec.At)
		p.show(rec.Bench, fmt.Sprintf("%s %s %s", p.count(p.begun), title(*rec.Begin), rec.Begin.Name), rec.At)
	case rec.Finding != nil && rec.Play > 0 && p.plays[rec.Play] != nil: // told after the line of the play that it came with
		p.after[rec.Play] = append(p.after[rec.Play], rec)
	case rec.Finding != nil:
		p.finds(rec)
	case rec.End != nil:
		p.ends(rec)
	}
}

// count is a number of the plan, such as [ 3/35].
func (p *progress) count(n int) string {
	return fmt.Sprintf("[%*d/%d]", len(fmt.Sprint(p.total)), n, p.total)
}

func title(b evidence.CaseStarted) string {
	text := b.ID
	if b.Mode != "" {
		text += " (" + b.Mode + ")"
	}
	if b.Attempt > 0 {
		text += fmt.Sprintf(" #%d", b.Attempt)
	}
	return text
}

// goesOn tells of a run, by its id, that is gone on with which plays have ended before, and are not played again.
func (p *progress) goesOn(run string, before []suites.Ended, repeat int) {
	ended := len(before)
	p.later(func() {
		p.total, p.repeat = p.total-ended, repeat
		for _, e := range before {
			p.rest.Past(suites.PlayName(e.ID, e.Mode))
		}
		if p.feed != nil {
			// What cannot be told stands in the evidence all the same.
			_ = p.feed.tell(line{Schema: certbench.Progress, Event: eventRun, Run: run, Folder: p.folder})
		}
		fmt.Fprintf(p.out, "The run goes on: %s ended before.\n", haveOrHas(ended))
	})
}

func haveOrHas(plays int) string {
	if plays == 1 {
		return "1 play has"
	}
	return fmt.Sprintf("%d plays have", plays)
}

// finds writes a line for what was found outside of every case, each once.
func (p *progress) finds(rec evidence.Record) {
	if slices.ContainsFunc(p.found, rec.Finding.Same) {
		return
	}
	p.found = append(p.found, *rec.Finding)
	where := evidence.Found{Finding: *rec.Finding}
	if rec.Case != "" {
		where.After = []string{rec.Case}
	}
	text := fmt.Sprintf("%s%s %s: %s", p.named(rec.Bench), rec.Finding.Kind.Title(), rec.Finding.Verdict, rec.Finding.Subject)
	if at := reports.WhereFound(where); at != "" {
		text += " (" + at + ")"
	}
	// What cannot be shown stands in the evidence all the same.
	_, _ = io.WriteString(p.out, reports.Visible(fmt.Sprintf("%s\n        %s\n", text, reports.FindingSentence(*rec.Finding))))
}

// ends writes the line of a case that was played, and its table where that is wanted. Lines are numbered as they are
// written: side by side, cases end in another order than they begin.
func (p *progress) ends(rec evidence.Record) {
	p.ended++
	e := rec.End
	run := evidence.Fold(p.plays[rec.Play])
	delete(p.plays, rec.Play)
	var text strings.Builder
	play := &run.Plays[0]
	p.forecasts(rec.At)
	fmt.Fprintf(&text, "%s %-12s %-19s %6.1f s  %s%s\n", p.count(p.ended), e.Verdict, title(play.Begin), e.Took.Seconds(), p.named(rec.Bench), play.Begin.Name)
	bad := !slices.Contains([]evidence.Verdict{evidence.Pass, evidence.Warning, evidence.NotRun, evidence.NotApplicable}, e.Verdict)
	switch {
	case p.verbose || bad:
		text.WriteByte('\n')
		// A strings.Builder takes everything.
		_ = reports.WriteTable(&text, play)
		text.WriteByte('\n')
	case slices.ContainsFunc(p.left, func(said string) bool { return strings.Contains(e.Reason, said) }):
	case e.Verdict != evidence.Pass && e.Reason != p.reason: // a bench that broke says why once, and not for every case that is left
		fmt.Fprintf(&text, "        %s\n", e.Reason)
	}
	p.reason = e.Reason
	// What cannot be shown stands in the evidence all the same.
	_, _ = io.WriteString(p.out, reports.Visible(text.String()))
	for _, found := range p.after[rec.Play] {
		p.finds(found)
	}
	delete(p.after, rec.Play)
	p.show(rec.Bench, "", time.Time{})
}
