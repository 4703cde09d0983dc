package octt

import (
	"context"
	"errors"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// errSkipped is how a way back to rest ends that was skipped, or for which there was no reason: the run has been asked to end,
// and no later case inherits anything.
var errSkipped = errors.New("the way back to rest was skipped, because the run was asked to end")

// Hurry ends the way back to rest that is under way, and every later one at its beginning. What the case has changed in the
// station stays so; the rigs are the bench's. It may be called at any time, and more than once.
func (p *Player) Hurry() { p.hurry(errSkipped) }

// Cleaning is a way back to rest that is under way.
type Cleaning struct {
	Case string        // that it is the way back from
	What string        // that is waited for
	Left time.Duration // for which it is waited at most
}

// Cleaning tells what the way back to rest waits for, false while there is none.
func (p *Player) Cleaning() (Cleaning, bool) {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	if p.w.phase.resting == nil {
		return Cleaning{}, false
	}
	c := Cleaning{Case: p.w.log.playing, What: p.w.phase.resting.what, Left: max(0, time.Until(p.w.phase.resting.until)).Round(time.Second)}
	return c, true
}

// awaits notes what is waited for from now on where the station is on its way back to rest; again takes the note back.
func (s *Scenario) awaits(what string, limit time.Duration) (again func()) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	before := s.w.phase.resting
	if before == nil {
		return func() {}
	}
	s.w.phase.resting = &awaited{what, time.Now().Add(limit)}
	return func() {
		s.w.mu.Lock()
		defer s.w.mu.Unlock()
		s.w.phase.resting = before
	}
}

// Leaving tells that the run has been asked to end: what is done now is done for the station and the rigs alone, and no case
// comes after it.
func (s *Scenario) Leaving() bool { return s.run != nil && s.run.Err() != nil }

// linger waits for something that only a later case is in need of: it ends, without an error, when that holds, when the time is
// over, and when the run is asked to end. what says what it is for; holds is called with the wire locked.
func (s *Scenario) linger(d time.Duration, what string, holds func() bool) error {
	defer s.awaits(what, d)()
	defer s.chooses(evidence.WaitExpiry)()
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	if s.run != nil {
		defer context.AfterFunc(s.run, cancel)()
	}
	_, err := s.w.block(ctx, d, nil, holds)
	if s.ctx.Err() == nil && ctx.Err() != nil {
		return nil
	}
	return err
}

// touches tells a request after which a station may be another than before.
func touches(action string) bool {
	switch action {
	case ocpp201.GetVariablesRequest{}.Action(), ocpp201.GetBaseReportRequest{}.Action(), ocpp201.GetReportRequest{}.Action(),
		ocpp201.GetTransactionStatusRequest{}.Action():
		return false
	}
	return true
}

// rest brings the bench back to rest after a play, with as much time as the bench allows even when the run was
// interrupted. Where it was interrupted before the play had done anything to the station, there is no way to go.
func (p *Player) rest(ctx context.Context, played *Scenario) error {
	p.owed = played.settings.changed
	if p.bench.Files != nil {
		p.bench.Files.Release()
	}
	if p.bench.Endpoints != nil {
		if err := played.endServing(); err != nil {
			return err
		}
	}
	// Once as it is, once after a reset, once after a power cycle, each with a boot to wait for.
	limit := 3 * (p.bench.Timeouts.Settle + played.StatusWait() + p.bench.Timeouts.Greeting + p.bench.Timeouts.Boot)
	if p.w.installs() {
		limit += p.bench.Timeouts.updates()
	}
	limit += p.w.lastPromise()
	if !p.w.sets(&awaited{"the rigs to come to rest", time.Now().Add(limit)}) && ctx.Err() != nil {
		return errSkipped
	}
	defer p.w.sets(nil)
	run := ctx
	ctx, done := p.afterwards(ctx, limit)
	defer done()
	s := p.scenario(ctx, ModeOf(played.start, played.protocol))
	s.run = run
	s.share(played.spent)
	s.settings, s.keeping = played.settings, played.keeping
	s.slow.lasts = played.slow.lasts
	s.reached = played.reached
	err := s.work(func(s *Scenario) error {
		if p.bench.Rest == nil {
			return errors.Join(s.restoreKept(), s.restore())
		}
		return p.bench.Rest(s)
	})
	p.owed = s.settings.changed
	if err != nil && errors.Is(context.Cause(ctx), errSkipped) {
		return errSkipped
	}
	return err
}

// afterwards is the time in which the bench puts things right: at most limit, also when ctx has ended, as long as the bench is
// alive and nobody hurries it; then its cause is errSkipped.
func (p *Player) afterwards(ctx context.Context, limit time.Duration) (context.Context, func()) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), limit)
	ctx, done := p.whileAlive(ctx)
	ctx, skip := context.WithCancelCause(ctx)
	listens := context.AfterFunc(p.hurried, func() { skip(context.Cause(p.hurried)) })
	return ctx, func() { listens(); skip(nil); done(); cancel() }
}

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
