package b_provisioning

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

const (
	availabilityState = "AvailabilityState"
	itemsPerMessage   = "ItemsPerMessage"
	deviceDataCtrlr   = "DeviceDataCtrlr"
	mostRead          = "DeviceDataCtrlr.ItemsPerMessage[GetVariables]"
)

// TC_B_16_CS asks for what is enabled.
//
// The table has nothing but variables "Enabled" in the report, and part 2, B08.FR.09 has components reported, those without such a
// variable included. Erratum 6.2.12 has values of WriteOnly variables omitted in step 6, which Enabled never is: so others may stand in
// the report as well, and that is a WARNING. What step 6 asks of values is judged of the variables Enabled.
var TC_B_16_CS = octt.Register(octt.Case{
	ID:     "TC_B_16_CS",
	Before: octt.Known(mostRead),
	Main: func(s *octt.Scenario) {
		custom(s, 1, ocpp201.GetReportRequest{ComponentCriteria: []ocpp201.ComponentCriterion{ocpp201.ComponentCriterionEnabled}})
		data := reported(s)
		s.Check(3, "Every reported variable has its variableCharacteristics.",
			listed(data, func(d ocpp201.ReportData) bool { return d.VariableCharacteristics == nil }), none, "B08.FR.12")
		s.Check(3, "Every Enabled of the report is true.", listed(data, func(d ocpp201.ReportData) bool { return enables(d) && actualValue(d) != "true" }), none, "B08.FR.09")
		s.Check(3, "At least one Enabled is reported.", slices.ContainsFunc(data, enables), true, "B08.FR.09")
		s.Remark(3, "The report holds nothing but variables Enabled, as the table has it. Part 2, B08.FR.09 has components reported: a laboratory may fail it.",
			listed(data, func(d ocpp201.ReportData) bool { return !enables(d) }), none, "B08.FR.05")
		readsBack(s, 5, data)
	},
	Post: func(s *octt.Scenario) {
		full, err := inventory(s)
		if err != nil {
			s.Unproven(0, "The Charging Station tells its FullInventory, with which the report is compared.", err.Error())
		}
		var wanted []variable
		for _, d := range full {
			if enables(d) && actualValue(d) == "true" {
				wanted = append(wanted, variableOf(d))
			}
		}
		s.Check(0, "Every Enabled that is true in the FullInventory is reported.", missing(wanted, reported(s)), none, "B08.FR.09")
	},
})

func enables(d ocpp201.ReportData) bool { return strings.EqualFold(d.Variable.Name, "Enabled") }

// custom plays the rows of a GetReportRequest and of the report that follows it.
func custom(s *octt.Scenario, row int, q ocpp201.GetReportRequest, part ...octt.Clause) {
	q.RequestID = int(rand.Int32())
	asked := time.Now()
	octt.Send(s, row, q).Receive(row+1, octt.Must("status", ocpp201.GenericDeviceModelStatusAccepted).Clause("B08.FR.01"), octt.OrOmitted("statusInfo.reasonCode", noError))
	parts(s, row+2, q.RequestID, asked, reportIDs{"B08.FR.04", "B08.FR.14", "B08.FR.03"}, part...)
}

// readsBack plays the rows in which the reported variables are read: in as many requests as the station needs for them, by number and by
// length (part 2, B06.FR.16, FR.17).
func readsBack(s *octt.Scenario, row int, data []ocpp201.ReportData) {
	most, err := strconv.Atoi(s.Variable(mostRead))
	if err != nil || most < 1 {
		most = 1
	}
	asked := make([]ocpp201.GetVariableData, len(data))
	for i, d := range data {
		asked[i] = ocpp201.GetVariableData{Component: d.Component, Variable: d.Variable}
	}
	for n := 0; len(data) > 0; data, asked = data[n:], asked[n:] {
		n = min(most, s.FitsInGetVariables(asked))
		clauses := []octt.Clause{octt.Elements("getVariableResult", n)}
		for _, d := range data[:n] {
			clauses = append(clauses, octt.Element("getVariableResult", exactly(d), asReported(d)...))
		}
		octt.Send(s, row, ocpp201.GetVariablesRequest{GetVariableData: asked[:n]}).Receive(row+1, clauses...)
	}
}

// asReported is what step 6 asks of the result on a variable (erratum 6.2.12).
func asReported(d ocpp201.ReportData) []octt.Requirement {
	switch {
	case writeOnly(d):
		return []octt.Requirement{octt.Must("attributeStatus", ocpp201.GetVariableStatusRejected).Clause("B06.FR.09"), octt.Omitted("attributeValue")}
	case enables(d):
		return []octt.Requirement{octt.Must("attributeStatus", ocpp201.GetVariableStatusAccepted), octt.Must("attributeValue", "true").Clause("B08.FR.09")}
	}
	return nil // a variable without a value, such as EVSE.Power, is none of the table
}

