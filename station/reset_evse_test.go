package station_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/panel"
)

// resettable is a station of two EVSEs that resets each alone, and reports them while it does.
func resettable(c *station.Config) {
	c.Layout = twoSockets
	c.Capabilities.ResetEVSE, c.Capabilities.UnavailableWhileResetting = true, true
	c.Boot.Duration = 2 * time.Second
	points("EVConnected", "EVConnected")(c)
}

// variable asks for a variable of an EVSE, or of a controller when evse is 0.
func (r *rig) variable(component string, evse int, name string) string {
	r.Helper()
	at := ""
	if evse != 0 {
		at = fmt.Sprintf(`,"evse":{"id":%d}`, evse)
	}
	f := r.ask("GetVariables", fmt.Sprintf(`{"getVariableData":[{"component":{"name":%q%s},"variable":{"name":%q}}]}`, component, at, name))
	var got ocpp201.GetVariablesResponse
	if err := ocpp201.Decode(f.Payload, &got); err != nil {
		r.Fatal(err)
	}
	if len(got.GetVariableResult) != 1 || got.GetVariableResult[0].AttributeValue == nil {
		r.Fatalf("%s.%s: expected one value, got %s", component, name, f.Payload)
	}
	return *got.GetVariableResult[0].AttributeValue
}

func TestAnIdleEVSEIsResetAlone(t *testing.T) {
	bubble(t, resettable, func(r *rig) {
		r.pass(time.Minute)
		r.forget()
		connections := len(r.network.attempts())
		r.expect("Reset", `{"type":"OnIdle","evseId":2}`, "status", "Accepted") // B11.FR.08
		if got := r.variable("EVSE", 2, "AvailabilityState"); got != "Unavailable" {
			t.Errorf("expected the EVSE to be Unavailable meanwhile, got %s", got)
		}
		r.pass(3 * time.Second)
		r.expectStatuses("2.1 Unavailable", "2.1 Available")
		r.pass(time.Minute)
		r.expectActions("StatusNotification StatusNotification")
		if n := len(r.network.attempts()); n != connections {
			t.Errorf("expected the connection to stay, got %d attempts to connect", n-connections)
		}
	})
}

func TestAProductMayResetAnEVSESilently(t *testing.T) {
	bubble(t, func(c *station.Config) { resettable(c); c.Capabilities.UnavailableWhileResetting = false }, func(r *rig) {
		r.pass(time.Minute)
		r.forget()
		r.expect("Reset", `{"type":"OnIdle","evseId":1}`, "status", "Accepted")
		r.pass(time.Minute)
		r.expectActions("")
	})
}

func TestWhetherOneEVSECanBeResetIsTold(t *testing.T) {
	for _, can := range []bool{false, true} {
		bubble(t, func(c *station.Config) { resettable(c); c.Capabilities.ResetEVSE = can }, func(r *rig) {
			r.pass(3 * time.Second)
			want := map[bool]string{false: "false", true: "true"}[can]
			if got := r.variable("EVSE", 1, "AllowReset"); got != want { // B11.FR.10
				t.Errorf("expected AllowReset %s, got %s", want, got)
			}
		})
	}
}

func TestAResetThatCannotBeIsRejectedWithItsReason(t *testing.T) {
	for _, c := range []struct {
		can            bool
		request, code  string
		inTransactions bool
	}{
		{false, `{"type":"OnIdle","evseId":1}`, "UnsupportedRequest", false},   // B11.FR.09
		{false, `{"type":"OnIdle","evseId":1}`, "UnsupportedRequest", true},    // B12.FR.09
		{false, `{"type":"Immediate","evseId":1}`, "UnsupportedRequest", true}, // B12.FR.09
		{true, `{"type":"OnIdle","evseId":9}`, "UnknownEvse", false},
	} {
		bubble(t, func(config *station.Config) { resettable(config); config.Capabilities.ResetEVSE = c.can }, func(r *rig) {
			r.pass(3 * time.Second)
			if c.inTransactions {
				r.plugIn()
			}
			r.forget()
			var got ocpp201.ResetResponse
			if err := ocpp201.Decode(r.ask("Reset", c.request).Payload, &got); err != nil {
				t.Fatal(err)
			}
			if got.Status != ocpp201.ResetStatusRejected || got.StatusInfo == nil || got.StatusInfo.ReasonCode != c.code {
				t.Errorf("%s: expected Rejected with %s, got %+v", c.request, c.code, got)
			}
			r.pass(time.Minute)
			r.expectActions("")
		})
	}
}

