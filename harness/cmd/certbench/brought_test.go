package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
)

// stranger is a station that is running somewhere, with roots that it got before the bench was there. Our own stands in for it.
type stranger struct {
	*testing.T
	dir, roots  string // of certbench pki
	port, other string // of the two endpoints
	keys        []string
}

func newStranger(t *testing.T) *stranger {
	t.Helper()
	dir, roots := newPKI(t)
	return &stranger{T: t, dir: dir, roots: roots, port: freePort(t), other: freePort(t)}
}

const strangerHost = "csms.bench.test" // by a name, for which there are wildcards

// starts has it run in a security profile, and returns the URL of its panel.
func (s *stranger) starts(profile int, args ...string) (side string) {
	s.Helper()
	_, hello := startStation(s.T, append([]string{"--csms", "wss://" + net.JoinHostPort(strangerHost, s.port) + "/ocpp", "--id", "FOREIGN-5",
		"--security-profile", fmt.Sprint(profile), "--roots", s.roots, "--resolve", strangerHost + "=127.0.0.1"}, args...)...)
	return hello.Panel
}

// plays has it tested on a bench that names the folder alone.
func (s *stranger) plays(profile int, side, cases string) {
	s.Helper()
	file := write(s.T, filepath.Join(s.TempDir(), "bench.yaml"), fmt.Sprintf(`name: %[1]s
listen: 127.0.0.1:%[2]s
url: wss://%[4]s:%[2]s/ocpp
second: {listen: "127.0.0.1:%[3]s", url: "wss://%[4]s:%[3]s/ocpp"}
security: {profile: %[5]d, pki: %[6]q}
station: {id: FOREIGN-5, serial: SIM-1, password: %[7]q}
rigs: {side: {type: sutapi, url: "%[8]s/api/v1", ev: "%[8]s/ev/api/v1"}}
acts: {mains: side}
`, oneName(), s.port, s.other, strangerHost, profile, s.dir, password, side))
	dir := filepath.Join(s.TempDir(), "run")
	r := start(s.T, nil, "run", "--bench", file, "--cases", cases, "--out", dir, "--verbose")
	r.ends(codePassed)
	got := verdicts(whole(s.T, dir))
	for id := range strings.SplitSeq(cases, " || ") {
		if got[id] != evidence.Pass {
			s.Errorf("%s: expected PASS, got %s", id, got[id])
		}
	}
	s.keepsNoKey(dir, r.said())
}

// keepsNoKey requires that neither a file of the run folder nor what certbench said holds a private key, in whatever form.
func (s *stranger) keepsNoKey(dir, said string) {
	s.Helper()
	keyless(s.T, dir)
	shown := map[string]string{"what certbench said": said}
	for _, path := range globbed(s.T, filepath.Join(dir, "*")) {
		shown[path] = read(s.T, path)
	}
	if len(shown) < 8 {
		s.Errorf("only %d files were looked at", len(shown))
	}
	for _, path := range append(globbed(s.T, filepath.Join(s.dir, "*.key")), s.keys...) {
		for _, where := range shownKeys(shown, secrets(s.T, path)) {
			s.Errorf("the private key %s is in %s", filepath.Base(path), where)
		}
	}
}

// shownKeys says where a secret stands, and in which form.
func shownKeys(shown, forms map[string]string) (found []string) {
	for form, secret := range forms {
		for where, text := range shown {
			if strings.Contains(text, secret) || strings.Contains(strings.ToLower(text), secret) {
				found = append(found, where+", as "+form)
			}
		}
	}
	return found
}

func TestAKeyThatIsShownIsFound(t *testing.T) {
	dir, _ := newPKI(t)
	for _, path := range globbed(t, filepath.Join(dir, "*.key")) {
		forms := secrets(t, path)
		for form, secret := range forms {
			shown := map[string]string{"log": "a line\n" + secret + "\nanother"}
			if strings.HasSuffix(form, "hexadecimal") {
				shown["log"] = strings.ToUpper(shown["log"])
			}
			if found := shownKeys(shown, forms); !slices.Contains(found, "log, as "+form) {
				t.Errorf("%s: the key is shown as %s, and found as %q", filepath.Base(path), form, found)
			}
		}
		if found := shownKeys(map[string]string{"log": read(t, strings.TrimSuffix(path, ".key")+".pem")}, forms); len(found) > 0 {
			t.Errorf("the certificate %s holds %q", filepath.Base(path), found)
		}
	}
}

// secrets are the forms in which a private key could be shown.
func secrets(t *testing.T, path string) map[string]string {
	t.Helper()
	block, _ := pem.Decode([]byte(read(t, path)))
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	numbers := map[string]*big.Int{}
	switch key := key.(type) {
	case *ecdsa.PrivateKey:
		secret, err := key.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		numbers["scalar"] = new(big.Int).SetBytes(secret)
	case *rsa.PrivateKey:
		numbers["exponent"], numbers["prime"] = key.D, key.Primes[0]
	}
	forms := map[string]string{
		"DER": string(block.Bytes), "a line of PEM": strings.Split(read(t, path), "\n")[1],
		"base64": base64.StdEncoding.EncodeToString(block.Bytes), "hexadecimal": hex.EncodeToString(block.Bytes),
	}
	for name, n := range numbers {
		forms[name+" in hexadecimal"], forms[name+" in decimals"] = n.Text(16), n.String()
		forms[name+" in base64"], forms[name+" in bytes"] = base64.StdEncoding.EncodeToString(n.Bytes()), string(n.Bytes())
	}
	return forms
}

func globbed(t *testing.T, pattern string) []string {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		t.Fatalf("%s: %v, %v; expected files", pattern, paths, err)
	}
	return paths
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAStationThatHasTheRootsPlaysTheCasesOfTLS(t *testing.T) {
	t.Parallel()
	s := newStranger(t)
	s.plays(2, s.starts(2), "TC_A_04_CS || TC_A_06_CS || TC_B_45_CS || TC_B_46_CS || TC_M_13_CS")
}

// TestAStationWithACertificateOfThePKIIsLetIn has the station's own key signed, and a new one while it is tested.
func TestAStationWithACertificateOfThePKIIsLetIn(t *testing.T) {
	t.Parallel()
	s := newStranger(t)
	key, csr := newCSR(t, elliptic.P256(), pkix.Name{CommonName: "SIM-1", Organization: []string{"Certbench CSO"}})
	s.keys = append(s.keys, key)
	certificate := write(t, filepath.Join(t.TempDir(), "station.pem"), expect(t, codePassed, "pki", "csr", "--sign", s.dir, "--serial", "SIM-1", csr))
	s.plays(3, s.starts(3, "--certificate", certificate, "--key", key), "TC_A_07_CS || TC_A_11_CS")
}
