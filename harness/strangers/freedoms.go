package strangers

import (
	"time"

	"github.com/certbench/certbench/schemas/ocppj"
)

// What a conformant station may do and a hasty reader of the tables takes for a fault.

var _ = register(Fault{
	Name:       "settings-applied-after-the-answer",
	Sentence:   "A value of a variable is taken a tenth of a second after SetVariables was answered.",
	Cases:      []string{"TC_B_57_CS", "TC_B_51_CS", "TC_C_38_CS/local@full", "TC_D_10_CS@full", "TC_E_40_CS/local", "TC_H_22_CS@full"},
	Conformant: true,
	New: func() Patch {
		return func(m *Message) {
			if !m.Asks(CSMS, "SetVariables") {
				return
			}
			var results []any
			for i := range m.Count("setVariableData") {
				data := index("setVariableData", i)
				results = append(results, map[string]any{"attributeStatus": "Accepted", "component": m.Get(data + ".component"), "variable": m.Get(data + ".variable")})
			}
			m.Answer(map[string]any{"setVariableResult": results})
			m.Line.After(100*time.Millisecond, func() { m.Line.Call(CSMS, "SetVariables", m.Payload, nil) })
		}
	},
})

// event is what tells a TransactionEvent from every other: its transaction and its number.
type event struct{ transaction, number any }

var _ = register(Fault{
	Name:       "retry-with-the-same-message-id",
	Sentence:   "A TransactionEvent that is sent again has the message id of the first (erratum 2025-09, 4.6 to part 4).",
	Cases:      []string{"TC_E_41_CS", "TC_E_42_CS", "TC_E_50_CS", "TC_E_51_CS"},
	Conformant: true,
	New: func() Patch {
		ids := map[event]string{}
		return func(m *Message) {
			if !m.Asks(Station, "TransactionEvent") {
				return
			}
			e := event{m.Get("transactionInfo.transactionId"), m.Get("seqNo")}
			if id, again := ids[e]; again {
				m.SetID(id)
			} else {
				ids[e] = m.ID
			}
		}
	},
})

var _ = register(Fault{
	Name:     "every-status-with-the-same-message-id",
	Sentence: "Every StatusNotification has the message id of the first.",
	Cases:    []string{"TC_B_01_CS", "TC_E_03_CS"},
	New: func() Patch {
		id := ocppj.NewID()
		return func(m *Message) {
			if m.Asks(Station, "StatusNotification") {
				m.SetID(id)
			}
		}
	},
})

var _ = register(Fault{
	Name:       "sampled-values-with-aligned-ones-beside",
	Sentence:   "A message of sampled values has an element of another context and measurand beside them (part 2, J02.FR.10).",
	Cases:      []string{"TC_J_09_CS", "TC_J_02_CS/local", "TC_J_02_CS/remote"},
	Conformant: true,
	New:        func() Patch { return beside("MeterValuePeriodic", "Sample.Clock") },
})

var _ = register(Fault{
	Name:       "aligned-values-with-sampled-ones-beside",
	Sentence:   "A message of clock-aligned values has an element of another context and measurand beside them (part 2, J02.FR.10).",
	Cases:      []string{"TC_J_09_CS", "TC_J_02_CS/local", "TC_J_02_CS/remote"},
	Conformant: true,
	New:        func() Patch { return beside("MeterValueClock", "Sample.Periodic") },
})

// beside adds an element of a context to the meter values of a trigger.
func beside(trigger, context string) Patch {
	return func(m *Message) {
		list, ok := m.Get("meterValue").([]any)
		if ok && m.Asks(Station, "TransactionEvent") && m.Text("triggerReason") == trigger {
			m.Set("meterValue", append(list, map[string]any{"timestamp": m.Text("meterValue[0].timestamp"),
				"sampledValue": []any{map[string]any{"value": 50, "measurand": "Frequency", "context": context}}}))
		}
	}
}

var _ = register(Fault{
	Name:     "optional-variable-cannot-be-read",
	Sentence: "RegisterValuesWithoutPhases is there and its value cannot be read.",
	Cases:    []string{"TC_J_02_CS/local", "TC_J_02_CS/remote"},
	New: func() Patch {
		return func(m *Message) {
			if at := ofVariable(m, "getVariableResult", "SampledDataCtrlr", "RegisterValuesWithoutPhases"); m.Answers(Station, "GetVariables") && at != "" {
				m.Set(at+".attributeStatus", "Rejected")
				m.Delete(at + ".attributeValue")
			}
		}
	},
})

