package b_provisioning

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// The variables that this block reads and sets.
const (
	offlineThreshold      = "OCPPCommCtrlr.OfflineThreshold"
	localAuthorizeOffline = "AuthCtrlr.LocalAuthorizeOffline"

	thresholdValue = "300" // seconds, as every table of this block writes it

	noError = "NoError" // statusInfo is absent or says this (part 6, block B)
)

var (
	commCtrlr = ocpp201.Component{Name: "OCPPCommCtrlr"}
	authCtrlr = ocpp201.Component{Name: "AuthCtrlr"}
	threshold = ocpp201.Variable{Name: "OfflineThreshold"}
	offline   = ocpp201.Variable{Name: "LocalAuthorizeOffline"}
)

// TC_B_06_CS reads one variable.
var TC_B_06_CS = octt.Register(octt.Case{
	ID:     "TC_B_06_CS",
	Before: octt.Config(octt.Is(offlineThreshold, thresholdValue)),
	Main: func(s *octt.Scenario) {
		octt.Send(s, 1, ocpp201.GetVariablesRequest{GetVariableData: []ocpp201.GetVariableData{actual(commCtrlr, threshold)}}).Receive(2,
			octt.Elements("getVariableResult", 1).Clause("B06.FR.01"),
			octt.Must("getVariableResult[0].attributeStatus", ocpp201.GetVariableStatusAccepted).Clause("B06.FR.10"),
			octt.Must("getVariableResult[0].attributeType", ocpp201.AttributeActual).Clause("B06.FR.03"),
			octt.Must("getVariableResult[0].attributeValue", thresholdValue).Clause("B06.FR.04"),
			octt.Must("getVariableResult[0].component.name", octt.Identifier(commCtrlr.Name)).Clause("B06.FR.02"),
			octt.Must("getVariableResult[0].variable.name", octt.Identifier(threshold.Name)).Clause("B06.FR.02"),
			octt.OrOmitted("getVariableResult[0].attributeStatusInfo.reasonCode", noError))
	},
})

// TC_B_07_CS reads two variables with one request.
var TC_B_07_CS = octt.Register(octt.Case{
	ID:     "TC_B_07_CS",
	Before: octt.Config(octt.Is(offlineThreshold, thresholdValue), octt.Is(localAuthorizeOffline, "true")),
	Main: func(s *octt.Scenario) {
		octt.Send(s, 1, ocpp201.GetVariablesRequest{GetVariableData: []ocpp201.GetVariableData{
			actual(commCtrlr, threshold), actual(authCtrlr, offline),
		}}).Receive(2,
			octt.Elements("getVariableResult", 2).Clause("B06.FR.01"),
			isRead(commCtrlr, threshold, thresholdValue),
			isRead(authCtrlr, offline, "true"))
	},
})

func actual(c ocpp201.Component, v ocpp201.Variable) ocpp201.GetVariableData {
	return ocpp201.GetVariableData{Component: c, Variable: v, AttributeType: new(ocpp201.AttributeActual)}
}

// isRead is the validation of one result, wherever it stands in the list.
func isRead(c ocpp201.Component, v ocpp201.Variable, value string) octt.Requirement {
	return octt.Element("getVariableResult", about(c, v),
		octt.Must("attributeStatus", ocpp201.GetVariableStatusAccepted).Clause("B06.FR.10"),
		octt.Must("attributeType", ocpp201.AttributeActual).Clause("B06.FR.03"),
		octt.Must("attributeValue", value).Clause("B06.FR.04"),
		octt.OrOmitted("attributeStatusInfo.reasonCode", noError)).Clause("B06.FR.02")
}

// about chooses the result on a variable.
func about(c ocpp201.Component, v ocpp201.Variable) []octt.Requirement {
	return []octt.Requirement{octt.Must("component.name", octt.Identifier(c.Name)), octt.Must("variable.name", octt.Identifier(v.Name))}
}
