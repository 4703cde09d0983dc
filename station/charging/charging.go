package charging

import (
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/drivers"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/meters"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/panel"
	"github.com/certbench/certbench/station/product"
	"github.com/certbench/certbench/station/provisioning"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// Charging serves drivers and EVs.
type Charging struct {
	kernel       *kernel.Kernel
	model        *model.Model
	product      *product.Product
	wire         *wire.Wire
	site         *site.Site
	provisioning *provisioning.Provisioning
	drivers      *drivers.Drivers
	meters       *meters.Meters
	panel        *panel.Panel
	defects      defects.Set
	charging
	alignedAlarm, alignedTxAlarm *kernel.Alarm
}

// New makes the room of one life.
func New(kernel *kernel.Kernel, model *model.Model, product *product.Product, wire *wire.Wire, site *site.Site, provisioning *provisioning.Provisioning, drivers *drivers.Drivers, meters *meters.Meters, panel *panel.Panel, defects defects.Set) *Charging {
	ch := &Charging{kernel: kernel, model: model, product: product, wire: wire, site: site, provisioning: provisioning, drivers: drivers, meters: meters, panel: panel, defects: defects}
	ch.decideRightly()
	return ch
}
