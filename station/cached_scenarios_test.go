package station_test

import "time"

// cachedScenarios are those in which the defects show of idTokens that are refused at an EV, or cached before there is one.
var cachedScenarios = []scenario{
	{"a long idToken refused at an EV", byPlug, func(r *rig) {
		r.in()
		r.show("INVALID-CARD-OF-SOMEBODY")
		r.pass(time.Minute)
	}},
	{"a cached idToken before the EV", map[string]string{preAuthorize: "true", "TxCtrlr.TxStartPoint": "Authorized"}, func(r *rig) {
		r.store(word{"GOOD": infoAccepted})
		r.show("GOOD")
		r.in()
	}},
	{"a cached idToken refused at an EV", map[string]string{
		preAuthorize: "true", noPost: "true", "TxCtrlr.TxStartPoint": "EVConnected", "TxCtrlr.TxStopPoint": "EVConnected",
	}, func(r *rig) {
		r.store(word{"BAD": infoInvalid})
		r.in()
		r.show("BAD")
	}},
}
