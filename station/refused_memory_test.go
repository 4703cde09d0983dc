package station_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/panel"
)

// TestARefusalIsNotForgottenWhenTheStationIsKilled kills the station at each Save after the CSMS could refuse the token of
// a transaction. Whatever the moment, the refusal must end the transaction, and the cache must know of it.
func TestARefusalIsNotForgottenWhenTheStationIsKilled(t *testing.T) {
	for _, after := range []bool{false, true} {
		for n := 1; ; n++ {
			store := &deadlyStore{Store: station.Memory(), after: after}
			t.Run(fmt.Sprintf("after %t, save %d", after, n), func(t *testing.T) { killedWhenRefused(t, store, n) })
			if store.left > 0 {
				if n < 5 {
					t.Errorf("expected the stay to save at least five times, got %d", n)
				}
				break
			}
		}
	}
}

func killedWhenRefused(t *testing.T, store *deadlyStore, n int) {
	synctestRig(t, productOf(map[string]string{preAuthorize: "true"}, points("Authorized", "Authorized"), func(c *station.Config) {
		c.Store, c.Capabilities.ResumeAfterPowerLoss = store, true
	}), func(r *rig) {
		r.start()
		r.store(word{"CARD": infoAccepted})
		r.saysInTransactions(word{"CARD": infoBlocked})
		r.says(word{"CARD": infoBlocked})
		store.left = n
		r.try(r.panel.PlugIn(1, 1, false))
		r.revive()
		r.try(r.panel.PresentToken(panel.Token{ID: "CARD", Type: "ISO14443"}, 0, 0))
		r.revive()
		r.pass(10 * time.Minute)
		if store.left > 0 {
			store.left = math.MaxInt // what follows only looks
		}
		r.expectCharging()
		if events := r.events(); len(events) > 0 {
			complete(t, r)
			last := events[len(events)-1].TransactionInfo.StoppedReason
			if last == nil || *last != ocpp201.ReasonDeAuthorized {
				t.Errorf("expected the transaction to end with DeAuthorized, got %v", brief(events))
			}
			r.forget()
			r.present("CARD") // may free the cable that is held for its owner
			r.present("CARD")
			if len(r.asked()) == 0 {
				t.Error("expected an AuthorizeRequest for a token that the cache knows as Blocked, got none")
			}
		}
		r.close()
	})
}
