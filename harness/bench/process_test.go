package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
)

// TestAStationWhoseProcessEndsEndsThePlay kills a station that the bench started while a play waits for it.
func TestAStationWhoseProcessEndsEndsThePlay(t *testing.T) {
	log, err := os.Create(filepath.Join(t.TempDir(), LogName))
	if err != nil {
		t.Fatal(err)
	}
	r := &Running{watched: make(chan struct{}), log: log}
	station, err := startProcess([]string{"sh", "-c", "echo up; exec sleep 600"}, "", log, false)
	if err != nil {
		t.Fatal(err)
	}
	r.station = station
	r.Bench = &Bench{Player: Broken(&notes{}, nil)}
	defer r.Player.Close()
	r.alive, r.closing = context.WithCancelCause(context.Background())
	go r.watch()
	began := time.Now()
	end := r.Player.Play(t.Context(), octt.Case{ID: "TC_X_01_CS", Main: func(s *octt.Scenario) {
		if err := syscall.Kill(station.cmd.Process.Pid, syscall.SIGKILL); err != nil {
			t.Error(err)
		}
		s.Wait(1, time.Hour, "the station is dead by then")
	}}, evidence.CaseStarted{ID: "TC_X_01_CS"}, "")
	if end.Verdict != evidence.Inconclusive || !strings.Contains(end.Reason, "the station sh ended by itself: signal: killed") {
		t.Errorf("expected INCONCLUSIVE with the cause, got %s after %s: %s", end.Verdict, time.Since(began), end.Reason)
	}
	if got := r.Player.Latched(); !errors.As(got, new(*octt.StationTrouble)) {
		t.Errorf("expected the bench to be latched with the station's trouble, got %v", got)
	}
	r.closing(nil)
	<-r.watched
	if err := r.endStation(); err != nil {
		t.Error(err)
	}
}

// closing is a rig that fails to close.
type closing struct {
	rigs.Rig
	err error
}

func (closing) Name() string   { return "panel" }
func (c closing) Close() error { return c.err }

func TestAPanelThatEndedWithItsStationIsNoTroubleOfTheBench(t *testing.T) {
	refused := fmt.Errorf("the SUT API could not be asked: %w", syscall.ECONNREFUSED)
	for name, c := range map[string]struct {
		ended bool
		err   error
		fails bool
	}{
		"ended with it":         {true, refused, false},
		"gone without it":       {false, refused, true},
		"a relay, and it ended": {true, errors.New("relay 3 is stuck"), true},
		"closed":                {false, nil, false},
	} {
		b := &Bench{ended: c.ended, latch: rigs.NewLatch(rigs.Set{}), rigList: []rigs.Rig{closing{err: c.err}}}
		if err := b.closeRigs(); (err != nil) != c.fails {
			t.Errorf("%s: expected an error: %v, got %v", name, c.fails, err)
		}
	}
}
