package stacks

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/certbench/certbench/csmsmock"
	"github.com/certbench/certbench/csmsmock/pki"
)

const (
	host   = "csms.bench.test"
	serial = "SN-0042"
)

// limit is generous: nothing here waits for it unless something hangs.
const limit = 2 * time.Minute

// stack is a client, and what its library is able to do.
type stack struct {
	name     string
	command  []string
	versions []string // of TLS
	rsa      bool     // offers RSA key exchange
}

// lacking ends a test for want of a part; CI has to have all of them.
func lacking(t *testing.T, what string, err error) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is missing; install it with: make packages (%v)", what, err)
	}
	t.Skipf("%s is missing; install it with: make packages (%v)", what, err)
}

// built is where the clients in C are.
var built = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "stacks") })

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, err := built(); err == nil {
		_ = os.RemoveAll(dir) // in the system's folder for what may be lost
	}
	os.Exit(code)
}

// inC builds a client over the library that a header belongs to.
func inC(t *testing.T, name, header string, libraries ...string) string {
	t.Helper()
	if _, err := os.Stat(filepath.Join("/usr/include", header)); err != nil {
		lacking(t, "the development package of "+name, err)
	}
	compiler, err := exec.LookPath("gcc")
	if err != nil {
		lacking(t, "gcc", err)
	}
	dir, err := built()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, name)
	if _, err := os.Stat(program); err == nil {
		return program // for a test before
	}
	args := append([]string{"-O1", "-o", program, filepath.Join("clients", name+".c")}, libraries...)
	if out, err := exec.Command(compiler, args...).CombinedOutput(); err != nil {
		t.Fatalf("building the client over %s: %v\n%s", name, err, out)
	}
	return program
}

// stacks are all of them; each test of one runs beside the others.
var stacks = map[string]func(t *testing.T) stack{
	"OpenSSL": func(t *testing.T) stack {
		return stack{command: []string{inC(t, "openssl", "openssl/ssl.h", "-lssl", "-lcrypto")}, versions: []string{"1.2", "1.3"}, rsa: true}
	},
	"GnuTLS": func(t *testing.T) stack {
		return stack{command: []string{inC(t, "gnutls", "gnutls/gnutls.h", "-lgnutls")}, versions: []string{"1.2", "1.3"}, rsa: true}
	},
	"mbedTLS": func(t *testing.T) stack {
		return stack{command: []string{inC(t, "mbedtls", "mbedtls/ssl.h", "-lmbedtls", "-lmbedx509", "-lmbedcrypto")}, versions: []string{"1.2"}, rsa: true}
	},
	"wolfSSL": func(t *testing.T) stack {
		return stack{command: []string{inC(t, "wolfssl", "wolfssl/ssl.h", "-lwolfssl")}, versions: []string{"1.2", "1.3"}}
	},
	"ws": func(t *testing.T) stack {
		node, err := exec.LookPath("node")
		if err == nil {
			_, err = os.Stat("clients/node_modules/ws/package.json")
		}
		if err != nil {
			lacking(t, "Node.js, or the package ws", err)
		}
		return stack{command: []string{node, "clients/ws.js"}, versions: []string{"1.2", "1.3"}, rsa: true}
	},
}

// onEachStack runs a test for every stack.
func onEachStack(t *testing.T, test func(t *testing.T, l *laboratory)) {
	t.Helper()
	for name, of := range stacks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := of(t)
			s.name = name
			test(t, newLaboratory(t, s))
		})
	}
}

// authority has one PKI for all tests, because RSA keys take their time.
var authority = sync.OnceValues(func() (*pki.PKI, error) { return pki.New(pki.Settings{Host: host}) })

// laboratory is an endpoint with a CSMS behind it, and one client.
type laboratory struct {
	t        *testing.T
	stack    stack
	pki      *pki.PKI
	endpoint *pki.Endpoint
	server   *csmsmock.Server
	station  *csmsmock.Station
	port     string
	dir      string
	rows     []string
}

