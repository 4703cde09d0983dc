package csmsmock

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
	"testing"
	"time"

	"github.com/certbench/certbench/harness/memnet"
	"github.com/gorilla/websocket"
)

// roundTrips plays a station that answers every CALL, and a CSMS that sends n.
func roundTrips(t *testing.T, st *Station, ws *websocket.Conn, n int) {
	t.Helper()
	go func() {
		for {
			_, raw, err := ws.ReadMessage()
			if err != nil {
				return
			}
			id := strings.Split(string(raw), `"`)[1]
			if ws.WriteMessage(websocket.TextMessage, fmt.Appendf(nil, `[3,%q,{"status":"Accepted"}]`, id)) != nil {
				return
			}
		}
	}()
	for range n {
		id, err := st.Call(t.Context(), "Reset", []byte(`{"type":"OnIdle"}`))
		if err != nil {
			t.Fatal(err)
		}
		for {
			e, err := st.Next(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if e.Kind == FrameIn {
				if e.Frame.ID != id || len(e.Violations) > 0 {
					t.Fatalf("answer = %+v, want one to %s", e, id)
				}
				break
			}
		}
	}
}

func TestOverTCPLoopback(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := New(Config{})
	st := s.Station(stationID, Credentials{Password: password})
	served := make(chan error)
	go func() { served <- s.ServeAs("csms", l) }()
	ws, _, err := (&websocket.Dialer{Subprotocols: []string{"ocpp2.0.1"}}).DialContext(t.Context(),
		"ws://"+l.Addr().String()+"/ocpp/RDAM%20123", basic(stationID, password))
	if err != nil {
		t.Fatal(err)
	}
	if err := st.WaitConnected(t.Context()); err != nil {
		t.Fatal(err)
	}
	roundTrips(t, st, ws, 200)
	if err := s.Close(); err != nil {
		t.Errorf("Close = %v, want nil", err)
	}
	if err := <-served; err != nil {
		t.Errorf("ServeAs after Close = %v, want nil", err)
	}
	ws.Close()
}

func TestAListenerThatFailsIsReported(t *testing.T) {
	l := memnet.Listen("csms", 0)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	s := New(Config{})
	defer s.Close()
	if err := s.Serve(l); err == nil || !strings.Contains(err.Error(), `"csms"`) {
		t.Errorf("Serve on a closed listener = %v, want an error that names the endpoint", err)
	}
}

// identity makes a self-signed certificate that is its own authority.
func identity(t *testing.T, name string) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: name},
		DNSNames:              []string{name},
		NotAfter:              time.Now().Add(time.Hour * 1e5),
		IsCA:                  true,
		BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

func TestAVerifiedClientCertificateStandsInForThePassword(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		csms, csmsPool := identity(t, "csms")
		client, clientPool := identity(t, stationID)
		line := memnet.Listen("secure", 0)
		f.serve("profile 3", tls.NewListener(line, &tls.Config{
			Certificates: []tls.Certificate{csms}, ClientAuth: tls.VerifyClientCertIfGiven, ClientCAs: clientPool,
		}))
		d := dialer(line)
		d.TLSClientConfig = &tls.Config{RootCAs: csmsPool}
		url := strings.Replace(stationURL, "ws:", "wss:", 1)

		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if ws, _, err := d.DialContext(ctx, url, nil); err == nil {
			ws.Close()
			t.Fatal("neither certificate nor password: accepted, want 401")
		}
		f.want(Refused)

		d.TLSClientConfig.Certificates = []tls.Certificate{client}
		ws, _, err := d.DialContext(t.Context(), url, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer ws.Close()
		e := f.want(Connected)
		if e.Endpoint != "profile 3" || e.Handshake.TLS == nil || e.Handshake.TLS.PeerCertificates[0].Subject.CommonName != stationID {
			t.Errorf("handshake at %q with TLS %+v, want profile 3 and the station's certificate", e.Endpoint, e.Handshake.TLS)
		}
		roundTrips(t, f.station, ws, 10)
	})
}

func TestAFailedTLSHandshakeIsAServerEvent(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		csms, _ := identity(t, "csms")
		line := memnet.Listen("secure", 0)
		f.serve("secure", tls.NewListener(line, &tls.Config{Certificates: []tls.Certificate{csms}}))
		d := dialer(line)
		d.TLSClientConfig = &tls.Config{RootCAs: x509.NewCertPool()} // trusts nobody
		if ws, _, err := d.DialContext(t.Context(), strings.Replace(stationURL, "ws:", "wss:", 1), nil); err == nil {
			ws.Close()
			t.Fatal("the station accepted an unknown CSMS certificate")
		}
		e, err := f.server.Next(t.Context())
		if err != nil || e.Kind != Refused || e.Endpoint != "secure" || !strings.Contains(e.Err, "TLS handshake error") {
			t.Errorf("server event = %+v, %v, want the TLS handshake error at secure", e, err)
		}
	})
}

func TestHoursPassInNoTime(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		f.station.Background("Heartbeat", now)
		ws := f.connect()
		for i := range 1000 {
			time.Sleep(time.Minute)
			f.say(ws, fmt.Sprintf(`[2,"%d","Heartbeat",{}]`, i))
			f.want(FrameIn)
			f.want(FrameOut)
			if _, _, err := ws.ReadMessage(); err != nil {
				t.Fatal(err)
			}
		}
	})
}
