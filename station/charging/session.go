package charging

import (
	"slices"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/product"
	"github.com/certbench/certbench/station/reservations"
	"github.com/certbench/certbench/station/site"
)

// Session is one driver's stay: from the first of arriving in the bay, plugging in and identifying to the last of
// leaving. At most one is on an EVSE; one whose EVSE is not known yet floats. What is exported survives a power cut
// while a transaction is open.
type Session struct {
	EVSE      int // 0 while not known
	Connector int // 0 while no EV has been connected
	Connected bool
	Charging  bool // energy flows
	Suspended bool // offered to the EV, which does not take any
	Withheld  bool // authorized and connected, but the station does not offer energy
	Signed    bool // the meter has signed a value for the authorization

	Authorized bool
	Refused    bool             // the CSMS does not accept the token, but StopTxOnInvalidId is false
	Barred     bool             // and no energy is left for it (E05.FR.02)
	Token      *ocpp201.IDToken // that began the authorization
	Group      *ocpp201.IDToken
	StopReason ocpp201.Reason // what ended the authorization, "" while nothing has

	TokenDue  *ocpp201.IDToken // for the next event (E03.FR.01, E07.FR.02)
	Starts    bool             // TokenDue begins an authorization, it does not end one
	RemoteID  *int             // remoteStartId
	RemoteDue bool             // the next event says RemoteStart (F01.FR.19, F02.FR.21)
	EVSEDue   bool             // the next event names EVSE and connector (E01.FR.16)

	Uninvited   bool // the EV was connected to an EVSE that is kept for somebody else
	Reserved    *int // reservationId of the reservation by which the authorization began
	ReservedDue bool // for the event that tells its idToken (E03.FR.03, H01.FR.15)
	claimed     *reservations.Reservation

	Tx *Transaction

	Disarmed bool `json:"-"` // a transaction has ended; only something new starts the next

	Gone     bool          `json:"-"` // its EVSE was reset: what still comes for it is in vain
	Asking   bool          `json:"-"` // an AuthorizeRequest is under way
	allowed  []int         // EVSEs that the token may use, none for all (C01.FR.21)
	Timeout  *kernel.Alarm `json:"-"`
	limit    *kernel.Alarm // when MaxEnergyOnInvalidId will be used up
	sampling sampling
}

// Transaction is an open transaction.
type Transaction struct {
	ID       string
	SeqNo    int // of the next event
	Started  time.Time
	State    ocpp201.ChargingState // as last reported
	BeginDue bool                  // values of Transaction.Begin wait for the EVSE to be known (E01.FR.17)
	KeyTold  bool                  // the meter's public key (PublicKeyWithSignedMeterValue)
	FirstWh  float64               // on the meter at those
	Samples  []ocpp201.MeterValue  // for the Ended event
	Spent    time.Duration         // energy has flowed, up to Since
	Since    time.Time             // energy flows, zero when it does not
}

// Conditions are what the points of TxStartPoint and TxStopPoint speak of.
type Conditions struct{ Bay, Connected, Authorized, Energy, Signed bool }

func (ch *Charging) conditions(s *Session) Conditions {
	e := ch.site.EVSE(s.EVSE)
	return Conditions{Bay: e != nil && e.Bay, Connected: s.Connected, Authorized: s.Authorized, Energy: s.Charging, Signed: s.Signed}
}

// starts tells whether a point of TxStartPoint is reached. PowerPathClosed is the AND of EVConnected and Authorized
// (part 2, section 2.6.6.1).
func (c Conditions) starts(points []string) bool {
	return slices.ContainsFunc(points, func(point string) bool {
		switch point {
		case product.PointParkingBay:
			return c.Bay
		case product.PointEVConnected:
			return c.Connected
		case product.PointAuthorized:
			return c.Authorized
		case product.PointPowerPath:
			return c.Connected && c.Authorized
		case product.PointEnergy:
			return c.Energy
		case product.PointSigned:
			return c.Signed
		}
		return false
	})
}

