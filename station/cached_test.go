package station_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/drivers"
)

// starting is a product that starts by the cache alone.
func starting(changes ...func(*station.Config)) func(*station.Config) {
	return productOf(map[string]string{preAuthorize: "true"}, changes...)
}

func TestTheCacheSurvivesAReboot(t *testing.T) {
	bubble(t, starting(), func(r *rig) {
		r.store(standing)
		r.reboot()
		r.plugIn()
		r.present("GOOD")
		r.expectAsked()
		r.expectCharging(1)
	})
}

func TestTheCacheIsUpdatedByEveryAnswer(t *testing.T) {
	bubble(t, starting(points("Authorized", "Authorized")), func(r *rig) {
		r.store(word{"CARD": infoAccepted})
		r.saysInTransactions(word{"CARD": infoBlocked}) // C10.FR.05
		r.present("CARD")
		r.expectEvents("Started Authorized Idle", "Ended Deauthorized Idle DeAuthorized")
		r.says(word{"CARD": infoAccepted}) // C10.FR.04
		r.saysInTransactions(nil)
		r.present("CARD")
		r.expectAsked("CARD")
		r.pass(2 * time.Minute)
		r.forget()
		r.present("CARD")
		r.expectAsked()
	})
}

func TestACachedRefusalGivesWayToTheCSMS(t *testing.T) {
	bubble(t, starting(), func(r *rig) {
		r.store(standing)
		r.says(word{"BAD": infoAccepted})
		r.plugIn()
		r.present("BAD")
		r.expectAsked("BAD")
		r.expectCharging(1)
	})
}

func TestACachedTokenIsForgottenInTime(t *testing.T) {
	bubble(t, starting(with(map[string]string{"AuthCacheCtrlr.LifeTime": "3600"})), func(r *rig) {
		late := infoAccepted
		late.CacheExpiryDateTime = &ocpp201.DateTime{Time: time.Now().Add(3 * time.Hour)}
		past := infoAccepted
		past.CacheExpiryDateTime = &ocpp201.DateTime{Time: time.Now().Add(-time.Second)}
		r.store(word{"SOON": infoAccepted, "LATE": late, "PAST": past})
		now := word{"SOON": infoUnknown, "LATE": infoUnknown, "PAST": infoUnknown}
		r.says(now)
		r.present("PAST")
		r.expectAsked("PAST") // note to C10.FR.10
		r.pass(time.Hour)
		r.present("SOON")
		r.expectAsked("PAST", "SOON") // C10.FR.10
		r.present("LATE")
		r.expectAsked("PAST", "SOON") // C10.FR.13
		r.pass(2 * time.Hour)
		r.present("LATE")
		r.expectAsked("PAST", "SOON", "LATE")
	})
}

func TestACacheThatIsSwitchedOffKeepsWhatItHas(t *testing.T) {
	bubble(t, starting(), func(r *rig) {
		r.store(standing)
		r.setVariable(cacheOn, "false")
		r.says(word{"GOOD": infoBlocked, "NEW": infoAccepted})
		r.present("GOOD")
		r.present("NEW")
		r.pass(2 * time.Minute)
		r.expectAsked("GOOD", "NEW")
		r.setVariable(cacheOn, "true")
		r.forget()
		r.plugIn()
		r.present("GOOD")
		r.expectAsked()
		r.expectCharging(1)
		r.present("GOOD")
		r.forget()
		r.present("NEW")
		r.expectAsked("NEW")
	})
}

func TestATokenAcceptedAsUnknownComesInByTheCSMSsWordOnly(t *testing.T) {
	bubble(t, starting(points("Authorized", "Authorized"), with(map[string]string{unknownToo: "true"})), func(r *rig) {
		r.saysInTransactions(nil)
		r.offline()
		r.present("NEW")
		r.pass(10 * time.Second)
		r.present("NEW") // stops
		r.expectCached(0)
		r.online()
		r.expectEvents("Started Authorized Idle", "Ended StopAuthorized Idle Local")
		r.expectCached(1) // C10.FR.05
	})
}

func TestIDsOfNobodyAreNotCached(t *testing.T) {
	bubble(t, starting(points("Authorized", "Authorized")), func(r *rig) {
		for _, kind := range []string{"Central", "NoAuthorization"} {
			r.ask("RequestStartTransaction", `{"remoteStartId":1,"evseId":1,"idToken":{"idToken":"","type":"`+kind+`"}}`)
			r.pass(2 * time.Minute)
		}
		if got := len(r.events()); got != 4 {
			t.Fatalf("expected two transactions of two events, got %d events", got)
		}
		r.expectCached(0)
	})
}

func TestStorageCountsTheBytesAndStaysBelowItsLimit(t *testing.T) {
	bubble(t, starting(), func(r *rig) {
		if got := r.variable("AuthCacheCtrlr", 0, "Storage"); got != "0" {
			t.Errorf("expected Storage 0 at first, got %s", got)
		}
		r.on("Authorize", status(ocpp201.AuthorizationStatusInvalid))
		for i := range 100 {
			r.present(fmt.Sprint("CARD", i))
		}
		used, err := strconv.Atoi(r.variable("AuthCacheCtrlr", 0, "Storage"))
		if err != nil || used > 8192 || used < 8192*9/10 {
			t.Errorf("expected Storage just below %d after 100 cards, got %d, %v", 8192, used, err)
		}
		r.setVariable(noPost, "true")
		r.forget()
		r.present("CARD0")
		r.expectAsked("CARD0")
		r.forget()
		r.present("CARD99")
		r.expectAsked()
	})
}

// expectCached counts the entries that would survive a reboot now.
func (r *rig) expectCached(want int) {
	r.Helper()
	var kept struct{ Entries []any }
	data, err := r.config.Store.Load(drivers.Record)
	if err == nil && data != nil {
		err = json.Unmarshal(data, &kept)
	}
	if err != nil || len(kept.Entries) != want {
		r.Errorf("expected %d entries in the cache, got %d, %v", want, len(kept.Entries), err)
	}
}
