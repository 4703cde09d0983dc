package bench

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net"
	"os"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
)

// File is a bench file: which station, how it is reached, and what does the physical acts. It is read-only after Read.
type File struct {
	Name string `yaml:"name"`
	// Communication is the technology by which the station reaches the bench: what the abstract says of the performance measurement.
	Communication string               `yaml:"communication"`
	Listen        string               `yaml:"listen"`   // address of the mock CSMS, such as "0.0.0.0:9000"; port 0 is any free one
	Path          string               `yaml:"path"`     // of the OCPP-J endpoint; "/ocpp" when left out
	URL           string               `yaml:"url"`      // what the station is configured with; made from listen and path when left out
	Second        *SecondFile          `yaml:"second"`   // nil for no second endpoint, but that of a reference station
	Files         *FilesFile           `yaml:"files"`    // nil for no server for logs and firmware
	Firmware      *FirmwareFile        `yaml:"firmware"` // nil for no images
	NTP           *NTPFile             `yaml:"ntp"`      // nil for no NTP server
	Station       StationFile          `yaml:"station"`
	Security      SecurityFile         `yaml:"security"`
	Configured    octt.Configured      `yaml:"configured"`
	Timeouts      octt.Timeouts        `yaml:"timeouts"`
	Rigs          map[string]RigFile   `yaml:"rigs"`
	Acts          map[rigs.Kind]string `yaml:"acts"` // kind of act to a name of rigs, or "none"

	brought  brought
	firmware *Firmware // nil for none
	fixed    bool      // the cable where the rigs stand is fixed to the station: see CheckAgainst
	redacted []byte
	read     *decoder // knows where everything stands
}

// StationFile is the station under test: one that runs somewhere, or one that the bench starts.
type StationFile struct {
	ID          string         `yaml:"id"`
	Serial      string         `yaml:"serial"` // its serial number, of one that is not ours; needed in security profile 3
	Password    string         `yaml:"password"`
	PasswordEnv string         `yaml:"passwordEnv"` // the environment variable that holds the password
	Auth        string         `yaml:"auth"`        // "none" for a station without HTTP Basic authentication
	Start       *StartFile     `yaml:"start"`       // a program that is the station
	Reference   *ReferenceFile `yaml:"reference"`   // the reference station, as a process of its own
}

// SecurityFile says how the connection of the station is secured.
type SecurityFile struct {
	Profile int `yaml:"profile"` // the security profile (part 2, A00) that it is in when the bench starts; 1 when left out
	// What the CSMS shows and takes; where nothing of it is written, all of it is made for the run.
	PKI          string          `yaml:"pki"`          // a folder of certbench pki init, or
	Roots        []AuthorityFile `yaml:"roots"`        // single roots that the station has
	NextRoots    []AuthorityFile `yaml:"nextRoots"`    // which they have signed
	Chains       []ChainFile     `yaml:"chains"`       // of the CSMS, where the key of the root is not to be had
	StationRoots []string        `yaml:"stationRoots"` // that the station's certificate leads to, beside the roots
	Algorithms   []string        `yaml:"algorithms"`   // of the keys that the CSMS shows, the preferred one first: ECDSA, RSA
}

// SecurityProfile is the security profile that the station is in when the bench starts.
func (f *File) SecurityProfile() int { return max(f.Security.Profile, 1) }

// StartFile is a program that the bench starts and that is the station. In its arguments {url} and {id} stand for the
// endpoint and the identity, {roots}, {certificate} and {key} for files with what it needs in security profile 2 or 3; the
// password is in the environment variable CERTBENCH_PASSWORD.
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
	d := newDecoder(name, benchFile)
	f := &File{Path: "/ocpp", Configured: octt.DefaultConfigured(), Timeouts: octt.DefaultTimeouts(), read: d}
	f.Configured.ChargingStationID = ""
	d.decode(data, f)
	if err := d.yaml.Err(); err != nil {
		return nil, err
	}
	f.check(d)
	if err := d.yaml.Err(); err != nil {
		return nil, err
	}
	f.redacted = redact(redact(data, d.at["station.password"]), d.at["files.password"])
	f.declareVariables(d)
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
	for _, name := range f.used() {
		if f.Rigs[name].Type != TypePanel {
			return true
		}
	}
	return f.Station.Reference == nil || port != "0" || f.Files.fixed() || f.NTP.fixed() || f.Second.fixed()
}

// Asks tells whether a person at the terminal is part of the bench.
func (f *File) Asks() bool {
	for _, name := range f.used() {
		if f.Rigs[name].Type == TypeManual {
			return true
		}
	}
	return false
}
