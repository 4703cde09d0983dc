package octt

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/rules"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas"
)

// Bench is what a case is played on.
type Bench struct {
	CSMS       CSMS
	Files      Files // nil where the bench has no file server
	Rigs       rigs.Set
	Schemas    *schemas.Set
	Recorder   Recorder
	Configured Configured
	Timeouts   Timeouts
	PICS       *pics.Declaration
	// General is the preparations of every case: what part 6, section 2.1 asks of the configuration, and the
	// <Configured …> values that the tables depend on. They are played before the case's own.
	General []Preparation
	// Rest brings station and rigs back to rest after every case, and proves the general preconditions of part 6,
	// section 2.1, by asking the station.
	Rest func(*Scenario) error
}

// Player plays cases on a bench, one after the other. It records and validates all traffic from NewPlayer to Close,
// also between cases.
type Player struct {
	bench Bench
	w     *wire
	stop  context.CancelFunc
	plays int

	alive context.Context // ends, with the cause, when the station is lost
	lose  context.CancelCauseFunc

	hurried context.Context // ends when no way back to rest is to be gone to its end any more
	hurry   context.CancelCauseFunc

	mu      sync.Mutex
	latched error
}

// NewPlayer starts to listen to the station. The caller closes the player.
func NewPlayer(b Bench) *Player {
	p := &Player{bench: b}
	p.w = newWire(b.CSMS, b.Schemas, b.Recorder, &p.bench.Configured, &p.bench.Timeouts)
	p.w.lose, p.w.places = p.Lose, placesOf(b.PICS)
	ctx, cancel := context.WithCancel(context.Background())
	p.stop = cancel
	p.alive, p.lose = context.WithCancelCause(context.Background())
	p.hurried, p.hurry = context.WithCancelCause(context.Background())
	go p.w.run(ctx)
	return p
}

// Close answers what the station still waits for, stops listening, and waits until the last event is recorded. Nothing
// is recorded after it.
func (p *Player) Close() {
	p.w.mu.Lock()
	p.w.closing, p.w.kept, p.w.lost, p.w.excused = true, nil, nil, true // whoever closes the bench may have ended the station
	p.w.answerUnkept()
	p.w.mu.Unlock()
	p.stop()
	<-p.w.done
	p.look(false, nil)
	p.lose(nil)
	p.hurry(nil)
}

// Latch makes every later play NOT RUN with the given cause. Only the first cause is kept.
func (p *Player) Latch(cause error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.latched == nil {
		p.latched = cause
	}
}

// Latched is the cause for which the bench cannot play any more, nil while it can.
func (p *Player) Latched() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.latched
}

// Lose ends the play that is under way, INCONCLUSIVE, and latches the bench: the station is gone for good, and no wait
// will bring it back. cause says why.
func (p *Player) Lose(cause error) {
	trouble := OfStation(cause)
	p.Latch(trouble)
	p.lose(trouble)
}

// whileAlive is a context that also ends, with the cause, when the station is lost.
func (p *Player) whileAlive(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	stop := context.AfterFunc(p.alive, func() { cancel(context.Cause(p.alive)) })
	return ctx, func() { stop(); cancel(nil) }
}

