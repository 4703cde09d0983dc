package octt

import (
	"cmp"
	"context"
	"maps"
	"sync"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas"
)

// Bench is what a case is played on.
type Bench struct {
	CSMS       CSMS
	Files      Files    // nil where the bench has no file server
	Firmware   Firmware // nil where it has no images
	Endpoints  Endpoints
	Authority  Certificates
	Rigs       rigs.Set
	Stands     func(rigs.Place) bool // tells whether a rig connects an EV at a place; nil tells that of each
	Schemas    *schemas.Set
	Recorder   Recorder
	Configured Configured
	Timeouts   Timeouts
	PICS       *pics.Declaration
	// General is the preparations of every case: what part 6, section 2.1 asks of the configuration, and the
	// <Configured …> values that the tables depend on. They are played before the case's own.
	General []Preparation
	// Proof is the variables, beside the states of the connectors, that Rest asks for to prove that the station is at rest.
	Proof []string
	// Still brings the rigs to rest where they hold nothing, before the last fence, and tells whether that is so. Nil tells no.
	Still func(context.Context) bool
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
	began time.Time // the last of them
	owed  []change  // what plays have changed in the station and not put back; of the goroutine that plays

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
	p.w.phase.closing, p.w.script.kept, p.w.link.lost, p.w.link.excused = true, nil, nil, true // whoever closes the bench may have ended the station
	p.w.answerUnkept()
	p.w.mu.Unlock()
	p.stop()
	<-p.w.done
	p.look(false, nil)
	p.lose(nil)
	p.hurry(nil)
}

// SecurityProfile is the one in which the bench plays.
func (p *Player) SecurityProfile() int {
	if p.bench.Endpoints == nil {
		return 1
	}
	return p.bench.Endpoints.SecurityProfile()
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

// Break ends the play that is under way, ERROR, and every later one is NOT RUN: a part of the bench has failed, and what a station does
// without it proves nothing. cause says which part, and why.
func (p *Player) Break(cause error) {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	if p.w.broken == nil {
		p.w.broken = cause
	}
	p.w.stir()
}

// whileAlive is a context that also ends, with the cause, when the station is lost.
func (p *Player) whileAlive(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	stop := context.AfterFunc(p.alive, func() { cancel(context.Cause(p.alive)) })
	return ctx, func() { stop(); cancel(nil) }
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

// look judges what has happened outside of every case since the last time.
func (p *Player) look(atRest bool, judged map[string]int) {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	p.w.findOutside(atRest, judged)
}

func (p *Player) scenario(ctx context.Context, mode Mode) *Scenario {
	start := cmp.Or(mode.Start(), p.bench.Configured.DefaultAuthorization)
	s := &Scenario{
		Configured: p.bench.Configured, Timeouts: p.bench.Timeouts, PICS: p.bench.PICS, Token: p.bench.Configured.ValidToken,
		ctx: ctx, w: p.w, rigs: &p.bench.Rigs, files: p.bench.Files, firmware: p.bench.Firmware, endpoints: p.bench.Endpoints, authority: p.bench.Authority, start: start, protocol: mode.Protocol(), stage: evidence.Before, reached: map[Family]bool{},
		home: p.bench.Configured.Place(), stands: p.bench.Stands, stays: map[rigs.Place]*stay{},
		settings: settings{known: map[string]Knowledge{}, untold: map[string]string{}}, broken: p.Latch, spent: newSpent(),
		general: p.bench.General, proof: p.bench.Proof, still: p.bench.Still,
	}
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	p.w.findOutside(false, nil)
	p.w.sweep()
	s.first = p.w.inbox.orders
	s.last = s.first
	p.w.script, p.w.waiting.spent, p.w.waiting.shown = script{}, s.spent, nil
	s.from = p.w.log.written
	s.statusAtFirst, s.began = maps.Clone(p.w.book.Connectors.Status), time.Now()
	s.bootsAtFirst = p.w.registration.boots.sent
	return s
}

// Stray records a handshake that belongs to no station of this bench, such as one with another identity. It explains
// why the station that is waited for does not come.
func (p *Player) Stray(e Event) {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	p.w.connection(e)
	p.w.hap(mishap{what: e.Fault, refusal: true})
	p.w.stir()
}

// Found is the worst verdict on what was found out outside of every case; empty where nothing was.
func (p *Player) Found() evidence.Verdict {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	var worst evidence.Verdict
	for _, f := range p.w.findings.found {
		worst = evidence.Worse(worst, f.Verdict)
	}
	return worst
}

// Transferred records a file that was moved at the file server of the bench, or was to be.
func (p *Player) Transferred(t evidence.Transfer) {
	p.w.record(evidence.Record{Kind: evidence.KindTransfer, Transfer: &t})
}
