package station_test

import (
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
)

func locked(c *station.Config) { c.Capabilities.LockedUntilAuthorized = true }

func (r *rig) expectShut(want ...bool) {
	r.Helper()
	for i, c := range r.panel.Read().Connectors {
		if c.Shut != want[i] {
			r.Errorf("expected EVSE %d shut = %t, got %t", c.EVSE, want[i], c.Shut)
		}
	}
}

func TestALockedSocketOpensForAnAuthorizedDriverOnly(t *testing.T) {
	bubble(t, func(c *station.Config) { locked(c); points("Authorized", "Authorized")(c) }, func(r *rig) {
		r.says(word{"CARD": infoAccepted})
		if err := r.panel.PlugIn(1, 1, false); err == nil || !strings.Contains(err.Error(), "until a driver is authorized") {
			t.Errorf("expected the plug to be refused before authorization, got %v", err)
		}
		r.present("BAD")
		r.expectShut(true)
		r.present("CARD")
		r.expectShut(false)
		r.plugIn()
		r.expectCharging(1)
		r.expectShut(true) // nobody else may come, and the plug is in
		r.present("CARD")
		r.plugOut()
		r.expectShut(true)
	})
}

func TestALockedSocketCloses(t *testing.T) {
	each(t, map[string]func(*rig){
		"when nobody connects in time":      func(r *rig) { r.pass(time.Minute) },
		"when the driver thinks better":     func(r *rig) { r.present("CARD") },
		"when the power is cut meanwhile":   func(r *rig) { r.reboot() },
		"when the CSMS stops it":            func(r *rig) { r.ask("RequestStopTransaction", `{"transactionId":"`+r.transactionID()+`"}`) },
		"when the connector becomes faulty": func(r *rig) { r.do(r.panel.Fault(1, 1, true)) },
	}, func(t *testing.T, end func(*rig)) {
		bubble(t, func(c *station.Config) { locked(c); points("Authorized", "Authorized")(c) }, func(r *rig) {
			r.present("CARD")
			r.expectShut(false)
			end(r)
			r.expectShut(true)
		})
	})
}

func TestALockedSocketOpensForARemoteStart(t *testing.T) {
	bubble(t, locked, func(r *rig) {
		r.ask("RequestStartTransaction", startRequest)
		r.expectShut(false)
		r.plugIn()
		r.expectCharging(1)
	})
}

func TestEveryFreeSocketOpensForADriverWhoMayGoAnywhere(t *testing.T) {
	bubble(t, func(c *station.Config) { locked(c); twoEVSEs(true)(c) }, func(r *rig) {
		r.present("ANN")
		r.expectShut(false, false)
		r.do(r.panel.PlugIn(2, 1, false))
		r.expectShut(true, true)
		r.says(word{"BEN": {Status: ocpp201.AuthorizationStatusAccepted, EVSEID: []int{1}}})
		r.present("BEN")
		r.expectShut(false, true)
	})
}

func TestASocketThatNeedsNoAuthorizationIsOpen(t *testing.T) {
	bubble(t, nil, func(r *rig) { r.expectShut(false) })
	bubble(t, func(c *station.Config) {
		locked(c)
		c.Capabilities.AuthorizationSwitch = true
		c.Settings["AuthCtrlr.Enabled"] = "false"
	}, func(r *rig) { r.expectShut(false) })
}