// Play plays a case and returns its verdict. about is its record in the evidence: the identity that the catalogue
// gives it. start is how it starts transactions where the case leaves it open; empty means the bench's default.
func (p *Player) Play(ctx context.Context, c Case, about evidence.CaseStarted, start Start) evidence.CaseEnded {
	began := time.Now()
	p.plays++
	p.w.begin(c.ID, p.plays)
	defer p.w.begin("", 0)
	p.w.record(evidence.Record{Kind: evidence.KindBegin, Begin: &about})
	end := evidence.CaseEnded{ID: c.ID, Mode: about.Mode}
	if cause := p.Latched(); cause != nil && !(c.AnyCredentials && turnedDown(cause)) {
		end.Verdict, end.Reason = evidence.NotRun, "The bench cannot play any more: "+cause.Error()
	} else {
		ctx, done := p.whileAlive(ctx)
		defer done()
		s := p.scenario(ctx, start)
		p.w.within(true)
		s.cites = about.Requirements
		s.play(c, p.bench.General)
		s.over = time.Now()
		s.stage = evidence.Always
		s.judgeFaults()
		s.judgeConnection() // where the rows were not played to the rules for every case
		p.w.within(false)
		atRest := p.rest(ctx, s)
		if atRest != nil {
			p.unprovable(&end) // the first cause counts
			if !errors.Is(atRest, errSkipped) {
				p.Latch(atRest)
			}
		}
		if s.cut == "" {
			s.judgeTransactions(atRest == nil)
			s.judgeFaults()
		}
		p.look(atRest == nil, s.counted)
		end.Verdict, end.Reason = s.outcome()
	}
	end.Took = time.Since(began)
	p.unprovable(&end)
	p.w.record(evidence.Record{Kind: evidence.KindEnd, End: &end})
	p.unprovable(&end)
	return end
}

// LeaveOut records a play that is none, with its verdict and the reason: NOT APPLICABLE of a mode that the product does not
// have, NOT RUN of what was not selected or what the bench has no rig for.
func (p *Player) LeaveOut(about evidence.CaseStarted, v evidence.Verdict, why string) evidence.CaseEnded {
	p.plays++
	p.w.begin(about.ID, p.plays)
	defer p.w.begin("", 0)
	end := evidence.CaseEnded{ID: about.ID, Mode: about.Mode, Verdict: v, Reason: why}
	p.w.record(evidence.Record{Kind: evidence.KindBegin, Begin: &about})
	p.w.record(evidence.Record{Kind: evidence.KindEnd, End: &end})
	p.unprovable(&end)
	return end
}

// unprovable makes the end of a play an ERROR when its evidence, or the connection, is gone: no verdict can be proved
// then, be it good or bad. It latches the bench.
func (p *Player) unprovable(end *evidence.CaseEnded) {
	p.w.mu.Lock()
	cause := p.w.broken
	p.w.mu.Unlock()
	if cause == nil {
		return
	}
	p.Latch(cause)
	if end.Verdict != evidence.NotRun && end.Verdict != evidence.Error {
		end.Verdict, end.Reason = evidence.Error, cause.Error()
	}
}

// Do plays what is no case: the bench's own work, such as waiting for the station before the first case. The error is
// the first that went wrong.
func (p *Player) Do(ctx context.Context, do func(*Scenario) error) error {
	ctx, done := p.whileAlive(ctx)
	defer done()
	s := p.scenario(ctx, "")
	err := s.work(do)
	p.look(err == nil, nil)
	return err
}

// look judges what has happened outside of every case since the last time.
func (p *Player) look(atRest bool, judged map[string]int) {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	p.w.findOutside(atRest, judged)
}

func (p *Player) scenario(ctx context.Context, start Start) *Scenario {
	if start == "" {
		start = p.bench.Configured.DefaultAuthorization
	}
	s := &Scenario{
		Configured: p.bench.Configured, Timeouts: p.bench.Timeouts, PICS: p.bench.PICS, Token: p.bench.Configured.ValidToken,
		ctx: ctx, w: p.w, rigs: &p.bench.Rigs, files: p.bench.Files, start: start, stage: evidence.Before, reached: map[Family]bool{},
		home: p.bench.Configured.Place(), stays: map[rigs.Place]*stay{},
		settings: settings{known: map[string]Knowledge{}, untold: map[string]string{}}, broken: p.Latch,
	}
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	p.w.findOutside(false, nil)
	p.w.sweep()
	s.first = p.w.orders
	s.last = s.first
	p.w.overrides, p.w.deemed, p.w.groups, p.w.kept, p.w.failing = nil, nil, nil, nil, nil
	s.from = p.w.written
	s.statusAtFirst, s.began = maps.Clone(p.w.book.Connectors.Status), time.Now()
	return s
}

