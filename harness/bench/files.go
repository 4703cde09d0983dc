package bench

import (
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"sync"

	"github.com/certbench/certbench/csmsmock/files"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
)

// FilesFile is the bench's own server for logs and firmware, over HTTP. Locations elsewhere are of no use to a case: it
// has to know what goes there, and to keep it under way.
type FilesFile struct {
	Listen string `yaml:"listen"` // address such as "0.0.0.0:9001"; port 0 is any free one
	URL    string `yaml:"url"`    // what the station reaches it at; made from listen when left out
}

func (f *File) checkFiles(d *decoder) {
	if f.Files == nil {
		return
	}
	if err := CheckAddress(f.Files.Listen); err != nil {
		d.fail("files.listen", "files.listen %v", err)
		return
	}
	if sameAddress(f.Listen, f.Files.Listen) {
		d.fail("files.listen", "files.listen %s is where the mock CSMS listens; write another port", f.Files.Listen)
	}
	if f.Files.URL == "" {
		if host, _, _ := net.SplitHostPort(f.Files.Listen); everywhere(host) && f.Station.Reference == nil {
			d.fail("files.listen", "files.listen %s is every address of this machine; add url: with the one that the station reaches, such as http://192.168.1.10:9001", f.Files.Listen)
		}
		return
	}
	u, err := url.Parse(f.Files.URL)
	if err != nil || u.Scheme != "http" || u.Host == "" || u.Path != "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		d.fail("files.url", "files.url %q is no address of the file server; write one without a path, such as http://192.168.1.10:9001", f.Files.URL)
	}
}

// The longest texts of an UpdateFirmwareRequest (part 2, FirmwareType).
const (
	longestCertificate = 5500
	longestSignature   = 800
)

// checkSigning refuses what no UpdateFirmwareRequest could carry.
func checkSigning(d *decoder, c octt.Configured) {
	if block, _ := pem.Decode([]byte(c.SigningCertificate)); block == nil || len(c.SigningCertificate) > longestCertificate {
		d.fail("configured.signingCertificate", "configured.signingCertificate is no certificate in PEM of at most %d characters; write it after a line with signingCertificate: |", longestCertificate)
	}
	if n := len(c.InvalidFirmwareSignature); n > longestSignature {
		d.fail("configured.invalid_firmware_signature", "configured.invalid_firmware_signature has %d characters; write 1 to %d", n, longestSignature)
	}
}

// fileServer is the bench's server for logs and firmware as the table language sees it.
type fileServer struct {
	*files.Server
	url    string    // of its root
	images *Firmware // nil where the bench has none
	served chan error

	mu        sync.Mutex
	uploads   []evidence.Transfer
	downloads []evidence.Transfer
}

func (f *fileServer) LogLocation() string { return f.url + files.Logs }
func (f *fileServer) NoLocation() string  { return f.url + "/no-such-folder" }
func (f *fileServer) Protocols() []string { return []string{"HTTP"} }

// FirmwareLocation implements octt.Files.
func (f *fileServer) FirmwareLocation(kind octt.FirmwareKind) string {
	return f.url + f.images.path(kind)
}

// Uploads are those that are over, the newest last.
func (f *fileServer) Uploads() []evidence.Transfer {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.uploads)
}

// Downloads are those that are over, the newest last.
func (f *fileServer) Downloads() []evidence.Transfer {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.downloads)
}

// over keeps and records a transfer.
func (f *fileServer) over(t evidence.Transfer, record func(evidence.Transfer)) {
	f.mu.Lock()
	if t.Kind == string(files.Upload) {
		f.uploads = append(f.uploads, t)
	} else {
		f.downloads = append(f.downloads, t)
	}
	f.mu.Unlock()
	record(t)
}

// fixed tells whether the file server has an address that no other bench can have.
func (f *FilesFile) fixed() bool {
	if f == nil {
		return false
	}
	_, port, _ := net.SplitHostPort(f.Listen)
	return port != "0"
}

// newFileServer makes a server that records what it moves, and offers the images, which may be nil. It serves nothing yet.
func newFileServer(url string, images *Firmware, record func(evidence.Transfer)) *fileServer {
	f := &fileServer{url: url, images: images, served: make(chan error, 1)}
	f.Server = files.New(files.Config{Over: func(t files.Transfer) {
		f.over(evidence.Transfer{Kind: string(t.Kind), Protocol: t.Protocol, Path: t.Path, Client: t.Client, Size: t.Size,
			Began: t.Began, Ended: t.Ended, Fault: t.Fault}, record)
	}})
	images.offer(f.Server)
	return f
}

func (f *fileServer) serve(l net.Listener) { go func() { f.served <- f.HTTP(l) }() }

func (f *fileServer) close() error { return errors.Join(f.Close(), <-f.served) }

// listen opens the address of the file server; nil where the bench has none.
func (f *FilesFile) listen() (net.Listener, error) {
	if f == nil {
		return nil, nil
	}
	l, err := net.Listen("tcp", f.Listen)
	if err != nil {
		return nil, fmt.Errorf("the file server cannot listen on %s; end what holds the address, or name another: %w", f.Listen, err)
	}
	return l, nil
}

// advertised is the root of the file server as the station is told it.
func (f *FilesFile) advertised(listening net.Addr) string {
	if f.URL != "" {
		return f.URL
	}
	return "http://" + reachable(listening)
}
