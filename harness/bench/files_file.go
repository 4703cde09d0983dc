package bench

import (
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/crypto/ssh"

	"github.com/certbench/certbench/csmsmock/files"
	"github.com/certbench/certbench/harness/octt"
)

// FilesFile is the bench's own server for logs and firmware: HTTP at listen, and other protocols at addresses of their own. Locations
// elsewhere are of no use to a case: it has to know what goes there, and to keep it under way.
type FilesFile struct {
	Listen    string                       `yaml:"listen"`    // address of HTTP such as "0.0.0.0:9001"; port 0 is any free one
	URL       string                       `yaml:"url"`       // what the station reaches it at; made from listen when left out
	Protocols map[octt.Protocol]FilesPlace `yaml:"protocols"` // the others

	User        string `yaml:"user"` // that the locations ask for; anybody when left out
	Password    string `yaml:"password"`
	PasswordEnv string `yaml:"passwordEnv"` // the environment variable that holds the password

	HostKeys       []string `yaml:"hostKeys"`       // private keys of SFTP (PEM or OpenSSH); made for the process when left out
	Passive        string   `yaml:"passive"`        // ports of the data connections of FTP and FTPS, "50000-50100"; any free ones when left out
	PassiveAddress string   `yaml:"passiveAddress"` // IPv4 address that PASV announces; that of the connection when left out

	hostKeys []ssh.Signer
	ports    [2]int // of passive; 0 for any
}

// FilesPlace is where one protocol is served, as FilesFile has it for HTTP.
type FilesPlace struct {
	Listen string `yaml:"listen"`
	URL    string `yaml:"url"`
}

// filesLine is a protocol of a bench file, with the key under which its place stands.
type filesLine struct {
	FilesPlace
	protocol octt.Protocol
	key      string
}

// lines are the protocols that are to be served, in the order of ORS-24.
func (f *FilesFile) lines() []filesLine {
	if f == nil {
		return nil
	}
	var all []filesLine
	for _, p := range octt.Protocols() {
		place, ok := f.Protocols[p]
		switch {
		case p == octt.HTTP && (f.Listen != "" || len(f.Protocols) == 0):
			all = append(all, filesLine{FilesPlace{f.Listen, f.URL}, p, "files"})
		case p != octt.HTTP && ok:
			all = append(all, filesLine{place, p, "files.protocols." + string(p)})
		}
	}
	return all
}

// LacksProtocol says why the bench serves no files by a protocol, nil where it does.
func (f *File) LacksProtocol(p octt.Protocol) error {
	switch {
	case f.Files == nil:
		return errors.New(octt.NoFileServer)
	case !slices.ContainsFunc(f.Files.lines(), func(l filesLine) bool { return l.protocol == p }):
		return errors.New(octt.NotServed(p))
	}
	return nil
}

func (f *File) checkFiles(d *decoder) {
	if f.Files == nil {
		return
	}
	for p := range f.Files.Protocols {
		key := "files.protocols." + string(p)
		switch {
		case p == octt.HTTP:
			d.fail(key, "%s stands twice: HTTP is served at files.listen, and reached at files.url", key)
		case !slices.Contains(octt.Protocols(), p):
			d.fail(key, "files.protocols has no key %q; it knows HTTPS, SFTP, FTP and FTPS", p)
		}
	}
	taken := []string{f.Listen} // the second endpoint looks out for itself
	for _, line := range f.Files.lines() {
		f.checkFilesLine(d, line, taken)
		if CheckAddress(line.Listen) == nil {
			taken = append(taken, line.Listen)
		}
	}
	f.Files.checkCredentials(d)
	f.Files.checkPassive(d)
	f.Files.readHostKeys(d)
}

// checkFilesLine checks one protocol; taken are addresses that others have.
func (f *File) checkFilesLine(d *decoder, line filesLine, taken []string) {
	listen, scheme := line.key+".listen", strings.ToLower(string(line.protocol))
	if err := CheckAddress(line.Listen); err != nil {
		d.fail(listen, "%s %v", listen, err)
		return
	}
	switch i := slices.IndexFunc(taken, func(other string) bool { return sameAddress(other, line.Listen) }); {
	case i == 0:
		d.fail(listen, "%s %s is where the mock CSMS listens; write another port", listen, line.Listen)
	case i > 0:
		d.fail(listen, "%s %s is an address of the bench already; write another port", listen, line.Listen)
	}
	_, port, _ := net.SplitHostPort(line.Listen)
	example := scheme + "://" + net.JoinHostPort("192.168.1.10", port)
	if line.URL == "" {
		if host, _, _ := net.SplitHostPort(line.Listen); everywhere(host) && f.Station.Reference == nil {
			d.fail(listen, "%s %s is every address of this machine; add url: with the one that the station reaches, such as %s", listen, line.Listen, example)
		}
		return
	}
	u, err := url.Parse(line.URL)
	if err == nil && u.User != nil {
		d.fail(line.key+".url", "%s.url has a user in it; write it as files.user and files.password, which the bench puts into every location", line.key)
		return
	}
	if err != nil || u.Scheme != scheme || u.Hostname() == "" || u.Path != "" || u.RawQuery != "" || u.Fragment != "" {
		d.fail(line.key+".url", "%s.url %q is no address of the file server; write one without a path, such as %s", line.key, line.URL, example)
	}
}

