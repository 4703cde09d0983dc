//go:build guest

package kills

import (
	"bufio"
	"context"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/rigs/gpio"
	"github.com/certbench/certbench/rigs/gpio/simchip"
)

// kills is how many holders are killed, each on random acts of its own. A process takes an emulated machine a tenth of a second
// to start, act and die, so that a thousand would take minutes: a thousand are killed on the fake chip, in rigs/gpio.
const kills = 200

// patience bounds the wait for what must come.
const patience = time.Minute

// TestAfterEverySIGKILLEveryLineIsSafe has real processes play random acts on real lines, and kills them: half of them right
// before a movement, the first at the opening of the lines, half at a random time. What pulls a free line is the opposite of
// safe, so that no line becomes safe by itself.
func TestAfterEverySIGKILLEveryLineIsSafe(t *testing.T) {
	lines := wiring.Outputs()
	var names []string
	for _, line := range lines {
		names = append(names, line.Name)
	}
	chip := simchip.New(t, names...)
	for _, line := range lines {
		chip.Input(line.Name, line.Safe == line.ActiveLow)
	}
	const seed = 20260101 // the machine has the same sequences each time; rigs/gpio looks for new ones by its flag
	began, unsafe := time.Now(), 0
	for i := range uint64(kills) {
		random := rand.New(rand.NewPCG(seed, i))
		o := order{seed: seed, sequence: i}
		if i%2 == 0 {
			o.dies = 1 + random.IntN(60)
		}
		endHolder(t, o, time.Duration(random.Int64N(int64(100*time.Millisecond))))
		unsafe += secure(t, chip)
		if t.Failed() {
			t.Fatalf("the order was %q", o)
		}
	}
	t.Logf("%d processes killed, seed %d, in %s of the machine's time", kills, seed, time.Since(began))
	if want := kills * len(lines); unsafe != want {
		t.Errorf("%d lines were not safe after the kills, expected all %d: nothing is proved by a line that becomes safe by itself", unsafe, want)
	}
}

// endHolder starts a holder and returns when it has been killed, by itself or after a while.
func endHolder(t *testing.T, o order, after time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	holder := exec.CommandContext(ctx, os.Args[0])
	holder.Env = append(os.Environ(), orderEnv+"="+o.String())
	holder.Stderr = os.Stderr
	out, err := holder.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	if o.dies == 0 {
		if said, err := bufio.NewReader(out).ReadString('\n'); said != "open\n" {
			t.Fatalf("the holder said %q, %v", said, err)
		}
		time.Sleep(after)
		if err := holder.Process.Kill(); err != nil {
			t.Fatal(err)
		}
	}
	if err := holder.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
		t.Fatalf("the holder ended with %v, expected it to be killed", err)
	}
}

// secure has a supervisor take the lines of the dead, requires each of them to be at its safe value, and counts those that
// were not before.
func secure(t *testing.T, chip *simchip.Chip) (unsafe int) {
	t.Helper()
	for _, line := range wiring.Outputs() {
		if chip.High(line.Name) != (line.Safe != line.ActiveLow) {
			unsafe++
		}
	}
	ctx, release := context.WithTimeout(t.Context(), patience)
	defer release()
	ended := make(chan struct{})
	close(ended)
	secured := false
	err := gpio.Supervise(ctx, gpio.Kernel(), wiring.Outputs(), ended, func(err error) {
		if err != nil {
			t.Error(err)
		}
		for _, line := range wiring.Outputs() {
			if active := chip.High(line.Name) != line.ActiveLow; active != line.Safe {
				t.Errorf("line %q is active = %t, expected its safe value %t", line.Name, active, line.Safe)
			}
		}
		secured = true
		release()
	})
	if err != nil || !secured {
		t.Errorf("the supervisor ended with %v, lines looked at: %t", err, secured)
	}
	return unsafe
}
