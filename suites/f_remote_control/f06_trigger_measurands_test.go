package f_remote_control

import (
	"slices"
	"testing"

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
