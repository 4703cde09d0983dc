package locallist

import (
	"strconv"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/product"
	"github.com/certbench/certbench/station/wire"
)

// Record is the name under which the list is kept.
const Record = "local-authorization-list"

// LocalList keeps the Local Authorization List.
type LocalList struct {
	Hooks  Hooks
	Decide Decisions
	List   List

	kernel  *kernel.Kernel
	model   *model.Model
	product *product.Product
	wire    *wire.Wire
}

// Hooks are what the room tells whoever wants to know.
type Hooks struct {
	Restored func() // the list of an earlier life has been taken over
}

// Decisions are what the room does by its own judgement. Each has the right default.
type Decisions struct {
	// Enabled tells whether the list is switched on (D01.FR.13).
	Enabled func() bool
	// Refuses tells why an update is not taken, nil where it is.
	Refuses func(q ocpp201.SendLocalListRequest) *Refusal
	// Outdated tells whether a differential update comes too late for the list: its version is no higher (D01.FR.19).
	Outdated func(version int) bool
	// Apply makes the list another one by an update.
	Apply func(l *List, q ocpp201.SendLocalListRequest)
}

// New makes the room of one life.
func New(k *kernel.Kernel, m *model.Model, p *product.Product, w *wire.Wire) *LocalList {
	ll := &LocalList{kernel: k, model: m, product: p, wire: w, Hooks: Hooks{Restored: func() {}}}
	ll.Decide = Decisions{
		Enabled: func() bool {
			return !p.Capabilities.LocalListSwitch || m.Boolean(controller, "Enabled")
		},
		Refuses:  ll.refuses,
		Outdated: func(version int) bool { return version <= ll.List.Version },
		Apply:    apply,
	}
	if p.Capabilities.LocalList {
		of := ocpp201.Component{Name: controller}
		m.Measure(of, "Entries", func() string { return strconv.Itoa(len(ll.List.Entries)) })
		m.Measure(of, "Storage", func() string { return strconv.Itoa(ll.List.bytes()) })
	}
	return ll
}

// Restore takes over the list of an earlier life.
func (ll *LocalList) Restore() {
	ll.kernel.Load(Record, &ll.List)
	ll.Hooks.Restored()
}

// Save keeps the list.
func (ll *LocalList) Save() { ll.kernel.Save(Record, ll.List) }

// Enabled tells whether the station has a list that is switched on. A product without the variable to switch it always has
// (part 2, LocalAuthListCtrlr.Enabled, is not required).
func (ll *LocalList) Enabled() bool { return ll.product.Capabilities.LocalList && ll.Decide.Enabled() }

// Known is what the list has of an idToken, nil when nothing. Where the product looks at cacheExpiryDateTime, an idToken whose
// time is over is as if it were not there (C13.FR.05, C14.FR.05); elsewhere it stays as it is (C13.FR.02, C14.FR.02).
func (ll *LocalList) Known(token ocpp201.IDToken) *ocpp201.IDTokenInfo {
	if !ll.Enabled() {
		return nil
	}
	e := ll.List.Find(token)
	if e == nil {
		return nil
	}
	if end := e.Info.CacheExpiryDateTime; end != nil && ll.product.Capabilities.LocalListExpires && ll.kernel.Now().After(end.Time) {
		return nil
	}
	info := e.Info
	return &info
}
