package f_remote_control

import (
	"fmt"
	"slices"
	"testing"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
)

func TestTriggeredValuesLeaveOutAMeasurand(t *testing.T) {
	value := func(context ocpp201.ReadingContext, name *ocpp201.Measurand) ocpp201.MeterValue {
		return ocpp201.MeterValue{SampledValue: []ocpp201.SampledValue{{Context: &context, Measurand: name}}}
	}
	voltage, trigger := new(ocpp201.MeasurandVoltage), ocpp201.ReadingContextTrigger
	wanted := []string{"Energy.Active.Import.Register", "Voltage", "SoC"}
	for name, c := range map[string]struct {
		values []ocpp201.MeterValue
		want   []string
	}{
		"none":                             {nil, []string{"Energy.Active.Import.Register", "Voltage"}},
		"all, the default one omitted":     {[]ocpp201.MeterValue{value(trigger, nil), value(trigger, voltage)}, nil},
		"one of them":                      {[]ocpp201.MeterValue{value(trigger, voltage)}, []string{"Energy.Active.Import.Register"}},
		"one of them by the clock instead": {[]ocpp201.MeterValue{value(trigger, nil), value(ocpp201.ReadingContextSampleClock, voltage)}, []string{"Voltage"}},
	} {
		if got := notTriggered(wanted, c.values); !slices.Equal(got, c.want) {
			t.Errorf("%s: expected %v to be lacking, got %v", name, c.want, got)
		}
	}
}

// A station that sends the values of all EVSEs whatever it is asked for is told by those that it was not asked for.
func TestTriggeredValuesOfAnotherEVSE(t *testing.T) {
	for name, c := range map[string]struct {
		ids  []int
		want string
	}{
		"none":               {nil, "none"},
		"one":                {[]int{2}, "EVSE 2"},
		"several, and again": {[]int{3, 2, 3}, "EVSE 2, EVSE 3"},
	} {
		if got := otherEVSEs(c.ids); got != c.want {
			t.Errorf("%s: expected %q, got %q", name, c.want, got)
		}
	}
	for context, want := range map[string]bool{"Trigger": true, "Sample.Clock": false} {
		payload := fmt.Sprintf(`{"evseId":2,"meterValue":[{"timestamp":"2026-01-01T00:00:00Z","sampledValue":[{"value":1,"context":%q}]}]}`, context)
		m := &octt.Message{Call: ledger.Call{Action: "MeterValues", Payload: schemas.Read([]byte(payload))}}
		if got := ofTrigger(m); got != want || evseOf(m) != 2 {
			t.Errorf("%s: expected triggered values: %t, got %t of EVSE %d", context, want, got, evseOf(m))
		}
	}
}
