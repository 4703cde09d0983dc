package pki

import (
	"crypto/tls"
	"io"
	"net"
	"slices"
	"testing"
	"time"
)

// BenchmarkHandshake holds a handshake, and a request in it, on an endpoint with its tap and record against bare crypto/tls with
// the same certificates and suites, side by side: both in each round, so that a busy machine slows down both, and of all rounds the median.
func BenchmarkHandshake(b *testing.B) {
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		b.Run(tls.VersionName(version), func(b *testing.B) {
			s := newRace(b, version)
			var bare, own []time.Duration
			for b.Loop() {
				bare = append(bare, s.lap(b, s.bare))
				own = append(own, s.lap(b, s.own))
			}
			b.ReportMetric(median(bare), "bare-ns")
			b.ReportMetric(median(own), "endpoint-ns")
			b.ReportMetric(median(own)/median(bare), "ratio")
		})
	}
}

// BenchmarkASettingOfAnEndpoint holds the chains of an endpoint that has TLS 1.1 with RSA, made for each setting, against those that are
// shown again.
func BenchmarkASettingOfAnEndpoint(b *testing.B) {
	p, err := New(Settings{Host: host})
	if err != nil {
		b.Fatal(err)
	}
	for name, forget := range map[string]bool{"made anew": true, "shown again": false} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if forget {
					clear(p.servers)
				}
				for _, alg := range []Algorithm{ECDSA, RSA} {
					if _, err := p.ServerBelow(ECDSA, alg); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

func median(laps []time.Duration) float64 {
	slices.Sort(laps)
	return float64(laps[len(laps)/2].Nanoseconds())
}

// race is a client and the two servers.
type race struct {
	client    *tls.Config
	bare, own net.Listener
}

func newRace(b *testing.B, version uint16) *race {
	b.Helper()
	p, err := New(Settings{Host: host})
	if err != nil {
		b.Fatal(err)
	}
	setup, err := goodSetup(p).withDefaults()
	if err != nil {
		b.Fatal(err)
	}
	endpoint, err := NewEndpoint(setup)
	if err != nil {
		b.Fatal(err)
	}
	config := &tls.Config{
		MinVersion: setup.MinVersion, MaxVersion: setup.MaxVersion, CipherSuites: setup.CipherSuites, SessionTicketsDisabled: true,
		Certificates: []tls.Certificate{*setup.Chains[0].certificate()},
	}
	r := &race{client: &tls.Config{InsecureSkipVerify: true, ServerName: host, MaxVersion: version}}
	r.bare = tls.NewListener(listening(b), config)
	r.own = endpoint.Over(listening(b), func(*Record) {})
	for _, l := range []net.Listener{r.bare, r.own} {
		go answering(l)
		b.Cleanup(func() { _ = l.Close() })
	}
	return r
}

func listening(b *testing.B) net.Listener {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	return l
}

// lap is one connection, from its dial to the answer.
func (r *race) lap(b *testing.B, l net.Listener) time.Duration {
	began := time.Now()
	c, err := tls.Dial("tcp", l.Addr().String(), r.client)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Write([]byte("ask")); err != nil {
		b.Fatal(err)
	}
	if _, err := io.ReadFull(c, make([]byte, 3)); err != nil {
		b.Fatal(err)
	}
	return time.Since(began)
}
