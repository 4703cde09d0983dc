package station_test

import (
	"testing"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
)

const (
	accepted201 = ocpp201.AuthorizationStatusAccepted
	blocked201  = ocpp201.AuthorizationStatusBlocked
)

// charge has the first driver charge at EVSE 1.
func (r *rig) charge(token string) {
	r.Helper()
	r.plugIn()
	r.present(token)
	r.expectCharging(1)
	r.forget()
}

func TestATokenOfTheGroupStopsByTheCache(t *testing.T) {
	type row struct {
		settings map[string]string
		second   ocpp201.IDTokenInfo // as cached
		now      ocpp201.IDTokenInfo // when asked
		offline  bool
		asked    bool
		stops    bool
	}
	fleet, blocked := inGroup(accepted201, "FLEET"), inGroup(blocked201, "FLEET")
	each(t, map[string]row{
		"cached":                     {nil, fleet, blocked, false, false, true}, // C01.FR.03
		"cached, offline":            {nil, fleet, fleet, true, false, true},    // E08
		"cached, another group":      {nil, inGroup(accepted201, "OTHERS"), inGroup(accepted201, "OTHERS"), false, true, false},
		"cached without a group":     {nil, infoAccepted, infoAccepted, false, true, false},
		"cached as Blocked":          {nil, blocked, blocked, false, true, false}, // C09.FR.11
		"cached as Blocked, now not": {nil, blocked, fleet, false, true, true},
		"the cache is off":           {map[string]string{cacheOn: "false"}, fleet, fleet, false, true, true}, // C09.FR.05
	}, func(t *testing.T, row row) {
		bubble(t, productOf(nil), func(r *rig) {
			r.store(word{"ANN": fleet, "BEN": row.second})
			r.saysInTransactions(word{"ANN": fleet, "BEN": fleet})
			for name, value := range row.settings {
				r.setVariable(name, value)
			}
			r.charge("ANN")
			r.says(word{"BEN": row.now})
			if row.offline {
				r.offline()
			}
			r.present("BEN")
			if got := len(r.asked()) > 0; got != row.asked {
				t.Errorf("expected asked = %t, got %t", row.asked, got)
			}
			if got := len(r.charging()) == 0; got != row.stops {
				t.Errorf("expected stopped = %t, got %t", row.stops, got)
			}
		})
	})
}

func TestTheGroupMayComeWithTheTransaction(t *testing.T) {
	bubble(t, productOf(nil), func(r *rig) {
		r.says(word{"ANN": infoAccepted, "BEN": inGroup(accepted201, "FLEET")})
		r.saysInTransactions(word{"ANN": inGroup(accepted201, "FLEET")})
		r.charge("ANN")
		r.present("BEN")
		r.expectEvents("Ended StopAuthorized EVConnected Local")
	})
}

func TestEmptyGroupsAreNoGroup(t *testing.T) {
	bubble(t, productOf(nil), func(r *rig) {
		r.says(word{"ANN": inGroup(accepted201, ""), "BEN": inGroup(accepted201, "")})
		r.saysInTransactions(word{"ANN": inGroup(accepted201, "")})
		r.charge("ANN")
		r.present("BEN")
		r.expectAsked("BEN")
		r.expectCharging(1)
	})
}

func TestAColleagueWhoseEVWaitsStartsInsteadOfStopping(t *testing.T) {
	bubble(t, productOf(nil, func(c *station.Config) { c.Layout, c.Capabilities.SingleReader = twoSockets, true }), func(r *rig) {
		fleet := inGroup(accepted201, "FLEET")
		r.store(word{"ANN": fleet, "BEN": fleet})
		r.charge("ANN")
		r.do(r.panel.PlugIn(2, 1, false))
		r.present("BEN")
		r.expectCharging(1, 2)
		r.present("BEN")
		r.expectCharging(1)
	})
}