func newLaboratory(t *testing.T, s stack) *laboratory {
	t.Helper()
	p, err := authority()
	if err != nil {
		t.Fatal(err)
	}
	l := &laboratory{t: t, stack: s, pki: p, server: csmsmock.New(csmsmock.Config{}), dir: t.TempDir()}
	l.station = l.server.Station("station", csmsmock.Credentials{})
	if l.endpoint, err = pki.NewEndpoint(l.setup("good")); err != nil {
		t.Fatal(err)
	}
	l.set(l.setup("good"))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, l.port, _ = net.SplitHostPort(listener.Addr().String())
	served := make(chan error, 1)
	go func() { served <- l.server.ServeTLS("wss", listener, l.endpoint, l.station) }()
	t.Cleanup(func() {
		if err := l.server.Close(); err != nil {
			t.Errorf("Close = %v, want nil", err)
		}
		if err := <-served; err != nil {
			t.Errorf("ServeTLS = %v, want nil", err)
		}
		t.Logf("%s against the mock:\n%s", s.name, strings.Join(l.rows, "\n"))
	})
	l.file("roots", l.root(pki.ECDSA).PEM()+l.root(pki.RSA).PEM())
	return l
}

func (l *laboratory) root(alg pki.Algorithm) *pki.Authority {
	l.t.Helper()
	root, err := l.pki.Root(alg)
	if err != nil {
		l.t.Fatal(err)
	}
	return root
}

func (l *laboratory) chain(c pki.Chain, err error) pki.Chain {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
	return c
}

// setup has a good chain of ECDSA and one of RSA.
func (l *laboratory) setup(name string) pki.Setup {
	l.t.Helper()
	return pki.Setup{Name: name, Chains: []pki.Chain{l.chain(l.pki.Server(pki.ECDSA)), l.chain(l.pki.Server(pki.RSA))}}
}

func (l *laboratory) set(s pki.Setup) {
	l.t.Helper()
	s.Timeout = limit
	if err := l.endpoint.Set(s); err != nil {
		l.t.Fatal(err)
	}
}

func (l *laboratory) file(name, text string) string {
	l.t.Helper()
	path := filepath.Join(l.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		l.t.Fatal(err)
	}
	return path
}

// visit runs the client once, and returns what it says of itself and what the mock has seen.
func (l *laboratory) visit(version string, mine ...string) (string, *pki.Record) {
	l.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	args := append(slices.Clone(l.stack.command[1:]), host, "127.0.0.1", l.port, filepath.Join(l.dir, "roots"), version)
	client := exec.CommandContext(ctx, l.stack.command[0], append(args, mine...)...)
	var trouble strings.Builder
	client.Stderr = &trouble
	out, err := client.Output()
	if err != nil {
		l.t.Fatalf("the client over %s: %v\n%s", l.stack.name, err, trouble.String())
	}
	r := l.next(ctx)
	said := strings.TrimSpace(string(out))
	sent := "not sent"
	if r.Sent {
		sent = "sent"
	}
	l.rows = append(l.rows, fmt.Sprintf("  %-3s %-38s %-9s close_notify %-5v %s  | the client: %s", version, r.Chain, sent, r.CloseNotify, r, said))
	return said, r
}

// next is the next record of TLS; what the CSMS records of the connection itself is passed over.
func (l *laboratory) next(ctx context.Context) *pki.Record {
	l.t.Helper()
	for {
		e, err := l.station.Next(ctx)
		if err != nil {
			l.t.Fatalf("the client over %s has left no record: %v", l.stack.name, err)
		}
		if e.Kind == csmsmock.Secured {
			return e.TLS
		}
	}
}

// took requires that the client connected, by its own account and by the mock's.
func (l *laboratory) took(said string, r *pki.Record) {
	l.t.Helper()
	if !strings.HasPrefix(said, "accepted HTTP/1.1 101") || r.Outcome != pki.Accepted || !r.Full() {
		l.t.Errorf("%s: the client says %q, and the record %q; want it connected", r.Setup, said, r)
	}
}

// balked requires that the client did not connect, and that the mock has seen no more than that.
func (l *laboratory) balked(said string, r *pki.Record) {
	l.t.Helper()
	if !strings.HasPrefix(said, "refused ") {
		l.t.Errorf("%s: the client says %q, want that it refused", r.Setup, said)
	}
	if r.Outcome != pki.Refused && r.Outcome != pki.Left || !r.Sent || r.RequestBytes != 0 || r.DidResume {
		l.t.Errorf("%s: the record is %q, the chain sent %v, %d bytes of a request; want it refused or left, with the chain sent and no request",
			r.Setup, r, r.Sent, r.RequestBytes)
	}
}

