package bench

import (
	"cmp"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/certbench/certbench/csmsmock/files"
	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
)

// FileServing is where and how a bench serves logs and firmware. The zero value is nowhere.
type FileServing struct {
	Lines          []FileLine
	User, Password string       // that the locations ask for; empty for none
	HostKeys       []ssh.Signer // of SFTP
	Data           files.Data   // of FTP and FTPS
}

// FileLine is where one protocol is served. The bench closes the listener.
type FileLine struct {
	Protocol octt.Protocol
	Listener net.Listener
	URL      string // what the station reaches it at, without a path
}

func (s FileServing) close() error {
	var all []net.Listener
	for _, line := range s.Lines {
		all = append(all, line.Listener)
	}
	return closeAll(all...)
}

// The user of an SFTP location of which the bench file names none: there is no SSH without one, and the server takes any.
const anyUser, anyPassword = "certbench", "certbench"

// fileServer is the bench's server for logs and firmware as the table language sees it: by one of its protocols, of which By gives others.
type fileServer struct {
	*filesServed
	url string // of the root by that protocol
}

// filesServed is what all of them have in common.
type filesServed struct {
	*files.Server
	serving FileServing
	images  *Firmware // nil where the bench has none
	pki     func(octt.Root) (*pki.PKI, error)
	keys    []pki.Algorithm // of the certificates, the preferred one first
	served  chan error      // what each line that was begun ended with

	mu        sync.Mutex
	uploads   []evidence.Transfer
	downloads []evidence.Transfer
	begun     int                            // lines that are served, or were
	closing   bool                           // what ends now does so because it is to
	broken    func(error)                    // is told that the server is of no more use; nil before it serves
	shown     map[*pki.PKI][]tls.Certificate // by who has made them
}

func (f *fileServer) LogLocation() string { return f.url + files.Logs }
func (f *fileServer) NoLocation() string  { return f.url + "/no-such-folder" }

// FirmwareLocation implements octt.Files.
func (f *fileServer) FirmwareLocation(kind octt.FirmwareKind) string {
	return f.url + f.images.path(kind)
}

// Protocols implements octt.Files.
func (f *filesServed) Protocols() []octt.Protocol {
	all := make([]octt.Protocol, len(f.serving.Lines))
	for i, line := range f.serving.Lines {
		all[i] = line.Protocol
	}
	return all
}

// By implements octt.Files.
func (f *filesServed) By(p octt.Protocol) (octt.Files, error) {
	for _, line := range f.serving.Lines {
		if line.Protocol != p {
			continue
		}
		if p.Secured() {
			if _, err := f.certified(); err != nil {
				return nil, fmt.Errorf("the bench cannot show a certificate by %s: %w", p, err)
			}
		}
		return &fileServer{f, f.locationsOf(line)}, nil
	}
	return nil, errors.New(octt.NotServed(p))
}

// locationsOf is the root of a protocol with the user by whom the station is to come in.
func (f *filesServed) locationsOf(line FileLine) string {
	user, password := f.serving.User, f.serving.Password
	if user == "" && line.Protocol == octt.SFTP {
		user, password = anyUser, anyPassword
	}
	u, err := url.Parse(line.URL)
	if err != nil || user == "" {
		return line.URL
	}
	u.User = url.UserPassword(user, password)
	return u.String()
}

// Uploads are those that are over, the newest last.
func (f *filesServed) Uploads() []evidence.Transfer {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.uploads)
}

// Downloads are those that are over, the newest last.
func (f *filesServed) Downloads() []evidence.Transfer {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.downloads)
}

// Forget implements octt.Files.
func (f *filesServed) Forget(before time.Time) {
	f.Server.Forget(before)
	f.mu.Lock()
	defer f.mu.Unlock()
	old := func(t evidence.Transfer) bool { return t.Ended.Before(before) }
	f.uploads, f.downloads = slices.DeleteFunc(f.uploads, old), slices.DeleteFunc(f.downloads, old)
}

// over keeps and records a transfer.
func (f *filesServed) over(t evidence.Transfer, record func(evidence.Transfer)) {
	f.mu.Lock()
	if t.Kind != string(files.Download) { // nobody knows which way an attempt was to go
		f.uploads = append(f.uploads, t)
	}
	if t.Kind != string(files.Upload) {
		f.downloads = append(f.downloads, t)
	}
	f.mu.Unlock()
	record(t)
}

