package strangers

// What a station leaves out of its transactions.

var _ = register(Fault{
	Name:     "transaction-evse-never",
	Sentence: "No TransactionEvent names the EVSE.",
	Cases:    []string{"TC_E_03_CS", "TC_E_09_CS"},
	New: func() Patch {
		return func(m *Message) {
			if m.Asks(Station, "TransactionEvent") {
				m.Delete("evse")
			}
		}
	},
})
