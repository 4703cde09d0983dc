package station_test

import "github.com/certbench/certbench/station"

import "time"

// availabilityScenarios are those of changes of availability: of each tier, unchanged, during transactions, and kept.
var availabilityScenarios = []scenario{
	{name: "the station out of service and back", play: func(r *rig) {
		r.inoperative(``)
		r.inoperative(``)
		r.try(r.panel.Reboot())
		r.pass(time.Minute)
		r.operative(``)
		r.operative(``)
		r.pass(3 * time.Minute)
	}},
	{name: "an EVSE out of service and back", play: func(r *rig) {
		r.inoperative(`,"evse":{"id":1}`)
		r.try(r.panel.Reboot())
		r.pass(time.Minute)
		r.operative(`,"evse":{"id":1}`)
		r.pass(3 * time.Minute)
	}},
	{name: "a connector out of service and back", play: func(r *rig) {
		r.inoperative(`,"evse":{"id":1,"connectorId":1}`)
		r.try(r.panel.Reboot())
		r.pass(time.Minute)
		r.operative(`,"evse":{"id":1,"connectorId":1}`)
		r.pass(3 * time.Minute)
	}},
	{name: "an EVSE of two connectors in use out of service", settings: byCard, play: func(r *rig) {
		r.in()
		r.show("CARD")
		r.inoperative(`,"evse":{"id":1}`)
		r.pass(time.Minute)
		r.show("CARD")
		r.pass(time.Minute)
		r.out()
		r.pass(time.Second)
	}},
	{name: "the station in use out of service", settings: byCard, play: func(r *rig) {
		r.in()
		r.show("CARD")
		r.inoperative(``)
		r.pass(time.Minute)
		r.show("CARD")
		r.pass(time.Minute)
		r.out()
		r.pass(time.Second)
	}},
	{name: "a connector in use out of service", settings: byCard, play: func(r *rig) {
		r.in()
		r.show("CARD")
		r.inoperative(`,"evse":{"id":1,"connectorId":1}`)
		r.show("CARD")
		r.out()
		r.pass(time.Second)
	}},
	{name: "an EVSE out of service by events", play: func(r *rig) {
		r.inoperative(`,"evse":{"id":1}`)
		r.operative(`,"evse":{"id":1}`)
	}},
}

func byEvents(c *station.Config) {
	c.Capabilities.StatusByNotifyEvent, c.Capabilities.StatusOfEVSE = true, true
}

func (r *rig) inoperative(evse string) {
	r.request("ChangeAvailability", `{"operationalStatus":"Inoperative"`+evse+`}`)
	r.pass(3 * time.Minute)
}

func (r *rig) operative(evse string) {
	r.request("ChangeAvailability", `{"operationalStatus":"Operative"`+evse+`}`)
	r.pass(time.Minute)
}

// byCard makes the idToken begin and end transactions.
var byCard = map[string]string{"TxCtrlr.TxStartPoint": "Authorized", "TxCtrlr.TxStopPoint": "Authorized"}
