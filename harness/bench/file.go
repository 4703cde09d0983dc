package bench

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/strictyaml"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/station/defects"
)

// File is a bench file: which station, how it is reached, and what does the physical acts. It is read-only after Read.
type File struct {
	Name       string               `yaml:"name"`
	Listen     string               `yaml:"listen"` // address of the mock CSMS, such as "0.0.0.0:9000"; port 0 is any free one
	Path       string               `yaml:"path"`   // of the OCPP-J endpoint; "/ocpp" when left out
	URL        string               `yaml:"url"`    // what the station is configured with; made from listen and path when left out
	Station    StationFile          `yaml:"station"`
	Configured octt.Configured      `yaml:"configured"`
	Timeouts   octt.Timeouts        `yaml:"timeouts"`
	Rigs       map[string]RigFile   `yaml:"rigs"`
	Acts       map[rigs.Kind]string `yaml:"acts"` // kind of act to a name of rigs, or "none"

	redacted []byte
}

// StationFile is the station under test: one that runs somewhere, or one that the bench starts.
type StationFile struct {
	ID          string         `yaml:"id"`
	Password    string         `yaml:"password"`
	PasswordEnv string         `yaml:"passwordEnv"` // the environment variable that holds the password
	Start       *StartFile     `yaml:"start"`       // a program that is the station
	Reference   *ReferenceFile `yaml:"reference"`   // the reference station, as a process of its own
}

// StartFile is a program that the bench starts and that is the station. In its arguments {url} and {id} stand for the
// endpoint and the identity; the password is in the environment variable CERTBENCH_PASSWORD.
type StartFile struct {
	Command []string `yaml:"command"`
}

// ReferenceFile says how the reference station differs from the one that the PICS describes.
type ReferenceFile struct {
	Defects  []string          `yaml:"defects"`
	Settings map[string]string `yaml:"settings"` // factory values of variables, such as TxCtrlr.TxStartPoint
}

// None in acts says that no rig does a kind of act: cases that need it are NOT RUN.
const None = "none"

// Load reads a bench file.
func Load(path string) (*File, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("the bench file cannot be read: %w", err)
	}
	return Read(path, data)
}

// Read reads the bytes of a bench file. Errors are joined, each with "name:line:column" and what to write instead. What
// the file leaves out of configured and timeouts has the documented default.
func Read(name string, data []byte) (*File, error) {
	f := &File{Path: "/ocpp", Configured: octt.DefaultConfigured(), Timeouts: octt.DefaultTimeouts()}
	f.Configured.ChargingStationID = ""
	d := newDecoder(name)
	d.decode(data, f)
	if err := d.yaml.Err(); err != nil {
		return nil, err
	}
	f.check(d)
	if err := d.yaml.Err(); err != nil {
		return nil, err
	}
	f.redacted = redact(data, d.at["station.password"])
	f.Configured.ChargingStationID, f.Configured.BasicAuthPassword = f.Station.ID, f.Station.Password
	return f, nil
}

// Redacted returns the file as it was read, with the password hidden: what a run folder keeps.
func (f *File) Redacted() []byte { return f.redacted }

// Hash is the SHA-256 of Redacted in hexadecimal, so that whoever holds the run folder can check it, and so that no
// hash of a weak password leaves the bench.
func (f *File) Hash() string {
	sum := sha256.Sum256(f.redacted)
	return hex.EncodeToString(sum[:])
}

// Shared tells whether two runs could get into each other's way. A bench that starts its own station on a free port and
// acts on nothing but that station's panel exists anew for every run.
func (f *File) Shared() bool {
	_, port, _ := net.SplitHostPort(f.Listen)
	for _, r := range f.Rigs {
		if r.Type != TypePanel {
			return true
		}
	}
	return f.Station.Reference == nil || port != "0"
}

// Asks tells whether a person at the terminal is part of the bench.
func (f *File) Asks() bool {
	for _, r := range f.Rigs {
		if r.Type == TypeManual {
			return true
		}
	}
	return false
}

func (f *File) check(d *decoder) {
	if f.Name == "" || strings.ContainsAny(f.Name, "/\\ \t") {
		d.fail("name", "name %q is no name of a bench; write one word, such as name: bench-7", f.Name)
	}
	f.checkNetwork(d)
	f.Station.check(d)
	f.checkConfigured(d)
	f.checkRigs(d)
}

