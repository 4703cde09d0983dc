package fleet

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/certbench/certbench/harness/evidence"
)

// Session is a run on the bench of an agent, as it plays today on any bench. Its evidence is recorded in a folder of the agent's own.
type Session interface {
	// Play plays a case, or records why it is not played. When ctx ends, it ends in good order. It returns when all is recorded.
	Play(ctx context.Context, p Play)
	// SecurityProfile is the one in which the station is now.
	SecurityProfile() int
	// Latched is why the bench plays nothing any more, nil while it does.
	Latched() error
	// Station is what the station has told of itself last; empty while it has told nothing.
	Station() evidence.Station
	// Close brings the bench to rest, and ends the evidence.
	Close() error
	// Files are the names of those in the folder that the run was made with, in the order in which they are sent.
	Files() []string
}

// Station is an agent: a bench of a fleet, and how runs are begun on it.
type Station struct {
	Bench Bench
	Dir   string // below it, a folder for each run
	// Begin opens the bench for a run. recorded is to be called after each record, from any goroutine; the folder is there.
	Begin func(ctx context.Context, dir string, t Tenancy, b Begin, recorded func()) (Session, error)
	Tell  func(format string, args ...any)
	// Doctor is what certbench doctor has found last on the bench, nil for nothing. It may be nil itself.
	Doctor func() *Examined
}

// agent is a station that is served.
type agent struct {
	Station
	fleet   *Fleet
	desk    *Desk
	guard   *Guard
	board   *Board
	entry   *Registration
	sending sync.WaitGroup // senders of runs that are over and not sent
}

// Serve registers the bench and plays what it is given, lease by lease, until ctx ends or the bench is drained. What was played and
// could not be sent yet is sent before it returns, or stays in the folder, which the error names.
func (f *Fleet) Serve(ctx context.Context, station Station) (err error) {
	s := &agent{Station: station, fleet: f}
	if err := os.MkdirAll(s.Dir, 0o755); err != nil {
		return fmt.Errorf("the folder of the agent cannot be made: %w", err)
	}
	if s.guard, err = NewGuard(s.Dir, s.Bench.Name, s.Bench.Session); err != nil {
		return err
	}
	s.Bench.Doctor = s.examined()
	if s.board, err = f.watchBench(ctx, s.Bench.Name); err != nil {
		return err
	}
	defer s.board.Close()
	if s.desk, err = f.Desk(ctx, s.Bench.Name, s.Bench.Session); err != nil {
		return err
	}
	if s.entry, err = f.Register(ctx, s.Bench); err != nil {
		return err
	}
	defer s.sending.Wait()
	defer s.entry.Close()
	if err := s.sendRest(ctx); err != nil {
		return err
	}
	ctx, done := both(ctx, s.entry.Lost())
	defer done()
	wanted, done := s.untilDrained(ctx)
	defer done()
	for {
		t, err := s.guard.Next(wanted, s.board, func(t Tenancy, why error) {
			s.entry.Tell(func(b *Bench) {
				b.Serving = Serving{Fence: t.Fence, Over: "the agent refuses the lease: " + why.Error()}
			})
		})
		if s.entry.Lost().Err() != nil {
			return context.Cause(s.entry.Lost())
		}
		if wanted.Err() != nil {
			s.tellDrained(ctx, wanted)
			return nil
		}
		if err != nil { // its disk is full: the bench is broken until the agent is started again
			s.Tell("The bench plays nothing any more: %v", err)
			s.entry.Tell(func(b *Bench) {
				b.Serving, b.Latched = Serving{Fence: t.Fence, Over: err.Error()}, err.Error()
			})
			<-wanted.Done()
			continue
		}
		s.Tell("Run %s of %s has the bench", t.Run, t.Who)
		over := "the run is over"
		switch err := s.tenancy(ctx, wanted, t); {
		case ctx.Err() != nil:
			over = "the agent was ended"
		case err != nil:
			s.Tell("Run %s: %v", t.Run, err)
			over = err.Error()
		}
		s.entry.Tell(func(b *Bench) { b.Serving.Over = over })
	}
}

func (s *agent) examined() *Examined {
	if s.Doctor == nil {
		return nil
	}
	return s.Doctor()
}

