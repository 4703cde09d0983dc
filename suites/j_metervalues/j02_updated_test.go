package j_metervalues

import (
	"testing"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// TestAnEventOfMeterValuesIsKnownByItsReasonAndItsFirstValue has events of several elements: part 2, J02.FR.10 allows them.
func TestAnEventOfMeterValuesIsKnownByItsReasonAndItsFirstValue(t *testing.T) {
	const clock, periodic = ocpp201.ReadingContextSampleClock, ocpp201.ReadingContextSamplePeriodic
	const byClock, byTime, other = ocpp201.TriggerReasonMeterValueClock, ocpp201.TriggerReasonMeterValuePeriodic, ocpp201.TriggerReasonChargingStateChanged
	for name, c := range map[string]struct {
		trigger          ocpp201.TriggerReason
		contexts         []ocpp201.ReadingContext
		aligned, sampled bool
	}{
		"aligned":                         {byClock, []ocpp201.ReadingContext{clock}, true, false},
		"sampled":                         {byTime, []ocpp201.ReadingContext{periodic}, false, true},
		"sampled, and aligned beside":     {byTime, []ocpp201.ReadingContext{periodic, clock}, false, true},
		"aligned, and sampled beside":     {byClock, []ocpp201.ReadingContext{clock, periodic}, true, false},
		"aligned with the wrong reason":   {byTime, []ocpp201.ReadingContext{clock}, true, true},
		"aligned with no reason for it":   {other, []ocpp201.ReadingContext{periodic, clock}, true, true},
		"aligned by reason, not by value": {byClock, []ocpp201.ReadingContext{periodic}, true, true},
		"neither":                         {other, nil, false, false},
	} {
		e := ocpp201.TransactionEventRequest{EventType: ocpp201.TransactionEventEnumUpdated, TriggerReason: c.trigger}
		for _, context := range c.contexts {
			e.MeterValue = append(e.MeterValue, ocpp201.MeterValue{SampledValue: []ocpp201.SampledValue{{Context: &context}}})
		}
		if aligned, sampled := alignedEvent(e), sampledEvent(e); aligned != c.aligned || sampled != c.sampled {
			t.Errorf("%s: expected it to be aligned: %t and sampled: %t, got %t and %t", name, c.aligned, c.sampled, aligned, sampled)
		}
	}
}
