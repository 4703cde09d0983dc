package strangers

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocppj"
)

// Stations that go wrong at several variables in one request, and right at each of them. The tables ask for two at most
// (TC_B_07_CS, TC_B_10_CS), and so these take two.

// many is more variables than tables ask for.
const many = 3

// ofMany has a patch see requests for many variables alone, and their answers.
func ofMany(patch func(*Message, string)) func() Patch {
	return func() Patch {
		return func(m *Message) {
			for action, lists := range map[string][2]string{"GetVariables": {"getVariableData", "getVariableResult"}, "SetVariables": {"setVariableData", "setVariableResult"}} {
				switch {
				case m.Asks(CSMS, action) && m.Count(lists[0]) >= many:
					patch(m, lists[0])
				case m.Answers(Station, action) && m.Count(lists[1]) >= many:
					patch(m, lists[1])
				}
			}
		}
	}
}

// answered is a patch of the answers alone.
func answered(change func([]any) []any) func(*Message, string) {
	return func(m *Message, list string) {
		if m.From == Station {
			all, _ := m.Get(list).([]any)
			m.Set(list, change(all))
		}
	}
}

// asked is a patch of the requests alone.
func asked(do func(*Message)) func(*Message, string) {
	return func(m *Message, _ string) {
		if m.From == CSMS {
			do(m)
		}
	}
}

// takesOne tells of itself that it takes one variable in a request, and refuses many.
func takesOne() Patch {
	refuse := ofMany(asked(func(m *Message) { m.Refuse(ocppj.OccurrenceConstraintViolation, "one variable at a time") }))()
	return func(m *Message) {
		refuse(m)
		if m.Answers(Station, "GetVariables") {
			for i := range m.Count("getVariableResult") {
				if at := index("getVariableResult", i); m.Text(at+".variable.name") == "ItemsPerMessage" {
					m.Set(at+".attributeValue", "1")
				}
			}
		}
	}
}

var _ = bring(Immature{
	Name:     "takes-one-variable",
	Sentence: "DeviceDataCtrlr.ItemsPerMessage is 1, and requests for three variables are refused.",
	New:      takesOne,
})

const severalVariables = `^untold\tFAIL\tseveral variables in one GetVariablesRequest\t`

var _ = bring(Immature{
	Name:     "last-result-left-out",
	Sentence: "An answer about three variables or more leaves the last one out.",
	Shows:    []string{severalVariables + `.*no result for`},
	About:    `several variables`,
	New:      ofMany(answered(func(all []any) []any { return all[:len(all)-1] })),
})

var _ = bring(Immature{
	Name:     "results-doubled",
	Sentence: "An answer about three variables or more has each of them twice.",
	Shows:    []string{severalVariables + `.*more than one for`},
	About:    `several variables`,
	New:      ofMany(answered(func(all []any) []any { return slices.Concat(all, all) })),
})

var _ = bring(Immature{
	Name:     "rejects-many-variables",
	Sentence: "An answer about three variables or more has each of them Rejected, though what is set is set.",
	Shows:    []string{severalVariables + `.*Rejected for .*, which is Accepted alone`},
	About:    `several variables`,
	New: ofMany(answered(func(all []any) []any {
		for _, one := range all {
			if result, ok := one.(map[string]any); ok {
				result["attributeStatus"] = "Rejected"
				delete(result, "attributeValue")
			}
		}
		return all
	})),
})

var _ = bring(Immature{
	Name:     "results-in-reverse",
	Sentence: "An answer about three variables or more has them in reverse order.",
	Shows:    []string{`^untold\tWARNING\tthe order of results in GetVariablesResponse\t`},
	About:    `order of results`,
	New: ofMany(answered(func(all []any) []any {
		turned := slices.Clone(all)
		slices.Reverse(turned)
		return turned
	})),
})

var _ = bring(Immature{
	Name:     "refuses-below-its-limit",
	Sentence: "Requests for three variables or more are refused, although ItemsPerMessage is larger.",
	Shows:    []string{severalVariables + `.*it says that it takes`},
	About:    `several variables`,
	New:      ofMany(asked(func(m *Message) { m.Refuse(ocppj.OccurrenceConstraintViolation, "too many variables") })),
})

var _ = bring(Immature{
	Name:     "silent-to-several",
	Sentence: "Requests for three variables or more are not answered.",
	Shows:    []string{severalVariables + `.*was not answered`},
	About:    `several variables`,
	New:      ofMany(asked((*Message).Drop)),
})

var _ = bring(Immature{
	Name:     "results-without-instances",
	Sentence: "A result has the variable without its instance.",
	Shows:    []string{`^untold\tFAIL\twhat a result in GetVariablesResponse is about\t`},
	About:    `what a result in|instance|answered for`,
	New: func() Patch {
		return func(m *Message) {
			for _, list := range []string{"getVariableResult", "setVariableResult"} {
				for i := range m.Count(list) {
					m.Delete(index(list, i) + ".variable.instance")
				}
			}
		}
	},
})
