package fleet

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nkeys"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/fleet/fleettest"
)

// certified is a certificate for the loopback, and who trusts it.
func certified(t *testing.T) (served, trusting *tls.Config) {
	t.Helper()
	certificate, key := fleettest.Certified(t, net.IPv4(127, 0, 0, 1), net.IPv4zero)
	pair, err := tls.X509KeyPair(certificate, key)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(certificate)
	return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}, &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
}

func TestOffTheLoopbackAFleetIsServedByTLSAlone(t *testing.T) {
	if _, err := Serve(t.Context(), Hosting{Dir: t.TempDir(), Listen: "0.0.0.0:0"}); err == nil || !strings.Contains(err.Error(), "TLS") {
		t.Fatalf("without a certificate: %v", err)
	}
	served, trusting := certified(t)
	h, err := Serve(t.Context(), Hosting{Dir: t.TempDir(), Listen: "0.0.0.0:0", TLS: served})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.Close)
	_, port, err := net.SplitHostPort(strings.TrimPrefix(strings.TrimPrefix(h.URL(), "tls://"), "nats://"))
	if err != nil {
		t.Fatal(err)
	}
	a := Access{URL: "tls://127.0.0.1:" + port, Creds: h.Key(DefaultLab, Watcher), Role: Watcher, TLS: trusting}
	f, err := Enter(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	a.TLS = nil // the roots of this machine
	if _, err := Enter(t.Context(), a); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("a server that nobody vouches for: %v", err)
	}
}

// cluster is an engine in operator mode with one account, as nsc sets it up, and credentials in it.
type cluster struct {
	*testing.T
	url     string
	account nkeys.KeyPair
}

func operated(t *testing.T) *cluster {
	t.Helper()
	pair := func(of func() (nkeys.KeyPair, error)) (nkeys.KeyPair, string) {
		p, err := of()
		if err != nil {
			t.Fatal(err)
		}
		public, err := p.PublicKey()
		if err != nil {
			t.Fatal(err)
		}
		return p, public
	}
	sign := func(c jwt.Claims, by nkeys.KeyPair) string {
		text, err := c.Encode(by)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	operator, operatorKey := pair(nkeys.CreateOperator)
	_, systemKey := pair(nkeys.CreateAccount)
	account, accountKey := pair(nkeys.CreateAccount)
	about := jwt.NewOperatorClaims(operatorKey)
	about.SystemAccount = systemKey
	of, err := jwt.DecodeOperatorClaims(sign(about, operator))
	if err != nil {
		t.Fatal(err)
	}
	lab := jwt.NewAccountClaims(accountKey)
	lab.Limits.JetStreamLimits = jwt.JetStreamLimits{MemoryStorage: -1, DiskStorage: -1, Streams: -1, Consumer: -1}
	known := &server.MemAccResolver{}
	for key, text := range map[string]string{accountKey: sign(lab, operator), systemKey: sign(jwt.NewAccountClaims(systemKey), operator)} {
		if err := known.Store(key, text); err != nil {
			t.Fatal(err)
		}
	}
	engine, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, NoSigs: true, NoLog: true, JetStream: true, StoreDir: t.TempDir(),
		TrustedOperators: []*jwt.OperatorClaims{of}, AccountResolver: known, SystemAccount: systemKey})
	if err != nil {
		t.Fatal(err)
	}
	go engine.Start()
	t.Cleanup(func() { engine.Shutdown(); engine.WaitForShutdown() })
	if !engine.ReadyForConnections(startWithin) {
		t.Fatal("the engine does not start")
	}
	return &cluster{t, engine.ClientURL(), account}
}

