package pki

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// openssl is the command, which CI has to have.
func openssl(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("openssl")
	switch {
	case err == nil:
	case os.Getenv("CI") == "true":
		t.Fatal("openssl is missing; install it with: make packages")
	default:
		t.Skip("openssl is missing; install it with: make packages")
	}
	return path
}

var ocspFields = regexp.MustCompile(`(?m)^\s*(Hash Algorithm|Issuer Name Hash|Issuer Key Hash|Serial Number): (\w+)$`)

// TestHashDataIsThatOfOpenSSL holds all three hashes, of leaf, issuer and root, against what openssl ocsp asks for. It writes
// serial numbers in whole bytes, where part 2 strips leading zeros, and breaks lines with a backslash.
func TestHashDataIsThatOfOpenSSL(t *testing.T) {
	command := openssl(t)
	p := newTestPKI(t)
	root, issuer := must(p.Root(ECDSA))(t).Certificate, must(p.Issuer(ECDSA))(t)
	short := must(issuer.leaf(ECDSA, &x509.Certificate{SerialNumber: big.NewInt(0x3ee), Subject: subjectOf("Ö", "a short serial number"),
		NotBefore: root.NotBefore, NotAfter: root.NotAfter}))(t)
	dir := t.TempDir()
	for name, c := range map[string]struct{ certificate, issuer *x509.Certificate }{
		"leaf": {must(p.Server(ECDSA))(t).Leaf(), issuer.Certificate}, "short serial": {short.Leaf(), issuer.Certificate},
		"issuer": {issuer.Certificate, root}, "root": {root, root},
		"RSA": {must(needRSA(t).Server(RSA))(t).Leaf(), must(needRSA(t).Issuer(RSA))(t).Certificate},
	} {
		for hash, option := range map[crypto.Hash]string{crypto.SHA256: "-sha256", crypto.SHA384: "-sha384", crypto.SHA512: "-sha512"} {
			for file, of := range map[string]*x509.Certificate{"certificate": c.certificate, "issuer": c.issuer} {
				if err := os.WriteFile(filepath.Join(dir, file), certificatesPEM(of), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			ask := exec.Command(command, "ocsp", option, "-issuer", "issuer", "-cert", "certificate", "-req_text", "-no_nonce")
			ask.Dir = dir
			out, err := ask.CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			theirs := HashData{}
			for _, field := range ocspFields.FindAllSubmatch(bytes.ReplaceAll(out, []byte("\\\n"), nil), -1) {
				value := string(field[2])
				switch string(field[1]) {
				case "Hash Algorithm":
					theirs.HashAlgorithm = strings.ToUpper(value)
				case "Issuer Name Hash":
					theirs.IssuerNameHash = strings.ToLower(value)
				case "Issuer Key Hash":
					theirs.IssuerKeyHash = strings.ToLower(value)
				case "Serial Number":
					theirs.SerialNumber = strings.ToLower(strings.TrimLeft(value, "0"))
				}
			}
			if ours := must(HashDataOf(c.certificate, c.issuer, hash))(t); ours != theirs {
				t.Errorf("%s %s: hash data = %+v, openssl has %+v", name, option, ours, theirs)
			}
		}
	}
}
