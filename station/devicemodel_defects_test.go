package station_test

import (
	"fmt"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// deviceModelScenarios are those in which the defects of the device model show.
var deviceModelScenarios = []scenario{
	{"asked while rejected", nil, func(r *rig) {
		r.boots(ocpp201.RegistrationStatusRejected, 60)
		r.try(r.panel.Reboot())
		r.pass(time.Second)
		r.request("GetBaseReport", `{"requestId":7,"reportBase":"ConfigurationInventory"}`)
		r.pass(time.Second)
	}},
	{"asked for what is not there", nil, func(r *rig) {
		for _, request := range []string{
			`{"component":{"name":"Nobody"},"variable":{"name":"OfflineThreshold"}%s}`,
			`{"component":{"name":"OCPPCommCtrlr"},"variable":{"name":"Nothing"}%s}`,
			`{"component":{"name":"OCPPCommCtrlr"},"variable":{"name":"OfflineThreshold"},"attributeType":"Target"%s}`,
			`{"component":{"name":"OCPPCommCtrlr"},"variable":{"name":"MessageTimeout","instance":"Default"}%s}`,
		} {
			r.request("GetVariables", `{"getVariableData":[`+fmt.Sprintf(request, "")+`]}`)
			r.request("SetVariables", `{"setVariableData":[`+fmt.Sprintf(request, `,"attributeValue":"40"`)+`]}`)
		}
	}},
	{"values of every kind", nil, func(r *rig) {
		for _, variable := range []string{
			`"component":{"name":"OCPPCommCtrlr"},"variable":{"name":"OfflineThreshold"}`,
			`"component":{"name":"AuthCtrlr"},"variable":{"name":"LocalPreAuthorize"}`,
			`"component":{"name":"ClockCtrlr"},"variable":{"name":"NextTimeOffsetTransitionDateTime"}`,
		} {
			for _, value := range []string{"300", "300.1", "true", "2030-01-01T00:00:00Z", "abc"} {
				r.request("SetVariables", fmt.Sprintf(`{"setVariableData":[{%s,"attributeValue":%q}]}`, variable, value))
			}
			r.request("GetVariables", `{"getVariableData":[{`+variable+`}]}`)
		}
	}},
	{"summary", nil, func(r *rig) {
		r.request("GetBaseReport", `{"requestId":8,"reportBase":"SummaryInventory"}`)
		r.pass(time.Second)
	}},
	{withoutSummary, nil, func(r *rig) {
		r.request("GetBaseReport", `{"requestId":9,"reportBase":"SummaryInventory"}`)
		r.pass(time.Minute)
	}},
}

// withoutSummary is the scenario on a product without SummaryInventory.
const withoutSummary = "summary that is not there"
