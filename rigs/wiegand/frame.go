package wiegand

import (
	"fmt"
	"math/bits"
	"strings"
)

// Frame is the bits of one transmission, the first one sent first. A pulse on D1 is true, one on D0 false.
type Frame []bool

// The lengths of the frames of cards, both parity bits included.
const (
	Bits26 = 26 // 8 bits of facility code and 16 of number
	Bits34 = 34 // a UID of 4 bytes, or 16 bits of facility code and 16 of number
)

// Lengths lists the lengths of the frames of cards.
func Lengths() []int { return []int{Bits26, Bits34} }

// Card makes the frame of a length out of the bits between its parities.
func Card(data uint64, length int) (Frame, error) {
	if length != Bits26 && length != Bits34 {
		return nil, fmt.Errorf("a Wiegand frame of a card has 26 or 34 bits, not %d", length)
	}
	size := length - 2
	if bits.Len64(data) > size {
		return nil, fmt.Errorf("%X does not fit into the %d bits of data of a Wiegand frame of %d", data, size, length)
	}
	half := size / 2
	first, second := data>>half, data&(1<<half-1)
	frame := Frame{!even(first)} // makes the ones of the first half even
	frame = append(frame, binary(data, size)...)
	return append(frame, even(second)), nil // makes those of the second half odd
}

// even tells whether a number has an even number of ones.
func even(data uint64) bool { return bits.OnesCount64(data)%2 == 0 }

// binary is a number in its bits, the most significant first.
func binary(data uint64, size int) Frame {
	frame := make(Frame, size)
	for i := range frame {
		frame[i] = data>>(size-1-i)&1 == 1
	}
	return frame
}

// UID makes the frame of a card by its number in hexadecimal digits: 6 of them are a frame of 26 bits, 8 one of 34. Bytes
// may be set apart by colons or blanks. Longer numbers have no frame, for readers differ in which 4 bytes they send.
func UID(hex string) (Frame, error) {
	digits := strings.NewReplacer(":", "", " ", "").Replace(hex)
	length := map[int]int{6: Bits26, 8: Bits34}[len(digits)]
	var data uint64
	for _, d := range digits {
		i := strings.IndexRune("0123456789ABCDEF", toUpper(d))
		if i < 0 {
			length = 0
		}
		data = data<<4 | uint64(i)&0xF
	}
	if length == 0 {
		return nil, fmt.Errorf("a reader with a Wiegand output cannot send %q; write the 6 or 8 hexadecimal digits that it sends", hex)
	}
	return Card(data, length)
}

func toUpper(r rune) rune {
	if r >= 'a' && r <= 'f' {
		return r - 'a' + 'A'
	}
	return r
}

// Number makes the frame of a card by the facility code and the number that are printed on it.
func Number(facility, number, length int) (Frame, error) {
	most := map[int]int{Bits26: 0xFF, Bits34: 0xFFFF}[length]
	if most == 0 {
		return nil, fmt.Errorf("a Wiegand frame of a card has 26 or 34 bits, not %d", length)
	}
	if facility < 0 || facility > most || number < 0 || number > 0xFFFF {
		return nil, fmt.Errorf("a Wiegand frame of %d bits cannot hold the facility code %d and the number %d; the greatest are %d and %d", length, facility, number, most, 0xFFFF)
	}
	return Card(uint64(facility)<<16|uint64(number), length)
}

// KeySizes lists the sizes of the frames of keys: 4 bits, or 8 of which the first 4 are the others inverted.
func KeySizes() []int { return []int{4, 8} }

// Keys makes a frame for every key of a code: digits, * and #.
func Keys(code string, size int) ([]Frame, error) {
	if size != 4 && size != 8 {
		return nil, fmt.Errorf("the frame of a key has 4 or 8 bits, not %d", size)
	}
	if code == "" {
		return nil, fmt.Errorf("a code has at least one key")
	}
	var frames []Frame
	for _, key := range code {
		value := strings.IndexRune("0123456789*#", key) // * is 10 and # is 11
		if value < 0 {
			return nil, fmt.Errorf("a keypad has no key %q; write digits, * and #", key)
		}
		frame := binary(uint64(value), 4)
		if size == 8 {
			frame = append(binary(uint64(^value&0xF), 4), frame...)
		}
		frames = append(frames, frame)
	}
	return frames, nil
}
