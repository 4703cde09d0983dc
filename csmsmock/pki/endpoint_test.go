package pki

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/harness/memnet"
)

func TestAGoodChainIsAcceptedInBothVersions(t *testing.T) {
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		inField(t, goodSetup, func(t *testing.T, f *field) {
			config := f.client()
			config.MaxVersion = version
			if err := f.visit(config); err != nil {
				t.Fatalf("the client's connection: %v", err)
			}
			r := f.want(Accepted)
			if r.Version != version || !r.Full() || r.Chain != "good" || r.RequestBytes != 3 || r.Setup != "good" {
				t.Errorf("record = %+v, want a full handshake of %s with the good chain, and 3 bytes", r, tls.VersionName(version))
			}
			if h := r.Hello; h == nil || h.ServerName != host || !h.Offers(SuitesECDSA...) || h.Highest() != version || len(h.Signatures) == 0 || len(h.Curves) == 0 {
				t.Errorf("hello = %+v, want what the client offers", h)
			}
		})
	}
}

func TestSpoiledChainsAreRefusedWithAnAlert(t *testing.T) {
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		inField(t, goodSetup, func(t *testing.T, f *field) {
			for _, fault := range SureFaults {
				f.spoil(fault)
				config := f.client()
				config.MaxVersion = version
				if f.visit(config) == nil {
					t.Fatalf("the client took the chain %q", fault)
				}
				r := f.want(Refused)
				if _, ok := r.Alert(); !ok || !r.Sent || r.Chain != string(fault) || r.RequestBytes != 0 {
					t.Errorf("record of %q = %+v, want its chain sent, an alert and no request", fault, r)
				}
			}
			f.set(goodSetup(f.pki))
			if err := f.visit(f.client()); err != nil {
				t.Errorf("on the good chain again: %v", err)
			}
			f.want(Accepted)
		})
	}
}

func TestNoConnectionResumes(t *testing.T) {
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		inField(t, goodSetup, func(t *testing.T, f *field) {
			config := f.client()
			config.MaxVersion = version
			config.ClientSessionCache = tls.NewLRUClientSessionCache(10)
			for range 2 {
				if err := f.visit(config); err != nil {
					t.Fatal(err)
				}
				if r := f.want(Accepted); r.DidResume || !r.Sent {
					t.Errorf("record = %+v, want a full handshake", r)
				}
			}
			f.spoil(Expired)
			if f.visit(config) == nil {
				t.Error("the client took the expired chain, as a resumed session would")
			}
			f.want(Refused)
		})
	}
}

func TestAClientThatLeavesWithoutAWordIsRecorded(t *testing.T) {
	for name, leave := range map[string]struct {
		by      func(f *field)
		goodbye bool
		full    bool
	}{
		"after the handshake, with close_notify": {func(f *field) {
			c := tls.Client(f.dial(), f.client())
			if err := c.Handshake(); err != nil {
				f.t.Fatal(err)
			}
			c.Close()
		}, true, true},
		"after the handshake, with a bare end": {func(f *field) {
			raw := f.dial()
			c := tls.Client(raw, f.client())
			if err := c.Handshake(); err != nil {
				f.t.Fatal(err)
			}
			raw.Close()
		}, false, true},
		"in the handshake": {func(f *field) {
			raw := f.dial()
			hello := helloOf(f.t, f.client())
			if _, err := raw.Write(hello); err != nil {
				f.t.Fatal(err)
			}
			if _, err := io.ReadFull(raw, make([]byte, 100)); err != nil {
				f.t.Fatal(err)
			}
			raw.Close()
		}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			inField(t, goodSetup, func(t *testing.T, f *field) {
				leave.by(f)
				r := f.want(Left)
				if r.CloseNotify != leave.goodbye || r.Handshake != leave.full || !r.Sent || r.RequestBytes != 0 {
					t.Errorf("record = %+v, want close_notify %v, a handshake %v and the chain sent", r, leave.goodbye, leave.full)
				}
			})
		})
	}
}

