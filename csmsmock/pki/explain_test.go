package pki

import (
	"bytes"
	"crypto/tls"
	"strings"
	"testing"
)

func TestWhyTheMockTurnsAwayIsSaidInWords(t *testing.T) {
	rsa := []uint16{tls.TLS_RSA_WITH_AES_128_GCM_SHA256}
	for name, c := range map[string]struct {
		hello func(*tls.Config)
		want  string
	}{
		"old versions": {func(c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS11 },
			"it offers TLS 1.1 at most, and this endpoint begins at TLS 1.2"},
		"RSA key exchange alone": {func(c *tls.Config) { c.MaxVersion, c.CipherSuites = tls.VersionTLS12, rsa },
			"it offers only RSA key exchange, and this endpoint has no such suite, or no RSA certificate"},
		"other suites": {func(c *tls.Config) {
			c.MaxVersion, c.CipherSuites = tls.VersionTLS12, []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}
		}, "it offers the suites TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, and this endpoint, with its certificates, takes none of them"},
	} {
		t.Run(name, func(t *testing.T) {
			inField(t, goodSetup, func(t *testing.T, f *field) {
				config := f.client()
				c.hello(config)
				if f.visit(config) == nil {
					t.Error("the client connected")
				}
				if r := f.want(TurnedAway); !strings.HasPrefix(r.Why, c.want) {
					t.Errorf("why = %q, want %q", r.Why, c.want)
				}
			})
		})
	}
}

func TestATrailingDotInTheNameIsSaid(t *testing.T) {
	inField(t, goodSetup, func(t *testing.T, f *field) {
		// Go's client strips the dot: it is put in for the last letter.
		hello := bytes.Replace(helloOf(t, f.client()), []byte("csms.bench.test"), []byte("csms.bench.tes."), 1)
		c := f.dial()
		defer c.Close()
		if _, err := c.Write(hello); err != nil {
			t.Fatal(err)
		}
		if r := f.want(TurnedAway); !strings.Contains(r.Why, "trailing dot in the station's URL?") {
			t.Errorf("why = %q, want a word on the dot", r.Why)
		}
	})
}
