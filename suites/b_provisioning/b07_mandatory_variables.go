package b_provisioning

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_B_53_CS has the station report everything, and compares that with the specification's own tables.
//
// Erratum 6.2.19 of 2025-04 replaces the post scenario validations. It speaks of standardized variables whose value must
// not be omitted, so that a vendor's own are left alone there; of attributes other than Actual, which may be unset
// (part 2, B07.FR.11), only what they show is judged. An empty value of a list chooses nothing and is no value outside
// its valuesList, except for a required OptionList, which always has one. EVSE.Power needs its maxLimit.
//
// BasicAuthPassword is "not required" in part 2 and yet where the password of security profiles 1 and 2 has to be kept
// (A00.FR.205, FR.304); a PICS tells of profile 1 only (C-61). Data types, and whether a variable can be set, stand in the
// tables of part 2 and not among the validations, and so do the variables by which part 5, table 2, knows optional
// features of Core: what is wrong with these is a WARNING.
var TC_B_53_CS = octt.Register(octt.Case{
	ID: "TC_B_53_CS",
	Main: func(s *octt.Scenario) {
		report(s, 1, ocpp201.ReportBaseFullInventory, octt.OrOmitted("statusInfo.reasonCode", noError))
	},
	Post: func(s *octt.Scenario) {
		data := reported(s)
		everyRequired(s, data)
		valuesAllowed(s, data)
		valuesShown(s, data)
		asTabled(s, data)
	},
})

// everyRequired judges a component at a time, so that the report shows at a glance where something is missing.
func everyRequired(s *octt.Scenario, data []ocpp201.ReportData) {
	wanted := required(s.PICS)
	if s.PICS.Answer(pics.C_61) == pics.Yes {
		wanted = append(wanted, variable{Component: "SecurityCtrlr", Name: "BasicAuthPassword"})
	}
	var components []string
	of := map[string][]variable{}
	for _, v := range wanted {
		if of[v.Component] == nil {
			components = append(components, v.Component)
		}
		of[v.Component] = append(of[v.Component], v)
	}
	for _, c := range components {
		s.Check(0, fmt.Sprintf("Every required variable of %s is reported.", c), all(absent(of[c], data)), none, "B07.FR.08")
	}
}

func valuesAllowed(s *octt.Scenario, data []ocpp201.ReportData) {
	s.Check(0, "Every variable of dataType OptionList, SequenceList or MemberList has a valuesList.", all(named(data, lacksValues)), none)
	needed := map[variable]bool{}
	for _, v := range required(s.PICS) {
		needed[v.folded()] = true
	}
	s.Check(0, "The value of every such variable is among its valuesList.",
		all(strays(data, func(v variable) bool { return needed[v.folded()] })), none)
}

func valuesShown(s *octt.Scenario, data []ocpp201.ReportData) {
	s.Check(0, "No WriteOnly variable shows its value.", all(named(data, showsSecret)), none, "B07.FR.03")
	s.Check(0, "Every other standardized variable shows its value, but for EVSE.Power.", all(named(data, hidesValue)), none)
	s.Check(0, "EVSE.Power has a maxLimit.", all(named(data, lacksMaximum)), none)
}

// asTabled remarks what differs from the tables of part 2 without breaking a validation of the case.
func asTabled(s *octt.Scenario, data []ocpp201.ReportData) {
	reported := map[variable]ocpp201.ReportData{}
	for _, d := range data {
		reported[variableOf(d).folded()] = d
	}
	var types, access []string
	for _, want := range demands(s.PICS) {
		got, there := reported[want.folded()]
		if !there {
			continue
		}
		if c := got.VariableCharacteristics; c != nil && c.DataType != want.dataType {
			types = append(types, fmt.Sprintf("%s is %s, not %s", want, c.DataType, want.dataType))
		}
		if can := writable(got); want.set == readOnly && can || want.set == readWrite && !can {
			access = append(access, want.String())
		}
	}
	s.Remark(0, "Every required variable has the data type of part 2.", all(types), none, "B07.FR.08")
	s.Remark(0, "Every required variable can be set, or not, as part 2 says.", all(access), none, "B07.FR.08")
	s.Remark(0, "UnlockOnEVSideDisconnect is false where every connector has a fixed cable.", all(named(data, func(d ocpp201.ReportData) bool {
		return onlyFixedCables(s.PICS) && unlocksFixed(d)
	})), none, "B07.FR.08")
	s.Remark(0, "The variables of declared features of Core are reported.", all(absent(ofFeatures(s.PICS), data)), none, "B07.FR.08")
}

