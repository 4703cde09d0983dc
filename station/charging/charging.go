package charging

import (
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/drivers"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/meters"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/panel"
	"github.com/certbench/certbench/station/product"
	"github.com/certbench/certbench/station/provisioning"
	"github.com/certbench/certbench/station/reservations"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// Charging serves drivers and EVs.
type Charging struct {
	Hooks  Hooks
	Decide Decisions
	Seam   Seam
	Queue  Queue

	kernel       *kernel.Kernel
	model        *model.Model
	product      *product.Product
	wire         *wire.Wire
	site         *site.Site
	provisioning *provisioning.Provisioning
	drivers      *drivers.Drivers
	reservations *reservations.Reservations
	meters       *meters.Meters
	panel        *panel.Panel

	floating *Session // waits for its EVSE
	menu     *menu    // the Master Pass UI, nil while it is not shown

	alignedAlarm, alignedTxAlarm *kernel.Alarm
}

// Hooks are what charging tells the rooms above.
type Hooks struct {
	Ended     func(e *site.EVSE) // a transaction has ended at an EVSE, nil where it had none
	Plugged   func(s *Session)   // an EV has been connected, which has been told
	Energized func(s *Session)   // pilot and contactor of a session have been brought into line with it
	TimedOut  func(s *Session)   // no EV has come to an authorization, which has ended
	// Answered tells what the CSMS has answered to an event.
	Answered func(ocpp201.TransactionEventRequest, ocpp201.TransactionEventResponse)
}

// New makes the room of one life.
func New(
	k *kernel.Kernel, m *model.Model, p *product.Product, w *wire.Wire, place *site.Site, registrar *provisioning.Provisioning,
	judge *drivers.Drivers, kept *reservations.Reservations, measures *meters.Meters, front *panel.Panel,
) *Charging {
	ch := &Charging{
		kernel: k, model: m, product: p, wire: w, site: place, provisioning: registrar,
		drivers: judge, reservations: kept, meters: measures, panel: front,
	}
	ch.Hooks = Hooks{Ended: func(*site.EVSE) {}, Plugged: func(*Session) {}, Energized: func(*Session) {}, TimedOut: func(*Session) {}}
	ch.Hooks.Answered = func(ocpp201.TransactionEventRequest, ocpp201.TransactionEventResponse) {}
	ch.decideRightly()
	return ch
}
