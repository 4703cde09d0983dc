package f_remote_control

import (
	"fmt"
	"slices"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// trigger plays rows 1 and 2: the CSMS asks for a message, of one EVSE or connector or of all, and the station says that it
// will send it.
func trigger(s *octt.Scenario, message ocpp201.MessageTrigger, at *ocpp201.EVSE) *octt.Sent[ocpp201.TriggerMessageResponse] {
	return triggerAt(s, 1, message, at)
}

// triggerAt is trigger as other rows.
func triggerAt(s *octt.Scenario, row int, message ocpp201.MessageTrigger, at *ocpp201.EVSE) *octt.Sent[ocpp201.TriggerMessageResponse] {
	sent := octt.Send(s, row, ocpp201.TriggerMessageRequest{RequestedMessage: message, EVSE: at})
	sent.Receive(row+1, octt.Must("status", ocpp201.TriggerMessageStatusAccepted).Clause("F06.FR.05"))
	return sent
}

// here is the configured EVSE.
func here(s *octt.Scenario) *ocpp201.EVSE { return &ocpp201.EVSE{ID: s.Configured.EVSEID} }

// answersFirst is what every table about an accepted trigger is for beside its validations: the response comes before the
// message (F06.FR.04). The tables show it by the order of their rows.
func answersFirst(s *octt.Scenario, sent *octt.Sent[ocpp201.TriggerMessageResponse], m *octt.Message) {
	sent.MustPrecede(3, m, "F06.FR.04")
}

// TC_F_15_CS asks for the state of an upload that there is not. Idle is read as the general preconditions: no log is being
// uploaded at rest. That the message has no requestId then (part 2, LogStatusNotificationRequest) is not in the table.
var TC_F_15_CS = octt.Register(octt.Case{
	ID: "TC_F_15_CS",
	Main: func(s *octt.Scenario) {
		sent := trigger(s, ocpp201.MessageTriggerLogStatusNotification, nil)
		_, call := octt.Receive[ocpp201.LogStatusNotificationRequest](s, 3,
			octt.Must("status", ocpp201.UploadLogStatusIdle).Clause("F06.FR.10", "F06.FR.15"))
		answersFirst(s, sent, call.Message())
		call.Accept(4)
	},
})

// TC_F_17_CS asks for the state of the firmware and names an EVSE, which is of no meaning for it: the message must come
// all the same, and not be turned down (F06.FR.03, against the choice that F06.FR.05 leaves).
var TC_F_17_CS = octt.Register(octt.Case{
	ID:   "TC_F_17_CS",
	Main: func(s *octt.Scenario) { firmwareIdle(s, here(s), "F06.FR.03", "F06.FR.10") },
})

// TC_F_18_CS asks for the state of the firmware. Idle is read as the general preconditions, which leave nothing under way.
var TC_F_18_CS = octt.Register(octt.Case{
	ID:   "TC_F_18_CS",
	Main: func(s *octt.Scenario) { firmwareIdle(s, nil, "F06.FR.16", "L01.FR.25") },
})

// firmwareIdle plays the table. An update that has failed is over, and the table has Idle for what is not under way
// (F06.FR.16); by the letter of L01.FR.26 the station tells its last status all the same.
func firmwareIdle(s *octt.Scenario, at *ocpp201.EVSE, clauses ...string) {
	sent := trigger(s, ocpp201.MessageTriggerFirmwareStatusNotification, at)
	_, call := octt.Receive[ocpp201.FirmwareStatusNotificationRequest](s, 3, octt.By("F06.FR.10"),
		octt.Must("status", ocpp201.FirmwareStatusIdle).Clause(clauses...).
			Or(octt.OneOf(ocpp201.FirmwareStatusDownloadFailed, ocpp201.FirmwareStatusInvalidSignature, ocpp201.FirmwareStatusInstallVerificationFailed, ocpp201.FirmwareStatusInstallationFailed),
				"Part 2, L01.FR.26 has a station whose update has failed tell that; the table has Idle."))
	answersFirst(s, sent, call.Message())
	call.Accept(4)
}

// TC_F_23_CS asks for the status of a connector that is Available.
var TC_F_23_CS = octt.Register(octt.Case{
	ID:   "TC_F_23_CS",
	Main: func(s *octt.Scenario) { status(s, ocpp201.ConnectorStatusAvailable) },
})

// TC_F_24_CS asks for the status of a connector that is Occupied. Where a lock keeps the EV out until a driver is
// authorized (AQ-2), the state EVConnectedPreSession cannot be reached as its table has it: the driver is authorized
// before, because the purpose asks for nothing but an occupied connector.
var TC_F_24_CS = octt.Register(octt.Case{
	ID:     "TC_F_24_CS",
	Before: octt.Prepare(octt.Do(states.LetIn), octt.States(states.EVConnectedPreSession)),
	Main: func(s *octt.Scenario) {
		status(s, ocpp201.ConnectorStatusOccupied)
		states.ToldOfPlug(s)
	},
})

// status plays the table. It does not ask for the place in words, but the answer must be about the connector that was
// asked for (F06.FR.02). A report of its state is taken in either form, though the trigger names StatusNotification.
func status(s *octt.Scenario, want ocpp201.ConnectorStatus) {
	at := s.Configured.Place()
	states.Settle(s) // a station may tell the state of a connector once more of its own accord
	sent := trigger(s, ocpp201.MessageTriggerStatusNotification, &ocpp201.EVSE{ID: at.EVSE, ConnectorID: &at.Connector})
	told := states.ConnectorStatus(s, 3, want, at, "F06.FR.02", "F06.FR.10")
	answersFirst(s, sent, told)
	noOtherState(s, told)
}

// noOtherState warns of a state of another EVSE that comes after the one which was asked for and is as it was: nothing but the request has
// led to it, and that names one EVSE (F06.FR.02). Of such a state that comes before it every case warns, as of any that is told again.
func noOtherState(s *octt.Scenario, told *octt.Message) {
	if !hasOtherEVSEs(s) {
		return
	}
	s.AwaitMore()
	var others []int
	for _, m := range slices.Concat(octt.ToldMessages[ocpp201.StatusNotificationRequest](s), octt.ToldMessages[ocpp201.NotifyEventRequest](s)) {
		if m.Seq < told.Seq || !m.Repeats() {
			continue
		}
		for _, r := range m.Reports() {
			if r.EVSE != s.Configured.EVSEID {
				others = append(others, r.EVSE)
			}
		}
	}
	s.Remark(3, fmt.Sprintf("The states that are told again are those of EVSE %d, which was asked for.", s.Configured.EVSEID), otherEVSEs(others), octt.None, "F06.FR.02")
}

// TC_F_26_CS asks a station that is accepted for a BootNotification. The table looks at the answer only; one that boots
// again all the same has turned nothing down.
var TC_F_26_CS = octt.Register(octt.Case{
	ID: "TC_F_26_CS",
	Main: func(s *octt.Scenario) {
		octt.Send(s, 1, ocpp201.TriggerMessageRequest{RequestedMessage: ocpp201.MessageTriggerBootNotification}).
			Receive(2, octt.Must("status", ocpp201.TriggerMessageStatusRejected).Clause("F06.FR.04", "F06.FR.05", "F06.FR.17"))
		s.Nothing(2, 0, octt.As[ocpp201.BootNotificationRequest]())
	},
})

// TC_F_27_CS asks for a message that the station does not implement. A CALLERROR NotImplemented is not the status of that
// name: the action is implemented.
var TC_F_27_CS = octt.Register(octt.Case{
	ID: "TC_F_27_CS",
	Main: func(s *octt.Scenario) {
		octt.Send(s, 1, ocpp201.TriggerMessageRequest{RequestedMessage: ocpp201.MessageTriggerSignCombinedCertificate}).
			Receive(2, octt.Must("status", ocpp201.TriggerMessageStatusNotImplemented).Clause("F06.FR.08"))
	},
})
