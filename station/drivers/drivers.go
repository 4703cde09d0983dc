package drivers

import (
	"strconv"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/locallist"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/product"
	"github.com/certbench/certbench/station/wire"
)

// Drivers knows who may charge.
type Drivers struct {
	Hooks  Hooks
	Decide Decisions
	Seam   Seam
	Cache  Cache

	kernel  *kernel.Kernel
	model   *model.Model
	product *product.Product
	wire    *wire.Wire
	list    *locallist.LocalList
}

// New makes the room of one life.
func New(k *kernel.Kernel, m *model.Model, p *product.Product, w *wire.Wire, list *locallist.LocalList) *Drivers {
	dr := &Drivers{kernel: k, model: m, product: p, wire: w, list: list}
	dr.Hooks = Hooks{Restored: func() {}, Expired: func(ocpp201.IDToken) {}, Judged: func(Judgement) {}}
	dr.decideRightly()
	if p.Capabilities.AuthorizationCache {
		m.Measure(ocpp201.Component{Name: cacheCtrlr}, "Storage", func() string { return strconv.Itoa(dr.Cache.bytes()) })
	}
	return dr
}

// Hooks are what the room tells whoever wants to know.
type Hooks struct {
	Restored func()                      // the cache of an earlier life has been taken over
	Expired  func(token ocpp201.IDToken) // the cache had an idToken whose time was over
	Judged   func(j Judgement)           // an idToken was judged
}
