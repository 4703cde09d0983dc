package octt

import (
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/rules"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// A station that the CSMS has not accepted sends nothing but BootNotificationRequests (part 2, B02.FR.02, B03.FR.02), and
// what a Pending one was asked for by the three requests that B01.FR.10 names. Every other CALL is answered with CALLERROR
// SecurityError, as a CSMS does (B01.FR.10, B02.FR.09, B03.FR.07), and is nobody's: no row takes it for its own.

var barredRule = &rules.FrameRule{Requirement: "Until it is accepted the Charging Station sends no message but BootNotificationRequest, and while Pending what it was asked for by TriggerMessageRequest, GetBaseReportRequest or GetReportRequest.",
	Expected: "nothing", Verdict: evidence.Fail, Clause: "part 2, use cases B01 to B03", IDs: []string{"B01.FR.10", "B02.FR.02", "B03.FR.02"}, Once: true}

// bar answers a CALL that the station may not send yet, and reports whether it is one. The caller holds mu.
func (w *wire) bar(m *Message) bool {
	if m.Action == "BootNotification" || !w.unaccepted() {
		return false
	}
	if w.registration.admission == string(ocpp201.RegistrationStatusPending) && w.registration.invited[m.Action] {
		return false
	}
	m.barred = true
	w.fault(m.Seq, m.Action+"Request while "+w.registration.admission, barredRule)
	w.answerError(m, ocppj.SecurityError, "the Charging Station is not accepted: its registration status is "+w.registration.admission)
	return true
}

// unaccepted tells that the last BootNotificationResponse was not Accepted. The caller holds mu.
func (w *wire) unaccepted() bool {
	return w.registration.admission != "" && w.registration.admission != string(ocpp201.RegistrationStatusAccepted)
}

// invite notes which messages a request of the CSMS allows a Pending station to send, before it goes out.
func (w *wire) invite(request any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, action := range invited(request) {
		if w.registration.invited == nil {
			w.registration.invited = map[string]bool{}
		}
		w.registration.invited[action] = true
	}
}

func invited(request any) []string {
	switch q := request.(type) {
	case ocpp201.GetBaseReportRequest, ocpp201.GetReportRequest:
		return []string{"NotifyReport"}
	case ocpp201.TriggerMessageRequest:
		switch q.RequestedMessage {
		case ocpp201.MessageTriggerStatusNotification:
			return []string{"StatusNotification", "NotifyEvent"} // part 2, G01, alternative scenario
		case ocpp201.MessageTriggerSignChargingStationCertificate, ocpp201.MessageTriggerSignV2GCertificate, ocpp201.MessageTriggerSignCombinedCertificate:
			return []string{"SignCertificate"}
		}
		return []string{string(q.RequestedMessage)} // the others are named as their messages are
	}
	return nil
}
