package bench

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/certbench/certbench/csmsmock/ntp"
)

// NTPFile is the bench's own NTP server, which certbench doctor --clock has the station take its time from.
type NTPFile struct {
	Listen string `yaml:"listen"` // address for UDP such as "0.0.0.0:123"; port 0 is any free one
	URL    string `yaml:"url"`    // what the station is told (ClockCtrlr.NtpServerUri); made from listen when left out
}

// ntpPort is the one that a server is asked at which is named without a port (RFC 5905, section 7.2).
const ntpPort = "123"

// longestURI is the longest value that a SetVariablesRequest has room for (part 2, SetVariableDataType, attributeValue).
const longestURI = 1000

func (f *File) checkNTP(d *decoder) {
	if f.NTP == nil {
		return
	}
	if err := CheckAddress(f.NTP.Listen); err != nil {
		d.fail("ntp.listen", "ntp.listen %v", err)
		return
	}
	if f.NTP.URL == "" {
		if host, _, _ := net.SplitHostPort(f.NTP.Listen); everywhere(host) && f.Station.Reference == nil {
			d.fail("ntp.listen", "ntp.listen %s is every address of this machine; add url: with the one that the station is to be told, such as 192.168.1.10", f.NTP.Listen)
		}
		return
	}
	if !namesServer(f.NTP.URL) {
		d.fail("ntp.url", "ntp.url %q is no NTP server; write what the station is to be told, such as 192.168.1.10, time.example.com:1123 or ntp://192.168.1.10", f.NTP.URL)
	}
}

// namesServer tells whether a text names an NTP server in one of the ways that stations take: part 2 calls NtpServerUri an address in
// its text and a URI in its name.
func namesServer(text string) bool {
	host := strings.TrimPrefix(text, "ntp://")
	if net.ParseIP(host) != nil {
		return true
	}
	u, err := url.Parse("ntp://" + host)
	if err != nil || u.Hostname() == "" || u.Host != host || len(text) > longestURI || strings.ContainsFunc(text, unseen) {
		return false
	}
	_, err = strconv.ParseUint(u.Port(), 10, 16)
	return u.Port() == "" || err == nil
}

// fixed tells whether the NTP server has an address that no other bench can have.
func (f *NTPFile) fixed() bool {
	if f == nil {
		return false
	}
	_, port, _ := net.SplitHostPort(f.Listen)
	return port != "0"
}

// listen opens the address of the NTP server; nil where the bench has none.
func (f *NTPFile) listen() (net.PacketConn, error) {
	if f == nil {
		return nil, nil
	}
	c, err := net.ListenPacket("udp", f.Listen)
	if err != nil {
		return nil, fmt.Errorf("the NTP server cannot listen on %s (UDP); end what holds the address, or name another, for a port below 1024 needs the right to it: %w", f.Listen, err)
	}
	return c, nil
}

// giveUp closes what listen has opened, for a bench that does not come about.
func (f *NTPFile) giveUp(c net.PacketConn) error {
	if f == nil {
		return nil
	}
	return c.Close()
}

// advertised is what the station is told: without a port where that is the usual one, for some stations take none.
func (f *NTPFile) advertised(listening net.Addr) string {
	if f.URL != "" {
		return f.URL
	}
	at := reachable(listening)
	if host, port, err := net.SplitHostPort(at); err == nil && port == ntpPort {
		return host
	}
	return at
}

// timeServer is the bench's NTP server as the check of the clock sees it.
type timeServer struct {
	*ntp.Server
	url    string // what the station is told
	served chan error

	mu       sync.Mutex
	answered int    // requests
	turned   string // why the last one was turned down that was
}

// newTimeServer makes a server that serves nothing yet.
func newTimeServer(url string) *timeServer {
	t := &timeServer{url: url, served: make(chan error, 1)}
	t.Server = ntp.New(ntp.Config{Heard: t.heard})
	return t
}

func (t *timeServer) heard(r ntp.Request) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if r.Why != "" {
		t.turned = fmt.Sprintf("a datagram of %s was no request: %s", r.Client, r.Why)
		return
	}
	t.answered++
}

// requests is how many were answered so far.
func (t *timeServer) requests() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.answered
}

// nothing says why no request was answered, as far as the server knows.
func (t *timeServer) nothing() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.turned != "" {
		return "; " + t.turned
	}
	return ""
}

func (t *timeServer) serve(c net.PacketConn) { go func() { t.served <- t.Serve(c) }() }

func (t *timeServer) close() error { return errors.Join(t.Close(), <-t.served) }
