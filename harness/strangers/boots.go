package strangers

import "time"

// What a station does wrong when it boots, or before it is accepted.

var _ = register(Fault{
	Name:     "boot-reason-of-power-up",
	Sentence: "After a Reset the BootNotification says PowerUp.",
	Cases:    []string{"TC_B_20_CS", "TC_B_23_CS@full"},
	New:      func() Patch { return bootSays("reason", "PowerUp") },
})

var _ = register(Fault{
	Name:     "boot-reason-of-reset",
	Sentence: "After a power cycle the BootNotification says RemoteReset.",
	Cases:    []string{"TC_B_01_CS", "TC_G_21_CS@full"},
	New:      func() Patch { return bootSays("reason", "RemoteReset") },
})

var _ = register(Fault{
	Name:     "boot-reason-of-watchdog",
	Sentence: "After a power cycle the BootNotification says Watchdog.",
	Cases:    []string{"TC_B_01_CS"},
	New:      func() Patch { return bootSays("reason", "Watchdog") },
})

var _ = register(Fault{
	Name:       "boot-reason-unknown",
	Sentence:   "After a power cycle the BootNotification says Unknown, which is allowed.",
	Cases:      []string{"TC_B_01_CS"},
	Conformant: true,
	New:        func() Patch { return bootSays("reason", "Unknown") },
})

func bootSays(path string, value any) Patch {
	return func(m *Message) {
		if m.Asks(Station, "BootNotification") {
			m.Set(path, value)
		}
	}
}

var _ = register(Fault{
	Name:     "boot-on-the-same-connection",
	Sentence: "It takes a Reset for a BootNotification: it sends one on the connection that it has, and does not boot.",
	Cases:    []string{"TC_B_20_CS"},
	New: func() Patch {
		return func(m *Message) {
			if !m.Asks(CSMS, "Reset") {
				return
			}
			m.Answer(map[string]any{"status": "Accepted"})
			m.Line.After(time.Second, func() {
				m.Line.Call(Station, "BootNotification", map[string]any{"reason": "RemoteReset",
					"chargingStation": map[string]any{"model": "Stranger", "vendorName": "Strangers"}},
					func(*Message) { m.Line.tells("Available", 1, 1) })
			})
		}
	},
})

// tells has the station report a connector.
func (l *Line) tells(is string, evse, connector int) {
	l.Call(Station, "StatusNotification", status(is, evse, connector), nil)
}

// status is a report of now, by the real or the synthetic clock.
func status(is string, evse, connector int) map[string]any {
	return map[string]any{"timestamp": time.Now().UTC().Format(time.RFC3339Nano),
		"connectorStatus": is, "evseId": evse, "connectorId": connector}
}

var _ = register(Fault{
	Name:     "boot-at-every-connection",
	Sentence: "It sends a BootNotification whenever it has connected again, without having booted.",
	Cases:    []string{"TC_B_57_CS", "TC_E_40_CS/local", "TC_E_44_CS/remote", "TC_B_51_CS"},
	New: func() Patch {
		var about any
		heard := 0
		return func(m *Message) {
			if m.From != Station || m.Line.Connections == heard {
				return
			}
			heard = m.Line.Connections
			if m.Asks(Station, "BootNotification") {
				about = m.Payload
				return
			}
			m.after("BootNotification", about)
		}
	},
})

var _ = register(Fault{
	Name:     "speaks-before-it-is-accepted",
	Sentence: "It reports a connector although the CSMS has answered its BootNotification with Pending or Rejected.",
	Cases:    []string{"TC_B_02_CS", "TC_B_03_CS", "TC_B_30_CS"},
	New: func() Patch {
		told := false
		return func(m *Message) {
			if status := m.Text("status"); m.Answers(CSMS, "BootNotification") && status != "Accepted" && !told {
				told = true
				m.Line.After(time.Millisecond, func() { m.Line.tells("Available", 1, 1) })
			}
		}
	},
})