func (f *File) checkNetwork(d *decoder) {
	host, _, err := net.SplitHostPort(f.Listen)
	if err != nil {
		d.fail("listen", "listen %q is no address; write host:port, such as 0.0.0.0:9000", f.Listen)
		return
	}
	if !strings.HasPrefix(f.Path, "/") {
		d.fail("path", "path %q must begin with a slash; write for example /ocpp", f.Path)
	}
	ip := net.ParseIP(host)
	if f.URL == "" {
		if everywhere := host == "" || ip != nil && ip.IsUnspecified(); everywhere && f.Station.Reference == nil {
			d.fail("listen", "listen %s is every address of this machine; add url: with the one that the station reaches, such as ws://192.168.1.10:9000%s", f.Listen, f.Path)
		}
		return
	}
	u, err := url.Parse(f.URL)
	if err != nil || u.Scheme != "ws" && u.Scheme != "wss" || u.Host == "" || u.User != nil {
		d.fail("url", "url %q is no endpoint; write what the station is configured with, such as ws://192.168.1.10:9000%s, without its identity", f.URL, f.Path)
	}
}

func (s *StationFile) check(d *decoder) {
	if s.ID == "" || len(s.ID) > 48 || strings.Contains(s.ID, ":") {
		d.fail("station.id", "station.id %q is no identity; write 1 to 48 characters without a colon (part 4, section 3.1.1)", s.ID)
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
	case s.Password != "" && s.PasswordEnv != "":
		d.fail("station.passwordEnv", "station has password and passwordEnv; keep one")
	case s.PasswordEnv != "":
		if s.Password = os.Getenv(s.PasswordEnv); s.Password == "" {
			d.fail("station.passwordEnv", "the environment variable %s is empty; set it to the station's password", s.PasswordEnv)
		}
	case s.Password == "" && s.Reference == nil:
		d.fail("station", "station lacks a password; add password: or passwordEnv: with the name of an environment variable, because security profile 1 asks for HTTP Basic authentication")
	}
	if token := d.at["station.password"]; token != nil && strings.ContainsAny(strings.TrimSpace(token.Origin), "\n\r") {
		d.fail("station.password", "station.password must stand on one line")
	}
}

func (f *File) checkConfigured(d *decoder) {
	c := f.Configured
	for key, use := range map[string]string{"chargingStationId": "station.id", "basicAuthPassword": "station.password"} {
		if d.at["configured."+key] != nil {
			d.fail("configured."+key, "configured.%s is written as %s; remove it here", key, use)
		}
	}
	if c.DefaultAuthorization != octt.Local && c.DefaultAuthorization != octt.Remote {
		d.fail("configured.scenario", "configured.scenario cannot be %q; write local or remote", c.DefaultAuthorization)
	}
	if c.EVSEID < 1 {
		d.fail("configured.evseId", "configured.evseId must be at least 1")
	}
	if c.ConnectorID < 1 {
		d.fail("configured.connectorId", "configured.connectorId must be at least 1")
	}
	for key, value := range map[string]time.Duration{
		"heartbeatInterval": c.HeartbeatInterval, "ev_connection_timeout": c.EVConnectionTimeOut,
		"retryBackOffWaitMinimum_duration": c.RetryBackOffWaitMinimum, "transaction_updated_metervalues_interval": c.TxUpdatedInterval,
		"clock_aligned_meter_values_interval": c.AlignedInterval,
	} {
		if value < time.Second || value%time.Second != 0 {
			d.fail("configured."+key, "configured.%s is %s, but a station takes whole seconds above zero; write for example 30s", key, value)
		}
	}
	if c.TxUpdatedInterval >= c.RetryBackOffWaitMinimum {
		d.fail("configured.transaction_updated_metervalues_interval",
			"configured.transaction_updated_metervalues_interval, %s, must be shorter than retryBackOffWaitMinimum_duration, %s (part 6, TC_E_29_CS)", c.TxUpdatedInterval, c.RetryBackOffWaitMinimum)
	}
	for key, points := range map[string][]string{"txStartPoint": c.TxStartPoint, "txStopPoint": c.TxStopPoint} {
		for i, point := range points {
			if !slices.Contains(txPoints, point) {
				d.fail(fmt.Sprintf("configured.%s.%d", key, i), "configured.%s cannot hold %q; did you mean %q? It knows %s", key, point, strictyaml.Nearest(point, txPoints), strings.Join(txPoints, ", "))
			}
		}
	}
}

// txPoints are the values of TxStartPoint and TxStopPoint (part 2, section 2.6.4).
var txPoints = []string{"ParkingBayOccupancy", "EVConnected", "Authorized", "PowerPathClosed", "EnergyTransfer", "DataSigned"}
