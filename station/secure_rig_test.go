package station_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/certbench/certbench/station"
)

// authority is a CSMS root certificate and its key.
type authority struct {
	root *x509.Certificate
	key  *ecdsa.PrivateKey
}

// issue makes a certificate that is valid for a year, but for what change says; by nil makes a root.
func issue(t *testing.T, by *authority, name string, change func(*x509.Certificate)) (*x509.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano() + 1), Subject: pkix.Name{CommonName: name, Organization: []string{"certbench"}},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(1, 0, 0), BasicConstraintsValid: true, IsCA: by == nil,
	}
	if change != nil {
		change(c)
	}
	parent, signer := c, key
	if by != nil {
		parent, signer = by.root, by.key
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return made, key
}

func newAuthority(t *testing.T, name string) *authority {
	root, key := issue(t, nil, name, nil)
	return &authority{root, key}
}

func (a *authority) pair(t *testing.T, name string, change func(*x509.Certificate)) tls.Certificate {
	leaf, key := issue(t, a, name, change)
	return tls.Certificate{Certificate: [][]byte{leaf.Raw}, PrivateKey: key, Leaf: leaf}
}

// next is an authority whose root this one has signed.
func (a *authority) next(t *testing.T) *authority {
	root, key := issue(t, a, "next CSMS root", func(c *x509.Certificate) { c.IsCA, c.SerialNumber = true, big.NewInt(7) })
	return &authority{root, key}
}

// secureCSMS is the rig's CSMS with TLS, at the port of wss, beside the one without.
type secureCSMS struct {
	*authority
	network *pipeListener

	mu      sync.Mutex
	config  *tls.Config
	shown   []*x509.Certificate // client certificates of handshakes that were completed
	dials   int
	offered string // of the last ClientHello
}

// use has the next connections made with a configuration.
func (s *secureCSMS) use(c *tls.Config) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.config = c
}

func (s *secureCSMS) attempts() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.dials
}

func (s *secureCSMS) clients() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.shown)
}

// secured gives a station a CSMS with TLS for its URL of wss, with the root of that burnt in.
func secured(t *testing.T, change func(*station.Config, *secureCSMS)) (*secureCSMS, func(*station.Config)) {
	csms := &secureCSMS{network: newPipeListener()}
	return csms, func(c *station.Config) {
		csms.authority = newAuthority(t, "CSMS root") // by the clock of the bubble
		csms.use(&tls.Config{Certificates: []tls.Certificate{csms.pair(t, "csms.example.com", nil)}, MinVersion: tls.VersionTLS10, SessionTicketsDisabled: true})
		c.CSMSURL, c.Roots = "wss://csms.example.com/ocpp", []*x509.Certificate{csms.root}
		with(map[string]string{"OCPPCommCtrlr.RetryBackOffWaitMinimum": "1", "OCPPCommCtrlr.RetryBackOffRandomRange": "0",
			"OCPPCommCtrlr.RetryBackOffRepeatTimes": "0", "OCPPCommCtrlr.NetworkProfileConnectionAttempts": "2"})(c)
		plain := c.Dial
		c.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
			if !strings.HasSuffix(address, ":443") {
				return plain(ctx, network, address)
			}
			return csms.dial(ctx, plain)
		}
		if change != nil {
			change(c, csms)
		}
	}
}

// dial makes the connection to the rig's CSMS with a TLS server in between.
func (s *secureCSMS) dial(ctx context.Context, plain func(context.Context, string, string) (net.Conn, error)) (net.Conn, error) {
	s.mu.Lock()
	config := s.config
	s.dials++
	s.mu.Unlock()
	station, outside := newPipe()
	inside, err := plain(ctx, "", "csms.example.com:80")
	if err != nil {
		return nil, err
	}
	go func() {
		config = config.Clone()
		config.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.offered = fmt.Sprintf("%x", hello.CipherSuites)
			return nil, nil
		}
		server := tls.Server(outside, config)
		if err := server.HandshakeContext(context.WithoutCancel(ctx)); err == nil {
			s.mu.Lock()
			s.shown = append(s.shown, server.ConnectionState().PeerCertificates...)
			s.mu.Unlock()
			go relay(inside, server)
			relay(server, inside)
		}
		closeBoth(outside, inside)
	}()
	return station, nil
}

// relay moves what comes from one connection to the other, until either ends.
func relay(to, from net.Conn) {
	b := make([]byte, 1<<15)
	for {
		n, err := from.Read(b)
		if n > 0 {
			if _, gone := to.Write(b[:n]); gone != nil {
				err = gone
			}
		}
		if err != nil {
			closeBoth(to, from)
			return
		}
	}
}

func closeBoth(a, b net.Conn) {
	_, _ = a.Close(), b.Close() // the other side may have closed them before
}
