package sessions

import (
	"slices"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
)

// meteringFaults are the defects of meter values that the event itself shows.
var meteringFaults = []eventFault{
	{defects.ClockEventWrongTrigger, trigger(ocpp201.TriggerReasonMeterValueClock, ocpp201.TriggerReasonMeterValuePeriodic)},
	{defects.ClockEventWrongContext, ofTrigger(ocpp201.TriggerReasonMeterValueClock, ofContext(sampleClock, tellContext(samplePeriodic)))},
	{defects.ClockEventMeasurandMissing, ofTrigger(ocpp201.TriggerReasonMeterValueClock, ofContext(sampleClock, withoutLastMeasurand))},
	{defects.PeriodicWrongTrigger, trigger(ocpp201.TriggerReasonMeterValuePeriodic, ocpp201.TriggerReasonMeterValueClock)},
	{defects.PeriodicWrongContext, ofTrigger(ocpp201.TriggerReasonMeterValuePeriodic, ofContext(samplePeriodic, tellContext(sampleClock)))},
	{defects.PeriodicMeasurandMissing, ofTrigger(ocpp201.TriggerReasonMeterValuePeriodic, ofContext(samplePeriodic, withoutLastMeasurand))},
	{defects.PeriodicOldTimestamp, ofTrigger(ocpp201.TriggerReasonMeterValuePeriodic, ofContext(samplePeriodic, func(v *ocpp201.MeterValue) {
		v.Timestamp.Time = v.Timestamp.Add(-time.Hour)
	}))},

	{defects.BeginMissing, ofEnd(false, without(transactionBegin))},
	{defects.BeginWrongContext, ofEnd(false, ofContext(transactionBegin, tellContext(samplePeriodic)))},
	{defects.BeginMeasurandMissing, ofEnd(false, ofContext(transactionBegin, withoutLastMeasurand))},

	{defects.EndMissing, ofEnd(true, func(e *ocpp201.TransactionEventRequest) { e.MeterValue = nil })},
	{defects.EndWithoutLast, ofEnd(true, ofContext(transactionEnd, tellContext(samplePeriodic)))},
	{defects.EndPeriodicAsClock, ofEnd(true, ofContext(samplePeriodic, tellContext(sampleClock)))},
	{defects.EndIrregular, ofEnd(true, everySecondLate(samplePeriodic))},
	{defects.EndOneTimestamp, ofEnd(true, atTheEnd)},
	{defects.EndMeasurandMissing, ofEnd(true, ofContext(transactionEnd, withoutLastMeasurand))},
	{defects.ClockEndMissing, ofEnd(true, without(sampleClock))},
	{defects.ClockEndWrongContext, ofEnd(true, ofContext(sampleClock, tellContext(samplePeriodic)))},
	{defects.ClockEndIrregular, ofEnd(true, everySecondLate(sampleClock))},
	{defects.ClockEndMeasurandMissing, ofEnd(true, ofContext(sampleClock, withoutLastMeasurand))},

	{defects.SignatureOfEndMissing, ofContext(transactionEnd, unsigned)},
	{defects.SignatureOfClockMissing, ofContext(sampleClock, unsigned)},
	{defects.PublicKeyNotBase64, func(e *ocpp201.TransactionEventRequest) {
		for _, context := range []ocpp201.ReadingContext{transactionBegin, samplePeriodic, sampleClock, transactionEnd} {
			ofContext(context, keyInBrackets)(e)
		}
	}},
}

const (
	transactionBegin = ocpp201.ReadingContextTransactionBegin
	transactionEnd   = ocpp201.ReadingContextTransactionEnd
	samplePeriodic   = ocpp201.ReadingContextSamplePeriodic
	sampleClock      = ocpp201.ReadingContextSampleClock
)

