package control

import (
	"errors"
	"fmt"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/site"
)

// resetOne answers a Reset of one EVSE. The other EVSEs and the connection do not notice it.
func (ct *Control) resetOne(id int, kind ocpp201.ResetEnum) (ocpp201.ResetResponse, error) {
	e := ct.site.EVSE(id)
	switch {
	case !ct.product.Capabilities.ResetEVSE:
		return refusedReset("UnsupportedRequest", errors.New("this charging station resets no single EVSE")), nil // B11.FR.09, B12.FR.09
	case e == nil:
		return refusedReset("UnknownEvse", fmt.Errorf("there is no EVSE %d", id)), nil
	case kind == ocpp201.ResetEnumOnIdle && (Busy(e) || ct.reservations.Decide.Holds(e)): // B12.FR.01
		e.Reset.WhenIdle = true
		return ocpp201.ResetResponse{Status: ocpp201.ResetStatusScheduled}, nil
	}
	ct.wire.Then(func() { ct.ResetEVSE(e) })
	return ocpp201.ResetResponse{Status: ocpp201.ResetStatusAccepted}, nil
}

// Busy tells whether the EVSE has a transaction.
func Busy(e *site.EVSE) bool { return charging.At(e) != nil && charging.At(e).Tx != nil }

// refusedReset gives the reason with a reason code of the part 2 appendices ("Reason codes").
func refusedReset(code string, reason error) ocpp201.ResetResponse {
	return ocpp201.ResetResponse{Status: ocpp201.ResetStatusRejected,
		StatusInfo: &ocpp201.StatusInfo{ReasonCode: code, AdditionalInfo: new(reason.Error())}}
}

// ResetEVSE ends the EVSE's transaction (B12.FR.08) and has the EVSE start again once that is delivered, or when the CSMS
// has not taken it within a message timeout.
func (ct *Control) ResetEVSE(e *site.EVSE) {
	if e.Reset.Due {
		return
	}
	e.Reset = site.EVSEReset{Due: true, Held: e.Reset.Held}
	if s := charging.At(e); s != nil && s.Tx != nil {
		ct.charging.Happen(s, ct.Decide.ResetCause(e), func() {})
	}
	ct.kernel.After(ct.wire.MessageTimeout(), func() { ct.restartEVSE(e) })
	ct.kernel.After(0, ct.ResetWhenDelivered)
}

// resetEVSEWhenIdle carries out a scheduled reset when the EVSE's transaction has ended (B12.FR.07) and it is not reserved.
func (ct *Control) resetEVSEWhenIdle(e *site.EVSE) {
	if e == nil || !e.Reset.WhenIdle || Busy(e) || ct.reservations.Decide.Holds(e) {
		return
	}
	e.Reset.WhenIdle = false
	ct.ResetEVSE(e)
}

// restartEVSE takes the EVSE out of service and begins with nobody, until it has started again.
func (ct *Control) restartEVSE(e *site.EVSE) {
	if !e.Reset.Due || e.Reset.Under {
		return
	}
	e.Reset.Under = true
	if s := charging.At(e); s != nil {
		ct.charging.OpenPower(s)
		ct.kernel.Cancel(s.Timeout)
		ct.charging.DisarmSampling(s)
		s.Gone, s.EVSE, e.Guest = true, 0, nil
	}
	ct.site.UpdateStatuses()
	ct.kernel.After(ct.Decide.RestartTakes(e), func() { ct.evseRestarted(e) })
}

// evseRestarted puts the EVSE back into service: Unavailable if the CSMS has made it so (B12.FR.06), and with the EV that
// is still connected (E01.FR.02).
func (ct *Control) evseRestarted(e *site.EVSE) {
	e.Reset = site.EVSEReset{Held: e.Reset.Held}
	for _, c := range e.Connectors {
		if c.Locked {
			ct.site.Unlock(c)
		}
	}
	ct.charging.AnotherPlug(e)
	ct.site.UpdateStatuses()
}
