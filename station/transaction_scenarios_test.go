package station_test

import (
	"time"

	"github.com/certbench/certbench/station/product"
)

// pointsOf are settings of where transactions start and stop.
func pointsOf(start, stop string) map[string]string {
	return map[string]string{"TxCtrlr.TxStartPoint": start, "TxCtrlr.TxStopPoint": stop}
}

// transactionScenarios are those in which the defects of starting and ending transactions show.
var transactionScenarios = []scenario{
	{"an EV that stops where energy starts and ends", pointsOf(product.PointEnergy, product.PointEnergy), func(r *rig) {
		r.in()
		r.sees("CARD", time.Second)
		r.try(r.panel.SetEVReady(1, 1, false))
		r.pass(2 * time.Minute)
		r.out()
	}},
	{"a driver where the authorization starts and ends", pointsOf(product.PointAuthorized, product.PointAuthorized), func(r *rig) {
		r.sees("CARD", time.Second)
		r.in()
		r.pass(time.Second)
		r.sees("CARD", 2*time.Minute)
		r.out()
	}},
	{"a CSMS where the authorization starts and ends", pointsOf(product.PointAuthorized, product.PointAuthorized), func(r *rig) {
		r.request("RequestStartTransaction", startRequest)
		r.pass(time.Second)
		r.in()
		r.pass(time.Second)
		r.request("RequestStopTransaction", `{"transactionId":"`+r.transactionID()+`"}`)
		r.pass(2 * time.Minute)
		r.out()
	}},
	{"an EV that suspends and is lost", pointsOf(product.PointEVConnected, product.PointEVConnected), func(r *rig) {
		r.in()
		r.sees("CARD", time.Second)
		r.try(r.panel.SetEVReady(1, 1, false))
		r.pass(time.Second)
		r.try(r.panel.PlugOutEV(1, 1))
	}},
	{"an EV that is disconnected after a stop", pointsOf(product.PointEVConnected, product.PointEVConnected), func(r *rig) {
		r.in()
		r.sees("CARD", time.Second)
		r.sees("CARD", time.Second)
		r.out()
	}},
	{"an EV that is lost where the power path ends", pointsOf(product.PointAuthorized, product.PointPowerPath), func(r *rig) {
		r.in()
		r.sees("CARD", time.Second)
		r.try(r.panel.PlugOutEV(1, 1))
		r.pass(time.Second)
	}},
	{"a parking bay that starts and ends", pointsOf(product.PointParkingBay, product.PointParkingBay), func(r *rig) {
		r.try(r.panel.Bay(1, true))
		r.in()
		r.sees("CARD", time.Second)
		r.sees("CARD", time.Second)
		r.out()
		r.pass(time.Second)
		r.try(r.panel.Bay(1, false))
	}},
	{"an EV that is not ready", pointsOf(product.PointAuthorized, product.PointAuthorized), func(r *rig) {
		r.sees("CARD", time.Second)
		r.try(r.panel.PlugInIdle(1, 1))
		r.pass(time.Second)
	}},
	{"an EV that comes too late", pointsOf(product.PointAuthorized, product.PointAuthorized), func(r *rig) {
		r.sees("CARD", 3*time.Minute)
		r.in()
		r.pass(time.Second)
	}},
	{"a token that nobody may be asked about", map[string]string{noRemote: "true"}, func(r *rig) {
		r.says(word{"CARD": infoAccepted})
		r.sees("CARD", 20*time.Second)
		r.in()
		r.pass(time.Second)
	}},
}
