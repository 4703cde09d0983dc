package octt

import (
	"fmt"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocppj"
)

// TestWhatANewFirmwareHasOvertakenIsNotKept has the station come up with other values between two of the requests by which a play
// asks for all that it has to know.
func TestWhatANewFirmwareHasOvertakenIsNotKept(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		names := l.model("4")
		updated := false
		var answer func([]byte) *ocppj.Frame
		answer = func(payload []byte) *ocppj.Frame {
			delete(l.csms.answers, "GetVariables") // the caller holds mu
			defer func() { l.csms.answers["GetVariables"] = answer }()
			if strings.Contains(string(payload), `"Variable8"`) && !updated {
				updated = true
				l.csms.variables[names[0]] = "new"
				id := fmt.Sprintf("station-%d", len(l.csms.sent)+1000)
				l.csms.sent = append(l.csms.sent, id)
				l.csms.frame(FrameIn, ocppj.Frame{Type: ocppj.Call, ID: id, Action: "SecurityEventNotification", Payload: []byte(security)},
					ocppj.EncodeCall(id, "SecurityEventNotification", []byte(security)))
			}
			return l.csms.answer("GetVariables", payload)
		}
		l.csms.answers["GetVariables"] = answer
		l.before = Known(names...)
		l.expect(evidence.Pass, "", func(s *Scenario) { s.Check(1, "One is one.", 1, 1) })
		l.expect(evidence.Pass, "", func(s *Scenario) { s.Check(1, "The value is the new one.", s.Variable(names[0]), "new") })
	})
}