// creds are the credentials of a role; without one, of whoever sets the fleet up.
func (c *cluster) creds(role Role) string {
	c.Helper()
	user, err := nkeys.CreateUser()
	if err != nil {
		c.Fatal(err)
	}
	public, err := user.PublicKey()
	if err != nil {
		c.Fatal(err)
	}
	claims := jwt.NewUserClaims(public)
	if role != "" {
		claims.Pub.Allow, claims.Sub.Allow = role.Subjects(benchOf(role))
	}
	token, err := claims.Encode(c.account)
	if err != nil {
		c.Fatal(err)
	}
	seed, err := user.Seed()
	if err != nil {
		c.Fatal(err)
	}
	text, err := jwt.FormatUserConfig(token, seed)
	if err != nil {
		c.Fatal(err)
	}
	path := filepath.Join(c.TempDir(), "x.creds")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		c.Fatal(err)
	}
	return path
}

// benchOf is the one beside which an agent stands in these tests.
func benchOf(role Role) string {
	if role == Agent {
		return "bench-1"
	}
	return ""
}

func (c *cluster) enter(role Role) (*Fleet, error) {
	f, err := Enter(c.Context(), Access{URL: c.url, Creds: c.creds(role), Role: role, Bench: benchOf(role)})
	if err == nil {
		c.Cleanup(f.Close)
	}
	return f, err
}

func TestAClusterServesAFleetAsWellOnceItIsPrepared(t *testing.T) {
	c := operated(t)
	if _, err := c.enter(Watcher); err == nil || !strings.Contains(err.Error(), "certbench fleet serve --nats") {
		t.Errorf("before it is prepared: %v", err)
	}
	if err := Prepare(t.Context(), Access{URL: c.url, Creds: c.creds("")}); err != nil {
		t.Fatal(err)
	}
	agent, err := c.enter(Agent)
	if err != nil {
		t.Fatal(err)
	}
	runner, err := c.enter(Runner)
	if err != nil {
		t.Fatal(err)
	}
	besides(t, agent, "bench-1", "1", manner{})
	_, players := reservedBy(t, runner, "run-1", 1)
	if end := play(players["bench-1"], t.Context(), "TC_B_01_CS"); end.Verdict != evidence.Pass {
		t.Errorf("the play ended %+v", end)
	}
	players["bench-1"].Repay(t.Context())
	if _, err := agent.kv[leasesBucket].Put(short(t), "x", []byte("{}")); err == nil {
		t.Error("an agent may write leases")
	}
}

// TestAServerThatKnowsItsUsersByNKeysServesAFleetAsWell has them in its own configuration, each with the subjects of a role.
func TestAServerThatKnowsItsUsersByNKeysServesAFleetAsWell(t *testing.T) {
	options := &server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, NoSigs: true, NoLog: true, JetStream: true, StoreDir: t.TempDir()}
	keys := map[Role]string{}
	for _, role := range append(Roles(), "") {
		keys[role] = filepath.Join(t.TempDir(), "x.nk")
		pair, err := newKey(keys[role])
		if err != nil {
			t.Fatal(err)
		}
		public, err := pair.PublicKey()
		if err != nil {
			t.Fatal(err)
		}
		user := &server.NkeyUser{Nkey: public}
		if role != "" {
			user.Permissions = role.may(benchOf(role))
		}
		options.Nkeys = append(options.Nkeys, user)
	}
	engine, err := server.NewServer(options)
	if err != nil {
		t.Fatal(err)
	}
	go engine.Start()
	t.Cleanup(func() { engine.Shutdown(); engine.WaitForShutdown() })
	if !engine.ReadyForConnections(startWithin) {
		t.Fatal("the engine does not start")
	}
	if err := Prepare(t.Context(), Access{URL: engine.ClientURL(), Creds: keys[""]}); err != nil {
		t.Fatal(err)
	}
	by := func(role Role) *Fleet {
		return entered(t, Access{URL: engine.ClientURL(), Creds: keys[role], Role: role, Bench: benchOf(role)})
	}
	besides(t, by(Agent), "bench-1", "1", manner{})
	_, players := reservedBy(t, by(Runner), "run-1", 1)
	if end := play(players["bench-1"], t.Context(), "TC_B_01_CS"); end.Verdict != evidence.Pass {
		t.Errorf("the play ended %+v", end)
	}
	players["bench-1"].Repay(t.Context())
}
