package chiptest

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/rigs/gpio"
)

// patience bounds the wait for what must come.
const patience = 10 * time.Second

// World is the other side of the lines of a chip.
type World interface {
	High(name string) bool
	Input(name string, high bool)
	Unplug()
}

// Fixture is a fresh chip with the lines "a", "b" and "c", all low and free. Two processes use it; the first is called
// "certbench".
type Fixture struct {
	World
	First, Second gpio.Chip
}

type contract struct {
	*testing.T
	Fixture
}

// Run runs the contract; open makes a fixture for each part of it.
func Run(t *testing.T, open func(t *testing.T) Fixture) {
	for _, part := range []struct {
		name string
		test func(contract)
	}{
		{"outputs are driven from the first moment on, all of a request at once", contract.drive},
		{"a line is held once, and the lines of a request are had together or not at all", contract.busy},
		{"a line is found by its name", contract.unknown},
		{"a bias pulls a line that nobody drives", contract.bias},
		{"edges are told in turn, with their time, until the input is closed", contract.edges},
		{"of the edges that are not read the oldest are lost", contract.lost},
		{"a chip that has gone is told from any other failure", contract.gone},
	} {
		t.Run(part.name, func(t *testing.T) { part.test(contract{t, open(t)}) })
	}
}

var a, b, c = gpio.Line{Name: "a"}, gpio.Line{Name: "b", ActiveLow: true}, gpio.Line{Name: "c"}

// output requests lines that must be free.
func (x contract) output(lines []gpio.Line, active ...bool) gpio.Outputs {
	x.Helper()
	held, err := x.First.Output(lines, active...)
	if err != nil {
		x.Fatal(err)
	}
	return held
}

// input requests a line that must be free, and hands its edges on.
func (x contract) input(line gpio.Line) (gpio.Input, chan gpio.Edge) {
	x.Helper()
	edges := make(chan gpio.Edge)
	held, err := x.First.Input(line, func(e gpio.Edge) { edges <- e })
	if err != nil {
		x.Fatal(err)
	}
	return held, edges
}

func (x contract) next(edges <-chan gpio.Edge) gpio.Edge {
	x.Helper()
	select {
	case e := <-edges:
		return e
	case <-time.After(patience):
		x.Fatalf("no edge came within %s", patience)
	}
	return gpio.Edge{}
}

func (x contract) close(held interface{ Close() error }) {
	x.Helper()
	if err := held.Close(); err != nil {
		x.Errorf("closing: %v", err)
	}
}

// are requires levels of the lines a and b.
func (x contract) are(wantA, wantB bool) {
	x.Helper()
	if gotA, gotB := x.High("a"), x.High("b"); gotA != wantA || gotB != wantB {
		x.Errorf("the lines a and b are at %t and %t, expected %t and %t", gotA, gotB, wantA, wantB)
	}
}

func (x contract) drive() {
	if _, err := x.First.Output([]gpio.Line{a, b}, true); err == nil {
		x.Error("two lines were granted with one value, expected an error")
	}
	held := x.output([]gpio.Line{a, b}, true, false)
	defer x.close(held)
	x.are(true, true)
	for _, active := range [][]bool{{false, true}, {true, true}, {false, false}} {
		if err := held.Set(active...); err != nil {
			x.Fatal(err)
		}
		x.are(active[0], !active[1])
		if got, err := held.Get(); err != nil || !slices.Equal(got, active) {
			x.Errorf("the lines read %t, %v; expected %t", got, err, active)
		}
	}
	if err := held.Set(true); err == nil {
		x.Error("two lines took one value, expected an error")
	}
	x.are(false, true)
}

func (x contract) busy() {
	held := x.output([]gpio.Line{c}, true)
	_, err := x.Second.Output([]gpio.Line{a, c}, false, false)
	if !errors.Is(err, gpio.ErrBusy) || !strings.Contains(err.Error(), `"certbench" holds`) {
		x.Errorf("got %v, expected ErrBusy that names the holder", err)
	}
	if _, err := x.Second.Input(c, nil); !errors.Is(err, gpio.ErrBusy) {
		x.Errorf("got %v, expected ErrBusy", err)
	}
	if !x.High("c") {
		x.Error("the holder's line moved, expected it to stay")
	}
	x.close(held)
	second, err := x.Second.Output([]gpio.Line{a, c}, false, false)
	if err != nil {
		x.Fatalf("once the line is free: %v", err)
	}
	x.close(second)
}

