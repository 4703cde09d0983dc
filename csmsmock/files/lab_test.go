package files

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"

	"github.com/certbench/certbench/harness/memnet"
)

// keys are made once, because RSA takes its time. The certificate is for names and addresses of all lines, for ever: a
// bubble's clock begins in 2000.
var keys = sync.OnceValue(func() (made struct {
	config *tls.Config
	roots  *x509.CertPool
	host   []ssh.Signer
}) {
	key, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "bench"}, DNSNames: []string{"bench"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		panic(err)
	}
	root, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	made.roots = x509.NewCertPool()
	made.roots.AddCert(root)
	made.config = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	_, ed, _ := ed25519.GenerateKey(rand.Reader)
	rsaKey, _ := rsa.GenerateKey(rand.Reader, 2048)
	for _, key := range []any{rsaKey, key, ed} {
		signer, err := ssh.NewSignerFromKey(key)
		if err != nil {
			panic(err)
		}
		made.host = append(made.host, signer)
	}
	return made
})

// lab is a server on lines of all protocols, and clients of it.
type lab struct {
	*Server
	t    testing.TB
	dial map[string]func(context.Context) (net.Conn, error)
	data Data
	net  *ether // nil over TCP

	mu    sync.Mutex
	seen  []Transfer
	conns []net.Conn // of clients
}

// ether is where data connections find each other in memory.
type ether struct {
	mu    sync.Mutex
	lines map[string]*memnet.Listener // by address
}

func (e *ether) listen(host string) (*memnet.Listener, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	address := net.JoinHostPort(host, strconv.Itoa(40000+len(e.lines)))
	e.lines[address] = memnet.Listen(address, 0)
	return e.lines[address], nil
}

func (e *ether) dial(ctx context.Context, address string) (net.Conn, error) {
	e.mu.Lock()
	line := e.lines[address]
	e.mu.Unlock()
	if line == nil {
		return nil, fmt.Errorf("nobody listens at %s", address)
	}
	return line.Dial(ctx)
}

// newLab serves all protocols, over TCP or in memory. The test's end closes them.
func newLab(t testing.TB, tcp bool) *lab {
	t.Helper()
	l := &lab{t: t, dial: map[string]func(context.Context) (net.Conn, error){}, data: DataOver()}
	if !tcp {
		l.net = &ether{lines: map[string]*memnet.Listener{}}
		l.data = Data{Dial: l.net.dial, Listen: func() (net.Listener, error) { return l.net.listen(nowhere) }}
	}
	l.Server = New(Config{Over: func(tr Transfer) {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.seen = append(l.seen, tr)
	}})
	made := keys()
	serving := map[string]func(net.Listener) error{
		"HTTP": l.HTTP, "HTTPS": func(line net.Listener) error { return l.HTTPS(line, made.config) },
		"FTP":  func(line net.Listener) error { return l.FTP(line, l.data) },
		"FTPS": func(line net.Listener) error { return l.FTPS(line, made.config, l.data) },
		"SFTP": func(line net.Listener) error { return l.SFTP(line, made.host) },
	}
	served := make(chan error, len(serving))
	for protocol, serve := range serving {
		line := l.line(protocol, tcp)
		go func() { served <- serve(line) }()
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Errorf("closing: %v", err)
		}
		for range serving {
			if err := <-served; err != nil {
				t.Errorf("serving: %v", err)
			}
		}
		l.kill()
	})
	return l
}

// told are the transfers that are over. The server tells of them in goroutines of its own.
func (l *lab) told() []Transfer {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.seen)
}

func (l *lab) line(protocol string, tcp bool) net.Listener {
	if !tcp {
		line := memnet.Listen(protocol, 0)
		l.dial[protocol] = func(ctx context.Context) (net.Conn, error) { return line.Dial(ctx) }
		return line
	}
	line, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		l.t.Fatal(err)
	}
	l.dial[protocol] = func(ctx context.Context) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "tcp", line.Addr().String())
	}
	return line
}

// everywhere plays a test in a bubble, in memory.
func everywhere(t *testing.T, test func(t *testing.T, l *lab)) {
	t.Helper()
	keys()
	synctest.Test(t, func(t *testing.T) { test(t, newLab(t, false)) })
}

// last waits until so many transfers are over, and returns the last.
func (l *lab) last(n int) Transfer {
	l.t.Helper()
	for limit := time.Now().Add(time.Minute); time.Now().Before(limit); time.Sleep(time.Millisecond) {
		l.mu.Lock()
		seen := l.seen
		l.mu.Unlock()
		if len(seen) >= n {
			return seen[n-1]
		}
	}
	l.t.Fatalf("expected %d transfers, got %+v", n, l.told())
	return Transfer{}
}

// keep notes a connection of a client.
func (l *lab) keep(conn net.Conn, err error) (net.Conn, error) {
	if err == nil {
		l.mu.Lock()
		l.conns = append(l.conns, conn)
		l.mu.Unlock()
	}
	return conn, err
}

