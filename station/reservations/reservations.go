package reservations

import (
	"slices"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/product"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// Reservation is what the CSMS has promised a driver. It is for one EVSE, for any with a connector of a type, or for any.
type Reservation struct {
	ID            int
	Expires       time.Time // by the station's clock
	EVSE          int       // 0 for any
	Picked        bool      // the station has picked the EVSE, and the CSMS named none
	ConnectorType string    // a value of ConnectorEnumType, "" for any
	Token         ocpp201.IDToken
	Group         *ocpp201.IDToken

	// Ended says how it ended where the CSMS has not heard of that yet; "" while it holds.
	Ended ocpp201.ReservationUpdateStatus
	told  bool // that is on its way
}

// Reservations keeps EVSEs for those who have a reservation.
type Reservations struct {
	Hooks  Hooks
	Decide Decisions

	All []*Reservation // in the order in which they came, those included that have ended and are to be told of

	kernel  *kernel.Kernel
	model   *model.Model
	product *product.Product
	wire    *wire.Wire
	site    *site.Site

	expiry *kernel.Alarm
}

// Hooks are what the room tells those above.
type Hooks struct {
	// Changed is called when other EVSEs are kept than before.
	Changed func()
	// Made is called when a reservation has been accepted, and the CSMS told of it.
	Made func(*Reservation)
}

// New makes the room of one life.
func New(k *kernel.Kernel, m *model.Model, p *product.Product, w *wire.Wire, place *site.Site) *Reservations {
	re := &Reservations{kernel: k, model: m, product: p, wire: w, site: place}
	re.Hooks = Hooks{Changed: func() {}, Made: func(*Reservation) {}}
	re.decideRightly()
	return re
}

// enabled tells whether reservations are accepted and count (H01.FR.01). A product without the switch has them on.
func (re *Reservations) enabled() bool {
	can := re.product.Capabilities
	return can.Reservations && (!can.ReservationSwitch || re.model.Boolean(controller, "Enabled"))
}

// Pending are the reservations that hold. While reservations are switched off they are only kept (part 2, device
// model, section 2.1).
func (re *Reservations) Pending() []*Reservation {
	if len(re.All) == 0 || !re.Decide.Enabled() {
		return nil
	}
	now := re.kernel.Now()
	return slices.DeleteFunc(slices.Clone(re.All), func(r *Reservation) bool { return r.Ended != "" || !r.Expires.After(now) })
}

// ByID is the reservation with an id that has not ended, nil where there is none.
func (re *Reservations) ByID(id int) *Reservation {
	for _, r := range re.All {
		if r.ID == id && r.Ended == "" {
			return r
		}
	}
	return nil
}

// drop takes a reservation away of which nothing is to be told.
func (re *Reservations) drop(gone *Reservation) {
	re.All = without(re.All, gone)
	re.Save()
}