// TestAGoodChainIsTaken is TC_A_04_CS: both pairs of suites, as far as the stack has them.
func TestAGoodChainIsTaken(t *testing.T) {
	onEachStack(t, func(t *testing.T, l *laboratory) {
		for _, version := range l.stack.versions {
			l.set(l.setup("good"))
			said, r := l.visit(version)
			l.took(said, r)
			if r.Hello.ServerName != host || !r.Hello.Offers(pki.SuitesECDSA...) && version == "1.2" {
				t.Errorf("hello = %+v, want the name %s, and the suites with ECDSA", r.Hello, host)
			}
		}
		for _, suite := range append(slices.Clone(pki.SuitesECDSA), pki.SuitesRSA...) {
			s := l.setup(tls.CipherSuiteName(suite))
			s.CipherSuites, s.MaxVersion = []uint16{suite}, tls.VersionTLS12
			l.set(s)
			said, r := l.visit("1.2")
			if !l.stack.rsa && slices.Contains(pki.SuitesRSA, suite) {
				if r.Outcome != pki.TurnedAway || !strings.Contains(r.Why, "takes none of them") {
					t.Errorf("the record is %q, want that the client has no such suite", r)
				}
				continue
			}
			l.took(said, r)
			if r.CipherSuite != suite {
				t.Errorf("the suite is %s, want %s", tls.CipherSuiteName(r.CipherSuite), s.Name)
			}
		}
	})
}

// TestABadChainIsRefused is TC_A_05_CS: good, bad and good again, for each fault.
func TestABadChainIsRefused(t *testing.T) {
	onEachStack(t, func(t *testing.T, l *laboratory) {
		for _, version := range l.stack.versions {
			for i, fault := range pki.SureFaults {
				alg := []pki.Algorithm{pki.ECDSA, pki.RSA}[i%2]
				l.set(pki.Setup{Name: string(fault), Chains: []pki.Chain{l.chain(l.pki.Spoiled(alg, fault))}})
				l.balked(l.visit(version))
			}
			l.set(l.setup("good again"))
			l.took(l.visit(version))
			// A stack takes the wildcard unless it was told otherwise: that is what A_05 is about.
			l.set(pki.Setup{Name: "wildcard", Chains: []pki.Chain{l.chain(l.pki.Spoiled(pki.ECDSA, pki.Wildcard))}})
			l.took(l.visit(version))
		}
	})
}

// TestAVersionBelowTLS12IsRefused is TC_A_06_CS, with both key exchanges.
func TestAVersionBelowTLS12IsRefused(t *testing.T) {
	onEachStack(t, func(t *testing.T, l *laboratory) {
		for _, rsa := range []bool{false, true} {
			s := l.setup(fmt.Sprintf("TLS 1.1, RSA key exchange %v", rsa))
			s.Low = &pki.Low{Version: tls.VersionTLS11, RSAKeyExchange: rsa}
			l.set(s)
			l.balked(l.visit("any"))
		}
	})
}

// TestAClientThatAllowsTLS11GoesOn shows that the same answer is taken where a stack is allowed to: it is the version that was
// refused, and not the mock's ServerHello.
func TestAClientThatAllowsTLS11GoesOn(t *testing.T) {
	onEachStack(t, func(t *testing.T, l *laboratory) {
		for _, rsa := range []bool{false, true} {
			s := l.setup(fmt.Sprintf("TLS 1.1, RSA key exchange %v", rsa))
			s.Low = &pki.Low{Version: tls.VersionTLS11, RSAKeyExchange: rsa}
			l.set(s)
			said, r := l.visit("low")
			if rsa && !l.stack.rsa {
				l.balked(said, r) // for want of such a suite
				continue
			}
			if r.Outcome != pki.WentOn || !r.Handshake || r.RequestBytes == 0 {
				t.Errorf("the record is %q, a handshake %v; want that it went on, and asked", r, r.Handshake)
			}
		}
	})
}

