package station_test

import "time"

// offlineScenarios show the defects of refusals that come later, of cables that are held, and of what the cache forgets.
var offlineScenarios = []scenario{
	{"a cable held for a refused token", map[string]string{"TxCtrlr.TxStartPoint": "EVConnected", "TxCtrlr.TxStopPoint": "EVConnected"}, func(r *rig) {
		r.says(word{"CARD": infoAccepted})
		r.saysInTransactions(word{"CARD": infoInvalid})
		r.in()
		r.show("CARD")
		r.request("UnlockConnector", `{"evseId":1,"connectorId":1}`)
		r.pass(time.Second)
		r.out()
	}},
	{"a refused token stops", map[string]string{"TxCtrlr.TxStartPoint": "EVConnected", "TxCtrlr.TxStopPoint": "EVConnected", stopOnInvalid: "false"}, func(r *rig) {
		r.says(word{"CARD": infoAccepted})
		r.saysInTransactions(word{"CARD": infoInvalid})
		r.in()
		r.show("CARD")
		r.pass(10 * time.Second)
		r.show("CARD")
		r.pass(time.Second)
	}},
	{"a lifetime that is set", map[string]string{preAuthorize: "true"}, func(r *rig) {
		r.tune("AuthCacheCtrlr.LifeTime", "60")
		r.store(word{"GOOD": infoAccepted})
		r.pass(time.Minute)
		r.visit("GOOD")
	}},
}
