package bench

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// NoAuth as station.auth is a station without HTTP Basic authentication: whoever has its identity is let in.
const NoAuth = "none"

// longestName is that of a bench: the name of its lease has to fit into a folder.
const longestName = 64

func (f *File) check(d *decoder) {
	if f.Name == "" || len(f.Name) > longestName || strings.ContainsFunc(f.Name, notInAName) {
		d.fail("name", "name %q is no name of a bench; write one word of at most %d letters, digits and -_., such as name: bench-7", f.Name, longestName)
	}
	f.checkCommunication(d)
	f.checkNetwork(d)
	f.checkSecurity(d)
	f.checkFiles(d)
	f.checkNTP(d)
	f.checkSecond(d)
	f.checkBrought(d)
	f.checkFirmware(d)
	f.Station.check(d, f.SecurityProfile())
	f.checkConfigured(d)
	f.checkTimes(d)
	f.checkRigs(d)
}

// longestWord is that of a technology of communication.
const longestWord = 64

// checkCommunication refuses what nobody can read, and a technology of a station that is on this machine: its times would be laid beside
// those of a certificate.
func (f *File) checkCommunication(d *decoder) {
	switch c := f.Communication; {
	case c == "":
	case f.Station.Reference != nil:
		d.fail("communication", "communication is %q, and the reference station speaks to this machine over none; remove the line", c)
	case len(c) > longestWord || strings.ContainsFunc(c, func(r rune) bool { return !unicode.IsPrint(r) }):
		d.fail("communication", "communication %q is no technology; write a word of HFS-9 of the PICS, such as communication: WiFi", c)
	}
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
	if err != nil && strings.Count(address, ":") > 1 && !strings.Contains(address, "[") {
		return fmt.Errorf("%q is no address; write that of IPv6 in brackets and quotes, such as \"[::1]:9000\"", address)
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

// checkSecurity refuses a security profile for which the station cannot have what it needs: the root that the certificate of the
// CSMS is held against, and in 3 a certificate that the CSMS lets in. Both are made anew for every run.
func (f *File) checkSecurity(d *decoder) {
	profile := f.SecurityProfile()
	if _, written := d.at["security.profile"]; written && (f.Security.Profile < 1 || profile > 3) {
		d.fail("security.profile", "security.profile cannot be %d; write 1 (HTTP Basic authentication without TLS), 2 (with TLS) or 3 (TLS with a certificate of the station)", f.Security.Profile)
		return
	}
	if profile == 1 {
		return
	}
	if strings.HasPrefix(f.URL, "ws:") {
		d.fail("url", "url %s is without TLS, and security.profile is %d; write wss%s, or security: {profile: 1}", f.URL, profile, strings.TrimPrefix(f.URL, "ws"))
	}
	if missing := f.Station.lacks(profile); len(missing) > 0 && !f.Security.brings() {
		var what, where []string
		for _, part := range missing {
			what, where = append(what, needed[part]), append(where, "{"+part+"}")
		}
		d.fail("security.profile", "security.profile is %d, for which the station needs %s; certbench makes that anew for every run, and gives it to a station that it starts: write %s into station.start.command, where the station takes the path of a file (PEM). Or give the station the roots of a PKI that stays, and write pki: with its folder beside profile:, see certbench pki --help. Or test the reference station, by station: {reference: {}}, or write security: {profile: 1}",
			profile, strings.Join(what, " and "), strings.Join(where, " and "))
	}
	if profile == 3 && f.Station.Reference == nil && f.Station.Serial == "" {
		d.fail("station", "station lacks its serial number, which is the name in its certificate (part 2, A00.FR.511); write serial: with what its BootNotificationRequest tells")
	}
}

// needed is what stands for {roots}, {certificate} and {key} in the command of a station.
var needed = map[string]string{"roots": "the root certificate of the CSMS", "certificate": "a certificate of its own", "key": "the key of that"}

// lacks lists what the station needs in a security profile above 1 and is not given.
func (s *StationFile) lacks(securityProfile int) []string {
	if s.Reference != nil {
		return nil
	}
	parts := []string{"roots"}
	if securityProfile == 3 {
		parts = append(parts, "certificate", "key")
	}
	return slices.DeleteFunc(parts, s.takes)
}

// takes tells whether the command of the station has a part of what it needs.
func (s *StationFile) takes(part string) bool {
	return s.Start != nil && slices.ContainsFunc(s.Start.Command, func(word string) bool { return strings.Contains(word, "{"+part+"}") })
}

// given tells whether the bench gives the station what it needs.
func (s *StationFile) given() bool {
	return s.Reference != nil || s.takes("roots") || s.takes("certificate") || s.takes("key")
}

func unseen(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }

func (s *StationFile) check(d *decoder, securityProfile int) {
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
		if s.Serial != "" {
			d.fail("station.serial", "station.serial is %q, and the reference station has a serial number already; remove the line", s.Serial)
		}
		for i, name := range s.Reference.Defects {
			if _, err := ParseDefects(name); err != nil {
				d.fail(fmt.Sprintf("station.reference.defects.%d", i), "%v", err)
			}
		}
	}
	s.checkPassword(d, securityProfile)
}

func (s *StationFile) checkPassword(d *decoder, securityProfile int) {
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
	case s.Password == "" && s.Reference == nil && securityProfile < 3: // in 3 it shows a certificate instead (A00.FR.401)
		d.fail("station", "station lacks a password; add password: or passwordEnv: with the name of an environment variable, because security profile %d asks for HTTP Basic authentication; or auth: none, where the station has none", securityProfile)
	}
	if token := d.at["station.password"]; token != nil && strings.ContainsAny(strings.TrimSpace(token.Origin), "\n\r") {
		d.fail("station.password", "station.password must stand on one line")
	}
}
