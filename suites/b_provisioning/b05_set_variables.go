package b_provisioning

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_B_09_CS sets one variable.
var TC_B_09_CS = octt.Register(octt.Case{
	ID:     "TC_B_09_CS",
	Before: octt.PutBack(offlineThreshold),
	Main: func(s *octt.Scenario) {
		octt.Send(s, 1, ocpp201.SetVariablesRequest{SetVariableData: []ocpp201.SetVariableData{setThreshold()}}).Receive(2,
			octt.Elements("setVariableResult", 1).Clause("B05.FR.01"),
			octt.Must("setVariableResult[0].attributeStatus", ocpp201.SetVariableStatusAccepted).Clause("B05.FR.10"),
			octt.Must("setVariableResult[0].attributeType", ocpp201.AttributeActual).Clause("B05.FR.03"),
			octt.Must("setVariableResult[0].component.name", octt.Identifier(commCtrlr.Name)).Clause("B05.FR.02"),
			octt.Must("setVariableResult[0].variable.name", octt.Identifier(threshold.Name)).Clause("B05.FR.02"),
			octt.OrOmitted("setVariableResult[0].attributeStatusInfo.reasonCode", noError))
	},
})

// TC_B_10_CS sets two variables with one request. Its fourth line names setVariableData[0].attributeType a second time;
// that of setVariableData[1] is meant.
var TC_B_10_CS = octt.Register(octt.Case{
	ID:     "TC_B_10_CS",
	Before: octt.PutBack(offlineThreshold, localAuthorizeOffline),
	Main: func(s *octt.Scenario) {
		octt.Send(s, 1, ocpp201.SetVariablesRequest{SetVariableData: []ocpp201.SetVariableData{
			setThreshold(),
			{Component: authCtrlr, Variable: offline, AttributeValue: "true", AttributeType: new(ocpp201.AttributeActual)},
		}}).Receive(2,
			octt.Elements("setVariableResult", 2).Clause("B05.FR.01"),
			isSet(commCtrlr, threshold),
			isSet(authCtrlr, offline))
	},
})

func setThreshold() ocpp201.SetVariableData {
	return ocpp201.SetVariableData{Component: commCtrlr, Variable: threshold, AttributeValue: thresholdValue, AttributeType: new(ocpp201.AttributeActual)}
}

// isSet is the validation of one result, wherever it stands in the list.
func isSet(c ocpp201.Component, v ocpp201.Variable) octt.Requirement {
	return octt.Element("setVariableResult", about(c, v),
		octt.Must("attributeStatus", ocpp201.SetVariableStatusAccepted).Clause("B05.FR.10"),
		octt.Must("attributeType", ocpp201.AttributeActual).Clause("B05.FR.03"),
		octt.OrOmitted("attributeStatusInfo.reasonCode", noError)).Clause("B05.FR.02")
}
