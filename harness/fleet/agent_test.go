package fleet

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
)

// charger is a session that plays nothing: it records what it is given, and takes its time.
type charger struct {
	manner
	recorder *evidence.Recorder
	plays    int

	mu      sync.Mutex
	latched error
}

// manner is how a charger plays.
type manner struct {
	takes   func(Play) time.Duration
	latches func(Play) error
}

func (c *charger) SecurityProfile() int { return 1 }

func (c *charger) Station() evidence.Station {
	return evidence.Station{ID: "CB-7", Vendor: "V", Model: "M", Firmware: "1.4.2"}
}

func (c *charger) Files() []string { return nil }

func (c *charger) Play(ctx context.Context, p Play) {
	c.plays++
	about := evidence.CaseStarted{ID: p.Case, Mode: p.Mode}
	end := evidence.CaseEnded{ID: p.Case, Mode: p.Mode, Verdict: evidence.Pass}
	c.append(evidence.Record{Kind: evidence.KindBegin, Case: p.Case, Play: c.plays, Begin: &about})
	if p.Verdict != "" {
		end.Verdict, end.Reason = p.Verdict, p.Reason
	} else if c.takes != nil {
		select {
		case <-time.After(c.takes(p)):
		case <-ctx.Done():
			end.Verdict, end.Reason = evidence.Inconclusive, context.Cause(ctx).Error()
		}
	}
	if c.latches != nil {
		c.mu.Lock()
		c.latched = c.latches(p)
		c.mu.Unlock()
	}
	c.append(evidence.Record{Kind: evidence.KindEnd, Case: p.Case, Play: c.plays, End: &end})
}

func (c *charger) append(rec evidence.Record) {
	if _, err := c.recorder.Append(rec); err != nil {
		panic(err)
	}
}

func (c *charger) Latched() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.latched
}

func (c *charger) Close() error {
	c.append(evidence.Record{Kind: evidence.KindFinished, Finished: &evidence.RunEnded{Verdict: evidence.Pass}})
	return c.recorder.Close()
}

// beside serves an agent whose bench plays nothing, and returns what ends it.
func beside(t *testing.T, h *Host, name, session string, like manner) (dir string, end func()) {
	t.Helper()
	return besides(t, enterBeside(t, h, DefaultLab, name), name, session, like)
}

func besides(t testing.TB, f *Fleet, name, session string, like manner) (dir string, end func()) {
	t.Helper()
	return servedIn(t, f, t.TempDir(), Bench{Name: name, Session: session, Product: "P", PICS: "abc"}, like)
}

