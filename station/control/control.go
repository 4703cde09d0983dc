package control

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/certificates"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/drivers"
	"github.com/certbench/certbench/station/files"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/product"
	"github.com/certbench/certbench/station/provisioning"
	"github.com/certbench/certbench/station/reservations"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// Control does what the CSMS asks for.
type Control struct {
	Decide Decisions

	kernel       *kernel.Kernel
	model        *model.Model
	product      *product.Product
	wire         *wire.Wire
	site         *site.Site
	provisioning *provisioning.Provisioning
	drivers      *drivers.Drivers
	reservations *reservations.Reservations
	charging     *charging.Charging
	files        *files.Files
	certificates *certificates.Certificates
	restart      time.Duration // from a reset to the first attempt to connect

	// The reset that the CSMS has asked for.
	WhenIdle  bool                // after the last transaction (B12.FR.01)
	rebooting *ocpp201.BootReason // as soon as the events are delivered
}

// New makes the room of one life.
func New(
	k *kernel.Kernel, m *model.Model, p *product.Product, w *wire.Wire, place *site.Site, registrar *provisioning.Provisioning,
	judge *drivers.Drivers, kept *reservations.Reservations, sessions *charging.Charging, transfers *files.Files,
	store *certificates.Certificates, restart time.Duration,
) *Control {
	ct := &Control{
		kernel: k, model: m, product: p, wire: w, site: place, provisioning: registrar,
		drivers: judge, reservations: kept, charging: sessions, files: transfers, certificates: store, restart: restart,
	}
	ct.decideRightly()
	return ct
}
