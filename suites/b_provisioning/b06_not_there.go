package b_provisioning

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// What TC_B_32_CS to TC_B_37_CS name and no station has.
var (
	unknownComponent = ocpp201.Component{Name: "UnknownComponent"}
	unknownVariable  = ocpp201.Variable{Name: "UnknownVariable"}
)

// TC_B_32_CS reads a variable of a component that the station does not have.
//
// The tool validations of this case and the next two do not look at attributeValue; the requirement that each of them
// names asks for it to be omitted (part 2, B06.FR.06 to FR.08), and part 2 decides where part 6 is silent. An
// attributeStatusInfo is free: neither of the two says anything of it.
var TC_B_32_CS = octt.Register(octt.Case{
	ID: "TC_B_32_CS",
	Main: func(s *octt.Scenario) {
		readMissing(s, ocpp201.GetVariableData{Component: unknownComponent, Variable: threshold},
			ocpp201.GetVariableStatusUnknownComponent, "B06.FR.06")
	},
})

// TC_B_33_CS reads a variable that the component does not have.
var TC_B_33_CS = octt.Register(octt.Case{
	ID: "TC_B_33_CS",
	Main: func(s *octt.Scenario) {
		readMissing(s, ocpp201.GetVariableData{Component: commCtrlr, Variable: unknownVariable},
			ocpp201.GetVariableStatusUnknownVariable, "B06.FR.07")
	},
})

// TC_B_34_CS reads an attribute that the variable does not have. The table takes for granted that OfflineThreshold has
// no Target; one that has it is no time that a station could work towards, so that no way out is offered here.
var TC_B_34_CS = octt.Register(octt.Case{
	ID: "TC_B_34_CS",
	Main: func(s *octt.Scenario) {
		readMissing(s, ocpp201.GetVariableData{Component: commCtrlr, Variable: threshold, AttributeType: new(ocpp201.AttributeTarget)},
			ocpp201.GetVariableStatusNotSupportedAttributeType, "B06.FR.08",
			octt.Must("getVariableResult[0].attributeType", ocpp201.AttributeTarget).Clause("B06.FR.03"))
	},
})

// actualUnasked explains a WARNING of results that leave out the attributeType, or have another, where the request names none.
const actualUnasked = "Part 2, B05.FR.12 and B06.FR.11 ask for Actual where the request names no attributeType. The table does not look at it, and the case does not name them."

// readMissing plays rows 1 and 2 of TC_B_32_CS to TC_B_34_CS.
func readMissing(s *octt.Scenario, data ocpp201.GetVariableData, status ocpp201.GetVariableStatus, id string, also ...octt.Clause) {
	if data.AttributeType == nil {
		also = append(also, octt.Must("getVariableResult[0].attributeType", ocpp201.AttributeActual).Clause("B06.FR.11").Advised(actualUnasked))
	}
	octt.Send(s, 1, ocpp201.GetVariablesRequest{GetVariableData: []ocpp201.GetVariableData{data}}).Receive(2, append([]octt.Clause{
		octt.Elements("getVariableResult", 1).Clause("B06.FR.01"),
		octt.Must("getVariableResult[0].attributeStatus", status).Clause(id),
		octt.Must("getVariableResult[0].component.name", octt.Identifier(data.Component.Name)).Clause("B06.FR.02"),
		octt.Must("getVariableResult[0].variable.name", octt.Identifier(data.Variable.Name)).Clause("B06.FR.02"),
		octt.Omitted("getVariableResult[0].attributeValue").Clause(id),
	}, also...)...)
}
