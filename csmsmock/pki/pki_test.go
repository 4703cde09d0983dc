package pki

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// verify is what a client of crypto/x509 says to a chain.
func verify(c Chain, root *x509.Certificate, name string, now time.Time) error {
	options := x509.VerifyOptions{Roots: x509.NewCertPool(), Intermediates: x509.NewCertPool(), DNSName: name, CurrentTime: now}
	options.Roots.AddCert(root)
	for _, above := range c.Sent[1:] {
		options.Intermediates.AddCert(above)
	}
	_, err := c.Leaf().Verify(options)
	return err
}

func TestEachChainIsWrongInOneThing(t *testing.T) {
	p := newTestPKI(t)
	root := must(p.Root(ECDSA))(t).Certificate
	now := time.Now()
	for fault, mended := range map[Fault]func(Chain) error{
		Expired:     func(c Chain) error { return verify(c, root, host, c.Leaf().NotAfter) },
		NotYetValid: func(c Chain) error { return verify(c, root, host, c.Leaf().NotBefore) },
		UnknownRoot: func(c Chain) error { return verify(c, c.Root, host, now) },
		SelfSigned:  func(c Chain) error { return verify(c, c.Root, host, now) },
		OtherHost:   func(c Chain) error { return verify(c, root, "not-"+host, now) },
		MissingIntermediate: func(c Chain) error {
			return verify(c.withSent(c.Leaf(), must(p.Issuer(ECDSA))(t).Certificate), root, host, now)
		},
	} {
		c := must(p.Spoiled(ECDSA, fault))(t)
		if err := verify(c, root, host, now); err == nil {
			t.Errorf("the chain %q verifies", fault)
		}
		if err := mended(c); err != nil {
			t.Errorf("the chain %q, without its fault: %v, want it good", fault, err)
		}
		if c.Name != string(fault) {
			t.Errorf("the chain %q is named %q", fault, c.Name)
		}
	}
}

func TestAWildcardStandsForTheFirstOfThreeLabels(t *testing.T) {
	c := must(newTestPKI(t).Spoiled(ECDSA, Wildcard))(t)
	if cn := c.Leaf().Subject.CommonName; cn != "*.bench.test" {
		t.Errorf("CN = %q, want *.bench.test", cn)
	}
	if err := c.Leaf().VerifyHostname(host); err != nil {
		t.Errorf("the wildcard does not stand for %s: %v", host, err)
	}
	for _, short := range []string{"localhost", "bench.test", "192.0.2.7"} {
		p := must(New(Settings{Host: short}))(t)
		if _, err := p.Spoiled(ECDSA, Wildcard); err == nil {
			t.Errorf("a wildcard was made for %s", short)
		}
	}
}

func TestDisputedChainsAreMadeAsTheyAreNamed(t *testing.T) {
	p := needRSA(t)
	for _, fault := range DisputedFaults {
		c := must(p.Spoiled(RSA, fault))(t)
		leaf := c.Leaf()
		is := map[Fault]bool{
			WrongOrder:       leaf.IsCA && !c.Sent[1].IsCA,
			LeafTwice:        len(c.Sent) == 3 && leaf.Equal(c.Sent[1]),
			ExtraCertificate: len(c.Sent) == 3 && verify(c, must(p.Root(RSA))(t).Certificate, host, p.settings.Now()) == nil,
			SHA1Signature:    leaf.SignatureAlgorithm == x509.SHA1WithRSA,
			ShortKey:         weak(leaf.PublicKey),
			CommonNameOnly:   leaf.Subject.CommonName == host && len(leaf.DNSNames)+len(leaf.IPAddresses) == 0,
			AddressOnly:      len(leaf.DNSNames) == 0 && len(leaf.IPAddresses) == 1,
			PartialWildcard:  leaf.Subject.CommonName == "c*.bench.test",
			NoServerAuth:     len(leaf.ExtKeyUsage) == 1 && leaf.ExtKeyUsage[0] == x509.ExtKeyUsageClientAuth,
			MustStaple:       len(leaf.Extensions) > 0 && leaf.Extensions[len(leaf.Extensions)-1].Id.Equal(mustStaple.Id),
		}
		if !is[fault] {
			t.Errorf("the chain %q is not as its name says: %v", fault, leaf.Subject)
		}
	}
}