func (x contract) unknown() {
	for _, line := range []string{"d", ""} {
		if _, err := x.First.Output([]gpio.Line{a, {Name: line}}, false, false); err == nil || !strings.Contains(err.Error(), `"`+line+`"`) {
			x.Errorf("got %v, expected an error that names the line %q", err, line)
		}
	}
	x.close(x.output([]gpio.Line{a}, false))
}

func (x contract) bias() {
	for _, step := range []struct {
		bias gpio.Bias
		high bool
	}{{gpio.PullUp, true}, {gpio.BiasAsIs, true}, {gpio.PullDown, false}, {gpio.NoBias, false}} {
		line := b
		line.Bias = step.bias
		held, err := x.First.Input(line, nil)
		if err != nil {
			x.Fatalf("bias %q: %v", step.bias, err)
		}
		if active, err := held.Get(); err != nil || x.High("b") != step.high || active == step.high {
			x.Errorf("with bias %q the line is high = %t and active = %t, %v; expected high = %t, active low", step.bias, x.High("b"), active, err, step.high)
		}
		x.close(held)
	}
}

func (x contract) edges() {
	held, edges := x.input(b)
	from := time.Now()
	for _, high := range []bool{true, false, true} {
		x.Input("b", high)
		x.Input("b", high) // no edge
		e := x.next(edges)
		if to := time.Now(); e.Active == high || e.Lost != 0 || e.At.Before(from) || e.At.After(to) {
			x.Errorf("got %+v, expected active = %t between %s and %s", e, !high, from, to)
		}
		from = e.At
	}
	x.close(held)
	x.Input("b", false)
	held, edges = x.input(b)
	defer x.close(held)
	x.Input("b", true)
	if e := x.next(edges); e.Active || e.Lost != 0 {
		x.Errorf("got %+v after the line was requested anew, expected the edge that came then", e)
	}
}

func (x contract) lost() {
	const lost = 3
	telling, edges := make(chan struct{}, 1+gpio.EdgesKept), make(chan gpio.Edge)
	held, err := x.First.Input(a, func(e gpio.Edge) { telling <- struct{}{}; edges <- e })
	if err != nil {
		x.Fatal(err)
	}
	x.Input("a", true)
	<-telling // and nobody takes it: from here on nothing is read
	for i := range lost + gpio.EdgesKept {
		x.Input("a", i%2 != 0)
	}
	for i := range 1 + gpio.EdgesKept {
		want := gpio.Edge{Active: i%2 == 0}
		if i > 0 {
			want.Active = (i+lost)%2 == 0
		}
		if i == 1 {
			want.Lost = lost
		}
		if e := x.next(edges); e.Active != want.Active || e.Lost != want.Lost {
			x.Errorf("edge %d is active = %t after %d lost, expected %t after %d", i, e.Active, e.Lost, want.Active, want.Lost)
		}
	}
	x.close(held)
}

func (x contract) gone() {
	out := x.output([]gpio.Line{a, b}, false, true)
	in, _ := x.input(c)
	x.Unplug()
	_, got := out.Get()
	_, read := in.Get()
	for what, err := range map[string]error{"Set": out.Set(true, true), "Get": got, "Get of the input": read} {
		if !errors.Is(err, gpio.ErrGone) || !strings.Contains(err.Error(), "line") {
			x.Errorf("%s: got %v, expected ErrGone with the line", what, err)
		}
	}
	x.close(out)
	x.close(in)
	if _, err := x.First.Input(a, nil); err == nil || errors.Is(err, gpio.ErrGone) || !strings.Contains(err.Error(), `no GPIO line is named "a"`) {
		x.Errorf("got %v, expected no such line", err)
	}
}
