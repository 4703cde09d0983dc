package clients

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"math/big"
	mathrand "math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/certbench/certbench/csmsmock/files"
)

var update = flag.Bool("update", false, "write the table anew, for review")

// limit is what one act may take; none of them waits for it unless something hangs.
const limit = time.Minute

// columns are the acts of the table.
var columns = []string{"up", "down", "up on", "down on", "empty up", "empty down"}

// half is where what is done in two parts goes on, and size the length of the whole.
const (
	half = 100_001
	size = 300_007
)

// counter has the servers, and keeps what they tell.
type counter struct {
	t     *testing.T
	dir   string // for all files
	ports map[string]string

	mu   sync.Mutex
	seen map[string][]files.Transfer // by path
}

// The paths of what can be downloaded.
const (
	image = "/firmware/image.bin"
	empty = "/firmware/empty.bin"
)

func open(t *testing.T) *counter {
	c := &counter{t: t, dir: t.TempDir(), ports: map[string]string{}, seen: map[string][]files.Transfer{}}
	s := files.New(files.Config{Over: func(told files.Transfer) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.seen[told.Path] = append(c.seen[told.Path], told)
	}})
	s.Put(image, c.file("file"))
	s.Put(empty, nil)
	c.file("text")
	c.write("empty", nil)
	secure := c.certificate()
	serving := map[string]func(net.Listener) error{
		"HTTP": s.HTTP, "HTTPS": func(l net.Listener) error { return s.HTTPS(l, secure) },
		"FTP":  func(l net.Listener) error { return s.FTP(l, files.DataOver()) },
		"FTPS": func(l net.Listener) error { return s.FTPS(l, secure, files.DataOver()) },
		"SFTP": func(l net.Listener) error { return s.SFTP(l, hostKeys(t)) },
	}
	var ended sync.WaitGroup
	for protocol, serve := range serving {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		c.ports[protocol] = strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
		ended.Go(func() {
			if err := serve(l); err != nil {
				t.Errorf("%s: %v", protocol, err)
			}
		})
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("closing: %v", err)
		}
		ended.Wait()
	})
	return c
}

func (c *counter) path(name string) string { return filepath.Join(c.dir, name) }

func (c *counter) write(name string, content []byte) {
	if err := os.WriteFile(c.path(name), content, 0o600); err != nil {
		c.t.Fatal(err)
	}
}

// file writes what goes up and its second half: every byte, or only those of text.
func (c *counter) file(name string) []byte {
	content := make([]byte, size)
	random := mathrand.NewChaCha8([32]byte{1})
	random.Read(content)
	for i := range content {
		if name == "text" {
			content[i] = ' ' + content[i]%64
		}
	}
	c.write(name, content)
	c.write(name+".half", content[:half])
	c.write(name+".rest", content[half:])
	return content
}

// certificate makes one for the address of the servers, and writes it where clients trust it.
func (c *counter) certificate() *tls.Config {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		c.t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, IsCA: true, BasicConstraintsValid: true,
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		c.t.Fatal(err)
	}
	c.write("ca.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
}

func hostKeys(t *testing.T) []ssh.Signer {
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	r, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	var all []ssh.Signer
	for _, key := range []any{r, ec, ed} {
		signer, err := ssh.NewSignerFromKey(key)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, signer)
	}
	return all
}