// rest brings the bench back to rest after a play, with as much time as the bench allows even when the run was
// interrupted. Where it was interrupted before the play had done anything to the station, there is no way to go.
func (p *Player) rest(ctx context.Context, played *Scenario) error {
	if p.bench.Files != nil {
		p.bench.Files.Release()
	}
	// Once as it is, once after a reset, once after a power cycle, each with a boot to wait for.
	limit := 3 * (p.bench.Timeouts.Settle + p.bench.Timeouts.Message + p.bench.Timeouts.Greeting + p.bench.Timeouts.Boot)
	if !p.w.sets(&awaited{"the rigs to come to rest", time.Now().Add(limit)}) && ctx.Err() != nil {
		return errSkipped
	}
	defer p.w.sets(nil)
	run := ctx
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), limit)
	defer cancel()
	ctx, done := p.whileAlive(ctx)
	defer done()
	ctx, skip := context.WithCancelCause(ctx)
	defer skip(nil)
	defer context.AfterFunc(p.hurried, func() { skip(context.Cause(p.hurried)) })()
	s := p.scenario(ctx, played.start)
	s.run = run
	s.settings = played.settings
	s.reached = played.reached
	err := s.work(func(s *Scenario) error {
		if p.bench.Rest == nil {
			return s.restore()
		}
		return p.bench.Rest(s)
	})
	if err != nil && errors.Is(context.Cause(ctx), errSkipped) {
		return errSkipped
	}
	return err
}

// sets notes what the way back to rest waits for, nil for its end, and tells whether the play has touched the station.
func (w *wire) sets(what *awaited) (touched bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.resting = what
	return w.touched || len(w.book.Transactions.Open()) > 0
}

// Restore puts the variables back that the case changed. It is for the bench's Rest.
func (s *Scenario) Restore() error { return s.restore() }

// work runs the bench's own doing; a scenario that stops becomes an error.
func (s *Scenario) work(do func(*Scenario) error) (err error) {
	s.stage = evidence.Restore
	stopped := s.guard(func() { err = do(s) })
	if err == nil && stopped {
		err = errors.New(s.reason)
		if s.verdict == evidence.Inconclusive { // no answer any more: neither a rig nor we are at fault
			err = OfStation(err)
		}
	}
	return err
}

// play runs the stages of a case.
func (s *Scenario) play(c Case, general []Preparation) {
	s.w.claims(true)
	defer s.w.claims(false)
	if c.AnyCredentials {
		s.w.csms.Authenticate(false)
		defer s.w.csms.Authenticate(true)
		general = append([]Preparation{letIn}, general...)
	}
	if s.guard(func() {
		for _, prepare := range slices.Concat(general, c.Before) {
			prepare(s)
		}
	}) {
		s.earned(true)
		return
	}
	s.stage = evidence.Main
	stopped := s.guard(func() { c.Main(s) })
	if !stopped && c.Post != nil {
		s.stage = evidence.Post
		before := s.judged
		stopped = s.guard(func() { c.Post(s) })
		if !stopped && s.judged == before {
			s.stopWithBug("the case declares post scenario validations, but none was evaluated")
		}
	}
	s.stage = evidence.Always
	s.guard(func() { s.rules(!stopped) })
	s.earned(stopped)
}

// earned sees to it that a play which found nothing wrong has proved something, and to its end.
func (s *Scenario) earned(stopped bool) {
	if s.ctx.Err() != nil && !s.stationGone() {
		s.interrupt()
		return
	}
	switch {
	case s.bad(), s.undone != "":
	case stopped && s.ctx.Err() != nil:
		s.check(evidence.Check{Requirement: s.interruption(), Verdict: evidence.Inconclusive})
	case stopped:
		s.stopWithBug("the scenario stopped although nothing had failed, so that its other rows were not played")
	case s.judged == 0:
		s.stopWithBug("no requirement was evaluated, so nothing is proved")
	}
}

