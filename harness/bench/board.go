package bench

import (
	"fmt"
	"io"
	"os"

	"github.com/certbench/certbench/harness/strictyaml"
	"github.com/certbench/certbench/rigs/gpio"
	"github.com/certbench/certbench/station/lines"
	"github.com/certbench/certbench/station/panel"
)

var boardFile = strictyaml.Kind{Noun: "board file", Sections: "mains, readers, evses …", MaxBytes: maxFile}

// LoadBoard reads the file that wires a reference station with the layout to a board.
func LoadBoard(path string, layout panel.Layout) (lines.Wiring, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return lines.Wiring{}, fmt.Errorf("the board file cannot be read: %w", err)
	}
	return ReadBoard(path, data, layout)
}

// ReadBoard reads the bytes of such a file, as strictly as a bench file is read.
func ReadBoard(name string, data []byte, layout panel.Layout) (lines.Wiring, error) {
	var w lines.Wiring
	d := newDecoder(name, boardFile)
	d.decode(data, &w)
	if d.yaml.Err() == nil {
		if err := w.Validate(layout); err != nil {
			d.fail("", "%v", err)
		}
	}
	return w, d.yaml.Err()
}

// Board makes the GPIO lines of a machine the board of the reference station.
func Board(chip gpio.Chip) lines.Board { return board{chip} }

type board struct{ chip gpio.Chip }

func (b board) Input(l lines.Line) (lines.Input, error) { return b.chip.Input(lineOf(l), nil) }

func (b board) Output(l lines.Line) (lines.Output, error) {
	held, err := b.chip.Output([]gpio.Line{lineOf(l)}, false)
	if err != nil {
		return nil, err
	}
	return boardOutput{held}, nil
}

func (b board) Watch(l lines.Line, tell func(lines.Pulse)) (io.Closer, error) {
	lost := false
	return b.chip.Input(lineOf(l), func(e gpio.Edge) {
		lost = lost || e.Lost > 0
		if e.Active {
			tell(lines.Pulse{At: e.At, Lost: lost})
			lost = false
		}
	})
}

func lineOf(l lines.Line) gpio.Line { return gpio.Line{Name: l.Name, ActiveLow: l.ActiveLow} }

type boardOutput struct{ gpio.Outputs }

func (o boardOutput) Set(active bool) error { return o.Outputs.Set(active) }
