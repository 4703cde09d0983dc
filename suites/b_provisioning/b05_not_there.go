package b_provisioning

import (
	"strconv"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_B_35_CS sets a variable of a component that the station does not have. The table gives no attributeValue, which the
// schema requires; the value of OfflineThreshold that this block uses everywhere is sent.
var TC_B_35_CS = octt.Register(octt.Case{
	ID: "TC_B_35_CS",
	Main: func(s *octt.Scenario) {
		setMissing(s, ocpp201.SetVariableData{Component: unknownComponent, Variable: threshold},
			ocpp201.SetVariableStatusUnknownComponent, "B05.FR.04")
	},
})

// TC_B_36_CS sets a variable that the component does not have.
var TC_B_36_CS = octt.Register(octt.Case{
	ID: "TC_B_36_CS",
	Main: func(s *octt.Scenario) {
		setMissing(s, ocpp201.SetVariableData{Component: commCtrlr, Variable: unknownVariable},
			ocpp201.SetVariableStatusUnknownVariable, "B05.FR.05")
	},
})

// TC_B_37_CS sets an attribute that the variable does not have. The value is one that the Actual attribute would take,
// so that nothing but the attributeType can be the reason. A station that sets the Actual attribute instead gets its
// value back.
var TC_B_37_CS = octt.Register(octt.Case{
	ID:     "TC_B_37_CS",
	Before: octt.PutBack(offlineThreshold),
	Main: func(s *octt.Scenario) {
		setMissing(s, ocpp201.SetVariableData{Component: commCtrlr, Variable: threshold, AttributeType: new(ocpp201.AttributeTarget)},
			ocpp201.SetVariableStatusNotSupportedAttributeType, "B05.FR.06",
			octt.Must("setVariableResult[0].attributeType", ocpp201.AttributeTarget).Clause("B05.FR.03"))
	},
})

// setMissing plays rows 1 and 2 of TC_B_35_CS to TC_B_37_CS.
func setMissing(s *octt.Scenario, data ocpp201.SetVariableData, status ocpp201.SetVariableStatus, id string, also ...octt.Clause) {
	data.AttributeValue = thresholdValue
	if data.AttributeType == nil {
		also = append(also, actualIsSet())
	}
	octt.Send(s, 1, ocpp201.SetVariablesRequest{SetVariableData: []ocpp201.SetVariableData{data}}).Receive(2, append([]octt.Clause{
		octt.Elements("setVariableResult", 1).Clause("B05.FR.01"),
		octt.Must("setVariableResult[0].attributeStatus", status).Clause(id),
		octt.Must("setVariableResult[0].component.name", octt.Identifier(data.Component.Name)).Clause("B05.FR.02"),
		octt.Must("setVariableResult[0].variable.name", octt.Identifier(data.Variable.Name)).Clause("B05.FR.02"),
	}, also...)...)
}

// actualIsSet is the attributeType of the result where the request names none.
func actualIsSet() octt.Requirement {
	return octt.Must("setVariableResult[0].attributeType", ocpp201.AttributeActual).Clause("B05.FR.12").Advised(actualUnasked)
}

// TC_B_39_CS sets a variable that is ReadOnly.
//
// The table gives no attributeValue. Only a value that the variable could have shows that the station rejects the
// request because the variable is ReadOnly, and not because of the value: it is the message timeout that the bench was
// told. The reason code is free, because the table does not look at it.
var TC_B_39_CS = octt.Register(octt.Case{
	ID: "TC_B_39_CS",
	Main: func(s *octt.Scenario) {
		timeout := ocpp201.Variable{Name: "MessageTimeout", Instance: new("Default")}
		octt.Send(s, 1, ocpp201.SetVariablesRequest{SetVariableData: []ocpp201.SetVariableData{{
			Component: commCtrlr, Variable: timeout, AttributeValue: strconv.Itoa(int(s.Configured.MessageTimeout / time.Second)),
		}}}).Receive(2,
			octt.Elements("setVariableResult", 1).Clause("B05.FR.01"),
			octt.Must("setVariableResult[0].attributeStatus", ocpp201.SetVariableStatusRejected).Clause("B05.FR.09"),
			octt.Must("setVariableResult[0].component.name", octt.Identifier(commCtrlr.Name)).Clause("B05.FR.02"),
			octt.Must("setVariableResult[0].variable.name", octt.Identifier(timeout.Name)).Clause("B05.FR.02"),
			octt.Must("setVariableResult[0].variable.instance", octt.Identifier(*timeout.Instance)).Clause("B05.FR.02"),
			actualIsSet())
	},
})
