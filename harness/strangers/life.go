package strangers

import "time"

// life follows a station through its boots, as far as the wire shows them.
type life struct {
	connection int  // the newest that is known
	spoken     bool // the station has sent something on it
	booting    bool // from the BootNotification to its acceptance
}

// settled is how long a station that has something to say after a handshake takes to say it.
const settled = 100 * time.Millisecond

// see is to be called with every message.
func (l *life) see(m *Message) {
	if m.Line.Connections != l.connection {
		l.connection, l.spoken = m.Line.Connections, false
	}
	switch {
	case m.Asks(Station, "BootNotification"):
		l.booting = true
	case m.Answers(CSMS, "BootNotification") && m.Text("status") == "Accepted":
		l.booting = false
	}
	l.spoken = l.spoken || m.From == Station
}

// unbooted calls do when the station turns out to boot on this connection and is not accepted yet, and hands a message of
// the CSMS over to it otherwise.
func (l *life) unbooted(m *Message, do func()) {
	switch {
	case l.booting:
		do()
	case !l.spoken: // it may be about to boot
		m.Drop()
		m.Line.After(settled, func() {
			if l.booting {
				do()
			} else {
				m.Line.Forward(m)
			}
		})
	}
}