// ofEnd spoils the events that end a transaction, or all others.
func ofEnd(ended bool, spoil func(*ocpp201.TransactionEventRequest)) func(*ocpp201.TransactionEventRequest) {
	return func(e *ocpp201.TransactionEventRequest) {
		if ended == (e.EventType == ocpp201.TransactionEventEnumEnded) {
			spoil(e)
		}
	}
}

func hasContext(v ocpp201.MeterValue, context ocpp201.ReadingContext) bool {
	return len(v.SampledValue) > 0 && v.SampledValue[0].Context != nil && *v.SampledValue[0].Context == context
}

// ofContext spoils copies of the meter values of a context.
func ofContext(context ocpp201.ReadingContext, spoil func(*ocpp201.MeterValue)) func(*ocpp201.TransactionEventRequest) {
	return func(e *ocpp201.TransactionEventRequest) {
		e.MeterValue = slices.Clone(e.MeterValue)
		for i := range e.MeterValue {
			if v := &e.MeterValue[i]; hasContext(*v, context) {
				v.SampledValue = slices.Clone(v.SampledValue)
				spoil(v)
			}
		}
	}
}

// without leaves out the meter values of a context.
func without(context ocpp201.ReadingContext) func(*ocpp201.TransactionEventRequest) {
	return func(e *ocpp201.TransactionEventRequest) {
		var left []ocpp201.MeterValue
		for _, v := range e.MeterValue {
			if !hasContext(v, context) {
				left = append(left, v)
			}
		}
		e.MeterValue = left
	}
}

func tellContext(context ocpp201.ReadingContext) func(*ocpp201.MeterValue) {
	return func(v *ocpp201.MeterValue) {
		for i := range v.SampledValue {
			v.SampledValue[i].Context = &context
		}
	}
}

// withoutLastMeasurand leaves out the last measurand where there are several.
func withoutLastMeasurand(v *ocpp201.MeterValue) {
	last := measurandOf(v.SampledValue[len(v.SampledValue)-1])
	left := slices.DeleteFunc(slices.Clone(v.SampledValue), func(s ocpp201.SampledValue) bool { return measurandOf(s) == last })
	if len(left) > 0 {
		v.SampledValue = left
	}
}

// measurandOf is what a value measures; one that is left out is the energy register (part 2, SampledValueType).
func measurandOf(s ocpp201.SampledValue) ocpp201.Measurand {
	if s.Measurand == nil {
		return ocpp201.MeasurandEnergyActiveImportRegister
	}
	return *s.Measurand
}

// everySecondLate has every second meter value of a context taken half the time later that lies between the first two.
func everySecondLate(context ocpp201.ReadingContext) func(*ocpp201.TransactionEventRequest) {
	return func(e *ocpp201.TransactionEventRequest) {
		var times []time.Time
		for _, v := range e.MeterValue {
			if hasContext(v, context) {
				times = append(times, v.Timestamp.Time)
			}
		}
		n := 0
		ofContext(context, func(v *ocpp201.MeterValue) {
			if n++; n%2 == 0 {
				v.Timestamp.Time = v.Timestamp.Add(times[1].Sub(times[0]) / 2)
			}
		})(e)
	}
}

// atTheEnd gives all meter values the timestamp of their event.
func atTheEnd(e *ocpp201.TransactionEventRequest) {
	e.MeterValue = slices.Clone(e.MeterValue)
	for i := range e.MeterValue {
		e.MeterValue[i].Timestamp = e.Timestamp
	}
}

func unsigned(v *ocpp201.MeterValue) {
	for i := range v.SampledValue {
		v.SampledValue[i].SignedMeterValue = nil
	}
}

func keyInBrackets(v *ocpp201.MeterValue) {
	for i := range v.SampledValue {
		if signed := v.SampledValue[i].SignedMeterValue; signed != nil && signed.PublicKey != "" {
			changed := *signed
			changed.PublicKey = "[" + signed.PublicKey + "]"
			v.SampledValue[i].SignedMeterValue = &changed
		}
	}
}
