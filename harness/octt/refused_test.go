package octt

import (
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

func TestARefusalIsTheCALLERRORThatTheRowNames(t *testing.T) {
	for name, c := range map[string]struct {
		answer *ocppj.Frame
		want   evidence.Verdict
		part   string
	}{
		"it":            {&ocppj.Frame{Type: ocppj.CallError, ErrorCode: ocppj.SecurityError}, evidence.Pass, ""},
		"another":       {&ocppj.Frame{Type: ocppj.CallError, ErrorCode: ocppj.NotSupported}, evidence.Fail, "Expected CALLERROR SecurityError, got CALLERROR NotSupported"},
		"no refusal":    {result(ocpp201.ClearCacheResponse{Status: "Accepted"}), evidence.Fail, "Expected CALLERROR SecurityError, got a ClearCacheResponse"},
		"no answer":     {nil, evidence.Fail, "no answer within 14s"},
		"an empty code": {&ocppj.Frame{Type: ocppj.CallError}, evidence.Fail, "Expected CALLERROR SecurityError"},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.answering("ClearCache", c.answer)
				l.expect(c.want, c.part, func(s *Scenario) { Send(s, 1, clear).Refused(2, ocppj.SecurityError, "B03.FR.08") })
			})
		})
	}
}
