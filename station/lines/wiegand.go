package lines

import (
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"time"

	"github.com/certbench/certbench/station/panel"
)

// frameGap is the silence that ends a frame. Bits come 1 to 3 ms apart, and frames of a reader hundreds of ms.
const frameGap = 50 * time.Millisecond

// maxFrame bounds what a line that never falls silent can pile up.
const maxFrame = 1024

// bit is one pulse of a reader.
type bit struct {
	from *reader
	one  bool
	Pulse
}

// reader collects the bits of a Wiegand reader.
type reader struct {
	evse int
	bits []bit
	seen time.Time // when the last bit came here
}

func (r *reader) take(b bit) {
	r.bits, r.seen = append(r.bits, b), time.Now()
}

// cards reads the frames of the readers that have fallen silent.
func (l *Lines) cards() {
	for waiting := true; waiting; {
		select {
		case b := <-l.bits:
			b.from.take(b)
		default:
			waiting = false
		}
	}
	for _, r := range l.readers {
		if len(r.bits) > 0 && (time.Since(r.seen) >= frameGap || len(r.bits) >= maxFrame) {
			for _, frame := range frames(r.bits) {
				l.present(r, frame)
			}
			r.bits = nil
		}
	}
}

// frames puts bits into the order of their times, for the two lines of a reader are told side by side, and cuts where the
// reader was silent.
func frames(all []bit) [][]bit {
	slices.SortStableFunc(all, func(a, b bit) int { return a.At.Compare(b.At) })
	var out [][]bit
	for i, b := range all {
		if i == 0 || b.At.Sub(all[i-1].At) >= frameGap {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], b)
	}
	return out
}

// present presents the card of a frame. A broken frame is no card, as with any reader: the driver holds it there again.
func (l *Lines) present(r *reader, frame []bit) {
	id, err := decode(frame)
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
func decode(frame []bit) (id string, err error) {
	var value uint64
	for _, b := range frame {
		value <<= 1
		if b.one {
			value |= 1
		}
		if b.Lost {
			err = errors.New("pulses of a Wiegand frame were lost")
		}
	}
	count := len(frame)
	if err != nil || count != 26 && count != 34 {
		return "", errors.Join(err, fmt.Errorf("a Wiegand frame has 26 or 34 bits, this one has %d", count))
	}
	half := count / 2
	first, second := value>>half, value&(1<<half-1)
	if bits.OnesCount64(first)%2 != 0 || bits.OnesCount64(second)%2 != 1 {
		return "", fmt.Errorf("the parity of the Wiegand frame %0*b is wrong", count, value)
	}
	data := value >> 1 & (1<<(count-2) - 1)
	return fmt.Sprintf("%0*X", (count-2)/4, data), nil
}
