package charging

import (
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/wire"
)

// SpoilProfile is what this station makes of the chargingProfile of a remote start.
func (ch *Charging) SpoilProfile(s *Session, q *ocpp201.RequestStartTransactionRequest) {
	if q.ChargingProfile == nil {
		return
	}
	if ch.defects.Has(defects.ProfileStartIDMistaken) {
		q.RemoteStartID = q.ChargingProfile.ID
	}
	s.starved = ch.defects.Has(defects.ProfileStartNotCharging)
}

// spoilRegisters is what the registers of a reading show.
func (ch *Charging) spoilRegisters(values []ocpp201.SampledValue) {
	if !slices.ContainsFunc(values, isRegister) || !ch.defects.Has(defects.RegisterBackwards) {
		return
	}
	ch.registersRead++
	for i := range values {
		if isRegister(values[i]) && ch.registersRead%2 == 0 {
			values[i].Value -= 10_000
		}
	}
}

func isRegister(s ocpp201.SampledValue) bool {
	return strings.HasSuffix(string(*s.Measurand), ".Register")
}

// clockEvent sends clock-aligned values of an EVSE with a transaction, unless a defect silences it.
func (ch *Charging) clockEvent(s *Session, values []ocpp201.MeterValue) {
	if values == nil || ch.defects.Has(defects.ClockSilentInTransaction) || s.Tx.clockTold && ch.defects.Has(defects.ClockOnceInTransaction) {
		return
	}
	s.Tx.clockTold = true
	ch.EmitReadings(s, ocpp201.TriggerReasonMeterValueClock, values)
}

// idleness is what a station makes of SendDuringIdle at one moment.
type idleness int

const (
	allSend        idleness = iota
	nobodySends             // J01.FR.20
	othersSend              // only for a defect: the EVSEs with a transaction are silent
	allByMeterOnly          // only for a defect: they send MeterValues
)

// spoilIdle is what this station makes of SendDuringIdle; busy tells whether it has a transaction.
func (ch *Charging) spoilIdle(busy bool) idleness {
	has := ch.defects.Has
	if !busy {
		if has(defects.IdleOnlyNever) || ch.wasBusy && has(defects.IdleOnlyForever) {
			return nobodySends
		}
		return allSend
	}
	ch.wasBusy = true
	switch {
	case has(defects.IdleOnlyIgnored):
		return allSend
	case has(defects.IdleOnlyForEVSEAlone):
		return othersSend
	case has(defects.IdleOnlyAsMeterValues):
		return allByMeterOnly
	}
	return nobodySends
}

// spoilUpdated is the interval of sampled values as this station keeps it.
func (ch *Charging) spoilUpdated(every time.Duration) time.Duration {
	switch {
	case every == 0:
	case ch.defects.Has(defects.PeriodicTwiceTheInterval):
		return 2 * every
	case ch.defects.Has(defects.PeriodicFixedInterval):
		return 17 * time.Second
	}
	return every
}

// spoilPeriodic tells whether a defect keeps sampled values from being sent as they should.
func (ch *Charging) spoilPeriodic(s *Session, values []ocpp201.MeterValue) bool {
	if values == nil || ch.defects.Has(defects.PeriodicNotSent) || s.Tx.sampleTold && ch.defects.Has(defects.PeriodicOnce) {
		return true
	}
	s.Tx.sampleTold = true
	if ch.wire.Online() && ch.defects.Has(defects.PeriodicAsMeterValues) {
		wire.Send(ch.wire, ocpp201.MeterValuesRequest{EVSEID: s.EVSE, MeterValue: values}, wire.Sending{})
		return true
	}
	return false
}

// surplusEnd is the value that a defect adds to the end of a transaction.
func (ch *Charging) surplusEnd(s *Session) []ocpp201.MeterValue {
	if len(ch.model.List("SampledDataCtrlr", "TxEndedMeasurands")) > 0 || !ch.defects.Has(defects.ClockEndWithSampled) {
		return nil
	}
	return ch.Sample(s.EVSE, "AlignedDataCtrlr", "TxEndedMeasurands", ocpp201.ReadingContextTransactionEnd)
}
