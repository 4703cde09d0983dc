package station_test

import (
	"fmt"
	"time"

	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/panel"
)

// promise sends a ReserveNow that lasts for ten minutes, whatever is answered; evse is 0 for any, more are fields of the request.
func (r *rig) promise(id, evse int, token, more string) {
	if evse != 0 {
		more += fmt.Sprintf(`,"evseId":%d`, evse)
	}
	r.request("ReserveNow", fmt.Sprintf(`{"id":%d,"expiryDateTime":%q,"idToken":{"idToken":%q,"type":"ISO14443"}%s}`,
		id, time.Now().Add(10*time.Minute).UTC().Format(time.RFC3339Nano), token, more))
	r.pass(time.Second)
}

// reservingProducts are those of the scenarios about reservations.
func init() {
	for _, s := range reservationScenarios {
		products[s.name] = reserving()
	}
	products["a reservation of a type of connector"] = reserving(func(c *station.Config) {
		c.Layout = panel.Layout{{ID: 1, Connectors: []int{1}, Types: []string{"sType2"}}, {ID: 2, Connectors: []int{1}, Types: []string{"cCCS2"}}}
	})
	products["reservations of a station that reserves no EVSE but one that is named"] = reserving(func(c *station.Config) { c.Capabilities.ReservesUnspecified = false })
}

// reservationScenarios show the defects of reservations.
var reservationScenarios = []scenario{
	{"a reservation that is used", nil, func(r *rig) {
		r.promise(7, 1, "ANN", "")
		r.in()
		r.pass(time.Second)
		r.show("BEN")
		r.pass(time.Second)
		r.request("RequestStartTransaction", startRequest)
		r.pass(time.Second)
		r.show("ANN")
		r.pass(3 * time.Minute)
	}},
	{"a reservation that is used before the EV comes", nil, func(r *rig) {
		r.promise(7, 1, "ANN", "")
		r.show("ANN")
		r.pass(time.Second)
		r.in()
		r.pass(3 * time.Minute)
	}},
	{"a reservation for a group", nil, func(r *rig) {
		r.says(fleet)
		r.promise(7, 1, "BEN", ofFleet)
		r.in()
		r.sees("ANN", time.Second)
	}},
	{"reservations that are refused", nil, func(r *rig) {
		r.promise(7, 1, "ANN", "")
		r.promise(8, 1, "BEN", "")
		r.promise(7, 1, "CLEO", "")
		r.promise(9, 2, "BEN", "")
		r.promise(10, 0, "BEN", `,"connectorType":"sType2"`)
		r.request("CancelReservation", `{"reservationId":9}`)
		r.request("CancelReservation", `{"reservationId":7}`)
		r.pass(3 * time.Minute)
		r.in()
		r.pass(time.Second)
		r.promise(11, 1, "ANN", "")
		r.promise(12, 0, "ANN", "")
		r.promise(13, 0, "BEN", `,"connectorType":"sType2"`)
		r.promise(14, 0, "BEN", `,"connectorType":"cCCS2"`)
		r.request("ChangeAvailability", `{"operationalStatus":"Inoperative","evse":{"id":2}}`)
		r.pass(3 * time.Minute)
		r.promise(15, 2, "ANN", "")
		r.request("SetVariables", `{"setVariableData":[{"component":{"name":"ReservationCtrlr"},"variable":{"name":"Enabled"},"attributeValue":"false"}]}`)
		r.promise(16, 2, "ANN", "")
	}},
	{"reservations of a station that reserves no EVSE but one that is named", nil, func(r *rig) { r.promise(7, 0, "ANN", "") }},
	{"a reservation in the place of another", nil, func(r *rig) {
		r.promise(7, 1, "ANN", "")
		r.promise(7, 1, "CLEO", "")
		r.in()
		r.sees("CLEO", time.Second)
	}},
	{"a reservation of a type of connector", nil, func(r *rig) { r.promise(7, 0, "ANN", `,"connectorType":"sType2"`) }},
	{"a reservation that expires", nil, func(r *rig) {
		r.promise(7, 1, "ANN", "")
		r.pass(13 * time.Minute)
		r.in()
		r.show("BEN")
		r.pass(time.Second)
	}},
	{"a reservation that is canceled", nil, func(r *rig) {
		r.promise(7, 1, "ANN", "")
		r.request("CancelReservation", `{"reservationId":8}`)
		r.request("CancelReservation", `{"reservationId":7}`)
		r.pass(3 * time.Minute)
	}},
	{"a reservation of an EVSE that goes out of service", nil, func(r *rig) {
		r.promise(7, 1, "ANN", "")
		r.request("ChangeAvailability", `{"operationalStatus":"Inoperative","evse":{"id":1}}`)
		r.pass(3 * time.Minute)
		r.request("ChangeAvailability", `{"operationalStatus":"Operative","evse":{"id":1}}`)
	}},
	{"a reset with a reservation", nil, func(r *rig) {
		r.promise(7, 1, "ANN", "")
		r.request("Reset", `{"type":"Immediate"}`)
		r.pass(time.Minute)
	}},
	{"a driver with a reservation who leaves", nil, func(r *rig) {
		r.promise(7, 1, "ANN", "")
		r.in()
		r.sees("ANN", time.Minute)
		r.sees("ANN", time.Second)
		r.out()
		r.pass(time.Second)
		r.request("CancelReservation", `{"reservationId":7}`)
		r.pass(time.Second)
	}},
}