// newFileServer makes a server that records what it moves, and offers the images, which may be nil. It serves nothing yet. Where it
// shows a certificate, that is one of the PKI of the bench, whose root is that of the CSMS (part 2, N01.FR.15).
func newFileServer(serving FileServing, images *Firmware, ends *endpoints, record func(evidence.Transfer)) *fileServer {
	f := &filesServed{serving: serving, images: images, pki: ends.PKI, keys: ends.own.algorithms(), served: make(chan error, len(serving.Lines)), shown: map[*pki.PKI][]tls.Certificate{}}
	f.Server = files.New(files.Config{Over: func(t files.Transfer) { f.over(transferOf(t), record) }, Spent: f.spent})
	images.offer(f.Server)
	if serving.User != "" {
		f.Guard("/", serving.User, serving.Password)
	}
	return &fileServer{f, f.locationsOf(serving.Lines[0])}
}

// transferOf is a transfer as the evidence keeps it.
func transferOf(t files.Transfer) evidence.Transfer {
	return evidence.Transfer{Kind: string(t.Kind), Protocol: t.Protocol, Options: t.Options, Path: t.Path, Client: t.Client, User: t.User,
		Offset: t.Offset, Size: t.Size, SHA256: t.SHA256, Began: t.Began, Ended: t.Ended, Fault: t.Fault}
}

// spent ends a run in which the server refuses all that come: no station is at fault then.
func (f *filesServed) spent(err error) {
	f.mu.Lock()
	broken := f.broken
	f.mu.Unlock()
	broken(fmt.Errorf("the file server of the bench: %w; select fewer cases with --cases, or have the Charging Station fetch firmware in larger parts", err))
}

// serve begins to, by every protocol. broken is called with the reason when one of them ends before close, or refuses all. A line in
// memory is served from the first that dials it: most plays move no file.
func (f *filesServed) serve(broken func(error)) {
	f.mu.Lock()
	f.broken = broken
	f.mu.Unlock()
	for _, line := range f.serving.Lines {
		if memory, is := line.Listener.(interface{ Sought(func()) }); is {
			memory.Sought(func() { f.begin(line) })
		} else {
			f.begin(line)
		}
	}
}

// begin serves a line, unless the server is closing.
func (f *filesServed) begin(line FileLine) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closing {
		return
	}
	f.begun++
	go func() {
		err := f.serveLine(line)
		f.mu.Lock()
		early := !f.closing
		f.mu.Unlock()
		if early {
			f.broken(fmt.Errorf("the file server of the bench has stopped to serve %s: %w", line.Protocol, cmp.Or(err, errors.New("nobody knows why"))))
		}
		f.served <- err
	}()
}

func (f *filesServed) serveLine(line FileLine) error {
	secure := &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: f.show}
	switch line.Protocol {
	case octt.HTTPS:
		return f.HTTPS(line.Listener, secure)
	case octt.SFTP:
		return f.SFTP(line.Listener, f.serving.HostKeys)
	case octt.FTP:
		return f.FTP(line.Listener, f.serving.Data)
	case octt.FTPS:
		return f.FTPS(line.Listener, secure, f.serving.Data)
	}
	return f.HTTP(line.Listener)
}

// certified is what a server with a certificate shows by the root that the station has now.
func (f *filesServed) certified() ([]tls.Certificate, error) {
	of, err := f.pki(octt.OldRoot)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if known := f.shown[of]; known != nil {
		return known, nil
	}
	var all []tls.Certificate
	for _, alg := range f.keys {
		chain, err := of.ServerFor(alg, f.securedHosts()...)
		if err != nil {
			return nil, err
		}
		certificate, err := chain.TLS()
		if err != nil {
			return nil, err
		}
		all = append(all, certificate)
	}
	f.shown[of] = all
	return all, nil
}

// show is the certificate for a client: the first whose key it knows how to use.
func (f *filesServed) show(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	all, err := f.certified()
	if err != nil {
		return nil, err
	}
	for i := range all {
		if hello.SupportsCertificate(&all[i]) == nil {
			return &all[i], nil
		}
	}
	return &all[0], nil
}

// securedHosts are the names and addresses at which the station reaches what shows a certificate.
func (f *filesServed) securedHosts() (hosts []string) {
	for _, line := range f.serving.Lines {
		u, err := url.Parse(line.URL)
		if err == nil && line.Protocol.Secured() && !slices.Contains(hosts, u.Hostname()) {
			hosts = append(hosts, u.Hostname())
		}
	}
	return hosts
}

func (f *filesServed) close() error {
	f.mu.Lock()
	f.closing = true
	begun := f.begun
	f.mu.Unlock()
	err := f.Close()
	for range begun {
		err = errors.Join(err, <-f.served)
	}
	for _, line := range f.serving.Lines {
		_ = line.Listener.Close() // one that nobody has dialled is not closed yet
	}
	return err
}