// untilDrained is a context that ends when the bench is to take nothing new.
func (s *agent) untilDrained(ctx context.Context) (context.Context, func()) {
	ctx, end := context.WithCancelCause(ctx)
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		for {
			changed := s.board.Changed()
			if d, ok := s.board.drained(s.Bench.Name); ok {
				s.entry.Tell(func(b *Bench) { b.Latched = drainedBy(d.Who) })
				end(errors.New(drainedBy(d.Who)))
				return
			}
			select {
			case <-changed:
			case <-ctx.Done():
				return
			}
		}
	}()
	return ctx, func() { end(nil); <-watched }
}

// tellDrained says why the agent ends that nobody has ended.
func (s *agent) tellDrained(ctx, wanted context.Context) {
	if ctx.Err() == nil {
		s.Tell("%v; certbench fleet drain %s --undo lets it in again", context.Cause(wanted), s.Bench.Name)
	}
}

func drainedBy(who string) string { return who + " has taken it out of the fleet" }

// tenancy is one lease from its first handout to its end. wanted ends when the bench is to take nothing new, ctx when it is to stop.
// An error says why the lease served the run no further.
func (s *agent) tenancy(ctx, wanted context.Context, t Tenancy) error {
	held, done := s.guard.While(ctx, s.board, t)
	defer done()
	s.entry.Tell(func(b *Bench) { b.Serving, b.Doctor = Serving{Fence: t.Fence}, s.examined() })
	first, err := s.desk.Take(held, t.Fence)
	if err != nil {
		return err
	}
	if first.Kind != HandBegin || first.Begin == nil || first.Number != 1 {
		return errors.Join(fmt.Errorf("run %s hands out %.20q before it has begun", t.Run, first.Kind), first.Done())
	}
	if len(t.Run) > longestName {
		return errors.Join(fmt.Errorf("the id of the run has %d bytes, and no run's has more than %d", len(t.Run), longestName), first.Done())
	}
	name := keyOf(t.Run) + "-" + keyOf(s.Bench.Name)
	dir := filepath.Join(s.Dir, name)
	if err := os.Mkdir(dir, 0o755); err != nil {
		return errors.Join(fmt.Errorf("the folder of the run cannot be made: %w", err), first.Done())
	}
	sender := s.fleet.Send(t.Run, s.Bench.Name, dir)
	session, err := s.Begin(held, dir, t, *first.Begin, sender.More)
	if err != nil {
		return errors.Join(err, first.Done())
	}
	sender.files = session.Files()
	ended := make(chan struct{})
	err = s.send(ctx, sender, unsent{t.Run, s.Bench.Name, name, session.Files()}, ended)
	s.done(first)
	if err == nil {
		err = s.plays(held, wanted, t, session)
	}
	err = errors.Join(err, session.Close())
	close(ended)
	return err
}

// plays plays what is handed out, each once and in its order, until nothing comes any more.
func (s *agent) plays(held, wanted context.Context, t Tenancy, session Session) error {
	taking, done := both(held, wanted)
	defer done()
	for n := 1; wanted.Err() == nil; {
		h, err := s.desk.Take(taking, t.Fence)
		switch {
		case err != nil:
			return err
		case h.Number <= n: // the engine did not hear that it was done
			s.done(h)
			continue
		case h.Number != n+1:
			return errors.Join(fmt.Errorf("run %s hands out %d after %d", t.Run, h.Number, n), h.Done())
		}
		n++
		if h.Kind == HandPlay && h.Play != nil {
			session.Play(held, h.Play.checked())
		}
		s.tellPlayed(session, n-1)
		s.done(h)
		if h.Kind == HandEnd {
			return nil
		}
	}
	return context.Cause(wanted)
}

// done says that a handout is dealt with. An engine that is away for a while hands it out again, and is told then.
func (s *agent) done(h *Taken) {
	if err := h.Done(); err != nil {
		s.Tell("The engine was not told that handout %d is over: %v", h.Number, err)
	}
}

// tellPlayed says that so many plays are done with, and how the bench stands.
func (s *agent) tellPlayed(session Session, plays int) {
	cause := session.Latched()
	s.entry.Tell(func(b *Bench) {
		b.Serving.Plays, b.Profile = plays, session.SecurityProfile()
		if about := session.Station(); about.ID != "" {
			b.Station, b.Vendor, b.Model, b.Firmware = about.ID, about.Vendor, about.Model, about.Firmware
		}
		if b.Latched == "" && cause != nil {
			b.Latched = cause.Error()
		}
	})
}

// both is a context that ends with the first of two.
func both(a, b context.Context) (context.Context, context.CancelFunc) {
	ctx, end := context.WithCancelCause(a)
	stop := context.AfterFunc(b, func() { end(context.Cause(b)) })
	return ctx, func() { stop(); end(nil) }
}
