package station_test

import (
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
)

const (
	preAuthorize = "AuthCtrlr.LocalPreAuthorize"
	noRemote     = "AuthCtrlr.DisableRemoteAuthorization"
	noPost       = "AuthCacheCtrlr.DisablePostAuthorize"
	cacheOn      = "AuthCacheCtrlr.Enabled"
	localOffline = "AuthCtrlr.LocalAuthorizeOffline"
	unknownToo   = "AuthCtrlr.OfflineTxForUnknownIdEnabled"
)

// standing is what the CSMS has said before, and says now when it is asked.
var standing = word{"GOOD": infoAccepted, "BAD": infoBlocked}

func TestOnlineTheCacheDecidesWhatItMay(t *testing.T) {
	type row struct {
		settings map[string]string
		present  string
		asked    bool
		charges  bool
	}
	each(t, map[string]row{
		"Accepted, not to be used":               {nil, "GOOD", true, true},
		"Accepted":                               {map[string]string{preAuthorize: "true"}, "GOOD", false, true},
		"not Accepted":                           {map[string]string{preAuthorize: "true"}, "BAD", true, false},
		"not Accepted, not to be asked":          {map[string]string{preAuthorize: "true", noPost: "true"}, "BAD", false, false},
		"not Accepted, neither used nor asked":   {map[string]string{noPost: "true"}, "BAD", false, false},
		"unknown, others not to be asked":        {map[string]string{preAuthorize: "true", noPost: "true"}, "NEW", true, false},
		"Accepted, nobody to be asked":           {map[string]string{noRemote: "true"}, "GOOD", false, true},
		"not Accepted, nobody to be asked":       {map[string]string{noRemote: "true"}, "BAD", false, false},
		"unknown, nobody to be asked":            {map[string]string{noRemote: "true", unknownToo: "true"}, "NEW", false, false},
		"Accepted, the cache switched off":       {map[string]string{preAuthorize: "true", cacheOn: "false"}, "GOOD", true, true},
		"not Accepted, and the cache is off too": {map[string]string{noPost: "true", cacheOn: "false"}, "BAD", true, false},
	}, func(t *testing.T, row row) {
		bubble(t, productOf(nil), func(r *rig) {
			r.store(standing)
			for name, value := range row.settings {
				r.setVariable(name, value)
			}
			r.plugIn()
			r.present(row.present)
			want := []string{}
			if row.asked {
				want = append(want, row.present)
			}
			r.expectAsked(want...)
			if got := len(r.charging()) > 0; got != row.charges {
				t.Errorf("expected charging = %t, got %t", row.charges, got)
			}
		})
	})
}

func TestOfflineTheCacheAndTheVariablesDecide(t *testing.T) {
	type row struct {
		settings map[string]string
		present  string
		charges  bool
	}
	each(t, map[string]row{
		"Accepted":                                {nil, "GOOD", true},
		"Accepted, not locally":                   {map[string]string{localOffline: "false"}, "GOOD", false},
		"Accepted, not locally, unknown is":       {map[string]string{localOffline: "false", unknownToo: "true"}, "GOOD", false},
		"Accepted, the cache switched off":        {map[string]string{cacheOn: "false"}, "GOOD", false},
		"not Accepted":                            {nil, "BAD", false},
		"not Accepted is not unknown":             {map[string]string{unknownToo: "true"}, "BAD", false},
		"unknown":                                 {nil, "NEW", false},
		"unknown, allowed":                        {map[string]string{unknownToo: "true"}, "NEW", true},
		"unknown, allowed, nobody to be asked":    {map[string]string{unknownToo: "true", noRemote: "true"}, "NEW", true},
		"unknown since the cache is switched off": {map[string]string{unknownToo: "true", cacheOn: "false"}, "BAD", true},
	}, func(t *testing.T, row row) {
		bubble(t, productOf(nil), func(r *rig) {
			r.store(standing)
			for name, value := range row.settings {
				r.setVariable(name, value)
			}
			r.offline()
			r.plugIn()
			r.present(row.present)
			if got := len(r.charging()) > 0; got != row.charges {
				t.Errorf("expected charging = %t, got %t", row.charges, got)
			}
		})
	})
}

func TestARequestThatIsCutOffIsJudgedOffline(t *testing.T) {
	bubble(t, productOf(map[string]string{unknownToo: "true"}), func(r *rig) {
		r.set(func() { r.muted = []string{"Authorize"} })
		r.plugIn()
		r.present("NEW")
		r.expectCharging()
		r.offline()
		r.expectCharging(1)
	})
}

func TestAnUnansweredRequestAuthorizesNobody(t *testing.T) {
	bubble(t, productOf(map[string]string{unknownToo: "true"}), func(r *rig) {
		r.set(func() { r.muted = []string{"Authorize"} })
		r.plugIn()
		r.present("NEW")
		r.pass(time.Minute) // longer than MessageTimeout
		r.expectCharging()
		r.set(func() { r.muted = nil })
		r.present("NEW")
		r.expectCharging(1)
	})
}

func TestWithoutAuthorizationEverybodyCharges(t *testing.T) {
	bubble(t, func(c *station.Config) {
		c.Capabilities.AuthorizationSwitch = true
		points("Authorized", "Authorized")(c)
		c.Settings["AuthCtrlr.Enabled"] = "false"
	}, func(r *rig) {
		r.plugIn()
		r.expectEvents("Started Authorized EVConnected", "Updated ChargingStateChanged Charging")
		r.expectAsked()
		if got := r.events()[0].IDToken; got == nil || got.IDToken != "" || got.Type != ocpp201.IDTokenEnumNoAuthorization {
			t.Errorf("expected an empty idToken of type NoAuthorization (C02.FR.01), got %+v", got)
		}
		r.do(r.panel.PlugOutEV(1, 1))
		r.do(r.panel.PlugOutStation(1, 1))
		r.forget()
		r.present("CARD")
		r.plugIn()
		r.expectAsked()
		if got := r.events()[0].IDToken; got == nil || got.IDToken != "CARD" {
			t.Errorf("expected the idToken that was provided, got %+v", got)
		}
	})
}

func TestARemoteStartIsJudgedLikeALocalOne(t *testing.T) {
	type row struct {
		id, kind string
		asked    bool
		charges  bool
	}
	each(t, map[string]row{
		"cached":         {"GOOD", "ISO14443", false, true},
		"cached Blocked": {"BAD", "ISO14443", true, false},
		"the CSMS's own": {"CSMS", "Central", false, true}, // C05.FR.01
	}, func(t *testing.T, row row) {
		bubble(t, productOf(map[string]string{preAuthorize: "true", "AuthCtrlr.AuthorizeRemoteStart": "true"}), func(r *rig) {
			r.store(standing)
			r.plugIn()
			r.expect("RequestStartTransaction", `{"remoteStartId":1,"evseId":1,"idToken":{"idToken":"`+row.id+`","type":"`+row.kind+`"}}`, "status", "Accepted")
			if got := len(r.asked()) > 0; got != row.asked {
				t.Errorf("expected asked = %t, got %t", row.asked, got)
			}
			if got := len(r.charging()) > 0; got != row.charges {
				t.Errorf("expected charging = %t, got %t", row.charges, got)
			}
		})
	})
}
