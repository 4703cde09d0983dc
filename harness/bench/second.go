package bench

import (
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
)

// SecondFile is the second endpoint of the CSMS, to which cases move a station and back (errata 2025-09, section 6.2.17).
type SecondFile struct {
	Listen string `yaml:"listen"` // address such as "0.0.0.0:9002"; port 0 is any free one
	URL    string `yaml:"url"`    // what the station reaches it at; made from listen and path when left out
}

func (f *File) checkSecond(d *decoder) {
	if f.Second == nil {
		return
	}
	if err := CheckAddress(f.Second.Listen); err != nil {
		d.fail("second.listen", "second.listen %v", err)
		return
	}
	all := f.addresses() // the second endpoint's last
	if slices.ContainsFunc(all[:len(all)-1], func(other string) bool { return sameAddress(other, f.Second.Listen) }) {
		d.fail("second.listen", "second.listen %s is an address of the bench already; write another port", f.Second.Listen)
	}
	if f.Second.URL == "" {
		if host, _, _ := net.SplitHostPort(f.Second.Listen); everywhere(host) && f.Station.Reference == nil {
			d.fail("second.listen", "second.listen %s is every address of this machine; add url: with the one that the station reaches, such as ws://192.168.1.10:9002%s", f.Second.Listen, f.Path)
		}
		return
	}
	u, err := url.Parse(f.Second.URL)
	if err != nil || u.Scheme != "ws" && u.Scheme != "wss" || u.Host == "" || u.User != nil || strings.ContainsAny(f.Second.URL, "?#") {
		d.fail("second.url", "second.url %q is no endpoint; write what the station reaches the second one at, such as ws://192.168.1.10:9002%s; cases take ws or wss as they need it", f.Second.URL, f.Path)
	}
}

// listenSecond opens the second endpoint; nil for a station of another maker where the file has none.
func (f *File) listenSecond(first net.Addr) (net.Listener, error) {
	at := ""
	switch {
	case f.Second != nil:
		at = f.Second.Listen
	case f.Station.Reference == nil || f.URL != "":
		return nil, nil
	default:
		host, _, err := net.SplitHostPort(first.String())
		if err != nil {
			return nil, err
		}
		at = net.JoinHostPort(host, "0")
	}
	second, err := net.Listen("tcp", at)
	if err != nil {
		return nil, fmt.Errorf("the second endpoint of the mock CSMS cannot listen on %s; end what holds the address, or name another as second.listen: %w", at, err)
	}
	return second, nil
}

// fixed tells whether the second endpoint has an address that no other bench can have.
func (s *SecondFile) fixed() bool {
	if s == nil {
		return false
	}
	_, port, _ := net.SplitHostPort(s.Listen)
	return port != "0"
}
