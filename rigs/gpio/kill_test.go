package gpio_test

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/gpio"
	"github.com/certbench/certbench/rigs/gpio/fakechip"
)

// A seed that nobody chose would have a delivery refused for what it has not changed: whoever looks for new sequences asks for them.
var seed = flag.Uint64("seed", 20260101, "of the random acts, the same each time; 0 is another one each time")

// sequences is how many random sequences of acts are cut off.
const sequences = 1000

// second is another place than at: a fixed cable, an EV that asks with ventilation, a reader and a bay of its own.
var second = rigs.Place{EVSE: 2, Connector: 1}

// everything wires all there is: relays that act high, low, and by letting go.
var everything = gpio.Config{
	Places: []gpio.Wiring{
		{At: at, CP: low("cp"), Ready: low("ready"), Ventilation: low("ventilation"), Short: low("short"), Diode: gpio.Line{Name: "diode"},
			PP: low("pp"), Fault: gpio.Line{Name: "fault", Safe: true}, UnlockFailed: gpio.Line{Name: "jam"},
			Bay: gpio.Line{Name: "bay"}, Cards: map[string]gpio.Line{card.ID: {Name: "card"}}},
		{At: second, CP: gpio.Line{Name: "cp2"}, Ventilation: gpio.Line{Name: "ventilation2"}, Short: gpio.Line{Name: "short2"},
			Bay: low("bay2"), Cards: map[string]gpio.Line{card.ID: {Name: "card2", ActiveLow: true, Safe: true}}},
	},
	Mains: gpio.Line{Name: "mains", Safe: true}, MainsFeedback: gpio.Line{Name: "feedback"},
}

var card = rigs.Token{ID: "04A1", Type: "ISO14443"}

// world is the chip that everything is wired to, with somebody who watches that nothing dangerous happens on the way.
type world struct {
	*fakechip.Chip
	wrong []string
}

func newWorld() *world {
	names := []string{"feedback"}
	for _, line := range everything.Outputs() {
		names = append(names, line.Name)
	}
	w := &world{Chip: fakechip.New(names...)}
	w.Input("feedback", true)
	for _, line := range everything.Outputs() {
		w.Input(line.Name, line.Safe != line.ActiveLow) // as the last run left it
	}
	w.React(func(name string, high bool) {
		if name == "mains" {
			w.Input("feedback", high)
		}
		w.watch(name, high)
	})
	return w
}

// watch knows what must never be, whoever moves what.
func (w *world) watch(name string, high bool) {
	one, two := !w.High("ready") || !w.High("ventilation"), w.High("ventilation2")
	for what, is := range map[string]bool{
		"the pilot of EVSE 1 is loaded without a cable":   (one || !w.High("short") || !w.High("cp")) && w.High("pp"),
		"the pilot of EVSE 1 is loaded and shorted":       one && !w.High("short"),
		"the pilot of EVSE 2 is loaded and shorted":       two && w.High("short2"),
		"the pilot of EVSE 1 is loaded twice":             !w.High("ready") && !w.High("ventilation"),
		"the pilot of EVSE 1 is loaded past its resistor": one && w.High("cp"),
		"the mains went off under load":                   name == "mains" && !high && (one || two),
	} {
		if is {
			w.wrong = append(w.wrong, fmt.Sprintf("%s, after %s", what, name))
		}
	}
}

// unsafe lists the lines whose level is not that of rest.
func (w *world) unsafe() []string {
	var all []string
	for _, line := range everything.Outputs() {
		if high := line.Safe != line.ActiveLow; w.High(line.Name) != high {
			all = append(all, fmt.Sprintf("%s high = %t", line.Name, !high))
		}
	}
	return all
}

// takeOver has a supervisor take the lines of a holder that was killed, and reports what is not as it should be.
func (w *world) takeOver(t *testing.T) error {
	ctx, release := context.WithCancel(t.Context())
	defer release()
	ended := make(chan struct{})
	close(ended)
	return gpio.Supervise(ctx, w.Holder("supervisor"), everything.Outputs(), ended, func(err error) {
		if bad := w.unsafe(); err != nil || len(bad) > 0 || len(w.wrong) > 0 {
			t.Errorf("secured with %v; not at their safe values: %v; on the way: %v", err, bad, w.wrong)
		}
		for _, line := range everything.Outputs() {
			if by := w.HeldBy(line.Name); by != "supervisor" {
				t.Errorf("line %s is held by %q, expected the supervisor", line.Name, by)
			}
		}
		release()
	})
}