func TestAnEVSEWaitsWithItsResetForItsTransactionOnly(t *testing.T) {
	bubble(t, resettable, func(r *rig) {
		r.pass(time.Minute)
		r.plugIn()
		r.do(r.panel.PlugIn(2, 1, false))
		r.forget()
		r.expect("Reset", `{"type":"OnIdle","evseId":1}`, "status", "Scheduled") // B12.FR.01
		r.pass(time.Minute)
		r.expectActions("")
		r.plugOut()
		r.pass(time.Minute)
		r.expectEvents("Ended EVCommunicationLost Idle EVDisconnected") // B12.FR.07
		r.expectStatuses("1.1 Available", "1.1 Unavailable", "1.1 Available")
		r.expect("GetTransactionStatus", `{}`, "messagesInQueue", "false")
		r.forget()
		r.do(r.panel.PlugOut(2, 1))
		r.expectEvents("Ended EVCommunicationLost Idle EVDisconnected")
	})
}

func TestAnImmediateResetOfAnEVSEEndsItsTransactionFirst(t *testing.T) {
	bubble(t, resettable, func(r *rig) {
		r.pass(time.Minute)
		r.plugIn()
		r.present("CARD")
		r.do(r.panel.PlugIn(2, 1, false))
		r.forget()
		r.expect("Reset", `{"type":"Immediate","evseId":1}`, "status", "Accepted") // B12.FR.02
		r.expectEvents("Ended ResetCommand EVConnected ImmediateReset")            // B12.FR.08
		if r.panel.Read().Connectors[0].Contactor {
			t.Error("expected the contactor to be open")
		}
		r.pass(time.Minute)
		// E01.FR.02: the EV that is still there begins the next transaction.
		r.expectEvents("Ended ResetCommand EVConnected ImmediateReset", "Started CablePluggedIn EVConnected")
		r.expectActions("TransactionEvent StatusNotification StatusNotification TransactionEvent")
		r.expectStatuses("1.1 Unavailable", "1.1 Occupied")
	})
}

func TestAnEVSEIsResetEvenIfTheCSMSDoesNotTakeTheEnd(t *testing.T) {
	bubble(t, resettable, func(r *rig) {
		r.pass(time.Minute)
		r.plugIn()
		r.set(func() { r.muted = []string{"TransactionEvent"} })
		r.forget()
		r.expect("Reset", `{"type":"Immediate","evseId":1}`, "status", "Accepted")
		r.pass(29 * time.Second)
		r.expectStatuses()
		r.set(func() { r.muted = nil })
		r.pass(5 * time.Minute)
		r.expectStatuses("1.1 Unavailable", "1.1 Occupied")
		r.expect("GetTransactionStatus", `{}`, "messagesInQueue", "false")
	})
}

func TestAnInoperativeEVSEStaysSoWhenItIsReset(t *testing.T) {
	bubble(t, resettable, func(r *rig) {
		r.pass(time.Minute)
		r.expect("ChangeAvailability", `{"operationalStatus":"Inoperative","evse":{"id":1,"connectorId":1}}`, "status", "Accepted")
		r.expect("Reset", `{"type":"OnIdle","evseId":1}`, "status", "Accepted")
		r.pass(time.Minute)
		if got := r.variable("EVSE", 1, "AvailabilityState"); got != "Unavailable" { // B12.FR.06
			t.Errorf("expected Unavailable, got %s", got)
		}
	})
}

func TestNobodyIsServedWhereAnEVSEIsReset(t *testing.T) {
	bubble(t, func(c *station.Config) { resettable(c); c.Boot.Duration = time.Minute }, func(r *rig) {
		r.pass(2 * time.Minute)
		r.forget()
		r.expect("Reset", `{"type":"OnIdle","evseId":1}`, "status", "Accepted")
		r.expect("RequestStartTransaction", `{"remoteStartId":1,"evseId":1,"idToken":{"idToken":"CARD","type":"Central"}}`, "status", "Rejected")
		r.plugIn()
		r.do(r.panel.PlugIn(2, 1, false))
		r.expectEvents("Started CablePluggedIn EVConnected")
		if e := r.events()[0]; e.EVSE == nil || e.EVSE.ID != 2 {
			t.Errorf("expected a transaction at EVSE 2, got %+v", e.EVSE)
		}
		r.pass(2 * time.Minute)
		r.expectEvents("Started CablePluggedIn EVConnected", "Started CablePluggedIn EVConnected")
	})
}

func TestAnAuthorizationThatComesAfterTheResetOfItsEVSEIsInVain(t *testing.T) {
	bubble(t, resettable, func(r *rig) {
		r.pass(time.Minute)
		r.plugIn()
		r.set(func() { r.muted = []string{"Authorize"} })
		r.do(r.panel.PresentToken(panel.Token{ID: "CARD", Type: "ISO14443"}, 1, 1))
		r.forget()
		r.expect("Reset", `{"type":"Immediate","evseId":1}`, "status", "Accepted")
		r.pass(40 * time.Second)
		want := []string{"Ended ResetCommand EVConnected ImmediateReset", "Started CablePluggedIn EVConnected"}
		r.expectEvents(want...)
		r.set(func() { r.muted = nil })
		r.pass(time.Minute)
		r.expectEvents(want...)
	})
}

