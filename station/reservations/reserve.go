package reservations

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/site"
)

// Judgement is what a ReserveNow is answered with; Reason is a reason code of the part 2 appendices, "" for none.
type Judgement struct {
	Status       ocpp201.ReserveNowStatus
	Reason, Text string
}

// ReserveNow answers use case H01. A reservation with the id of another takes its place (H01.FR.02), where it can be accepted: one
// that cannot leaves the other as it is.
func (re *Reservations) ReserveNow(q ocpp201.ReserveNowRequest) (ocpp201.ReserveNowResponse, error) {
	wanted, replaced := asked(q), re.ByID(q.ID)
	j := re.Decide.Judge(wanted, replaced)
	r := ocpp201.ReserveNowResponse{Status: j.Status}
	if j.Reason != "" {
		r.StatusInfo = re.wire.Reason(j.Reason, j.Text)
	}
	if j.Status == ocpp201.ReserveNowStatusAccepted {
		re.Decide.Keep(wanted, replaced)
		re.wire.Then(func() {
			re.report(wanted, replaced)
			re.Hooks.Made(wanted)
		})
	}
	return r, nil
}

func asked(q ocpp201.ReserveNowRequest) *Reservation {
	r := &Reservation{ID: q.ID, Expires: q.ExpiryDateTime.Time, Token: q.IDToken, Group: q.GroupIDToken}
	if q.EVSEID != nil {
		r.EVSE = *q.EVSEID
	}
	if q.ConnectorType != nil {
		r.ConnectorType = string(*q.ConnectorType)
	}
	return r
}

// report has the CSMS told what has changed. Where a reservation took the place of another of the same EVSE nothing has: that the
// EVSE is Reserved is told again all the same, unless the product is silent about what has not changed.
func (re *Reservations) report(wanted, replaced *Reservation) {
	e := re.site.EVSE(wanted.EVSE)
	same := replaced != nil && e != nil && replaced.EVSE == e.ID && re.Decide.Holds(e)
	re.Changed()
	if same && !re.product.Capabilities.SilentWhenUnchanged {
		re.site.ReportPlace(site.PlaceOf(&ocpp201.EVSE{ID: e.ID}))
	}
}

// keep takes an accepted reservation.
func (re *Reservations) keep(wanted, replaced *Reservation) {
	others := without(re.Pending(), replaced)
	spare := func(e *site.EVSE) bool { return wanted.serves(e) && re.spare(e, others) }
	if i := slices.IndexFunc(re.site.EVSEs, spare); i >= 0 && wanted.EVSE == 0 && re.product.Capabilities.PicksReservedEVSE {
		wanted.EVSE, wanted.Picked = re.site.EVSEs[i].ID, true
	}
	re.All = append(without(re.All, replaced), wanted)
	re.Save()
	re.Arm()
}

// judge answers for a reservation that is asked for.
func (re *Reservations) judge(wanted, replaced *Reservation) Judgement {
	const no = ocpp201.ReserveNowStatusRejected
	can := re.product.Capabilities
	targets := slices.DeleteFunc(slices.Clone(re.site.EVSEs), func(e *site.EVSE) bool { return !wanted.serves(e) })
	switch {
	case !re.Decide.Enabled(): // H01.FR.01
		return Judgement{no, "NotEnabled", "reservations are not accepted"}
	case wanted.EVSE == 0 && !can.ReservesUnspecified: // H01.FR.19
		return Judgement{no, "MissingParam", "this charging station reserves no unspecified EVSE"}
	case wanted.ConnectorType != "" && !can.ReservesConnectorType:
		return Judgement{no, "UnsupportedParam", "this charging station reserves no type of connector"}
	case wanted.EVSE != 0 && re.site.EVSE(wanted.EVSE) == nil:
		return Judgement{no, "UnknownEvse", "there is no such EVSE"}
	case len(targets) == 0:
		return Judgement{no, "UnknownConnectorType", "there is no connector of that type"}
	}
	others := without(re.Pending(), replaced)
	if slices.ContainsFunc(targets, func(e *site.EVSE) bool { return re.spare(e, others) }) {
		return Judgement{Status: ocpp201.ReserveNowStatusAccepted} // H01.FR.03, FR.04, FR.06, FR.23
	}
	return Judgement{Status: re.refusal(targets)}
}

// spare tells whether an EVSE is Available, and the other reservations can be served without it. Only one that is Available can be
// reserved (part 2, block H, introduction as erratum 2.30 has it). One whose driver is authorized and has not connected his EV yet
// is not, nor are all of them where one of several is for a driver who has yet to choose.
func (re *Reservations) spare(e *site.EVSE, others []*Reservation) bool {
	connectable := func(c *site.Connector) bool { return !c.Plugged && !c.EVConnected() }
	if e.Guest != nil || !re.site.Free(e) || !slices.ContainsFunc(e.Connectors, connectable) {
		return false
	}
	if re.site.Hooks.Coming(e).Authorized {
		others = append(slices.Clone(others), &Reservation{}) // any EVSE is good for him
	}
	return len(unserved(others, without(re.free(), e))) == 0
}

// refusal says why none of the EVSEs can be reserved (H01.FR.11, FR.12, FR.14). Where the reasons differ, an EVSE that is taken is
// the one that will be free again by itself.
func (re *Reservations) refusal(targets []*site.EVSE) ocpp201.ReserveNowStatus {
	answer := ocpp201.ReserveNowStatusFaulted
	for _, e := range targets {
		switch re.site.EVSEStatus(e.ID) {
		case ocpp201.ConnectorStatusFaulted:
		case ocpp201.ConnectorStatusUnavailable:
			answer = ocpp201.ReserveNowStatusUnavailable
		default:
			return ocpp201.ReserveNowStatusOccupied
		}
	}
	return answer
}

// CancelReservation answers use case H02. The CSMS is not told of what it has asked for itself (H02, remark).
func (re *Reservations) CancelReservation(q ocpp201.CancelReservationRequest) (ocpp201.CancelReservationResponse, error) {
	r := re.ByID(q.ReservationID)
	if r == nil { // H02.FR.01
		return ocpp201.CancelReservationResponse{Status: ocpp201.CancelReservationStatusRejected}, nil
	}
	re.Decide.Canceled(r)
	re.wire.Then(re.Changed)
	return ocpp201.CancelReservationResponse{Status: ocpp201.CancelReservationStatusAccepted}, nil
}
