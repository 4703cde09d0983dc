// Package fakechip stands in for the GPIO lines of a machine: it grants lines by name to several holders, keeps a log
// of what happened to them, and can break.
package fakechip

import (
	"fmt"
	"slices"
	"sync"

	"github.com/certbench/certbench/rigs/gpio"
)

// Chip has lines by name. All methods may be called concurrently.
type Chip struct {
	mu    sync.Mutex
	lines map[string]*line
	log   []string
	react func(name string, high bool)
}

// line is one line; its level stays when nobody holds it, as on a Raspberry Pi.
type line struct {
	name   string
	high   bool
	holder *Holder
	output bool
	stuck  bool
	broken error
}

// New makes a chip whose lines are all low and free.
func New(names ...string) *Chip {
	c := &Chip{lines: map[string]*line{}}
	for _, name := range names {
		c.lines[name] = &line{name: name}
	}
	return c
}

// React calls a function whenever the level of an output changes, before the change returns: the world that hangs on
// the lines. It may call Input, and nothing else of the chip.
func (c *Chip) React(react func(name string, high bool)) { c.react = react }

// Input sets the level of a line from outside.
func (c *Chip) Input(name string, high bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lines[name].high = high
}

// High tells the level of a line.
func (c *Chip) High(name string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.lines[name].high
}

// HeldBy names the holder of a line, or is empty.
func (c *Chip) HeldBy(name string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if h := c.lines[name].holder; h != nil {
		return h.name
	}
	return ""
}

// Stick has a line ignore what it is driven to.
func (c *Chip) Stick(name string, stuck bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lines[name].stuck = stuck
}

// Break has every use of a line but closing fail with err; nil mends it.
func (c *Chip) Break(name string, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lines[name].broken = err
}

// TakeLog returns what happened since the last call, such as "cp high" for a line that changed its level.
func (c *Chip) TakeLog() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	log := c.log
	c.log = nil
	return log
}

// Holder makes one process that requests lines.
func (c *Chip) Holder(name string) *Holder { return &Holder{chip: c, name: name} }

// Holder is a process as the chip sees it. It implements gpio.Chip.
type Holder struct {
	chip *Chip
	name string
}

// Kill ends the process without a chance to do anything: its lines are free and keep their levels.
func (h *Holder) Kill() {
	h.chip.mu.Lock()
	defer h.chip.mu.Unlock()
	for _, l := range h.chip.lines {
		if l.holder == h {
			l.holder = nil
		}
	}
}

// Output implements gpio.Chip.
func (h *Holder) Output(l gpio.Line, active bool) (gpio.Held, error) {
	held, err := h.request(l, true)
	if err != nil {
		return nil, err
	}
	return held, held.Set(active)
}

// Input implements gpio.Chip.
func (h *Holder) Input(l gpio.Line) (gpio.Held, error) { return h.request(l, false) }

func (h *Holder) request(config gpio.Line, output bool) (*held, error) {
	h.chip.mu.Lock()
	defer h.chip.mu.Unlock()
	l := h.chip.lines[config.Name]
	switch {
	case l == nil:
		return nil, fmt.Errorf("no line is named %q", config.Name)
	case l.holder != nil:
		return nil, fmt.Errorf("line %q: %w: %s", l.name, gpio.ErrBusy, l.holder.name)
	case l.broken != nil:
		return nil, l.broken
	}
	l.holder, l.output = h, output
	return &held{h, l, config.ActiveLow}, nil
}

type held struct {
	holder    *Holder
	line      *line
	activeLow bool
}

func (x *held) Set(active bool) error {
	c := x.holder.chip
	c.mu.Lock()
	if err := x.usable(); err != nil || !x.line.output {
		c.mu.Unlock()
		if err == nil {
			err = fmt.Errorf("line %q is an input", x.line.name)
		}
		return err
	}
	high := active != x.activeLow
	if x.line.stuck || x.line.high == high {
		c.mu.Unlock()
		return nil
	}
	x.line.high = high
	c.log = append(c.log, x.line.name+map[bool]string{true: " high", false: " low"}[high])
	c.mu.Unlock()
	if c.react != nil {
		c.react(x.line.name, high)
	}
	return nil
}

func (x *held) Get() (bool, error) {
	x.holder.chip.mu.Lock()
	defer x.holder.chip.mu.Unlock()
	if err := x.usable(); err != nil {
		return false, err
	}
	return x.line.high != x.activeLow, nil
}

func (x *held) Close() error {
	x.holder.chip.mu.Lock()
	defer x.holder.chip.mu.Unlock()
	if x.line.holder != x.holder {
		return fmt.Errorf("line %q is not held by %s", x.line.name, x.holder.name)
	}
	x.line.holder = nil
	return nil
}

func (x *held) usable() error {
	if x.line.holder != x.holder {
		return fmt.Errorf("line %q is not held by %s", x.line.name, x.holder.name)
	}
	return x.line.broken
}

// Held lists the lines that are held, sorted.
func (c *Chip) Held() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var names []string
	for name, l := range c.lines {
		if l.holder != nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
