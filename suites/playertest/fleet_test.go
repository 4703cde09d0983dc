package playertest_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/fleet"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/suites"
	"github.com/certbench/certbench/suites/playertest"
)

// far is a session of an agent on a bench in memory.
type far struct {
	near
	memory   *bench.Memory
	recorder *evidence.Recorder
	cases    map[string]octt.Case
}

func (f *far) Play(ctx context.Context, p fleet.Play) {
	about := suites.About(p.Case, octt.Mode(p.Mode))
	if about.Attempt = p.Attempt; p.Verdict != "" {
		f.LeaveOut(about, p.Verdict, p.Reason)
		return
	}
	f.near.Play(ctx, f.cases[p.Case], about, octt.Mode(p.Mode))
}

func (f *far) Station() evidence.Station { return evidence.Station{} }

func (f *far) Files() []string { return nil }

func (f *far) Close() error {
	f.Repay(context.Background())
	err := f.memory.Close()
	_, unrecorded := f.recorder.Append(evidence.Record{Finished: &evidence.RunEnded{Verdict: evidence.Pass}})
	return errors.Join(err, unrecorded, f.recorder.Close())
}

func enter(t *testing.T, h *fleet.Host, role fleet.Role, bench string) *fleet.Fleet {
	t.Helper()
	f, err := fleet.Enter(t.Context(), fleet.Access{URL: h.URL(), Creds: h.Key(fleet.DefaultLab, role), Role: role, Bench: bench, Name: t.Name()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	return f
}

// serveBench has an agent serve a bench in memory until the test ends.
func serveBench(t *testing.T, h *fleet.Host, latch <-chan error, cases []octt.Case) {
	f := enter(t, h, fleet.Agent, "bench")
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	byID := map[string]octt.Case{}
	for _, c := range cases {
		byID[c.ID] = c
	}
	station := fleet.Station{Bench: fleet.Bench{Name: "bench", Session: "1", Product: "P", PICS: "abc", Profile: 1}, Dir: t.TempDir(), Tell: t.Logf}
	station.Begin = func(_ context.Context, dir string, _ fleet.Tenancy, _ fleet.Begin, recorded func()) (fleet.Session, error) {
		recorder, err := evidence.Create(dir)
		if err != nil {
			return nil, err
		}
		recorder.OnRecord(func(evidence.Record) { recorded() })
		if _, err := recorder.Append(evidence.Record{Run: &evidence.RunStarted{}}); err != nil {
			return nil, err
		}
		m := memory(t, recorder.Side("bench"))
		return &far{near: near{m.Player, latch}, memory: m, recorder: recorder, cases: byID}, nil
	}
	go func() { served <- f.Serve(ctx, station) }()
	t.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
}

func TestABenchOfAnotherMachineKeepsTheContract(t *testing.T) {
	t.Parallel()
	playertest.Passes(t, func(t *testing.T, latch <-chan error, heard func(evidence.Record), cases ...octt.Case) suites.Player {
		h, err := fleet.Serve(t.Context(), fleet.Hosting{Dir: t.TempDir(), Listen: "127.0.0.1:0"})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(h.Close)
		serveBench(t, h, latch, cases)
		return reserve(t, enter(t, h, fleet.Runner, ""), heard)
	})
}

// reserve is a run that holds the bench, with its evidence coming in.
func reserve(t *testing.T, f *fleet.Fleet, heard func(evidence.Record)) *fleet.Remote {
	board, err := f.Watch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(board.Close)
	leases, err := f.Reserve(t.Context(), board, fleet.Wish{Run: "run", Who: "somebody", Product: "P", PICS: "abc"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var remote *fleet.Remote
	collector := f.Collect("run", func(_ string, rec evidence.Record) { heard(rec); remote.Record(rec) }, func(_ string, cause error) { remote.Lose(cause) })
	collector.Expect("bench", filepath.Join(t.TempDir(), "part"))
	if remote, err = fleet.On(t.Context(), leases[0], board, collector, fleet.Begin{}); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	collected := make(chan error, 1)
	go func() { collected <- collector.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-collected; err != nil {
			t.Error(err)
		}
	})
	return remote
}
