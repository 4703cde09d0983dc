package gpio

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Consumer is the label under which lines are requested, so that gpioinfo shows who holds them.
const Consumer = "certbench"

// ErrBusy says that somebody else holds a line.
var ErrBusy = errors.New("the line is held by somebody else")

// ErrGone says that the chip of a line that is held has gone: unplugged, or its driver removed. The line stays useless
// until it is closed and requested anew.
var ErrGone = errors.New("the chip of the line has gone")

// ErrLost says that edges of an input were lost, so that what the input did is not known any more.
var ErrLost = errors.New("edges were lost")

// Line is one GPIO line as a bench file describes it. Lines are called by name, never by offset: offsets differ from
// board to board and from boot to boot.
type Line struct {
	Name string `yaml:"name" json:"name"`
	// ActiveLow says that the line is active when its level is low, as on most relay boards.
	ActiveLow bool `yaml:"active_low" json:"active_low"`
	// Bias is the chip's own resistor. Chips without resistors ignore it, as the kernel allows them to.
	Bias Bias `yaml:"bias" json:"bias,omitempty"`
	// Safe says whether the line is active at rest: false for a relay that is at rest without current, and that is how
	// a bench should be wired, for nobody promises the level of a line once its holder has died. Acting on a line means
	// to drive it to the other value. Inputs have none.
	Safe bool `yaml:"safe" json:"safe"`
}

// Bias is the resistor that a chip puts on a line.
type Bias string

// The biases of the kernel. BiasAsIs leaves the line as it was found.
const (
	BiasAsIs Bias = ""
	PullUp   Bias = "pull-up"
	PullDown Bias = "pull-down"
	NoBias   Bias = "disabled"
)

// Biases lists what a bench file may say.
var Biases = []Bias{BiasAsIs, PullUp, PullDown, NoBias}

// Chip grants lines by name. Requesting a line that is held fails with ErrBusy.
type Chip interface {
	// Output requests lines in one request, all or none, and drives each to its value of active from the first moment
	// on. The lines of one request sit on one chip of the machine.
	Output(lines []Line, active ...bool) (Outputs, error)
	// Input requests a line to be read. Where watch is not nil it is told every edge in turn, by one goroutine; while it
	// does not return, edges wait. It must not close the input.
	Input(line Line, watch func(Edge)) (Input, error)
	// Precisely runs do with the best sense of time that the machine has, and returns what it returns. While it runs, others
	// may have to wait: it is for the sending of one frame.
	Precisely(do func(Pace) error) error
}

// Outputs are lines held by one request. Values are active or not, whatever the level, in the order of the request. When
// the chip has gone, Set and Get fail with ErrGone. Close lets go of the lines; what their levels become then, nobody
// promises.
type Outputs interface {
	// Set drives all lines at once: no level between is ever seen.
	Set(active ...bool) error
	Get() (active []bool, err error)
	Close() error
}

// Input is a line that is held to be read. Close returns after the last call of watch.
type Input interface {
	Get() (active bool, err error)
	Close() error
}

// Edge is one change of an input.
type Edge struct {
	// Active is the value that the line changed to.
	Active bool
	// At is when the kernel saw it, on the clock of time.Now with its monotonic part.
	At time.Time
	// Lost is how many edges of the line were lost right before this one: the kernel keeps EdgesKept for a holder that does
	// not read, and then drops the oldest.
	Lost int
}

// EdgesKept is how many unread edges the kernel keeps of an input. (go-gpiocdev v0.9.1 does not hand
// WithEventBufferSize on to the kernel, so that this is the kernel's default.)
const EdgesKept = 16

// names puts lines into words.
func names(lines []Line) string {
	if len(lines) == 1 {
		return fmt.Sprintf("line %q", lines[0].Name)
	}
	quoted := make([]string, len(lines))
	for i, line := range lines {
		quoted[i] = fmt.Sprintf("%q", line.Name)
	}
	return "lines " + strings.Join(quoted, ", ")
}
