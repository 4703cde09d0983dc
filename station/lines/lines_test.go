package lines

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/station/panel"
)

var layout = panel.Layout{{ID: 1, Connectors: []int{1}}, {ID: 2, Connectors: []int{1}, FixedCable: true}}

func wire(name string) Line { return Line{Name: name} }

var wiring = Wiring{
	Mains: wire("mains"), Lamp: wire("lamp"), Readers: []Reader{{D0: wire("d0"), D1: wire("d1")}, {EVSE: 2, D0: wire("d0 2"), D1: wire("d1 2")}},
	EVSEs: []EVSE{
		{ID: 1, Bay: wire("bay"), Contactor: wire("contactor"), PWM: wire("pwm"), Connectors: []Connector{{ID: 1,
			Pilot:     Pilot{B: wire("b"), C: wire("c"), D: wire("d"), E: wire("e")},
			Proximity: wire("pp"), Fault: wire("fault"), Jam: wire("jam"), Lock: wire("lock")}}},
		{ID: 2, Connectors: []Connector{{ID: 1, Pilot: Pilot{B: wire("b2"), C: wire("c2")}}}},
	},
}

// bench is a board with a panel behind it, scanned in a bubble.
type bench struct {
	*testing.T
	*board
	panel *panel.Panel
	log   strings.Builder
	ended chan error
}

// scanned runs a test on a board that is scanned; before prepares it.
func scanned(t *testing.T, before func(b *board), test func(b *bench)) {
	synctest.Test(t, func(t *testing.T) {
		b := &bench{T: t, board: newBoard(), panel: panel.New(layout), ended: make(chan error, 1)}
		b.set("mains", true)
		before(b.board)
		l, err := Open(b.board, wiring, layout, b.panel, slog.New(slog.NewTextHandler(&b.log, nil)))
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		go func() { b.ended <- l.Run(ctx) }()
		test(b)
		cancel()
		synctest.Wait()
		if err := l.Close(); err != nil || b.holds() > 0 {
			t.Errorf("closing: %v with %d lines held, expected none", err, b.holds())
		}
	})
}

func nothing(*board) {}

// settle lets as many scans pass as a level needs to count.
func (b *bench) settle() {
	time.Sleep((steady + 1) * scanEvery)
	synctest.Wait()
}

// at reads a connector 1 and gives it in words.
func (b *bench) at(evse int) string {
	seen, _ := b.panel.Read().At(evse, 1)
	words := []string{"pilot " + seen.Pilot}
	for _, w := range []struct {
		word string
		is   bool
	}{{"plugged", seen.Plugged}, {"halfway", seen.Halfway}, {"ready", seen.EVReady}, {"locked", seen.Locked}, {"faulted", seen.Faulted}, {"bay", seen.Bay}} {
		if w.is {
			words = append(words, w.word)
		}
	}
	return strings.Join(words, " ")
}

func (b *bench) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func TestTheLadderMovesThePilot(t *testing.T) {
	scanned(t, nothing, func(b *bench) {
		b.must(b.panel.SetPWM(1, 26.7))
		for _, step := range []struct{ lines, want string }{
			{"", "pilot A"},
			{"b", "pilot A"}, // through no plug
			{"pp", "pilot A halfway"},
			{"pp b", "pilot B plugged"},
			{"pp b c", "pilot C plugged ready"},
			{"pp b c d", "pilot C plugged ready"},
			{"pp b c d e", "pilot E plugged ready"},
			{"pp b", "pilot B plugged"},
			{"pp b c d e", "pilot E plugged"},
			{"pp b c", "pilot C plugged ready"},
			{"pp", "pilot A halfway"},
			{"pp b c", "pilot C plugged ready"},
			{"", "pilot A"},
			{"pp b c d e", "pilot E plugged"}, // at one moment
			{"", "pilot A"},
			{"fault bay", "pilot E faulted bay"},
			{"bay", "pilot A bay"},
			{"", "pilot A"},
		} {
			for _, name := range []string{"b", "c", "d", "e", "pp", "fault", "bay"} {
				b.set(name, strings.Contains(" "+step.lines+" ", " "+name+" "))
			}
			b.settle()
			if got := b.at(1); got != step.want {
				b.Errorf("lines %q: got %s, expected %s", step.lines, got, step.want)
			}
		}
		if b.log.Len() > 0 {
			b.Errorf("the panel refused what the lines show: %s", b.log.String())
		}
	})
}

func TestAFixedCableHasTheEVOnlyToPlugIn(t *testing.T) {
	scanned(t, nothing, func(b *bench) {
		b.must(b.panel.SetPWM(2, 26.7))
		for _, step := range []struct {
			b2, c2 bool
			want   string
		}{{true, false, "pilot B plugged"}, {true, true, "pilot C plugged ready"}, {false, true, "pilot C plugged ready"}, {false, false, "pilot A"}} {
			b.set("b2", step.b2)
			b.set("c2", step.c2)
			b.settle()
			if got := b.at(2); got != step.want {
				b.Errorf("b %t, c %t: got %s, expected %s", step.b2, step.c2, got, step.want)
			}
		}
	})
}

func TestAnEVThatAsksIsInCOnceACurrentIsOffered(t *testing.T) {
	scanned(t, nothing, func(b *bench) {
		for _, name := range []string{"pp", "b", "c"} {
			b.set(name, true)
		}
		b.settle()
		if got := b.at(1); got != "pilot B plugged ready" {
			t.Errorf("without a current: got %s, expected pilot B, plugged and ready", got)
		}
		b.must(b.panel.SetPWM(1, 26.7))
		if got := b.at(1); got != "pilot C plugged ready" {
			t.Errorf("with a current: got %s, expected pilot C", got)
		}
	})
}

