package bench

import (
	"os"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/certbench/certbench/rigs/gpio"
	"github.com/certbench/certbench/rigs/gpio/fakechip"
	"github.com/certbench/certbench/station/lines"
	"github.com/certbench/certbench/station/panel"
)

var socket = panel.Layout{{ID: 1, Connectors: []int{1}}}

const exampleBoard = "../examples/board.yaml"

func TestTheExampleBoardNamesEveryKey(t *testing.T) {
	w, err := LoadBoard(exampleBoard, socket)
	if err != nil {
		t.Fatal(err)
	}
	e, r := w.EVSEs[0], w.Readers[0]
	c := e.Connectors[0]
	for key, line := range map[string]lines.Line{
		"mains": w.Mains, "lamp": w.Lamp, "d0": r.D0, "d1": r.D1, "bay": e.Bay, "contactor": e.Contactor, "pwm": e.PWM, "b": c.Pilot.B,
		"c": c.Pilot.C, "d": c.Pilot.D, "e": c.Pilot.E, "proximity": c.Proximity, "fault": c.Fault, "jam": c.Jam, "lock": c.Lock,
	} {
		if !strings.HasSuffix(line.Name, "-"+key) || line.ActiveLow != strings.HasPrefix(key, "d") && len(key) == 2 {
			t.Errorf("%s is wired to %+v, expected a line that is named after it", key, line)
		}
	}
}

func TestAWrongBoardFileIsToldByItsPlace(t *testing.T) {
	example, err := os.ReadFile(exampleBoard)
	if err != nil {
		t.Fatal(err)
	}
	for want, change := range map[string][2]string{
		`board.yaml:7:1: a board file has no key "mians"; did you mean "mains"? It knows mains, lamp, readers, evses`: {"mains: {", "mians: {"},
		`evses.0.connectors.0.pilot has no key "f"; did you mean "b"?`:                                                {"        b: {", "        f: {"},
		`evses.0.evse must be a whole number, not "one"`:                                                              {"  - evse: 1\n    bay", "  - evse: one\n    bay"},
		"EVSE 2: the station has no such EVSE":                                                                        {"  - evse: 1\n    bay", "  - evse: 2\n    bay"},
		`line "board-lamp" is wired to mains and to lamp`:                                                             {"board-mains", "board-lamp"},
	} {
		_, err := ReadBoard("board.yaml", []byte(strings.Replace(string(example), change[0], change[1], 1)), socket)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, expected %q", err, want)
		}
	}
	if _, err := LoadBoard("../examples/no-board.yaml", socket); err == nil || !strings.Contains(err.Error(), "the board file cannot be read") {
		t.Errorf("got %v, expected that the file cannot be read", err)
	}
}

func TestABoardIsMadeOfGPIOLines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chip := fakechip.New("in", "out", "d0")
		chip.Input("d0", true)
		holder := chip.Holder("station")
		board := Board(holder)
		var pulses []lines.Pulse
		in, err := board.Input(lines.Line{Name: "in", ActiveLow: true})
		must(t, err)
		out, err := board.Output(lines.Line{Name: "out", ActiveLow: true})
		must(t, err)
		d0, err := board.Watch(lines.Line{Name: "d0", ActiveLow: true}, func(p lines.Pulse) { pulses = append(pulses, p) })
		must(t, err)
		if active, err := in.Get(); err != nil || !active || !chip.High("out") {
			t.Errorf("active-low lines: the input reads %t, %v and the output is high %t; expected true and true", active, err, chip.High("out"))
		}
		must(t, out.Set(true))
		if chip.High("out") {
			t.Error("an active-low output that is active is high, expected low")
		}
		for range 2 {
			chip.Input("d0", false)
			chip.Input("d0", true)
		}
		synctest.Wait()
		holder.Stop()
		for range gpio.EdgesKept {
			chip.Input("d0", false)
			chip.Input("d0", true)
		}
		holder.Continue()
		synctest.Wait()
		if len(pulses) != 2+gpio.EdgesKept/2 || pulses[1].Lost || !pulses[2].Lost || pulses[3].Lost {
			t.Errorf("got the pulses %+v, expected two, then %d of which the first tells that some before it were lost", pulses, gpio.EdgesKept/2)
		}
		for _, held := range []interface{ Close() error }{in, out, d0} {
			must(t, held.Close())
		}
		if held := chip.Held(); len(held) > 0 {
			t.Errorf("%v are held, expected none", held)
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
