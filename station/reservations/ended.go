package reservations

import (
	"errors"
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/wire"
)

// Record is the name under which reservations are kept.
const Record = "reservations"

// Restore takes over the reservations of an earlier life (B01.FR.13).
func (re *Reservations) Restore() {
	re.kernel.Load(Record, &re.All)
	re.Arm()
}

// Save keeps them for the next.
func (re *Reservations) Save() { re.kernel.Save(Record, re.All) }

// Arm sets the alarm of the next reservation whose time will be over. It is set anew when the station's clock has jumped.
func (re *Reservations) Arm() {
	re.kernel.Cancel(re.expiry)
	re.expiry = nil
	var next *Reservation
	for _, r := range re.All {
		if r.Ended == "" && (next == nil || r.Expires.Before(next.Expires)) {
			next = r
		}
	}
	if next != nil {
		re.expiry = re.kernel.After(max(0, next.Expires.Sub(re.kernel.Now())), re.expire)
	}
}

// expire ends the reservations whose time is over.
func (re *Reservations) expire() {
	now := re.kernel.Now()
	over := slices.DeleteFunc(slices.Clone(re.All), func(r *Reservation) bool { return r.Ended != "" || r.Expires.After(now) })
	if len(over) > 0 {
		re.Decide.Lapse(over)
	}
	re.Arm()
}

func (re *Reservations) lapse(over []*Reservation) {
	re.End(ocpp201.ReservationUpdateStatusExpired, over...)
}

// End ends reservations otherwise than by the CSMS or their driver. What becomes of the connectors is told first, as use case H04 has
// it, and then that the reservations have ended.
func (re *Reservations) End(how ocpp201.ReservationUpdateStatus, gone ...*Reservation) {
	for _, r := range gone {
		r.Ended = how
	}
	re.Save()
	re.Changed()
	re.TellEnded()
}

// Review removes the reservations that cannot be served any more, because their EVSE is Faulted or Unavailable (H01.FR.16, FR.17).
func (re *Reservations) Review() {
	if pending := re.Pending(); len(pending) > 0 {
		if left := unserved(pending, re.free()); len(left) > 0 {
			re.End(ocpp201.ReservationUpdateStatusRemoved, left...)
		}
	}
}

// SettingsChanged is called when the CSMS has set variables: reservations that were kept while they were switched off count again. One
// whose EVSE has been taken meanwhile is considered expired (part 2, device model, section 2.1).
func (re *Reservations) SettingsChanged() {
	if len(re.All) == 0 {
		return
	}
	if pending := re.Pending(); len(pending) > 0 {
		if left := unserved(pending, re.free()); len(left) > 0 {
			re.End(ocpp201.ReservationUpdateStatusExpired, left...)
		}
	}
	re.Changed()
}

// Changed has everybody take notice that other EVSEs are kept than before.
func (re *Reservations) Changed() {
	re.Hooks.Changed()
	re.site.UpdateStatuses()
}

// TellEnded tells the CSMS which reservations have ended (H01.FR.16, FR.17, H04.FR.01). What it cannot hear now waits until it can.
func (re *Reservations) TellEnded() {
	if !re.wire.Heard() {
		return
	}
	for _, r := range re.All {
		if r.Ended != "" && !r.told {
			r.told = true
			re.Decide.Tell(r)
		}
	}
}

func (re *Reservations) tell(r *Reservation) {
	wire.Ask(re.wire, ocpp201.ReservationStatusUpdateRequest{ReservationID: r.ID, ReservationUpdateStatus: r.Ended}, wire.Sending{},
		func(ocpp201.ReservationStatusUpdateResponse) { re.drop(r) },
		func(reason error) {
			if errors.Is(reason, wire.ErrLost) {
				r.told = false
				return
			}
			re.drop(r)
		})
}
