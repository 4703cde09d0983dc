package station_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
)

// internet is the rig's network seen as several CSMSs: it notes whom the station calls, and who does not answer.
type internet struct {
	mu    sync.Mutex
	calls []string
	down  []string
}

func (n *internet) between(dial func(ctx context.Context, network, address string) (net.Conn, error)) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		host, _, _ := strings.Cut(address, ".")
		n.mu.Lock()
		n.calls = append(n.calls, host)
		down := slices.Contains(n.down, host)
		n.mu.Unlock()
		if down {
			return nil, errors.New("connection refused")
		}
		return dial(ctx, network, address)
	}
}

func (n *internet) fails(hosts ...string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.down, n.calls = hosts, nil
}

func (n *internet) called() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return strings.Join(n.calls, " ")
}

// profileOf is a SetNetworkProfileRequest for slot 2 with changes.
func profileOf(change func(*ocpp201.SetNetworkProfileRequest)) string {
	q := ocpp201.SetNetworkProfileRequest{ConfigurationSlot: 2, ConnectionData: ocpp201.NetworkConnectionProfile{
		OCPPVersion: ocpp201.OCPPVersionOCPP20, OCPPTransport: ocpp201.OCPPTransportJSON, OCPPInterface: ocpp201.OCPPInterfaceWired0,
		OCPPCSMSURL: "ws://second.example.com/ocpp", MessageTimeout: 20, SecurityProfile: 1,
	}}
	if change != nil {
		change(&q)
	}
	return string(mustJSON(q))
}

// between is a station on an internet of its own, with quick attempts.
func between(n *internet, change func(*station.Config)) func(*station.Config) {
	return func(c *station.Config) {
		with(map[string]string{"OCPPCommCtrlr.RetryBackOffWaitMinimum": "1", "OCPPCommCtrlr.RetryBackOffRandomRange": "0",
			"OCPPCommCtrlr.RetryBackOffRepeatTimes": "0", "OCPPCommCtrlr.NetworkProfileConnectionAttempts": "2"})(c)
		c.Dial = n.between(c.Dial)
		if change != nil {
			change(c)
		}
	}
}

func TestANetworkProfileIsCheckedFieldByField(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*ocpp201.SetNetworkProfileRequest)
		status ocpp201.SetNetworkProfileStatus
		code   string
	}{
		{"sound", nil, ocpp201.SetNetworkProfileStatusAccepted, ""}, // B09.FR.01
		{"of the slot in use", func(q *ocpp201.SetNetworkProfileRequest) { q.ConfigurationSlot = 1 }, ocpp201.SetNetworkProfileStatusAccepted, ""},
		{"of another interface", func(q *ocpp201.SetNetworkProfileRequest) {
			q.ConnectionData.OCPPInterface = ocpp201.OCPPInterfaceWireless3
		}, ocpp201.SetNetworkProfileStatusAccepted, ""},
		{"of another version, which is ignored", func(q *ocpp201.SetNetworkProfileRequest) { q.ConnectionData.OCPPVersion = ocpp201.OCPPVersionOCPP16 },
			ocpp201.SetNetworkProfileStatusAccepted, ""},
		{"of no slot", func(q *ocpp201.SetNetworkProfileRequest) { q.ConfigurationSlot = 3 }, ocpp201.SetNetworkProfileStatusRejected, "InvalidConfSlot"}, // B09.FR.05
		{"with SOAP", func(q *ocpp201.SetNetworkProfileRequest) { q.ConnectionData.OCPPTransport = ocpp201.OCPPTransportSOAP },
			ocpp201.SetNetworkProfileStatusRejected, "InvalidNetworkConf"},
		{"of a security profile that is none", func(q *ocpp201.SetNetworkProfileRequest) { q.ConnectionData.SecurityProfile = 0 },
			ocpp201.SetNetworkProfileStatusRejected, "InvalidNetworkConf"},
		{"with TLS", func(q *ocpp201.SetNetworkProfileRequest) { q.ConnectionData.SecurityProfile = 2 }, ocpp201.SetNetworkProfileStatusRejected, "InvalidNetworkConf"},
		{"with a TLS URL", func(q *ocpp201.SetNetworkProfileRequest) { q.ConnectionData.OCPPCSMSURL = "wss://csms" },
			ocpp201.SetNetworkProfileStatusRejected, "InvalidNetworkConf"},
		{"with a web URL", func(q *ocpp201.SetNetworkProfileRequest) { q.ConnectionData.OCPPCSMSURL = "https://csms" },
			ocpp201.SetNetworkProfileStatusRejected, "InvalidNetworkConf"},
		{"without a host", func(q *ocpp201.SetNetworkProfileRequest) { q.ConnectionData.OCPPCSMSURL = "ws:///ocpp" },
			ocpp201.SetNetworkProfileStatusRejected, "InvalidNetworkConf"},
		{"without a timeout", func(q *ocpp201.SetNetworkProfileRequest) { q.ConnectionData.MessageTimeout = 0 },
			ocpp201.SetNetworkProfileStatusRejected, "InvalidNetworkConf"},
		{"with a VPN", func(q *ocpp201.SetNetworkProfileRequest) {
			q.ConnectionData.VPN = &ocpp201.VPN{Server: "a", User: "b", Password: "c", Key: "d", Type: ocpp201.VPNEnumIPSec}
		}, ocpp201.SetNetworkProfileStatusRejected, "InvalidNetworkConf"},
	} {
		bubble(t, nil, func(r *rig) {
			var got ocpp201.SetNetworkProfileResponse
			if err := ocpp201.Decode(r.ask("SetNetworkProfile", profileOf(c.change)).Payload, &got); err != nil {
				t.Fatal(err)
			}
			code := ""
			if got.StatusInfo != nil {
				code = got.StatusInfo.ReasonCode
			}
			if got.Status != c.status || code != c.code {
				t.Errorf("a profile %s: expected %s %q, got %s %q", c.name, c.status, c.code, got.Status, code)
			}
		})
	}
}

