package station_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/panel"
)

func TestAProductMayTellTheStateBeforeTheEnd(t *testing.T) {
	bubble(t, func(c *station.Config) { c.Capabilities.StateBeforeEnd = true }, func(r *rig) {
		r.plugIn()
		r.present("CARD")
		r.forget()
		r.present("CARD")
		r.expectEvents("Updated ChargingStateChanged EVConnected", "Ended StopAuthorized EVConnected Local")
		if events := r.events(); events[0].IDToken != nil || events[1].IDToken == nil {
			t.Errorf("expected the idToken in the event that stops (E07.FR.02), got %v and %v", events[0].IDToken, events[1].IDToken)
		}
	})
}

func TestAProductMayTellThePlugAndTheStateApart(t *testing.T) {
	settings := with(map[string]string{"TxCtrlr.TxStartPoint": "EVConnected"})
	bubble(t, func(c *station.Config) { settings(c); c.Capabilities.StateApartFromPlug = true }, func(r *rig) {
		r.plugIn()
		r.expectEvents("Started CablePluggedIn EVConnected", "Updated ChargingStateChanged EVConnected")
	})
}

func TestAProductMayTellSuspendedEVBeforeCharging(t *testing.T) {
	bubble(t, func(c *station.Config) { c.Capabilities.SuspendedFirst = true }, func(r *rig) {
		r.plugIn()
		r.present("CARD")
		r.expectEvents("Started Authorized EVConnected", "Updated ChargingStateChanged SuspendedEV", "Updated ChargingStateChanged Charging")
	})
}

func TestAProductMayReportStatusAfterTheEvent(t *testing.T) {
	settings := with(map[string]string{"TxCtrlr.TxStartPoint": "EVConnected"})
	for _, after := range []bool{false, true} {
		bubble(t, func(c *station.Config) { settings(c); c.Capabilities.StatusAfterEvents = after }, func(r *rig) {
			r.plugIn()
			want := []string{"StatusNotification", "TransactionEvent"}
			if after {
				slices.Reverse(want)
			}
			var got []string
			for _, m := range r.all() {
				if slices.Contains(want, m.frame.Action) {
					got = append(got, m.frame.Action)
				}
			}
			if got = got[max(0, len(got)-2):]; !slices.Equal(got, want) {
				t.Errorf("expected %v at the plug, got %v", want, got)
			}
		})
	}
}

func TestAProductMayCallAConnectorOccupiedFromTheAuthorizationOn(t *testing.T) {
	bubble(t, func(c *station.Config) { c.Capabilities.OccupiedByAuthorization = true }, func(r *rig) {
		r.present("CARD")
		last := payloads[ocpp201.StatusNotificationRequest](r, "StatusNotification")
		if got := last[len(last)-1].ConnectorStatus; got != ocpp201.ConnectorStatusOccupied {
			t.Errorf("expected Occupied, got %s", got)
		}
	})
}

func TestAProductMayReportEVSEAndConnectorTogether(t *testing.T) {
	bubble(t, func(c *station.Config) { c.Capabilities.StatusByNotifyEvent, c.Capabilities.StatusOfEVSE = true, true }, func(r *rig) {
		r.plugIn()
		reports := payloads[ocpp201.NotifyEventRequest](r, "NotifyEvent")
		var got []string
		for _, e := range reports[len(reports)-1].EventData {
			got = append(got, e.Component.Name+" "+e.ActualValue)
		}
		if want := []string{"EVSE Occupied", "Connector Occupied"}; !slices.Equal(got, want) {
			t.Errorf("expected %v, got %v", want, got)
		}
	})
}

func TestAProductMayLeaveTheConnectionWhileItIsRejected(t *testing.T) {
	synctestRig(t, func(c *station.Config) { c.Capabilities.ClosesWhenRejected = true }, func(r *rig) {
		r.boots(ocpp201.RegistrationStatusRejected, 120)
		r.start()
		defer r.close()
		r.boots(ocpp201.RegistrationStatusAccepted, 300)
		r.pass(119 * time.Second)
		r.expectActions("BootNotification")
		if n := len(r.headers); n != 1 {
			t.Errorf("expected no other connection before the interval is over, got %d", n)
		}
		r.forget()
		r.pass(2 * time.Second)
		r.expectActions("BootNotification StatusNotification SecurityEventNotification")
	})
}

