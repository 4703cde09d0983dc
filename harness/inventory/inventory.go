package inventory

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// A Variable is one of a report, with the message that it came in.
type Variable struct {
	ocpp201.ReportData
	Frame string // in words, such as "NotifyReport 3"
}

// An Inventory is what a whole report has told.
type Inventory []Variable

// Shown is an answer to one item of the PICS that a station shows.
type Shown struct {
	Item    pics.Feature
	Value   pics.Value
	Because string // what shows it: variable and value
	Frame   string // the message that has it; for what is missing, the whole report
	// Certain is false where a variable only suggests the answer, by being there or not: a station may have it and not support what
	// the item asks for.
	Certain bool
	Least   bool // of a list: it holds these, and may hold more
}

const wholeReport = "the whole report"

// name is "Component.Variable[Instance]", with the place before it where it has one.
func (v Variable) name() string {
	name := v.Component.Name + "." + v.Variable.Name
	if v.Variable.Instance != nil {
		name += "[" + *v.Variable.Instance + "]"
	}
	if e := v.Component.EVSE; e != nil {
		name += fmt.Sprintf(" of EVSE %d", e.ID)
		if e.ConnectorID != nil {
			name += fmt.Sprintf(" connector %d", *e.ConnectorID)
		}
	}
	return name
}

// actual is the attribute that counts (part 2, VariableAttributeType: Actual is the default).
func (v Variable) actual() ocpp201.VariableAttribute {
	for _, a := range v.VariableAttribute {
		if a.Type == nil || *a.Type == ocpp201.AttributeActual {
			return a
		}
	}
	return ocpp201.VariableAttribute{}
}

func (v Variable) value() string {
	if a := v.actual(); a.Value != nil {
		return strings.TrimSpace(*a.Value)
	}
	return ""
}

// settable follows the default of the mutability, which is ReadWrite (part 2, VariableAttributeType).
func (v Variable) settable() bool {
	a := v.actual()
	return a.Mutability == nil || *a.Mutability != ocpp201.MutabilityReadOnly
}

// fixed tells that the variable has a value and can have no other.
func (v Variable) fixed() bool { return !v.settable() && v.value() != "" }

// longestList is what a valuesList has room for (part 2, VariableCharacteristicsType): one as long may have been cut.
const longestList = 1000

// values are what the variable can hold, and whether that is all of it: one that cannot be set has its value and never another, whatever
// its valuesList has room for; of one that can be, the value is some of it where there is no valuesList.
func (v Variable) values() (all []string, complete bool) {
	text := v.value()
	switch c := v.VariableCharacteristics; {
	case v.fixed():
		complete = true
	case c != nil && c.ValuesList != nil && strings.TrimSpace(*c.ValuesList) != "":
		text, complete = *c.ValuesList, len(*c.ValuesList) < longestList
	}
	for _, one := range strings.Split(text, ",") {
		if one = strings.TrimSpace(one); one != "" && !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	return all, complete
}

// of finds a variable of the whole station by its name, in any case of letters; nil where the report has none.
func (i Inventory) of(name string) *Variable {
	for n := range i {
		if e := i[n].Component.EVSE; e == nil && strings.EqualFold(i[n].name(), name) {
			return &i[n]
		}
	}
	return nil
}

// has says whether any component of that name is there.
func (i Inventory) has(component string) bool {
	return slices.ContainsFunc(i, func(v Variable) bool { return v.Component.Named(component) })
}

// Answers are those that the inventory shows, in the order of the PICS.
func (i Inventory) Answers() []Shown {
	var all []Shown
	for _, rule := range rules {
		all = append(all, rule(i)...)
	}
	all = append(all, i.hardware()...)
	return Ordered(all)
}

// Summary is the answer to C-56: what a station says to GetBaseReport SummaryInventory. One that is unable for the moment says nothing
// of it (part 2, B07.FR.02, B07.FR.13).
func Summary(status ocpp201.GenericDeviceModelStatus) []Shown {
	if status == ocpp201.GenericDeviceModelStatusRejected {
		return nil
	}
	return []Shown{answers(pics.C_56, status != ocpp201.GenericDeviceModelStatusNotSupported, true,
		fmt.Sprintf("GetBaseReport SummaryInventory is answered with %s", status), "GetBaseReportResponse")}
}

// Suites is what a ClientHello shows of C-41: those of TLS 1.3 are none of its cipher suites, and a station may support others that it
// does not offer.
func Suites(offered []string) Shown {
	s := Shown{Item: pics.C_41, Value: pics.Value{Kind: pics.List}, Because: "its TLS offers them", Frame: "ClientHello"}
	for _, suite := range offered {
		if strings.Contains(suite, "_WITH_") {
			s.Value.Items = append(s.Value.Items, suite)
		}
	}
	return s
}

// Ordered puts answers in the order of the PICS.
func Ordered(all []Shown) []Shown {
	order := map[pics.Feature]int{}
	for n, info := range pics.Features() {
		order[info.ID] = n
	}
	slices.SortStableFunc(all, func(a, b Shown) int { return order[a.Item] - order[b.Item] })
	return all
}

// Profiles are the certification profiles whose controller says that it is there, or that no part of the station has.
func (i Inventory) Profiles() map[pics.Profile]Claim {
	out := map[pics.Profile]Claim{}
	for p, component := range map[pics.Profile]string{
		pics.LocalAuthorizationListManagement: "LocalAuthListCtrlr", pics.SmartCharging: "SmartChargingCtrlr", pics.AdvancedDeviceManagement: "MonitoringCtrlr",
		pics.Reservation: "ReservationCtrlr", pics.AdvancedUserInterface: "DisplayMessageCtrlr", pics.ISO15118Support: "ISO15118Ctrlr",
	} {
		switch v := i.of(component + ".Available"); {
		case v != nil:
			out[p] = Claim{strings.EqualFold(v.value(), "true"), component + ".Available is " + v.value(), v.Frame}
		case !i.has(component):
			out[p] = Claim{false, "the report has no " + component, wholeReport}
		}
	}
	return out
}

// A Claim is what an inventory shows of a certification profile.
type Claim struct {
	There          bool
	Because, Frame string
}
