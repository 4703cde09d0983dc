package charging

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/product"
)

// tokenRefused is called when a TransactionEventResponse does not accept the token that began an authorization, which may
// have been local or offline (E05, C15).
func (ch *Charging) tokenRefused(s *Session) {
	if ch.defects.Has(defects.RefusalInTransactionIgnored) {
		return
	}
	stop := ch.model.Boolean("TxCtrlr", "StopTxOnInvalidId") || ch.defects.Has(defects.InvalidIDAlwaysStops)
	if ch.defects.Has(defects.InvalidIDNeverStops) || ch.maxEnergy() > 0 && ch.defects.Has(defects.MaxEnergyDespiteStop) {
		stop = false
	}
	if stop {
		if !ch.deauthorizesLate(s, ch.deauthorize) {
			ch.deauthorize(s)
		}
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
	ch.site.Deaf = ch.site.Deaf || ch.defects.Has(defects.NotReadyAfterDeauthorization)
}

// limitEnergy stops the energy for a refused token when it has had MaxEnergyOnInvalidId, at once when there is no such
// allowance (E05.FR.02, FR.03; C15.FR.06, FR.07). Where TxStopPoint contains EnergyTransfer that ends the transaction.
func (ch *Charging) limitEnergy(s *Session) {
	ch.kernel.Cancel(s.limit)
	if !s.Refused || s.Barred || !s.Authorized || ch.defects.Has(defects.RefusedKeepsCharging) {
		return
	}
	left := ch.maxEnergy() - ch.delivered(s)
	switch {
	case left <= 0:
		if !ch.suspendsLate(s, ch.bar) {
			ch.bar(s)
		}
	case s.Charging && !ch.defects.Has(defects.MaxEnergyEndless):
		ch.spoilAllowance(s)
		s.limit = ch.kernel.After(ch.meters[s.EVSE].until(left), func() { ch.bar(s) })
	}
}

// bar stops the energy, but neither the authorization nor the transaction.
func (ch *Charging) bar(s *Session) {
	s.Barred = true
	ch.Energize(s, ocpp201.ReasonDeAuthorized)
	ch.spoilBar(s)
}

// maxEnergy is MaxEnergyOnInvalidId in Wh, 0 when it is not implemented or not set.
func (ch *Charging) maxEnergy() float64 {
	if !ch.product.Capabilities.MaxEnergyOnInvalidID || ch.defects.Has(defects.MaxEnergyIgnored) {
		return 0
	}
	set := float64(ch.model.Integer("TxCtrlr", "MaxEnergyOnInvalidId", ""))
	if set > 0 && ch.defects.Has(defects.MaxEnergyTooSmall) {
		return set / 100
	}
	return set
}

// delivered is the energy that counts against MaxEnergyOnInvalidId, in Wh: all that the transaction has had. E05.FR.02
// knows a limit that has been exceeded already when the refusal comes, which it can only be by what came before.
func (ch *Charging) delivered(s *Session) float64 {
	if s.Tx == nil || s.Tx.BeginDue {
		return 0
	}
	return ch.reading(s.EVSE).register - s.Tx.FirstWh
}
