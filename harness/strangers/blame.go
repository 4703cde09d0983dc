package strangers

// What a station says too early, and what it does wrong where no case is played.

// validToken is what a driver of the self-test presents.
var validToken = map[string]any{"idToken": map[string]any{"idToken": "CERTBENCH-VALID-1", "type": "ISO14443"}}

var _ = register(Fault{
	Name:     "authorize-before-the-card",
	Sentence: "The AuthorizeRequest comes when the EV is connected, before anybody presents an idToken, and none comes after that.",
	Cases:    []string{"TC_E_03_CS"},
	New: func() Patch {
		return func(m *Message) {
			switch {
			case m.Asks(Station, "StatusNotification") && m.Text("connectorStatus") == "Occupied":
				m.after("Authorize", validToken)
			case m.Asks(Station, "Authorize"):
				m.Answer(map[string]any{"idTokenInfo": map[string]any{"status": "Accepted"}})
			}
		}
	},
})

var _ = register(Fault{
	Name:     "transaction-status-with-more",
	Sentence: "The GetTransactionStatusResponse, for which the bench asks in the clean-up only, has a field that its schema does not know.",
	Cases:    []string{"TC_E_03_CS", "TC_B_06_CS"},
	New: func() Patch {
		return func(m *Message) {
			if m.Answers(Station, "GetTransactionStatus") {
				m.Set("transactions", 0)
			}
		}
	},
})

// ToldAgain sends the end of the first transaction once more, although the CSMS has answered it, when a driver of a later case
// presents an idToken.
func ToldAgain() Patch {
	var ended any
	told := false
	return func(m *Message) {
		switch {
		case ended == nil && m.Asks(Station, "TransactionEvent") && m.Text("eventType") == "Ended":
			ended = m.Payload
		case ended != nil && !told && m.Asks(Station, "Authorize"):
			told = true
			m.after("TransactionEvent", ended)
		}
	}
}
