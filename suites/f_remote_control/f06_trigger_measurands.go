package f_remote_control

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

const (
	alignedMeasurands = "AlignedDataCtrlr.Measurands"
	updatedMeasurands = "SampledDataCtrlr.TxUpdatedMeasurands"
)

// everyMeasurand warns of triggered values that leave out a measurand of a configuration variable. Part 2 asks for all of
// them (F06.FR.06, F06.FR.07), in one message or in several (J01.FR.15, E02.FR.11), and the tables name the requirements but
// validate nothing of them. The state of charge is known only where an EV tells it.
//
// Where several EVSEs were asked, each is judged by itself.
func everyMeasurand(s *octt.Scenario, variable string, asked func(*octt.Message) bool, ids ...string) {
	lacking := func() []string { return notTriggered(s.List(variable), valuesOf(s, asked)) }
	if len(lacking()) > 0 {
		s.AwaitMore()
	}
	s.Remark(3, fmt.Sprintf("There is a value of EVSE %d with the context Trigger for every measurand of %s.", s.Configured.EVSEID, variable), cmp.Or(strings.Join(lacking(), ", "), octt.None), octt.None, ids...)
}

// valuesOf lists the meter values of messages that were asked for, whether or not a row has claimed them.
func valuesOf(s *octt.Scenario, asked func(*octt.Message) bool) []ocpp201.MeterValue {
	var values []ocpp201.MeterValue
	for _, m := range octt.ToldMessages[ocpp201.MeterValuesRequest](s) {
		var q ocpp201.MeterValuesRequest
		if asked(m) && m.Payload.Decode(&q) == nil {
			values = append(values, q.MeterValue...)
		}
	}
	for _, m := range octt.ToldMessages[ocpp201.TransactionEventRequest](s) {
		var e ocpp201.TransactionEventRequest
		if asked(m) && m.Payload.Decode(&e) == nil {
			values = append(values, e.MeterValue...)
		}
	}
	return values
}

// notTriggered names the wanted measurands that no value with the context Trigger has.
func notTriggered(wanted []string, values []ocpp201.MeterValue) []string {
	var names []string
	for _, v := range values {
		for _, sample := range v.SampledValue {
			if sample.Context == nil || *sample.Context != ocpp201.ReadingContextTrigger {
				continue
			}
			if sample.Measurand == nil { // the default (part 2, SampledValueType)
				names = append(names, string(ocpp201.MeasurandEnergyActiveImportRegister))
				continue
			}
			names = append(names, string(*sample.Measurand))
		}
	}
	return slices.DeleteFunc(slices.Clone(wanted), func(name string) bool {
		return name == string(ocpp201.MeasurandSoC) || slices.Contains(names, name)
	})
}
