//go:build guest

package lines

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/gpio"
)

// patience bounds the wait for what must come.
const patience = 30 * time.Second

func TestEveryActMovesItsLines(t *testing.T) {
	m := newMachine(t)
	r := open(t)
	var set rigs.Set
	set.Bind(r)
	for _, step := range every {
		back, err := step.act.Do(t.Context(), set)
		if err != nil || !strings.HasPrefix(back.Observed, step.want) {
			t.Fatalf("%s: got %q, %v; expected %q", step.act.Name, back.Observed, err, step.want)
		}
		if got := m.levels(); got != step.acts {
			t.Errorf("%s left the relays %q acting, expected %q", step.act.Name, got, step.acts)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestWhatTheStationDoesIsReadBackWithTheKernelsTime(t *testing.T) {
	m := newMachine(t)
	r := open(t)
	if _, err := r.Connect(t.Context(), at); err != nil {
		t.Fatal(err)
	}
	from := time.Now()
	for _, name := range []string{"contactor", "lock", "pwm", "lamp"} {
		m.Input(name, name != "contactor")
	}
	to := time.Now()
	time.Sleep(50 * time.Millisecond) // so that a time taken when the edge is read would be too late
	back, err := r.Suspend(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"contactor closed since ", "locked since ", "PWM since ", "lamp lit since "} {
		_, rest, found := strings.Cut(back.Observed, ", "+word)
		stamp, _, _ := strings.Cut(rest, ",")
		when, err := time.ParseInLocation(time.StampMicro, stamp, time.Local)
		when = when.AddDate(from.Year(), 0, 0)
		if !found || err != nil || when.Before(from.Truncate(time.Microsecond)) || when.After(to) {
			t.Errorf("got %q, expected %q with a time between %s and %s", back.Observed, word, from, to)
		}
	}
	if _, err := r.Disconnect(t.Context(), at); !errors.Is(err, rigs.ErrHeld) {
		t.Errorf("got %v from a cable that is locked, expected ErrHeld", err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestAChipUnpluggedIsAFailureThatEndsTheBench(t *testing.T) {
	m := newMachine(t)
	r := open(t)
	latch := rigs.NewLatch(bound(r), r)
	set := latch.Set()
	if _, err := rigs.ConnectEV(at).Do(t.Context(), set); err != nil {
		t.Fatal(err)
	}
	m.Unplug()
	_, err := rigs.SuspendByEV(at).Do(t.Context(), set)
	if !errors.Is(err, gpio.ErrGone) || !strings.Contains(err.Error(), `"cp"`) {
		t.Errorf("got %v, expected ErrGone that names the lines", err)
	}
	if _, err := rigs.DriveIn(at).Do(t.Context(), set); !errors.Is(err, rigs.ErrBroken) || !errors.Is(err, gpio.ErrGone) {
		t.Errorf("got %v, expected a broken bench with its first cause", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- r.Close() }()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	select {
	case err := <-ended:
		if !errors.Is(err, gpio.ErrGone) {
			t.Errorf("closing got %v, expected ErrGone", err)
		}
	case <-ctx.Done():
		t.Errorf("Close did not return within %s", patience)
	}
}

func bound(r rigs.Rig) rigs.Set {
	var set rigs.Set
	set.Bind(r)
	return set
}
