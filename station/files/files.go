package files

import (
	"context"
	"net"
	"net/url"

	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/product"
	"github.com/certbench/certbench/station/provisioning"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// Files moves files between the station and a server of the CSMS (use cases N01 and L01). A reboot ends what is under way
// without a word: neither use case tells how to go on after one.
type Files struct {
	Decide Decisions

	Upload *upload   // the log that is being uploaded, nil for none
	Update *updating // the firmware update that is under way, nil for none

	kernel       *kernel.Kernel
	model        *model.Model
	product      *product.Product
	wire         *wire.Wire
	site         *site.Site
	provisioning *provisioning.Provisioning
	dial         func(ctx context.Context, network, address string) (net.Conn, error)

	lastUpdate *updating // the last one that has ended
}

// Decisions are what the room does by its own judgement. Each has the right default.
type Decisions struct {
	// Put uploads a log into a folder; it returns when the server has confirmed it (N01.FR.02, FR.09).
	Put func(ctx context.Context, folder *url.URL, name string, content []byte) error
}

// New makes the room of one life. dial opens the connections to the server.
func New(
	k *kernel.Kernel, m *model.Model, p *product.Product, w *wire.Wire, place *site.Site, registrar *provisioning.Provisioning,
	dial func(ctx context.Context, network, address string) (net.Conn, error),
) *Files {
	fs := &Files{kernel: k, model: m, product: p, wire: w, site: place, provisioning: registrar, dial: dial}
	fs.Decide = Decisions{Put: fs.putFile}
	return fs
}
