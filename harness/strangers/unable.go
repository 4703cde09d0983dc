package strangers

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocppj"
)

// What a station cannot do, or be asked for.

// lacks is a station without a variable: it is UnknownVariable, and stands in no report.
func lacks(component, variable string) func() Patch {
	is := func(m *Message, at string) bool {
		return m.Text(at+".component.name") == component && m.Text(at+".variable.name") == variable
	}
	return func() Patch {
		return func(m *Message) {
			switch {
			case m.Answers(Station, "GetVariables"):
				for i := range m.Count("getVariableResult") {
					if at := index("getVariableResult", i); is(m, at) {
						m.Set(at+".attributeStatus", "UnknownVariable")
						m.Delete(at + ".attributeValue")
					}
				}
			case m.Asks(CSMS, "SetVariables"):
				// The station must not set it either; it does not know the name below.
				for i := range m.Count("setVariableData") {
					if at := index("setVariableData", i); is(m, at) {
						m.Set(at+".variable.name", variable+"-lacking")
					}
				}
			case m.Answers(Station, "SetVariables"):
				for i := range m.Count("setVariableResult") {
					if at := index("setVariableResult", i); m.Text(at+".variable.name") == variable+"-lacking" {
						m.Set(at+".variable.name", variable)
					}
				}
			case m.Asks(Station, "NotifyReport"):
				omit(m, "reportData", func(at string) bool { return is(m, at) })
			case m.Asks(Station, "NotifyEvent"):
				omit(m, "eventData", func(at string) bool { return is(m, at) })
				if m.Count("eventData") == 0 {
					m.Answer(map[string]any{})
				}
			}
		}
	}
}

// omit takes elements out of a list. One that is left empty is omitted where the schema wants an element at least.
func omit(m *Message, list string, which func(at string) bool) {
	all, _ := m.Get(list).([]any)
	var kept []any
	for i, element := range all {
		if !which(index(list, i)) {
			kept = append(kept, element)
		}
	}
	switch {
	case len(kept) == len(all):
	case len(kept) == 0:
		m.Delete(list)
	default:
		m.Set(list, kept)
	}
}

// refuses is a station that does not support some requests.
func refuses(code ocppj.ErrorCode, actions ...string) func() Patch {
	return func() Patch {
		return func(m *Message) {
			if m.From == CSMS && m.Type == ocppj.Call && slices.Contains(actions, m.Action) {
				m.Refuse(code, m.Action+" is not for this station")
			}
		}
	}
}

var _ = bring(Immature{
	Name:     "no-availability-state",
	Sentence: "The variable Connector.AvailabilityState is unknown.",
	Shows:    []string{`^untold\tWARNING\t.*AvailabilityState|^untold\tFAIL\t.*AvailabilityState`},
	About:    `AvailabilityState`,
	New:      lacks("Connector", "AvailabilityState"),
})

var _ = bring(Immature{
	Name:     "no-local-pre-authorize",
	Sentence: "The variable AuthCtrlr.LocalPreAuthorize is unknown.",
	Shows:    []string{`^untold\t.*LocalPreAuthorize`},
	About:    `LocalPreAuthorize`,
	New:      lacks("AuthCtrlr", "LocalPreAuthorize"),
})

var _ = bring(Immature{
	Name:     "no-transaction-status",
	Sentence: "GetTransactionStatus is answered with NotSupported.",
	Shows:    []string{`^untold\t.*GetTransactionStatus`},
	About:    `GetTransactionStatus`,
	New:      refuses(ocppj.NotSupported, "GetTransactionStatus"),
})

var _ = bring(Immature{
	Name:     "no-device-model",
	Sentence: "GetVariables, SetVariables, GetBaseReport and GetReport are answered with NotSupported.",
	Shows:    []string{`^untold\t.*GetVariables`},
	About:    `NotSupported`,
	New:      refuses(ocppj.NotSupported, "GetVariables", "SetVariables", "GetBaseReport", "GetReport"),
})
