package station_test

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
)

// secureScenarios show the defects of TLS, of passwords and of network connection profiles.
var secureScenarios = []scenario{
	{"certificates of the CSMS that are not in order", nil, func(r *rig) {
		csms := r.secure
		good := csms.config
		for _, wrong := range []tls.Certificate{
			csms.pair(r.T, "csms.example.com", func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) }),
			csms.pair(r.T, "csms.example.com", func(c *x509.Certificate) { c.NotBefore = time.Now().Add(time.Hour) }),
			newAuthority(r.T, "CSMS root").pair(r.T, "csms.example.com", nil),
			csms.pair(r.T, "other.example.com", nil),
			csms.pair(r.T, "*.example.com", nil),
		} {
			bad := good.Clone()
			bad.Certificates = []tls.Certificate{wrong}
			csms.use(bad)
			r.drop()
			r.pass(5 * time.Second)
			csms.use(good)
			r.pass(5 * time.Second)
		}
		old := good.Clone()
		old.MaxVersion = tls.VersionTLS11
		csms.use(old)
		r.drop()
		r.pass(5 * time.Second)
		csms.use(good)
	}},
	{"a certificate of its own", nil, func(*rig) {}},
	{"passwords", nil, func(r *rig) {
		set := func(value string) {
			r.request("SetVariables", fmt.Sprintf(`{"setVariableData":[{"component":{"name":"SecurityCtrlr"},"variable":{"name":"BasicAuthPassword"},"attributeValue":%q}]}`, value))
			r.pass(time.Minute)
		}
		set("short")
		set("another-password-1")
		r.try(r.panel.Reboot())
		r.pass(time.Minute)
	}},
	{"network connection profiles", nil, func(r *rig) {
		csms := r.secure
		set := func(change func(*ocpp201.SetNetworkProfileRequest)) {
			r.request("SetNetworkProfile", profileOf(change))
		}
		priority := func(slots string) {
			r.request("SetVariables", fmt.Sprintf(setPriority, slots))
		}
		over := func(profile int) func(*ocpp201.SetNetworkProfileRequest) {
			return func(q *ocpp201.SetNetworkProfileRequest) {
				q.ConnectionData.SecurityProfile, q.ConnectionData.OCPPCSMSURL = profile, "wss://csms.example.com/ocpp"
			}
		}
		set(nil) // a downgrade
		set(func(q *ocpp201.SetNetworkProfileRequest) { q.ConfigurationSlot = 999 })
		set(over(3))
		priority("2,1")
		set(over(2))
		priority("2,1")
		none := csms.config.Clone()
		none.Certificates = []tls.Certificate{newAuthority(r.T, "x").pair(r.T, "csms.example.com", nil)}
		good := csms.config
		for _, lasts := range []time.Duration{time.Second, 7 * time.Second} {
			csms.use(none)
			r.request("Reset", `{"type":"OnIdle"}`)
			r.pass(lasts)
			csms.use(good)
			r.pass(time.Minute)
			r.request("GetVariables", `{"getVariableData":[{"component":{"name":"OCPPCommCtrlr"},"variable":{"name":"ActiveNetworkProfile"}}]}`)
		}
	}},
	{"a root that another one replaces", nil, func(r *rig) {
		csms := r.secure
		next := csms.next(r.T)
		r.tryInstallText(csmsUse, inPEM(next.root.Raw))
		old := csms.config
		theOld := func() { r.tryDelete(hashOf(csms.root, csms.root.SerialNumber.Text(16))) }
		r.drop() // to a CSMS that shows what it did before
		r.pass(5 * time.Second)
		r.request("SetNetworkProfile", profileOf(func(q *ocpp201.SetNetworkProfileRequest) {
			q.ConnectionData.SecurityProfile, q.ConnectionData.OCPPCSMSURL = 2, "wss://second.example.com/ocpp"
		}))
		r.request("SetVariables", fmt.Sprintf(setPriority, "2,1"))
		r.request("Reset", `{"type":"OnIdle"}`)
		r.pass(10 * time.Second)
		changed := old.Clone()
		changed.Certificates = []tls.Certificate{next.pair(r.T, "csms.example.com", bothHosts)}
		csms.use(changed)
		r.drop()
		r.pass(5 * time.Second)
		theOld()
	}},
	{"an upgrade of the security profile", nil, func(r *rig) {
		csms := r.secure
		r.request("SetNetworkProfile", profileOf(func(q *ocpp201.SetNetworkProfileRequest) {
			q.ConnectionData.SecurityProfile, q.ConnectionData.OCPPCSMSURL = 2, "wss://csms.example.com/ocpp"
		}))
		r.request("SetVariables", fmt.Sprintf(setPriority, "2,1"))
		r.request("Reset", `{"type":"OnIdle"}`)
		r.pass(10 * time.Second)
		r.request("GetVariables", `{"getVariableData":[{"component":{"name":"SecurityCtrlr"},"variable":{"name":"SecurityProfile"}}]}`)
		r.request("GetVariables", `{"getVariableData":[{"component":{"name":"OCPPCommCtrlr"},"variable":{"name":"NetworkConfigurationPriority"}}]}`)
		none := csms.config.Clone()
		none.Certificates = []tls.Certificate{newAuthority(r.T, "x").pair(r.T, "csms.example.com", nil)}
		csms.use(none)
		r.drop()
		r.pass(30 * time.Second)
	}},
}

