package bench

import (
	"strings"
	"testing"
)

func TestMonitorsThatNothingCouldTriggerAreRefused(t *testing.T) {
	for _, c := range []struct{ lines, want string }{
		{"threshold_monitor_component_variable: EVSE.Temperature", `cannot be "EVSE.Temperature", which no act moves; write EVSE.Power`},
		{"non_numeric_delta_component_variable: TxCtrlr.TxStartPoint", `which no act moves; write EVSE.AvailabilityState`},
		{"threshold_monitor_upperthreshold_non_trigger_value: 50", "the upper threshold that nothing exceeds is 50, and the one that charging exceeds 100"},
		{"threshold_monitor_lowerthreshold_trigger_value: 200", "write a value above 0 and not above the upper one, 100"},
		{"numeric_delta_trigger_value: 0", "configured.numeric_delta_trigger_value is 0; write a value above 0"},
		{"severity: 9", "configured.severity is 9; write 0 to 8"},
		{"hardwired_notification_fault: fire", `cannot be "fire"`},
		{"threshold_monitor_component_variable_with_maxlimit: Power", `cannot be "Power"; write Component.Variable`},
	} {
		_, err := Read("bench.yaml", []byte("configured:\n  "+c.lines+"\n"))
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "bench.yaml:2") {
			t.Errorf("%s: expected an error in line 2 that contains %q, got %v", c.lines, c.want, err)
		}
	}
}
