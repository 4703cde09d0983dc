package lines

import (
	"errors"
	"fmt"
	"io"
	"time"
)

// Board grants lines by name. Values are active or not, whatever the level.
type Board interface {
	// Input requests a line to be read.
	Input(Line) (Input, error)
	// Output requests a line and drives it inactive from the first moment on.
	Output(Line) (Output, error)
	// Pulses requests two lines and tells every change of theirs to active, in their order. tell may be called until
	// Close has returned, and is not called by two goroutines at once.
	Pulses(d0, d1 Line, tell func(Pulse)) (io.Closer, error)
}

// Input is a line that is read.
type Input interface {
	Get() (active bool, err error)
	io.Closer
}

// Output is a line that is driven.
type Output interface {
	Set(active bool) error
	io.Closer
}

// Pulse is a change to active of one of two lines.
type Pulse struct {
	One  bool          // of the line d1
	At   time.Duration // on a clock of the board that only goes forward
	Lost bool          // pulses before this one were lost
}

// steady is how many scans in a row must agree before a level counts.
const steady = 3

// input is a level behind its debounce. A nil input is not wired and never active.
type input struct {
	role    string
	line    Input
	active  bool
	differs int // scans in a row
}

func (in *input) is() bool { return in != nil && in.active }

// scan reads the line; at once has the level count without debounce.
func (in *input) scan(atOnce bool) error {
	level, err := in.line.Get()
	if err != nil {
		return fmt.Errorf("%s: %w", in.role, err)
	}
	if level == in.active {
		in.differs = 0
		return nil
	}
	if in.differs++; in.differs >= steady || atOnce {
		in.active, in.differs = level, 0
	}
	return nil
}

// output is a line that follows the panel. A nil output is not wired.
type output struct {
	role   string
	line   Output
	active bool
}

func (out *output) set(active bool) error {
	if out == nil || out.active == active {
		return nil
	}
	if err := out.line.Set(active); err != nil {
		return fmt.Errorf("%s: %w", out.role, err)
	}
	out.active = active
	return nil
}

// request asks the board for lines, and remembers all of them to let go of.
type request struct {
	board Board
	in    []*input
	held  []io.Closer
	errs  []error
}

func (r *request) input(role string, line Line) *input {
	if line.Name == "" {
		return nil
	}
	held, err := r.board.Input(line)
	if err != nil {
		r.errs = append(r.errs, fmt.Errorf("%s: %w", role, err))
		return nil
	}
	r.held = append(r.held, held)
	in := &input{role: role, line: held}
	r.in = append(r.in, in)
	return in
}

func (r *request) output(role string, line Line) *output {
	if line.Name == "" {
		return nil
	}
	held, err := r.board.Output(line)
	if err != nil {
		r.errs = append(r.errs, fmt.Errorf("%s: %w", role, err))
		return nil
	}
	r.held = append(r.held, held)
	return &output{role: role, line: held}
}

func (r *request) close() error {
	var failed []error
	for _, held := range r.held {
		failed = append(failed, held.Close())
	}
	return errors.Join(failed...)
}