func TestAProfileOfALowerSecurityProfileIsRefused(t *testing.T) {
	_, change := secured(t, nil)
	bubble(t, change, func(r *rig) {
		var got ocpp201.SetNetworkProfileResponse
		if err := ocpp201.Decode(r.ask("SetNetworkProfile", profileOf(nil)).Payload, &got); err != nil {
			t.Fatal(err)
		}
		if got.Status != ocpp201.SetNetworkProfileStatusRejected || got.StatusInfo.ReasonCode != "NoSecurityDowngrade" { // B09.FR.04
			t.Errorf("expected Rejected with NoSecurityDowngrade, got %+v", got)
		}
	})
}

func TestAProfileThatCannotBeSavedFails(t *testing.T) {
	store := &deadlyStore{Store: station.Memory()}
	bubble(t, func(c *station.Config) { c.Store = store }, func(r *rig) {
		store.left = 1
		r.expect("SetNetworkProfile", profileOf(nil), "status", "Failed") // B09.FR.03
		expectRejected(r, "2")
		r.expect("SetNetworkProfile", profileOf(nil), "status", "Accepted")
		r.setVariable("OCPPCommCtrlr.NetworkConfigurationPriority", "2,1")
	})
}

func expectRejected(r *rig, priority string) {
	r.Helper()
	f := r.ask("SetVariables", fmt.Sprintf(
		`{"setVariableData":[{"component":{"name":"OCPPCommCtrlr"},"variable":{"name":"NetworkConfigurationPriority"},"attributeValue":%q}]}`, priority))
	if !strings.Contains(string(f.Payload), `"attributeStatus":"Rejected"`) {
		r.Errorf("NetworkConfigurationPriority %s: expected Rejected, got %s", priority, f.Payload)
	}
}

func TestAPriorityNamesOnlySlotsThatHoldAProfile(t *testing.T) {
	bubble(t, nil, func(r *rig) {
		for _, priority := range []string{"2", "1,2", "3", "1,1", ""} {
			expectRejected(r, priority) // B10.FR.02
		}
		r.expect("SetNetworkProfile", profileOf(nil), "status", "Accepted")
		r.setVariable("OCPPCommCtrlr.NetworkConfigurationPriority", "2,1") // B10.FR.01
	})
}

func TestTheFirstEntryOfThePriorityIsUsedAfterTheReset(t *testing.T) {
	var world internet
	bubble(t, between(&world, nil), func(r *rig) {
		r.expect("SetNetworkProfile", profileOf(nil), "status", "Accepted")
		r.setVariable("OCPPCommCtrlr.NetworkConfigurationPriority", "2,1")
		world.fails()
		r.drop()
		r.pass(time.Minute)
		if got := world.called(); got != "csms" { // only a reboot changes the CSMS
			t.Errorf("expected the same CSMS again after the connection was lost, got %q", got)
		}
		world.fails()
		r.forget()
		r.expect("Reset", `{"type":"OnIdle"}`, "status", "Accepted")
		r.pass(time.Minute)
		if got := world.called(); got != "second" { // B10.FR.04
			t.Errorf("expected a connection to the second CSMS, got %q", got)
		}
		if got := r.variable("OCPPCommCtrlr", 0, "ActiveNetworkProfile"); got != "2" {
			t.Errorf("expected ActiveNetworkProfile 2, got %s", got)
		}
		f := r.ask("GetVariables", `{"getVariableData":[{"component":{"name":"OCPPCommCtrlr"},"variable":{"name":"MessageTimeout","instance":"Default"}}]}`)
		if !strings.Contains(string(f.Payload), `"attributeValue":"20"`) {
			t.Errorf("expected the profile's message timeout of 20 s, got %s", f.Payload)
		}
		world.fails()
		r.do(r.panel.Reboot())
		r.pass(time.Minute)
		if got := world.called(); got != "second" {
			t.Errorf("expected the profile to be kept across a power cycle, got %q", got)
		}
	})
}

