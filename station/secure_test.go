package station_test

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
)

func (r *rig) securityEvents() string {
	r.Helper()
	var kinds []string
	for _, e := range payloads[ocpp201.SecurityEventNotificationRequest](r, "SecurityEventNotification") {
		kinds = append(kinds, e.Type)
	}
	return strings.Join(kinds, " ")
}

func TestAStationConnectsOverTLSAndShowsItsPassword(t *testing.T) {
	csms, change := secured(t, nil)
	bubble(t, change, func(r *rig) {
		r.expectActions("BootNotification StatusNotification SecurityEventNotification")
		if got := r.variable("SecurityCtrlr", 0, "SecurityProfile"); got != "2" {
			t.Errorf("expected security profile 2, got %s", got)
		}
		if r.headers[0].Get("Authorization") == "" { // A00.FR.301
			t.Error("expected HTTP Basic credentials, got none")
		}
		if csms.clients() != 0 {
			t.Error("expected no client certificate in security profile 2, got one")
		}
	})
}

func TestInSecurityProfile3TheClientCertificateStandsInForThePassword(t *testing.T) {
	csms, change := secured(t, func(c *station.Config, csms *secureCSMS) {
		own := csms.pair(t, "SIM-1", nil)
		c.SecurityProfile, c.Certificate = 3, &own
		csms.config.ClientAuth = tls.RequireAnyClientCert
	})
	bubble(t, change, func(r *rig) {
		r.expectActions("BootNotification StatusNotification SecurityEventNotification")
		if csms.clients() != 1 { // A00.FR.401
			t.Errorf("expected one client certificate, got %d", csms.clients())
		}
		if r.headers[0].Get("Authorization") != "" {
			t.Error("expected no password beside the client certificate, got one")
		}
	})
}

func TestACertificateThatIsNotTheCSMSsIsRefusedAndToldOfOnce(t *testing.T) {
	stranger := func(t *testing.T, csms *secureCSMS) tls.Certificate {
		return newAuthority(t, "CSMS root").pair(t, "csms.example.com", nil)
	}
	with := func(name string, change func(*x509.Certificate)) func(*testing.T, *secureCSMS) tls.Certificate {
		return func(t *testing.T, csms *secureCSMS) tls.Certificate { return csms.pair(t, name, change) }
	}
	for name, c := range map[string]struct {
		shows   func(*testing.T, *secureCSMS) tls.Certificate
		refused bool
	}{
		"as it should be": {with("csms.example.com", nil), false},
		"of another root": {stranger, true},
		"expired":         {with("csms.example.com", func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) }), true},
		"not yet valid":   {with("csms.example.com", func(c *x509.Certificate) { c.NotBefore = time.Now().Add(time.Hour) }), true},
		"of another host": {with("other.example.com", nil), true},
		"of another host by its dNSName, which goes first": {with("csms.example.com", func(c *x509.Certificate) { c.DNSNames = []string{"other.example.com"} }), true},
		"with one dNSName of several":                      {with("x", func(c *x509.Certificate) { c.DNSNames = []string{"other.example.com", "CSMS.example.com"} }), false},
		"with a wildcard":                                  {with("*.example.com", func(c *x509.Certificate) { c.DNSNames = []string{"*.example.com"} }), true},
		"of an address":                                    {with("x", func(c *x509.Certificate) { c.IPAddresses = []net.IP{net.IPv4(192, 0, 2, 1)} }), true},
	} {
		csms, change := secured(t, nil)
		bubble(t, change, func(r *rig) {
			good := csms.config
			bad := good.Clone()
			bad.Certificates = []tls.Certificate{c.shows(t, csms)}
			csms.use(bad)
			r.forget()
			before := csms.attempts()
			r.drop()
			r.pass(10 * time.Second)
			if connected := csms.attempts() == before+1; connected == c.refused {
				t.Errorf("a certificate %s: %d attempts in 10 s", name, csms.attempts()-before)
			}
			csms.use(good)
			r.pass(2 * time.Second)
			want := ""
			if c.refused {
				want = "InvalidCsmsCertificate" // A00.FR.310, once for repeated attempts
			}
			if got := r.securityEvents(); got != want {
				t.Errorf("a certificate %s: expected the security events %q, got %q", name, want, got)
			}
		})
	}
}

func TestEachRefusalIsToldOfAnew(t *testing.T) {
	csms, change := secured(t, nil)
	bubble(t, change, func(r *rig) {
		good := csms.config
		bad := good.Clone()
		bad.Certificates = []tls.Certificate{csms.pair(t, "other.example.com", nil)}
		r.forget()
		for range 3 {
			csms.use(bad)
			r.drop()
			r.pass(5 * time.Second)
			csms.use(good)
			r.pass(2 * time.Second)
		}
		if got, want := r.securityEvents(), strings.TrimSpace(strings.Repeat("InvalidCsmsCertificate ", 3)); got != want {
			t.Errorf("expected %q, got %q", want, got)
		}
	})
}