func TestAGoodChainIsShownAgainWhileItIsNew(t *testing.T) {
	now := time.Now()
	p := must(New(Settings{Host: host, Now: func() time.Time { return now }}))(t)
	chains := func() [2]Chain {
		return [2]Chain{must(p.Server(ECDSA))(t), must(p.ServerBelow(ECDSA, RSA))(t)}
	}
	first := chains()
	for _, c := range []struct {
		after time.Duration
		same  bool
	}{{0, true}, {newFor / 2, true}, {-newFor / 2, true}, {newFor + time.Minute, false}, {-newFor - time.Minute, false}, {leafAhead + day, false}} {
		now = first[0].Leaf().NotBefore.Add(leafBehind + c.after)
		p.servers = map[server]Chain{{ECDSA, ECDSA}: first[0], {ECDSA, RSA}: first[1]}
		for i, again := range chains() {
			if again.Leaf().Equal(first[i].Leaf()) != c.same || again.Name != good {
				t.Errorf("%v later the %s chain of a %s key is the same: %v, want %v", c.after, again.Name, []Algorithm{ECDSA, RSA}[i], !c.same, c.same)
			}
			if err := verify(again, must(p.Root(ECDSA))(t).Certificate, host, now); err != nil {
				t.Errorf("%v later: %v", c.after, err)
			}
		}
	}
}

func TestCertificatesFollowPart2(t *testing.T) {
	p := must(New(Settings{Host: "192.0.2.7", Aliases: []string{host}, Organization: "CSO"}))(t)
	server, station := must(p.Server(ECDSA))(t).Leaf(), must(p.Station(ECDSA, serial))(t).Leaf()
	for _, c := range []*x509.Certificate{server, station, must(p.Root(ECDSA))(t).Certificate, must(p.Issuer(ECDSA))(t).Certificate} {
		if len(c.Subject.Organization) != 1 || c.Subject.Organization[0] != "CSO" || c.SerialNumber.Sign() <= 0 || c.KeyUsage == 0 || len(c.ExtKeyUsage) > 0 {
			t.Errorf("certificate %q: O %q, serial %v, key usage %v %v; want the CSO, above 0, some and no extended one",
				c.Subject.CommonName, c.Subject.Organization, c.SerialNumber, c.KeyUsage, c.ExtKeyUsage)
		}
	}
	if server.Subject.CommonName != "192.0.2.7" || len(server.IPAddresses) != 1 || strings.Join(server.DNSNames, " ") != "192.0.2.7 "+host {
		t.Errorf("server: CN %q, addresses %v, names %q; want the address in all three, and its alias", server.Subject.CommonName, server.IPAddresses, server.DNSNames)
	}
	if station.Subject.CommonName != serial || len(station.DNSNames) > 0 {
		t.Errorf("station: CN %q, names %q; want the serial number, and none", station.Subject.CommonName, station.DNSNames)
	}
}

func TestASecondRootIsSignedByTheFirstOrNot(t *testing.T) {
	p := newTestPKI(t)
	first := must(p.Root(ECDSA))(t).Certificate
	for _, signed := range []bool{true, false} {
		next := must(p.Next(signed))(t)
		root := must(next.Root(ECDSA))(t).Certificate
		if err := root.CheckSignatureFrom(first); (err == nil) != signed {
			t.Errorf("signed by the first: %v, want %v", err, signed)
		}
		chain := must(next.Server(ECDSA))(t)
		if err := verify(chain, root, host, time.Now()); err != nil {
			t.Errorf("a chain below the second root: %v", err)
		}
		if err := verify(chain, first, host, time.Now()); err == nil {
			t.Error("a chain below the second root is taken with the first alone")
		}
	}
}

