package bench

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/certbench/certbench/harness/octt"
)

// vendor is what a maker of stations has, in files.
type vendor struct {
	*testing.T
	dir string
	pki *pki.PKI
}

func newVendor(t *testing.T, now func() time.Time) *vendor {
	t.Helper()
	p, err := pki.New(pki.Settings{Host: "127.0.0.1", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	return &vendor{t, t.TempDir(), p}
}

// writes names the two files of a certificate and its key.
func (v *vendor) writes(name string, what interface{ Write(string, string) error }, err error) (certificates, key string) {
	v.Helper()
	certificates, key = filepath.Join(v.dir, name+".pem"), filepath.Join(v.dir, name+".key")
	if err == nil {
		err = what.Write(certificates, key)
	}
	if err != nil {
		v.Fatal(err)
	}
	return certificates, key
}

func (v *vendor) root(alg pki.Algorithm) (certificates, key string) {
	root, err := v.pki.Root(alg)
	return v.writes("root", root, err)
}

func (v *vendor) server(alg pki.Algorithm) (certificates, key string) {
	chain, err := v.pki.Server(alg)
	return v.writes("csms", chain, err)
}

// secured is the file of a foreign bench with what it brings along.
func secured(what string, args ...any) string {
	return foreign + "security: {profile: 2, " + fmt.Sprintf(what, args...) + "}\n"
}

// shows is the certificate authority and the endpoints' chains of a file, at its own address.
func shows(t *testing.T, text string) (Security, *pki.PKI) {
	t.Helper()
	f, err := Read("bench.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	s := f.secures(address(f.Listen), nil)
	p, err := s.makePKI()
	if err != nil {
		t.Fatal(err)
	}
	return s, p
}

type address string

func (a address) Network() string { return "tcp" }
func (a address) String() string  { return string(a) }

func TestABenchSignsWithTheRootsOfAFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "my-pki")
	made, err := pki.InitFolder(dir, "CSO", nil)
	if err != nil {
		t.Fatal(err)
	}
	s, p := shows(t, secured("pki: %q", dir))
	if got := s.algorithms(); len(got) != 2 || got[0] != pki.ECDSA {
		t.Errorf("the endpoints show %q, want ECDSA and RSA", got)
	}
	for i, alg := range s.algorithms() {
		chain, err := p.Server(alg)
		if err != nil || !chain.Root.Equal(made.Roots[i].Certificate) || len(pki.Inspect(chain.Sent, pki.Against{Host: "127.0.0.1", Now: time.Now()})) > 0 {
			t.Errorf("%s: the CSMS shows %v, %v; want a good chain below the root of the folder", alg, chain, err)
		}
	}
	own := newAuthority(func(of octt.Root) (*pki.PKI, error) {
		if of == octt.SignedRoot {
			return p.Next(true)
		}
		return p, nil
	}, s.algorithms()[0])
	if next, err := own.CSMSRoot(octt.SignedRoot); err != nil || next.PEM != made.Next[0].PEM() {
		t.Errorf("the second root is %v, %v; want that of the folder", next.PEM, err)
	}
	s, p = shows(t, secured("pki: %q, algorithms: [RSA]", dir))
	if len(s.Algorithms) != 1 || s.Algorithms[0] != pki.RSA {
		t.Errorf("the endpoints show %q, want RSA alone", s.Algorithms)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{Subject: pkix.Name{CommonName: "SN-1"}}, key)
	if err != nil {
		t.Fatal(err)
	}
	mine, err := p.Sign(pki.ReadCSR(string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: der}))))
	if err != nil || !mine.Root.Equal(made.Roots[1].Certificate) {
		t.Errorf("a request is signed below %v, %v; want the RSA root, which the station has", mine.Root.Subject, err)
	}
}

func TestABenchShowsChainsWhoseRootItCannotSignWith(t *testing.T) {
	v := newVendor(t, nil)
	root, _ := v.root(pki.ECDSA)
	chain, key := v.server(pki.ECDSA)
	late, err := v.pki.Spoiled(pki.ECDSA, pki.Expired)
	expired, expiredKey := v.writes("expired", late, err)
	text := secured("roots: [{certificates: %q}], stationRoots: [%q], chains: [{certificates: %q, key: %q}, {certificates: %q, key: %q, fault: expired}]", root, root, chain, key, expired, expiredKey)
	s, p := shows(t, text)
	good, err := p.Server(pki.ECDSA)
	if err != nil || len(s.algorithms()) != 1 || len(s.StationRoots) != 1 {
		t.Fatalf("the CSMS shows %v, %v, with %q and %d roots of the station", good, err, s.algorithms(), len(s.StationRoots))
	}
	bad, err := p.Spoiled(pki.ECDSA, pki.Expired)
	if err != nil || !bad.Leaf().Equal(late.Leaf()) {
		t.Errorf("the expired chain is %v, %v; want the one of the file", bad, err)
	}
	_, err = p.Spoiled(pki.ECDSA, pki.NotYetValid)
	if lack, ok := err.(interface{ Lacks() string }); !ok || !strings.Contains(lack.Lacks(), "the private key of ") {
		t.Errorf("a chain that is not there = %v, want what the bench lacks", err)
	}
	if text := string(mustRead(t, text).Redacted()); strings.Contains(text, "PRIVATE") {
		t.Errorf("the redacted file holds a key:\n%s", text)
	}
}

