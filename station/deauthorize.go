package station

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/product"
)

// tokenRefused is called when a TransactionEventResponse does not accept the token that began an authorization, which may
// have been local or offline (E05, C15).
func (fw *firmware) tokenRefused(s *session) {
	if fw.defects.Has(defects.RefusalInTransactionIgnored) {
		return
	}
	stop := fw.model.Boolean("TxCtrlr", "StopTxOnInvalidId") || fw.defects.Has(defects.InvalidIDAlwaysStops)
	if fw.defects.Has(defects.InvalidIDNeverStops) || fw.maxEnergy() > 0 && fw.defects.Has(defects.MaxEnergyDespiteStop) {
		stop = false
	}
	if stop {
		if !fw.deauthorizesLate(s, fw.deauthorize) {
			fw.deauthorize(s)
		}
		return
	}
	s.Refused = true
	fw.limitEnergy(s)
}

// deauthorize ends the authorization, and the transaction where TxStopPoint says so (E05.FR.09, FR.10; C15.FR.03, FR.04).
func (fw *firmware) deauthorize(s *session) {
	can, stops := fw.config.Capabilities, fw.model.List("TxCtrlr", "TxStopPoint")
	end := slices.Contains(stops, product.PointAuthorized) || slices.Contains(stops, product.PointPowerPath) || slices.Contains(stops, product.PointEnergy)
	owner := s.Token
	fw.happen(s, cause{trigger: ocpp201.TriggerReasonDeauthorized, reason: ocpp201.ReasonDeAuthorized, end: end}, func() {
		if end || !can.DeauthorizedThenState {
			fw.openPower(s)
		}
		fw.endAuthorization(s, ocpp201.ReasonDeAuthorized)
		s.Withheld = can.SuspendedByRefusal && !end && !s.Charging && s.Connected
	})
	if c := fw.connector(s.EVSE, s.Connector); c != nil && c.locked && !can.FreesRefusedCable {
		c.holdFor(owner) // E05.FR.11
	}
	if can.DeauthorizedThenState {
		fw.energize(s, ocpp201.ReasonDeAuthorized)
	}
	fw.settle(s)
	fw.deaf = fw.deaf || fw.defects.Has(defects.NotReadyAfterDeauthorization)
}

// limitEnergy stops the energy for a refused token when it has had MaxEnergyOnInvalidId, at once when there is no such
// allowance (E05.FR.02, FR.03; C15.FR.06, FR.07). Where TxStopPoint contains EnergyTransfer that ends the transaction.
func (fw *firmware) limitEnergy(s *session) {
	fw.kernel.Cancel(s.limit)
	if !s.Refused || s.Barred || !s.Authorized || fw.defects.Has(defects.RefusedKeepsCharging) {
		return
	}
	left := fw.maxEnergy() - fw.delivered(s)
	switch {
	case left <= 0:
		if !fw.suspendsLate(s, fw.bar) {
			fw.bar(s)
		}
	case s.Charging && !fw.defects.Has(defects.MaxEnergyEndless):
		fw.spoilAllowance(s)
		s.limit = fw.kernel.After(fw.meters[s.EVSE].until(left), func() { fw.bar(s) })
	}
}

// bar stops the energy, but neither the authorization nor the transaction.
func (fw *firmware) bar(s *session) {
	s.Barred = true
	fw.energize(s, ocpp201.ReasonDeAuthorized)
	fw.spoilBar(s)
}

// maxEnergy is MaxEnergyOnInvalidId in Wh, 0 when it is not implemented or not set.
func (fw *firmware) maxEnergy() float64 {
	if !fw.config.Capabilities.MaxEnergyOnInvalidID || fw.defects.Has(defects.MaxEnergyIgnored) {
		return 0
	}
	set := float64(fw.model.Integer("TxCtrlr", "MaxEnergyOnInvalidId", ""))
	if set > 0 && fw.defects.Has(defects.MaxEnergyTooSmall) {
		return set / 100
	}
	return set
}

// delivered is the energy that counts against MaxEnergyOnInvalidId, in Wh: all that the transaction has had. E05.FR.02
// knows a limit that has been exceeded already when the refusal comes, which it can only be by what came before.
func (fw *firmware) delivered(s *session) float64 {
	if s.Tx == nil || s.Tx.BeginDue {
		return 0
	}
	return fw.reading(s.EVSE).register - s.Tx.FirstWh
}
