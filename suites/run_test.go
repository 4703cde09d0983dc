package suites

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/catalogue"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocppj"
)

func TestARunThatWasCutShortIsNoPass(t *testing.T) {
	station := octt.OfStation(errors.New("the station is not there"))
	for name, c := range map[string]struct {
		cases       evidence.Verdict
		interrupted bool
		latched     error
		want        evidence.Verdict
	}{
		"whole":                        {evidence.Pass, false, nil, evidence.Pass},
		"interrupted":                  {evidence.Pass, true, nil, evidence.Inconclusive},
		"interrupted before any case":  {"", true, nil, evidence.Inconclusive},
		"interrupted after a failure":  {evidence.Fail, true, nil, evidence.Fail},
		"latched by the station":       {"", false, station, evidence.Inconclusive},
		"so, wrapped":                  {evidence.Pass, false, fmt.Errorf("bench 1: %w", station), evidence.Inconclusive},
		"latched by a rig":             {evidence.Pass, false, errors.New("relay 3 is stuck"), evidence.Error},
		"latched by a rig and aborted": {evidence.Pass, true, errors.New("relay 3 is stuck"), evidence.Error},
	} {
		t.Run(name, func(t *testing.T) {
			player := octt.NewPlayer(octt.Bench{CSMS: silent{}, Recorder: nowhere{}})
			defer player.Close()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if c.interrupted {
				cancel()
			}
			if c.latched != nil {
				player.Latch(c.latched)
			}
			r := begin(ctx, Session{Benches: []Bench{{Name: "one", Player: player}}, Recorder: nowhere{}})
			r.end.Verdict = c.cases
			r.conclude()
			if r.end.Verdict != c.want || r.end.Interrupted != c.interrupted {
				t.Errorf("expected %s, got %s (interrupted: %v)", c.want, r.end.Verdict, r.end.Interrupted)
			}
			if c.latched != nil && r.end.Reason != c.latched.Error() {
				t.Errorf("expected the cause as reason, got %q", r.end.Reason)
			}
		})
	}
}

// full is a recorder on a full disk.
type full struct{ records int }

func (f *full) Append(evidence.Record) (int64, error) {
	f.records++
	return 0, fmt.Errorf("record %d could not be written", f.records)
}

func TestEvidenceThatCannotBeWrittenIsSaidOnce(t *testing.T) {
	r := &run{Session: Session{Recorder: &full{}}}
	for range 60 {
		r.append(evidence.Record{})
	}
	if got := r.failed.Error(); got != "record 1 could not be written" {
		t.Errorf("expected the first cause and no other, got %q", got)
	}
}

// silent is a CSMS without a station.
type silent struct{}

func (silent) Next(ctx context.Context) (octt.Event, error) {
	<-ctx.Done()
	return octt.Event{}, ctx.Err()
}
func (silent) Call(context.Context, string, []byte) (string, error) {
	return "", errors.New("there is no station")
}
func (silent) Abandon(string)                                    {}
func (silent) Ignore(string)                                     {}
func (silent) Answer(string, []byte) error                       { return nil }
func (silent) AnswerError(string, ocppj.ErrorCode, string) error { return nil }
func (silent) Disconnect() error                                 { return nil }
func (silent) Accept()                                           {}
func (silent) Authenticate(bool)                                 {}
func (silent) Connected() bool                                   { return false }

type nowhere struct{}

func (nowhere) Append(evidence.Record) (int64, error) { return 1, nil }

const bailEnv = "CERTBENCH_TEST_BAIL"

// TestNothingPlaysWhenRunReturns presses Ctrl-C as often as it takes Ginkgo to give up on a spec that does not end. Run
// still waits for it. In a process of its own, because Ginkgo runs once in one, and signals are for all of it.
func TestNothingPlaysWhenRunReturns(t *testing.T) {
	if os.Getenv(bailEnv) == "" {
		again := exec.Command(os.Args[0], "-test.run=^TestNothingPlaysWhenRunReturns$", "-test.v")
		again.Env = append(os.Environ(), bailEnv+"=1")
		out, err := again.CombinedOutput()
		if err != nil || !strings.Contains(string(out), "--- PASS: TestNothingPlaysWhenRunReturns") {
			t.Errorf("expected Run to wait for the play, got %v:\n%s", err, out)
		}
		return
	}
	ctx, stop := signal.NotifyContext(t.Context(), os.Interrupt)
	defer stop()
	returned := make(chan struct{})
	var early atomic.Bool
	player := octt.NewPlayer(octt.Bench{CSMS: silent{}, Recorder: nowhere{}, Rest: func(*octt.Scenario) error {
		for range 20 {
			select {
			case <-returned:
				early.Store(true)
				return nil
			case <-time.After(50 * time.Millisecond):
				if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
					return err
				}
			}
		}
		return nil
	}})
	c := octt.Case{ID: "TC_A_01_CS", Main: func(s *octt.Scenario) { s.Check(1, "One is one.", 1, 1) }}
	entry, _ := catalogue.Lookup(c.ID)
	end, err := Run(ctx, Session{Plan: []Item{{Entry: entry, Case: c}}, Benches: []Bench{{Name: "one", Player: player}}, Recorder: nowhere{}})
	close(returned)
	player.Close()
	if early.Load() {
		t.Error("Run returned before the play had ended")
	}
	if err != nil || end.Verdict != evidence.Inconclusive || end.Counts[evidence.Pass] != 1 {
		t.Errorf("expected an interrupted run with its one case played, got %+v, %v", end, err)
	}
}
