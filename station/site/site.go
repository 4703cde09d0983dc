package site

import (
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/panel"
	"github.com/certbench/certbench/station/product"
	"github.com/certbench/certbench/station/wire"
)

// Site is the station's place: EVSEs, connectors, what the panel shows of them, and whether they may be used.
type Site struct {
	kernel  *kernel.Kernel
	model   *model.Model
	product *product.Product
	wire    *wire.Wire
	panel   *panel.Panel
	layout  panel.Layout

	Decide Decisions

	physical
}

// New makes the room of one life.
func New(kernel *kernel.Kernel, model *model.Model, product *product.Product, wire *wire.Wire, panel *panel.Panel, layout panel.Layout) *Site {
	st := &Site{kernel: kernel, model: model, product: product, wire: wire, panel: panel, layout: layout}
	st.decideRightly()
	return st
}
