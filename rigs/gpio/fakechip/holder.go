package fakechip

import (
	"fmt"
	"strings"

	"github.com/certbench/certbench/rigs/gpio"
)

// Holder is a process as the chip sees it. It implements gpio.Chip.
type Holder struct {
	chip    *Chip
	name    string
	stopped bool
	dead    bool
	fuse    int // how many more times it drives lines before it is killed; 0 is for ever
}

// Kill ends the process without a chance to do anything: its lines are free and keep their levels.
func (h *Holder) Kill() {
	h.chip.mu.Lock()
	defer h.chip.mu.Unlock()
	h.kill()
}

// KillAt kills the process right before it drives lines for the n-th time from now; 1 is the next time.
func (h *Holder) KillAt(n int) {
	h.chip.mu.Lock()
	defer h.chip.mu.Unlock()
	h.fuse = n
}

// Dead tells whether the process has been killed.
func (h *Holder) Dead() bool {
	h.chip.mu.Lock()
	defer h.chip.mu.Unlock()
	return h.dead
}

// burn takes one from the fuse. The caller holds the chip's mutex.
func (h *Holder) burn() {
	if h.fuse > 0 {
		if h.fuse--; h.fuse == 0 {
			h.kill()
		}
	}
}

func (h *Holder) kill() {
	h.dead = true
	for _, l := range h.chip.lines {
		if l.holder == h {
			l.release()
		}
	}
}

// Stop keeps the process from reading edges, as SIGSTOP does: those that come meanwhile wait or are lost.
func (h *Holder) Stop() {
	h.chip.mu.Lock()
	defer h.chip.mu.Unlock()
	h.stopped = true
}

// Continue lets a stopped process go on.
func (h *Holder) Continue() {
	h.chip.mu.Lock()
	defer h.chip.mu.Unlock()
	h.stopped = false
	for _, l := range h.chip.lines {
		if l.holder == h && l.watch != nil {
			l.watch.read()
		}
	}
}

// Output implements gpio.Chip.
func (h *Holder) Output(lines []gpio.Line, active ...bool) (gpio.Outputs, error) {
	if len(lines) == 0 || len(active) != len(lines) {
		return nil, fmt.Errorf("%d lines were requested with %d values", len(lines), len(active))
	}
	held, err := h.request(lines, true, nil)
	if err != nil {
		return nil, err
	}
	return held, held.Set(active...)
}

// Input implements gpio.Chip.
func (h *Holder) Input(l gpio.Line, watch func(gpio.Edge)) (gpio.Input, error) {
	held, err := h.request([]gpio.Line{l}, false, watch)
	if err != nil {
		return nil, err
	}
	return input{held}, nil
}

// request grants all lines or none.
func (h *Holder) request(configs []gpio.Line, output bool, told func(gpio.Edge)) (held, error) {
	h.chip.mu.Lock()
	defer h.chip.mu.Unlock()
	got := held{holder: h, configs: configs}
	for _, config := range configs {
		l := h.chip.lines[config.Name]
		switch {
		case h.dead:
			return held{}, fmt.Errorf("line %q is requested by %s, which is dead", config.Name, h.name)
		case l == nil, h.chip.gone:
			return held{}, fmt.Errorf("no GPIO line is named %q", config.Name)
		case l.holder != nil:
			return held{}, fmt.Errorf("%w: %q holds %q", gpio.ErrBusy, l.holder.name, l.name)
		case l.broken != nil:
			return held{}, l.broken
		}
		got.lines = append(got.lines, l)
	}
	for i, l := range got.lines {
		l.holder, l.output = h, output
		if !output && (configs[i].Bias == gpio.PullUp || configs[i].Bias == gpio.PullDown) {
			l.pull(configs[i].Bias == gpio.PullUp)
		}
		if told != nil {
			l.watch = &watch{holder: h, told: told, activeLow: configs[i].ActiveLow}
		}
	}
	return got, nil
}

// release lets go of a line.
func (l *line) release() {
	if l.watch != nil {
		l.watch.queue = nil
	}
	l.holder, l.watch = nil, nil
}

func notHeld(l *line, by *Holder) error {
	return fmt.Errorf("line %q is not held by %s", l.name, by.name)
}
func goneErr(l *line) error { return fmt.Errorf("line %q: %w", l.name, gpio.ErrGone) }

// held is one request.
type held struct {
	holder  *Holder
	lines   []*line
	configs []gpio.Line
}

// Set implements gpio.Outputs.
func (x held) Set(active ...bool) error {
	changed, err := x.drive(active)
	if react := x.holder.chip.react; react != nil {
		for _, c := range changed {
			react(c.name, c.high)
		}
	}
	return err
}

// change is a line that was driven to another level.
type change struct {
	name string
	high bool
}

func (c change) String() string {
	return c.name + map[bool]string{true: " high", false: " low"}[c.high]
}

// drive changes the levels of all lines at once and lists those that changed.
func (x held) drive(active []bool) (changed []change, err error) {
	c := x.holder.chip
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(active) != len(x.lines) {
		return nil, fmt.Errorf("%d lines were given %d values", len(x.lines), len(active))
	}
	x.holder.burn()
	if err := x.usable(); err != nil {
		return nil, err
	}
	var log []string
	for i, l := range x.lines {
		if high := active[i] != x.configs[i].ActiveLow; !l.stuck && l.high != high {
			l.high = high
			changed = append(changed, change{l.name, high})
			log = append(log, changed[len(changed)-1].String())
		}
	}
	if len(log) > 0 {
		c.log = append(c.log, strings.Join(log, " + "))
	}
	return changed, nil
}

// Get implements gpio.Outputs.
func (x held) Get() ([]bool, error) {
	x.holder.chip.mu.Lock()
	defer x.holder.chip.mu.Unlock()
	if err := x.usable(); err != nil {
		return nil, err
	}
	active := make([]bool, len(x.lines))
	for i, l := range x.lines {
		active[i] = l.high != x.configs[i].ActiveLow
	}
	return active, nil
}

func (x held) usable() error {
	for _, l := range x.lines {
		if err := l.usable(x.holder); err != nil {
			return err
		}
	}
	return nil
}

// Close implements gpio.Outputs.
func (x held) Close() error {
	idle, err := x.release()
	for _, read := range idle {
		<-read
	}
	return err
}

// release lets go of the lines. Each of the channels closes when no edge of a line is being told any more.
func (x held) release() (idle []<-chan struct{}, err error) {
	x.holder.chip.mu.Lock()
	defer x.holder.chip.mu.Unlock()
	for _, l := range x.lines {
		if l.holder != x.holder {
			return idle, notHeld(l, x.holder)
		}
		if l.watch != nil && l.watch.reading != nil {
			idle = append(idle, l.watch.reading)
		}
		l.release()
	}
	return idle, nil
}

// input is a request for one input.
type input struct{ held }

// Get implements gpio.Input.
func (i input) Get() (bool, error) {
	active, err := i.held.Get()
	return err == nil && active[0], err
}
