package strangers

import (
	"maps"
	"slices"
	"time"
)

// What a station leaves out, or says otherwise, that no table looks at and only a requirement asks for which the case cites.

// queued tells a TransactionEvent of something that happened while the station was offline.
func (m *Message) queued() bool {
	return m.Asks(Station, "TransactionEvent") && m.Get("offline") == true
}

// changing sets a field of the queued TransactionEvents that had another value.
func changing(path, from, to string) func() Patch {
	return func() Patch {
		return func(m *Message) {
			if m.queued() && m.Text(path) == from {
				m.Set(path, to)
			}
		}
	}
}

var _ = register(Fault{
	Name:     "queued-plug-as-trigger",
	Sentence: "What the plug has brought about offline has the triggerReason Trigger, which nobody has asked for.",
	Cases:    []string{"TC_E_16_CS", "TC_C_26_CS", "TC_E_43_CS"},
	New:      changing("triggerReason", "CablePluggedIn", "Trigger"),
})

var _ = register(Fault{
	Name:     "queued-authorization-as-plug",
	Sentence: "The authorization of a driver who came offline has the triggerReason CablePluggedIn.",
	Cases:    []string{"TC_E_16_CS", "TC_C_26_CS", "TC_C_15_CS"},
	New:      changing("triggerReason", "Authorized", "CablePluggedIn"),
})

var _ = register(Fault{
	Name:     "queued-authorization-as-energy",
	Sentence: "The authorization of a driver who came offline has the triggerReason ChargingStateChanged.",
	Cases:    []string{"TC_E_16_CS", "TC_C_15_CS"},
	New:      changing("triggerReason", "Authorized", "ChargingStateChanged"),
})

var _ = register(Fault{
	Name:     "queued-change-without-state",
	Sentence: "A change of the charging state that happened offline does not say which.",
	Cases:    []string{"TC_E_16_CS", "TC_E_43_CS"},
	New: func() Patch {
		return func(m *Message) {
			if m.queued() && m.Text("triggerReason") == "ChargingStateChanged" {
				m.Delete("transactionInfo.chargingState")
			}
		}
	},
})

var _ = register(Fault{
	Name:     "queued-charging-as-suspended",
	Sentence: "The energy transfer that was begun offline is told as SuspendedEVSE.",
	Cases:    []string{"TC_C_17_CS"},
	New:      changing("transactionInfo.chargingState", "Charging", "SuspendedEVSE"),
})

var _ = register(Fault{
	Name:     "queued-stop-still-charging",
	Sentence: "What happened offline after the stop tells that energy is still transferred.",
	Cases:    []string{"TC_E_44_CS", "TC_E_45_CS"},
	New: func() Patch {
		return func(m *Message) {
			if m.queued() && m.Text("eventType") == "Ended" {
				m.Set("transactionInfo.chargingState", "Charging")
			}
		}
	},
})

// leftOut are the results of an answer of which the request named no attributeType.
func (m *Message) leftOut(data, result string, do func(path string)) {
	for i := range m.Count(result) {
		if m.Asked != nil && m.Asked.Count(data) > i && m.Asked.Get(index(data, i)+".attributeType") == nil {
			do(index(result, i) + ".attributeType")
		}
	}
}

var _ = register(Fault{
	Name:     "attribute-type-left-out-of-get",
	Sentence: "GetVariablesResponse leaves out the attributeType that the request has left out.",
	Cases:    []string{"TC_B_32_CS", "TC_B_33_CS", "TC_B_02_CS"},
	New: func() Patch {
		return func(m *Message) {
			if m.Answers(Station, "GetVariables") {
				m.leftOut("getVariableData", "getVariableResult", m.Delete)
			}
		}
	},
})

var _ = register(Fault{
	Name:     "attribute-type-left-out-of-set",
	Sentence: "SetVariablesResponse leaves out the attributeType that the request has left out.",
	Cases:    []string{"TC_B_35_CS", "TC_B_36_CS", "TC_B_39_CS", "TC_B_11_CS"},
	New: func() Patch {
		return func(m *Message) {
			if m.Answers(Station, "SetVariables") {
				m.leftOut("setVariableData", "setVariableResult", m.Delete)
			}
		}
	},
})

var _ = register(Fault{
	Name:     "log-status-without-id",
	Sentence: "LogStatusNotification has no requestId while a log is uploaded.",
	Cases:    []string{"TC_F_16_CS"},
	New:      withoutID,
})

var _ = register(Fault{
	Name:       "log-status-idle-without-id",
	Sentence:   "LogStatusNotification has no requestId where it was triggered and no log is uploaded, which N01.FR.13 allows.",
	Cases:      []string{"TC_F_15_CS"},
	Conformant: true,
	New:        withoutID,
})

func withoutID() Patch {
	return func(m *Message) {
		if m.Asks(Station, "LogStatusNotification") {
			m.Delete("requestId")
		}
	}
}

var _ = register(Fault{
	Name:     "log-status-of-another-request",
	Sentence: "LogStatusNotification has a requestId that no GetLogRequest had.",
	Cases:    []string{"TC_F_16_CS"},
	New: func() Patch {
		return func(m *Message) {
			if m.Asks(Station, "LogStatusNotification") && m.Get("requestId") != nil {
				m.Set("requestId", 4711)
			}
		}
	},
})

var _ = register(Fault{
	Name:     "evse-resets-and-denies-it",
	Sentence: "EVSE.AllowReset is false, and the EVSE resets when it is asked to.",
	Cases:    []string{"TC_B_25_CS"},
	New: func() Patch {
		return func(m *Message) {
			if m.Answers(Station, "GetVariables") && m.Asked != nil && m.Asked.Text("getVariableData[0].variable.name") == "AllowReset" {
				m.Set("getVariableResult[0].attributeValue", "false")
			}
		}
	},
})

var _ = register(Fault{
	Name:     "asks-before-it-stops",
	Sentence: "It asks about the idToken that has started, or of one of the group that it has cached, before it stops.",
	Cases:    []string{"TC_E_06_CS/local", "TC_E_15_CS/local", "TC_C_41_CS/local"},
	New: func() Patch {
		var token any
		return func(m *Message) {
			if !m.Asks(Station, "TransactionEvent") {
				return
			}
			if m.Get("idToken") != nil {
				token = m.Get("idToken")
			}
			if m.Text("triggerReason") == "StopAuthorized" && token != nil {
				m.after("Authorize", map[string]any{"idToken": token})
			}
		}
	},
})

var _ = register(Fault{
	Name:     "begin-values-of-an-hour-before",
	Sentence: "The first TransactionEvent has a second meterValue, of an hour before.",
	Cases:    []string{"TC_J_07_CS"},
	New: func() Patch {
		return func(m *Message) {
			if !m.Asks(Station, "TransactionEvent") || m.Text("eventType") != "Started" || m.Count("meterValue") == 0 {
				return
			}
			list, _ := m.Get("meterValue").([]any)
			first, _ := list[0].(map[string]any)
			at, err := time.Parse(time.RFC3339Nano, m.Text("meterValue[0].timestamp"))
			if first == nil || err != nil {
				return
			}
			old := maps.Clone(first)
			old["timestamp"] = at.Add(-time.Hour).Format(time.RFC3339Nano)
			m.Set("meterValue", append([]any{old}, slices.Clone(list)...))
		}
	},
})
