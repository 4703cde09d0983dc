package station_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
)

func status201(s ocpp201.AuthorizationStatus) ocpp201.IDTokenInfo {
	return ocpp201.IDTokenInfo{Status: s}
}

// visit has somebody show a card at an EVSE with an EV, and again, and leave.
func (r *rig) visit(cards ...string) {
	r.in()
	for _, card := range cards {
		r.show(card)
	}
	r.try(r.panel.PlugOutEV(1, 1))
	r.show(cards[0]) // frees a cable that is held
	r.out()
}

// twoDrivers charge side by side.
func (r *rig) twoDrivers() {
	r.says(known)
	r.saysInTransactions(known)
	r.in()
	r.show("ANN")
	r.try(r.panel.PlugIn(2, 1, false))
	r.show("BEN")
}

// tune sets a variable, "Component.Variable", at a station whose answer may be anything.
func (r *rig) tune(name, value string) {
	component, variable, _ := strings.Cut(name, ".")
	r.request("SetVariables", fmt.Sprintf(`{"setVariableData":[{"component":{"name":%q},"variable":{"name":%q},"attributeValue":%q}]}`, component, variable, value))
}

// authorizationScenarios are those in which the defects of authorization show.
var authorizationScenarios = []scenario{
	{"refused and different idTokens", map[string]string{"TxCtrlr.TxStartPoint": "Authorized", "TxCtrlr.TxStopPoint": "Authorized"}, func(r *rig) {
		r.says(word{"GOOD": infoAccepted, "OTHER": infoAccepted, "OLD": status201(ocpp201.AuthorizationStatusExpired)})
		r.in()
		r.show("OLD")
		r.show("NEW")
		r.show("GOOD")
		r.show("OTHER")
		r.show("GOOD")
	}},
	{"cached idTokens", map[string]string{preAuthorize: "true"}, func(r *rig) {
		r.store(word{"GOOD": infoAccepted, "BAD": infoInvalid, "BLOCKED": infoBlocked, "OLD": status201(ocpp201.AuthorizationStatusExpired)})
		for _, card := range []string{"GOOD", "BAD", "BLOCKED", "OLD"} {
			r.visit(card)
		}
		r.tune(noPost, "true")
		r.visit("BLOCKED")
		r.tune(preAuthorize, "false")
		r.visit("GOOD")
		r.tune(preAuthorize, "true")
		r.try(r.panel.Reboot())
		r.pass(time.Second)
		r.visit("GOOD")
		r.saysInTransactions(word{"GOOD": infoBlocked})
		r.visit("GOOD")
		r.visit("GOOD")
		r.request("ClearCache", `{}`)
		r.visit("GOOD")
	}},
	{"a cache that forgets", map[string]string{preAuthorize: "true", "AuthCacheCtrlr.LifeTime": "600"}, func(r *rig) {
		r.store(word{"GOOD": infoAccepted})
		r.pass(10 * time.Minute)
		r.visit("GOOD")
	}},
	{"a cache that is switched off", map[string]string{preAuthorize: "true"}, func(r *rig) {
		r.store(word{"GOOD": infoAccepted})
		r.tune(cacheOn, "false")
		r.visit("GOOD")
		r.request("ClearCache", `{}`)
	}},
	{"a group", nil, func(r *rig) {
		r.store(word{"BEN": inGroup(accepted201, "FLEET")})
		r.says(word{"ANN": inGroup(accepted201, "FLEET"), "CLEO": inGroup(accepted201, "FLEET"), "LOST": inGroup(blocked201, "FLEET")})
		r.visit("ANN", "LOST", "BEN")
		r.visit("ANN", "CLEO")
	}},
	{"a Master Pass on the display", nil, func(r *rig) {
		r.twoDrivers()
		r.show("PASS")
		r.try(r.panel.Select(2))
		r.pass(time.Second)
	}},
	{"a Master Pass without a display", nil, func(r *rig) {
		r.says(known)
		r.in()
		r.show("PASS")
		r.show("PASS")
		r.out()
		r.twoDrivers()
		r.show("PASS")
	}},
	{"cached idTokens offline", map[string]string{unknownToo: "true"}, func(r *rig) {
		r.store(standing)
		r.offline()
		r.visit("GOOD")
		r.visit("NEW")
		r.online()
	}},
	{"a token refused in a transaction", map[string]string{"TxCtrlr.TxStartPoint": "EVConnected", "TxCtrlr.TxStopPoint": "Authorized"}, func(r *rig) {
		r.says(word{"CARD": infoAccepted})
		r.saysInTransactions(word{"CARD": infoInvalid})
		r.in()
		r.show("CARD")
		r.show("CARD")
		r.out()
		r.tune(stopOnInvalid, "false")
		r.in()
		r.show("CARD")
		r.pass(time.Second)
	}},
	{"an allowance for a refused token", map[string]string{stopOnInvalid: "false", maxEnergyID: "1000"}, func(r *rig) {
		r.says(word{"CARD": infoAccepted})
		r.saysInTransactions(word{"CARD": infoInvalid})
		r.in()
		r.takesTime() // the EV takes energy before the refusal comes
		r.show("CARD")
		r.pass(chargingTime(1100))
	}},
	{"no allowance where it shall stop", map[string]string{maxEnergyID: "1000"}, func(r *rig) {
		r.says(word{"CARD": infoAccepted})
		r.saysInTransactions(word{"CARD": infoInvalid})
		r.in()
		r.takesTime() // the EV takes energy before the refusal comes
		r.show("CARD")
		r.pass(chargingTime(1100))
	}},
}
