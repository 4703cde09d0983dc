package monitoring

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/meters"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/product"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// Monitoring watches variables of the device model. Of a product without it no monitor exists, and the room does nothing.
type Monitoring struct {
	Decide Decisions

	Monitors []*Monitor // in the order of their ids; the ones that the base has disabled included
	Base     ocpp201.MonitoringBase
	Level    int // severities above it are not reported (N05.FR.03)

	kernel   *kernel.Kernel
	model    *model.Model
	product  *product.Product
	wire     *wire.Wire
	site     *site.Site
	meters   *meters.Meters
	charging *charging.Charging

	gathers  bool       // events wait in gathered until all monitors have been looked at
	gathered []happened // see product.Capabilities.EventsTogether

	next int           // the id of the next custom monitor
	look *kernel.Alarm // until values that change by themselves are looked at again
}

// Decisions are what the room does by its own judgement. Each has the right default.
type Decisions struct {
	// Judge is the answer to a monitor that is to be set, where nothing of the station need be changed to tell; Accepted else.
	Judge func(q ocpp201.SetMonitoringData) ocpp201.SetMonitoringResult
	// Install sets a monitor that was judged, in the place of the one with its id if it has one (N04.FR.11, FR.12).
	Install func(q ocpp201.SetMonitoringData) *Monitor
	// Clear removes the monitor with an id (N06).
	Clear func(id int) ocpp201.ClearMonitoringStatus
	// Rebase makes the monitors those of a base (N03.FR.03 to FR.05).
	Rebase func(base ocpp201.MonitoringBase)
	// Chosen are the monitors that a request for a report means (N02).
	Chosen func(q ocpp201.GetMonitoringReportRequest) []*Monitor
	// Watches tells whether a monitor is looked at now: it is enabled, and what it is about is under way.
	Watches func(m *Monitor) bool
	// Beyond tells whether a value is beyond the threshold of a monitor (N07.FR.16, FR.17).
	Beyond func(m *Monitor, value float64) bool
	// Differs tells whether a variable has changed by what a Delta monitor asks for (N07.FR.18, FR.19).
	Differs func(m *Monitor, before, now string) bool
	// Period is how long it is until a periodic monitor triggers next (N08.FR.06, FR.07).
	Period func(m *Monitor) time.Duration
	// Reports tells whether the CSMS is to hear of a monitor by its severity (N07.FR.15).
	Reports func(m *Monitor) bool
	// Queues tells whether events of a monitor wait for the connection (N07.FR.04, N08.FR.03).
	Queues func(m *Monitor) bool
	// Shown is the actualValue of an event (N07.FR.10).
	Shown func(m *Monitor) string
	// Restores tells whether a monitor of the memory is there again after a boot (N07.FR.13).
	Restores func(m *Monitor) bool
}

// New makes the room of one life.
func New(k *kernel.Kernel, m *model.Model, p *product.Product, w *wire.Wire, place *site.Site, ms *meters.Meters, ch *charging.Charging) *Monitoring {
	mo := &Monitoring{kernel: k, model: m, product: p, wire: w, site: place, meters: ms, charging: ch}
	mo.Decide = Decisions{
		Judge: mo.judge, Install: mo.install, Clear: mo.clear, Rebase: mo.rebase, Chosen: mo.chosen,
		Watches: mo.watches, Beyond: beyond, Differs: differs, Period: mo.period,
		Reports: func(m *Monitor) bool { return m.Severity <= mo.Level }, Queues: mo.queues, Shown: shown,
		Restores: func(*Monitor) bool { return true },
	}
	mo.Base, mo.Level, mo.next = ocpp201.MonitoringBaseAll, lowestSeverity, firstCustom
	if p.Capabilities.Monitoring {
		mo.measure()
		mo.Monitors = mo.factory()
	}
	return mo
}

// has tells whether the product has monitoring, and the operator has not switched it off.
func (mo *Monitoring) has() bool {
	return mo.product.Capabilities.Monitoring && mo.model.Boolean(controller, "Enabled")
}

// find is the monitor with an id, nil for none; one that the base has disabled is none.
func (mo *Monitoring) find(id int) *Monitor {
	for _, m := range mo.Monitors {
		if m.ID == id && !m.Disabled {
			return m
		}
	}
	return nil
}
