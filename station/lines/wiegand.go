package lines

import (
	"errors"
	"fmt"
	"math/bits"
	"time"

	"github.com/certbench/certbench/station/panel"
)

// frameGap is the silence that ends a frame. Bits come 1 to 3 ms apart, and frames of a reader hundreds of ms.
const frameGap = 50 * time.Millisecond

// pulse is one bit of one reader.
type pulse struct {
	from *reader
	Pulse
}

// reader collects the frame of a Wiegand reader.
type reader struct {
	evse   int
	bits   uint64
	count  int
	broken bool          // a pulse was lost
	last   time.Duration // of the board's clock
	seen   time.Time     // of the last pulse
}

// pulse takes one bit. One that comes late begins a new frame.
func (l *Lines) pulse(p pulse) {
	r := p.from
	if r.count > 0 && p.At-r.last >= frameGap {
		l.frame(r)
	}
	r.bits <<= 1
	if p.One {
		r.bits |= 1
	}
	r.count++
	r.broken = r.broken || p.Lost
	r.last, r.seen = p.At, time.Now()
}

// cards ends the frames after which it has been silent.
func (l *Lines) cards() {
	for {
		select {
		case p := <-l.pulses:
			l.pulse(p)
			continue
		default:
		}
		break
	}
	for _, r := range l.readers {
		if r.count > 0 && time.Since(r.seen) >= frameGap {
			l.frame(r)
		}
	}
}

// frame presents the card of a frame. A broken frame is no card, as with any reader: the driver holds it there again.
func (l *Lines) frame(r *reader) {
	id, err := decode(r.bits, r.count)
	if r.broken {
		err = errors.New("pulses were lost")
	}
	r.bits, r.count, r.broken = 0, 0, false
	if err == nil {
		err = l.panel.PresentToken(panel.Token{ID: id, Type: "ISO14443"}, r.evse, 0)
	}
	if err != nil {
		l.log.Warn("a card was not read", "evse", r.evse, "error", err)
	}
}

// decode gives the idToken of a frame: the data bits as hexadecimal digits in upper case, the first bit first, 6 digits
// for a frame of 26 bits and 8, the UID of a card with 4 bytes, for one of 34. Of both the first bit makes the parity of
// the first half even, the last one that of the second half odd.
func decode(frame uint64, count int) (id string, err error) {
	if count != 26 && count != 34 {
		return "", fmt.Errorf("a Wiegand frame has 26 or 34 bits, this one has %d", count)
	}
	half := count / 2
	first, second := frame>>half, frame&(1<<half-1)
	if bits.OnesCount64(first)%2 != 0 || bits.OnesCount64(second)%2 != 1 {
		return "", fmt.Errorf("the parity of the Wiegand frame %0*b is wrong", count, frame)
	}
	data := frame >> 1 & (1<<(count-2) - 1)
	return fmt.Sprintf("%0*X", (count-2)/4, data), nil
}
