package strangers

// What a station tells of its connectors.

// tellsOf tells whether the message reports the state of a connector by a StatusNotificationRequest.
func (m *Message) tellsOf(evse, connector string) bool {
	return m.Asks(Station, "StatusNotification") && m.Number("evseId") == evse && m.Number("connectorId") == connector
}

var _ = register(Fault{
	Name:     "connector-never-told",
	Sentence: "It never reports connector 1 of EVSE 2.",
	Cases:    []string{"TC_A_01_CS@full", "TC_B_20_CS@full", "TC_G_19_CS@full", "TC_G_12_CS@full"},
	New: func() Patch {
		return func(m *Message) {
			if m.tellsOf("2", "1") {
				m.Answer(map[string]any{})
			}
		}
	},
})

var _ = register(Fault{
	Name:     "connector-told-before-the-boot",
	Sentence: "It reports its connectors before the BootNotification, and not after it.",
	Cases:    []string{"TC_B_20_CS"},
	New: func() Patch {
		booted := false
		return func(m *Message) {
			switch {
			case m.Answers(CSMS, "BootNotification"):
				booted = true
			case m.Asks(CSMS, "Reset"):
				booted = false
				m.Line.tells("Available", 1, 1)
			case booted && m.Asks(Station, "StatusNotification"):
				m.Answer(map[string]any{})
			}
		}
	},
})

var _ = register(Fault{
	Name:     "connector-beside-those-that-it-has",
	Sentence: "When it has booted it also reports connector 2 of EVSE 9.",
	Cases:    []string{"TC_B_01_CS", "TC_B_20_CS", "TC_A_01_CS"},
	New: func() Patch {
		return func(m *Message) {
			if m.tellsOf("1", "1") {
				m.after("StatusNotification", status("Available", 9, 2))
			}
		}
	},
})
