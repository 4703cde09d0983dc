package station_test

import (
	"strings"
	"testing"

	"github.com/certbench/certbench/station"
)

// Part 4, section 8.4: 0 switches pings off, however short the product's shortest interval is.
func TestIntervalsCanBeSetWithinTheProductsRange(t *testing.T) {
	bubble(t, func(c *station.Config) {
		c.Capabilities.PingInterval = station.Range{Min: 5, Max: 1800, Factory: 120}
		c.Capabilities.AttemptInterval = station.Range{Max: 300}
		c.Capabilities.HeartbeatInterval = station.Range{Min: 10}
	}, func(r *rig) {
		if got := r.get("OCPPCommCtrlr", "WebSocketPingInterval", ""); got != "Accepted Actual 120 -" {
			t.Errorf("expected the factory's interval between pings, got %q", got)
		}
		const out = "Rejected Actual - ValueOutOfRange"
		for _, c := range []struct{ name, value, want string }{
			{"WebSocketPingInterval", "4", out}, {"WebSocketPingInterval", "5", "Accepted Actual - -"},
			{"WebSocketPingInterval", "1800", "Accepted Actual - -"}, {"WebSocketPingInterval", "1801", out},
			{"WebSocketPingInterval", "0", "Accepted Actual - -"}, {"WebSocketPingInterval", "-5", out},
			{"MessageAttemptInterval[TransactionEvent]", "300", "Accepted Actual - -"}, {"MessageAttemptInterval[TransactionEvent]", "301", out},
			{"HeartbeatInterval", "9", out}, {"HeartbeatInterval", "10", "Accepted Actual - -"},
		} {
			if got := r.put("OCPPCommCtrlr", c.name, c.value, ""); got != c.want {
				t.Errorf("%s = %s: expected %q, got %q", c.name, c.value, c.want, got)
			}
		}
	})
}

func TestOptionalVariablesExistWhereTheProductHasThem(t *testing.T) {
	names := map[string][2]string{ // to what it reads as, and what setting it to "false" answers
		"OCPPCommCtrlr.QueueAllMessages":                        {"Accepted Actual false -", "Accepted Actual - -"},
		"ChargingStation.AllowNewSessionsPendingFirmwareUpdate": {"Accepted Actual true -", "Accepted Actual - -"},
		"SecurityCtrlr.AdditionalRootCertificateCheck":          {"Accepted Actual true -", "Rejected Actual - ReadOnly"},
		"SecurityCtrlr.CertSigningWaitMinimum":                  {"Accepted Actual 60 -", "Rejected Actual - InvalidValue"},
		"SecurityCtrlr.CertSigningRepeatTimes":                  {"Accepted Actual 3 -", "Rejected Actual - InvalidValue"},
		"AuthCtrlr.SupportedIdTokenTypes":                       {"Accepted Actual ISO14443,KeyCode -", "Rejected Actual - ReadOnly"},
	}
	for _, has := range []bool{true, false} {
		bubble(t, func(c *station.Config) {
			can := &c.Capabilities
			can.QueueAllMessages, can.NewSessionsBeforeUpdate, can.AdditionalRootCheck, can.SigningTimeout = has, has, has, has
			if has {
				can.IDTokenTypes = []string{"ISO14443", "KeyCode"}
			}
		}, func(r *rig) {
			for name, want := range names {
				if !has {
					want = [2]string{"UnknownVariable Actual - -", "UnknownVariable Actual - -"}
				}
				component, variable, _ := strings.Cut(name, ".")
				if got := r.get(component, variable, ""); got != want[0] {
					t.Errorf("GetVariables %s of a product that has it %t: expected %q, got %q", name, has, want[0], got)
				}
				if got := r.put(component, variable, "false", ""); got != want[1] {
					t.Errorf("SetVariables %s of a product that has it %t: expected %q, got %q", name, has, want[1], got)
				}
			}
		})
	}
}