// run has a client do one act.
func (c *counter) run(cl client, command, file, remote, out string) error {
	protocol, _, _ := strings.Cut(cl.protocol, " ")
	port := c.ports[protocol]
	ctx, cancel := context.WithTimeout(c.t.Context(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", "-c", command)
	cmd.Env = append(os.Environ(), append(cl.env,
		"HOST=localhost", "PORT="+port, "URL="+cl.scheme+"://localhost:"+port, "FILE="+c.path(file), "REST="+c.path(file+".rest"),
		"HALF="+strconv.Itoa(half), "REMOTE="+remote, "OUT="+out, "CA="+c.path("ca.pem"), "SSL_CERT_FILE="+c.path("ca.pem"),
		"DBCLIENT="+c.path("dbclient"), "HOME="+c.dir)...)
	output, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%q: %w: %s", command, err, output)
	}
	return nil
}

// last is what the servers told last of a path.
func (c *counter) last(path string) files.Transfer {
	c.mu.Lock()
	defer c.mu.Unlock()
	seen := c.seen[strings.TrimPrefix(path, "/")]
	seen = append(seen, c.seen[path]...)
	if len(seen) == 0 {
		return files.Transfer{Fault: "no transfer"}
	}
	return seen[len(seen)-1]
}

// arrived holds the last upload to a path against the file that it is to have become.
func (c *counter) arrived(remote, file string, offset, length int64) error {
	content, err := os.ReadFile(c.path(file))
	if err != nil {
		return err
	}
	sum := sha256.Sum256(content)
	told := c.last(remote)
	if told.Fault != "" || told.Kind != files.Upload || told.SHA256 != hex.EncodeToString(sum[:]) || told.Offset != offset || told.Size != length {
		return fmt.Errorf("expected an upload of %d bytes at %d with hash %x, got %+v", length, offset, sum, told)
	}
	return nil
}

// brought holds a download against the file that it is to be.
func (c *counter) brought(out, file string) error {
	want, err := os.ReadFile(c.path(file))
	if err != nil {
		return err
	}
	got, err := os.ReadFile(out)
	if len(want) == 0 && errors.Is(err, os.ErrNotExist) { // tnftp writes no file for nothing
		return nil
	}
	if err != nil {
		return err
	}
	if !bytes.Equal(got, want) {
		return fmt.Errorf("expected %d bytes, got %d others", len(want), len(got))
	}
	return nil
}

// do has a client do what a column names; ok is false when it does not know how.
func (c *counter) do(cl client, column, key string) (ok bool, err error) {
	remote, out := files.Logs+"/"+key, c.path(key)
	file := "file"
	if cl.text {
		file = "text"
	}
	switch column {
	case "up":
		if err = c.run(cl, cl.up, file, remote, out); err == nil {
			err = c.arrived(remote, file, 0, size)
		}
		return cl.up != "", err
	case "up on":
		if cl.again == "" {
			return false, nil
		}
		if err = c.run(cl, cl.up, file+".half", remote, out); err == nil {
			err = c.run(cl, cl.again, file, remote, out)
		}
		if err == nil {
			err = c.arrived(remote, file, half, size-half)
		}
		return true, err
	case "empty up":
		if err = c.run(cl, cl.up, "empty", remote, out); err == nil {
			err = c.arrived(remote, "empty", 0, 0)
		}
		return cl.up != "", err
	case "down":
		if err = c.run(cl, cl.down, file, image, out); err == nil {
			err = c.brought(out, "file")
		}
		return cl.down != "", err
	case "down on":
		if cl.more == "" {
			return false, nil
		}
		start, err := os.ReadFile(c.path("file.half"))
		if err != nil {
			return true, err
		}
		c.write(key, start)
		if err = c.run(cl, cl.more, file, image, out); err == nil {
			err = c.brought(out, "file")
		}
		return true, err
	default:
		if err = c.run(cl, cl.down, file, empty, out); err == nil {
			err = c.brought(out, "empty")
		}
		return cl.down != "", err
	}
}

// row is what a client can do.
func (c *counter) row(t *testing.T, number int, cl client) string {
	cells := []string{cl.name, cl.protocol}
	for i, column := range columns {
		known, err := cl.knows(column), error(nil)
		if known {
			_, err = c.do(cl, column, fmt.Sprintf("%d-%d.bin", number, i))
		}
		switch {
		case err != nil:
			t.Errorf("%s: %v", column, err)
			cells = append(cells, "no")
		case known:
			cells = append(cells, "yes")
		default:
			cells = append(cells, "-")
		}
	}
	return strings.Join(cells, "\t")
}

func TestEveryClientMovesFilesOverAllProtocolsThatItSpeaks(t *testing.T) {
	c := open(t)
	// sftp hands its transport the options of OpenSSH's; dropbear's has others.
	c.script("dbclient", `#!/bin/sh
for argument; do
	shift
	case $argument in
	-oPort*) set -- "$@" -p "${argument#-oPort }" ;;
	-o* | -- | -2) ;;
	*) set -- "$@" "$argument" ;;
	esac
done
exec dbclient -y -y "$@"
`)
	rows, complete := make([]string, len(all)), true
	t.Run("clients", func(t *testing.T) {
		for i, cl := range all {
			t.Run(cl.name+" "+cl.protocol, func(t *testing.T) {
				if err := cl.found(); err != nil {
					complete = false
					lacking(t, cl.name, err)
				}
				t.Parallel()
				rows[i] = c.row(t, i, cl)
			})
		}
	})
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "client\tprotocol\t"+strings.Join(columns, "\t"))
	for _, row := range rows {
		fmt.Fprintln(w, row)
	}
	w.Flush()
	if *update {
		if err := os.WriteFile("table.txt", []byte(table.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("table.txt")
	if err != nil {
		t.Fatal(err)
	}
	if !complete {
		t.Skip("the table lacks the clients that are missing")
	}
	if table.String() != string(want) {
		t.Errorf("expected the table\n%s\ngot\n%s", want, table.String())
	}
}

func (c *counter) script(name, text string) {
	c.write(name, []byte(text))
	if err := os.Chmod(c.path(name), 0o700); err != nil {
		c.t.Fatal(err)
	}
}

// knows tells whether a client knows an act.
func (c client) knows(column string) bool {
	switch column {
	case "empty up":
		return c.up != "" && !c.noEmptyUp
	case "up":
		return c.up != ""
	case "up on":
		return c.again != ""
	case "down on":
		return c.more != ""
	}
	return c.down != ""
}

// lacking ends a test for want of a part; CI has to have all of them.
func lacking(t *testing.T, what string, err error) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is missing; install it with: make packages (%v)", what, err)
	}
	t.Skipf("%s is missing; install it with: make packages (%v)", what, err)
}
