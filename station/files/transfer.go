package files

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/product"
	"github.com/certbench/certbench/station/wire"
)

// transfer is one file on its way. An attempt to move it runs in a goroutine of its own, which tells the loop how it ended.
type transfer struct {
	requestID int
	retries   int           // left
	interval  time.Duration // between two attempts
	move      func(context.Context, Attempt) error
	repeated  func()      // another attempt begins; in the loop, nil for nothing
	ended     func(error) // with what the last attempt ended; in the loop

	stop  context.CancelFunc // of the attempt under way
	again *kernel.Alarm      // of the next one
	begun bool               // an attempt has begun
	over  bool
}

// Attempt is what one attempt goes by. It is made in the loop, and used beside it.
type Attempt struct {
	again bool           // an attempt before may have left a part of the file
	roots *x509.CertPool // CSMS root certificates
	at    time.Time      // by the station's clock
}

// RequestID is that of the request that has asked for the transfer.
func (t *transfer) RequestID() int { return t.requestID }

// What the station chooses where the CSMS leaves it open how often it tries again; GivesUpTransfers chooses otherwise.
const (
	ownRetries       = 1
	ownRetryInterval = 10 * time.Second
)

// attemptLimit is when an attempt that does not end is given up.
const attemptLimit = 15 * time.Minute

// newTransfer makes one with the retries that a request asks for.
func (fs *Files) newTransfer(requestID int, retries, interval *int) *transfer {
	t := &transfer{requestID: requestID, retries: ownRetries, interval: ownRetryInterval}
	switch {
	case retries != nil:
		t.retries = *retries
	case fs.product.Capabilities.GivesUpTransfers:
		t.retries = 0
	}
	if interval != nil {
		t.interval = time.Duration(min(max(*interval, 0), product.Day)) * time.Second
	}
	return t
}

func (fs *Files) attempt(t *transfer) {
	ctx, stop := context.WithTimeout(fs.kernel.Context(), attemptLimit)
	a := Attempt{again: t.begun, roots: fs.Hooks.Roots(), at: fs.kernel.Now()}
	t.stop, t.begun = stop, true
	fs.kernel.Go(func() {
		defer stop()
		err := endedBy(ctx, t.move(ctx, a))
		fs.kernel.Post(func() { fs.attempted(t, err) })
	})
}

func (fs *Files) attempted(t *transfer, err error) {
	switch {
	case t.over: // it was given up while the attempt ended
	case err != nil && t.retries > 0:
		fs.kernel.Log.Info("a file was not moved; the station tries again", "error", err, "after", t.interval)
		t.retries--
		t.again = fs.kernel.After(t.interval, func() {
			if t.repeated != nil {
				t.repeated()
			}
			fs.attempt(t)
		})
	default:
		t.over = true
		t.ended(err)
	}
}

// giveUp ends a transfer that may not have begun yet; its ended is not called any more.
func (fs *Files) giveUp(t *transfer) {
	t.over = true
	fs.kernel.Cancel(t.again)
	if t.stop != nil {
		t.stop()
	}
}

// carrier moves files by one protocol. Both calls return when the other side has confirmed the end, or with why there was
// none; ctx ends whatever they wait for.
type carrier struct {
	// put uploads a file into a folder.
	put func(ctx context.Context, a Attempt, folder *url.URL, name string, content []byte) error
	// get downloads a file of at most largestFirmware bytes.
	get func(ctx context.Context, a Attempt, location *url.URL) ([]byte, error)
}

// carriers are the protocols that the station's software speaks, by the scheme of a location.
func (fs *Files) carriers() map[string]carrier {
	return map[string]carrier{
		"http": {fs.putHTTP, fs.getHTTP}, "https": {fs.putHTTP, fs.getHTTP},
		"ftp": {fs.putFTP, fs.getFTP}, "ftps": {fs.putFTP, fs.getFTP},
		"sftp": {fs.putSFTP, fs.getSFTP},
	}
}