func servedIn(t testing.TB, f *Fleet, dir string, b Bench, like manner) (_ string, end func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() {
		served <- f.Serve(ctx, Station{
			Bench: b, Dir: dir, Tell: t.Logf,
			Begin: func(_ context.Context, dir string, _ Tenancy, _ Begin, recorded func()) (Session, error) {
				rec, err := evidence.Create(dir)
				if err != nil {
					return nil, err
				}
				rec.OnRecord(func(evidence.Record) { recorded() })
				c := &charger{manner: like, recorder: rec}
				c.append(evidence.Record{Kind: evidence.KindRun, Run: &evidence.RunStarted{ID: b.Name}})
				return c, nil
			},
		})
	}()
	end = sync.OnceFunc(func() {
		cancel()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(end)
	return dir, end
}

// reserved is a run that holds benches, with its evidence coming in below dir.
func reserved(t *testing.T, h *Host, run string, benches int) (dir string, players map[string]*Remote) {
	t.Helper()
	return reservedBy(t, enter(t, h, DefaultLab, Runner), run, benches)
}

func reservedBy(t *testing.T, f *Fleet, run string, benches int) (dir string, players map[string]*Remote) {
	t.Helper()
	b := board(t, f)
	until(t, b, "the benches are registered", func() bool { return len(b.free()) >= benches })
	leases, err := f.Reserve(t.Context(), b, wish(run), nil)
	if err != nil {
		t.Fatal(err)
	}
	dir, players = t.TempDir(), map[string]*Remote{}
	collector := f.Collect(run, func(bench string, rec evidence.Record) { players[bench].Record(rec) },
		func(bench string, cause error) { players[bench].Lose(cause) })
	for _, l := range leases {
		collector.Expect(l.Bench, filepath.Join(dir, l.Bench))
		if players[l.Bench], err = On(t.Context(), l, b, collector, Begin{}); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	collected := make(chan error, 1)
	go func() { collected <- collector.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-collected; err != nil {
			t.Error(err)
		}
		for _, l := range leases {
			l.GiveBack()
		}
	})
	return dir, players
}

func play(r *Remote, ctx context.Context, id string) evidence.CaseEnded {
	return r.Play(ctx, octt.Case{ID: id}, evidence.CaseStarted{ID: id}, "")
}

func TestAPlayOnAnotherMachineEndsAsItsEvidenceSays(t *testing.T) {
	h := serve(t)
	own, _ := beside(t, h, "bench-1", "1", manner{})
	dir, players := reserved(t, h, "run-1", 1)
	r := players["bench-1"]
	if end := play(r, t.Context(), "TC_B_01_CS"); end.Verdict != evidence.Pass || end.ID != "TC_B_01_CS" {
		t.Errorf("the play ended %+v", end)
	}
	if end := r.LeaveOut(evidence.CaseStarted{ID: "TC_B_02_CS"}, evidence.NotRun, "not asked"); end.Verdict != evidence.NotRun || end.Reason != "not asked" {
		t.Errorf("what was left out ended %+v", end)
	}
	r.Repay(t.Context())
	if cause := r.Latched(); cause != nil {
		t.Errorf("the bench is latched: %v", cause)
	}
	if b, _ := r.board.bench("bench-1"); b.Station != "CB-7" || b.Firmware != "1.4.2" {
		t.Errorf("the table says of the station %q %q", b.Station, b.Firmware)
	}
	same(t, filepath.Join(own, "run-1-bench-1"), filepath.Join(dir, "bench-1"))
}

func TestAnInterruptedPlayEndsInGoodOrder(t *testing.T) {
	h := serve(t)
	ctx, cancel := context.WithCancel(t.Context())
	beside(t, h, "bench-1", "1", manner{takes: func(Play) time.Duration { cancel(); return time.Hour }})
	_, players := reserved(t, h, "run-1", 1)
	end := play(players["bench-1"], ctx, "TC_B_01_CS")
	if end.Verdict != evidence.Inconclusive || end.Reason != errStopped.Error() {
		t.Errorf("the play ended %+v", end)
	}
	players["bench-1"].Repay(ctx)
}

func TestABenchThatBreaksSaysSoToTheRunAndToTheNext(t *testing.T) {
	h := serve(t)
	beside(t, h, "bench-1", "1", manner{latches: func(Play) error { return errors.New("the relay is stuck") }})
	_, players := reserved(t, h, "run-1", 1)
	if end := play(players["bench-1"], t.Context(), "TC_B_01_CS"); end.Verdict != evidence.Pass {
		t.Errorf("the play ended %+v", end)
	}
	if cause := players["bench-1"].Latched(); cause == nil || cause.Error() != "the relay is stuck" {
		t.Errorf("the bench is latched: %v", cause)
	}
	players["bench-1"].Repay(t.Context())
	b := board(t, enter(t, h, DefaultLab, Watcher))
	if why := wish("run-2").Misfit(b.Benches()[0].Bench); why != "it is broken: the relay is stuck" {
		t.Errorf("the next is told %q", why)
	}
}

func TestAPlayWhoseAgentIsGoneIsAnothers(t *testing.T) {
	h := serve(t)
	begun := make(chan struct{})
	_, end := beside(t, h, "bench-1", "1", manner{takes: func(Play) time.Duration { close(begun); return time.Hour }})
	_, players := reserved(t, h, "run-1", 1)
	go func() {
		<-begun
		end() // it leaves the table, and its play is interrupted
	}()
	r := players["bench-1"]
	if got := play(r, t.Context(), "TC_B_01_CS"); got.Verdict != evidence.NotRun && got.Verdict != evidence.Inconclusive {
		t.Errorf("the play ended %+v", got)
	}
	if got := play(r, t.Context(), "TC_B_02_CS"); got.Verdict != evidence.NotRun || got.Reason == "" {
		t.Errorf("the play after it ended %+v", got)
	}
	if r.Latched() == nil {
		t.Error("the bench is not lost")
	}
	r.Repay(t.Context()) // does nothing, and does not wait
}

func TestNothingIsLostWhereTheEngineIsStartedAnew(t *testing.T) {
	hosting := Hosting{Dir: t.TempDir(), Listen: "127.0.0.1:0"}
	host, err := Serve(t.Context(), hosting)
	if err != nil {
		t.Fatal(err)
	}
	hosting.Listen = strings.TrimPrefix(host.URL(), "nats://")
	t.Cleanup(func() { host.Close() })
	released := make(chan struct{})
	own, _ := beside(t, host, "bench-1", "1", manner{takes: func(p Play) time.Duration {
		if p.Case == "TC_B_02_CS" {
			<-released
		}
		return 0
	}})
	out, players := reserved(t, host, "run-1", 1)
	r := players["bench-1"]
	play(r, t.Context(), "TC_B_01_CS")
	ended := make(chan evidence.CaseEnded)
	go func() { ended <- play(r, t.Context(), "TC_B_02_CS") }()
	host.Close()
	close(released) // what is recorded now, nobody can be told
	if host, err = Serve(t.Context(), hosting); err != nil {
		t.Fatal(err)
	}
	if end := <-ended; end.Verdict != evidence.Pass {
		t.Errorf("the play ended %+v, %v", end, r.Latched())
	}
	r.Repay(t.Context())
	same(t, filepath.Join(own, "run-1-bench-1"), filepath.Join(out, "bench-1"))
}

// same holds what a runner has against the folder of the agent.
func same(t *testing.T, own, out string) {
	t.Helper()
	theirs, err := evidence.ReadDir(own)
	if err != nil {
		t.Fatal(err)
	}
	ours, err := evidence.ReadDir(out)
	if err != nil {
		t.Fatal(err)
	}
	if ours.Head != theirs.Head || ours.Verify() != nil || len(ours.Records) != len(theirs.Records) {
		t.Errorf("the runner has %d records up to %s (%v), the agent %d up to %s", len(ours.Records), ours.Head, ours.Verify(), len(theirs.Records), theirs.Head)
	}
}
