package strangers

import (
	"strings"
	"time"
)

// How a station tells of the messages on its display, of which part 2 leaves much open.

var _ = register(Fault{
	Name:     "display-messages-before-the-answer",
	Sentence: "The answer to a GetDisplayMessages comes a second after the NotifyDisplayMessages (O03.FR.02 and O04.FR.03 name no order).",
	Cases:    []string{"TC_O_02_CS@full", "TC_O_07_CS@full", "TC_O_22_CS@full"},
	New: func() Patch {
		return func(m *Message) {
			if m.Answers(Station, "GetDisplayMessages") {
				m.Late(time.Second)
			}
		}
	},
})

var _ = register(Fault{
	Name:       "display-message-in-other-letters",
	Sentence:   "The transactionId of a display message is told in capital letters, which an identifierString does not tell apart (part 2, section 2.1.4).",
	Cases:      []string{"TC_O_30_CS/local@full", "TC_O_32_CS/remote@full"},
	Conformant: true,
	New: func() Patch {
		return func(m *Message) {
			if at := "messageInfo[0].transactionId"; m.Asks(Station, "NotifyDisplayMessages") && m.Text(at) != "" {
				m.Set(at, strings.ToUpper(m.Text(at)))
			}
		}
	},
})

var _ = register(Fault{
	Name:       "display-message-with-all-fields",
	Sentence:   "A display message is told with the display and the language that it was set without.",
	Cases:      []string{"TC_O_01_CS@full", "TC_O_02_CS@full", "TC_O_30_CS/local@full"},
	Conformant: true,
	New: func() Patch {
		return func(m *Message) {
			if m.Asks(Station, "NotifyDisplayMessages") && m.Count("messageInfo") > 0 {
				m.Set("messageInfo[0].display", map[string]any{"name": "Display"})
				m.Set("messageInfo[0].message.language", "en")
			}
		}
	},
})

var _ = register(Fault{
	Name:       "display-message-by-another-clock",
	Sentence:   "The startDateTime and endDateTime of a display message are told with an offset and without fractions of a second.",
	Cases:      []string{"TC_O_13_CS@full", "TC_O_14_CS@full"},
	Conformant: true,
	New: func() Patch {
		return func(m *Message) {
			for _, field := range []string{"startDateTime", "endDateTime"} {
				at, err := time.Parse(time.RFC3339, m.Text("messageInfo[0]."+field))
				if m.Asks(Station, "NotifyDisplayMessages") && err == nil {
					m.Set("messageInfo[0]."+field, at.In(time.FixedZone("", 2*60*60)).Format("2006-01-02T15:04:05-07:00"))
				}
			}
		}
	},
})

var _ = register(Fault{
	Name:     "display-messages-end-early",
	Sentence: "A report of display messages ends with the first part, in which there is none, and goes on all the same.",
	Cases:    []string{"TC_O_02_CS@full", "TC_O_07_CS@full"},
	New: func() Patch {
		told := false
		return func(m *Message) {
			if m.Asks(Station, "NotifyDisplayMessages") && !told {
				told = true
				m.Line.Call(Station, "NotifyDisplayMessages", map[string]any{"requestId": m.Get("requestId"), "messageInfo": m.Get("messageInfo")}, nil)
				m.Delete("messageInfo")
			}
		}
	},
})

var _ = register(Fault{
	Name:     "display-messages-of-another-state",
	Sentence: "A display message is told with the state Charging, whatever it has.",
	Cases:    []string{"TC_O_09_CS@full", "TC_O_37_CS/local@full", "TC_O_38_CS@full"},
	New: func() Patch {
		return func(m *Message) {
			if m.Asks(Station, "NotifyDisplayMessages") && m.Count("messageInfo") > 0 {
				m.Set("messageInfo[0].state", "Charging")
			}
		}
	},
})

var _ = register(Fault{
	Name:     "display-messages-of-another-priority",
	Sentence: "A display message is told with the priority AlwaysFront, whatever it has.",
	Cases:    []string{"TC_O_01_CS@full", "TC_O_08_CS@full", "TC_O_30_CS/remote@full"},
	New: func() Patch {
		return func(m *Message) {
			if m.Asks(Station, "NotifyDisplayMessages") && m.Count("messageInfo") > 0 {
				m.Set("messageInfo[0].priority", "AlwaysFront")
			}
		}
	},
})
