package strangers

import (
	"encoding/json"
	"strings"
)

// Values that the schemas take and part 2, section 2.1.4 does not.

// renamed has every transaction of a station bear another id, which the CSMS uses as well.
func renamed(as func(id string) string) Patch {
	own := map[string]string{} // by the id that the CSMS knows
	return func(m *Message) {
		for _, path := range []string{"transactionInfo.transactionId", "transactionId"} {
			id := m.Text(path)
			switch {
			case id == "":
			case m.From == Station:
				own[as(id)] = id
				m.Set(path, as(id))
			case own[id] != "":
				m.Set(path, own[id])
			}
		}
	}
}

var _ = register(Fault{
	Name:     "transaction-id-in-braces",
	Sentence: "The transactionId is a GUID in braces.",
	Cases:    []string{"TC_E_03_CS", "TC_F_03_CS"},
	New:      func() Patch { return renamed(func(id string) string { return "{" + id[:min(len(id), 34)] + "}" }) },
})

var _ = register(Fault{
	Name:     "transaction-id-with-a-blank",
	Sentence: "The transactionId holds a blank.",
	Cases:    []string{"TC_E_03_CS"},
	New:      func() Patch { return renamed(func(id string) string { return "TX " + id[:min(len(id), 33)] }) },
})

var _ = register(Fault{
	Name:     "transaction-id-with-an-umlaut",
	Sentence: "The transactionId holds an umlaut.",
	Cases:    []string{"TC_E_03_CS"},
	New:      func() Patch { return renamed(func(id string) string { return "Ü" + id[:min(len(id), 35)] }) },
})

var _ = register(Fault{
	Name:       "transaction-id-of-few-characters",
	Sentence:   "The transactionId has characters of every kind that an identifierString may hold.",
	Cases:      []string{"TC_E_03_CS", "TC_F_03_CS"},
	Conformant: true,
	New:        func() Patch { return renamed(func(id string) string { return "*-_=:+|@." + id[:min(len(id), 27)] }) },
})

var _ = register(Fault{
	Name:     "times-in-microseconds",
	Sentence: "Every timestamp of a status has six decimal places.",
	Cases:    []string{"TC_B_01_CS", "TC_E_03_CS"},
	New:      func() Patch { return timed(".123456Z") },
})

var _ = register(Fault{
	Name:       "times-in-milliseconds",
	Sentence:   "Every timestamp of a status has three decimal places.",
	Cases:      []string{"TC_B_01_CS", "TC_E_03_CS"},
	Conformant: true,
	New:        func() Patch { return timed(".123Z") },
})

// timed writes the fraction of every status's second.
func timed(fraction string) Patch {
	return func(m *Message) {
		if m.Asks(Station, "StatusNotification") {
			whole, _, _ := strings.Cut(strings.TrimSuffix(m.Text("timestamp"), "Z"), ".")
			m.Set("timestamp", whole+fraction)
		}
	}
}

var _ = register(Fault{
	Name:     "seqno-beyond-32-bits",
	Sentence: "The seqNo of every TransactionEvent needs more than 32 bits.",
	Cases:    []string{"TC_E_03_CS"},
	New: func() Patch {
		return func(m *Message) {
			if n, ok := m.Get("seqNo").(json.Number); ok && m.Asks(Station, "TransactionEvent") {
				seqNo, _ := n.Int64()
				m.Set("seqNo", seqNo+1<<32)
			}
		}
	},
})

var _ = register(Fault{
	Name:     "time-spent-charging-below-zero",
	Sentence: "The timeSpentCharging of every TransactionEvent is -1.",
	Cases:    []string{"TC_E_03_CS"},
	New: func() Patch {
		return func(m *Message) {
			if m.Asks(Station, "TransactionEvent") {
				m.Set("transactionInfo.timeSpentCharging", -1)
			}
		}
	},
})

var _ = register(Fault{
	Name:     "clock-empty-in-reports",
	Sentence: "The value of ClockCtrlr.DateTime is empty in every report.",
	Cases:    []string{"TC_B_13_CS", "TC_B_02_CS"},
	New:      func() Patch { return valued("ClockCtrlr", "DateTime", func(string) string { return "" }) },
})

var _ = register(Fault{
	Name:     "integers-with-leading-zeros",
	Sentence: "The values of OCPPCommCtrlr.OfflineThreshold have a leading zero.",
	Cases:    []string{"TC_B_06_CS", "TC_B_13_CS"},
	New: func() Patch {
		return valued("OCPPCommCtrlr", "OfflineThreshold", func(value string) string { return "0" + value })
	},
})

var _ = register(Fault{
	Name:     "booleans-with-capitals",
	Sentence: "The values of AuthCtrlr.LocalPreAuthorize are True and False.",
	Cases:    []string{"TC_B_13_CS"},
	New:      func() Patch { return valued("AuthCtrlr", "LocalPreAuthorize", strings.ToTitle) },
})

// valued changes the value of a variable in reports and answers.
func valued(component, variable string, to func(string) string) Patch {
	change := func(of, attribute map[string]any, field string) {
		c, _ := of["component"].(map[string]any)
		v, _ := of["variable"].(map[string]any)
		if value, ok := attribute[field].(string); ok && c["name"] == component && v["name"] == variable {
			attribute[field] = to(value)
		}
	}
	return func(m *Message) {
		for _, list := range []string{"reportData", "getVariableResult"} {
			data, ok := m.Get(list).([]any)
			if !ok || m.From != Station {
				continue
			}
			for _, each := range data {
				of := each.(map[string]any)
				change(of, of, "attributeValue")
				attributes, _ := of["variableAttribute"].([]any)
				for _, attribute := range attributes {
					change(of, attribute.(map[string]any), "value")
				}
			}
			m.Set(list, data)
		}
	}
}