// stationGone tells that the play ends because the station has ended, by itself.
func (s *Scenario) stationGone() bool {
	return errors.As(context.Cause(s.ctx), new(*StationTrouble))
}

// interrupt ends a play that was interrupted. Nothing of its main part has begun in its preparations: it is NOT RUN.
func (s *Scenario) interrupt() {
	s.cut = evidence.Inconclusive
	if s.stage == evidence.Before {
		s.cut = evidence.NotRun
	}
	s.check(evidence.Check{Requirement: s.interruption(), Verdict: s.cut})
}

// interruptionAfter is why the play was interrupted, and what had been found until then.
func (s *Scenario) interruptionAfter() string {
	text := sentenceOf(s.interruption())
	if s.bad() && s.reason != "" && s.reason != text {
		text += " Until then: " + s.reason
	}
	return text
}

// claims says whether there are rows that may claim a message. Where there are none any more, nothing stays unanswered for them.
func (w *wire) claims(rows bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.rows = rows
	if !rows {
		w.answerUnwanted()
	}
}

// letIn waits for a station that was turned down before the case because of its credentials.
func letIn(s *Scenario) {
	r := s.open("", evidence.ActorTool, "lets the Charging Station in with any credentials", "")
	if err := s.until(s.Timeouts.Boot, "the station to connect", s.w.csms.Connected); err != nil {
		s.failRow(r, "The Charging Station connects.", "a connection", err.Error(), 0)
	}
	r.end(evidence.Pass, "")
}

func (s *Scenario) stopWithBug(what string) { s.guard(func() { s.bug(what) }) }

// guard runs a part of a case and tells whether it stopped early. A panic of the case's own code is an ERROR of ours.
func (s *Scenario) guard(part func()) (early bool) {
	defer func() {
		s.path = nil
		switch cause := recover().(type) {
		case nil:
		case stopped:
			early = true
		default:
			early = true
			s.check(evidence.Check{Requirement: fmt.Sprintf("The case itself is at fault: %v", cause),
				Actual: firstLines(string(debug.Stack()), 24), Verdict: evidence.Error, Source: "harness/octt"})
		}
	}()
	part()
	return early
}

func firstLines(text string, n int) string {
	lines := strings.SplitN(text, "\n", n+1)
	return strings.Join(lines[:min(n, len(lines))], "\n")
}

// rules judges what holds for every case (part 6, section 2.1): frames are valid, the connection lasts, and nothing came
// between the rows that no row knows.
func (s *Scenario) rules(whole bool) {
	if s.ctx.Err() != nil {
		return // what an interruption has cut off shows nothing
	}
	if whole && s.Connected() && !s.rejected() {
		if err := s.fence(); err != nil {
			s.rule("part 4, section 4.2.2; part 2, use case B06", "The Charging Station still answers when the case is over.", "an answer", err.Error(), 0, evidence.Fail)
		}
	}
	if s.judgeFaults() == 0 {
		s.rule(rules.Framing, "Every message is valid OCPP-J and satisfies its schema.", "no violation", "no violation", 0, evidence.Pass)
	}
	s.w.mu.Lock()
	s.counted = s.w.highest()
	surplus := s.surplus(whole)
	played := s.played()
	statuses := played.Statuses()
	if whole {
		statuses = append(statuses, played.Untold()...)
	}
	s.w.mu.Unlock()
	s.judgeConnection()
	for _, b := range statuses[:min(len(statuses), rules.Many)] {
		s.rule(b.Clause, b.Requirement, b.Expected, b.Actual, b.Seq, cmp.Or(b.Verdict, evidence.Fail), b.IDs...)
	}
	s.judgeSurplus(surplus)
	s.judgeOrder()
	s.judgeRepeats()
	s.judgeTransfers()
}

