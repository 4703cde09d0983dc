package octt

import (
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// TestABrokenPremiseIsNobodysFault looks at it before the answer is judged, whatever that comes to.
func TestABrokenPremiseIsNobodysFault(t *testing.T) {
	for name, c := range map[string]struct {
		broken string
		status string
		want   evidence.Verdict
	}{
		"it holds, and the answer is right":   {"", "Accepted", evidence.Pass},
		"it holds, and the answer is wrong":   {"", "Rejected", evidence.Fail},
		"it is broken, the answer would pass": {"no monitors", "Accepted", evidence.Inconclusive},
		"it is broken, the answer would fail": {"no monitors", "Rejected", evidence.Inconclusive},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.answering("SetMonitoringLevel", result(map[string]string{"status": c.status}))
				l.expect(c.want, c.broken, func(s *Scenario) {
					Send(s, 1, ocpp201.SetMonitoringLevelRequest{Severity: 5}).Receive(2, Must("status", "Accepted"),
						Premise("There are monitors.", func(ocpp201.SetMonitoringLevelResponse) string { return c.broken }))
				})
			})
		})
	}
}

// TestMoreThanAStationTakesIsNobodysFault as far as it has told how much it takes.
func TestMoreThanAStationTakesIsNobodysFault(t *testing.T) {
	const items, bytes = "MonitoringCtrlr.ItemsPerMessage", "MonitoringCtrlr.BytesPerMessage" // the fake knows no instances
	for name, c := range map[string]struct {
		code         ocppj.ErrorCode
		items, bytes string
		want         evidence.Verdict
	}{
		"more elements":                {ocppj.OccurrenceConstraintViolation, "1", "", evidence.Inconclusive},
		"more bytes":                   {ocppj.FormatViolation, "", "40", evidence.Inconclusive},
		"as many as it takes":          {ocppj.OccurrenceConstraintViolation, "2", "4000", evidence.Fail},
		"it does not say how many":     {ocppj.OccurrenceConstraintViolation, "", "", evidence.Fail},
		"it says no number":            {ocppj.OccurrenceConstraintViolation, "many", "", evidence.Fail},
		"more, refused for what it is": {ocppj.NotImplemented, "1", "", evidence.Fail},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				for name, value := range map[string]string{items: c.items, bytes: c.bytes} {
					if value != "" {
						l.csms.variables[name] = value
					}
				}
				l.csms.answering("ClearVariableMonitoring", &ocppj.Frame{Type: ocppj.CallError, ErrorCode: c.code, Payload: []byte("{}")})
				l.expect(c.want, "", func(s *Scenario) {
					Send(s, 1, ocpp201.ClearVariableMonitoringRequest{ID: []int{1, 2}}).Receive(2, Present("clearMonitoringResult"))
				})
			})
		})
	}
}
