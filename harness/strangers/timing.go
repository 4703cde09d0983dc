package strangers

import "time"

// How fast a station is.

var _ = register(Fault{
	Name:       "answers-late",
	Sentence:   "Every answer comes a second late, which is allowed.",
	Cases:      []string{"TC_E_03_CS", "TC_B_06_CS"},
	Conformant: true,
	New: func() Patch {
		return func(m *Message) {
			if m.Answers(Station, "") {
				m.Late(time.Second)
			}
		}
	},
})
