// Package control does what the CSMS asks for from afar (block F, and B11 and B12): remote start and stop, unlocking,
// triggered messages, and resets of the station and of one EVSE.
//
// It promises that what a request starts begins after its answer has gone out, and that a reset waits until the CSMS has taken
// what was due, for a message timeout at most.
package control
