package bench

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/certbench/certbench/csmsmock/files"
	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
)

// withFiles reads a bench file with a section of files.
func withFiles(t *testing.T, section string) *File {
	t.Helper()
	f, err := Read("bench.yaml", []byte(foreign+section))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

const fiveProtocols = `files:
  listen: "127.0.0.1:0"
  user: station
  password: file-password-1
  passive: 50500-50510
  passiveAddress: 203.0.113.7
  protocols:
    FTPS: {listen: "127.0.0.1:0", url: "ftps://files.example.com:990"}
    HTTPS: {listen: "127.0.0.1:0"}
    SFTP: {listen: "127.0.0.1:0"}
    FTP: {listen: "127.0.0.1:0"}
`

func TestEachProtocolOfABenchFileHasItsAddress(t *testing.T) {
	serving, err := withFiles(t, fiveProtocols).Files.listen()
	if err != nil {
		t.Fatal(err)
	}
	var got []octt.Protocol
	for _, line := range serving.Lines {
		got = append(got, line.Protocol)
		want := strings.ToLower(string(line.Protocol)) + "://" + line.Listener.Addr().String()
		if line.Protocol == octt.FTPS {
			want = "ftps://files.example.com:990"
		}
		if line.URL != want {
			t.Errorf("%s: expected %s, got %s", line.Protocol, want, line.URL)
		}
	}
	if !slices.Equal(got, octt.Protocols()) {
		t.Errorf("expected %v in the order of ORS-24, got %v", octt.Protocols(), got)
	}
	var kinds []string
	for _, key := range serving.HostKeys {
		kinds = append(kinds, key.PublicKey().Type())
	}
	if want := []string{ssh.KeyAlgoED25519, ssh.KeyAlgoECDSA256, ssh.KeyAlgoRSA}; !slices.Equal(kinds, want) {
		t.Errorf("expected host keys of every kind, %v, got %v", want, kinds)
	}
	if serving.Data.Host != "203.0.113.7" {
		t.Errorf("expected the address behind the router, got %q", serving.Data.Host)
	}
	data, err := serving.Data.Listen()
	if err != nil {
		t.Fatal(err)
	}
	if port := data.Addr().(*net.TCPAddr).Port; port < 50500 || port > 50510 {
		t.Errorf("expected a data connection on a port of the file, got %d", port)
	}
	if err := data.Close(); err != nil {
		t.Error(err)
	}
	if err := serving.close(); err != nil {
		t.Error(err)
	}
}

func TestTheBareAddressOfFilesServesHTTP(t *testing.T) {
	f := withFiles(t, "files: {listen: \"127.0.0.1:0\"}\n")
	for _, p := range octt.Protocols() {
		if lacks := f.LacksProtocol(p); (lacks == nil) != (p == octt.HTTP) {
			t.Errorf("%s: expected HTTP to be served and nothing else, got %v", p, lacks)
		}
	}
	none := withFiles(t, "")
	if err := none.LacksProtocol(octt.HTTP); err == nil || err.Error() != octt.NoFileServer {
		t.Errorf("expected a bench without a file server, got %v", err)
	}
}

func TestThePasswordOfTheFilesIsHiddenInTheRunFolder(t *testing.T) {
	kept := string(withFiles(t, fiveProtocols).Redacted())
	if strings.Contains(kept, "file-password-1") || !strings.Contains(kept, "password: "+evidence.Redacted) {
		t.Errorf("expected no password, got\n%s", kept)
	}
}

func TestAHostKeyThatWasBroughtAlongIsShown(t *testing.T) {
	name := filepath.Join(t.TempDir(), "host_key")
	authority, err := pki.New(pki.Settings{Host: "files"})
	if err != nil {
		t.Fatal(err)
	}
	chain, err := authority.Server(pki.ECDSA)
	if err != nil {
		t.Fatal(err)
	}
	if err := chain.Write(filepath.Join(t.TempDir(), "unused.pem"), name); err != nil {
		t.Fatal(err)
	}
	f := withFiles(t, fmt.Sprintf("files: {listen: \"127.0.0.1:0\", hostKeys: [%s], protocols: {SFTP: {listen: \"127.0.0.1:0\"}}}\n", name))
	serving, err := f.Files.listen()
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := serving.close(); err != nil {
			t.Error(err)
		}
	}()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	want, err := ssh.ParsePrivateKey(text)
	if err != nil {
		t.Fatal(err)
	}
	if len(serving.HostKeys) != 1 || string(serving.HostKeys[0].PublicKey().Marshal()) != string(want.PublicKey().Marshal()) {
		t.Errorf("expected the key of the file alone, got %d keys", len(serving.HostKeys))
	}
}

func TestTheLocationsOfAProtocolNameItsUser(t *testing.T) {
	for name, c := range map[string]struct{ user, password, http, sftp string }{
		"none":   {"", "", "http://files/logs", "sftp://certbench:certbench@files/logs"}, // SSH has nobody without a name
		"a user": {"station", "p@ss", "http://station:p%40ss@files/logs", "sftp://station:p%40ss@files/logs"},
	} {
		t.Run(name, func(t *testing.T) {
			lines := NewMemoryFiles()
			serving, err := lines.Serving()
			if err != nil {
				t.Fatal(err)
			}
			serving.User, serving.Password = c.user, c.password
			server := newFileServer(serving, nil, &endpoints{}, func(evidence.Transfer) {})
			for p, want := range map[octt.Protocol]string{octt.HTTP: c.http, octt.SFTP: c.sftp} {
				by, err := server.By(p)
				if err != nil {
					t.Fatal(err)
				}
				if got := by.LogLocation(); got != want {
					t.Errorf("%s: expected %s, got %s", p, want, got)
				}
			}
			if err := lines.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAnAttemptMayHaveBeenToBeAnUploadOrADownload(t *testing.T) {
	f := &filesServed{}
	for _, kind := range []files.Kind{files.Upload, files.Download, files.Attempt} {
		f.over(evidence.Transfer{Kind: string(kind)}, func(evidence.Transfer) {})
	}
	kinds := func(all []evidence.Transfer) (words []string) {
		for _, t := range all {
			words = append(words, t.Kind)
		}
		return words
	}
	if up, down := kinds(f.Uploads()), kinds(f.Downloads()); !slices.Equal(up, []string{"upload", "attempt"}) || !slices.Equal(down, []string{"download", "attempt"}) {
		t.Errorf("expected the attempt among both, got %v and %v", up, down)
	}
}
