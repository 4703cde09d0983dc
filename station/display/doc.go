// Package display is the room of what the station shows to people: its own words, the messages that the CSMS has set (block O), and
// what the CSMS says of tariffs and costs (block I).
//
// It promises that a message is shown at its moment, in its state and by its priority and at no other, that it survives a reboot, and
// that it is gone when its time is over or its transaction has ended.
package display