func mustRead(t *testing.T, text string) *File {
	t.Helper()
	f, err := Read("bench.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestMistakesInWhatIsBroughtAlong(t *testing.T) {
	v, other, old := newVendor(t, nil), newVendor(t, nil), newVendor(t, func() time.Time { return time.Now().AddDate(-30, 0, 0) })
	root, rootKey := v.root(pki.ECDSA)
	chain, key := v.server(pki.ECDSA)
	otherRoot, otherKey := other.root(pki.ECDSA)
	oldRoot, oldKey := old.root(pki.ECDSA)
	late, err := v.pki.Spoiled(pki.ECDSA, pki.Expired)
	expired, expiredKey := v.writes("expired", late, err)
	alone, err := v.pki.Spoiled(pki.ECDSA, pki.MissingIntermediate)
	lacking, lackingKey := v.writes("alone", alone, err)
	elsewhere, err := v.pki.Spoiled(pki.ECDSA, pki.OtherHost)
	wrong, wrongKey := v.writes("elsewhere", elsewhere, err)
	shown := filepath.Join(v.dir, "shown.key")
	secret, err := os.ReadFile(rootKey)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(shown, secret, 0o644); err != nil {
		t.Fatal(err)
	}
	chains := func(certificates, key string) string {
		return secured("roots: [{certificates: %q}], chains: [{certificates: %q, key: %q}]", root, certificates, key)
	}
	for name, c := range map[string]struct{ text, want string }{
		"no folder":           {secured("pki: %q", v.dir), "bench.yaml:8:29: security.pki: " + v.dir + " is no folder that certbench pki init has made: open "},
		"two of both":         {secured("pki: a, roots: [{certificates: %q}]", root), "security.pki and security.roots both say which roots the CSMS has; keep one"},
		"no certificate":      {secured("roots: [{key: %q}]", rootKey), "security.roots lacks its certificate; write {certificates: root.pem, key: root.key}"},
		"no file":             {secured("roots: [{certificates: nowhere.pem}]"), "security.roots: open nowhere.pem: no such file or directory"},
		"no variable":         {secured("roots: [{certificates: %q, key: 'env:CERTBENCH_NOT_SET'}]", root), "security.roots: the environment variable CERTBENCH_NOT_SET is not set"},
		"a key of another":    {secured("roots: [{certificates: %q, key: %q}]", root, otherKey), "is not that of \"Certbench root 1 ECDSA P-256\", the first certificate in " + root},
		"a key for everybody": {secured("roots: [{certificates: %q, key: %q}]", root, shown), shown + ": others than its owner may use the private key in it (mode 0644); write: chmod 600 " + shown},
		"an expired root":     {secured("roots: [{certificates: %q, key: %q}]", oldRoot, oldKey), "the authority \"Certbench root 1 ECDSA P-256\" is valid from "},
		"a stranger's next":   {secured("roots: [{certificates: %q, key: %q}], nextRoots: [{certificates: %q}]", root, rootKey, otherRoot), "is signed by none of security.roots, as a station wants it (part 2, M05.FR.10)"},
		"nothing to show":     {secured("roots: [{certificates: %q}]", root), "security.roots has no key, and security.chains no good chain, so that the CSMS has nothing to show"},
		"a chain of no root":  {foreign + fmt.Sprintf("security: {chains: [{certificates: %q, key: %q}]}\n", chain, key), "security.chains has certificates of the CSMS without the root that they lead to"},
		"half a chain":        {secured("roots: [{certificates: %q}], chains: [{certificates: %q}]", root, chain), "security.chains.0 lacks its certificates or its key"},
		"another's chain key": {chains(chain, rootKey), "security.chains: the key in " + rootKey + " is not that of the certificate \"127.0.0.1\" in " + chain},
		"an expired chain":    {chains(expired, expiredKey), "certificate 1: It expired on "},
		"an incomplete chain": {chains(lacking, lackingKey), "which is neither sent with it nor among the roots. certbench pki show explains it"},
		"a chain elsewhere":   {chains(wrong, wrongKey), "certificate 1: It is for csms.elsewhere.test, and not for 127.0.0.1."},
		"an unknown fault":    {secured("roots: [{certificates: %q}], chains: [{certificates: %q, key: %q, fault: expird}]", root, chain, key), `security.chains cannot have the fault "expird"; did you mean "expired"?`},
		"an unknown kind":     {secured("roots: [{certificates: %q, key: %q}], algorithms: [DSA]", root, rootKey), `security.algorithms cannot hold "DSA"; write ECDSA or RSA`},
		"a kind not there":    {secured("roots: [{certificates: %q, key: %q}], algorithms: [RSA]", root, rootKey), "security.algorithms holds RSA, and no chain of that kind can be shown"},
		"no station root":     {secured("stationRoots: [nowhere.pem], roots: [{certificates: %q, key: %q}]", root, rootKey), "security.stationRoots: open nowhere.pem"},
		"a key in the file":   {foreign + "security:\n  roots:\n    - certificates: " + root + "\n      key: |\n        " + strings.ReplaceAll(strings.TrimSpace(string(secret)), "\n", "\n        ") + "\n", "a PEM text stands where the name of its file is wanted"},
		"one address twice":   {foreign + "second: {listen: \"127.0.0.1:9000\"}\n", "bench.yaml:8:18: second.listen 127.0.0.1:9000 is an address of the bench already; write another port"},
		"a second nowhere":    {foreign + "second: {}\n", `second.listen "" is no address; write host:port`},
		"a second everywhere": {foreign + "second: {listen: \"0.0.0.0:9002\"}\n", "second.listen 0.0.0.0:9002 is every address of this machine; add url:"},
		"a second by HTTP":    {foreign + "second: {listen: \"127.0.0.1:9002\", url: \"http://a\"}\n", `second.url "http://a" is no endpoint; write what the station reaches the second one at`},
	} {
		_, err := Read("bench.yaml", []byte(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s:\nexpected … %s …\n     got %v", name, c.want, err)
		}
		if err != nil && strings.Contains(err.Error(), strings.Split(string(secret), "\n")[1]) {
			t.Errorf("%s: the error shows a private key", name)
		}
	}
}
