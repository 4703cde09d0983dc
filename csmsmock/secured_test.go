package csmsmock

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/certbench/certbench/harness/memnet"
	"github.com/gorilla/websocket"
)

// secure is an endpoint with TLS on a line of its own.
type secure struct {
	*field
	pki      *pki.PKI
	endpoint *pki.Endpoint
	line     *memnet.Listener
}

func secured(t *testing.T, f *field, client bool) *secure {
	t.Helper()
	p, err := pki.New(pki.Settings{Host: "csms.bench.test"})
	if err != nil {
		t.Fatal(err)
	}
	s := &secure{field: f, pki: p, line: memnet.Listen("wss", 0)}
	setup := pki.Setup{Name: "good", Chains: []pki.Chain{s.chain(p.Server(pki.ECDSA))}}
	if client {
		setup.Client = &pki.ClientPolicy{Roots: []*x509.Certificate{s.root()}, CommonName: "SN-1"}
	}
	s.endpoint, err = pki.NewEndpoint(setup)
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		if err := f.server.ServeTLS("wss", s.line, s.endpoint, f.station); err != nil {
			t.Errorf("ServeTLS = %v, want nil after Close", err)
		}
	}()
	return s
}

func (s *secure) chain(c pki.Chain, err error) pki.Chain {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}

func (s *secure) root() *x509.Certificate {
	s.t.Helper()
	root, err := s.pki.Root(pki.ECDSA)
	if err != nil {
		s.t.Fatal(err)
	}
	return root.Certificate
}

func (s *secure) dial(header http.Header, mine ...tls.Certificate) (*websocket.Conn, error) {
	s.t.Helper()
	d := dialer(s.line)
	roots := x509.NewCertPool()
	roots.AddCert(s.root())
	d.TLSClientConfig = &tls.Config{RootCAs: roots, Certificates: mine}
	ws, _, err := d.DialContext(s.t.Context(), "wss://csms.bench.test/ocpp/RDAM%20123", header)
	return ws, err
}

func TestTheRecordOfTLSComesBeforeTheConnection(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		s := secured(t, f, false)
		ws, err := s.dial(basic(stationID, password))
		if err != nil {
			t.Fatal(err)
		}
		defer ws.Close()
		e := f.want(Secured)
		if e.TLS.Outcome != pki.Accepted || e.Endpoint != "wss" {
			t.Errorf("event = %q at %q, want it accepted at wss", e.TLS, e.Endpoint)
		}
		if h := f.want(Connected).Handshake; h.Secure != e.TLS || h.TLS == nil || h.TLS.Version != tls.VersionTLS13 {
			t.Errorf("handshake = %+v, want the record and the state of TLS", h)
		}
		f.say(ws, heartbeat)
		f.want(FrameIn)
	})
}

func TestARefusalOfTheCertificateIsTheStationsEvent(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		s := secured(t, f, false)
		bad := s.chain(s.pki.Spoiled(pki.ECDSA, pki.Expired))
		if err := s.endpoint.Set(pki.Setup{Name: "expired", Chains: []pki.Chain{bad}}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.dial(basic(stationID, password)); err == nil {
			t.Fatal("the station connected")
		}
		if e := f.want(Secured); e.TLS.Outcome != pki.Refused || e.TLS.Setup != "expired" || !e.TLS.Sent {
			t.Errorf("event = %q, want the expired chain refused", e.TLS)
		}
	})
}

func TestACertificateStandsInForThePassword(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		s := secured(t, f, true)
		mine, err := s.chain(s.pki.Station(pki.ECDSA, "SN-1")).TLS()
		if err != nil {
			t.Fatal(err)
		}
		ws, err := s.dial(nil, mine)
		if err != nil {
			t.Fatal(err)
		}
		defer ws.Close()
		f.want(Secured)
		f.want(Connected)
	})
}

func TestWithoutACertificateThePasswordIsNeeded(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		s := secured(t, f, false)
		if _, err := s.dial(nil); err == nil {
			t.Fatal("the station connected without a password")
		}
		f.want(Secured)
		if e := f.want(Refused); e.Handshake.Status != http.StatusUnauthorized || e.Handshake.Secure == nil {
			t.Errorf("event = %+v, want 401 on a connection with TLS", e)
		}
	})
}

