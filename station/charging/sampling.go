package charging

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/kernel"
)

// sampling is when a transaction's meter values are next read.
type sampling struct{ updated, ended, rate timer }

// timer is an alarm that comes again.
type timer struct {
	every time.Duration
	next  *kernel.Alarm
}

// repeat sets a timer unless it runs with the same interval already; 0 stops it.
func (ch *Charging) repeat(t *timer, every time.Duration, act func()) {
	if t.every == every && t.next != nil {
		return
	}
	ch.kernel.Cancel(t.next)
	*t = timer{every: every}
	if every > 0 {
		t.next = ch.kernel.After(every, func() {
			t.next = nil
			ch.repeat(t, every, act)
			act()
		})
	}
}

// armSampling follows the configured intervals (part 2, section J 2.1).
func (ch *Charging) armSampling(s *Session) {
	if s.Tx == nil {
		return
	}
	updated := ch.Decide.SampleEvery()
	ch.repeat(&s.sampling.updated, updated, func() { ch.samplePeriodic(s) })
	if ch.product.Capabilities.TellsChargingRate {
		ch.repeat(&s.sampling.rate, rateInterval, func() { ch.tellRate(s) })
	}
	ch.repeat(&s.sampling.ended, ch.model.Seconds("SampledDataCtrlr", "TxEndedInterval", ""), func() { ch.sampleForEnd(s) })
}

// DisarmSampling ends the reading of a session's meter values.
func (ch *Charging) DisarmSampling(s *Session) {
	ch.kernel.Cancel(s.sampling.updated.next)
	ch.kernel.Cancel(s.sampling.ended.next)
	ch.kernel.Cancel(s.sampling.rate.next)
	s.sampling = sampling{}
}

// samplePeriodic sends the values of TxUpdatedMeasurands (J02.FR.11).
func (ch *Charging) samplePeriodic(s *Session) {
	if s.EVSE != 0 {
		ch.tellReading(s, ocpp201.TriggerReasonMeterValuePeriodic, ch.meters.Sample(s.EVSE, "SampledDataCtrlr", "TxUpdatedMeasurands", ocpp201.ReadingContextSamplePeriodic))
	}
}

// tellReading tells what was read because its time had come.
func (ch *Charging) tellReading(s *Session, trigger ocpp201.TriggerReason, values []ocpp201.MeterValue) {
	if ch.Decide.TellsReading(s, trigger, values) {
		ch.emitReadings(s, trigger, values)
	}
}

// emitReadings sends what a meter has shown at one moment, in one event or in one for every measurand with the same
// timestamp (J02.FR.14).
func (ch *Charging) emitReadings(s *Session, trigger ocpp201.TriggerReason, values []ocpp201.MeterValue) {
	for _, part := range ch.parts(values) {
		ch.Emit(s, ocpp201.TransactionEventEnumUpdated, Cause{Trigger: trigger, readings: part})
	}
}

// parts are the meter values of one moment as the product sends them, message by message; one that has none is sent
// without.
func (ch *Charging) parts(values []ocpp201.MeterValue) [][]ocpp201.MeterValue {
	if !ch.product.Capabilities.OneMeasurandPerMessage || values == nil {
		return [][]ocpp201.MeterValue{values}
	}
	var parts [][]ocpp201.MeterValue
	var last *ocpp201.Measurand
	for i, sample := range values[0].SampledValue {
		if i == 0 || sample.Measurand != last {
			last = sample.Measurand
			parts = append(parts, []ocpp201.MeterValue{{Timestamp: values[0].Timestamp}})
		}
		of := &parts[len(parts)-1][0]
		of.SampledValue = append(of.SampledValue, sample)
	}
	return parts
}

// rateInterval is how often an EV changes what it draws, on a station that tells.
const rateInterval = 7 * time.Second

// tellRate tells that the EV draws more or less than before (part 2, TriggerReasonEnumType).
func (ch *Charging) tellRate(s *Session) {
	if s.Charging {
		ch.Emit(s, ocpp201.TransactionEventEnumUpdated, Cause{Trigger: ocpp201.TriggerReasonChargingRateChanged})
	}
}

// maxSamples bounds what is kept for an Ended event.
const maxSamples = 200

// sampleForEnd keeps values for the Ended event. When memory runs low every second of them is dropped (E06.FR.13), never
// the first.
func (ch *Charging) sampleForEnd(s *Session) {
	if s.EVSE != 0 {
		s.Tx.keep(ch.meters.Sample(s.EVSE, "SampledDataCtrlr", "TxEndedMeasurands", ocpp201.ReadingContextSamplePeriodic))
	}
}

func (tx *Transaction) keep(values []ocpp201.MeterValue) {
	tx.Samples = append(tx.Samples, values...)
	if len(tx.Samples) <= maxSamples {
		return
	}
	kept := tx.Samples[:0]
	for i, v := range tx.Samples {
		if i%2 == 0 {
			kept = append(kept, v)
		}
	}
	tx.Samples = kept
}

// SamplingChanged lets new settings of meter values and limits take effect.
func (ch *Charging) SamplingChanged() {
	ch.ArmAligned()
	for _, s := range ch.Sessions() {
		ch.armSampling(s)
		ch.limitEnergy(s)
	}
}

// retrieveSigned reads a signed meter value before energy is offered, and starts the transaction where TxStartPoint contains
// DataSigned (E01.FR.04).
func (ch *Charging) retrieveSigned(s *Session) {
	if s.Signed || s.Tx != nil || !ch.meters.Signs("SampledDataCtrlr") {
		return
	}
	ch.Happen(s, Cause{Trigger: ocpp201.TriggerReasonSignedDataReceived, onlyOnChange: true}, func() { s.Signed = true })
}

// KeyDue tells whether the meter's public key has not been told yet in the transaction at an EVSE, and takes it to be told
// now (PublicKeyWithSignedMeterValue, OncePerTransaction).
func (ch *Charging) KeyDue(evse int) bool {
	s := ch.TransactionAt(evse)
	if s == nil || s.Tx.KeyTold {
		return false
	}
	s.Tx.KeyTold = true
	return true
}

// EmitLatest tells the state and the latest values of a transaction because the CSMS has asked (F06.FR.07).
func (ch *Charging) EmitLatest(s *Session) {
	ch.emitReadings(s, ocpp201.TriggerReasonTrigger, ch.meters.Sample(s.EVSE, "SampledDataCtrlr", "TxUpdatedMeasurands", ocpp201.ReadingContextTrigger))
}
