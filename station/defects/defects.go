package defects

import "slices"

// The defects, in the order of the functional blocks that they touch.
const (
	BasicAuthOmitted                     Defect = "basic-auth-omitted"
	BasicAuthWrongUser                   Defect = "basic-auth-wrong-user"
	BootWithoutStatus                    Defect = "boot-without-status"
	BootStatusOneConnectorMissing        Defect = "boot-status-one-connector-missing"
	BootWrongStatus                      Defect = "boot-wrong-status"
	BootReasonWrong                      Defect = "boot-reason-wrong"
	StartupEventMissing                  Defect = "startup-event-missing"
	StartupEventWrongType                Defect = "startup-event-wrong-type"
	PendingAcceptsRemoteStart            Defect = "pending-accepts-remote-start"
	PendingSendsStatus                   Defect = "pending-sends-status"
	PendingIgnoresTrigger                Defect = "pending-ignores-trigger"
	RejectedRetriesTooSoon               Defect = "rejected-retries-too-soon"
	RejectedKeepsTalking                 Defect = "rejected-keeps-talking"
	GetVariablesDropsAttributeType       Defect = "get-variables-drops-attribute-type"
	GetVariablesOnlyFirst                Defect = "get-variables-only-first"
	GetVariablesWrongValue               Defect = "get-variables-wrong-value"
	GetVariablesWrongName                Defect = "get-variables-wrong-name"
	SetVariablesNotApplied               Defect = "set-variables-not-applied"
	SetVariablesOnlyFirst                Defect = "set-variables-only-first"
	SetVariablesRebootRequired           Defect = "set-variables-reboot-required"
	SetVariablesWrongName                Defect = "set-variables-wrong-name"
	SetVariablesDropsAttributeType       Defect = "set-variables-drops-attribute-type"
	ReportSkipsSeqNo                     Defect = "report-skips-seqno"
	ReportNeverEnds                      Defect = "report-never-ends"
	ReportWrongRequestID                 Defect = "report-wrong-request-id"
	ConfigurationInventoryListsReadOnly  Defect = "configuration-inventory-lists-readonly"
	ConfigurationInventoryMissesRequired Defect = "configuration-inventory-misses-required"
	FullInventoryMissesRequired          Defect = "full-inventory-misses-required"
	ReportWithoutCharacteristics         Defect = "report-without-characteristics"
	ReportListWithoutValues              Defect = "report-list-without-values"
	BaseReportRejected                   Defect = "base-report-rejected"
	ResetRejected                        Defect = "reset-rejected"
	ResetAcceptedButNoReboot             Defect = "reset-accepted-but-no-reboot"
	OnIdleResetAcceptedNotScheduled      Defect = "onidle-reset-accepted-not-scheduled"
	ScheduledResetBootReasonWrong        Defect = "scheduled-reset-boot-reason-wrong"
	ImmediateResetNoEnded                Defect = "immediate-reset-no-ended"
	ImmediateResetWrongStoppedReason     Defect = "immediate-reset-wrong-stopped-reason"
	ResetWrongTrigger                    Defect = "reset-wrong-trigger"
	ResetWrongEventType                  Defect = "reset-wrong-event-type"
	ImmediateResetKeepsIDToken           Defect = "immediate-reset-keeps-idtoken"
	InvalidTokenStarts                   Defect = "invalid-token-starts"
	BlockedTokenStarts                   Defect = "blocked-token-starts"
	StartsTooEarly                       Defect = "starts-too-early"
	AuthorizeSkipped                     Defect = "authorize-skipped"
	AuthorizeWrongTokenType              Defect = "authorize-wrong-token-type"
	AuthorizeWrongToken                  Defect = "authorize-wrong-token"
	IDTokenMissingInTransaction          Defect = "idtoken-missing-in-transaction"
	EVSEMissingAfterPlug                 Defect = "evse-missing-after-plug"
	SeqNoGap                             Defect = "seqno-gap"
	SeqNoRepeats                         Defect = "seqno-repeats"
	StartedAsUpdated                     Defect = "started-as-updated"
	WrongTriggerOnPlug                   Defect = "wrong-trigger-on-plug"
	ChargingStateMissing                 Defect = "charging-state-missing"
	NeverCharging                        Defect = "never-charging"
	ChargingWrongTrigger                 Defect = "charging-wrong-trigger"
	ChargingWrongState                   Defect = "charging-wrong-state"
	ConnectionTimeoutIgnored             Defect = "connection-timeout-ignored"
	ConnectionTimeoutWrongReason         Defect = "connection-timeout-wrong-reason"
	TimeoutTooEarly                      Defect = "timeout-too-early"
	TimeoutWrongTrigger                  Defect = "timeout-wrong-trigger"
	TimeoutWrongEventType                Defect = "timeout-wrong-event-type"
	NotReadyAfterTimeout                 Defect = "not-ready-after-timeout"
	UnknownTransactionOngoing            Defect = "unknown-transaction-ongoing"
	OngoingNotReported                   Defect = "ongoing-not-reported"
	QueueNotReported                     Defect = "queue-not-reported"
	QueueAlwaysReported                  Defect = "queue-always-reported"
	OfflineFlagMissing                   Defect = "offline-flag-missing"
	OfflineEventsDropped                 Defect = "offline-events-dropped"
	QueuedWithoutMeterValues             Defect = "queued-without-meter-values"
	EndedStillOngoing                    Defect = "ended-still-ongoing"
	OngoingWithoutID                     Defect = "ongoing-without-id"
	StatusWithoutIDRefused               Defect = "status-without-id-refused"
	StatusOfUnknownRefused               Defect = "status-of-unknown-refused"
	StatusOfUnknownWithoutOngoing        Defect = "status-of-unknown-without-ongoing"
	OngoingAsQueued                      Defect = "ongoing-as-queued"
	RemoteStartRejected                  Defect = "remote-start-rejected"
	RemoteStartWrongTransactionID        Defect = "remote-start-wrong-transaction-id"
	RemoteStartIDMissing                 Defect = "remote-start-id-missing"
	RemoteStartWrongTrigger              Defect = "remote-start-wrong-trigger"
	RemoteStartAuthorizesAnyway          Defect = "remote-start-authorizes-anyway"
	RemoteStopRejected                   Defect = "remote-stop-rejected"
	RemoteStopWrongTrigger               Defect = "remote-stop-wrong-trigger"
	StopWrongTrigger                     Defect = "stop-wrong-trigger"
	StopWrongReason                      Defect = "stop-wrong-reason"
	StopWrongEventType                   Defect = "stop-wrong-event-type"
	StopWrongToken                       Defect = "stop-wrong-token"
	StoppedWrongTrigger                  Defect = "stopped-wrong-trigger"
	StoppedWrongState                    Defect = "stopped-wrong-state"
	StopKeepsCharging                    Defect = "stop-keeps-charging"
	DisconnectWrongTrigger               Defect = "disconnect-wrong-trigger"
	DisconnectWrongState                 Defect = "disconnect-wrong-state"
	TriggeredMeterValuesWrongContext     Defect = "triggered-meter-values-wrong-context"
	TriggeredMeterValuesWrongEVSE        Defect = "triggered-meter-values-wrong-evse"
	TriggerHeartbeatNotSent              Defect = "trigger-heartbeat-not-sent"
	TriggerHeartbeatRejected             Defect = "trigger-heartbeat-rejected"
	TriggerRejected                      Defect = "trigger-rejected"
	OccupiedNotReported                  Defect = "occupied-not-reported"
	AvailableNotReported                 Defect = "available-not-reported"
	StatusWrongConnector                 Defect = "status-wrong-connector"
	AvailableWrongConnector              Defect = "available-wrong-connector"
	AvailableAsReserved                  Defect = "available-as-reserved"
	OccupiedAsReserved                   Defect = "occupied-as-reserved"
	UnavailableAsReserved                Defect = "unavailable-as-reserved"
	InoperativeNotReported               Defect = "inoperative-not-reported"
	InoperativeRejected                  Defect = "inoperative-rejected"
	AlignedWrongContext                  Defect = "aligned-wrong-context"
	AlignedIrregular                     Defect = "aligned-irregular"
	AlignedMeasurandMissing              Defect = "aligned-measurand-missing"
	AlignedWrongEVSE                     Defect = "aligned-wrong-evse"
	MeterValuesAtEV                      Defect = "meter-values-at-ev"
	SchemaViolation                      Defect = "schema-violation"
	UnsolicitedMessage                   Defect = "unsolicited-message"
	SlowAnswers                          Defect = "slow-answers"
	NeverAnswers                         Defect = "never-answers"
	ClosesConnectionOften                Defect = "closes-connection-often"
)