func TestAChangedProfileOfTheConnectionTakesEffectWithTheReset(t *testing.T) {
	var world internet
	bubble(t, between(&world, nil), func(r *rig) {
		r.expect("SetNetworkProfile", profileOf(func(q *ocpp201.SetNetworkProfileRequest) { q.ConfigurationSlot = 1 }), "status", "Accepted")
		world.fails()
		r.drop()
		r.pass(time.Minute)
		r.expect("Reset", `{"type":"OnIdle"}`, "status", "Accepted")
		r.pass(time.Minute)
		if got, want := world.called(), "csms second"; got != want { // B09, remark
			t.Errorf("expected the calls %q, got %q", want, got)
		}
	})
}

func TestEveryEntryHasItsAttempts(t *testing.T) {
	for name, c := range map[string]struct {
		fallsBack bool
		down      []string
		want      string // calls of the first seconds after the reset
	}{
		"to the second entry":           {true, []string{"second"}, "second second csms"},                                              // B10.FR.03
		"back to the last connection":   {true, []string{"second", "csms"}, "second second csms csms csms csms csms csms"},             // B10.FR.07
		"through all entries once more": {false, []string{"second", "csms"}, "second second csms csms second second csms csms second"}, // B10.FR.08
	} {
		var world internet
		bubble(t, between(&world, func(config *station.Config) { config.Capabilities.FallsBackToLastProfile = c.fallsBack }), func(r *rig) {
			r.expect("SetNetworkProfile", profileOf(nil), "status", "Accepted")
			r.setVariable("OCPPCommCtrlr.NetworkConfigurationPriority", "2,1")
			world.fails(c.down...)
			r.expect("Reset", `{"type":"OnIdle"}`, "status", "Accepted")
			r.pass(20 * time.Second)
			if got := world.called(); got != c.want && !strings.HasPrefix(got, c.want+" ") {
				t.Errorf("%s: expected the calls %q, got %q", name, c.want, got)
			}
			world.fails()
			r.pass(time.Minute)
			r.expect("GetTransactionStatus", `{}`, "messagesInQueue", "false")
		})
	}
}

func TestAStationThatTurnsToAnotherCSMSRegistersThere(t *testing.T) {
	var world internet
	bubble(t, between(&world, nil), func(r *rig) {
		r.expect("SetNetworkProfile", profileOf(nil), "status", "Accepted")
		r.setVariable("OCPPCommCtrlr.NetworkConfigurationPriority", "1,2")
		world.fails("csms")
		r.forget()
		r.drop()
		r.pass(10 * time.Second)
		if got, want := world.called(), "csms csms second"; got != want {
			t.Fatalf("expected the calls %q, got %q", want, got)
		}
		r.expectActions("BootNotification StatusNotification") // B10.FR.10; it has not booted, which is why no event tells of a start
		world.fails("second")
		r.forget()
		r.drop()
		r.pass(10 * time.Second)
		if got, want := world.called(), "second second csms"; got != want {
			t.Errorf("expected the calls %q, got %q", want, got)
		}
		r.expectActions("BootNotification StatusNotification")
		r.drop()
		r.forget()
		r.pass(10 * time.Second)
		r.expectActions("") // the same CSMS as before knows the station (part 4, section 5.3)
	})
}

func TestTheBackOffBeginsAnewWithAnotherCSMS(t *testing.T) {
	var world internet
	change := between(&world, with(map[string]string{"OCPPCommCtrlr.RetryBackOffRepeatTimes": "5", "OCPPCommCtrlr.RetryBackOffWaitMinimum": "10"}))
	bubble(t, change, func(r *rig) {
		r.expect("SetNetworkProfile", profileOf(nil), "status", "Accepted")
		r.setVariable("OCPPCommCtrlr.NetworkConfigurationPriority", "1,2")
		world.fails("csms", "second")
		r.drop()
		// Waits of 10, 20 (csms), 10, 20 (second), then csms again: 10, 20, 40.
		for _, step := range []struct {
			wait time.Duration
			want string
		}{{10, "csms"}, {20, "csms csms"}, {10, "csms csms second"}, {20, "csms csms second second"}, {10, "csms csms second second csms"},
			{20, "csms csms second second csms csms"}, {40, "csms csms second second csms csms csms"}} {
			r.pass(step.wait*time.Second - time.Millisecond)
			calls := strings.Fields(step.want)
			if got := world.called(); got != strings.Join(calls[:len(calls)-1], " ") {
				t.Errorf("just before %q: got %q", step.want, got)
			}
			r.pass(time.Millisecond)
			if got := world.called(); got != step.want {
				t.Errorf("expected the calls %q, got %q", step.want, got)
			}
		}
	})
}

func TestAStationThatIsToldAnotherCSMSAtTheWorksGoesThere(t *testing.T) {
	var world internet
	store := station.Memory()
	for _, host := range []string{"first", "second"} {
		change := func(c *station.Config) { c.CSMSURL, c.Store = "ws://"+host+".example.com/ocpp", store }
		bubble(t, between(&world, change), func(r *rig) {
			r.pass(time.Minute)
			if got := world.called(); got != host {
				t.Errorf("expected a connection to %s, got %q", host, got)
			}
		})
		world.fails()
	}
}