// guarded are the acts of a rig as a bench binds them.
func guarded(r *gpio.Rig) rigs.Set {
	var set rigs.Set
	set.Bind(r)
	return rigs.NewLatch(set, r).Set()
}

// anAct is any act at any place, possible or not.
func anAct(random *rand.Rand) rigs.Act {
	place := []rigs.Place{at, second}[random.IntN(2)]
	acts := []rigs.Act{
		rigs.ConnectEV(place), rigs.ConnectIdleEV(place), rigs.DisconnectEV(place), rigs.SuspendByEV(place), rigs.RequestByEV(place),
		rigs.ShortPilot(place), rigs.PlugEnd(rigs.EVEnd, place), rigs.PlugEnd(rigs.StationEnd, place), rigs.UnplugEnd(rigs.EVEnd, place),
		rigs.UnplugEnd(rigs.StationEnd, place), rigs.DriveIn(place), rigs.DriveOut(place), rigs.SetFault(rigs.Faulted, place),
		rigs.ClearFault(rigs.Faulted, place), rigs.SetFault(rigs.DiodeShorted, place), rigs.ClearFault(rigs.DiodeShorted, place),
		rigs.SetFault(rigs.UnlockFailed, place), rigs.ShowPilot(rigs.PilotB, place), rigs.ShowPilot(rigs.PilotC, place),
		rigs.ShowPilot(rigs.PilotD, place), rigs.ShowPilot(rigs.PilotE, place), rigs.PresentToken(card, place), rigs.PowerCycle(), rigs.PowerOff(), rigs.PowerOn(),
	}
	return acts[random.IntN(len(acts))]
}

// TestWhereverItsHolderIsKilledNoLineStaysUnsafe plays random acts and kills their process at a random point: before any
// change of the lines, the first at the opening of the rig, or at any time, in the pauses between.
func TestWhereverItsHolderIsKilledNoLineStaysUnsafe(t *testing.T) {
	from := cmp.Or(*seed, rand.Uint64())
	t.Logf("%d sequences; to have the same again: -seed %d", sequences, from)
	killed := map[string]int{}
	for i := range uint64(sequences) {
		synctest.Test(t, func(t *testing.T) {
			random := rand.New(rand.NewPCG(from, i))
			w := newWorld()
			holder := w.Holder("certbench")
			if random.IntN(2) == 0 {
				holder.KillAt(1 + random.IntN(60))
			} else {
				time.AfterFunc(time.Duration(random.Int64N(int64(time.Minute))), holder.Kill)
			}
			killed[playUntilKilled(t, holder, random)]++
			if err := w.takeOver(t); err != nil {
				t.Error(err)
			}
			if t.Failed() {
				t.Fatalf("sequence %d of seed %d", i, from)
			}
		})
	}
	t.Logf("killed: %v", killed)
	if len(killed) < 12 {
		t.Errorf("killed at %d kinds of acts only, expected nearly all: %v", len(killed), killed)
	}
}

// playUntilKilled opens a rig and acts until its process is dead. It names the act that the kill fell into.
func playUntilKilled(t *testing.T, holder *fakechip.Holder, random *rand.Rand) string {
	r, err := gpio.New(holder, everything)
	if err != nil {
		if !holder.Dead() {
			t.Fatal(err)
		}
		return "the opening"
	}
	set := guarded(r)
	for {
		act := anAct(random)
		_, err := act.Do(t.Context(), set)
		switch {
		case holder.Dead():
			return act.Name
		case err != nil && !errors.Is(err, rigs.ErrRefused) && !errors.Is(err, rigs.ErrNoRig):
			t.Fatalf("%s: %v", act.Name, err)
		}
		time.Sleep(time.Duration(random.Int64N(int64(time.Second)))) // a case does not act without a break
	}
}

