package pki

import (
	"crypto/tls"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Setup is what an endpoint is to a connection. It is taken over as a whole with Endpoint.Set.
type Setup struct {
	// Name is how records call it.
	Name string
	// Chains that the mock has; of several it takes the first that fits the ClientHello, as with one of ECDSA and one of RSA.
	Chains []Chain
	// MinVersion and MaxVersion bound the versions. Default TLS 1.2 to 1.3.
	MinVersion, MaxVersion uint16
	// CipherSuites of TLS 1.2. Default Suites. Those of TLS 1.3 cannot be chosen.
	CipherSuites []uint16
	// Client asks the station for its certificate; nil does not.
	Client *ClientPolicy
	// Low answers with a version below TLS 1.2 instead.
	Low *Low
	// Timeout of the handshake. Default 30 s.
	Timeout time.Duration
	// Now is the clock of records and of what is valid. Default time.Now.
	Now func() time.Time
}

// Suites are the cipher suites of TLS 1.2 that an endpoint takes by default: the four of part 2 (A00.FR.318, 421), and for
// stations that go beyond them, what crypto/tls holds safe.
var Suites = []uint16{
	tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
	tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
	tls.TLS_RSA_WITH_AES_128_GCM_SHA256,
	tls.TLS_RSA_WITH_AES_256_GCM_SHA384,
	tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
	tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
	tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
	tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
}

// The two pairs of suites, one of which a station has to have (A00.FR.319, 422).
var (
	SuitesECDSA = []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384}
	SuitesRSA   = []uint16{tls.TLS_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_RSA_WITH_AES_256_GCM_SHA384}
)

func (s Setup) withDefaults() (Setup, error) {
	if len(s.Chains) == 0 {
		return s, fmt.Errorf("the setup %q of a TLS endpoint has no certificate", s.Name)
	}
	for _, c := range s.Chains {
		if c.key == nil || len(c.Sent) == 0 {
			return s, fmt.Errorf("the chain %q of the setup %q has no key or no certificate", c.Name, s.Name)
		}
	}
	if s.MinVersion == 0 {
		s.MinVersion = tls.VersionTLS12
	}
	if s.MaxVersion == 0 {
		s.MaxVersion = tls.VersionTLS13
	}
	if s.MinVersion > s.MaxVersion {
		return s, fmt.Errorf("the setup %q takes versions from %s to %s, which are none", s.Name, tls.VersionName(s.MinVersion), tls.VersionName(s.MaxVersion))
	}
	if s.CipherSuites == nil {
		s.CipherSuites = Suites
	}
	if s.Timeout == 0 {
		s.Timeout = 30 * time.Second
	}
	if s.Now == nil {
		s.Now = time.Now
	}
	s.Chains, s.CipherSuites = slices.Clone(s.Chains), slices.Clone(s.CipherSuites)
	return s, nil
}

func (s *Setup) offer() Offer {
	o := Offer{MinVersion: s.MinVersion, MaxVersion: s.MaxVersion, CipherSuites: s.CipherSuites, AsksCertificate: s.Client != nil}
	for _, c := range s.Chains {
		o.Chains = append(o.Chains, c.Name)
	}
	return o
}

// certificate is the chain as crypto/tls has it.
func (c Chain) certificate() *tls.Certificate {
	out := &tls.Certificate{PrivateKey: c.key, Leaf: c.Leaf()}
	for _, cert := range c.Sent {
		out.Certificate = append(out.Certificate, cert.Raw)
	}
	return out
}

// TLS is the chain with its key, for a client of crypto/tls.
func (c Chain) TLS() (tls.Certificate, error) {
	if c.key == nil {
		return tls.Certificate{}, errors.New("the chain has no key")
	}
	return *c.certificate(), nil
}

// config is the setup as crypto/tls has it, new for each connection: what that connection came to is written down through it.
func (s *Setup) config(certificates []*tls.Certificate, v *visit) *tls.Config {
	c := &tls.Config{
		Time:                   s.Now,
		MinVersion:             s.MinVersion,
		MaxVersion:             s.MaxVersion,
		CipherSuites:           s.CipherSuites,
		SessionTicketsDisabled: true, // a session that resumes never sees the certificate
		GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
			i := fitting(certificates, hello)
			v.chose(i)
			return certificates[i], nil
		},
	}
	if s.Client != nil {
		c.ClientAuth = tls.RequireAnyClientCert // RequireAndVerify would send hints
		if s.Client.tolerates(ClientNone) {
			c.ClientAuth = tls.RequestClientCert
		}
		c.VerifyConnection = v.verify
	}
	return c
}

// fitting is the first certificate that the client can take, or the first of all.
func fitting(certificates []*tls.Certificate, hello *tls.ClientHelloInfo) int {
	if len(certificates) == 1 {
		return 0
	}
	i := slices.IndexFunc(certificates, func(c *tls.Certificate) bool { return hello.SupportsCertificate(c) == nil })
	return max(i, 0)
}
