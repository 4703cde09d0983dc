package gpio

import "errors"

// Consumer is the label under which lines are requested, so that gpioinfo shows who holds them.
const Consumer = "certbench"

// ErrBusy says that somebody else holds a line.
var ErrBusy = errors.New("the line is held by somebody else")

// Line is one GPIO line as a bench file describes it. Lines are called by name, never by offset: offsets differ from
// board to board and from boot to boot.
type Line struct {
	Name string `yaml:"name" json:"name"`
	// ActiveLow says that the line is active when its level is low, as on most relay boards.
	ActiveLow bool `yaml:"active_low" json:"active_low"`
	// Safe says whether the line is active at rest: false for a relay that is at rest without current, and that is how
	// a bench should be wired, for nobody promises the level of a line once its holder has died. Acting on a line means
	// to drive it to the other value. Inputs have none.
	Safe bool `yaml:"safe" json:"safe"`
}

// Chip grants lines by name. Requesting a line that is held fails with ErrBusy.
type Chip interface {
	// Output requests a line and drives it to active from the first moment on.
	Output(line Line, active bool) (Held, error)
	// Input requests a line to be read.
	Input(line Line) (Held, error)
}

// Held is a line that is held. Values are active or not, whatever the level. Close lets go of the line; what its level
// becomes then, nobody promises.
type Held interface {
	Set(active bool) error
	Get() (active bool, err error)
	Close() error
}
