package pki

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/harness/memnet"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	host   = "csms.bench.test"
	serial = "SN-0042"
)

// rsaPKI is shared, because RSA keys take their time. Bubbles begin at 2000-01-01, and so does it.
var rsaPKI = sync.OnceValues(func() (*PKI, error) {
	return New(Settings{Host: host, Now: func() time.Time { return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) }})
})

func needRSA(t *testing.T) *PKI {
	t.Helper()
	return must(rsaPKI())(t)
}

func newTestPKI(t *testing.T) *PKI {
	t.Helper()
	return must(New(Settings{Host: host}))(t)
}

// must hands on a value, and ends the test on an error.
func must[T any](value T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// field is an endpoint on a line in memory. What comes through is read once, and answered.
type field struct {
	t        *testing.T
	pki      *PKI
	endpoint *Endpoint
	line     *memnet.Listener
	records  chan *Record
}

// inField runs a test in a synctest bubble.
func inField(t *testing.T, s func(*PKI) Setup, test func(t *testing.T, f *field)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		f := &field{t: t, pki: newTestPKI(t), line: memnet.Listen("csms", 0), records: make(chan *Record, 100)}
		f.endpoint = must(NewEndpoint(s(f.pki)))(t)
		over := f.endpoint.Over(f.line, func(r *Record) { f.records <- r })
		var serving sync.WaitGroup
		serving.Go(func() { answering(over) })
		t.Cleanup(func() {
			if err := over.Close(); err != nil {
				t.Errorf("Close = %v, want nil", err)
			}
			serving.Wait()
		})
		test(t, f)
	})
}

// answering serves like an HTTP server that answers one request: it reads, answers and closes.
func answering(l net.Listener) {
	var served sync.WaitGroup
	defer served.Wait()
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		served.Go(func() {
			defer c.Close()
			if c.SetDeadline(time.Now().Add(time.Minute)) != nil {
				return
			}
			buf := make([]byte, 1024)
			if n, err := c.Read(buf); err == nil {
				_, _ = c.Write(buf[:n])
			}
		})
	}
}

func goodSetup(p *PKI) Setup {
	chain, err := p.Server(ECDSA)
	if err != nil {
		panic(err)
	}
	return Setup{Name: "good", Chains: []Chain{chain}}
}

// spoil sets the endpoint to a chain with a fault.
func (f *field) spoil(fault Fault) {
	f.t.Helper()
	chain := must(f.pki.Spoiled(ECDSA, fault))(f.t)
	f.set(Setup{Name: string(fault), Chains: []Chain{chain}})
}

func (f *field) set(s Setup) {
	f.t.Helper()
	if err := f.endpoint.Set(s); err != nil {
		f.t.Fatal(err)
	}
}

// client is what a station has that trusts the PKI's root.
func (f *field) client() *tls.Config {
	roots := x509.NewCertPool()
	roots.AddCert(must(f.pki.Root(ECDSA))(f.t).Certificate)
	return &tls.Config{RootCAs: roots, ServerName: host}
}

func (f *field) dial() net.Conn {
	f.t.Helper()
	return must(f.line.Dial(context.Background()))(f.t)
}

// visit connects, asks and leaves; the error is the handshake's, or of the answer.
func (f *field) visit(config *tls.Config) error {
	f.t.Helper()
	c := tls.Client(f.dial(), config)
	defer c.Close()
	if _, err := io.WriteString(c, "ask"); err != nil {
		return err
	}
	_, err := io.ReadAll(c)
	return err
}

// next is the next record; bubbles wait for it without waiting.
func (f *field) next() *Record {
	f.t.Helper()
	select {
	case r := <-f.records:
		return r
	case <-time.After(time.Hour):
		f.t.Fatal("no record came within an hour")
		return nil
	}
}

// want requires the outcome of the next record.
func (f *field) want(outcome Outcome) *Record {
	f.t.Helper()
	r := f.next()
	if r.Outcome != outcome {
		f.t.Errorf("record = %q, want %q", r, outcome)
	}
	return r
}

// keeping is a connection to nobody, which keeps what is written.
type keeping struct {
	net.Conn
	written []byte
}

func (k *keeping) Write(p []byte) (int, error) {
	k.written = append(k.written, p...)
	return len(p), nil
}
func (k *keeping) Read([]byte) (int, error)         { return 0, io.EOF }
func (k *keeping) Close() error                     { return nil }
func (k *keeping) SetDeadline(time.Time) error      { return nil }
func (k *keeping) SetWriteDeadline(time.Time) error { return nil }
func (k *keeping) SetReadDeadline(time.Time) error  { return nil }