func TestWhatIsThereAtTheStartCountsAtOnce(t *testing.T) {
	before := func(b *board) { b.set("mains", false); b.set("pp", true); b.set("b", true); b.set("bay", true) }
	scanned(t, before, func(b *bench) {
		if got := b.at(1); got != "pilot E plugged bay" || b.panel.MainsOn() {
			t.Errorf("got %s with the mains %t, expected a dark station with an EV", got, b.panel.MainsOn())
		}
		b.set("mains", true)
		b.settle()
		if got := b.at(1); got != "pilot B plugged bay" {
			t.Errorf("got %s after the mains came, expected pilot B", got)
		}
	})
}

func TestBounceIsNotSeen(t *testing.T) {
	scanned(t, nothing, func(b *bench) {
		b.panel.Waiting()
		time.Sleep(scanEvery / 2) // between two scans
		for i := range 20 {       // 200 ms of contacts that never stay
			b.set("pp", i%2 == 0)
			b.set("mains", i%2 == 1)
			time.Sleep(scanEvery)
		}
		b.settle()
		if in := b.panel.Waiting(); len(in) > 0 {
			t.Errorf("the firmware notices %v, expected nothing", in)
		}
	})
}

func TestTheOutputsFollowThePanel(t *testing.T) {
	scanned(t, func(b *board) { b.set("pp", true) }, func(b *bench) {
		shown := func() string {
			var on []string
			for _, name := range []string{"contactor", "lock", "pwm", "lamp"} {
				if b.is(name) {
					on = append(on, name)
				}
			}
			return strings.Join(on, " ")
		}
		for _, step := range []struct {
			do   func() error
			want string
		}{
			{func() error { b.panel.Show("Welcome"); return nil }, "lamp"},
			{func() error { return b.panel.SetLock(1, 1, true) }, "lock lamp"},
			{func() error { return b.panel.SetPWM(1, 26.7) }, "lock pwm lamp"},
			{func() error { return b.panel.SetContactor(1, true) }, "contactor lock pwm lamp"},
			{func() error { return b.panel.SetPWM(1, 100) }, "contactor lock lamp"},
			{func() error { b.set("mains", false); b.settle(); return nil }, "lock"}, // a lock stays where it is
			{func() error { b.set("mains", true); b.settle(); return b.panel.SetLock(1, 1, false) }, ""},
		} {
			b.must(step.do())
			time.Sleep(scanEvery)
			synctest.Wait()
			if got := shown(); got != step.want {
				b.Errorf("got %q, expected %q", got, step.want)
			}
		}
	})
}

func TestAPlugThatIsHeldLeavesWhenTheLockOpens(t *testing.T) {
	scanned(t, func(b *board) { b.set("pp", true); b.set("b", true) }, func(b *bench) {
		b.must(b.panel.SetLock(1, 1, true))
		b.set("pp", false)
		b.set("b", false)
		b.settle()
		if got := b.at(1); got != "pilot A halfway locked" {
			t.Errorf("got %s, expected that the plug stays and the EV is gone", got)
		}
		if n := strings.Count(b.log.String(), "the cable is locked"); n != 1 {
			t.Errorf("the refusal is logged %d times, expected once: %s", n, b.log.String())
		}
		b.must(b.panel.SetLock(1, 1, false))
		b.settle()
		if got := b.at(1); got != "pilot A" {
			t.Errorf("got %s, expected that the plug is out", got)
		}
	})
}

func TestAJammedLockStaysAsItIs(t *testing.T) {
	scanned(t, func(b *board) { b.set("pp", true); b.set("jam", true) }, func(b *bench) {
		if err := b.panel.SetLock(1, 1, true); err == nil {
			t.Error("a jammed lock moved")
		}
		b.set("jam", false)
		b.settle()
		b.must(b.panel.SetLock(1, 1, true))
	})
}

func TestAPowerCutIsNoticedAndSoIsItsEnd(t *testing.T) {
	scanned(t, nothing, func(b *bench) {
		b.panel.Waiting()
		var kinds []panel.Kind
		for _, on := range []bool{false, true} {
			b.set("mains", on)
			b.settle()
			for _, in := range b.panel.Waiting() {
				kinds = append(kinds, in.Kind)
			}
		}
		if got := fmt.Sprint(kinds); got != "[MainsOff MainsOn]" {
			t.Errorf("the firmware notices %s, expected MainsOff and MainsOn", got)
		}
	})
}

func TestALineThatFailsEndsTheScan(t *testing.T) {
	scanned(t, nothing, func(b *bench) {
		gone := errors.New("no such device")
		b.fail("c", gone)
		if err := <-b.ended; !errors.Is(err, gone) || !strings.Contains(err.Error(), "EVSE 1 connector 1 pilot c") {
			t.Errorf("got %v, expected the line that failed by its role", err)
		}
	})
}

func TestALineThatCannotBeHadGivesTheOthersBack(t *testing.T) {
	for _, name := range []string{"mains", "bay", "lock", "d0", "lamp"} {
		b := newBoard()
		b.held[name] = true
		if _, err := Open(b, wiring, layout, panel.New(layout), slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), `"`+name+`" is held`) || b.holds() != 1 {
			t.Errorf("%s is held: got %v with %d lines held, expected that error and the one", name, err, b.holds())
		}
	}
}
