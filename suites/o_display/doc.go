// Package o_display holds the cases of functional block O, DisplayMessage: the messages that a CSMS sets, reads and clears, and what a
// person, or a rig, sees of them on the display.
//
// The notes of the tables that say what the display shows are looks: without a rig for the display their cases are NOT RUN. All of
// erratum 6.2.111 is in the tables.
package o_display