// stops tells whether a point of TxStopPoint that was reached before is left now. PowerPathClosed is exactly the same as
// EVConnected, Authorized (part 2, section 2.6.6.2).
func (c Conditions) stops(before Conditions, points []string) bool {
	unplugged := before.Connected && !c.Connected
	unauthorized := before.Authorized && !c.Authorized
	return slices.ContainsFunc(points, func(point string) bool {
		switch point {
		case product.PointParkingBay:
			return before.Bay && !c.Bay
		case product.PointEVConnected:
			return unplugged
		case product.PointAuthorized:
			return unauthorized
		case product.PointPowerPath:
			return unplugged || unauthorized
		case product.PointEnergy:
			// An authorization that ends before energy has flowed would leave the transaction open for ever (E05.FR.10
			// ends it too).
			return before.Energy && !c.Energy || unauthorized && !before.Energy
		}
		return false
	})
}

// State is the chargingState (part 2, ChargingStateEnumType).
func (s *Session) State() ocpp201.ChargingState {
	switch {
	case !s.Connected:
		return ocpp201.ChargingStateIdle
	case s.Charging:
		return ocpp201.ChargingStateCharging
	case s.Suspended:
		return ocpp201.ChargingStateSuspendedEV
	case s.Withheld:
		return ocpp201.ChargingStateSuspendedEVSE
	}
	return ocpp201.ChargingStateEVConnected
}

// Stay is what the site needs to know of the session.
func (s *Session) Stay() site.Stay {
	return site.Stay{Connector: s.Connector, Connected: s.Connected, Authorized: s.Authorized, Transaction: s.Tx != nil,
		Uninvited: s.Uninvited, ByReservation: s.Reserved != nil}
}

// Coming is the stay of the driver whose EVSE is not known yet, where it may be this one.
func (ch *Charging) Coming(e *site.EVSE) site.Stay {
	if ch.floating == nil || !ch.mayChoose(e) {
		return site.Stay{}
	}
	return ch.floating.Stay()
}

// At is the session at an EVSE, nil when nobody is there.
func At(e *site.EVSE) *Session {
	s, _ := e.Guest.(*Session)
	return s
}

// Sessions are all of them, those on EVSEs in their order, then the floating one.
func (ch *Charging) Sessions() []*Session {
	var all []*Session
	for _, e := range ch.site.EVSEs {
		if At(e) != nil {
			all = append(all, At(e))
		}
	}
	if ch.floating != nil {
		all = append(all, ch.floating)
	}
	return all
}

// place puts a session on an EVSE.
func (ch *Charging) place(s *Session, e *site.EVSE) {
	if ch.floating == s {
		ch.floating = nil
	}
	s.EVSE, e.Guest = e.ID, s
}

// sessionFor is the session that an event at an EVSE belongs to: its own, the floating one, or a new one.
func (ch *Charging) sessionFor(e *site.EVSE) *Session {
	switch {
	case At(e) != nil:
	case ch.floating != nil && ch.mayChoose(e):
		ch.place(ch.floating, e)
	default:
		ch.place(&Session{}, e)
	}
	return At(e)
}

// mayUse tells whether the session's token may be used at an EVSE.
func (s *Session) mayUse(evse int) bool {
	return len(s.allowed) == 0 || slices.Contains(s.allowed, evse)
}

// Settle releases the cable when the authorization is over (E06.FR.10), unless it is held for its owner, and forgets a
// session with nothing left: no transaction, no EV, no authorization.
func (ch *Charging) Settle(s *Session) {
	if c := ch.site.Connector(s.EVSE, s.Connector); c != nil && c.Locked && c.HeldFor == nil && !s.Authorized {
		ch.site.Unlock(c)
	}
	if s.Tx != nil || s.Connected || s.Authorized || s.Asking {
		return
	}
	ch.kernel.Cancel(s.Timeout)
	ch.kernel.Cancel(s.limit)
	ch.DisarmSampling(s)
	if e := ch.site.EVSE(s.EVSE); e != nil && At(e) == s {
		e.Guest = nil
	}
	if ch.floating == s {
		ch.floating = nil
	}
}