func (f *FilesFile) checkCredentials(d *decoder) {
	switch {
	case f.Password != "" && f.PasswordEnv != "":
		d.fail("files.passwordEnv", "files has password and passwordEnv; keep one")
	case f.PasswordEnv != "":
		if f.Password = os.Getenv(f.PasswordEnv); f.Password == "" {
			d.fail("files.passwordEnv", "the environment variable %s is empty; set it to the password of the locations", f.PasswordEnv)
		}
	}
	if (f.User == "") != (f.Password == "") {
		d.fail("files", "files has one of user and password; write both, with which the station is to log in, or none")
	}
	if strings.Contains(f.User, ":") {
		d.fail("files.user", "files.user %q has a colon, at which HTTP Basic authentication would end it (RFC 7617, section 2); write one without", f.User)
	}
	if token := d.at["files.password"]; token != nil && strings.ContainsAny(strings.TrimSpace(token.Origin), "\n\r") {
		d.fail("files.password", "files.password must stand on one line")
	}
}

func (f *FilesFile) checkPassive(d *decoder) {
	if f.Passive != "" {
		first, last, _ := strings.Cut(f.Passive, "-")
		from, err := strconv.ParseUint(strings.TrimSpace(first), 10, 16)
		to, wrong := strconv.ParseUint(strings.TrimSpace(last), 10, 16)
		if err != nil || wrong != nil || from == 0 || to < from {
			d.fail("files.passive", "files.passive %q is no range of ports; write the first and the last, such as 50000-50100", f.Passive)
		}
		f.ports = [2]int{int(from), int(to)}
	}
	if ip := net.ParseIP(f.PassiveAddress); f.PassiveAddress != "" && (ip == nil || ip.To4() == nil) {
		d.fail("files.passiveAddress", "files.passiveAddress %q is no IPv4 address; write the one by which the station reaches the bench, such as 203.0.113.7", f.PassiveAddress)
	}
}

func (f *FilesFile) readHostKeys(d *decoder) {
	for i, name := range f.HostKeys {
		at := fmt.Sprintf("files.hostKeys.%d", i)
		text, err := os.ReadFile(name)
		if err != nil {
			d.fail(at, "files.hostKeys: the file cannot be read: %v", lookedIn(err))
			continue
		}
		key, err := ssh.ParsePrivateKey(text)
		if err != nil {
			d.fail(at, "files.hostKeys: %s holds no private key of an SSH server (%v); ssh-keygen -t ed25519 -N '' -f %s makes one", name, err, name)
			continue
		}
		f.hostKeys = append(f.hostKeys, key)
	}
}

// fixed tells whether the file server has an address that no other bench can have.
func (f *FilesFile) fixed() bool {
	return slices.ContainsFunc(f.lines(), func(l filesLine) bool {
		_, port, _ := net.SplitHostPort(l.Listen)
		return port != "0"
	})
}

// listen opens the addresses of the file server; nowhere for a bench that has none.
func (f *FilesFile) listen() (FileServing, error) {
	if f == nil {
		return FileServing{}, nil
	}
	s := FileServing{User: f.User, Password: f.Password, HostKeys: f.hostKeys, Data: f.data()}
	if len(s.HostKeys) == 0 && slices.ContainsFunc(f.lines(), func(l filesLine) bool { return l.protocol == octt.SFTP }) {
		var err error
		if s.HostKeys, err = hostKeys(); err != nil {
			return FileServing{}, err
		}
	}
	for _, line := range f.lines() {
		l, err := net.Listen("tcp", line.Listen)
		if err != nil {
			return FileServing{}, alsoClosing(fmt.Errorf("the file server cannot listen on %s for %s; end what holds the address, or name another: %w", line.Listen, line.protocol, err), s.close())
		}
		at := line.URL
		if at == "" {
			at = strings.ToLower(string(line.protocol)) + "://" + reachable(l.Addr())
		}
		s.Lines = append(s.Lines, FileLine{line.protocol, l, at})
	}
	return s, nil
}

// data makes the data connections of FTP and FTPS, on the ports of the bench file.
func (f *FilesFile) data() files.Data {
	made := files.DataOver()
	made.Host = f.PassiveAddress
	if f.ports[0] == 0 {
		return made
	}
	made.Listen = func() (l net.Listener, err error) {
		for port := f.ports[0]; port <= f.ports[1]; port++ {
			if l, err = net.Listen("tcp", fmt.Sprintf(":%d", port)); err == nil {
				return l, nil
			}
		}
		return nil, fmt.Errorf("none of the ports files.passive %s is free: %w", f.Passive, err)
	}
	return made
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
