// Package rigs names the physical acts of a conformance test: connecting the EV, moving the control pilot, presenting
// an idToken, cutting the mains. A case asks for an act; what carries it out (a relay, a simulator, a person) is bound
// in the bench file and looks the same from here.
//
// # Safety
//
// Mains and pilot lines hang on these acts. A rig refuses what contradicts its own position (Interlock), and a bench what
// contradicts the acts of any of its rigs (Latch): whoever does acts of a bench does them by Latch.Set.
//
// The mains are not cut while an EV asks for energy, unless the bench file says that their contactor is made for it
// (Set.MainsSwitchLoad): the act is an ErrUnderLoad, and its case NOT RUN. Nobody takes the EV's load off for a case instead,
// for that would show to the station. No case of part 6 cuts the mains while an EV is connected: its reusable state Booted
// comes before the EV does. The way back to rest takes the EV off before it cycles the power of a station that hangs.
//
// An act that a rig failed at is done once more before the bench is latched broken, because one lost telegram is no reason to
// end a night's run. That holds for whatever brings a plug, a line or a switch into a position, for the second time leads into
// the same: connecting and disconnecting, the ends of the cable, the pilot, mains off and on, the link, the bay, and faults. It
// does not hold where nobody knows whether the station has seen the first: a card that is presented, mains that are cycled, a
// choice on the display. What an interlock, a person or the station refused is no failure, and not tried again (Harmless).
//
// Lines are at their safe values at the start, at the end, after every failure, and as soon as a run is asked to end. A
// supervisor takes them over when their holder is killed, and the holder lets go when the supervisor is (rigs/gpio,
// harness/cmd/certbench). When both are killed at once nothing is left that could act: relays are wired so that they are safe
// without supply, and rigs of commands and HTTP requests keep what they were told until the next run opens them.
package rigs
