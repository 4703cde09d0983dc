package station_test

import (
	"slices"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
)

const (
	stopOnInvalid = "TxCtrlr.StopTxOnInvalidId"
	maxEnergyID   = "TxCtrlr.MaxEnergyOnInvalidId"
)

// chargingTime is how long the reference station's EV takes for an energy in Wh, at 3 × 230 V × 32 A × 0.98, from the time on
// at which its current begins to rise.
func chargingTime(wh float64) time.Duration {
	return 3*time.Second/2 + time.Duration(wh/(22080*0.98)*float64(time.Hour))
}

func TestARefusedTokenMayHaveItsAllowance(t *testing.T) {
	type row struct {
		stop   string
		states []string // what follows
	}
	each(t, map[string]row{
		"EVConnected":    {"EVConnected", []string{"Updated ChargingStateChanged SuspendedEVSE"}},
		"Authorized":     {"Authorized", []string{"Updated ChargingStateChanged SuspendedEVSE"}},
		"EnergyTransfer": {"EnergyTransfer", []string{"Ended ChargingStateChanged EVConnected DeAuthorized"}},
	}, func(t *testing.T, row row) {
		bubble(t, productOf(map[string]string{stopOnInvalid: "false", maxEnergyID: "1000"}, points("EVConnected", row.stop)), func(r *rig) {
			r.saysInTransactions(word{"CARD": infoInvalid})
			r.charge("CARD")
			r.pass(chargingTime(999))
			r.expectEvents() // E05.FR.03
			r.expectCharging(1)
			r.pass(chargingTime(2))
			r.expectEvents(row.states...)
			r.expectCharging()
		})
	})
}

func TestTheAllowanceCountsWhatTheTransactionHasHad(t *testing.T) {
	bubble(t, productOf(map[string]string{stopOnInvalid: "false", maxEnergyID: "1000", unknownToo: "true"}, points("EVConnected", "EVConnected")), func(r *rig) {
		r.saysInTransactions(word{"CARD": infoInvalid})
		r.offline()
		r.charge("CARD")
		r.pass(chargingTime(1001))
		r.expectCharging(1)
		r.online()
		r.expectCharging()
		events := r.events()
		last := events[len(events)-1]
		if got := brief(events[len(events)-1:])[0]; got != "Updated ChargingStateChanged SuspendedEVSE" || last.Offline != nil {
			t.Errorf("expected an Updated event of SuspendedEVSE that is not offline (C15.FR.06), got %s %v", got, last.Offline)
		}
	})
}

func TestAnAllowanceWaitsWhileTheEVDoes(t *testing.T) {
	bubble(t, productOf(map[string]string{stopOnInvalid: "false", maxEnergyID: "1000"}, points("EVConnected", "EVConnected")), func(r *rig) {
		r.saysInTransactions(word{"CARD": infoInvalid})
		r.charge("CARD")
		r.pass(chargingTime(500))
		r.do(r.panel.SetEVReady(1, 1, false))
		r.pass(chargingTime(2000))
		r.do(r.panel.SetEVReady(1, 1, true))
		r.pass(chargingTime(499))
		r.expectCharging(1)
		r.pass(chargingTime(2))
		r.expectCharging()
		r.do(r.panel.SetEVReady(1, 1, false))
		r.do(r.panel.SetEVReady(1, 1, true))
		r.expectCharging()
	})
}

func TestALowerAllowanceTakesEffectAtOnce(t *testing.T) {
	bubble(t, productOf(map[string]string{stopOnInvalid: "false", maxEnergyID: "1000"}, points("EVConnected", "EVConnected")), func(r *rig) {
		r.saysInTransactions(word{"CARD": infoInvalid})
		r.charge("CARD")
		r.pass(chargingTime(500))
		r.setVariable(maxEnergyID, "400")
		r.expectCharging()
	})
}

func TestTheAllowanceSurvivesAPowerCut(t *testing.T) {
	bubble(t, productOf(map[string]string{stopOnInvalid: "false", maxEnergyID: "1000"}, points("EVConnected", "EVConnected"), func(c *station.Config) {
		c.Capabilities.ResumeAfterPowerLoss = true
		c.Settings["SampledDataCtrlr.TxUpdatedInterval"] = "10"
	}), func(r *rig) {
		r.saysInTransactions(word{"CARD": infoInvalid})
		r.charge("CARD")
		r.pass(chargingTime(500))
		r.reboot()
		r.expectCharging(1)
		r.pass(chargingTime(700)) // what was counted since the last event before the cut is lost
		r.expectCharging()
	})
}

