package strangers

import (
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocppj"
)

// What a station does otherwise in its transactions.

func evseNever() Patch {
	return func(m *Message) {
		if m.Asks(Station, "TransactionEvent") {
			m.Delete("evse")
		}
	}
}

var _ = bring(Immature{
	Name:     "evse-never",
	Sentence: "No TransactionEvent names the EVSE.",
	Shows:    []string{`^TC_E_03_CS\t(FAIL|WARNING)\t`},
	About:    `(?i)evse`,
	New:      evseNever,
})

var _ = bring(Immature{
	Name:     "transaction-events-10-s-late",
	Sentence: "Every TransactionEvent comes 10 s late.",
	// The retries of these cases come later than their interval, by as much.
	Shows: []string{`^TC_E_50_CS/local\t`, `^TC_E_51_CS/local\t`},
	About: `^main/5 Attempt \d comes`,
	New: func() Patch {
		return func(m *Message) {
			if m.Asks(Station, "TransactionEvent") {
				m.Late(10 * time.Second)
			}
		}
	},
})

var _ = bring(Immature{
	Name:     "two-calls-at-once",
	Sentence: "A StatusNotification is sent without waiting for the answer to the one before, and so is what follows it.",
	Shows:    []string{`CALL while the one before is unanswered`},
	About:    `CALL while the one before is unanswered`,
	Chance:   "whether the CSMS has answered when the next CALL comes depends on who is quicker",
	New: func() Patch {
		return func(m *Message) {
			switch {
			case m.Asks(Station, "StatusNotification"): // the station believes that it is answered
				m.Line.Send(CSMS, string(ocppj.EncodeResult(m.ID, nil)))
			case m.Answers(CSMS, "StatusNotification"):
				m.Drop()
			}
		}
	},
})

var _ = bring(Immature{
	Name:     "only-a-person",
	Sentence: "Cards and cables are in the hands of a person, who does what the bench asks 8 s later and says so 2 s after that.",
	Person:   true,
})

var _ = register(Fault{
	Name:     "transaction-evse-never",
	Sentence: "No TransactionEvent names the EVSE.",
	Cases:    []string{"TC_E_03_CS", "TC_E_09_CS"},
	New:      evseNever,
})

// idsTooLong gives each transaction an id that is a character longer than the station's own, which is as long as part 2 has one
// (TransactionType), and takes that away from what the CSMS asks about it.
func idsTooLong() Patch {
	const more = "0"
	return func(m *Message) {
		paths := []string{"transactionId", "transactionInfo.transactionId"}
		for i := range m.Count("eventData") {
			paths = append(paths, index("eventData", i)+".transactionId")
		}
		for _, path := range paths {
			switch id := m.Text(path); {
			case id == "":
			case m.From == Station:
				m.Set(path, id+more)
			default:
				m.Set(path, strings.TrimSuffix(id, more))
			}
		}
	}
}

var _ = bring(Immature{
	Name:     "transaction-ids-too-long",
	Sentence: "The id of a transaction has 37 characters, one more than it may have.",
	Shows:    []string{`^TC_E_03_CS\tFAIL\t`, `^TC_F_03_CS\tFAIL\t`},
	About:    `transactionId`,
	New:      idsTooLong,
})
