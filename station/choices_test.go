package station

import (
	"slices"
	"testing"

	"github.com/certbench/certbench/schemas/ocpp201"
)

func TestAProductMayTellTheStateBeforeTheEnd(t *testing.T) {
	bubble(t, func(c *Config) { c.Capabilities.StateBeforeEnd = true }, func(r *rig) {
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
	bubble(t, func(c *Config) { settings(c); c.Capabilities.StateApartFromPlug = true }, func(r *rig) {
		r.plugIn()
		r.expectEvents("Started CablePluggedIn EVConnected", "Updated ChargingStateChanged EVConnected")
	})
}

func TestAProductMayTellSuspendedEVBeforeCharging(t *testing.T) {
	bubble(t, func(c *Config) { c.Capabilities.SuspendedFirst = true }, func(r *rig) {
		r.plugIn()
		r.present("CARD")
		r.expectEvents("Started Authorized EVConnected", "Updated ChargingStateChanged SuspendedEV", "Updated ChargingStateChanged Charging")
	})
}

func TestAProductMayReportStatusAfterTheEvent(t *testing.T) {
	settings := with(map[string]string{"TxCtrlr.TxStartPoint": "EVConnected"})
	for _, after := range []bool{false, true} {
		bubble(t, func(c *Config) { settings(c); c.Capabilities.StatusAfterEvents = after }, func(r *rig) {
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
	bubble(t, func(c *Config) { c.Capabilities.OccupiedByAuthorization = true }, func(r *rig) {
		r.present("CARD")
		last := payloads[ocpp201.StatusNotificationRequest](r, "StatusNotification")
		if got := last[len(last)-1].ConnectorStatus; got != ocpp201.ConnectorStatusOccupied {
			t.Errorf("expected Occupied, got %s", got)
		}
	})
}

func TestAProductMayReportEVSEAndConnectorTogether(t *testing.T) {
	bubble(t, func(c *Config) { c.Capabilities.StatusByNotifyEvent, c.Capabilities.StatusOfEVSE = true, true }, func(r *rig) {
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
