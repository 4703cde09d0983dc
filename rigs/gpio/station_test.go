package gpio_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/gpio"
	"github.com/certbench/certbench/rigs/gpio/fakechip"
)

func TestAnEVAtOneEndOfACableMovesNoPilot(t *testing.T) {
	m := newMachine()
	r := open(t, m, wiring)
	if err := act(t, r, rigs.PlugEnd(rigs.EVEnd, at)); err != nil {
		t.Fatal(err)
	}
	m.TakeLog()
	for _, a := range []rigs.Act{rigs.SuspendByEV(at), rigs.ShortPilot(at), rigs.RequestByEV(at)} {
		if err := act(t, r, a); !errors.Is(err, rigs.ErrRefused) {
			t.Errorf("%s: got %v, expected ErrRefused", a.Name, err)
		}
	}
	if moved := m.TakeLog(); len(moved) > 0 {
		t.Errorf("refused acts moved %v, expected nothing", moved)
	}
	for _, a := range []rigs.Act{rigs.PlugEnd(rigs.StationEnd, at), rigs.SuspendByEV(at)} {
		if err := act(t, r, a); err != nil {
			t.Errorf("%s with both ends in: %v", a.Name, err)
		}
	}
}

func TestAnEVKeepsToWhatItShowsWhileItsCableIsOutAtTheStation(t *testing.T) {
	for show, want := range map[string]string{"ask": "C", "suspend": "B", "short": "E"} {
		m := newMachine()
		r := open(t, m, wiring)
		acts := []rigs.Act{rigs.ConnectEV(at), rigs.UnplugEnd(rigs.StationEnd, at), rigs.PlugEnd(rigs.StationEnd, at)}
		switch show {
		case "suspend":
			acts = slices.Insert(acts, 1, rigs.SuspendByEV(at))
		case "short":
			acts = slices.Insert(acts, 1, rigs.ShortPilot(at))
		}
		for _, a := range acts {
			if err := act(t, r, a); err != nil {
				t.Fatal(err)
			}
		}
		if got := m.state(); got != want {
			t.Errorf("%s: plugged in again the pilot is in %s, expected %s", show, got, want)
		}
		for _, a := range []rigs.Act{rigs.UnplugEnd(rigs.EVEnd, at), rigs.PlugEnd(rigs.EVEnd, at)} {
			if err := act(t, r, a); err != nil {
				t.Fatal(err)
			}
		}
		if got := m.state(); got != "C" {
			t.Errorf("%s: another EV shows %s, expected C", show, got)
		}
	}
}

func TestTheMainsAreNotCutWhileAContactorIsClosedForNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := gpio.Config{Mains: gpio.Line{Name: "mains", Safe: true},
			Places: []gpio.Wiring{{At: at, CP: low("cp"), Ready: low("ready"), Contactor: gpio.Line{Name: "contactor"}}}}
		chip := fakechip.New("mains", "cp", "ready", "contactor")
		r, err := gpio.New(chip.Holder("certbench"), c)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range []rigs.Act{rigs.ConnectEV(at), rigs.SuspendByEV(at)} {
			if err := act(t, r, a); err != nil {
				t.Fatal(err)
			}
		}
		chip.Input("contactor", true) // welded
		chip.TakeLog()
		err = act(t, r, rigs.PowerOff())
		if !errors.Is(err, rigs.ErrUnderLoad) || !strings.Contains(err.Error(), `input "contactor" shows the contactor at EVSE 1 connector 1 closed`) {
			t.Errorf("got %v, expected ErrUnderLoad that names the contactor", err)
		}
		if moved := chip.TakeLog(); len(moved) > 0 {
			t.Errorf("%v moved, expected nothing", moved)
		}
		chip.Input("contactor", false)
		if err := act(t, r, rigs.PowerOff()); err != nil || chip.High("mains") {
			t.Errorf("got %v with mains %t once the contactor was open, expected the mains to be off", err, chip.High("mains"))
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
}
