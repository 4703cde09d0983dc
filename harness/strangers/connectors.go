package strangers

import "time"

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

// reportsWith has the station report a connector that it should not, once, before the message for which test holds.
func reportsWith(test func(*Message) bool, is string, evse, connector int) func() Patch {
	return func() Patch {
		told := false
		return func(m *Message) {
			if !told && test(m) {
				told = true
				m.after("StatusNotification", status(is, evse, connector))
			}
		}
	}
}

// longAfter is later than the laboratory's deviation, and than contacts bounce.
const longAfter = 6 * time.Second

// later reports a connector some time after the message for which test holds.
func later(test func(*Message) bool, is string, evse, connector int) func() Patch {
	return func() Patch {
		told := false
		return func(m *Message) {
			if !told && test(m) {
				told = true
				m.Line.After(longAfter, func() { m.Line.tells(is, evse, connector) })
			}
		}
	}
}

func tellsOfCharging(m *Message) bool {
	return m.Asks(Station, "TransactionEvent") && m.Text("transactionInfo.chargingState") == "Charging"
}

func answersRow(m *Message) bool {
	return m.Answers(Station, "ChangeAvailability") || m.Answers(Station, "SetVariables")
}

var _ = register(Fault{
	Name:     "connector-zero-told",
	Sentence: "When energy flows it also reports EVSE 0 connector 0.",
	Cases:    []string{"TC_E_03_CS", "TC_E_04_CS"},
	New:      reportsWith(tellsOfCharging, "Available", 0, 0),
})

var _ = register(Fault{
	Name:     "connector-unknown-told",
	Sentence: "With an answer it reports a connector that it has not.",
	Cases:    []string{"TC_B_09_CS", "TC_G_12_CS"},
	New:      reportsWith(answersRow, "Available", 1, 7),
})

var _ = register(Fault{
	Name:     "available-while-charging",
	Sentence: "Seconds after the energy has begun to flow it reports the connector Available.",
	Cases:    []string{"TC_E_06_CS/local", "TC_E_07_CS/remote", "TC_E_17_CS/local", "TC_J_02_CS/local"},
	New:      later(tellsOfCharging, "Available", 1, 1),
})

var _ = register(Fault{
	Name:     "occupied-while-nobody-is-there",
	Sentence: "With an answer it reports the connector Occupied, and nobody is there.",
	Cases:    []string{"TC_B_09_CS", "TC_G_12_CS"},
	New:      reportsWith(answersRow, "Occupied", 1, 1),
})

var _ = register(Fault{
	Name:     "change-while-offline-untold",
	Sentence: "When it is online again it does not report the connector that has changed meanwhile.",
	Cases:    []string{"TC_E_16_CS", "TC_E_31_CS/local", "TC_E_31_CS/remote@full", "TC_E_44_CS/local", "TC_E_44_CS/remote", "TC_E_45_CS/local"},
	New: func() Patch {
		return func(m *Message) {
			if m.Line.Connections > 1 && m.Asks(Station, "StatusNotification") {
				m.Answer(map[string]any{})
			}
		}
	},
})

var _ = register(Fault{
	Name:     "idle-while-plugged-in",
	Sentence: "Periodic meter values come with chargingState Idle although the EV is connected.",
	Cases:    []string{"TC_J_02_CS/local", "TC_E_40_CS/remote"},
	New: func() Patch {
		return func(m *Message) {
			if m.Asks(Station, "TransactionEvent") && m.Text("triggerReason") == "MeterValuePeriodic" {
				m.Set("transactionInfo.chargingState", "Idle")
			}
		}
	},
})
