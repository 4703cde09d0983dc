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
	// Watch requests a line and tells every change of it to active, in turn. tell may be called until Close has
	// returned, and beside the tell of another line.
	Watch(line Line, tell func(Pulse)) (io.Closer, error)
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

// Pulse is a change of a line to active.
type Pulse struct {
	At   time.Time // when the board saw it
	Lost bool      // pulses of the line before this one were lost
}

// steady is how many scans in a row must agree before a level counts.
const steady = 2

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
