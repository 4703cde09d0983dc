package station_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/panel"
)

func points(start, stop string) func(*station.Config) {
	return with(map[string]string{"TxCtrlr.TxStartPoint": start, "TxCtrlr.TxStopPoint": stop})
}

func status(s ocpp201.AuthorizationStatus) func(json.RawMessage) any {
	return func(json.RawMessage) any {
		return ocpp201.AuthorizeResponse{IDTokenInfo: ocpp201.IDTokenInfo{Status: s}}
	}
}

func eventStatus(s ocpp201.AuthorizationStatus) func(json.RawMessage) any {
	return func(json.RawMessage) any {
		return ocpp201.TransactionEventResponse{IDTokenInfo: &ocpp201.IDTokenInfo{Status: s}}
	}
}

func TestARefusedTokenStartsNothing(t *testing.T) {
	for _, s := range []ocpp201.AuthorizationStatus{ocpp201.AuthorizationStatusInvalid, ocpp201.AuthorizationStatusBlocked, ocpp201.AuthorizationStatusExpired} {
		bubble(t, points("Authorized", "Authorized"), func(r *rig) {
			r.on("Authorize", status(s))
			r.forget()
			r.present("CARD")
			r.plugIn()
			r.expectActions("Authorize StatusNotification")
			if r.panel.Read().Connectors[0].Contactor {
				t.Error("expected no energy for a refused token")
			}
		})
	}
}

func TestATokenWithoutAPlugEndsByTimeout(t *testing.T) {
	bubble(t, points("Authorized", "EVConnected"), func(r *rig) {
		r.present("CARD")
		r.pass(time.Minute)
		r.expectEvents("Started Authorized Idle", "Ended EVConnectTimeout Idle Timeout")
		sound(t, r.events())
		r.forget()
		r.plugIn()
		r.expectEvents()
		r.present("CARD")
		r.expectEvents("Started Authorized EVConnected", "Updated ChargingStateChanged Charging")
	})
}

func TestTheTimeoutOnlyDeauthorizesWhenTheBayEndsTheTransaction(t *testing.T) {
	bubble(t, points("Authorized", "ParkingBayOccupancy"), func(r *rig) {
		r.do(r.panel.Bay(1, true))
		r.present("CARD")
		r.pass(time.Minute)
		r.expectEvents("Started Authorized Idle", "Updated EVConnectTimeout Idle") // E03.FR.15
	})
}

func TestAnotherTokenDoesNotStopATransaction(t *testing.T) {
	bubble(t, nil, func(r *rig) {
		r.plugIn()
		r.present("CARD")
		r.present("OTHER")
		r.expectEvents("Started Authorized EVConnected", "Updated ChargingStateChanged Charging")
	})
}

func TestATokenOfTheSameGroupStopsTheTransaction(t *testing.T) {
	group := &ocpp201.IDToken{IDToken: "FLEET", Type: ocpp201.IDTokenEnumCentral}
	bubble(t, nil, func(r *rig) {
		r.on("Authorize", func(json.RawMessage) any {
			return ocpp201.AuthorizeResponse{IDTokenInfo: ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusAccepted, GroupIDToken: group}}
		})
		r.plugIn()
		r.present("CARD")
		r.present("OTHER")
		r.expectEvents("Started Authorized EVConnected", "Updated ChargingStateChanged Charging", "Ended StopAuthorized EVConnected Local")
		events := r.events()
		if got := events[2].IDToken; got == nil || got.IDToken != "OTHER" {
			t.Errorf("expected the token that stopped in the Ended event, got %v", got)
		}
	})
}

func TestATokenMayBeLimitedToOtherEVSEs(t *testing.T) {
	bubble(t, nil, func(r *rig) {
		r.on("Authorize", func(json.RawMessage) any {
			return ocpp201.AuthorizeResponse{IDTokenInfo: ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusAccepted, EVSEID: []int{2}}}
		})
		r.plugIn()
		r.present("CARD")
		r.expectEvents()
	})
}

func TestARefusalInTransactionEventResponse(t *testing.T) {
	charging := []string{"Started CablePluggedIn EVConnected", "Updated Authorized EVConnected", "Updated ChargingStateChanged Charging"}
	cases := []struct {
		stop, stopOnInvalid string
		want                []string
	}{
		{"Authorized", "true", append(charging[:3:3], "Ended Deauthorized EVConnected DeAuthorized")},  // E05.FR.10
		{"EVConnected", "true", append(charging[:3:3], "Updated Deauthorized EVConnected")},            // E05.FR.09
		{"EVConnected", "false", append(charging[:3:3], "Updated ChargingStateChanged SuspendedEVSE")}, // E05.FR.02
		{"EnergyTransfer", "false", append(charging[:3:3], "Ended ChargingStateChanged EVConnected DeAuthorized")},
	}
	for _, c := range cases {
		t.Run(c.stop+" "+c.stopOnInvalid, func(t *testing.T) {
			bubble(t, points("EVConnected", c.stop), func(r *rig) {
				r.setVariable("TxCtrlr.StopTxOnInvalidId", c.stopOnInvalid)
				r.on("TransactionEvent", eventStatus(ocpp201.AuthorizationStatusInvalid))
				r.plugIn()
				r.present("CARD")
				r.expectEvents(c.want...)
				if r.panel.Read().Connectors[0].Contactor {
					t.Error("expected no energy after the refusal")
				}
			})
		})
	}
}

