package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certbench/certbench/csmsmock/pki"
)

// newPKI makes a folder with certbench pki init, and a file with its roots.
func newPKI(t *testing.T) (dir, roots string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "my-pki")
	expect(t, codePassed, "pki", "init", dir)
	return dir, write(t, filepath.Join(t.TempDir(), "roots.pem"), expect(t, codePassed, "pki", "roots", dir))
}

// expect runs a command line, requires its exit code, and returns its output.
func expect(t *testing.T, want int, args ...string) string {
	t.Helper()
	code, out, stderr := inProcess(args...)
	if code != want {
		t.Fatalf("certbench %s: code %d, want %d; it said:\n%s%s", strings.Join(args, " "), code, want, out, stderr)
	}
	return out
}

// newCSR writes the key of a station, and a signing request for it.
func newCSR(t *testing.T, curve elliptic.Curve, subject pkix.Name) (key, csr string) {
	t.Helper()
	dir := t.TempDir()
	private, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, make := range map[string]func() ([]byte, error){
		"PRIVATE KEY": func() ([]byte, error) { return x509.MarshalPKCS8PrivateKey(private) },
		"CERTIFICATE REQUEST": func() ([]byte, error) {
			return x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{Subject: subject}, private)
		},
	} {
		der, err := make()
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(&pem.Block{Type: name, Bytes: der}), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "PRIVATE KEY"), filepath.Join(dir, "CERTIFICATE REQUEST")
}

func TestTheRootsOfAPKIAreThoseThatAStationLists(t *testing.T) {
	dir, file := newPKI(t)
	folder, err := pki.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	roots, err := pki.ReadCertificates(pki.Source(file))
	if err != nil || len(roots) != 2 || !roots[0].Equal(folder.Roots[0].Certificate) || !roots[1].Equal(folder.Roots[1].Certificate) {
		t.Fatalf("the file of pki roots holds %v, %v; want the two roots of the folder", roots, err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, root := range roots {
		for _, want := range []string{fingerprint(root), root.SerialNumber.Text(16)} {
			if !strings.Contains(string(text), want) {
				t.Errorf("pki roots says\n%s\nwant %s in it", text, want)
			}
		}
	}
	var second []shownRoot
	if err := json.Unmarshal([]byte(expect(t, codePassed, "pki", "roots", dir, "--second", "--format", "json")), &second); err != nil {
		t.Fatal(err)
	}
	for i, r := range second {
		own, err := pki.HashDataOfAll(folder.Next[i].Certificate, folder.Roots[i].Certificate)
		if err != nil || r.PEM != folder.Next[i].PEM() || len(r.Hashes) != 3 || r.Hashes[0] != own[0] || r.Hashes[2] != own[2] {
			t.Errorf("second root %d = %+v, %v; want it with the hash data %+v, by the key of the first", i, r, err, own)
		}
	}
	if strings.Contains(string(text), "PRIVATE") {
		t.Error("pki roots prints a private key")
	}
}

func TestASigningRequestIsCheckedSignedAndItsChainExplained(t *testing.T) {
	dir, roots := newPKI(t)
	_, csr := newCSR(t, elliptic.P256(), pkix.Name{CommonName: "SN-0042", Organization: []string{"Certbench CSO"}})
	if out := expect(t, codePassed, "pki", "csr", "--serial", "SN-0042", "--organization", "Certbench CSO", csr); !strings.Contains(out, "nothing is wrong with it") {
		t.Errorf("pki csr says %q, want that nothing is wrong", out)
	}
	chain := write(t, filepath.Join(t.TempDir(), "station.pem"), expect(t, codePassed, "pki", "csr", "--sign", dir, csr))
	out := expect(t, codePassed, "pki", "show", "--serial", "SN-0042", "--roots", roots, chain)
	for _, want := range []string{
		"1  CN=SN-0042,O=Certbench CSO", "signed by  certificate 2, with ECDSA-SHA256", "signed by  the root CN=Certbench root 1 ECDSA P-256",
		"key        ECDSA P-256", "use        a leaf, digitalSignature", "There is nothing that a station would have against it.",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("pki show says\n%s\nwant %q in it", out, want)
		}
	}
	_, others := newPKI(t)
	out = expect(t, codeFailed, "pki", "show", "--serial", "SN-0043", "--roots", others, chain)
	for _, want := range []string{
		"Whoever verifies refuses this:\n", `  1    The CN is "SN-0042", and has to be the station's serial number, "SN-0043". (A00.FR.405, A00.FR.511)`,
		"  2    It is signed by CN=Certbench root 1 ECDSA P-256,O=Certbench CSO, which is neither sent with it nor among the roots. (RFC 5280, 6)",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("pki show says\n%s\nwant %q in it", out, want)
		}
	}
}

func TestAllThatIsWrongWithASigningRequestIsSaid(t *testing.T) {
	_, csr := newCSR(t, elliptic.P224(), pkix.Name{CommonName: "10.0.0.1"})
	text, err := os.ReadFile(csr)
	if err != nil {
		t.Fatal(err)
	}
	write(t, csr, "  "+strings.ReplaceAll(string(text), "\n", "\n  "))
	out := expect(t, codeFailed, "pki", "csr", "--serial", "SN-0042", csr)
	for _, want := range []string{
		"lines of the PEM are indented. Write the lines from their first column, and nothing behind them. (RFC 7468, 2 and 7)",
		"the CN is a URL or an IP address. Have the serial number as CN", "the subject has no O.", "the CN is not the serial number.",
	} {
		if !strings.Contains(out, csr+": "+want) {
			t.Errorf("pki csr says\n%s\nwant %q in it", out, want)
		}
	}
	var found examinedCSR
	if err := json.Unmarshal([]byte(expect(t, codeFailed, "pki", "csr", "--format", "json", csr)), &found); err != nil || len(found.Faults) != 3 || found.Key != "ECDSA P-224" {
		t.Errorf("pki csr in JSON = %+v, %v; want the three faults that are seen without a serial number", found, err)
	}
	if out := expect(t, codePassed, "pki", "csr", "../../../csmsmock/pki/testdata/csr-brainpoolP256r1.pem"); !strings.Contains(out, "the key is on a curve that is not known here") ||
		!strings.Contains(out, "nothing is known to be wrong with it") {
		t.Errorf("pki csr of a curve that crypto/x509 does not know says %q, want that it is not known", out)
	}
	if out := expect(t, codeFailed, "pki", "csr", write(t, filepath.Join(t.TempDir(), "empty.csr"), "no request")); !strings.Contains(out, "no PEM: there is no line -----BEGIN") {
		t.Errorf("pki csr of a text says %q, want that there is no PEM", out)
	}
}
