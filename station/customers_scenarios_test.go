package station_test

import (
	"strings"
	"time"
)

const aboutCard = `{"requestId":7,"report":true,"clear":false,"idToken":{"idToken":"CARD","type":"ISO14443"}}`

// customerScenarios show the defects of what is told of customers and forgotten, and of data that is not for the station.
var customerScenarios = []scenario{
	{"a customer who is told of and forgotten", map[string]string{preAuthorize: "true"}, func(r *rig) {
		r.store(word{"CARD": infoAccepted})
		for _, request := range []string{aboutCard, strings.Replace(aboutCard, `"clear":false`, `"clear":true`, 1), aboutCard, strings.Replace(aboutCard, `"report":true,"clear":false`, `"report":false,"clear":true`, 1)} {
			r.request("CustomerInformation", request)
			r.pass(time.Second)
		}
	}},
	{"a customer who is stored, told of and forgotten", nil, func(r *rig) {
		r.try(r.panel.StoreCustomer("somebody"))
		r.pass(time.Second)
		for _, flags := range []string{`"report":true,"clear":true`, `"report":true,"clear":false`} {
			r.request("CustomerInformation", `{"requestId":7,`+flags+`,"customerIdentifier":"somebody"}`)
			r.pass(time.Second)
		}
	}},
	{"data that is not for the station", nil, func(r *rig) {
		const of = `{"component":{"name":"OCPPCommCtrlr"},"variable":{"name":"OfflineThreshold"}`
		r.request("DataTransfer", `{"vendorId":"org.example"}`)
		r.request("SetVariables", `{"customData":{"vendorId":"org.example"},"setVariableData":[`+of+`,"attributeValue":"77"}]}`)
		r.request("GetVariables", `{"customData":{"vendorId":"org.example"},"getVariableData":[`+of+`}]}`)
		r.request("GetVariables", `{"getVariableData":[`+of+`}]}`)
	}},
}