// fileLocation reads the URL of a file or folder of the CSMS. Its scheme is the protocol that must be used (N01, remarks), and
// one of those that the product tells of itself.
func (fs *Files) fileLocation(text string) (*url.URL, error) {
	location, err := url.Parse(text)
	switch {
	case err != nil:
		return nil, errors.New("the location is no URL")
	case !slices.Contains(fs.product.Capabilities.FileTransferProtocols, strings.ToUpper(location.Scheme)):
		return nil, fmt.Errorf("files of %q cannot be moved; FileTransferProtocols tells by what they can", location.Scheme)
	case location.Hostname() == "":
		return nil, errors.New("the location names no host")
	}
	return location, nil
}

// putFile uploads a file into a folder of the CSMS.
func (fs *Files) putFile(ctx context.Context, a Attempt, folder *url.URL, name string, content []byte) error {
	return fs.carriers()[folder.Scheme].put(ctx, a, folder, name, content)
}

// getFile downloads a file of the CSMS.
func (fs *Files) getFile(ctx context.Context, a Attempt, location *url.URL) ([]byte, error) {
	return fs.carriers()[location.Scheme].get(ctx, a, location)
}

// largestFirmware is what the station has room for.
const largestFirmware = 64 << 20

// readAll reads a file to its end, as far as the station has room for it.
func readAll(from io.Reader) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(from, largestFirmware+1))
	if err == nil && len(content) > largestFirmware {
		err = fmt.Errorf("the file has more than the %d bytes that the station has room for", int64(largestFirmware))
	}
	if err != nil {
		return nil, err
	}
	return content, nil
}

// The ports of locations that name none (IANA); that of ftps is the one of TLS from the first byte on.
var ports = map[string]string{"ftp": "21", "ftps": "990", "sftp": "22"}

// hostOf is the address of a location, with its port.
func hostOf(location *url.URL) string {
	port := location.Port()
	if port == "" {
		port = ports[location.Scheme]
	}
	return net.JoinHostPort(location.Hostname(), port)
}

// credentials are those of a location; what FTP calls nobody (RFC 1635) where it names none.
func credentials(location *url.URL) (user, password string) {
	if location.User == nil || location.User.Username() == "" {
		return "anonymous", "anonymous"
	}
	password, _ = location.User.Password()
	return location.User.Username(), password
}

// closing has the end of ctx close a connection, so that nothing waits on it any longer. stop takes that back.
func closing(ctx context.Context, conn io.Closer) (stop func() bool) {
	return context.AfterFunc(ctx, func() { _ = conn.Close() }) // whoever uses it learns of it by its error
}

// endedBy is why a transfer ended: the end of its context explains what a connection that was closed for it says.
func endedBy(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("%w: %w", context.Cause(ctx), err)
	}
	return err
}

// secure is what TLS with a file server goes by. The CSMS root certificates vouch for it: N01.FR.15 asks for that trust chain, and
// N01.FR.16 recommends those of an operating system, which the reference station does not have. A file server is no CSMS: what part
// 2 has a station tell of the certificate of the CSMS (A00) is not told of that of a file server, and its ban of wildcards is not
// about it either. A certificate that is refused ends the attempt as an upload or download that has failed.
func (fs *Files) secure(a Attempt, host string) *tls.Config {
	verify := fs.Decide.Verify
	return &tls.Config{
		ServerName: host, MinVersion: tls.VersionTLS12, InsecureSkipVerify: true, // the station's own rules are others than Go's: see wire.Verify
		ClientSessionCache: tls.NewLRUClientSessionCache(1), // FTP servers want the data connection to go on with the session of the first
		VerifyConnection: func(s tls.ConnectionState) error {
			if err := verify(wire.Presented{Chain: s.PeerCertificates, Host: host, Roots: a.roots, At: a.at, Wildcards: true}); err != nil {
				return fmt.Errorf("the certificate of the file server is refused: %w", err)
			}
			return nil
		},
	}
}
