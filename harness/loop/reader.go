package loop

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"github.com/certbench/certbench/rigs"
)

// How a card reader tells a card. Its pulses are 50 us long on a real one; here they last as long as a wake-up takes, and
// a decoder counts edges.
const (
	readTime    = 100 * time.Millisecond // from the card at the antenna to the first bit
	pulseLength = time.Millisecond
	pulsePause  = time.Millisecond
)

// wiegand is the frame of a card whose UID has 3 or 4 bytes: an even parity of the first half, the bits, an odd parity of
// the second.
func wiegand(id string) ([]bool, error) {
	uid, err := hex.DecodeString(id)
	if err != nil || len(uid) != 3 && len(uid) != 4 {
		return nil, fmt.Errorf("a Wiegand reader cannot tell the card %q; write 6 or 8 hexadecimal digits", id)
	}
	var data []bool
	for _, b := range uid {
		for i := range 8 {
			data = append(data, b<<i&0x80 != 0)
		}
	}
	half := len(data) / 2
	even, odd := ones(data[:half])%2 == 1, ones(data[half:])%2 == 0
	return slices.Concat([]bool{even}, data, []bool{odd}), nil
}

func ones(of []bool) (n int) {
	for _, bit := range of {
		if bit {
			n++
		}
	}
	return n
}

// send puts a frame on the lines of a reader.
func (c *Copper) send(ctx context.Context, frame []bool, d0, d1 end) error {
	if err := rigs.Sleep(ctx, readTime); err != nil {
		return err
	}
	for _, one := range frame {
		line := d0
		if one {
			line = d1
		}
		for _, pulse := range []struct {
			active bool
			hold   time.Duration
		}{{true, pulseLength}, {false, pulsePause}} {
			if err := c.pull(line, pulse.active); err != nil {
				return err
			}
			if err := rigs.Sleep(ctx, pulse.hold); err != nil {
				return err
			}
		}
	}
	return nil
}
