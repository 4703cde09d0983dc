package p_data_transfer

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

const (
	component, variable = "OCPPCommCtrlr", "OfflineThreshold"
	threshold           = "200"
)

// TC_P_03_CS sets and reads a variable by requests that carry customData. The rows of table 420 do not show any; by its title and
// purpose the station receives some, and without it the case would ask for no more than TC_B_09_CS does. Every message may carry it
// (part 2, CustomDataType).
var TC_P_03_CS = octt.Register(octt.Case{
	ID:     "TC_P_03_CS",
	Before: octt.PutBack(component + "." + variable),
	Main: func(s *octt.Scenario) {
		custom, actual := &ocpp201.CustomData{VendorID: vendorID}, ocpp201.AttributeActual
		named, of := ocpp201.Component{Name: component}, ocpp201.Variable{Name: variable}
		octt.Send(s, 1, ocpp201.SetVariablesRequest{CustomData: custom, SetVariableData: []ocpp201.SetVariableData{
			{Component: named, Variable: of, AttributeType: &actual, AttributeValue: threshold},
		}}).Receive(2, octt.Must("setVariableResult[0].attributeStatus", ocpp201.SetVariableStatusAccepted))
		octt.Send(s, 3, ocpp201.GetVariablesRequest{CustomData: custom, GetVariableData: []ocpp201.GetVariableData{
			{Component: named, Variable: of, AttributeType: &actual},
		}}).Receive(4,
			octt.Must("getVariableResult[0].attributeStatus", ocpp201.GetVariableStatusAccepted),
			octt.OrOmitted("getVariableResult[0].attributeType", actual),
			octt.Must("getVariableResult[0].attributeValue", threshold))
	},
})
