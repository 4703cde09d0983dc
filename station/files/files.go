package files

import (
	"context"
	"crypto/x509"
	"net"
	"net/url"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/certificates"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/product"
	"github.com/certbench/certbench/station/provisioning"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// Files moves files between the station and a server of the CSMS (use cases N01, L01 and L02), and installs firmware. A reboot ends
// an upload without a word: N01 does not tell how to go on after one. An update goes on after it.
type Files struct {
	Decide Decisions
	Hooks  Hooks

	Upload *upload   // the log that is being uploaded, nil for none
	Update *Updating // the firmware update that is under way, nil for none

	kernel       *kernel.Kernel
	model        *model.Model
	product      *product.Product
	wire         *wire.Wire
	site         *site.Site
	provisioning *provisioning.Provisioning
	certificates *certificates.Certificates
	charging     *charging.Charging
	dial         func(ctx context.Context, network, address string) (net.Conn, error)

	running    int       // slot of the firmware that runs
	lastUpdate *Updating // the last one that has ended
}

// Decisions are what the room does by its own judgement. Each has the right default.
type Decisions struct {
	// Put uploads a log into a folder; it returns when the server has confirmed it (N01.FR.02, FR.09).
	Put func(ctx context.Context, a Attempt, folder *url.URL, name string, content []byte) error
	// Get downloads a firmware; the whole file is in memory then, which has room for largestFirmware bytes.
	Get func(ctx context.Context, a Attempt, location *url.URL) ([]byte, error)
	// Verify holds what a file server shows in a TLS handshake against the CSMS roots (N01.FR.15).
	Verify func(wire.Presented) error

	// Trusted says why a signing certificate is not valid (L01.FR.21), nil when it is.
	Trusted func(certificate string) error
	// Genuine says why a file has not the signature of its order (L01.FR.04), nil when it has.
	Genuine func(o Order, file []byte) error
	// Sound says why a file is no firmware that can run here (L01.FR.29), nil when it is.
	Sound func(file []byte) error
	// Cancels tells whether an update makes room for another one (L01.FR.24).
	Cancels func(*Updating) bool
	// DownloadAt and InstallAt are when an update may go on; nil means at once (L01.FR.05, FR.13, FR.16).
	DownloadAt func(Order) time.Time
	InstallAt  func(Order) *time.Time
	// InUse tells whether drivers keep the station from a step that it cannot take while there are transactions (L01.FR.06, FR.33).
	InUse func() bool
	// LetsCome tells whether new drivers may come while the update waits for others (L01.FR.07).
	LetsCome func() bool
	// MayHold tells whether an EVSE is taken out of service for an update now.
	MayHold func(*site.EVSE) bool
	// Release gives the EVSEs back.
	Release func()
	// BootReason is what the boot after a reboot for an update tells.
	BootReason func() ocpp201.BootReason
	// Activate has the image of a slot run from the next start on.
	Activate func(slot int)
	// Version is that of the image that runs.
	Version func() string
	// Renew connects anew after an update to which no reboot belongs.
	Renew func()
}

// Hooks are what the room asks others for. All are set before the station boots.
type Hooks struct {
	// Roots are the CSMS root certificates of this moment.
	Roots func() *x509.CertPool
	// Reboot has the station reboot for a reason, as soon as the CSMS has taken what was due.
	Reboot func(ocpp201.BootReason)
}

// New makes the room of one life. dial opens the connections to the server.
func New(
	k *kernel.Kernel, m *model.Model, p *product.Product, w *wire.Wire, place *site.Site, registrar *provisioning.Provisioning,
	store *certificates.Certificates, sessions *charging.Charging, dial func(ctx context.Context, network, address string) (net.Conn, error),
) *Files {
	fs := &Files{kernel: k, model: m, product: p, wire: w, site: place, provisioning: registrar, certificates: store, charging: sessions, dial: dial}
	fs.Decide = Decisions{
		Put: fs.putFile, Get: fs.getFile, Verify: wire.Verify,
		Trusted: fs.trusted, Genuine: fs.genuine, Sound: sound, Cancels: fs.cancels,
		DownloadAt: func(o Order) time.Time { return o.Retrieve }, InstallAt: func(o Order) *time.Time { return o.Install },
		InUse: fs.inUse, LetsCome: fs.letsCome, MayHold: fs.mayHold, Release: fs.release,
		BootReason: func() ocpp201.BootReason { return ocpp201.BootReasonFirmwareUpdate },
		Activate:   fs.activate, Version: fs.version, Renew: fs.renew,
	}
	return fs
}
