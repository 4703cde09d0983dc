// Package loop closes the loop between the relays of a GPIO rig and the board of the reference station: where a bench has
// copper, resistors, a mains contactor and a card reader, a program follows the outputs of each side and sets the inputs
// of the other. It knows IEC 61851-1 and the wire format of a reader, and nothing of either program: they stay what they
// are on a real bench, and meet on lines only.
package loop