func TestARefusedDriversCableStaysLockedUntilTheTokenIsShown(t *testing.T) {
	bubble(t, points("EVConnected", "Authorized"), func(r *rig) {
		r.on("TransactionEvent", eventStatus(ocpp201.AuthorizationStatusBlocked))
		r.plugIn()
		r.present("CARD")
		if !r.panel.Read().Connectors[0].Locked {
			t.Fatal("expected the cable to stay locked (E05.FR.11)")
		}
		r.on("Authorize", status(ocpp201.AuthorizationStatusInvalid))
		r.present("OTHER")
		if !r.panel.Read().Connectors[0].Locked {
			t.Error("expected another token to leave the cable locked")
		}
		r.present("CARD")
		r.plugOut()
	})
}

func TestUnpluggingTheEVEnd(t *testing.T) {
	cases := []struct {
		stop, stopOnDisconnect string
		want                   []string
	}{
		{"Authorized", "true", []string{"Ended EVCommunicationLost Idle EVDisconnected"}},                                                                    // E09
		{"ParkingBayOccupancy", "true", []string{"Updated EVCommunicationLost Idle"}},                                                                        // E09.FR.01
		{"EVConnected", "false", []string{"Ended EVCommunicationLost Idle EVDisconnected"}},                                                                  // E06.FR.02
		{"Authorized", "false", []string{"Updated EVCommunicationLost Idle", "Updated CablePluggedIn EVConnected", "Updated ChargingStateChanged Charging"}}, // E10
	}
	for _, c := range cases {
		t.Run(c.stop+" "+c.stopOnDisconnect, func(t *testing.T) {
			bubble(t, points("EVConnected", c.stop), func(r *rig) {
				r.setVariable("TxCtrlr.StopTxOnEVSideDisconnect", c.stopOnDisconnect)
				r.plugIn()
				r.present("CARD")
				r.forget()
				r.do(r.panel.PlugOutEV(1, 1))
				if c.want[0] == "Updated EVCommunicationLost Idle" && c.stopOnDisconnect == "false" {
					r.do(r.panel.PlugInEV(1, 1))
				}
				r.expectEvents(c.want...)
				if len(r.statuses()) > 0 {
					t.Errorf("expected no status change while the cable is in the socket, got %v", r.statuses())
				}
			})
		})
	}
}

func TestAFixedCableThatIsNotPluggedInAgainDeauthorizes(t *testing.T) {
	bubble(t, func(c *station.Config) {
		c.Layout = fixedCable
		points("EVConnected", "Authorized")(c)
		c.Settings["TxCtrlr.StopTxOnEVSideDisconnect"] = "false"
	}, func(r *rig) {
		r.plugIn()
		r.present("CARD")
		r.forget()
		r.do(r.panel.PlugOutEV(1, 1))
		r.pass(time.Minute)
		r.expectEvents("Updated EVCommunicationLost Idle", "Ended EVConnectTimeout Idle Timeout") // E10.FR.02
		r.expectStatuses("1.1 Available")                                                         // without an EV a fixed cable is free for the next, authorized or not
	})
}

func TestTheCableOfALostEVIsLetGoAtOnceWhereThatIsConfigured(t *testing.T) {
	for unlock, locked := range map[string]bool{"true": false, "false": true} { // E09.FR.02, FR.03
		bubble(t, points("EVConnected", "Authorized"), func(r *rig) {
			r.setVariable("OCPPCommCtrlr.UnlockOnEVSideDisconnect", unlock)
			r.plugIn()
			r.present("CARD")
			r.do(r.panel.PlugOutEV(1, 1))
			if got := r.panel.Read().Connectors[0].Locked; got != locked {
				t.Errorf("UnlockOnEVSideDisconnect %s: expected locked %t, got %t", unlock, locked, got)
			}
		})
	}
}

func TestTheEVSuspendsAndResumes(t *testing.T) {
	bubble(t, nil, func(r *rig) {
		r.plugIn()
		r.present("CARD")
		r.forget()
		r.do(r.panel.SetEVReady(1, 1, false))
		r.do(r.panel.SetEVReady(1, 1, true))
		r.expectEvents("Updated ChargingStateChanged SuspendedEV", "Updated ChargingStateChanged Charging")
	})
}

