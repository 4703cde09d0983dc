package lines

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/station/panel"
)

// Frames as readers send them, written out by hand: parity, data, parity.
const (
	frame26 = "0" + "000000010010" + "001101000101" + "0" // 01 23 45: 2 ones in the first half, 5 in the second
	frame34 = "0" + "0000010010100001" + "1011001011000011" + "1"
)

func TestAFrameIsReadAsTheTokenOfACard(t *testing.T) {
	for frame, want := range map[string]string{frame26: "012345", frame34: "04A1B2C3", "1" + strings.Repeat("0", 11) + "1" + strings.Repeat("0", 12) + "1": "001000"} {
		scanned(t, nothing, func(b *bench) {
			b.panel.Waiting()
			b.tap("d0", "d1", frame)
			time.Sleep(frameGap + scanEvery)
			synctest.Wait()
			if in := b.panel.Waiting(); len(in) != 1 || in[0].Kind != panel.TokenPresented || in[0].Token != (panel.Token{ID: want, Type: "ISO14443"}) || in[0].EVSE != 0 {
				t.Errorf("%s: got %+v, expected one token %s at the station's reader; log: %s", frame, in, want, b.log.String())
			}
		})
	}
}

func TestAReaderOfAnEVSESaysWhichItIs(t *testing.T) {
	scanned(t, nothing, func(b *bench) {
		b.panel.Waiting()
		b.tap("d0 2", "d1 2", frame34)
		time.Sleep(frameGap + scanEvery)
		synctest.Wait()
		if in := b.panel.Waiting(); len(in) != 1 || in[0].EVSE != 2 {
			t.Errorf("got %+v, expected one token at EVSE 2", in)
		}
	})
}

func TestABrokenFrameIsNoCard(t *testing.T) {
	flipped := []byte(frame34)
	flipped[9] ^= 1
	for frame, why := range map[string]string{
		frame34[:33]:           "this one has 33",
		frame26 + frame34:      "this one has 60",
		string(flipped):        "the parity of the Wiegand frame",
		"1" + frame34[1:]:      "the parity of the Wiegand frame",
		frame26[:25] + "1":     "the parity of the Wiegand frame",
		strings.Repeat("1", 5): "this one has 5",
	} {
		scanned(t, nothing, func(b *bench) {
			b.panel.Waiting()
			b.tap("d0", "d1", frame)
			time.Sleep(frameGap + scanEvery)
			synctest.Wait()
			if in := b.panel.Waiting(); len(in) > 0 || !strings.Contains(b.log.String(), why) {
				t.Errorf("%s: got %+v and the log %q, expected no card because %s", frame, in, b.log.String(), why)
			}
			b.tap("d0", "d1", frame34)
			time.Sleep(frameGap + scanEvery)
			synctest.Wait()
			if in := b.panel.Waiting(); len(in) != 1 {
				t.Errorf("after %s: got %+v, expected that the next card is read", frame, in)
			}
		})
	}
}

func TestALostPulseSpoilsItsFrameOnly(t *testing.T) {
	scanned(t, nothing, func(b *bench) {
		b.panel.Waiting()
		start := time.Now()
		for i, bit := range frame26 + frame34 { // told at one moment, whatever their times
			at := time.Duration(i) * 2 * time.Millisecond
			if i >= len(frame26) {
				at += frameGap
			}
			b.watched[map[rune]string{'0': "d0", '1': "d1"}[bit]](Pulse{At: start.Add(at), Lost: i == 3})
		}
		time.Sleep(frameGap + scanEvery)
		synctest.Wait()
		if in := b.panel.Waiting(); len(in) != 1 || in[0].Token.ID != "04A1B2C3" || !strings.Contains(b.log.String(), "were lost") {
			t.Errorf("got %+v and the log %q, expected the second card only", in, b.log.String())
		}
	})
}

func TestBitsCountInTheOrderOfTheirTimes(t *testing.T) {
	scanned(t, nothing, func(b *bench) {
		b.panel.Waiting()
		start := time.Now()
		for _, line := range []string{"d1", "d0"} { // all ones are told before the zeros
			for i, bit := range frame34 {
				if (bit == '1') == (line == "d1") {
					b.watched[line](Pulse{At: start.Add(time.Duration(i) * 2 * time.Millisecond)})
				}
			}
		}
		time.Sleep(frameGap + scanEvery)
		synctest.Wait()
		if in := b.panel.Waiting(); len(in) != 1 || in[0].Token.ID != "04A1B2C3" {
			t.Errorf("got %+v and the log %q, expected the card 04A1B2C3", in, b.log.String())
		}
	})
}