func TestAScheduledResetWaitsForTheLastOfSeveralTransactions(t *testing.T) {
	bubble(t, resettable, func(r *rig) {
		r.pass(time.Minute)
		r.plugIn()
		r.do(r.panel.PlugIn(2, 1, false))
		r.expect("Reset", `{"type":"OnIdle"}`, "status", "Scheduled")
		r.plugOut()
		r.pass(time.Minute)
		r.forget()
		r.expectActions("")
		r.do(r.panel.PlugOut(2, 1)) // B12.FR.03
		r.pass(time.Minute)
		r.expectEvents("Ended EVCommunicationLost Idle EVDisconnected")
		if boots := payloads[ocpp201.BootNotificationRequest](r, "BootNotification"); len(boots) != 1 || boots[0].Reason != ocpp201.BootReasonScheduledReset {
			t.Errorf("expected one BootNotification with ScheduledReset, got %+v", boots)
		}
	})
}

func TestAConnectorStaysInoperativeAcrossEveryKindOfBoot(t *testing.T) {
	for name, boot := range map[string]func(*rig){
		"reset":     func(r *rig) { r.expect("Reset", `{"type":"OnIdle"}`, "status", "Accepted") },
		"immediate": func(r *rig) { r.expect("Reset", `{"type":"Immediate"}`, "status", "Accepted") },
		"power":     func(r *rig) { r.do(r.panel.Reboot()) },
	} {
		bubble(t, resettable, func(r *rig) {
			r.pass(time.Minute)
			r.expect("ChangeAvailability", `{"operationalStatus":"Inoperative","evse":{"id":2,"connectorId":1}}`, "status", "Accepted")
			r.forget()
			boot(r)
			r.pass(time.Minute)
			// B11.FR.02, G03.FR.08. The reset may report all connectors Unavailable before (B11.FR.03).
			want := []string{"1.1 Available", "2.1 Unavailable"}
			if got := r.statuses(); len(got) < 2 || !slices.Equal(got[len(got)-2:], want) {
				t.Errorf("%s: expected %q at last, got %q", name, want, got)
			}
		})
	}
}

func TestAProductMayReportItsConnectorsBeforeItReboots(t *testing.T) {
	for shows, want := range map[bool][]string{
		// The second is Unavailable from when the reset is scheduled (B12, scenario step 3a).
		false: {"2.1 Unavailable", "1.1 Available", "1.1 Occupied", "2.1 Available"},
		true:  {"2.1 Unavailable", "1.1 Available", "1.1 Unavailable", "1.1 Occupied", "2.1 Available"}, // B11.FR.03
	} {
		bubble(t, func(c *station.Config) { resettable(c); c.Capabilities.UnavailableWhileResetting = shows }, func(r *rig) {
			r.pass(time.Minute)
			r.plugIn()
			r.forget()
			r.expect("Reset", `{"type":"OnIdle"}`, "status", "Scheduled")
			r.plugOut() // ends the transaction: what that changes is told before the station goes down
			r.plugIn()
			r.pass(time.Minute)
			if got := r.statuses(); !slices.Equal(got, want) {
				t.Errorf("expected %q, got %q", want, got)
			}
		})
	}
}

func TestNoNewTransactionPutsAScheduledResetOff(t *testing.T) {
	for holds, want := range map[bool][]string{
		false: {"3.1 Unavailable", "1.1 Available"},                    // B12, scenario step 3a: those that are Available
		true:  {"3.1 Unavailable", "1.1 Available", "1.1 Unavailable"}, // G01.FR.04 asks for the second
	} {
		three := func(c *station.Config) {
			resettable(c)
			c.Layout = append(slices.Clone(c.Layout), panel.EVSE{ID: 3, Connectors: c.Layout[0].Connectors})
			c.Capabilities.HoldsFreedEVSEs = holds
		}
		bubble(t, three, func(r *rig) {
			r.pass(time.Minute)
			r.plugIn()
			r.do(r.panel.PlugIn(2, 1, false))
			r.pass(time.Second)
			r.forget()
			r.expect("Reset", `{"type":"OnIdle"}`, "status", "Scheduled")
			r.plugOut()
			r.pass(time.Second)
			if got := r.statuses(); !slices.Equal(got, want) {
				t.Errorf("%t: expected %q, got %q", holds, want, got)
			}
			r.forget()
			r.do(r.panel.PlugIn(3, 1, false))
			r.pass(time.Second)
			r.expectEvents() // nobody is served there any more
		})
	}
}