func TestWithoutALockNothingIsCharged(t *testing.T) {
	bubble(t, points("EVConnected", "EVConnected"), func(r *rig) {
		r.plugIn()
		r.do(r.panel.FailUnlock(1, 1, true))
		r.forget()
		r.present("CARD")
		r.expectActions("Authorize NotifyEvent TransactionEvent TransactionEvent")
		r.expectEvents("Updated Authorized EVConnected", "Updated ChargingStateChanged SuspendedEVSE")
		event := payloads[ocpp201.NotifyEventRequest](r, "NotifyEvent")[0].EventData[0]
		if event.Component.Name != "ConnectorPlugRetentionLock" || event.Variable.Name != "Problem" || event.ActualValue != "true" {
			t.Errorf("expected ConnectorPlugRetentionLock.Problem true (G05.FR.02), got %+v", event)
		}
	})
}

func TestAFaultEndsTheTransaction(t *testing.T) {
	bubble(t, nil, func(r *rig) {
		r.plugIn()
		r.present("CARD")
		r.forget()
		r.do(r.panel.Fault(1, 1, true))
		r.expectEvents("Ended AbnormalCondition EVConnected Other") // E06.FR.16
		r.do(r.panel.PlugOut(1, 1))
		r.do(r.panel.Fault(1, 1, false))
		r.expectStatuses("1.1 Faulted", "1.1 Available")
		r.forget()
		r.plugIn()
		r.present("CARD")
		r.expectEvents("Started Authorized EVConnected", "Updated ChargingStateChanged Charging")
	})
}

func TestTheStationWaitsForTheDriverToPlugInAtAnyEVSE(t *testing.T) {
	bubble(t, func(c *station.Config) { c.Layout = twoSockets; points("Authorized", "Authorized")(c) }, func(r *rig) {
		r.present("CARD")
		r.do(r.panel.PlugIn(2, 1, false))
		r.expectEvents("Started Authorized Idle", "Updated CablePluggedIn EVConnected", "Updated ChargingStateChanged Charging")
		events := r.events()
		if events[0].EVSE != nil || events[1].EVSE == nil || events[1].EVSE.ID != 2 {
			t.Errorf("expected evse 2 in the second event only, got %+v and %+v", events[0].EVSE, events[1].EVSE)
		}
		// E01.FR.17: the values of the begin come when charging starts.
		if len(events[0].MeterValue) != 0 || len(events[2].MeterValue) != 1 {
			t.Errorf("expected Transaction.Begin with the third event, got %d and %d values", len(events[0].MeterValue), len(events[2].MeterValue))
		}
	})
}

func TestTwoDriversChargeSideBySide(t *testing.T) {
	bubble(t, func(c *station.Config) { c.Layout = twoSockets; points("EVConnected", "EVConnected")(c) }, func(r *rig) {
		r.do(r.panel.PlugIn(1, 1, false))
		r.do(r.panel.PresentToken(panel.Token{ID: "ANN", Type: "ISO14443"}, 1, 0))
		r.do(r.panel.PlugIn(2, 1, false))
		r.do(r.panel.PresentToken(panel.Token{ID: "BEN", Type: "ISO14443"}, 2, 0))
		r.present("ANN")
		states := map[bool]int{}
		for _, c := range r.panel.Read().Connectors {
			states[c.Contactor]++
		}
		if states[true] != 1 || r.panel.Read().Connectors[0].Contactor {
			t.Errorf("expected only EVSE 2 to charge, got %+v", r.panel.Read().Connectors)
		}
	})
}

func TestAProductMayEndInTwoSteps(t *testing.T) {
	bubble(t, func(c *station.Config) { c.Capabilities.EndAfterStateChange = true }, func(r *rig) {
		r.plugIn()
		r.present("CARD")
		r.forget()
		r.present("CARD")
		r.expectEvents("Updated StopAuthorized Charging", "Ended ChargingStateChanged EVConnected Local")
	})
}

func TestAPowerCutEndsOrSuspendsATransaction(t *testing.T) {
	for _, resume := range []bool{false, true} {
		bubble(t, func(c *station.Config) { c.Capabilities.ResumeAfterPowerLoss = resume }, func(r *rig) {
			r.plugIn()
			r.present("CARD")
			r.pass(time.Minute)
			r.do(r.panel.PowerOff())
			r.pass(time.Minute)
			if c := r.panel.Read().Connectors[0]; c.Contactor {
				t.Error("expected an open contactor without mains")
			}
			r.do(r.panel.PowerOn())
			r.pass(time.Minute)
			want := []string{"Started Authorized EVConnected", "Updated ChargingStateChanged Charging", "Ended AbnormalCondition EVConnected PowerLoss"}
			if resume {
				want[2] = "Updated ChargingStateChanged Charging"
			}
			r.expectEvents(want...)
			if got := r.events()[2]; got.Offline == nil || !*got.Offline || got.SeqNo != 2 {
				t.Errorf("expected seqNo 2 and offline, got %d and %v", got.SeqNo, got.Offline)
			}
			if !resume {
				r.plugOut()
			}
		})
	}
}
