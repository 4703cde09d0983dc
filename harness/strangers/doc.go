// Package strangers makes stations that are not the good one. A [Line] stands between a station and its CSMS, on the
// WebSocket connection, and hands every message to a [Patch], which may change it, drop it, hold it back, repeat it, or
// answer it in the stead of the one it was meant for. Neither side knows. What is not touched passes byte for byte: the
// handshake with its headers and its subprotocol, pings and pongs, close frames with their codes, and the text of a message
// that no patch has changed. Over TLS all of it does: a patch is called for no message that nobody can read.
//
// A fault on the wire stands in the file of its family, and is played by TestFaultsOnTheWire in suites/selftest on each of its
// cases; go test ./suites/selftest -run OnTheWire -update writes what became of them into wire-faults.tsv:
//
//	var _ = register(Fault{
//		Name:     "boot-reason-other",
//		Sentence: "After a Reset the BootNotification says PowerUp.",
//		Cases:    []string{"TC_B_20_CS", "TC_B_21_CS/remote@full"}, // [/mode][@product]
//		New: func() Patch { // once per bench: what it remembers stands in here
//			return func(m *Message) {
//				if m.Asks(Station, "BootNotification") {
//					m.Set("reason", "PowerUp")
//				}
//			}
//		},
//	})
//
// A fault that a conformant station may show is Conformant: its cases must pass. A patch that is called for a message owns
// it and its [Line] until it returns, and is never called for two messages at once. It must not block: time passes by
// [Message.Late] and [Line.After].
//
// An [Immature] station, which is the reference one with one deviation, stands beside the faults of its family. TestImmatureStations
// plays the whole plan on each, and writes strangers.tsv and strangers.txt. [Wild] answers by chance whatever the schemas allow, and
// a [Mutant] goes wrong now and then: TestWildStations plays on both. Stations whose wire is not ours are in package foreign.
//
// A line has goroutines that block in sync.Cond only, so that it works in a testing/synctest bubble over harness/memnet as
// well as over TCP.
package strangers