// kill closes what clients have open, the oldest first, as a system does for a program that it ends.
func (l *lab) kill() {
	l.mu.Lock()
	conns := l.conns
	l.conns = nil
	l.mu.Unlock()
	for _, conn := range conns {
		conn.Close()
	}
}

// mover is a client over a protocol.
type mover struct {
	name string
	up   func(l *lab, at string, content io.Reader) error
	down func(l *lab, at string, to io.Writer) error
}

// movers are clients over every protocol.
var movers = []mover{
	{"HTTP", webUp("HTTP", "http"), webDown("HTTP", "http")},
	{"HTTPS", webUp("HTTPS", "https"), webDown("HTTPS", "https")},
	{"FTP", ftpUp("FTP", ""), ftpDown("FTP", "")},
	{"FTP active", ftpUp("FTP", "active"), ftpDown("FTP", "active")},
	{"FTPS explicit", ftpUp("FTPS", "explicit private"), ftpDown("FTPS", "explicit private")},
	{"FTPS explicit, clear", ftpUp("FTPS", "explicit"), ftpDown("FTPS", "explicit")},
	{"FTPS implicit, active", ftpUp("FTPS", "implicit private active"), ftpDown("FTPS", "implicit private active")},
	{"SFTP", sftpUp, sftpDown},
}

// overEach plays a test over every protocol, each in a bubble of its own.
func overEach(t *testing.T, test func(t *testing.T, l *lab, m mover)) {
	t.Helper()
	for _, m := range movers {
		t.Run(m.name, func(t *testing.T) {
			everywhere(t, func(t *testing.T, l *lab) { test(t, l, m) })
		})
	}
}

func (l *lab) browser(protocol string) *http.Client {
	return &http.Client{Transport: &http.Transport{
		DisableKeepAlives: true, ExpectContinueTimeout: time.Minute, TLSClientConfig: &tls.Config{RootCAs: keys().roots, ServerName: "bench"},
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return l.keep(l.dial[protocol](ctx)) },
	}}
}

func webUp(protocol, scheme string) func(*lab, string, io.Reader) error {
	return func(l *lab, at string, content io.Reader) error {
		request, err := http.NewRequestWithContext(l.t.Context(), "PUT", scheme+"://bench"+at, content)
		if err != nil {
			return err
		}
		request.Header.Set("Expect", "100-continue")
		return web(l.browser(protocol), request, io.Discard)
	}
}

func webDown(protocol, scheme string) func(*lab, string, io.Writer) error {
	return func(l *lab, at string, to io.Writer) error {
		request, err := http.NewRequestWithContext(l.t.Context(), "GET", scheme+"://bench"+at, nil)
		if err != nil {
			return err
		}
		return web(l.browser(protocol), request, to)
	}
}

func web(client *http.Client, request *http.Request, to io.Writer) error {
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode >= 300 {
		return errors.New(response.Status)
	}
	_, err = io.Copy(to, response.Body)
	return err
}

// ftp is a client of one connection.
type ftp struct {
	l    *lab
	conn net.Conn
	in   *bufio.Reader
	how  string
}

// clientTLS is how the clients do TLS.
func clientTLS() *tls.Config { return &tls.Config{RootCAs: keys().roots, ServerName: "bench"} }

// dialFTP connects, and logs in when how says so in no other word.
func dialFTP(l *lab, protocol, how string) (*ftp, error) {
	conn, err := l.keep(l.dial[protocol](l.t.Context()))
	if err != nil {
		return nil, err
	}
	if strings.Contains(how, "implicit") {
		conn = tls.Client(conn, clientTLS())
	}
	f := &ftp{l: l, conn: conn, in: bufio.NewReader(conn), how: how}
	if _, err := f.answer("220"); err != nil {
		return nil, err
	}
	if strings.Contains(how, "explicit") {
		if _, err := f.do("AUTH TLS", "234"); err != nil {
			return nil, err
		}
		f.conn = tls.Client(conn, clientTLS())
		f.in = bufio.NewReader(f.conn)
	}
	for _, step := range [][2]string{{"USER anonymous", "331"}, {"PASS x", "230"}, {"TYPE I", "200"}} {
		if _, err := f.do(step[0], step[1]); err != nil {
			return nil, err
		}
	}
	if strings.Contains(how, "explicit private") {
		_, err = f.do("PROT P", "200")
	}
	return f, err
}

// do gives a command and returns the answer, which has to begin so.
func (f *ftp) do(command, want string) (string, error) {
	if _, err := fmt.Fprintf(f.conn, "%s\r\n", command); err != nil {
		return "", err
	}
	answer, err := f.answer(want)
	if err != nil {
		return answer, fmt.Errorf("%s: %w", command, err)
	}
	return answer, nil
}

// answer reads an answer to its last line.
func (f *ftp) answer(want string) (string, error) {
	for {
		line, err := f.in.ReadString('\n')
		if err != nil {
			return "", err
		}
		if len(line) > 3 && line[3] == ' ' && line[0] != ' ' {
			if !strings.HasPrefix(line, want) {
				return line, fmt.Errorf("expected %s, got %s", want, strings.TrimSpace(line))
			}
			return line, nil
		}
	}
}