func TestStopTxOnInvalidIdLeavesNoAllowance(t *testing.T) {
	bubble(t, productOf(map[string]string{maxEnergyID: "1000"}, points("EVConnected", "Authorized")), func(r *rig) {
		r.saysInTransactions(word{"CARD": infoInvalid})
		r.plugIn()
		r.present("CARD")
		r.expectCharging()
		events := r.events()
		if got := brief(events[len(events)-1:])[0]; got != "Ended Deauthorized EVConnected DeAuthorized" {
			t.Errorf("expected the transaction to end at once (E05.FR.10), got %s", got)
		}
	})
}

func TestARefusalBeforeThePlugLeavesNothingToCharge(t *testing.T) {
	bubble(t, productOf(map[string]string{stopOnInvalid: "false"}, points("Authorized", "EVConnected")), func(r *rig) {
		r.saysInTransactions(word{"CARD": infoInvalid})
		r.present("CARD")
		r.plugIn()
		r.expectEvents("Started Authorized Idle", "Updated CablePluggedIn EVConnected", "Updated ChargingStateChanged SuspendedEVSE")
	})
}

func TestEveryStatusButAcceptedRefuses(t *testing.T) {
	for _, s := range []ocpp201.AuthorizationStatus{
		ocpp201.AuthorizationStatusBlocked, ocpp201.AuthorizationStatusConcurrentTx, ocpp201.AuthorizationStatusExpired,
		ocpp201.AuthorizationStatusInvalid, ocpp201.AuthorizationStatusNoCredit, ocpp201.AuthorizationStatusNotAllowedTypeEVSE,
		ocpp201.AuthorizationStatusNotAtThisLocation, ocpp201.AuthorizationStatusNotAtThisTime, ocpp201.AuthorizationStatusUnknown,
	} {
		bubble(t, points("EVConnected", "Authorized"), func(r *rig) {
			r.saysInTransactions(word{"CARD": {Status: s}})
			r.plugIn()
			r.present("CARD")
			r.expectCharging()
		})
	}
}

func TestAProductMayTellARefusalInItsOwnWay(t *testing.T) {
	each(t, map[string]struct {
		choose func(*station.Capabilities)
		stop   string
		want   []string
		held   bool
	}{
		"in two steps": {
			func(c *station.Capabilities) { c.DeauthorizedThenState = true }, "EVConnected",
			[]string{"Updated Deauthorized Charging", "Updated ChargingStateChanged EVConnected"}, true,
		},
		"in two steps, which the end leaves no room for": {
			func(c *station.Capabilities) { c.DeauthorizedThenState = true }, "Authorized",
			[]string{"Ended Deauthorized EVConnected DeAuthorized"}, true,
		},
		"as SuspendedEVSE": {
			func(c *station.Capabilities) { c.SuspendedByRefusal = true }, "EVConnected",
			[]string{"Updated Deauthorized SuspendedEVSE", "Updated ChargingStateChanged EVConnected"}, true,
		},
		"with the cable free": {
			func(c *station.Capabilities) { c.FreesRefusedCable = true }, "EVConnected",
			[]string{"Updated Deauthorized EVConnected"}, false,
		},
	}, func(t *testing.T, row struct {
		choose func(*station.Capabilities)
		stop   string
		want   []string
		held   bool
	}) {
		bubble(t, productOf(nil, points("EVConnected", row.stop), func(c *station.Config) { row.choose(&c.Capabilities) }), func(r *rig) {
			r.saysInTransactions(word{"CARD": infoInvalid})
			r.plugIn()
			r.present("CARD")
			got := brief(r.events())[3:]
			if !slices.Equal(got, row.want) {
				t.Errorf("expected the events %q after Charging, got %q", row.want, got)
			}
			r.expectCharging()
			if held := r.panel.Read().Connectors[0].Locked; held != row.held {
				t.Errorf("expected the cable held = %t, got %t", row.held, held)
			}
		})
	})
}
