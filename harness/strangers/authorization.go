package strangers

// How a station authorizes.

var _ = register(Fault{
	Name:     "authorizes-after-it-has-begun",
	Sentence: "It asks about the idToken when a TransactionEvent has told of it already.",
	Cases:    []string{"TC_E_03_CS", "TC_E_04_CS", "TC_C_08_CS", "TC_F_02_CS", "TC_C_39_CS"},
	New: func() Patch {
		var asked any
		return func(m *Message) {
			switch {
			case m.Asks(Station, "Authorize"):
				asked = m.Payload
				m.Answer(map[string]any{"idTokenInfo": map[string]any{"status": "Accepted"}})
			case m.Answers(CSMS, "TransactionEvent") && asked != nil && m.Asked.Get("idToken") != nil:
				payload := asked
				asked = nil
				m.after("Authorize", payload)
			}
		}
	},
})
