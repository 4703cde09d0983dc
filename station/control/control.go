package control

import (
	"time"

	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/drivers"
	"github.com/certbench/certbench/station/files"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/product"
	"github.com/certbench/certbench/station/provisioning"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// Control does what the CSMS asks for.
type Control struct {
	kernel       *kernel.Kernel
	model        *model.Model
	product      *product.Product
	wire         *wire.Wire
	site         *site.Site
	provisioning *provisioning.Provisioning
	drivers      *drivers.Drivers
	charging     *charging.Charging
	files        *files.Files
	restart      time.Duration // from a reset to the first attempt to connect

	Decide Decisions
	resetting
}

// New makes the room of one life.
func New(kernel *kernel.Kernel, model *model.Model, product *product.Product, wire *wire.Wire, site *site.Site, provisioning *provisioning.Provisioning, drivers *drivers.Drivers, charging *charging.Charging, files *files.Files, restart time.Duration) *Control {
	ct := &Control{kernel: kernel, model: model, product: product, wire: wire, site: site, provisioning: provisioning, drivers: drivers, charging: charging, files: files, restart: restart}
	ct.decideRightly()
	return ct
}
