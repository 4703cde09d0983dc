package fakechip

import (
	"slices"
	"sync"

	"github.com/certbench/certbench/rigs/gpio"
)

// Chip has lines by name. All methods may be called concurrently.
type Chip struct {
	mu    sync.Mutex
	lines map[string]*line
	gone  bool
	log   []string
	react func(name string, high bool)
	late  []late // waits that end late, in turn
}

// line is one line; its level stays when nobody holds it, as on a Raspberry Pi.
type line struct {
	name   string
	high   bool
	holder *Holder
	output bool
	watch  *watch // nil unless its holder watches it
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
// the lines. It may look at the levels and call Input, and nothing else of the chip.
func (c *Chip) React(react func(name string, high bool)) { c.react = react }

// Input sets the level of a line from outside. A line that its holder drives keeps the level that it is driven to.
func (c *Chip) Input(name string, high bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if l := c.lines[name]; l.holder == nil || !l.output {
		l.pull(high)
	}
}

// pull changes the level of a line that nobody drives.
func (l *line) pull(high bool) {
	if l.high != high && l.watch != nil {
		l.watch.edge(high)
	}
	l.high = high
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

// Unplug takes the chip away for good: lines that are held fail with gpio.ErrGone, and no line is found any more.
func (c *Chip) Unplug() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.gone = true
}

// TakeLog returns what happened since the last call, such as "cp high" for a line that changed its level, and "cp high +
// ready high" for two that changed at once.
func (c *Chip) TakeLog() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	log := c.log
	c.log = nil
	return log
}

// Holder makes one process that requests lines.
func (c *Chip) Holder(name string) *Holder { return &Holder{chip: c, name: name} }

// usable says why a line cannot be used by its holder.
func (l *line) usable(by *Holder) error {
	switch {
	case l.holder != by:
		return notHeld(l, by)
	case by.chip.gone:
		return goneErr(l)
	}
	return l.broken
}

var _ gpio.Chip = (*Holder)(nil)
