package station_test

import "time"

// sees shows a card and lets time pass.
func (r *rig) sees(card string, d time.Duration) {
	r.show(card)
	r.pass(d)
}

const triggerEvent = `{"requestedMessage":"TransactionEvent"}`

// fleet is two known of a group, and one who is refused.
var fleet = word{"ANN": inGroup(accepted201, "FLEET"), "CLEO": inGroup(accepted201, "FLEET"), "LOST": inGroup(blocked201, "FLEET")}

// groupScenarios are those in which the defects of groups and of the Master Pass show, beside those of authorization.
var groupScenarios = []scenario{
	{"two of a group", nil, func(r *rig) {
		r.says(fleet)
		r.in()
		r.sees("ANN", time.Second)
		r.sees("LOST", 10*time.Second)
		r.request("TriggerMessage", triggerEvent)
		r.sees("CLEO", 2*time.Minute)
		r.out()
	}},
	{"a Master Pass for all", nil, func(r *rig) {
		r.twoDrivers()
		r.sees("PASS", time.Second)
		r.try(r.panel.Select(0))
		r.pass(2 * time.Minute)
	}},
	{"a Master Pass for one", nil, func(r *rig) {
		r.twoDrivers()
		r.sees("PASS", time.Second)
		r.try(r.panel.Select(1))
		r.pass(time.Second)
		r.request("TriggerMessage", triggerEvent)
	}},
	{"a Master Pass where the plug ends", byPlug, func(r *rig) {
		r.twoDrivers()
		r.sees("PASS", time.Second)
		r.out()
	}},
	{"a Master Pass before anybody", map[string]string{"AuthCtrlr.MasterPassGroupId": "POLICE-OF-THE-CITY"}, func(r *rig) {
		r.says(word{"PASS": inGroup(accepted201, "POLICE-OF-THE-CITY")})
		r.sees("PASS", time.Second)
		r.in()
		r.pass(time.Second)
	}},
}
