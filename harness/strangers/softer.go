package strangers

import "time"

// What no document forbids and a laboratory may fail: a message in another order than the table's, or once more.

var _ = register(Fault{
	Name:     "state-told-twice",
	Sentence: "Every StatusNotification that was answered is sent once more, with a message id of its own.",
	Cases:    []string{"TC_E_03_CS", "TC_B_52_CS", "TC_G_03_CS@full"},
	New: func() Patch {
		return func(m *Message) {
			if m.Answers(CSMS, "StatusNotification") {
				m.after("StatusNotification", m.Asked.Payload)
			}
		}
	},
})

var _ = register(Fault{
	Name:     "answers-after-what-follows",
	Sentence: "A request that starts or stops something is answered a second late, after the messages to which it leads.",
	Cases:    []string{"TC_B_22_CS", "TC_F_01_CS", "TC_F_03_CS", "TC_G_03_CS"},
	New: func() Patch {
		return func(m *Message) {
			switch m.Action {
			case "RequestStartTransaction", "RequestStopTransaction", "ChangeAvailability", "Reset":
				if m.Answers(Station, "") {
					m.Late(time.Second)
				}
			}
		}
	},
})