func writeOnly(d ocpp201.ReportData) bool {
	return slices.ContainsFunc(d.VariableAttribute, func(a ocpp201.VariableAttribute) bool {
		return isActual(a) && a.Mutability != nil && *a.Mutability == ocpp201.MutabilityWriteOnly
	})
}

// exactly chooses the result on the variable at its place.
func exactly(d ocpp201.ReportData) []octt.Requirement {
	which := []octt.Requirement{octt.Must("component.name", octt.Identifier(d.Component.Name)), octt.Must("variable.name", octt.Identifier(d.Variable.Name))}
	same := func(path string, value *string) octt.Requirement {
		if value == nil || *value == "" {
			return octt.OrOmitted(path, "")
		}
		return octt.Must(path, octt.Identifier(*value))
	}
	which = append(which, same("component.instance", d.Component.Instance), same("variable.instance", d.Variable.Instance))
	if d.Component.EVSE == nil {
		return append(which, octt.Omitted("component.evse"))
	}
	which = append(which, octt.Must("component.evse.id", d.Component.EVSE.ID))
	if d.Component.EVSE.ConnectorID == nil {
		return append(which, octt.Omitted("component.evse.connectorId"))
	}
	return append(which, octt.Must("component.evse.connectorId", *d.Component.EVSE.ConnectorID))
}

// inventory asks, outside of the table, for the FullInventory with which a post scenario validation compares.
func inventory(s *octt.Scenario) ([]ocpp201.ReportData, error) {
	id := int(rand.Int32())
	if _, err := octt.Ask(s, ocpp201.GetBaseReportRequest{RequestID: id, ReportBase: ocpp201.ReportBaseFullInventory}); err != nil {
		return nil, err
	}
	return s.ReportApart(id, "it is of the FullInventory that the post scenario validation compares with")
}

// TC_B_17_CS asks for one variable of one EVSE. It is the first, as the table says: "EVSE #1".
var TC_B_17_CS = octt.Register(octt.Case{
	ID: "TC_B_17_CS",
	Main: func(s *octt.Scenario) {
		custom(s, 1, ocpp201.GetReportRequest{ComponentVariable: stateOfEVSE(1)}, stateReported()...)
		alone(s, "B08.FR.11")
	},
})

// stateOfEVSE is EVSE.AvailabilityState of one EVSE, or of all for 0.
func stateOfEVSE(id int) []ocpp201.ComponentVariable {
	of := ocpp201.Component{Name: "EVSE"}
	if id > 0 {
		of.EVSE = &ocpp201.EVSE{ID: id}
	}
	return []ocpp201.ComponentVariable{{Component: of, Variable: &ocpp201.Variable{Name: availabilityState}}}
}

// stateReported are the validations of step 3 on AvailabilityState of EVSE 1. An attribute without a type is Actual, and a mutability
// that is omitted ReadWrite (part 2, VariableAttributeType).
func stateReported() []octt.Clause {
	return []octt.Clause{
		octt.Elements("reportData", 1).Clause("B08.FR.11"),
		octt.Must("reportData[0].component.name", octt.Identifier("EVSE")).Clause("B08.FR.11"),
		octt.Must("reportData[0].component.evse.id", 1).Clause("B08.FR.11"),
		octt.Must("reportData[0].variable.name", octt.Identifier(availabilityState)).Clause("B08.FR.11"),
		octt.Must("reportData[0].variableCharacteristics.dataType", ocpp201.DataOptionList).Clause("B08.FR.12"),
		octt.Must("reportData[0].variableCharacteristics.valuesList", octt.Satisfying("Available, Occupied, Reserved, Unavailable, Faulted in any order", allStates)).Clause("B08.FR.12"),
		octt.Elements("reportData[0].variableAttribute", 1),
		octt.Must("reportData[0].variableAttribute[0].mutability", ocpp201.MutabilityReadOnly),
		octt.OrOmitted("reportData[0].variableAttribute[0].type", ocpp201.AttributeActual),
	}
}

func allStates(actual any) bool {
	text, _ := actual.(string)
	values := strings.Split(text, ",")
	for i := range values {
		values[i] = strings.TrimSpace(values[i])
	}
	slices.Sort(values)
	return slices.Equal(values, []string{"Available", "Faulted", "Occupied", "Reserved", "Unavailable"})
}

// alone judges that the first part was the whole report: what is asked for is one variable. A part that follows may only say that nothing
// does, for part 2, B08.FR.03 allows a report to be told in several, and reportData to be left out of one (NotifyReportRequest).
func alone(s *octt.Scenario, id string) {
	s.Check(3, "One variable is reported.", len(reported(s)), 1, id)
	s.Remark(3, "One message tells it, as the table has it. Part 2, B08.FR.03 allows more: a laboratory may fail it.", len(octt.Claimed[ocpp201.NotifyReportRequest](s)), 1)
}

