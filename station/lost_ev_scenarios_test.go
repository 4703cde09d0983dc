package station_test

import "time"

// lostEVScenarios show the defects of an EV that is lost at its end of the cable.
var lostEVScenarios = []scenario{
	{"a lost EV that comes back", keepsAuthorization, func(r *rig) {
		r.in()
		r.show("CARD")
		r.pass(10 * time.Second)
		r.try(r.panel.PlugOutEV(1, 1))
		r.pass(10 * time.Second)
		r.try(r.panel.PlugInEV(1, 1))
		r.pass(10 * time.Second)
	}},
	{"a lost EV that does not come back", keepsAuthorization, func(r *rig) {
		r.in()
		r.show("CARD")
		r.pass(10 * time.Second)
		r.try(r.panel.PlugOutEV(1, 1))
		r.pass(2 * time.Minute)
	}},
	{"a lost EV whose cable is let go", map[string]string{
		"TxCtrlr.TxStartPoint": "EVConnected", "TxCtrlr.TxStopPoint": "Authorized", "OCPPCommCtrlr.UnlockOnEVSideDisconnect": "true",
	}, func(r *rig) {
		r.in()
		r.show("CARD")
		r.pass(10 * time.Second)
		r.try(r.panel.PlugOutEV(1, 1))
		r.pass(time.Second)
		r.try(r.panel.PlugOutStation(1, 1))
		r.pass(time.Second)
	}},
}

var keepsAuthorization = map[string]string{
	"TxCtrlr.TxStartPoint": "EVConnected", "TxCtrlr.TxStopPoint": "Authorized", "TxCtrlr.StopTxOnEVSideDisconnect": "false",
}