// stream gives a command that moves data and opens the data connection.
func (f *ftp) stream(command string) (net.Conn, error) {
	open, err := f.passive, error(nil)
	if strings.Contains(f.how, "active") {
		open = f.active
	}
	connect, err := open()
	if err != nil {
		return nil, err
	}
	if _, err := f.do(command, "150"); err != nil {
		return nil, err
	}
	conn, err := f.l.keep(connect())
	if err != nil {
		return nil, err
	}
	if strings.Contains(f.how, "private") {
		return tls.Client(conn, clientTLS()), nil
	}
	return conn, nil
}

// passive dials before the command that moves data, as clients do.
func (f *ftp) passive() (func() (net.Conn, error), error) {
	answer, err := f.do("EPSV", "229")
	if err != nil {
		return nil, err
	}
	_, port, _ := strings.Cut(answer, "|||")
	port, _, _ = strings.Cut(port, "|")
	host := "127.0.0.1"
	dial := func(ctx context.Context, address string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "tcp", address)
	}
	if f.l.net != nil {
		host, dial = nowhere, f.l.net.dial
	}
	conn, err := dial(f.l.t.Context(), net.JoinHostPort(host, port))
	return func() (net.Conn, error) { return conn, nil }, err
}

func (f *ftp) active() (func() (net.Conn, error), error) {
	var door net.Listener
	var err error
	if f.l.net != nil {
		door, err = f.l.net.listen("198.51.100.7")
	} else {
		door, err = net.Listen("tcp", "127.0.0.1:0")
	}
	if err != nil {
		return nil, err
	}
	host, port, _ := net.SplitHostPort(door.Addr().String())
	if _, err := f.do("EPRT |1|"+host+"|"+port+"|", "200"); err != nil {
		return nil, err
	}
	return func() (net.Conn, error) {
		defer door.Close()
		return door.Accept()
	}, nil
}

func ftpUp(protocol, how string) func(*lab, string, io.Reader) error {
	return func(l *lab, at string, content io.Reader) error {
		f, err := dialFTP(l, protocol, how)
		if err != nil {
			return err
		}
		return f.up("STOR "+at, content)
	}
}

func (f *ftp) up(command string, content io.Reader) error {
	defer f.conn.Close()
	conn, err := f.stream(command)
	if err != nil {
		return err
	}
	_, broke := io.Copy(conn, content)
	if broke == nil {
		if secure, ok := conn.(*tls.Conn); ok {
			broke = secure.HandshakeContext(f.l.t.Context())
		}
	}
	conn.Close()
	if _, err := f.answer("226"); err != nil {
		return errors.Join(err, broke)
	}
	return broke
}

func ftpDown(protocol, how string) func(*lab, string, io.Writer) error {
	return func(l *lab, at string, to io.Writer) error {
		f, err := dialFTP(l, protocol, how)
		if err != nil {
			return err
		}
		defer f.conn.Close()
		conn, err := f.stream("RETR " + at)
		if err != nil {
			return err
		}
		_, broke := io.Copy(to, conn)
		conn.Close()
		_, err = f.answer("226")
		return errors.Join(err, broke)
	}
}

// dialSFTP connects as anybody.
func dialSFTP(l *lab) (*sftpClient, error) {
	conn, err := l.keep(l.dial["SFTP"](l.t.Context()))
	if err != nil {
		return nil, err
	}
	secure, channels, requests, err := ssh.NewClientConn(conn, "bench", &ssh.ClientConfig{
		User: "station", HostKeyCallback: ssh.FixedHostKey(keys().host[2].PublicKey()), HostKeyAlgorithms: []string{ssh.KeyAlgoED25519},
	})
	if err != nil {
		return nil, err
	}
	over := ssh.NewClient(secure, channels, requests)
	client, err := sftp.NewClient(over)
	return &sftpClient{client, over}, err
}

// sftpClient is a client with its connection.
type sftpClient struct {
	*sftp.Client
	over *ssh.Client
}

// end closes both; that they are closed already is nothing to tell.
func (c *sftpClient) end() {
	c.Client.Close()
	c.over.Close()
}

func sftpUp(l *lab, at string, content io.Reader) error {
	client, err := dialSFTP(l)
	if err != nil {
		return err
	}
	defer client.end()
	file, err := client.Create(at)
	if err != nil {
		return err
	}
	_, err = file.ReadFrom(content)
	return errors.Join(err, file.Close())
}

func sftpDown(l *lab, at string, to io.Writer) error {
	client, err := dialSFTP(l)
	if err != nil {
		return err
	}
	defer client.end()
	file, err := client.Open(at)
	if err != nil {
		return err
	}
	_, err = file.WriteTo(to)
	return errors.Join(err, file.Close())
}

// descriptors counts what the process has open.
func descriptors(t *testing.T) int {
	t.Helper()
	all, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skipf("descriptors are counted on Linux: %v", err)
	}
	return len(all)
}

// pattern is a file of that many bytes.
func pattern(n int) []byte {
	return bytes.Repeat([]byte("0123456789abcdef0123456789ABCDE\n"), n/32+1)[:n]
}
