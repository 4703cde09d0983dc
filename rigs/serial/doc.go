// Package serial is the rig that takes the place of a card reader or a keypad with a serial line: it sends what such a
// device sends, as text.
package serial
