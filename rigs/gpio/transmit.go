package gpio

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/wiegand"
)

// The times of a Wiegand frame. A receiver takes pulses of 20 to 100 us every 0.2 to 20 ms; readers send them 1 to 3 ms
// apart, and that is what stations are tried with.
const (
	pulseWidth  = 50 * time.Microsecond
	pulseMost   = 100 * time.Microsecond
	pulsePeriod = 2 * time.Millisecond
	periodMost  = 2300 * time.Microsecond

	frameTries = 5
)

// sent is what the sender measured of a frame.
type sent struct {
	bits             int
	shortest, widest time.Duration // pulses
	closest, widely  time.Duration // from the beginning of a pulse to that of the next
}

func (s sent) String() string {
	return fmt.Sprintf("sent %d bits, pulses of %d to %d us, %.2f to %.2f ms apart", s.bits, s.shortest.Microseconds(), s.widest.Microseconds(),
		s.closest.Seconds()*1000, s.widely.Seconds()*1000)
}

// errLate says that a frame was cut off, because the machine was too busy to keep its times.
var errLate = errors.New("a pulse came late")

// send sends a frame on the lines D0 and D1, held in that order. A frame that is late on the way is cut off, so that no
// receiver takes it for one, and sent anew after a silence, which comes before every frame.
func send(ctx context.Context, chip Chip, quiet time.Duration, lines Outputs, frame wiegand.Frame) (sent, error) {
	for range frameTries {
		if err := rigs.Sleep(ctx, quiet); err != nil {
			return sent{}, err
		}
		var s sent
		err := chip.Precisely(func(p Pace) (err error) {
			s, err = transmit(p, lines, frame)
			return err
		})
		if !errors.Is(err, errLate) {
			return s, err
		}
	}
	return sent{}, fmt.Errorf("%w in each of %d Wiegand frames; let certbench have real-time priority (CAP_SYS_NICE), or keep the machine less busy", errLate, frameTries)
}

// transmit sends a frame once. It fails with errLate only where the receiver cannot have taken it.
func transmit(p Pace, lines Outputs, frame wiegand.Frame) (sent, error) {
	var s sent
	var last time.Duration
	// Says nothing to the receiver, and has what the first pulse needs at hand: a new thread comes late to its first call.
	if err := lines.Set(false, false); err != nil {
		return s, err
	}
	due := p.Now() + pulsePeriod
	for i, one := range frame {
		p.Breathe()
		p.Until(due)
		if i > 0 && p.Now()-last > periodMost {
			return s, cutOff(p, lines, s.bits)
		}
		begin, width, err := pulse(p, lines, one)
		if err != nil {
			return s, err
		}
		s.add(width, begin-last)
		last, due = begin, begin+pulsePeriod
		if width <= pulseMost {
			continue
		}
		if s.bits == len(frame) {
			return s, fmt.Errorf("the last pulse of a Wiegand frame lasted %s instead of %s; nobody knows whether the frame was taken", width, pulseWidth)
		}
		return s, cutOff(p, lines, s.bits)
	}
	return s, nil
}

// pulse sends one bit. It returns when it began, and how long it lasted at most.
func pulse(p Pace, lines Outputs, one bool) (begin, width time.Duration, err error) {
	before := p.Now()
	if err := lines.Set(!one, one); err != nil {
		return 0, 0, err
	}
	begin = p.Now()
	p.Until(begin + pulseWidth)
	err = lines.Set(false, false)
	return begin, p.Now() - before, err
}

func (s *sent) add(width, period time.Duration) {
	s.bits++
	if s.bits == 1 {
		s.shortest, s.widest = width, width
		return
	}
	s.shortest, s.widest = min(s.shortest, width), max(s.widest, width)
	if s.bits == 2 {
		s.closest, s.widely = period, period
	}
	s.closest, s.widely = min(s.closest, period), max(s.widely, period)
}

// cutOff sees to it that what was sent of a frame is no frame by itself: one bit more spoils it.
func cutOff(p Pace, lines Outputs, bits int) error {
	switch bits {
	case 4, 8, wiegand.Bits26:
		p.Until(p.Now() + pulsePeriod)
		if _, _, err := pulse(p, lines, true); err != nil {
			return err
		}
	}
	return errLate
}