// TC_B_18_CS asks for the same of what is Available, and of what has a Problem.
var TC_B_18_CS = octt.Register(octt.Case{
	ID: "TC_B_18_CS",
	Main: func(s *octt.Scenario) {
		custom(s, 1, ocpp201.GetReportRequest{
			ComponentCriteria: []ocpp201.ComponentCriterion{ocpp201.ComponentCriterionAvailable}, ComponentVariable: stateOfEVSE(1),
		}, stateReported()...)
		alone(s, "B08.FR.05")
		octt.Send(s, 5, ocpp201.GetReportRequest{
			RequestID: int(rand.Int32()), ComponentCriteria: []ocpp201.ComponentCriterion{ocpp201.ComponentCriterionProblem}, ComponentVariable: stateOfEVSE(1),
		}).Receive(6,
			octt.Must("status", ocpp201.GenericDeviceModelStatusEmptyResultSet).Clause("B08.FR.15"),
			octt.OrOmitted("statusInfo.reasonCode", "NotFound"))
	},
})

// TC_B_54_CS asks for a variable that has instances, without one. The table writes GetVariable for GetVariables (part 2, section
// 2.2.3), and names two of the three instances that every station has: that the third is missing is a WARNING.
var TC_B_54_CS = octt.Register(octt.Case{
	ID: "TC_B_54_CS",
	Main: func(s *octt.Scenario) {
		custom(s, 1, ocpp201.GetReportRequest{ComponentVariable: itemsOf("")})
		data := reported(s)
		instance := func(name string) []variable {
			return []variable{{Component: deviceDataCtrlr, Name: itemsPerMessage, Instance: name}}
		}
		s.Check(3, "The instance GetReport is reported.", missing(instance("GetReport"), data), none, "B08.FR.11")
		s.Check(3, "The instance GetVariables is reported.", missing(instance("GetVariables"), data), none, "B08.FR.11")
		s.Remark(3, "The instance SetVariables is reported: every station has it.", missing(instance("SetVariables"), data), none, "B08.FR.21")
		onlyItems(s, data)
	},
})

// TC_B_55_CS asks for one instance.
var TC_B_55_CS = octt.Register(octt.Case{
	ID: "TC_B_55_CS",
	Main: func(s *octt.Scenario) {
		custom(s, 1, ocpp201.GetReportRequest{ComponentVariable: itemsOf("GetReport")},
			octt.Elements("reportData", 1).Clause("B08.FR.11"),
			octt.Must("reportData[0].component.name", octt.Identifier(deviceDataCtrlr)).Clause("B08.FR.11"),
			octt.Must("reportData[0].variable.name", octt.Identifier(itemsPerMessage)).Clause("B08.FR.11"),
			octt.Must("reportData[0].variable.instance", octt.Identifier("GetReport")).Clause("B08.FR.11"),
			octt.Present("reportData[0].variableCharacteristics").Clause("B08.FR.12"))
		alone(s, "B08.FR.11")
	},
})

func itemsOf(instance string) []ocpp201.ComponentVariable {
	v := ocpp201.Variable{Name: itemsPerMessage}
	if instance != "" {
		v.Instance = &instance
	}
	return []ocpp201.ComponentVariable{{Component: ocpp201.Component{Name: deviceDataCtrlr}, Variable: &v}}
}

func onlyItems(s *octt.Scenario, data []ocpp201.ReportData) {
	s.Check(3, "No other variable is reported.", listed(data, func(d ocpp201.ReportData) bool {
		return !strings.EqualFold(d.Component.Name, deviceDataCtrlr) || !strings.EqualFold(d.Variable.Name, itemsPerMessage)
	}), none, "B08.FR.11")
	s.Check(3, "Every reported variable has its variableCharacteristics.",
		listed(data, func(d ocpp201.ReportData) bool { return d.VariableCharacteristics == nil }), none, "B08.FR.12")
}

// TC_B_56_CS asks for a variable of every EVSE. <Configured EVSE count> is what the connector table of the PICS tells.
var TC_B_56_CS = octt.Register(octt.Case{
	ID: "TC_B_56_CS",
	Main: func(s *octt.Scenario) {
		custom(s, 1, ocpp201.GetReportRequest{ComponentVariable: stateOfEVSE(0)})
		data := reported(s)
		var wanted []variable
		for _, at := range s.Connectors() {
			wanted = append(wanted, variable{Component: "EVSE", EVSE: at.EVSE, Name: availabilityState})
		}
		wanted = slices.Compact(wanted)
		s.Check(3, "The AvailabilityState of every EVSE is reported.", missing(wanted, data), none, "B08.FR.11")
		s.Check(3, "As many variables are reported as there are EVSEs.", len(data), len(wanted), "B08.FR.11")
		s.Check(3, "No other variable is reported.", listed(data, func(d ocpp201.ReportData) bool {
			return !strings.EqualFold(d.Component.Name, "EVSE") || !strings.EqualFold(d.Variable.Name, availabilityState)
		}), none, "B08.FR.11")
		s.Check(3, "Every reported variable has its variableCharacteristics.",
			listed(data, func(d ocpp201.ReportData) bool { return d.VariableCharacteristics == nil }), none, "B08.FR.12")
	},
})