// played is what the rules for every case judge of this play. The caller holds mu.
func (s *Scenario) played() *rules.Play {
	p := &rules.Play{
		Book: &s.w.book, Done: s.w.book.StimuliBetween(s.from, s.w.written+1), Asked: s.w.book.AskedSince(s.from),
		From: s.from, Began: s.began, Over: s.over, Now: time.Now(),
		Cables: s.rigs.Has(rigs.KindCable), StatusAtFirst: s.statusAtFirst, Clocked: s.w.told,
		Failed: s.failed, Wrong: s.wrong, Message: s.Timeouts.Message, Deviation: s.Timeouts.Deviation,
	}
	if s.PICS != nil {
		p.Connectors = s.Connectors()
	}
	for _, m := range s.w.from(s.first) {
		p.Messages = append(p.Messages, &m.Call)
	}
	return p
}

// judgeTransactions judges the transactions that the case has begun, to their end where the station has said that its queue
// is empty, and else as far as the rows went: messages may come in any order (part 6, section 2.1). For one that did not come
// to rest, what is missing proves nothing. A case whose rows were not played judges none.
//
// How messages are tied to what is done to the station (rules.Play.Sessions) is the case's as far as its rows went: what the
// bench does in the clean-up to end a transaction is none of its acts.
func (s *Scenario) judgeTransactions(atRest bool) {
	if s.counted == nil {
		return
	}
	s.w.mu.Lock()
	played := s.played()
	rows := played.Sessions(s.counted)
	for id, tx := range s.w.book.Transactions {
		if _, judged := s.counted[id]; judged && atRest && s.w.whole(tx) {
			s.counted[id] = tx.Highest()
		}
	}
	broken := rules.OfTransactions(s.w.book.Transactions, s.counted, s.Timeouts.Deviation)
	for id := range s.counted {
		broken = append(broken, rules.Repeated(s.w.book.Transactions[id], s.from)...)
	}
	broken = rules.Sorted(append(broken, rows...))
	for _, b := range played.Sessions(s.counted) {
		if !slices.ContainsFunc(rows, func(known rules.Breach) bool { return known.Requirement == b.Requirement }) {
			s.w.findBreach(b)
		}
	}
	s.w.mu.Unlock()
	verdict := evidence.Fail
	if !atRest {
		verdict = evidence.Inconclusive
	}
	for _, b := range broken[:min(len(broken), rules.Many)] {
		s.rule(b.Clause, b.Requirement, b.Expected, b.Actual, b.Seq, cmp.Or(b.Verdict, verdict), b.IDs...)
	}
	if n := len(s.counted); n > 0 && len(broken) == 0 {
		s.rule(rules.General, "Every transaction begins with Started and counts seqNo without gaps.", "no breach", fmt.Sprintf("%d transactions without a breach", n), 0, evidence.Pass, rules.CountsSeqNo...)
		s.rule(rules.TriggerReasons, rules.TellsWhatHappened, "no breach", fmt.Sprintf("%d transactions without a breach", n), 0, evidence.Pass, rules.TellsTrigger...)
	}
}

// surplus lists messages of this play that no row claimed, that are no background, and that came before the last row
// that the station had a part in. What comes after the last row belongs to the way back to rest. Where a row has failed, its
// later rows were not played, which may have taken what came since the last act or request: what came before that no row
// could have taken any more. The caller holds mu.
func (s *Scenario) surplus(whole bool) []*Message {
	last := s.last
	if !whole {
		last = min(last, s.prompted)
	}
	var out []*Message
	for _, m := range s.w.from(s.first) {
		if !m.taken && !m.barred && m.order < last && background(m) == "" {
			out = append(out, m)
		}
	}
	return out
}

// rule records a rule that holds for every case; clause is the document and section that say so, ids the
// requirements of part 2 behind it.
func (s *Scenario) rule(clause, requirement, expected, actual string, frame int64, v evidence.Verdict, ids ...string) {
	s.check(evidence.Check{Stage: evidence.Always, Requirement: requirement, Expected: expected, Actual: actual, Frame: frame, Verdict: v, Requirements: ids, Source: clause})
}

// begin stamps the records that follow with a case, or with none.
func (w *wire) begin(id string, play int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.playing, w.play, w.touched = id, play, false
}
