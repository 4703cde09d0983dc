// Package technician is the page of the rigs of a bench alone, for whoever wires it: every act as a button, and as a line of a
// checklist that tells whether it was done and what was read back; what the rigs see as lamps, and the duty cycle of the pilot as a
// trace. There is no case and no verdict.
package technician