// byFeature are the variables that part 5, table 2, names with optional features of Core.
var byFeature = []struct {
	feature pics.Feature
	variable
}{
	{pics.C_02, variable{Component: "AuthCtrlr", Name: "OfflineTxForUnknownIdEnabled"}},
	{pics.C_03, variable{Component: "TxCtrlr", Name: "MaxEnergyOnInvalidId"}},
	{pics.C_07, variable{Component: "AuthCtrlr", Name: "MasterPassGroupId"}},
	{pics.C_08, variable{Component: "AuthCtrlr", Name: "MasterPassGroupId"}},
	{pics.C_20, variable{Component: "ChargingStation", Name: "AllowNewSessionsPendingFirmwareUpdate"}},
	{pics.C_21, variable{Component: "OCPPCommCtrlr", Name: "QueueAllMessages"}},
	{pics.C_25, variable{Component: "ClockCtrlr", Name: "TimeOffset"}},
	{pics.C_26, variable{Component: "ClockCtrlr", Name: "TimeZone"}},
	{pics.C_28, variable{Component: "AlignedDataCtrlr", Name: "SendDuringIdle"}},
	{pics.C_42, variable{Component: "SampledDataCtrlr", Name: "SignReadings"}},
	{pics.C_49, variable{Component: "AuthCacheCtrlr", Name: "Enabled"}},
	{pics.C_53, variable{Component: "AuthCacheCtrlr", Name: "LifeTime"}},
	{pics.C_54, variable{Component: "AuthCacheCtrlr", Name: "Policy"}},
	{pics.C_58, variable{Component: "AuthCtrlr", Name: "DisableRemoteAuthorization"}},
	{pics.C_59, variable{Component: "AuthCacheCtrlr", Name: "DisablePostAuthorize"}},
}

func ofFeatures(d *pics.Declaration) []variable {
	var out []variable
	for _, f := range byFeature {
		if d.Answer(f.feature) == pics.Yes && !slices.Contains(out, f.variable) {
			out = append(out, f.variable)
		}
	}
	return out
}

// strays names the list variables with a value that their valuesList does not hold, and shows that value.
func strays(data []ocpp201.ReportData, required func(variable) bool) []string {
	var out []string
	for _, d := range data {
		c := d.VariableCharacteristics
		if !isList(c) || lacksValues(d) {
			continue
		}
		allowed := items(*c.ValuesList)
		for _, a := range d.VariableAttribute {
			if a.Value == nil {
				continue
			}
			chosen := items(*a.Value)
			ok := !slices.ContainsFunc(chosen, func(item string) bool { return !slices.Contains(allowed, item) })
			if c.DataType == ocpp201.DataOptionList {
				ok = ok && len(chosen) <= 1 && (len(chosen) == 1 || !isActual(a) || !required(variableOf(d)))
			}
			if !ok {
				out = append(out, fmt.Sprintf("%s is %q of %q", variableOf(d), *a.Value, *c.ValuesList))
			}
		}
	}
	return out
}

// items splits a comma separated list; blanks around an item are none of it.
func items(list string) []string {
	var out []string
	for item := range strings.SplitSeq(list, ",") {
		if item = strings.TrimSpace(item); item != "" {
			out = append(out, item)
		}
	}
	return out
}

// showsSecret finds the value of a WriteOnly variable. BasicAuthPassword is one whatever the report calls it (part 2, referenced variables).
func showsSecret(d ocpp201.ReportData) bool {
	password := variableOf(d).folded() == variable{Component: "SecurityCtrlr", Name: "BasicAuthPassword"}.folded()
	return slices.ContainsFunc(d.VariableAttribute, func(a ocpp201.VariableAttribute) bool {
		return a.Value != nil && (isWriteOnly(a) || password && isActual(a))
	})
}

func unlocksFixed(d ocpp201.ReportData) bool {
	return variableOf(d).folded() == variable{Component: "OCPPCommCtrlr", Name: unlocksLostEV}.folded() &&
		slices.ContainsFunc(d.VariableAttribute, func(a ocpp201.VariableAttribute) bool {
			return isActual(a) && a.Value != nil && strings.EqualFold(*a.Value, "true")
		})
}

func hidesValue(d ocpp201.ReportData) bool {
	v := variableOf(d)
	return isStandardized(v) && !isPower(v) &&
		slices.ContainsFunc(d.VariableAttribute, func(a ocpp201.VariableAttribute) bool {
			return isActual(a) && !isWriteOnly(a) && a.Value == nil
		})
}

func lacksMaximum(d ocpp201.ReportData) bool {
	c := d.VariableCharacteristics
	return isPower(variableOf(d)) && (c == nil || c.MaxLimit == nil)
}

func isPower(v variable) bool {
	return v.folded() == variable{Component: "evse", EVSE: v.EVSE, Connector: v.Connector, Name: "power"}
}

func isWriteOnly(a ocpp201.VariableAttribute) bool {
	return a.Mutability != nil && *a.Mutability == ocpp201.MutabilityWriteOnly
}
