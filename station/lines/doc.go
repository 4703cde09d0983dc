// Package lines puts the reference station on the GPIO lines of a board: comparators of the control pilot, proximity
// contacts, parking bay sensors, Wiegand readers and the power-fail signal come in, contactors, cable locks and lamps go
// out. Between the lines and the firmware stands the station's panel, which a board moves just as a rig in memory does.
//
// The board is scanned every 20 ms, and a level counts once two scans in a row agree, so that the bounce of a relay is
// not seen; only the pulses of a Wiegand reader, 50 us long, are taken by their edges. What the panel refuses, such as a
// plug that leaves while it is locked, is tried again with every scan for as long as the lines say so.
package lines
