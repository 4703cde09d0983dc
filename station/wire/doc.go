// Package wire is the station's way to the CSMS: the connection with its network profiles, back-off and pings, and the CALLs
// both ways (part 4). It decides which message may be sent when; what messages say is the matter of the rooms above, which
// Send and Ask, Handle the calls of the CSMS, and fill the Hooks by which the wire tells what has become of the connection.
//
// It promises that one CALL is outstanding at a time, that calls are sent in the order in which they were made, those of
// Hooks.First before and those of Hooks.Last after them, that nothing but BootNotification is sent before the station is
// registered unless it was asked for, and that what a call starts begins after its answer has gone out.
//
// Every message passes the Seam, typed, on its way out and in. Nobody in the firmware uses it: it is for whoever makes
// another station of this one from outside.
package wire
