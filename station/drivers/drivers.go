package drivers

import (
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/product"
	"github.com/certbench/certbench/station/provisioning"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// Drivers knows who may charge.
type Drivers struct {
	kernel       *kernel.Kernel
	model        *model.Model
	product      *product.Product
	wire         *wire.Wire
	site         *site.Site
	provisioning *provisioning.Provisioning
	defects      defects.Set
	authorizing
}

// New makes the room of one life.
func New(kernel *kernel.Kernel, model *model.Model, product *product.Product, wire *wire.Wire, site *site.Site, provisioning *provisioning.Provisioning, defects defects.Set) *Drivers {
	return &Drivers{kernel: kernel, model: model, product: product, wire: wire, site: site, provisioning: provisioning, defects: defects}
}
