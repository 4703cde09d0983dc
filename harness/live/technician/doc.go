// Package technician is the page of the rigs of a bench alone, for whoever wires it: every act as a button, with whether it was done and
// what was read back; what the rigs see as lamps, their inputs and the pilot as traces; and the doctor's walk through all acts as a
// checklist. There is no case and no verdict of one.
package technician
