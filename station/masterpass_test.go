package station_test

import (
	"slices"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
)

const masterGroup = "AuthCtrlr.MasterPassGroupId"

// police has two EVSEs charge, and a Master Pass.
func police(ui bool, changes ...func(*station.Config)) func(*station.Config) {
	return productOf(map[string]string{masterGroup: "Police"}, append(changes, func(c *station.Config) {
		c.Layout, c.Capabilities.SingleReader, c.Capabilities.MasterPassUI = twoSockets, true, ui
	})...)
}

var known = word{"ANN": infoAccepted, "BEN": infoAccepted, "PASS": inGroup(accepted201, "POLICE"), "LOST": inGroup(blocked201, "POLICE")}

func (r *rig) chargeTwo() {
	r.Helper()
	r.says(known)
	r.saysInTransactions(known)
	r.do(r.panel.PlugIn(1, 1, false))
	r.present("ANN")
	r.do(r.panel.PlugIn(2, 1, false))
	r.present("BEN")
	r.expectCharging(1, 2)
	r.forget()
}

func TestAMasterPassWithoutAUIStopsAll(t *testing.T) {
	bubble(t, police(false), func(r *rig) {
		r.chargeTwo()
		r.present("PASS")
		r.expectAsked("PASS")
		r.expectEvents("Ended StopAuthorized EVConnected MasterPass", "Ended StopAuthorized EVConnected MasterPass")
		for _, e := range r.events() {
			if e.IDToken == nil || e.IDToken.IDToken != "PASS" {
				t.Errorf("expected the Master Pass in the Ended event (E07.FR.02), got %+v", e.IDToken)
			}
		}
		r.plugOut() // the cable is free
	})
}

func TestAMasterPassWithAUILetsItsHolderSelect(t *testing.T) {
	for selected, left := range map[int][]int{0: nil, 1: {2}, 2: {1}} {
		bubble(t, police(true), func(r *rig) {
			r.chargeTwo()
			r.present("PASS")
			r.expectEvents()
			if got := r.panel.Read().Selection; !slices.Equal(got, []int{1, 2}) {
				t.Fatalf("expected a menu of EVSEs 1 and 2 (C16.FR.01), got %v", got)
			}
			r.do(r.panel.Select(selected))
			r.expectCharging(left...)
			for _, e := range r.events() {
				if got := e.TransactionInfo.StoppedReason; got == nil || *got != ocpp201.ReasonMasterPass {
					t.Errorf("expected stoppedReason MasterPass, got %v", got)
				}
			}
		})
	}
}

func TestTheMasterPassUIGoesBackToNormal(t *testing.T) {
	bubble(t, police(true), func(r *rig) {
		r.chargeTwo()
		r.present("PASS")
		r.pass(time.Minute)
		if got := r.panel.Read().Selection; len(got) > 0 {
			t.Errorf("expected no menu after %v, got %v", time.Minute, got)
		}
		r.present("PASS")
		r.present("ANN") // her own card, for her own charge
		if got := r.panel.Read().Selection; len(got) > 0 {
			t.Errorf("expected no menu after another token, got %v", got)
		}
		r.expectCharging(2)
		r.present("PASS")
		if got := r.panel.Read().Selection; !slices.Equal(got, []int{2}) {
			t.Errorf("expected a menu of EVSE 2, got %v", got)
		}
	})
}

func TestAMasterPassStartsNothing(t *testing.T) {
	bubble(t, police(false, starting()), func(r *rig) {
		r.says(known)
		for range 2 { // the second time it is in the cache
			r.plugIn()
			r.present("PASS")
			r.expectCharging()
			r.plugOut()
		}
		r.expectAsked("PASS")
		r.plugIn()
		r.expect("RequestStartTransaction", `{"remoteStartId":1,"evseId":1,"idToken":{"idToken":"X","type":"Central"},"groupIdToken":{"idToken":"POLICE","type":"Central"}}`, "status", "Rejected")
		r.setVariable("AuthCtrlr.AuthorizeRemoteStart", "true")
		r.expect("RequestStartTransaction", `{"remoteStartId":1,"evseId":1,"idToken":{"idToken":"PASS","type":"ISO14443"}}`, "status", "Accepted")
		r.expectEvents()
		r.expectCharging()
	})
}

func TestARefusedMasterPassStopsNothing(t *testing.T) {
	bubble(t, police(false), func(r *rig) {
		r.chargeTwo()
		r.present("LOST")
		r.expectCharging(1, 2)
	})
}

func TestWithoutAGroupIDThereIsNoMasterPass(t *testing.T) {
	bubble(t, police(false, with(map[string]string{masterGroup: ""})), func(r *rig) {
		r.says(word{"PASS": inGroup(accepted201, "")})
		r.plugIn()
		r.present("PASS")
		r.expectCharging(1)
	})
}

func TestAMasterPassStopsWhatNobodyIsAuthorizedForAnyMore(t *testing.T) {
	bubble(t, police(false, points("EVConnected", "EVConnected")), func(r *rig) {
		r.says(known)
		r.plugIn()
		r.present("ANN")
		r.do(r.panel.PlugOutEV(1, 1)) // the cable is held for its owner
		r.do(r.panel.PlugInEV(1, 1))
		r.forget()
		r.present("PASS")
		r.plugOut()
		r.expectEvents("Updated StopAuthorized EVConnected", "Ended EVCommunicationLost Idle MasterPass")
	})
}

func TestAMasterPassWorksFromTheCacheOffline(t *testing.T) {
	bubble(t, police(false), func(r *rig) {
		r.store(known)
		r.chargeTwo()
		r.offline()
		r.present("PASS")
		r.expectCharging()
		r.pass(time.Minute)
	})
}

func TestAMasterPassFindsNothingToStop(t *testing.T) {
	bubble(t, police(true), func(r *rig) {
		r.says(known)
		r.present("PASS")
		if got := r.panel.Read(); len(got.Selection) > 0 || got.Display != "No transaction to stop" {
			t.Errorf("expected no menu where nothing can be stopped, got %v and %q", got.Selection, got.Display)
		}
	})
}

func TestAMenuOfAnEarlierLifeIsGone(t *testing.T) {
	bubble(t, police(true), func(r *rig) {
		r.chargeTwo()
		r.present("PASS")
		r.ask("Reset", `{"type":"Immediate"}`)
		r.pass(time.Minute)
		if got := r.panel.Read().Selection; len(got) > 0 {
			t.Errorf("expected no menu after a reset, got %v", got)
		}
	})
}