// TestARenegotiationIsAnEndThatIsExplained asks for one before the request (RFC 5746), which crypto/tls does not take part in.
func TestARenegotiationIsAnEndThatIsExplained(t *testing.T) {
	s := stacks["OpenSSL"](t)
	s.name = "OpenSSL"
	l := newLaboratory(t, s)
	said, r := l.visit("renegotiate")
	if !strings.HasPrefix(said, "refused ") || r.Outcome != pki.TurnedAway || !r.Full() || !strings.Contains(r.Why, "renegotiation") {
		t.Errorf("the client says %q, and the record %q; want it turned away for a renegotiation", said, r)
	}
}

// TestAStationWithSmallBuffersIsKnown asks for records of 1 kB (errata 2025-09, 4.9).
func TestAStationWithSmallBuffersIsKnown(t *testing.T) {
	s := stacks["mbedTLS"](t)
	s.name = "mbedTLS"
	l := newLaboratory(t, s)
	said, r := l.visit("small")
	l.took(said, r)
	if r.Hello.MaxFragment != 1024 || r.Piece != 512 {
		t.Errorf("it asks for %d bytes, and gets records of %d; want 1024, and 512", r.Hello.MaxFragment, r.Piece)
	}
}

// TestAClientsCertificateIsNamed is TC_A_07_CS.
func TestAClientsCertificateIsNamed(t *testing.T) {
	onEachStack(t, func(t *testing.T, l *laboratory) {
		asking := l.setup("profile 3")
		asking.Client = &pki.ClientPolicy{
			Roots:      []*x509.Certificate{l.root(pki.ECDSA).Certificate, l.root(pki.RSA).Certificate},
			CommonName: serial, Organization: "Certbench CSO",
		}
		l.set(asking)
		for i, c := range []struct {
			chain pki.Chain
			fault pki.ClientFault
		}{
			{l.chain(l.pki.Station(pki.ECDSA, serial)), ""},
			{l.chain(l.pki.Station(pki.RSA, serial)), ""},
			{l.chain(l.pki.Station(pki.ECDSA, "SN-0043")), pki.ClientCommonName},
			{l.chain(l.pki.SpoiledStation(pki.ECDSA, serial, pki.Expired)), pki.ClientExpired},
			{l.chain(l.pki.SpoiledStation(pki.ECDSA, serial, pki.UnknownRoot)), pki.ClientUnknown},
			{l.chain(l.pki.SpoiledStation(pki.ECDSA, serial, pki.MissingIntermediate)), pki.ClientIncomplete},
			{l.chain(l.pki.SpoiledStation(pki.ECDSA, serial, pki.SelfSigned)), pki.ClientSelfSigned},
		} {
			certificates, key := filepath.Join(l.dir, fmt.Sprint("chain", i)), filepath.Join(l.dir, fmt.Sprint("key", i))
			if err := c.chain.Write(certificates, key); err != nil {
				t.Fatal(err)
			}
			version := l.stack.versions[i%len(l.stack.versions)]
			said, r := l.visit(version, certificates, key)
			if c.fault == "" {
				l.took(said, r)
			}
			l.showed(r, c.fault, c.chain.Sent)
		}
		for _, version := range l.stack.versions {
			_, r := l.visit(version)
			l.showed(r, pki.ClientNone, nil)
		}
	})
}

// showed requires what the mock saw of the client's certificate. What the client says of itself does not count: in TLS 1.3 it
// believes that it is connected.
func (l *laboratory) showed(r *pki.Record, fault pki.ClientFault, sent []*x509.Certificate) {
	l.t.Helper()
	var want []pki.ClientFault
	outcome := pki.Accepted
	if fault != "" {
		want, outcome = []pki.ClientFault{fault}, pki.TurnedAway
	}
	if r.Outcome != outcome || !slices.Equal(r.Client.Faults, want) || r.Client.Admitted != (fault == "") {
		l.t.Errorf("the record is %q with the faults %q, admitted %v; want it %s, for %q", r, r.Client.Faults, r.Client.Admitted, outcome, want)
	}
	if len(sent) > 0 && (len(r.Client.Certificates) == 0 || !r.Client.Certificates[0].Equal(sent[0])) {
		l.t.Errorf("the mock has %d certificates of the client, want its own first", len(r.Client.Certificates))
	}
}