func TestAPKIThatWasBroughtAlongSigns(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	p := newTestPKI(t)
	root, chain := must(p.Root(ECDSA))(t), must(p.Server(ECDSA))(t)
	for _, err := range []error{root.Write(at("root.pem"), at("root.key")), chain.Write(at("chain.pem"), at("chain.key"))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"root.key", "chain.key", "chain.pem"} {
		if info := must(os.Stat(at(name)))(t); info.Mode().Perm() != 0o600 {
			t.Errorf("%s has the mode %v, want 0600", name, info.Mode())
		}
	}
	t.Setenv("ROOT_KEY", strings.ReplaceAll(string(must(os.ReadFile(at("root.key")))(t)), "\n", `\n`))
	brought := must(ReadAuthority(Source(at("root.pem")), "env:ROOT_KEY"))(t)
	own := must(New(Settings{Host: host, Roots: []*Authority{brought}}))(t)
	if err := verify(must(own.Server(ECDSA))(t), root.Certificate, host, time.Now()); err != nil {
		t.Errorf("a chain below the root that was brought along: %v", err)
	}
	without := must(ReadAuthority(Source(at("root.pem")), ""))(t)
	read := must(ReadChain(Source(at("chain.pem")), Source(at("chain.key"))))(t)
	kept := must(New(Settings{Host: host, Roots: []*Authority{without}, Chains: map[Fault][]Chain{"": {read}}}))(t)
	if c := must(kept.Server(ECDSA))(t); !c.Leaf().Equal(chain.Leaf()) {
		t.Errorf("Server = %v, want the chain that was brought along", c)
	}
	if _, err := kept.Spoiled(ECDSA, Expired); err == nil || !strings.Contains(err.Error(), "was not brought along") {
		t.Errorf("Spoiled without the root's key = %v, want an error that says so", err)
	}
	if _, err := kept.Spoiled(ECDSA, SelfSigned); err != nil {
		t.Errorf("Spoiled(SelfSigned) = %v, which needs no key of a root", err)
	}
}

func TestARootThatWasBroughtAlongSignsForTheOtherAlgorithm(t *testing.T) {
	root := must(newTestPKI(t).Root(ECDSA))(t)
	p := must(New(Settings{Host: host, Roots: []*Authority{root}}))(t)
	if got := must(p.Root(RSA))(t); got != root {
		t.Errorf("Root(RSA) = %v, want the root that the station has", got)
	}
	if err := verify(must(p.Server(RSA))(t), root.Certificate, host, time.Now()); err != nil {
		t.Errorf("a chain with an RSA key below it: %v", err)
	}
}

func TestAChainIsBelowTheRootThatItWasBroughtWith(t *testing.T) {
	elliptic, shared := newTestPKI(t), needRSA(t)
	chain := must(must(shared.Issuer(RSA))(t).leaf(ECDSA, shared.serverTemplate()))(t)
	first, second := must(elliptic.Root(ECDSA))(t), must(shared.Root(RSA))(t)
	p := must(New(Settings{Host: host, Roots: []*Authority{first, second}, Chains: map[Fault][]Chain{"": {chain}}}))(t)
	if got := must(p.Root(ECDSA))(t); got != second {
		t.Errorf("Root(ECDSA) = %v, want %v, below which the chain is that is shown", got, second)
	}
}

