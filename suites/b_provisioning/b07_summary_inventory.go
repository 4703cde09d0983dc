package b_provisioning

import (
	"math/rand/v2"
	"strings"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_B_14_CS has the station report its availability and condition.
//
// A connector whose state is that of its EVSE may be left out ("if known and different from EVSE"). The connectors are
// Available here, because that is a general precondition (part 6, section 2.1): a summary of the "current" availability
// says so of each that it holds, and the EVSE of one that is left out must be Available as well. An AvailabilityState
// without a value would tell nothing of it, and only a WriteOnly variable may do without (part 2,
// VariableAttributeType). No component is in an abnormal state, for the same reason, and which other variables are
// "diagnostically relevant" is the station's choice; a report that holds all that a FullInventory must hold is no
// summary any more, whatever is relevant.
var TC_B_14_CS = octt.Register(octt.Case{
	ID: "TC_B_14_CS",
	Main: func(s *octt.Scenario) {
		report(s, 1, ocpp201.ReportBaseSummaryInventory, octt.OrOmitted("statusInfo.reasonCode", noError))
	},
	Post: func(s *octt.Scenario) {
		data := reported(s)
		characterized(s, data)
		s.Check(0, "Every variable of dataType OptionList, SequenceList or MemberList has a valuesList.",
			listed(data, lacksValues), none)
		s.Check(0, "The AvailabilityState of the Charging Station and of every EVSE is reported.",
			missing(availabilityStates(s.PICS), data), none, "B07.FR.09")
		s.Check(0, "Every AvailabilityState of the report shows its value.", listed(data, hidesState), none, "B07.FR.09")
		s.Check(0, "The AvailabilityState of every connector is reported as it is, or is that of its EVSE.",
			all(notAvailable(s.PICS, data)), none, "B07.FR.09")
		s.Check(0, "The report is a summary: it does not hold everything that a FullInventory must hold.",
			missing(required(s.PICS), data) == none, false, "B07.FR.09")
	},
})

// availabilityStates lists AvailabilityState of the station and of each EVSE.
func availabilityStates(d *pics.Declaration) []variable {
	var out []variable
	for _, v := range required(d) {
		if v.Name == "AvailabilityState" && v.Connector == 0 {
			out = append(out, v)
		}
	}
	return out
}

func hidesState(d ocpp201.ReportData) bool {
	return strings.EqualFold(d.Variable.Name, "AvailabilityState") && actualValue(d) == ""
}

// notAvailable names the connectors that the report holds with another state than Available, which is theirs, or leaves
// out although their EVSE is reported with another.
func notAvailable(d *pics.Declaration, data []ocpp201.ReportData) []string {
	states := map[variable]string{}
	for _, r := range data {
		states[variableOf(r).folded()] = actualValue(r)
	}
	var out []string
	for _, c := range d.Connectors {
		connector := variable{Component: "Connector", EVSE: c.EVSE, Connector: c.ID, Name: "AvailabilityState"}
		evse := variable{Component: "EVSE", EVSE: c.EVSE, Name: "AvailabilityState"}
		state, there := states[connector.folded()]
		if !there {
			state = states[evse.folded()]
		}
		if !strings.EqualFold(state, string(ocpp201.ConnectorStatusAvailable)) {
			out = append(out, connector.String())
		}
	}
	return out
}

// actualValue is the value of the Actual attribute, which is meant when the type is omitted; empty when there is none.
func actualValue(d ocpp201.ReportData) string {
	for _, a := range d.VariableAttribute {
		if isActual(a) && a.Value != nil {
			return *a.Value
		}
	}
	return ""
}

func isActual(a ocpp201.VariableAttribute) bool {
	return a.Type == nil || *a.Type == ocpp201.AttributeActual
}

// TC_B_15_CS asks a station for the SummaryInventory that it does not have.
//
// The note has the tool wait "to make sure" that no NotifyReportRequest comes, and names no time: it waits as long as it
// would wait for the report of a station that has it.
var TC_B_15_CS = octt.Register(octt.Case{
	ID: "TC_B_15_CS",
	Main: func(s *octt.Scenario) {
		octt.Send(s, 1, ocpp201.GetBaseReportRequest{RequestID: int(rand.Int32()), ReportBase: ocpp201.ReportBaseSummaryInventory}).Receive(2,
			octt.Must("status", ocpp201.GenericDeviceModelStatusNotSupported).Clause("B07.FR.02"),
			octt.OrOmitted("statusInfo.reasonCode", "UnsupportedParam"))
		s.NothingYet(2, s.Timeouts.Message, octt.As[ocpp201.NotifyReportRequest]())
	},
})
