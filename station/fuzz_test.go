package station_test

import (
	"testing"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// FuzzIncomingFrames throws frames at a running station with an open transaction. Whatever comes, the station stays
// alive, keeps to the schemas (the rig checks every frame) and answers the next sound request.
func FuzzIncomingFrames(f *testing.F) {
	for _, action := range ocpp201.Actions() {
		f.Add(`[2,"x","` + action + `",{}]`)
	}
	for _, frame := range []string{
		`[2,"x","GetVariables",{"getVariableData":[` + many(2) + `]}]`,
		`[2,"x","SetVariables",{"setVariableData":[{"component":{"name":"TxCtrlr"},"variable":{"name":"TxStopPoint"},"attributeValue":"EVConnected"}]}]`,
		`[2,"x","SetVariables",{"setVariableData":[{"component":{"name":"AlignedDataCtrlr"},"variable":{"name":"Interval"},"attributeValue":"1"}]}]`,
		`[2,"x","GetReport",{"requestId":1,"componentCriteria":["Problem","Active"],"componentVariable":[{"component":{"name":"EVSE","evse":{"id":1,"connectorId":-1}}}]}]`,
		`[2,"x","GetBaseReport",{"requestId":-1,"reportBase":"FullInventory"}]`,
		`[2,"x","RequestStartTransaction",` + startRequest + `]`,
		`[2,"x","RequestStartTransaction",{"remoteStartId":-1,"idToken":{"idToken":"","type":"NoAuthorization"}}]`,
		`[2,"x","TriggerMessage",{"requestedMessage":"MeterValues","evse":{"id":0}}]`,
		`[2,"x","TriggerMessage",{"requestedMessage":"StatusNotification","evse":{"id":1,"connectorId":7}}]`,
		`[2,"x","ChangeAvailability",{"operationalStatus":"Inoperative","evse":{"id":1,"connectorId":1}}]`,
		`[2,"x","UnlockConnector",{"evseId":1,"connectorId":1}]`,
		`[2,"x","Reset",{"type":"OnIdle"}]`, `[3,"x",{}]`, `[4,"x","GenericError","",{}]`, `[5,"x"]`, `[2,"x"]`, `[]`, `null`, "\xff", ``,
	} {
		f.Add(frame)
	}
	f.Fuzz(func(t *testing.T, frame string) {
		bubble(t, nil, func(r *rig) {
			r.plugIn()
			r.present("CARD")
			r.raw(frame)
			// A reset or a new password takes the connection away; the station comes back by itself.
			r.pass(0)
			got := r.ask("DataTransfer", `{"vendorId":"org.example"}`)
			if got.Type != ocppj.CallResult {
				t.Errorf("after %q: expected a CALLRESULT, got %+v", frame, got)
			}
		})
	})
}
