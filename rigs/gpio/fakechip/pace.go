package fakechip

import (
	"time"

	"github.com/certbench/certbench/rigs/gpio"
)

// Precisely implements gpio.Chip: time stands still but for what is waited for.
func (h *Holder) Precisely(do func(gpio.Pace) error) error { return do(&pace{chip: h.chip}) }

// Late has one wait of a later frame end late: the one after as many others.
func (c *Chip) Late(after int, by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.late = append(c.late, late{after, by})
}

type late struct {
	after int
	by    time.Duration
}

type pace struct {
	chip *Chip
	now  time.Duration
}

func (p *pace) Now() time.Duration { return p.now }
func (p *pace) Breathe()           {}

func (p *pace) Until(t time.Duration) {
	p.chip.mu.Lock()
	defer p.chip.mu.Unlock()
	p.now = max(p.now, t)
	if len(p.chip.late) == 0 {
		return
	}
	if next := &p.chip.late[0]; next.after > 0 {
		next.after--
	} else {
		p.now += next.by
		p.chip.late = p.chip.late[1:]
	}
}
