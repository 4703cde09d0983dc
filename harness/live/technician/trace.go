package technician

import (
	"fmt"
	"strings"
	"time"

	"github.com/certbench/certbench/rigs"
)

// trace is what one input has read at the last looks.
type trace struct {
	Rig, Name string
	Now       rigs.Signal
	looks     []glance // the oldest first
}

type glance struct {
	active bool
	edges  int // since the look before
}

const (
	mostLooks  = 120
	lookWidth  = 2  // of the drawing, for each look
	traceHigh  = 20 // its height
	waveWidth  = 240
	waveHeight = 40
)

func (t *trace) add(s rigs.Signal) {
	edges := 0
	if len(t.looks) > 0 {
		edges = max(0, s.Edges-t.Now.Edges) // a rig that was opened anew counts anew
	}
	t.Now = s
	t.looks = append(t.looks, glance{s.Active, edges})
	t.looks = t.looks[max(0, len(t.looks)-mostLooks):]
}

// Line draws the levels.
func (t trace) Line() string {
	var points []string
	for i, l := range t.looks {
		y := traceHigh - 2
		if l.active {
			y = 2
		}
		points = append(points, fmt.Sprintf("%d,%d %d,%d", i*lookWidth, y, (i+1)*lookWidth, y))
	}
	return strings.Join(points, " ")
}

// Ticks are where edges came between two looks, as x.
func (t trace) Ticks() (all []int) {
	for i, l := range t.looks {
		if l.edges > 0 {
			all = append(all, i*lookWidth)
		}
	}
	return all
}

// waveView is a look at the pilot.
type waveView struct {
	rigs.Wave
	Rig string
}

// Percent is the duty cycle.
func (w waveView) Percent() float64 { return 100 * w.Duty }

// Millis is how long the look lasted.
func (w waveView) Millis() string {
	return fmt.Sprintf("%.1f ms", float64(w.Lasts)/float64(time.Millisecond))
}

// Line draws the edges; of a pilot that stands still, a line.
func (w waveView) Line() string {
	level := func(positive bool) int {
		if positive {
			return 4
		}
		return waveHeight - 4
	}
	if len(w.Edges) < 2 || w.Lasts <= 0 {
		y := level(w.Duty > 0)
		return fmt.Sprintf("0,%d %d,%d", y, waveWidth, y)
	}
	var points []string
	for _, e := range w.Edges {
		x := float64(waveWidth) * float64(e.After) / float64(w.Lasts)
		points = append(points, fmt.Sprintf("%.1f,%d %.1f,%d", x, level(!e.Positive), x, level(e.Positive)))
	}
	return strings.Join(points, " ")
}