func TestAClientThatNeitherAsksNorLeavesIsEndedByTheMock(t *testing.T) {
	inField(t, goodSetup, func(t *testing.T, f *field) {
		silent := f.dial()
		defer silent.Close()
		if r := f.want(Waited); r.Hello != nil || r.EndedAt.Sub(r.Began) != 30*time.Second {
			t.Errorf("record = %+v, want no hello, and an end after 30 s", r)
		}
		c := tls.Client(f.dial(), f.client())
		defer c.Close()
		if err := c.Handshake(); err != nil {
			t.Fatal(err)
		}
		if r := f.want(Waited); !r.Full() {
			t.Errorf("record = %+v, want a full handshake", r)
		}
	})
}

func TestWhatIsNoTLSIsNamed(t *testing.T) {
	for sent, want := range map[string]string{
		"GET /ocpp/x HTTP/1.1\r\n\r\n": "plain HTTP came on an endpoint with TLS: the station's URL begins with ws:// and should begin with wss://",
		"\x00\x01\x02\x03\x04\x05":     "what came is no TLS",
		"\x80\x2e\x01\x03\x01\x00":     "a ClientHello of SSL 2.0 came",
	} {
		inField(t, goodSetup, func(t *testing.T, f *field) {
			c := f.dial()
			if _, err := io.WriteString(c, sent); err != nil {
				t.Fatal(err)
			}
			c.Close()
			if r := f.want(NoTLS); r.Why != want {
				t.Errorf("why = %q, want %q", r.Why, want)
			}
		})
	}
}

func TestWhoSendsNothingHasKnocked(t *testing.T) {
	inField(t, goodSetup, func(t *testing.T, f *field) {
		f.dial().Close()
		f.want(Knocked)
	})
}

func TestARequestOnAResumedSessionIsNoEvidence(t *testing.T) {
	records := make(chan *Record, 1)
	v := &visit{tap: newTap(nil, time.Now), tell: func(r *Record) { records <- r }, setup: Setup{Now: time.Now}}
	v.record.DidResume = true
	v.read(10, nil)
	if r := <-records; r.Outcome != Resumed || r.Full() {
		t.Errorf("record = %q, want it resumed, which is no evidence", r)
	}
}

func TestCloseEndsTheHandshakesThatRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		records := make(chan *Record, 1)
		line := memnet.Listen("csms", 0)
		over := must(NewEndpoint(goodSetup(newTestPKI(t))))(t).Over(line, func(r *Record) { records <- r })
		silent := must(line.Dial(t.Context()))(t)
		defer silent.Close()
		synctest.Wait()
		began := time.Now()
		if err := over.Close(); err != nil || !time.Now().Equal(began) {
			t.Errorf("Close = %v after %v, want nil at once", err, time.Since(began))
		}
		if r := <-records; r.Outcome != Waited || r.Why != "the mock ended" {
			t.Errorf("record = %q, want that the mock ended", r)
		}
		if _, err := over.Accept(); !errors.Is(err, net.ErrClosed) {
			t.Errorf("Accept = %v, want net.ErrClosed", err)
		}
		if err := over.Close(); !errors.Is(err, net.ErrClosed) {
			t.Errorf("a second Close = %v, want net.ErrClosed", err)
		}
	})
}

func TestASetupThatCannotBeIsRefused(t *testing.T) {
	inField(t, goodSetup, func(t *testing.T, f *field) {
		s := f.endpoint.Setup()
		for _, spoil := range []func(*Setup){
			func(s *Setup) { s.Chains = nil },
			func(s *Setup) { s.Chains = []Chain{{Name: "no key", Sent: s.Chains[0].Sent}} },
			func(s *Setup) { s.MinVersion, s.MaxVersion = tls.VersionTLS13, tls.VersionTLS12 },
			func(s *Setup) { s.Low = &Low{Version: tls.VersionTLS12} },
		} {
			bad := s
			spoil(&bad)
			if err := f.endpoint.Set(bad); err == nil {
				t.Errorf("Set(%+v) = nil, want an error", bad)
			}
		}
		if err := f.visit(f.client()); err != nil {
			t.Errorf("after setups that were refused: %v, want the one before in force", err)
		}
		f.want(Accepted)
	})
}

// helloOf is the ClientHello that a configuration makes, as a record.
func helloOf(t *testing.T, config *tls.Config) []byte {
	t.Helper()
	c := &keeping{}
	if err := tls.Client(c, config).Handshake(); err == nil {
		t.Fatal("a handshake with nobody succeeded")
	}
	return c.written
}
