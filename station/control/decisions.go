package control

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/site"
)

// Decisions are what control does by its own judgement. Each has the right default.
type Decisions struct {
	// AsksAboutRemote tells whether the CSMS is asked about the idToken that it has sent itself (F01.FR.01, FR.02).
	AsksAboutRemote func(q ocpp201.RequestStartTransactionRequest) bool
	// MayStart tells whether an EVSE can be used by the idToken of a remote start, or by its group: it is not reserved for somebody
	// else (F01.FR.21, FR.22, F02.FR.23, FR.24).
	MayStart func(q ocpp201.RequestStartTransactionRequest, e *site.EVSE) bool
	// JudgeRemote asks about it, and has the session start, with the group of the idToken, when it is accepted.
	JudgeRemote func(s *charging.Session, q ocpp201.RequestStartTransactionRequest, start func(group *ocpp201.IDToken))
	// StopRemote carries out a remote stop whose answer has gone out (F03).
	StopRemote func(s *charging.Session)
	// Triggered tells what a TriggerMessage is answered with, and what sends the message; nil for nothing (F06).
	Triggered func(q ocpp201.TriggerMessageRequest) (status ocpp201.TriggerMessageStatus, sendIt func())
	// SendTriggered sends it when the answer has gone out (F06.FR.04).
	SendTriggered func(q ocpp201.TriggerMessageRequest, sendIt func())
	// MeteredAt are the places of whose meters a TriggerMessage wants values, 0 being the main meter (F06.FR.06, FR.11).
	MeteredAt func(at *ocpp201.EVSE) []int
	// TransactionsAt are the sessions with a transaction of which a TriggerMessage wants to hear (F06.FR.07, FR.11).
	TransactionsAt func(at *ocpp201.EVSE) []*charging.Session
	// ResetCause is why a transaction ends when its EVSE, or for nil the whole station, is reset (B12.FR.04, FR.08).
	ResetCause func(e *site.EVSE) charging.Cause
	// BootReason is what the boot after a reset tells, of one that waited until the station was idle and of one that did not
	// (BootReasonEnumType).
	BootReason func(scheduled bool) ocpp201.BootReason
	// RestartTakes is for how long an EVSE that is reset is out of service.
	RestartTakes func(e *site.EVSE) time.Duration
}

func (ct *Control) decideRightly() {
	ct.Decide = Decisions{
		AsksAboutRemote: func(ocpp201.RequestStartTransactionRequest) bool {
			return ct.model.Boolean("AuthCtrlr", "AuthorizeRemoteStart")
		},
		MayStart:       ct.mayStart,
		JudgeRemote:    ct.judgeRemote,
		StopRemote:     ct.RemoteStop,
		Triggered:      ct.triggered,
		SendTriggered:  func(_ ocpp201.TriggerMessageRequest, sendIt func()) { ct.wire.Then(sendIt) },
		MeteredAt:      ct.meteredAt,
		TransactionsAt: ct.transactionsAt,
		ResetCause: func(*site.EVSE) charging.Cause {
			return charging.Cause{Trigger: ocpp201.TriggerReasonResetCommand, Reason: ocpp201.ReasonImmediateReset, End: true}
		},
		BootReason: func(scheduled bool) ocpp201.BootReason {
			if scheduled {
				return ocpp201.BootReasonScheduledReset
			}
			return ocpp201.BootReasonRemoteReset
		},
		RestartTakes: func(*site.EVSE) time.Duration { return ct.restart },
	}
}