var _ = register(Fault{
	Name:     "no-aligned-measurands-of-the-end",
	Sentence: "AlignedDataCtrlr.TxEndedMeasurands is missing, and the end of a transaction has no clock-aligned values.",
	Cases:    []string{"TC_J_10_CS/local", "TC_J_10_CS/remote"},
	New:      func() Patch { return withoutList("AlignedDataCtrlr") },
})

var _ = register(Fault{
	Name:     "no-sampled-measurands-of-the-end",
	Sentence: "SampledDataCtrlr.TxEndedMeasurands is missing, and the end of a transaction has no sampled values.",
	Cases:    []string{"TC_J_03_CS/local", "TC_J_03_CS/remote"},
	New:      func() Patch { return withoutList("SampledDataCtrlr") },
})

// ofVariable is the path of the element of a list that is about a variable, empty for none.
func ofVariable(m *Message, list, component, variable string) string {
	for i := range m.Count(list) {
		if at := index(list, i); m.Text(at+".component.name") == component && m.Text(at+".variable.name") == variable {
			return at
		}
	}
	return ""
}

// withoutList has a station without TxEndedMeasurands of the component, which it has as an empty list.
func withoutList(component string) Patch {
	emptied := false
	of := func(m *Message, list string) string { return ofVariable(m, list, component, "TxEndedMeasurands") }
	return func(m *Message) {
		switch {
		case m.Asks(CSMS, "GetVariables") && of(m, "getVariableData") != "" && !emptied:
			emptied = true
			m.Line.Call(CSMS, "SetVariables", map[string]any{"setVariableData": []any{map[string]any{"attributeValue": "",
				"component": map[string]any{"name": component}, "variable": map[string]any{"name": "TxEndedMeasurands"}}}}, nil)
		case m.Answers(Station, "GetVariables") && of(m, "getVariableResult") != "":
			at := of(m, "getVariableResult")
			m.Set(at+".attributeStatus", "UnknownVariable")
			m.Delete(at + ".attributeValue")
		}
	}
}

var _ = register(Fault{
	Name:       "rejected-retries-two-minutes-late",
	Sentence:   "A rejected station sends its next BootNotification two minutes after the interval is over (B03.FR.06 names no end).",
	Cases:      []string{"TC_B_03_CS"},
	Conformant: true,
	New: func() Patch {
		return func(m *Message) {
			if m.Answers(CSMS, "BootNotification") && m.Text("status") == "Rejected" {
				m.Set("interval", 180)
			}
		}
	},
})

var _ = register(Fault{
	Name:     "unavailable-while-a-reset-is-waited-for",
	Sentence: "A connector that the EV has left is reported Unavailable, not Available, while a reset is waited for (part 2, B12, step 3a).",
	Cases:    []string{"TC_B_41_CS/local@full", "TC_B_41_CS/remote@full"},
	New: func() Patch {
		waits := false
		return func(m *Message) {
			switch {
			case m.Answers(Station, "Reset"):
				waits = m.Text("status") == "Scheduled"
			case m.Asks(Station, "BootNotification"):
				waits = false
			case waits && m.Asks(Station, "StatusNotification") && m.Text("connectorStatus") == "Available":
				m.Set("connectorStatus", "Unavailable")
			}
		}
	},
})

var _ = register(Fault{
	Name:       "lost-ev-frees-the-connector",
	Sentence:   "A connector is Available when the EV is lost, before the transaction tells of it, and not when its cable is taken out of the station.",
	Cases:      []string{"TC_E_17_CS/local", "TC_E_17_CS/remote", "TC_E_17_CS/local@full"},
	Conformant: true,
	New: func() Patch {
		told := false
		return func(m *Message) {
			switch {
			case m.Asks(Station, "TransactionEvent") && m.Text("triggerReason") == "EVCommunicationLost":
				if !told {
					told = true
					m.after("StatusNotification", map[string]any{"timestamp": m.Text("timestamp"), "connectorStatus": "Available",
						"evseId": 1, "connectorId": 1})
				}
			case told && m.Asks(Station, "StatusNotification"):
				m.Answer(map[string]any{})
			}
		}
	},
})