// Info describes a defect for lists and documents.
type Info struct {
	Name     Defect
	Sentence string // what the station does wrong, and nothing else
}

// All lists every defect: those of the foundation in the order of the constants, then those of each file.
func All() []Info { return slices.Clone(all) }

var all = slices.Concat(
	foundation,
	authorization,
	cached,
	groups,
	ofLocalList,
	offline,
	availability,
	deviceModel,
	resetting,
	remote,
	metering,
	transactions,
	queues,
	lostEVs,
	signed,
	ofFiles, ofFirmware, ofCustomers, ofReservations, ofDisplay, ofClock,
	ofMonitors, ofEvents,
	certificates,
	ofSecurity,
)

var foundation = []Info{
	{BasicAuthOmitted, "The connection request carries no Authorization header."},
	{BasicAuthWrongUser, "The user name of HTTP Basic authentication is not the station's identity."},
	{BootWithoutStatus, "After BootNotification is accepted no connector's status is sent."},
	{BootStatusOneConnectorMissing, "After BootNotification is accepted the status of the last connector is not sent."},
	{BootWrongStatus, "After BootNotification is accepted every connector is reported Unavailable, whatever it is."},
	{BootReasonWrong, "BootNotification always gives the reason Unknown."},
	{StartupEventMissing, "After BootNotification is accepted no SecurityEventNotification tells of the start."},
	{StartupEventWrongType, "The SecurityEventNotification of the start has the type FirmwareUpdated."},
	{PendingAcceptsRemoteStart, "While Pending a RequestStartTransaction is answered with Accepted, and nothing is started."},
	{PendingSendsStatus, "While Pending the status of every connector is sent once without being asked for."},
	{PendingIgnoresTrigger, "While Pending a TriggerMessage is answered with Accepted, and the message is never sent."},
	{RejectedRetriesTooSoon, "After Rejected the next BootNotification comes after half of the interval."},
	{RejectedKeepsTalking, "After Rejected a Heartbeat is sent at once."},
	{GetVariablesDropsAttributeType, "The results of GetVariables carry no attributeType."},
	{GetVariablesOnlyFirst, "GetVariables answers only the first of the variables asked for."},
	{GetVariablesWrongValue, "GetVariables shows the value 1 for every integer."},
	{GetVariablesWrongName, "The results of GetVariables exchange the names of component and variable."},
	{SetVariablesNotApplied, "SetVariables answers Accepted and keeps the old value."},
	{SetVariablesOnlyFirst, "SetVariables sets and answers only the first of the variables."},
	{SetVariablesRebootRequired, "SetVariables answers RebootRequired where it would answer Accepted."},
	{SetVariablesWrongName, "The results of SetVariables exchange the names of component and variable."},
	{SetVariablesDropsAttributeType, "The results of SetVariables carry no attributeType."},
	{ReportSkipsSeqNo, "The seqNo of NotifyReport goes up by two."},
	{ReportNeverEnds, "The last NotifyReport says that more is to come."},
	{ReportWrongRequestID, "NotifyReport carries another requestId than the request had."},
	{ConfigurationInventoryListsReadOnly, "A ConfigurationInventory report lists ReadOnly variables too."},
	{ConfigurationInventoryMissesRequired, "A ConfigurationInventory report leaves out OCPPCommCtrlr.OfflineThreshold."},
	{FullInventoryMissesRequired, "A FullInventory report leaves out OCPPCommCtrlr.MessageTimeout."},
	{ReportWithoutCharacteristics, "Reports carry no variableCharacteristics."},
	{ReportListWithoutValues, "Reports carry no valuesList."},
	{BaseReportRejected, "GetBaseReport is answered with Rejected, and nothing is reported."},
	{ResetRejected, "Reset is answered with Rejected, and the station goes on."},
	{ResetAcceptedButNoReboot, "Reset is answered with Accepted and the station does not reboot."},
	{OnIdleResetAcceptedNotScheduled, "Reset OnIdle during a transaction is answered with Accepted instead of Scheduled."},
	{ScheduledResetBootReasonWrong, "After a scheduled reset BootNotification gives the reason RemoteReset."},
	{ImmediateResetNoEnded, "Reset Immediate reboots without a TransactionEvent that ends the transaction."},
	{ImmediateResetWrongStoppedReason, "Reset Immediate ends the transaction with the stoppedReason Reboot."},
	{ResetWrongTrigger, "A TransactionEvent that would have the triggerReason ResetCommand has AbnormalCondition."},
	{ResetWrongEventType, "A TransactionEvent with the triggerReason ResetCommand that would be Ended is Updated."},
	{ImmediateResetKeepsIDToken, "The TransactionEvent by which Reset Immediate ends the transaction carries the idToken."},
	{InvalidTokenStarts, "A token that AuthorizeResponse calls Invalid is treated as Accepted."},
	{BlockedTokenStarts, "A token that AuthorizeResponse calls Blocked is treated as Accepted."},
	{StartsTooEarly, "A transaction starts when the EV is connected, whatever TxStartPoint says."},
	{AuthorizeSkipped, "A presented token is accepted without an AuthorizeRequest."},
	{AuthorizeWrongTokenType, "AuthorizeRequest carries the token type Local."},
	{AuthorizeWrongToken, "AuthorizeRequest carries another idToken than was presented."},
	{IDTokenMissingInTransaction, "No TransactionEvent carries an idToken."},
	{EVSEMissingAfterPlug, "No TransactionEvent carries the evse."},
	{SeqNoGap, "The second TransactionEvent of a transaction skips a seqNo."},
	{SeqNoRepeats, "The second TransactionEvent of a transaction repeats the seqNo of the first."},
	{StartedAsUpdated, "The TransactionEvent that begins a transaction has the eventType Updated."},
	{WrongTriggerOnPlug, "A TransactionEvent that would have the triggerReason CablePluggedIn has EVDetected."},
	{ChargingStateMissing, "No TransactionEvent carries a chargingState."},
	{NeverCharging, "The station never offers energy."},
	{ChargingWrongTrigger, "A TransactionEvent that tells of Charging with the triggerReason ChargingStateChanged has EVDetected."},
	{ChargingWrongState, "A TransactionEvent that would tell of Charging tells of Idle."},
	{ConnectionTimeoutIgnored, "EVConnectionTimeOut does not end an authorization."},
	{ConnectionTimeoutWrongReason, "After EVConnectionTimeOut the transaction ends with the stoppedReason Local."},
	{TimeoutTooEarly, "An authorization ends after half of EVConnectionTimeOut."},
	{TimeoutWrongTrigger, "A TransactionEvent that would have the triggerReason EVConnectTimeout has Deauthorized."},
	{TimeoutWrongEventType, "A TransactionEvent with the triggerReason EVConnectTimeout that would be Ended is Updated."},
	{NotReadyAfterTimeout, "After EVConnectionTimeOut no token is read until the next boot."},
	{UnknownTransactionOngoing, "GetTransactionStatus calls a transaction that never was ongoing."},
	{OngoingNotReported, "GetTransactionStatus never calls a transaction ongoing."},
	{QueueNotReported, "GetTransactionStatus always says that no messages are queued."},
	{QueueAlwaysReported, "GetTransactionStatus always says that messages are queued."},
	{OfflineFlagMissing, "TransactionEvents of an offline period do not carry the flag offline."},
	{OfflineEventsDropped, "TransactionEvents of an offline period are never sent."},
	{QueuedWithoutMeterValues, "TransactionEvents of an offline period carry no meterValue."},
	{EndedStillOngoing, "GetTransactionStatus calls a transaction that has ended ongoing."},
	{OngoingWithoutID, "GetTransactionStatus without a transactionId is answered with an ongoingIndicator."},
	{StatusWithoutIDRefused, "GetTransactionStatus without a transactionId is answered with a CALLERROR."},
	{StatusOfUnknownRefused, "GetTransactionStatus for a transaction of which nothing is open or queued is answered with a CALLERROR."},
	{StatusOfUnknownWithoutOngoing, "GetTransactionStatus for a transaction of which nothing is open or queued is answered without an ongoingIndicator."},
	{OngoingAsQueued, "GetTransactionStatus calls a transaction ongoing while messages of it are queued, and not otherwise."},
	{RemoteStartRejected, "RequestStartTransaction is answered with Rejected, and nothing is started."},
	{RemoteStartWrongTransactionID, "The answer to RequestStartTransaction names another transaction than the one that is open."},
	{RemoteStartIDMissing, "No TransactionEvent carries a remoteStartId."},
	{RemoteStartWrongTrigger, "A TransactionEvent that would have the triggerReason RemoteStart has Authorized."},
	{RemoteStartAuthorizesAnyway, "A remote start sends an AuthorizeRequest although AuthorizeRemoteStart is false."},
	{RemoteStopRejected, "RequestStopTransaction is answered with Rejected, and the transaction goes on."},
	{RemoteStopWrongTrigger, "A TransactionEvent that would have the triggerReason RemoteStop has StopAuthorized."},
	{StopWrongTrigger, "A TransactionEvent that would have the triggerReason StopAuthorized has Deauthorized."},
	{StopWrongReason, "A TransactionEvent that would have the stoppedReason Local or Remote has Other."},
	{StopWrongEventType, "With the triggerReasons StopAuthorized and RemoteStop the eventTypes Updated and Ended are exchanged."},
	{StopWrongToken, "A TransactionEvent with the triggerReason StopAuthorized carries another idToken, of type Local."},
	{StoppedWrongTrigger, "A TransactionEvent that tells of EVConnected with the triggerReason ChargingStateChanged has Deauthorized."},
	{StoppedWrongState, "A TransactionEvent that would tell of EVConnected with the triggerReason ChargingStateChanged tells of Idle."},
	{StopKeepsCharging, "When authorization ends during a transaction that goes on, the energy offer is not withdrawn."},
	{DisconnectWrongTrigger, "A TransactionEvent that would have the triggerReason EVCommunicationLost has EVDeparted."},
	{DisconnectWrongState, "A TransactionEvent with the triggerReason EVCommunicationLost has the chargingState EVConnected."},
	{TriggeredMeterValuesWrongContext, "Triggered meter values carry the context Sample.Periodic."},
	{TriggeredMeterValuesWrongEVSE, "MeterValues that were triggered for one EVSE name another EVSE."},
	{TriggerHeartbeatNotSent, "A triggered Heartbeat is accepted and not sent."},
	{TriggerHeartbeatRejected, "TriggerMessage for Heartbeat is answered with Rejected."},
	{TriggerRejected, "Every TriggerMessage is answered with Rejected, and nothing is sent."},
	{OccupiedNotReported, "The status Occupied is never sent as a change."},
	{AvailableNotReported, "The status Available is never sent as a change."},
	{StatusWrongConnector, "The status of every connector is reported as that of connector 0 of EVSE 0."},
	{AvailableWrongConnector, "A change to Available is reported as that of connector 0 of EVSE 0."},
	{AvailableAsReserved, "A change to Available is reported as Reserved."},
	{OccupiedAsReserved, "A change to Occupied is reported as Reserved."},
	{UnavailableAsReserved, "A change to Unavailable is reported as Reserved."},
	{InoperativeNotReported, "The status Unavailable is never sent as a change."},
	{InoperativeRejected, "ChangeAvailability to Inoperative is answered with Rejected."},
	{AlignedWrongContext, "Clock-aligned meter values carry the context Sample.Periodic."},
	{AlignedIrregular, "Every second clock-aligned reading comes a third of the interval late."},
	{AlignedMeasurandMissing, "Clock-aligned meter values leave out the first measurand configured."},
	{AlignedWrongEVSE, "Clock-aligned MeterValues name an EVSE that the station does not have."},
	{MeterValuesAtEV, "Every sampledValue has the location EV."},
	{SchemaViolation, "StatusNotification carries a property that its schema does not have."},
	{UnsolicitedMessage, "Every answered call from the CSMS is followed by a DataTransfer that nobody asked for."},
	{SlowAnswers, "Calls from the CSMS are answered five seconds after the message timeout."},
	{NeverAnswers, "Calls from the CSMS are not answered."},
	{ClosesConnectionOften, "The connection is closed a second and a half after it was made."},
}
