package station_test

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// shortList are the updates that the cases of block D send, each followed by the question for the version.
func (r *rig) shortList() {
	for _, request := range []string{
		r.update(ocpp201.UpdateFull, 7, listed("GOOD", accepted201), listed("BAD", ocpp201.AuthorizationStatusInvalid),
			listed("BLOCKED", blocked201), listed("OLD", ocpp201.AuthorizationStatusExpired)),
		r.update(ocpp201.UpdateDifferential, 9, listed("OTHER", accepted201)),
		r.update(ocpp201.UpdateDifferential, 12, listed("OTHER", "")),
		r.update(ocpp201.UpdateDifferential, 14),
		r.update(ocpp201.UpdateDifferential, 8, listed("OTHER", accepted201)),
	} {
		r.request("SendLocalList", request)
		r.request(listVersion, `{}`)
	}
}

// localListScenarios are those in which the defects of the Local Authorization List show.
var localListScenarios = []scenario{
	{aList, nil, func(r *rig) {
		r.shortList()
		r.try(r.panel.Reboot())
		r.pass(time.Second)
		r.request(listVersion, `{}`)
		r.tune(listOn, "false")
		r.request(listVersion, `{}`)
		r.tune(listOn, "true")
		r.request("SendLocalList", r.update(ocpp201.UpdateFull, 15))
		r.request(listVersion, `{}`)
	}},
	{aListThatIsCut, nil, func(r *rig) {
		r.shortList()
		r.try(r.panel.PowerOff())
		r.pass(time.Second)
		r.try(r.panel.PowerOn())
		r.pass(time.Second)
		r.request(listVersion, `{}`)
	}},
	{listedTokens, map[string]string{preAuthorize: "true", "TxCtrlr.TxStartPoint": "Authorized", "TxCtrlr.TxStopPoint": "Authorized"}, func(r *rig) {
		r.shortList()
		r.says(word{"BAD": infoAccepted})
		r.show("GOOD")
		r.pass(2 * time.Minute)
		for _, card := range []string{"GOOD", "BAD", "BLOCKED", "OLD"} {
			r.visit(card)
			r.pass(2 * time.Minute)
		}
		r.tune(listNoPost, "true")
		r.visit("BLOCKED")
		r.pass(time.Minute)
	}},
	{listedOffline, map[string]string{unknownToo: "true", "TxCtrlr.TxStartPoint": "Authorized", "TxCtrlr.TxStopPoint": "Authorized"}, func(r *rig) {
		r.store(word{"BAD": infoAccepted})
		r.shortList()
		r.offline()
		for _, card := range []string{"GOOD", "BAD", "BLOCKED", "OLD"} {
			r.visit(card)
		}
		r.online()
		r.pass(time.Minute)
	}},
	{listedGroup, map[string]string{preAuthorize: "true"}, func(r *rig) {
		var all []ocpp201.AuthorizationData
		for _, d := range []ocpp201.AuthorizationData{listed("ANN", accepted201), listed("BEN", accepted201), listed("LOST", blocked201)} {
			d.IDTokenInfo.GroupIDToken = &ocpp201.IDToken{IDToken: "FLEET", Type: ocpp201.IDTokenEnumCentral}
			all = append(all, d)
		}
		r.request("SendLocalList", r.update(ocpp201.UpdateFull, 7, all...))
		r.visit("ANN", "LOST", "BEN")
	}},
	{aListOfItsVersion, nil, func(r *rig) {
		r.request("SendLocalList", r.update(ocpp201.UpdateFull, 7, listed("GOOD", accepted201)))
		r.request("SendLocalList", r.update(ocpp201.UpdateDifferential, 7, listed("OTHER", accepted201)))
		r.request(listVersion, `{}`)
	}},
}

// Names of scenarios that a product with a list plays.
const (
	aList             = "a list"
	aListThatIsCut    = "a list whose station loses its power"
	aListOfItsVersion = "an update of a list to the version that it has"
	listedTokens      = "listed idTokens"
	listedOffline     = "listed idTokens offline"
	listedGroup       = "a listed group"
)
