package wiegand

import (
	"fmt"
	"strings"
	"testing"
)

func (f Frame) text() string {
	return strings.NewReplacer("true", "1", "false", "0", " ", "", "[", "", "]", "").Replace(fmt.Sprint([]bool(f)))
}

func TestFramesOfKnownCards(t *testing.T) {
	for _, c := range []struct {
		make func() (Frame, error)
		want string
	}{
		// Worked out by hand: parity, data, parity.
		{func() (Frame, error) { return UID("000000") }, "0" + "000000000000" + "000000000000" + "1"},
		{func() (Frame, error) { return UID("FFFFFF") }, "0" + "111111111111" + "111111111111" + "1"},
		{func() (Frame, error) { return UID("00:10:01") }, "1" + "000000000001" + "000000000001" + "0"},
		{func() (Frame, error) { return Number(12, 34567, Bits26) }, "1" + "000011001000" + "011100000111" + "1"},
		{func() (Frame, error) { return UID("0c8707") }, "1" + "000011001000" + "011100000111" + "1"},
		{func() (Frame, error) { return UID("04A1B2C3") }, "0" + "0000010010100001" + "1011001011000011" + "1"},
		{func() (Frame, error) { return Number(0x04A1, 0xB2C3, Bits34) }, "0" + "0000010010100001" + "1011001011000011" + "1"},
	} {
		got, err := c.make()
		if err != nil || got.text() != c.want {
			t.Errorf("got %s, %v; expected %s", got.text(), err, c.want)
		}
	}
}

func TestKeysOfAKeypad(t *testing.T) {
	for size, want := range map[int]string{4: "0001 0000 1010 1011", 8: "11100001 11110000 01011010 01001011"} {
		frames, err := Keys("10*#", size)
		var got []string
		for _, f := range frames {
			got = append(got, f.text())
		}
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%d bits: got %v, %v; expected %s", size, got, err, want)
		}
	}
}

func TestWhatNoReaderSendsIsRefused(t *testing.T) {
	for want, err := range map[string]error{
		`cannot send "04A1B2C3D4E5F6"`: second(UID("04A1B2C3D4E5F6")),
		`cannot send "CARD01"`:         second(UID("CARD01")),
		`cannot send ""`:               second(UID("")),
		"26 or 34 bits, not 37":        second(Number(1, 1, 37)),
		"not 32":                       second(Card(1, 32)),
		"the greatest are 255":         second(Number(256, 1, Bits26)),
		"facility code 0 and the number 65536; the greatest are 65535 and 65535": second(Number(0, 65536, Bits34)),
		"the facility code -1": second(Number(-1, 0, Bits26)),
		"does not fit":         second(Card(1<<24, Bits26)),
		`no key 'a'`:           second(Keys("1a", 4)),
		"4 or 8 bits, not 6":   second(Keys("1", 6)),
		"at least one key":     second(Keys("", 4)),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, expected an error that says %q", err, want)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// Both parities hold in every frame and no data is lost, so that no other data has the same frame. A single bit that turns
// over is found.
func FuzzAFrameHoldsItsDataAndBothParities(f *testing.F) {
	f.Add(uint64(0x0C8707), false, 0)
	f.Add(uint64(0x04A1B2C3), true, 33)
	f.Fuzz(func(t *testing.T, data uint64, long bool, flip int) {
		length := Bits26
		if long {
			length = Bits34
		}
		data &= 1<<(length-2) - 1
		frame, err := Card(data, length)
		if err != nil || len(frame) != length {
			t.Fatalf("got %d bits, %v", len(frame), err)
		}
		if err := whole(frame); err != nil {
			t.Fatal(err)
		}
		var got uint64
		for _, one := range frame[1 : length-1] {
			got <<= 1
			if one {
				got |= 1
			}
		}
		if got != data {
			t.Fatalf("the frame holds %X, expected %X", got, data)
		}
		i := int(uint(flip) % uint(length))
		frame[i] = !frame[i]
		if whole(frame) == nil {
			t.Fatalf("bit %d turned over and nobody sees it: %s", i, frame.text())
		}
	})
}

// whole counts the ones of both halves, one by one.
func whole(f Frame) error {
	var ones [2]int
	for i, one := range f {
		if one {
			ones[i*2/len(f)]++
		}
	}
	if ones[0]%2 != 0 || ones[1]%2 != 1 {
		return fmt.Errorf("the halves of %s have %d and %d ones, expected an even and an odd number", f.text(), ones[0], ones[1])
	}
	return nil
}
