package station_test

import "time"

// remoteScenarios are those in which the defects of remote control show.
var remoteScenarios = []scenario{
	{"remote start to be authorized", map[string]string{
		"TxCtrlr.TxStartPoint": "Authorized", "TxCtrlr.TxStopPoint": "Authorized", "AuthCtrlr.AuthorizeRemoteStart": "true",
	}, func(r *rig) {
		r.request("RequestStartTransaction", startRequest)
		r.pass(5 * time.Second)
		r.in()
		r.pass(time.Second)
	}},
	{"remote start without an EV", map[string]string{
		"TxCtrlr.TxStartPoint": "Authorized", "TxCtrlr.TxStopPoint": "Authorized", "TxCtrlr.EVConnectionTimeOut": "30",
	}, func(r *rig) {
		r.request("RequestStartTransaction", startRequest)
		r.pass(50 * time.Second)
		r.request("RequestStartTransaction", startRequest)
		r.pass(time.Second)
	}},
	{"remote stop and unlock of what is not there", byPlug, func(r *rig) {
		r.request("UnlockConnector", `{"evseId":1,"connectorId":1}`)
		r.request("UnlockConnector", `{"evseId":1,"connectorId":999}`)
		r.in()
		r.show("CARD")
		r.request("RequestStopTransaction", `{"transactionId":"unknown"}`)
		r.pass(time.Second)
	}},
	{"unlock in a transaction", byPlug, func(r *rig) {
		r.in()
		r.show("CARD")
		r.request("UnlockConnector", `{"evseId":1,"connectorId":1}`)
		r.pass(time.Second)
	}},
	{"what can be triggered", byPlug, func(r *rig) {
		r.try(r.panel.PlugIn(1, 1, false))
		r.show("CARD")
		r.try(r.panel.PlugIn(2, 1, false))
		r.pass(time.Second)
		for _, asked := range []string{
			`"MeterValues"`, `"MeterValues","evse":{"id":1}`, `"TransactionEvent","evse":{"id":1}`, `"TransactionEvent"`,
			`"LogStatusNotification"`, `"FirmwareStatusNotification"`, `"FirmwareStatusNotification","evse":{"id":1}`, `"Heartbeat"`,
			`"StatusNotification","evse":{"id":1,"connectorId":1}`, `"BootNotification"`, `"SignCombinedCertificate"`,
		} {
			r.request("TriggerMessage", `{"requestedMessage":`+asked+`}`)
			r.pass(time.Second)
		}
	}},
}
