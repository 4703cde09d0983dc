package bench

import (
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/strictyaml"
	"github.com/certbench/certbench/rigs"
)

// What a bench can move of a station, to trigger monitors: a transaction moves the first, the plug the second.
var (
	movedByCharging = []string{"EVSE.Power", "EVSE.Current", "EVSE.ACCurrent", "EVSE.DCCurrent", "Connector.Power", "Connector.Current", "Connector.ACCurrent", "Connector.DCCurrent"}
	movedByPlug     = []string{"EVSE.AvailabilityState", "Connector.AvailabilityState"}
)

// checkMonitors refuses monitors that nothing could trigger, and values by which a station could not pass.
func checkMonitors(d *decoder, c octt.Configured) {
	moved := func(key, name string, known []string) {
		if !slices.ContainsFunc(known, func(k string) bool { return strings.EqualFold(k, name) }) {
			d.fail("configured."+key, "configured.%s cannot be %q, which no act moves; write %s", key, name, strings.Join(known, ", "))
		}
	}
	moved("threshold_monitor_component_variable", c.ThresholdVariable, movedByCharging)
	moved("numeric_delta_component_variable", c.NumericDeltaVariable, movedByCharging)
	moved("non_numeric_delta_component_variable", c.TextDeltaVariable, movedByPlug)
	if component, variable, ok := strings.Cut(c.LimitedVariable, "."); !ok || component == "" || variable == "" {
		d.fail("configured.threshold_monitor_component_variable_with_maxlimit", "configured.threshold_monitor_component_variable_with_maxlimit cannot be %q; write Component.Variable, such as EVSE.Power", c.LimitedVariable)
	}
	if c.UpperNonTrigger <= c.UpperTrigger {
		d.fail(d.written("configured.threshold_monitor_upperthreshold_non_trigger_value", "configured.threshold_monitor_upperthreshold_trigger_value"),
			"the upper threshold that nothing exceeds is %v, and the one that charging exceeds %v; write a greater one", c.UpperNonTrigger, c.UpperTrigger)
	}
	if c.LowerTrigger <= 0 || c.LowerTrigger > c.UpperTrigger {
		d.fail("configured.threshold_monitor_lowerthreshold_trigger_value", "configured.threshold_monitor_lowerthreshold_trigger_value is %v; write a value above 0 and not above the upper one, %v", c.LowerTrigger, c.UpperTrigger)
	}
	if c.NumericDelta <= 0 {
		d.fail("configured.numeric_delta_trigger_value", "configured.numeric_delta_trigger_value is %v; write a value above 0", c.NumericDelta)
	}
	if c.Severity < 0 || c.Severity > 8 {
		d.fail("configured.severity", "configured.severity is %d; write 0 to 8, for TC_N_23_CS takes the next", c.Severity)
	}
	if !slices.Contains(rigs.Defects(), c.HardWiredFault) {
		known := make([]string, len(rigs.Defects()))
		for i, f := range rigs.Defects() {
			known[i] = string(f)
		}
		d.fail("configured.hardwired_notification_fault", "configured.hardwired_notification_fault cannot be %q; %s", c.HardWiredFault, strictyaml.Known(string(c.HardWiredFault), known))
	}
}
