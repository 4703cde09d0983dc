//go:build guest

package lines

import (
	"context"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/certbench/certbench/rigs/gpio"
)

// TestALineOfAKilledHolderIsSafeAtEveryStage kills a process before every single movement of every act. What pulls a free
// line is the opposite of safe, so that no line becomes safe by itself.
func TestALineOfAKilledHolderIsSafeAtEveryStage(t *testing.T) {
	m := newMachine(t)
	for _, line := range wiring.Outputs() {
		m.Input(line.Name, line.Safe == line.ActiveLow)
	}
	stages := 0
	for {
		stages++
		h := startHolder(t, stages)
		said := h.says()
		h.kill()
		m.supervised(t, fmt.Sprintf("killed before movement %d", stages))
		if said == "done" {
			break
		}
	}
	if least := 2 * len(every); stages < least {
		t.Errorf("the holder was killed at %d stages, expected at least %d", stages, least)
	}
	t.Logf("killed at %d stages", stages)
}

// supervised has a supervisor take the lines over, and requires each of them to be held at its safe value.
func (m *machine) supervised(t *testing.T, when string) {
	t.Helper()
	ctx, release := context.WithTimeout(t.Context(), patience)
	defer release()
	ended := make(chan struct{})
	close(ended)
	secured := false
	err := gpio.Supervise(ctx, gpio.Kernel(), wiring.Outputs(), ended, func(err error) {
		if err != nil {
			t.Errorf("%s: %v", when, err)
		}
		for _, line := range wiring.Outputs() {
			if active, info := m.High(line.Name) != line.ActiveLow, m.Info(line.Name); active != line.Safe || info.Consumer != gpio.Consumer {
				t.Errorf("%s, line %q is active = %t, held by %q; expected its safe value %t, held by %q", when, line.Name, active, info.Consumer, line.Safe, gpio.Consumer)
			}
		}
		secured = true
		release()
	})
	if err != nil || !secured {
		t.Fatalf("%s: the supervisor ended with %v, lines looked at: %t", when, err, secured)
	}
}

// TestEdgesLostByAStoppedProcessAreAFailureOfItsRig stops the process that watches, as a machine does that is too busy.
func TestEdgesLostByAStoppedProcessAreAFailureOfItsRig(t *testing.T) {
	m := newMachine(t)
	h := startHolder(t, 0)
	if said := h.says(); said != "done" {
		t.Fatalf("the holder said %q, expected that it is done", said)
	}
	ask := func() string {
		if _, err := fmt.Fprintln(h.in); err != nil {
			t.Fatal(err)
		}
		return h.says()
	}
	if said := ask(); said != "check: <nil>" {
		t.Fatalf("the holder said %q, expected a check without error", said)
	}
	if err := h.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	if _, err := syscall.Wait4(h.cmd.Process.Pid, nil, syscall.WUNTRACED, nil); err != nil { // until it has stopped
		t.Fatal(err)
	}
	for i := range gpio.EdgesKept + 5 {
		m.Input("pwm", i%2 == 0)
	}
	if err := h.cmd.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	said := ask()
	for deadline := time.Now().Add(patience); said == "check: <nil>" && time.Now().Before(deadline); said = ask() {
		// the holder's watcher has not had its turn yet
	}
	if !strings.Contains(said, "edges were lost") || !strings.Contains(said, `dropped 5 of input "pwm"`) {
		t.Errorf("the holder said %q, expected that 5 edges of pwm were lost", said)
	}
	h.kill()
}