func TestAllLinesOfSubprotocolsAreRead(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		d := dialer(f.line)
		d.Subprotocols = nil
		header := basic(stationID, password)
		header["Sec-WebSocket-Protocol"] = []string{"ocpp1.6", "ocpp2.0.1"}
		ws, _, err := d.DialContext(t.Context(), stationURL, header)
		if err != nil {
			t.Fatal(err)
		}
		defer ws.Close()
		if h := f.want(Connected).Handshake; h.Subprotocol != "ocpp2.0.1" || len(h.Subprotocols) != 2 {
			t.Errorf("agreed on %q of %q, want ocpp2.0.1 of two", h.Subprotocol, h.Subprotocols)
		}
	})
}

func TestWhatGorillaCannotAnswerIsNotCompressed(t *testing.T) {
	for offer, want := range map[string]bool{
		"permessage-deflate":                                                           true,
		"permessage-deflate; client_max_window_bits":                                   true,
		"permessage-deflate; server_max_window_bits=10":                                false,
		"permessage-deflate; server_max_window_bits=10, permessage-deflate":            true,
		"permessage-deflate; client_no_context_takeover; server_max_window_bits = 12 ": false,
		"x-webkit-deflate-frame":                                                       false,
		"":                                                                             false,
	} {
		inField(t, Config{}, func(t *testing.T, f *field) {
			header := basic(stationID, password)
			if offer != "" {
				header.Set("Sec-WebSocket-Extensions", offer)
			}
			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, strings.Replace(stationURL, "ws:", "http:", 1), nil)
			if err != nil {
				t.Fatal(err)
			}
			request.Header = header
			for key, value := range map[string]string{"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
				"Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg==", "Sec-WebSocket-Protocol": "ocpp2.0.1"} {
				request.Header.Set(key, value)
			}
			transport := &http.Transport{DialContext: dialer(f.line).NetDialContext}
			defer transport.CloseIdleConnections()
			response, err := transport.RoundTrip(request)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			if got := strings.HasPrefix(response.Header.Get("Sec-WebSocket-Extensions"), "permessage-deflate"); got != want || response.StatusCode != http.StatusSwitchingProtocols {
				t.Errorf("to %q the answer is %d, compressed %v; want 101, and %v", offer, response.StatusCode, got, want)
			}
		})
	}
}

func TestTheKernelStampsWhatComesUnderTLS(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the kernel stamps on Linux alone")
	}
	server := New(Config{})
	station := server.Station(stationID, Credentials{})
	f := &field{t: t, server: server, station: station}
	p, err := pki.New(pki.Settings{Host: "127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	s := &secure{field: f, pki: p}
	endpoint, err := pki.NewEndpoint(pki.Setup{Name: "good", Chains: []pki.Chain{s.chain(p.Server(pki.ECDSA))}})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	stamped := Stamping(l) // before the kernel takes a connection, which would be without
	served := make(chan error, 1)
	go func() { served <- server.ServeTLS("wss", stamped, endpoint, station) }()
	roots := x509.NewCertPool()
	roots.AddCert(s.root())
	d := &websocket.Dialer{Subprotocols: []string{"ocpp2.0.1"}, TLSClientConfig: &tls.Config{RootCAs: roots}}
	ws, _, err := d.DialContext(t.Context(), "wss://"+l.Addr().String()+"/ocpp/RDAM%20123", nil)
	if err != nil {
		t.Fatal(err)
	}
	f.want(Secured)
	f.want(Connected)
	// A kernel in which nobody had stamps before begins with them a moment after it was asked to.
	station.Behave("Heartbeat", Never)
	clock := ProcessClock
	for began := time.Now(); clock != KernelClock && time.Since(began) < time.Minute; {
		f.say(ws, heartbeat)
		clock = f.want(FrameIn).Clock
	}
	if clock != KernelClock {
		t.Errorf("clock = %q for a minute, want the kernel's", clock)
	}
	ws.Close()
	f.want(Disconnected)
	if err := server.Close(); err != nil {
		t.Error(err)
	}
	if err := <-served; err != nil {
		t.Error(err)
	}
}
