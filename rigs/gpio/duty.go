package gpio

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/certbench/certbench/rigs"
)

// How the duty cycle is measured: over some cycles of the 1 kHz of IEC 61851-1, within a time that also tells a pilot
// without PWM, and again where edges were lost.
const (
	dutyCycles = 10
	dutyLook   = 50 * time.Millisecond
	dutyTries  = 5
)

// pilotSeen is what a look at the pilot shows. Without cycles the pilot stands still.
type pilotSeen struct {
	Cycles   int
	Positive bool          // where it stands still
	Duty     float64       // share of the time in which it is positive, the median of the cycles
	Period   time.Duration // the median of the cycles
	edges    []Edge        // the last ones without a gap
}

func (p pilotSeen) String() string {
	if p.Cycles == 0 {
		return "no PWM, " + map[bool]string{true: "pilot positive", false: "pilot not positive (0 V, or -12 V: state F)"}[p.Positive]
	}
	text := fmt.Sprintf("PWM of %.1f %% at %.0f Hz", 100*p.Duty, float64(time.Second)/float64(p.Period))
	if what := offered(100 * p.Duty); what != "" {
		return text + " (" + what + ")"
	}
	return text + " (no current of IEC 61851-1)"
}

// offered is what a duty cycle in percent says to an EV (IEC 61851-1, table A.7); empty where it says nothing.
func offered(percent float64) string {
	switch {
	case percent < 3:
		return "no charging"
	case percent >= 4.5 && percent <= 5.5:
		return "digital communication"
	case percent >= 8 && percent < 10:
		return "6 A"
	case percent >= 10 && percent <= 85:
		return fmt.Sprintf("%.1f A", percent*0.6)
	case percent > 85 && percent <= 96:
		return fmt.Sprintf("%.1f A", (percent-64)*2.5)
	}
	return ""
}

// cycles takes the edges of a pilot and keeps what each whole cycle showed.
type cycles struct {
	up, down time.Time
	duty     []float64
	period   []time.Duration
	edges    []Edge // since the last that were lost
	lost     bool
}

func (c *cycles) edge(e Edge) {
	if e.Lost > 0 {
		c.up, c.down, c.edges, c.lost = time.Time{}, time.Time{}, nil, true
	}
	c.edges = append(c.edges, e)
	if !e.Active {
		c.down = e.At
		return
	}
	if period := e.At.Sub(c.up); !c.up.IsZero() && c.down.After(c.up) && period > 0 {
		c.period = append(c.period, period)
		c.duty = append(c.duty, float64(c.down.Sub(c.up))/float64(period))
	}
	c.up = e.At
}

// look requests the comparator of a pilot, follows its edges for some cycles, and lets go of it.
func look(ctx context.Context, chip Chip, w wired) (pilotSeen, error) {
	for range dutyTries {
		seen, lost, err := lookOnce(ctx, chip, w)
		if err != nil {
			return seen, fmt.Errorf("%s: %w", w.role, err)
		}
		if seen.Cycles > 0 || !lost {
			return seen, nil
		}
	}
	return pilotSeen{}, fmt.Errorf("%s: %w: the duty cycle at input %q cannot be measured, for this machine reads its edges too slowly; look for what keeps it busy", w.role, ErrLost, w.line.Name)
}

func lookOnce(ctx context.Context, chip Chip, w wired) (seen pilotSeen, lost bool, err error) {
	edges := make(chan Edge)
	done := make(chan struct{})
	held, err := chip.Input(w.line, func(e Edge) {
		select {
		case edges <- e:
		case <-done:
		}
	})
	if err != nil {
		return seen, false, err
	}
	c := follow(ctx, edges)
	close(done)
	if seen.Positive, err = held.Get(); err != nil {
		_ = held.Close() // the first error says it all
		return seen, false, err
	}
	if err := held.Close(); err != nil {
		return seen, false, err
	}
	if seen.Cycles = len(c.duty); seen.Cycles > 0 {
		seen.Duty, seen.Period, seen.edges = median(c.duty), median(c.period), c.edges
	}
	return seen, c.lost, ctx.Err()
}

// follow takes edges until there are enough cycles, or the look is over.
func follow(ctx context.Context, edges <-chan Edge) *cycles {
	c := &cycles{}
	over := time.NewTimer(dutyLook)
	defer over.Stop()
	for len(c.duty) < dutyCycles {
		select {
		case e := <-edges:
			c.edge(e)
		case <-over.C:
			return c
		case <-ctx.Done():
			return c
		}
	}
	return c
}

func median[T float64 | time.Duration](all []T) T {
	slices.Sort(all)
	return all[len(all)/2]
}

// lookAtPilot looks at the pilot of a place; wired is false where there is nothing to look at.
func (r *Rig) lookAtPilot(ctx context.Context, at rigs.Place) (seen pilotSeen, isWired bool, err error) {
	w, err := r.wiring(at)
	if err != nil || w.Duty.Name == "" {
		return pilotSeen{}, false, nil // a place without a simulator, or without a comparator
	}
	seen, err = look(ctx, r.chip, wired{w.role("duty"), w.Duty})
	return seen, err == nil, err
}

// seeDuty puts the PWM of a place into words.
func (r *Rig) seeDuty(ctx context.Context, at rigs.Place) ([]string, error) {
	seen, isWired, err := r.lookAtPilot(ctx, at)
	if err != nil || !isWired {
		return nil, err
	}
	return []string{seen.String()}, nil
}
