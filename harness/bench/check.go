package bench

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"unicode"

	"github.com/certbench/certbench/station/defects"
)

// NoAuth as station.auth is a station without HTTP Basic authentication: whoever has its identity is let in.
const NoAuth = "none"

// longestName is that of a bench: the name of its lease has to fit into a folder.
const longestName = 64

func (f *File) check(d *decoder) {
	if f.Name == "" || len(f.Name) > longestName || strings.ContainsFunc(f.Name, notInAName) {
		d.fail("name", "name %q is no name of a bench; write one word of at most %d letters, digits and -_., such as name: bench-7", f.Name, longestName)
	}
	f.checkNetwork(d)
	f.checkFiles(d)
	f.Station.check(d)
	f.checkConfigured(d)
	f.checkTimes(d)
	f.checkRigs(d)
}

// notInAName tells what cannot stand in the name of a file.
func notInAName(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.", r)
}

// CheckAddress says what is wrong with an address to listen on, such as "0.0.0.0:9000".
func CheckAddress(address string) error {
	_, port, err := net.SplitHostPort(address)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return fmt.Errorf("%q is no address; write host:port with a port from 0 to 65535, such as 0.0.0.0:9000", address)
	}
	return nil
}

func (f *File) checkNetwork(d *decoder) {
	if err := CheckAddress(f.Listen); err != nil {
		d.fail("listen", "listen %v", err)
		return
	}
	host, _, _ := net.SplitHostPort(f.Listen)
	if u, err := url.Parse(f.Path); err != nil || !strings.HasPrefix(f.Path, "/") || strings.HasPrefix(f.Path, "//") || strings.ContainsAny(f.Path, "?#") || u.Path != f.Path || strings.ContainsFunc(f.Path, unseen) {
		d.fail("path", "path %q is no path of an endpoint; write one that begins with a slash and has neither ? nor # nor spaces, such as /ocpp", f.Path)
	}
	ip := net.ParseIP(host)
	if f.URL == "" {
		if everywhere := host == "" || ip != nil && ip.IsUnspecified(); everywhere && f.Station.Reference == nil {
			d.fail("listen", "listen %s is every address of this machine; add url: with the one that the station reaches, such as ws://192.168.1.10:9000%s", f.Listen, f.Path)
		}
		return
	}
	u, err := url.Parse(f.URL)
	if err != nil || u.Scheme != "ws" && u.Scheme != "wss" || u.Host == "" || u.User != nil || strings.ContainsAny(f.URL, "?#") {
		d.fail("url", "url %q is no endpoint; write what the station is configured with, such as ws://192.168.1.10:9000%s, without its identity", f.URL, f.Path)
	}
}

func unseen(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }

func (s *StationFile) check(d *decoder) {
	if s.ID == "" || len(s.ID) > 48 || strings.Contains(s.ID, ":") || strings.ContainsFunc(s.ID, unseen) {
		d.fail("station.id", "station.id %q is no identity; write 1 to 48 characters without a colon and without spaces (part 4, section 3.1.1)", s.ID)
	}
	switch {
	case s.Start != nil && s.Reference != nil:
		d.fail("station.start", "station has start and reference; keep the one that is tested")
	case s.Start != nil && len(s.Start.Command) == 0:
		d.fail("station.start", "station.start lacks its command; write command: [program, argument, …]")
	}
	if s.Reference != nil {
		for i, name := range s.Reference.Defects {
			if _, err := defects.Parse(name); err != nil {
				d.fail(fmt.Sprintf("station.reference.defects.%d", i), "%v", err)
			}
		}
	}
	s.checkPassword(d)
}

func (s *StationFile) checkPassword(d *decoder) {
	switch {
	case s.Auth != "" && s.Auth != NoAuth && s.Auth != "basic":
		d.fail("station.auth", "station.auth cannot be %q; write none for a station without HTTP Basic authentication, or remove the line", s.Auth)
	case s.Auth == NoAuth && (s.Password != "" || s.PasswordEnv != ""):
		d.fail("station.auth", "station.auth is none, and station has a password; keep one")
	case s.Auth == NoAuth:
		return
	case s.Password != "" && s.PasswordEnv != "":
		d.fail("station.passwordEnv", "station has password and passwordEnv; keep one")
	case s.PasswordEnv != "":
		if s.Password = os.Getenv(s.PasswordEnv); s.Password == "" {
			d.fail("station.passwordEnv", "the environment variable %s is empty; set it to the station's password", s.PasswordEnv)
		}
	case s.Password == "" && s.Reference == nil:
		d.fail("station", "station lacks a password; add password: or passwordEnv: with the name of an environment variable, because security profile 1 asks for HTTP Basic authentication; or auth: none, where the station has none")
	}
	if token := d.at["station.password"]; token != nil && strings.ContainsAny(strings.TrimSpace(token.Origin), "\n\r") {
		d.fail("station.password", "station.password must stand on one line")
	}
}