// TestAKillAtEveryChangeOfEveryActLeavesNoLineUnsafe cuts each act off before each of its changes of the lines, and after
// the last.
func TestAKillAtEveryChangeOfEveryActLeavesNoLineUnsafe(t *testing.T) {
	connected := []rigs.Act{rigs.ConnectEV(at)}
	for _, c := range []struct {
		before []rigs.Act
		act    rigs.Act
	}{
		{nil, rigs.ConnectEV(at)}, {nil, rigs.ConnectIdleEV(at)}, {nil, rigs.ConnectEV(second)}, {connected, rigs.DisconnectEV(at)},
		{connected, rigs.SuspendByEV(at)}, {[]rigs.Act{rigs.ConnectIdleEV(at)}, rigs.RequestByEV(at)}, {connected, rigs.ShortPilot(at)},
		{[]rigs.Act{rigs.ConnectEV(at), rigs.ShortPilot(at)}, rigs.RequestByEV(at)},
		{nil, rigs.PlugEnd(rigs.StationEnd, at)}, {[]rigs.Act{rigs.PlugEnd(rigs.EVEnd, at)}, rigs.PlugEnd(rigs.StationEnd, at)},
		{connected, rigs.UnplugEnd(rigs.EVEnd, at)}, {connected, rigs.UnplugEnd(rigs.StationEnd, at)},
		{connected, rigs.ShowPilot(rigs.PilotD, at)}, {[]rigs.Act{rigs.ConnectIdleEV(at)}, rigs.ShowPilot(rigs.PilotD, at)},
		{nil, rigs.SetFault(rigs.DiodeShorted, at)}, {nil, rigs.SetFault(rigs.UnlockFailed, at)},
		{nil, rigs.DriveIn(at)}, {[]rigs.Act{rigs.DriveIn(at)}, rigs.DriveOut(at)},
		{nil, rigs.SetFault(rigs.Faulted, at)}, {[]rigs.Act{rigs.SetFault(rigs.Faulted, at)}, rigs.ClearFault(rigs.Faulted, at)},
		{nil, rigs.PresentToken(card, at)}, {nil, rigs.PresentToken(card, second)},
		{nil, rigs.PowerCycle()}, {nil, rigs.PowerOff()}, {[]rigs.Act{rigs.PowerOff()}, rigs.PowerOn()},
	} {
		changes := 0
		for n := 1; n <= changes+1; n++ {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld()
				holder := w.Holder("certbench")
				r, err := gpio.New(holder, everything)
				if err != nil {
					t.Fatal(err)
				}
				set := guarded(r)
				for _, act := range c.before {
					if _, err := act.Do(t.Context(), set); err != nil {
						t.Fatal(err)
					}
				}
				w.TakeLog()
				holder.KillAt(n)
				_, err = c.act.Do(t.Context(), set)
				if done := len(w.TakeLog()); err == nil {
					changes = n - 1
					holder.Kill()
				} else if !holder.Dead() || done != n-1 {
					t.Fatalf("%s to be killed before change %d: got %v after %d changes", c.act.Name, n, err, done)
				} else {
					changes = n
				}
				if err := w.takeOver(t); err != nil {
					t.Error(err)
				}
			})
		}
		if changes == 0 {
			t.Errorf("%s changed no line, so that it was never cut off", c.act.Name)
		}
	}
}

// TestWheneverARunIsAskedToEndNoLineStaysUnsafe gives acts up at random times, as SIGTERM, SIGINT and SIGHUP do, and closes
// the rig.
func TestWheneverARunIsAskedToEndNoLineStaysUnsafe(t *testing.T) {
	from := cmp.Or(*seed, rand.Uint64())
	t.Logf("to have the same again: -seed %d", from)
	for i := range uint64(sequences / 5) {
		synctest.Test(t, func(t *testing.T) {
			random := rand.New(rand.NewPCG(from, i))
			w := newWorld()
			r, err := gpio.New(w.Holder("certbench"), everything)
			if err != nil {
				t.Fatal(err)
			}
			set := guarded(r)
			ctx, asked := context.WithTimeout(t.Context(), time.Duration(random.Int64N(int64(time.Minute))))
			defer asked()
			for ctx.Err() == nil {
				if _, err := anAct(random).Do(ctx, set); err != nil && !rigs.Harmless(ctx, err) {
					t.Fatal(err)
				}
				time.Sleep(time.Millisecond)
			}
			if err := r.Close(); err != nil || len(w.unsafe()) > 0 || len(w.wrong) > 0 || len(w.Held()) > 0 {
				t.Fatalf("sequence %d of seed %d: closed with %v; not at their safe values: %v; held: %v; on the way: %s", i, from, err, w.unsafe(), w.Held(), strings.Join(w.wrong, "; "))
			}
		})
	}
}