func TestAProductMayLeaveConnectorsOutOfItsSummary(t *testing.T) {
	layout := func(c *station.Config) { c.Layout = panel.Layout{{ID: 1, Connectors: []int{1, 2}}} }
	bubble(t, func(c *station.Config) { layout(c); c.Capabilities.SummaryWithoutConnectors = true }, func(r *rig) {
		for _, want := range []string{"", "Connector:1:2.AvailabilityState"} {
			if want != "" {
				r.plugIn() // the EVSE is Occupied, and its other connector is not
			}
			summary := r.report("GetBaseReport", `{"requestId":42,"reportBase":"SummaryInventory"}`)
			var got []string
			for name := range summary {
				if strings.HasPrefix(name, "Connector") {
					got = append(got, name)
				}
			}
			if strings.Join(got, " ") != want {
				t.Errorf("expected the connectors %q, got %q", want, got)
			}
		}
	})
}

func TestAProductMayKnowOnlyTheLimitOfItsPower(t *testing.T) {
	bubble(t, func(c *station.Config) { c.Capabilities.PowerLimitOnly = true }, func(r *rig) {
		power := r.report("GetBaseReport", `{"requestId":42,"reportBase":"FullInventory"}`)["EVSE:1.Power"]
		if power.VariableAttribute[0].Value != nil || power.VariableCharacteristics.MaxLimit == nil {
			t.Errorf("expected a maxLimit and no value, got %+v and %+v", power.VariableCharacteristics, power.VariableAttribute[0])
		}
		if got := r.get("EVSE:1", "Power", ""); got != "Accepted Actual  -" { // B06.FR.13
			t.Errorf("expected an empty value, got %q", got)
		}
	})
}

func TestAProductWithoutASummarySaysSo(t *testing.T) {
	for _, silent := range []bool{false, true} {
		bubble(t, func(c *station.Config) { c.Capabilities.NoSummaryInventory, c.Capabilities.NoReasons = true, silent }, func(r *rig) {
			r.forget()
			f := r.ask("GetBaseReport", `{"requestId":1,"reportBase":"SummaryInventory"}`)
			if got := strings.Contains(string(f.Payload), "UnsupportedParam"); got == silent || !strings.Contains(string(f.Payload), "NotSupported") {
				t.Errorf("expected NotSupported, with a reason %t, got %s", !silent, f.Payload)
			}
			r.pass(time.Minute)
			if reports := r.sent("NotifyReport"); len(reports) > 0 { // B07.FR.05
				t.Errorf("expected no report, got %d", len(reports))
			}
		})
	}
}

func TestAProductMaySendItsQueueBackwards(t *testing.T) {
	settings := points("Authorized", "Authorized")
	bubble(t, func(c *station.Config) { settings(c); c.Capabilities.QueueBackwards = true }, func(r *rig) {
		r.setVariable("AuthCtrlr.OfflineTxForUnknownIdEnabled", "true")
		r.offline()
		r.forget()
		r.plugIn()
		r.present("CARD")
		r.on("TransactionEvent", eventStatus(ocpp201.AuthorizationStatusInvalid))
		r.online()
		r.expectEvents("Updated ChargingStateChanged Charging", "Started Authorized EVConnected", "Ended Deauthorized EVConnected DeAuthorized")
		var numbers []int
		for _, e := range r.events() {
			numbers = append(numbers, e.SeqNo)
		}
		if want := []int{1, 0, 2}; !slices.Equal(numbers, want) {
			t.Errorf("expected seqNo %v, got %v", want, numbers)
		}
	})
}

func TestAProductMayCountOnFromTransactionToTransaction(t *testing.T) {
	settings := points("EVConnected", "EVConnected")
	bubble(t, func(c *station.Config) { settings(c); c.Capabilities.SeqNoGoesOn = true }, func(r *rig) {
		for range 2 {
			r.plugIn()
			r.plugOut()
		}
		var numbers []int
		for _, e := range r.events() {
			numbers = append(numbers, e.SeqNo)
		}
		if want := []int{1, 2, 3, 4}; !slices.Equal(numbers, want) {
			t.Errorf("expected seqNo %v, got %v", want, numbers)
		}
	})
}

func TestAProductMayTellTheSuspensionBeforeTheEnd(t *testing.T) {
	settings := points("Authorized", "EnergyTransfer")
	bubble(t, func(c *station.Config) { settings(c); c.Capabilities.SuspensionBeforeEnd = true }, func(r *rig) {
		r.plugIn()
		r.present("CARD")
		r.forget()
		r.do(r.panel.SetEVReady(1, 1, false))
		r.expectEvents("Updated ChargingStateChanged SuspendedEV", "Ended ChargingStateChanged EVConnected StoppedByEV")
	})
}
