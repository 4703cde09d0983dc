package pki

import (
	"crypto/tls"
	"testing"
)

// both has a chain of each algorithm.
func both(t *testing.T) func(*PKI) Setup {
	rsa := must(needRSA(t).Server(RSA))(t)
	return func(p *PKI) Setup {
		s := goodSetup(p)
		s.Chains = append(s.Chains, rsa)
		return s
	}
}

func TestAClientRefusesAVersionBelowTLS12(t *testing.T) {
	setup := both(t)
	for _, low := range []Low{{Version: tls.VersionTLS11}, {Version: tls.VersionTLS11, RSAKeyExchange: true}, {Version: tls.VersionTLS10}} {
		inField(t, setup, func(t *testing.T, f *field) {
			s := f.endpoint.Setup()
			s.Low = &low
			f.set(s)
			if f.visit(f.client()) == nil {
				t.Error("the client took the low version")
			}
			r := f.want(Refused)
			if a, _ := r.Alert(); a.Number != 70 || r.Version != low.Version || rsaKeyExchange(r.CipherSuite) != low.RSAKeyExchange || !r.Sent {
				t.Errorf("record of %+v = %+v, want the alert protocol_version", low, r)
			}
		})
	}
}

func TestAClientThatGoesOnBelowTLS12IsSeen(t *testing.T) {
	setup := both(t)
	roots := must(needRSA(t).Root(RSA))(t)
	for _, low := range []Low{{Version: tls.VersionTLS11}, {Version: tls.VersionTLS11, RSAKeyExchange: true}} {
		inField(t, setup, func(t *testing.T, f *field) {
			s := f.endpoint.Setup()
			s.Low = &low
			f.set(s)
			config := f.client()
			config.RootCAs.AddCert(roots.Certificate)
			config.MinVersion = tls.VersionTLS10
			config.CipherSuites = []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, tls.TLS_RSA_WITH_AES_128_CBC_SHA}
			_ = f.visit(config) // how it ends for the client, whose request is read, is nobody's concern
			if r := f.want(WentOn); !r.Sent || !r.Handshake || r.RequestBytes == 0 {
				t.Errorf("record = %+v, want the chain sent, a handshake and a request", r)
			}
			c := tls.Client(f.dial(), config)
			if err := c.Handshake(); err != nil {
				t.Fatal(err)
			}
			c.Close()
			if r := f.want(Left); !r.Handshake || !r.CloseNotify {
				t.Errorf("record of a client that looks at the version after its handshake = %+v, want that it left", r)
			}
		})
	}
}

func TestAClientThatGoesOnWithAVersionItHasNotOfferedIsSeen(t *testing.T) {
	inField(t, goodSetup, func(t *testing.T, f *field) {
		s := f.endpoint.Setup()
		s.Low = &Low{Version: tls.VersionTLS11}
		f.set(s)
		c := f.dial()
		defer c.Close()
		for _, record := range [][]byte{helloOf(t, f.client()), {recordHandshake, 3, 2, 0, 4, 16, 0, 0, 0}} {
			if _, err := c.Write(record); err != nil {
				t.Fatal(err)
			}
		}
		f.want(WentOn)
	})
}

func TestAClientThatSaysGoodbyeToALowVersionHasLeft(t *testing.T) {
	for alert, outcome := range map[byte]Outcome{closeNotify: Left, 80: Refused} {
		inField(t, goodSetup, func(t *testing.T, f *field) {
			s := f.endpoint.Setup()
			s.Low = &Low{Version: tls.VersionTLS11}
			f.set(s)
			c := f.dial()
			defer c.Close() // it waits for the mock to close
			for _, record := range [][]byte{helloOf(t, f.client()), {recordAlert, 3, 2, 0, 2, 1, alert}} {
				if _, err := c.Write(record); err != nil {
					t.Fatal(err)
				}
			}
			if r := f.want(outcome); r.CloseNotify != (outcome == Left) {
				t.Errorf("close_notify = %v of %q", r.CloseNotify, r)
			}
		})
	}
}

func TestAnRSASuiteNeedsAnRSAKey(t *testing.T) {
	inField(t, goodSetup, func(t *testing.T, f *field) {
		s := f.endpoint.Setup()
		s.Low = &Low{Version: tls.VersionTLS11, RSAKeyExchange: true}
		if err := f.endpoint.Set(s); err == nil {
			t.Error("Set = nil, want an error for want of an RSA key")
		}
	})
}
