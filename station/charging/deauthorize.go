package charging

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/product"
)

// tokenRefused is called when a TransactionEventResponse does not accept the token that began an authorization, which may
// have been local or offline (E05, C15).
func (ch *Charging) tokenRefused(s *Session) {
	if ch.Decide.RefusalStops() {
		ch.Decide.Deauthorize(s)
		return
	}
	s.Refused = true
	ch.limitEnergy(s)
}

// deauthorize ends the authorization, and the transaction where TxStopPoint says so (E05.FR.09, FR.10; C15.FR.03, FR.04).
func (ch *Charging) deauthorize(s *Session) {
	can, stops := ch.product.Capabilities, ch.model.List("TxCtrlr", "TxStopPoint")
	end := slices.Contains(stops, product.PointAuthorized) || slices.Contains(stops, product.PointPowerPath) || slices.Contains(stops, product.PointEnergy)
	owner := s.Token
	ch.Happen(s, Cause{Trigger: ocpp201.TriggerReasonDeauthorized, Reason: ocpp201.ReasonDeAuthorized, End: end}, func() {
		if end || !can.DeauthorizedThenState {
			ch.OpenPower(s)
		}
		ch.EndAuthorization(s, ocpp201.ReasonDeAuthorized)
		s.Withheld = can.SuspendedByRefusal && !end && !s.Charging && s.Connected
	})
	if c := ch.site.Connector(s.EVSE, s.Connector); c != nil && c.Locked && !can.FreesRefusedCable {
		c.HoldFor(owner) // E05.FR.11
	}
	if can.DeauthorizedThenState {
		ch.Energize(s, ocpp201.ReasonDeAuthorized)
	}
	ch.Settle(s)
}

// limitEnergy stops the energy for a refused token when it has had MaxEnergyOnInvalidId, at once when there is no such
// allowance (E05.FR.02, FR.03; C15.FR.06, FR.07). Where TxStopPoint contains EnergyTransfer that ends the transaction.
func (ch *Charging) limitEnergy(s *Session) {
	ch.kernel.Cancel(s.limit)
	if !s.Refused || s.Barred || !s.Authorized {
		return
	}
	left := ch.Decide.MaxEnergy() - ch.delivered(s)
	switch {
	case !ch.Decide.Limits(s, left):
	case left <= 0:
		ch.Decide.Bar(s, false)
	case s.Charging:
		s.limit = ch.kernel.After(ch.meters.Until(s.EVSE, left), func() { ch.Decide.Bar(s, true) })
	}
}

func (ch *Charging) bar(s *Session, _ bool) {
	s.Barred = true
	ch.Energize(s, ocpp201.ReasonDeAuthorized)
}

func (ch *Charging) maxEnergy() float64 {
	if !ch.product.Capabilities.MaxEnergyOnInvalidID {
		return 0
	}
	return float64(ch.model.Integer("TxCtrlr", "MaxEnergyOnInvalidId", ""))
}

// delivered is the energy that counts against MaxEnergyOnInvalidId, in Wh: all that the transaction has had. E05.FR.02
// knows a limit that has been exceeded already when the refusal comes, which it can only be by what came before.
func (ch *Charging) delivered(s *Session) float64 {
	if s.Tx == nil || s.Tx.BeginDue {
		return 0
	}
	return ch.meters.Register(s.EVSE) - s.Tx.FirstWh
}
