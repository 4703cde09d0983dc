package reservations

import (
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/site"
)

// Decisions are what the room does by its own judgement. Each has the right default.
type Decisions struct {
	// Enabled tells whether reservations are accepted and count: ReservationCtrlr.Enabled (H01.FR.01).
	Enabled func() bool
	// Judge is what a ReserveNow comes to, for a reservation that would take the place of another; replaced is nil for none.
	Judge func(wanted, replaced *Reservation) Judgement
	// Keep takes a reservation that was accepted.
	Keep func(wanted, replaced *Reservation)
	// Holds tells whether an EVSE is kept: the reservations could not all be served without it.
	Holds func(e *site.EVSE) bool
	// For is the reservation by which an idToken, or one of a group, may use an EVSE, nil for none.
	For func(token ocpp201.IDToken, group *ocpp201.IDToken, e *site.EVSE) *Reservation
	// Lost tells whether an EVSE cannot serve a reservation any more, Faulted or Unavailable (H01.FR.16, FR.17). A reset is no
	// reason: it is Reserved again when it has started (B11.FR.05).
	Lost func(e *site.EVSE) bool
	// Lapse ends reservations whose time is over (H04).
	Lapse func(over []*Reservation)
	// Tell tells the CSMS how a reservation has ended, which it does not forget before.
	Tell func(r *Reservation)
	// Used takes a reservation away that its driver has used (H03.FR.09).
	Used func(r *Reservation)
	// Canceled takes one away that the CSMS has canceled (H02.FR.02).
	Canceled func(r *Reservation)
}

func (re *Reservations) decideRightly() {
	re.Decide = Decisions{
		Enabled: re.enabled, Judge: re.judge, Keep: re.keep, Holds: re.holds, For: re.match, Lost: re.lost,
		Lapse: re.lapse, Tell: re.tell, Used: re.drop, Canceled: re.drop,
	}
}
