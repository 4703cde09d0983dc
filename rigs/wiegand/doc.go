// Package wiegand makes the frames that a card reader with a Wiegand output sends: cards of 26 and 34 bits, and the keys of
// a keypad. It knows bits and no lines.
package wiegand
