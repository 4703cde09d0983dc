package simchip

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/warthog618/go-gpiocdev"
	"github.com/warthog618/go-gpiosim"
)

// poll is how often React looks: outputs of gpio-sim raise no edge.
const poll = time.Millisecond

// Chip is one chip with named lines. All methods may be called concurrently, and fail the test that made the chip.
type Chip struct {
	t       testing.TB
	sim     *gpiosim.Sim
	names   []string
	offsets map[string]int

	gone     sync.Once
	stop     chan struct{}
	reacting sync.WaitGroup
}

// New makes a chip that goes at the end of the test. All lines are low and free.
func New(t testing.TB, names ...string) *Chip {
	t.Helper()
	c := &Chip{t: t, names: names, offsets: map[string]int{}, stop: make(chan struct{})}
	var named []gpiosim.NewBankOption
	for at, name := range names {
		c.offsets[name] = at
		named = append(named, gpiosim.WithNamedLine(at, name))
	}
	sim, err := gpiosim.NewSim(gpiosim.WithBank(gpiosim.NewBank("certbench", len(names), named...)))
	if err != nil {
		t.Fatalf("gpio-sim: %v", err)
	}
	c.sim = sim
	t.Cleanup(c.Unplug)
	return c
}

// Unplug takes the chip away, whoever holds its lines. Nothing reacts to them from then on.
func (c *Chip) Unplug() {
	c.gone.Do(func() {
		close(c.stop)
		c.reacting.Wait()
		c.sim.Close()
	})
}

// Path is the chip's file.
func (c *Chip) Path() string { return c.sim.Chips[0].DevPath() }

// at finds a line.
func (c *Chip) at(name string) int {
	at, there := c.offsets[name]
	if !there {
		panic(fmt.Sprintf("the chip has no line %q; it has %q", name, c.names))
	}
	return at
}

// High tells the level of a line, whoever drives or pulls it.
func (c *Chip) High(name string) bool {
	c.t.Helper()
	level, err := c.sim.Chips[0].Level(c.at(name))
	if err != nil {
		c.t.Errorf("level of %q: %v", name, err)
	}
	return level == gpiosim.LevelActive
}

// Input pulls a line from outside. A line that its holder drives keeps the level that it is driven to until it is let go
// of.
func (c *Chip) Input(name string, high bool) {
	c.t.Helper()
	level := gpiosim.LevelInactive
	if high {
		level = gpiosim.LevelActive
	}
	if err := c.sim.Chips[0].SetPull(c.at(name), level); err != nil {
		c.t.Errorf("pulling %q: %v", name, err)
	}
}

// Info tells what the kernel knows about a line, such as its consumer.
func (c *Chip) Info(name string) gpiocdev.LineInfo {
	c.t.Helper()
	chip, err := gpiocdev.NewChip(c.Path())
	if err != nil {
		c.t.Errorf("chip of %q: %v", name, err)
		return gpiocdev.LineInfo{}
	}
	defer chip.Close()
	info, err := chip.LineInfo(c.at(name))
	if err != nil {
		c.t.Errorf("info of %q: %v", name, err)
	}
	return info
}

// React calls a function whenever the level of one of the lines has changed, in turn and soon after: the world that hangs
// on them. It ends when the chip goes. Every line that is named costs the machine time.
func (c *Chip) React(react func(name string, high bool), names ...string) {
	before := map[string]bool{}
	for _, name := range names {
		before[name] = c.High(name)
	}
	c.reacting.Go(func() {
		tick := time.NewTicker(poll)
		defer tick.Stop()
		for {
			select {
			case <-c.stop:
				return
			case <-tick.C:
			}
			for _, name := range names {
				if high := c.High(name); high != before[name] {
					before[name] = high
					react(name, high)
				}
			}
		}
	})
}
