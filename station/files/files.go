package files

import (
	"context"
	"net"

	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/product"
	"github.com/certbench/certbench/station/provisioning"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// Files moves files.
type Files struct {
	kernel       *kernel.Kernel
	model        *model.Model
	product      *product.Product
	wire         *wire.Wire
	site         *site.Site
	provisioning *provisioning.Provisioning
	dial         func(ctx context.Context, network, address string) (net.Conn, error)
	filing
}

// New makes the room of one life.
func New(kernel *kernel.Kernel, model *model.Model, product *product.Product, wire *wire.Wire, site *site.Site, provisioning *provisioning.Provisioning, dial func(ctx context.Context, network, address string) (net.Conn, error)) *Files {
	return &Files{kernel: kernel, model: model, product: product, wire: wire, site: site, provisioning: provisioning, dial: dial}
}
