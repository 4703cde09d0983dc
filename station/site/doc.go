// Package site is the station's place (block G): its EVSEs and connectors, what the panel shows of them, locks and the
// display, what the CSMS has made of their availability, and the states that it is told.
//
// It promises that a change of a connector's state is reported once, whatever has brought it about, that what is Inoperative
// stays so over a reboot, and that every input of the panel reaches the room whose matter it is (Hooks), in the order in
// which it came. Who stays at an EVSE it knows only as a Guest.
package site