func TestWildcardsAreTakenWhereTheOperatorAllowsThem(t *testing.T) {
	csms, change := secured(t, func(c *station.Config, csms *secureCSMS) { c.Capabilities.Wildcards = true })
	bubble(t, change, func(r *rig) {
		r.setVariable("SecurityCtrlr.AllowCSMSTLSWildcards", "true")
		wild := csms.config.Clone()
		wild.Certificates = []tls.Certificate{csms.pair(t, "*.example.com", nil)}
		csms.use(wild)
		before := csms.attempts()
		r.drop()
		r.pass(10 * time.Second)
		if got := csms.attempts() - before; got != 1 {
			t.Errorf("expected one attempt, which succeeds, got %d", got)
		}
	})
}

func TestVersionsAndSuitesThatAreTooOldAreRefusedAndToldOf(t *testing.T) {
	for event, old := range map[string]func(*tls.Config){
		"InvalidTLSVersion": func(c *tls.Config) { c.MaxVersion = tls.VersionTLS11 }, // A00.FR.316
		"InvalidTLSCipherSuite": func(c *tls.Config) {
			c.MaxVersion, c.CipherSuites = tls.VersionTLS12, []uint16{tls.TLS_ECDHE_ECDSA_WITH_RC4_128_SHA}
		}, // A00.FR.323
	} {
		csms, change := secured(t, nil)
		bubble(t, change, func(r *rig) {
			good := csms.config
			bad := good.Clone()
			old(bad)
			csms.use(bad)
			r.forget()
			r.drop()
			r.pass(10 * time.Second)
			csms.use(good)
			r.pass(2 * time.Second)
			if got := r.securityEvents(); got != event {
				t.Errorf("expected the security event %s, got %q", event, got)
			}
		})
	}
}

// upgradable is a station of security profile 1 that has what it needs for the higher ones, but for what change takes away.
func upgradable(t *testing.T, change func(*station.Config)) (*secureCSMS, func(*station.Config)) {
	return secured(t, func(c *station.Config, csms *secureCSMS) {
		own := csms.pair(t, "SIM-1", nil)
		c.CSMSURL, c.Certificate = "ws://csms.example.com/ocpp", &own
		if change != nil {
			change(c)
		}
	})
}

func securely(profile int) string {
	return profileOf(func(q *ocpp201.SetNetworkProfileRequest) {
		q.ConnectionData.SecurityProfile, q.ConnectionData.OCPPCSMSURL = profile, "wss://csms.example.com/ocpp"
	})
}

func TestAnUpgradeTakesTheLowerProfilesAway(t *testing.T) {
	csms, change := upgradable(t, nil)
	bubble(t, change, func(r *rig) {
		r.expect("SetNetworkProfile", securely(2), "status", "Accepted")
		r.setVariable("OCPPCommCtrlr.NetworkConfigurationPriority", "2,1") // A05.FR.04
		r.expect("Reset", `{"type":"OnIdle"}`, "status", "Accepted")
		r.pass(time.Minute)
		for i := range 2 {
			for name, want := range map[string]string{"SecurityCtrlr.SecurityProfile": "2", "OCPPCommCtrlr.NetworkConfigurationPriority": "2", "OCPPCommCtrlr.ActiveNetworkProfile": "2"} {
				component, variable, _ := strings.Cut(name, ".")
				if got := r.variable(component, 0, variable); got != want { // A05.FR.06
					t.Errorf("after boot %d: expected %s %s, got %s", i+1, name, want, got)
				}
			}
			r.expect("SetNetworkProfile", profileOf(func(q *ocpp201.SetNetworkProfileRequest) { q.ConfigurationSlot = 1 }), "status", "Rejected") // B09.FR.04
			expectRejected(r, "2,1")
			r.do(r.panel.Reboot())
			r.pass(time.Minute)
		}
		plain := len(r.network.attempts()) - csms.attempts()
		none := csms.config.Clone()
		none.Certificates = []tls.Certificate{newAuthority(t, "x").pair(t, "csms.example.com", nil)}
		csms.use(none)
		r.drop()
		r.pass(10 * time.Minute)
		if got := len(r.network.attempts()) - csms.attempts(); got != plain {
			t.Errorf("expected no connection without TLS any more, got %d", got-plain)
		}
	})
}

func TestAnUpgradeNeedsCertificates(t *testing.T) {
	for _, c := range []struct {
		profile int
		without func(*station.Config)
	}{
		{2, func(c *station.Config) { c.Roots = nil }},       // A05.FR.02
		{3, func(c *station.Config) { c.Roots = nil }},       // A05.FR.02
		{3, func(c *station.Config) { c.Certificate = nil }}, // A05.FR.03
	} {
		_, change := upgradable(t, c.without)
		bubble(t, change, func(r *rig) {
			r.expect("SetNetworkProfile", securely(c.profile), "status", "Accepted")
			expectRejected(r, "2,1")
			if got := r.variable("SecurityCtrlr", 0, "SecurityProfile"); got != "1" {
				t.Errorf("expected security profile 1 still, got %s", got)
			}
		})
	}
}