const setPriority = `{"setVariableData":[{"component":{"name":"OCPPCommCtrlr"},"variable":{"name":"NetworkConfigurationPriority"},"attributeValue":%q}]}`

// csmsUse is the certificateType of a CSMS root.
const csmsUse = string(ocpp201.InstallCertificateUseCSMSRootCertificate)

func bothHosts(c *x509.Certificate) { c.DNSNames = []string{"csms.example.com", "second.example.com"} }

// overTLS gives the station of a scenario a CSMS with TLS.
var overTLS = map[string]func(*testing.T) (*secureCSMS, func(*station.Config)){
	"certificates of the CSMS that are not in order": withoutOwn,
	"a certificate of its own":                       ownCertificate,
	"network connection profiles":                    withoutOwn,
	"a root that another one replaces":               withStrictRoot,
	"an upgrade of the security profile":             withoutTLSAtFirst,
}

// withStrictRoot is a station with AdditionalRootCertificateCheck, which turns to the next profile after one attempt.
func withStrictRoot(t *testing.T) (*secureCSMS, func(*station.Config)) {
	return secured(t, func(c *station.Config, csms *secureCSMS) {
		csms.config.Certificates = []tls.Certificate{csms.pair(t, "csms.example.com", bothHosts)}
		c.Capabilities.AdditionalRootCheck = true
		c.Settings["OCPPCommCtrlr.NetworkProfileConnectionAttempts"] = "1"
	})
}

// withoutTLSAtFirst is one that has the root of the CSMS, and connects without TLS.
func withoutTLSAtFirst(t *testing.T) (*secureCSMS, func(*station.Config)) {
	return secured(t, func(c *station.Config, _ *secureCSMS) { c.CSMSURL = "ws://csms.example.com/ocpp" })
}

func withoutOwn(t *testing.T) (*secureCSMS, func(*station.Config)) {
	return secured(t, func(c *station.Config, _ *secureCSMS) { c.Settings["OCPPCommCtrlr.RetryBackOffWaitMinimum"] = "3" })
}

// ownCertificate is a station of security profile 3.
func ownCertificate(t *testing.T) (*secureCSMS, func(*station.Config)) {
	return secured(t, func(c *station.Config, csms *secureCSMS) {
		own := csms.pair(t, "SIM-1", nil)
		c.Serial, c.SecurityProfile, c.Certificate = "SIM-1", 3, &own
		csms.config.ClientAuth = tls.RequestClientCert
	})
}

// written is what was offered to the CSMS, and shown to it.
func (s *secureCSMS) written() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	lines := []string{fmt.Sprintf("offers %s", s.offered)}
	for _, c := range s.shown {
		bits := 0
		switch key := c.PublicKey.(type) {
		case *rsa.PublicKey:
			bits = key.N.BitLen()
		case *ecdsa.PublicKey:
			bits = key.Curve.Params().BitSize
		}
		lines = append(lines, fmt.Sprintf("shows a certificate of %s with %d bits, to %s", c.Subject.CommonName, bits, c.NotAfter.Format(time.DateOnly)))
	}
	return append(lines, fmt.Sprintf("%d attempts over TLS", s.dials))
}
