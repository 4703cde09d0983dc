package strangers

import "maps"

// What a station sends that a TriggerMessage for EVSE 1 does not ask for (part 2, F06.FR.02).

// besides has a station that is asked for a message of EVSE 1 send another one after it, of EVSE 2.
func besides(action string, other func(sent map[string]any) map[string]any) func() Patch {
	return func() Patch {
		due := false
		return func(m *Message) {
			switch {
			case m.Asks(CSMS, "TriggerMessage"):
				due = m.Text("requestedMessage") == action && m.Number("evse.id") == "1"
			case due && m.Answers(CSMS, action):
				due = false
				sent, _ := m.Asked.Payload.(map[string]any)
				m.after(action, other(sent))
			}
		}
	}
}

var _ = register(Fault{
	Name:     "triggered-values-of-every-evse",
	Sentence: "A TriggerMessage for the meter values of EVSE 1 is followed by those of EVSE 2 too.",
	Cases:    []string{"TC_F_11_CS@full"},
	New: besides("MeterValues", func(sent map[string]any) map[string]any {
		values := maps.Clone(sent)
		values["evseId"] = 2
		return values
	}),
})

var _ = register(Fault{
	Name:     "triggered-states-of-every-evse-in-reverse",
	Sentence: "A TriggerMessage for the state of a connector of EVSE 1 is followed by that of EVSE 2, which is as it was, and then by the one asked for.",
	Cases:    []string{"TC_F_23_CS@full", "TC_F_24_CS@full"},
	New: func() Patch {
		due := false
		return func(m *Message) {
			switch {
			case m.Asks(CSMS, "TriggerMessage"):
				due = m.Number("evse.id") == "1"
			case due && m.tellsOf("1", "1"):
				due = false
				m.after("StatusNotification", status("Available", 2, 1))
			}
		}
	},
})

var _ = register(Fault{
	Name:     "triggered-states-of-every-evse",
	Sentence: "A TriggerMessage for the state of a connector of EVSE 1 is followed by that of EVSE 2 too, which is as it was.",
	Cases:    []string{"TC_F_23_CS@full", "TC_F_24_CS@full"},
	New:      besides("StatusNotification", func(map[string]any) map[string]any { return status("Available", 2, 1) }),
})
