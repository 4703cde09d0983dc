package main

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certbench/certbench/reports/bundle"
)

// TestABundleIsWhatLeavesTheBench has a run with every kind of secret, in security profile 3, from the key to the proof by somebody else.
func TestABundleIsWhatLeavesTheBench(t *testing.T) {
	t.Parallel()
	const station, files = "Station-Secret-1+2/3=4", "Files-Secret-9&8"
	folder := t.TempDir()
	dir, key, archive := filepath.Join(folder, "run"), filepath.Join(folder, "key"), filepath.Join(folder, "submission.zip")
	bench := variant(t, "  id: CB-0001\n", "  id: CB-0001\n  password: "+station+"\n", "files: # where", "security: {profile: 3}\nfiles: # where",
		"  listen: \"127.0.0.1:0\"\n  protocols:", "  listen: \"127.0.0.1:0\"\n  user: uploader\n  password: "+files+"\n  protocols:")
	start(t, nil, "run", "--bench", bench, "--cases", "TC_A_23_CS || TC_N_25_CS/SFTP || TC_B_06_CS", "--out", dir).ends(codePassed)
	whole(t, dir)
	said(t, codePassed, "Public key:  "+key+".pub", "bundle", "keygen", key)
	said(t, codePassed, "Bundle: "+archive, "bundle", dir, "--key", key, "--out", archive)
	said(t, codePassed, "Tested:   CP Flex Plus EU\nStation:  ", "verify", archive, "--pub", key+".pub")
	said(t, codeTrouble, "nobody vouches for this bundle", "verify", archive)
	for name, content := range filesOf(t, archive) {
		for _, secret := range []string{station, files, "PRIVATE KEY"} {
			for _, spelling := range []string{secret, base64.StdEncoding.EncodeToString([]byte(secret)), base64.StdEncoding.EncodeToString([]byte("CB-0001:" + secret)), base64.StdEncoding.EncodeToString([]byte("uploader:" + secret))} {
				if bytes.Contains(content, []byte(spelling)) {
					t.Errorf("%s holds the secret %s as %s", name, secret, spelling)
				}
			}
		}
		if name == bundle.CertificatesName && !bytes.Contains(content, []byte("# shown by the station: ")) {
			t.Errorf("the certificate that the station has shown is not there:\n%s", content)
		}
	}
	_, proved, _ := inProcess("verify", archive, "--pub", key+".pub", "--format", "json")
	keeps(t, "proof", []byte(proved))
	altered, err := os.ReadFile(archive)
	if err != nil {
		t.Fatal(err)
	}
	altered[len(altered)/2]++
	said(t, codeFailed, " was altered.", "verify", write(t, filepath.Join(folder, "altered.zip"), string(altered)), "--pub", key+".pub")
	var proof bundle.Proof
	_, out, _ := inProcess("verify", archive, "--pub", key+".pub", "--format", "json")
	if err := json.Unmarshal([]byte(out), &proof); err != nil || !proof.Signed || proof.Facts.Verdict != "INCOMPLETE" || proof.Result != "WARNED" {
		t.Errorf("for programs: %+v, %v", proof, err)
	}
}

// said runs a command line and requires its exit code, and what it says.
func said(t *testing.T, code int, want string, args ...string) {
	t.Helper()
	r := start(t, nil, args...)
	r.ends(code)
	if !strings.Contains(r.said(), want) {
		t.Errorf("certbench %s: expected %q, got\n%s", strings.Join(args, " "), want, r.said())
	}
}

// filesOf are the files of an archive, unpacked, and the archive itself.
func filesOf(t *testing.T, archive string) map[string][]byte {
	t.Helper()
	r, err := zip.OpenReader(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	all := map[string][]byte{}
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if all[f.Name], err = io.ReadAll(in); err != nil {
			t.Fatal(err)
		}
	}
	if all[archive], err = os.ReadFile(archive); err != nil {
		t.Fatal(err)
	}
	var envelope struct{ Payload string }
	if err := json.Unmarshal(all[bundle.AttestationName], &envelope); err != nil {
		t.Fatal(err)
	}
	if all["the statement"], err = base64.StdEncoding.DecodeString(envelope.Payload); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestWhatIsNoBundleOrNoKeyIsSaid(t *testing.T) {
	folder := t.TempDir()
	key := filepath.Join(folder, "key")
	if code, _, stderr := inProcess("bundle", "keygen", key); code != codePassed {
		t.Fatal(stderr)
	}
	text := write(t, filepath.Join(folder, "text"), "hello")
	for name, c := range map[string]struct {
		args []string
		code int
		want string
	}{
		"a key twice":             {[]string{"bundle", "keygen", key}, codeUsage, "is there already, and no key is overwritten; name another file"},
		"no key":                  {[]string{"bundle", "keygen"}, codeUsage, "takes the name of a file"},
		"a bundle without a key":  {[]string{"bundle", runOf(t)}, codeUsage, "add --key with its file, which certbench bundle keygen makes"},
		"a key that is none":      {[]string{"bundle", runOf(t), "--key", text}, codeUsage, "is no key; name a private key in PEM"},
		"a folder of no run":      {[]string{"bundle", folder, "--key", key}, codeUsage, "is no run folder"},
		"a text":                  {[]string{"verify", text}, codeFailed, "attestation.intoto.jsonl was altered, or this is no bundle of certbench"},
		"a public key for a run":  {[]string{"verify", runOf(t), "--pub", key + ".pub"}, codeUsage, "a run folder is signed by nobody; leave --pub away, or name a bundle"},
		"a private key to verify": {[]string{"verify", text, "--pub", key}, codeUsage, "name a public key in PEM"},
		"nothing":                 {[]string{"verify", filepath.Join(folder, "none")}, codeUsage, "is no run folder"},
	} {
		code, out, stderr := inProcess(c.args...)
		if code != c.code || !strings.Contains(out+stderr, c.want) {
			t.Errorf("%s: expected code %d and %q, got %d, %s%s", name, c.code, c.want, code, out, stderr)
		}
	}
}

// runOf is a folder that looks like that of a run.
func runOf(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "events.jsonl"), "")
	return dir
}

func TestABundleStandsBesideItsFolder(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for folder, want := range map[string]string{"runs/a": "runs/a.zip", "runs/a/": "runs/a.zip", ".": dir + ".zip", "..": filepath.Dir(dir) + ".zip"} {
		if got, err := besideFolder(folder); got != want || err != nil {
			t.Errorf("%s: %s, %v; want %s", folder, got, err, want)
		}
	}
}
