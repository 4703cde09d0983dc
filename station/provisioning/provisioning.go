package provisioning

import (
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/product"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// Provisioning introduces the station to the CSMS and lets it read and write the device model.
type Provisioning struct {
	kernel  *kernel.Kernel
	model   *model.Model
	product *product.Product
	wire    *wire.Wire
	site    *site.Site

	Decide Decisions

	registering
}

// New makes the room of one life.
func New(kernel *kernel.Kernel, model *model.Model, product *product.Product, wire *wire.Wire, site *site.Site) *Provisioning {
	pr := &Provisioning{kernel: kernel, model: model, product: product, wire: wire, site: site}
	pr.decideRightly()
	return pr
}
