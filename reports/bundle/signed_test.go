package bundle

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/reports"
)

func TestASignatureOfSomebodyElseIsRefused(t *testing.T) {
	private, public := newTestKey(t)
	_, other := newTestKey(t)
	archive := small(t, private, "one.txt")
	refused(t, archive, other, "another key", "it names the key "+private.ID()+", and this one is "+other.ID())
	// It calls itself by the name of the right key.
	imposter, _ := newTestKey(t)
	imposter.id = private.ID()
	refused(t, small(t, imposter, "one.txt"), public, "a key that calls itself so", "its signature is not that of its statement")
	if p := proofOf(t, archive, nil); p.Signed || p.Key != private.ID() {
		t.Errorf("without a key: %+v", p)
	}
}

// reEnveloped is a bundle whose envelope was changed, written as certbench writes it.
func reEnveloped(t *testing.T, change func(*dsse.Envelope)) []byte {
	t.Helper()
	private, _ := newTestKey(t)
	archive := small(t, private, "one.txt")
	line, err := readEnvelope(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	var e dsse.Envelope
	if err := json.Unmarshal(line, &e); err != nil {
		t.Fatal(err)
	}
	change(&e)
	next, err := encodeEnvelope(&e)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Replace(archive, line, next, 1)
}

func TestAForeignEnvelopeIsRefusedInASentence(t *testing.T) {
	payload := func(text string) func(*dsse.Envelope) {
		return func(e *dsse.Envelope) { e.Payload = base64.StdEncoding.EncodeToString([]byte(text)) }
	}
	const subject = `"subject":[{"name":"a","digest":{"sha256":"` + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" + `"}}]`
	for want, change := range map[string]func(*dsse.Envelope){
		`it is an envelope around "application/vnd.npm"`:         func(e *dsse.Envelope) { e.PayloadType = "application/vnd.npm" },
		"it has 2 signatures, and a bundle has one":              func(e *dsse.Envelope) { e.Signatures = append(e.Signatures, e.Signatures[0]) },
		"nobody has signed it":                                   func(e *dsse.Envelope) { e.Signatures = nil },
		"its base64 is not written as certbench writes it":       func(e *dsse.Envelope) { e.Payload += "\n" },
		"it holds no in-toto statement (":                        payload("no JSON"),
		"it holds no in-toto statement (v1) that is whole":       payload(`{"_type":"https://in-toto.io/Statement/v0.1"}`),
		`its statement is a "https://slsa.dev/provenance/v1", `:  payload(`{"_type":"https://in-toto.io/Statement/v1",` + subject + `,"predicateType":"https://slsa.dev/provenance/v1","predicate":{}}`),
		"its statement is a test result, but not of certbench":   payload(`{"_type":"https://in-toto.io/Statement/v1",` + subject + `,"predicateType":"` + PredicateType + `","predicate":{"result":"PASSED","configuration":[]}}`),
		"its statement is no test result":                        payload(`{"_type":"https://in-toto.io/Statement/v1",` + subject + `,"predicateType":"` + PredicateType + `","predicate":{"result":7}}`),
		"its statement does not say what the archive holds of a": payload(`{"_type":"https://in-toto.io/Statement/v1",` + subject + `,"predicateType":"` + PredicateType + `","predicate":{"result":"PASSED","configuration":[],"https://github.com/certbench/certbench/bundle/v1":{"bundledBy":"x"}}}`),
	} {
		p := proofOf(t, reEnveloped(t, change), nil)
		if len(p.Problems) != 1 || !strings.Contains(p.Problems[0], want) || !strings.HasPrefix(p.Problems[0], AttestationName) {
			t.Errorf("expected one sentence with %q, got %q", want, p.Problems)
		}
	}
	for what, archive := range map[string][]byte{"an empty file": nil, "a text": []byte("hello"), "another ZIP file": []byte("PK\x03\x04" + strings.Repeat("x", 100) + "\n")} {
		if p := proofOf(t, archive, nil); len(p.Problems) != 1 || !strings.Contains(p.Problems[0], "this is no bundle of certbench") {
			t.Errorf("%s: %q", what, p.Problems)
		}
	}
}

// forged is a bundle that a key has signed, of a run folder in which somebody has changed something, without the check that Pack makes.
func forged(t *testing.T, private *Key, change func(dir string, st *statement, parts []part) []part) []byte {
	t.Helper()
	dir := runFolder(t)
	s, err := reports.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	compared, err := s.Compare(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	parts, err := contents(dir, s, compared.Made)
	if err != nil {
		t.Fatal(err)
	}
	st := stateOf(s, thisVersion)
	parts = change(dir, &st, parts)
	return packedAs(t, st, parts, private)
}

// TestWhoSignsCanForgeNothingEither has the owner of the key sign what the evidence does not make.
func TestWhoSignsCanForgeNothingEither(t *testing.T) {
	private, public := newTestKey(t)
	replaced := func(name, text string) func(string, *statement, []part) []part {
		return func(_ string, _ *statement, parts []part) []part {
			for i := range parts {
				if parts[i].name == name {
					parts[i].open = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
				}
			}
			return parts
		}
	}
	without := func(name string) func(string, *statement, []part) []part {
		return func(_ string, _ *statement, parts []part) []part {
			var rest []part
			for _, p := range parts {
				if p.name != name {
					rest = append(rest, p)
				}
			}
			return rest
		}
	}
	for what, c := range map[string]struct {
		change func(string, *statement, []part) []part
		want   string
	}{
		"nothing":            {func(_ string, _ *statement, parts []part) []part { return parts }, ""},
		"a report":           {replaced("report.html", "all passed"), "report.html is not what the evidence makes."},
		"no run.json":        {without("run.json"), "run.json is missing, which the evidence makes."},
		"no evidence":        {without(evidence.FileName), "events.jsonl is missing: the bundle proves nothing of a run."},
		"no certificates":    {without(CertificatesName), "certificates.pem is missing, which belongs to a bundle of this run."},
		"other certificates": {replaced(CertificatesName, "none"), "certificates.pem is not what the evidence makes."},
		"other firmware":     {replaced(FirmwareName, "none"), "firmware.sha256 is not what the evidence makes."},
		"another bench file": {replaced(reports.BenchName, "name: other\n"), "The file bench.yaml of this folder is not the one that the run was made with."},
		"a file beside": {func(_ string, _ *statement, parts []part) []part {
			return append(parts, part{"more.txt", parts[0].open})
		}, "more.txt was added: it belongs to no bundle of this run."},
		"a verdict": {func(_ string, st *statement, parts []part) []part {
			st.Predicate.Facts.Verdict = evidence.Pass
			return parts
		}, "attestation.intoto.jsonl says of the run what its evidence does not make."},
		"a result":             {func(_ string, st *statement, parts []part) []part { st.Predicate.Result = resultPassed; return parts }, "attestation.intoto.jsonl says of the run what its evidence does not make."},
		"evidence of no run":   {replaced(evidence.FileName, "{}\n"), "The run was altered before it was bundled: line 1:"},
		"the proof of another": {func(_ string, st *statement, parts []part) []part { st.Predicate.Facts.Head = "0"; return parts }, "attestation.intoto.jsonl is of another run than events.jsonl."},
	} {
		p := proofOf(t, forged(t, private, c.change), public)
		if text := strings.Join(p.Problems, " "); !strings.Contains(text, c.want) || (c.want == "") != p.Unaltered() {
			t.Errorf("%s: expected %q, got %q", what, c.want, text)
		}
	}
}

func TestWhatAnotherVersionHasMadeIsSignedButNotCompared(t *testing.T) {
	private, public := newTestKey(t)
	p := proofOf(t, forged(t, private, func(_ string, st *statement, parts []part) []part {
		st.Predicate.Facts.BundledBy, st.Predicate.Facts.Verdict, st.Predicate.Result = "v9", evidence.Pass, resultPassed
		return parts
	}), public)
	text := strings.Join(p.Unproven, " ")
	if !p.Unaltered() || !p.Signed || !strings.Contains(text, "were made by certbench v9, and this is "+thisVersion) || !strings.Contains(text, "This certbench makes FAIL (FAILED) of the evidence, not PASS (PASSED).") {
		t.Errorf("expected a proof that says what was not compared, got %+v", p)
	}
}

func TestAKeyIsForItsOwnerAloneAndOverwritesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	made, err := NewKey(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, mode := range map[string]fs.FileMode{path: 0o600, path + PublicSuffix: 0o644} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm()&^mode != 0 {
			t.Errorf("%s: %v, %v; want at most %v", name, info.Mode(), err, mode)
		}
	}
	before := read(t, path)
	if _, err := NewKey(path); err == nil || !strings.Contains(err.Error(), "is there already, and no key is overwritten") {
		t.Errorf("a second time: %v", err)
	}
	if err := os.Remove(path + PublicSuffix); err != nil {
		t.Fatal(err)
	}
	if _, err := NewKey(path); err == nil || !bytes.Equal(read(t, path), before) {
		t.Errorf("beside a private key alone: %v", err)
	}
	if _, err := os.Stat(path + PublicSuffix); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a public key of no private one was left: %v", err)
	}
	private, err := ReadPrivate(path)
	if err != nil || private.ID() != made.ID() || !strings.HasPrefix(made.ID(), "SHA256:") {
		t.Errorf("read as %v, made as %v, %v", private, made.ID(), err)
	}
}

func TestKeysThatAreNoneAreNamed(t *testing.T) {
	dir := t.TempDir()
	_, err := NewKey(filepath.Join(dir, "key"))
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		path string
		read func(string) (*Key, error)
		want string
	}{
		"a public one that signs": {filepath.Join(dir, "key.pub"), ReadPrivate, `holds a block "PUBLIC KEY"; name a private key`},
		"a private one to prove":  {filepath.Join(dir, "key"), ReadPublic, `holds a block "PRIVATE KEY"; name a public key`},
		"a text":                  {put(t, dir, "text", []byte("hello")), ReadPrivate, "is no key; name a private key in PEM"},
		"none":                    {filepath.Join(dir, "none"), ReadPrivate, "the key cannot be read: "},
		"an encrypted one":        {put(t, dir, "enc", []byte("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n")), ReadPrivate, "is encrypted; write it without a password by openssl pkey"},
		"of another algorithm": {put(t, dir, "ec", []byte("-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEVs/o5+uQbTjL3chynL4wXgUg2R9\nq9UU8I5mEovUf86QZ7kOBIjJwqnzD1omageEHWwHdBO6B+dFabmdT9POxg==\n-----END PUBLIC KEY-----\n")),
			ReadPublic, "is a *ecdsa.PublicKey, and a bundle is signed by Ed25519"},
		"broken": {put(t, dir, "bad", []byte("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")), ReadPrivate, "holds no private key that can be read"},
	} {
		if _, err := c.read(c.path); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: expected %q, got %v", what, c.want, err)
		}
	}
}

func TestAStatementThatCannotBeLaidOutIsRefused(t *testing.T) {
	file := func(name string) descriptor {
		return descriptor{Name: name, Annotations: &packed{Size: 1, PackedSize: 1, PackedSHA256: "x"}}
	}
	huge := file("huge")
	huge.Annotations.Size = MostBytes
	for want, subjects := range map[string][]descriptor{
		"":                          {file("a"), file("parts/1/b"), file("parts/2/b")},
		"its statement has a twice": {file("a"), file("a")},
		"its statement has a as a file and as a folder":        {file("a/b"), file("a")},
		`a file "../a", which has no place`:                    {file("../a")},
		`a file "/a", which has no place`:                      {file("/a")},
		`a file "a\\b", which has no place`:                    {file(`a\b`)},
		`a file "a\x00", which has no place`:                   {file("a\x00")},
		`a file "C:a", which has no place`:                     {file("C:a")},
		`a file "` + AttestationName + `", which has no place`: {file(AttestationName)},
		"does not say what the archive holds of a":             {{Name: "a"}},
		"bytes of files, and no bundle has":                    {huge, file("b")},
	} {
		err := statement{Subject: subjects}.check()
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("expected %q, got %v", want, err)
		}
	}
}

// TestOpenSSLTakesTheSignature proves an envelope without a line of ours or of the library: the bytes that are signed are written here as
// the protocol of DSSE says, and openssl holds the signature against them and the public key.
func TestOpenSSLTakesTheSignature(t *testing.T) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("there is no openssl on this machine")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "key")
	key, err := NewKey(path)
	if err != nil {
		t.Fatal(err)
	}
	var e struct {
		PayloadType, Payload string
		Signatures           []struct{ Sig string }
	}
	if err := json.Unmarshal(unzipped(t, put(t, dir, "b.zip", small(t, key, "one.txt")))[0].content, &e); err != nil {
		t.Fatal(err)
	}
	decoded := func(text string) []byte {
		data, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	payload := decoded(e.Payload)
	signed := fmt.Sprintf("DSSEv1 %d %s %d %s", len(e.PayloadType), e.PayloadType, len(payload), payload)
	data, signature := put(t, dir, "pae", []byte(signed)), put(t, dir, "sig", decoded(e.Signatures[0].Sig))
	verify := func() ([]byte, error) {
		return exec.Command(openssl, "pkeyutl", "-verify", "-pubin", "-inkey", path+PublicSuffix, "-rawin", "-in", data, "-sigfile", signature).CombinedOutput()
	}
	if out, err := verify(); err != nil || !strings.Contains(string(out), "Signature Verified Successfully") {
		t.Errorf("openssl does not take the signature: %v, %s", err, out)
	}
	put(t, dir, "pae", []byte(signed+" "))
	if out, err := verify(); err == nil {
		t.Errorf("openssl takes the signature of other bytes: %s", out)
	}
}