func TestAnIssuerThatWasBroughtAlongSignsBelowItsRoot(t *testing.T) {
	dir := t.TempDir()
	p := newTestPKI(t)
	root, issuer := must(p.Root(ECDSA))(t), must(p.Issuer(ECDSA))(t)
	certificates, key := filepath.Join(dir, "issuer.pem"), filepath.Join(dir, "issuer.key")
	bundle := Chain{Sent: []*x509.Certificate{issuer.Certificate, root.Certificate}, key: issuer.key}
	if err := bundle.Write(certificates, key); err != nil {
		t.Fatal(err)
	}
	own := must(New(Settings{Host: host, Roots: []*Authority{must(ReadAuthority(Source(certificates), Source(key)))(t)}}))(t)
	chain := must(own.Server(ECDSA))(t)
	if err := verify(chain, root.Certificate, host, time.Now()); err != nil || len(chain.Sent) != 2 || !chain.Sent[1].Equal(issuer.Certificate) {
		t.Errorf("the chain has %d certificates, and verifies with %v; want the leaf and the issuer, below the root", len(chain.Sent), err)
	}
	if got := must(own.Root(ECDSA))(t); !got.Certificate.Equal(root.Certificate) {
		t.Errorf("Root = %v, want %v", got, root)
	}
	if _, err := must(own.Next(true))(t).Root(ECDSA); err == nil || !strings.Contains(err.Error(), "was not brought along") {
		t.Errorf("a second root, signed by one whose key nobody has: %v, want an error", err)
	}
}

func TestNoPrivateKeyIsShown(t *testing.T) {
	p := newTestPKI(t)
	chain, root := must(p.Server(ECDSA))(t), must(p.Root(ECDSA))(t)
	endpoint := must(NewEndpoint(Setup{Name: "good", Chains: []Chain{chain}}))(t)
	shown := fmt.Sprintf("%v %+v %#v %v %+v %v %+v %+v", chain, chain, chain, root, root, endpoint.Setup(), endpoint.Setup(), p)
	for _, c := range []any{chain, root, endpoint.Setup().Chains, Record{Server: chain.Sent}} {
		text, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		shown += string(text)
	}
	for _, key := range []crypto.Signer{chain.key, root.key} {
		secret := must(key.(*ecdsa.PrivateKey).Bytes())(t)
		d := new(big.Int).SetBytes(secret)
		for name, form := range map[string]string{"decimal": d.String(), "hexadecimal": d.Text(16), "base64": base64.StdEncoding.EncodeToString(secret),
			"a list": strings.Trim(fmt.Sprint(secret), "[]")} {
			if strings.Contains(shown, form) {
				t.Errorf("a private key is shown, as %s", name)
			}
		}
	}
}

func TestWhatIsWrongWithBroughtFilesIsSaid(t *testing.T) {
	dir := t.TempDir()
	p := newTestPKI(t)
	chain, other := must(p.Server(ECDSA))(t), must(p.ServerFor(ECDSA, host))(t)
	write := func(name, text string) Source {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return Source(filepath.Join(dir, name))
	}
	if err := chain.Write(filepath.Join(dir, "c"), filepath.Join(dir, "k")); err != nil {
		t.Fatal(err)
	}
	certificates, key := Source(filepath.Join(dir, "c")), Source(filepath.Join(dir, "k"))
	leaf, issuer := string(certificatesPEM(chain.Leaf())), string(certificatesPEM(chain.Sent[1]))
	for name, c := range map[string]struct {
		certificates, key Source
		want              string
	}{
		"no file":      {"nowhere.pem", key, "nowhere.pem: no such file"},
		"no variable":  {"env:CERTBENCH_NOTHING", key, "the environment variable CERTBENCH_NOTHING is not set"},
		"a key":        {key, key, "there is no PEM certificate in it"},
		"no key":       {certificates, certificates, "there is no PEM private key in it"},
		"wrong order":  {write("order", issuer+leaf), key, "the key is that of certificate 2; the leaf has to come first"},
		"another key":  {write("other", other.PEM()), key, "the key in"},
		"joined":       {write("joined", strings.TrimSpace(leaf)+issuer), key, "BEGIN and END must stand on lines of their own"},
		"wrong issuer": {write("issuer", leaf+leaf), key, "is not signed by the next one"},
		"encrypted": {certificates, write("encrypted", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n"),
			"the private key is encrypted"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := ReadChain(c.certificates, c.key); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("ReadChain = %v, want %q", err, c.want)
			}
		})
	}
	if _, err := ReadAuthority(write("leaf", leaf), ""); err == nil || !strings.Contains(err.Error(), "is no authority") {
		t.Errorf("ReadAuthority of a leaf = %v, want an error", err)
	}
}
