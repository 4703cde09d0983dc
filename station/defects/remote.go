package defects

// The defects of remote start and stop (F02, F03), of unlocking (F05) and of TriggerMessage (F06).
const (
	RemoteStartNeverAuthorizes        Defect = "remote-start-never-authorizes"
	RemoteStartAuthorizesWrongType    Defect = "remote-start-authorizes-wrong-type"
	RemoteStartTellsFirst             Defect = "remote-start-tells-first"
	RemoteStartTakenForLocal          Defect = "remote-start-taken-for-local"
	RemoteTimeoutIgnored              Defect = "remote-timeout-ignored"
	RemoteTimeoutLate                 Defect = "remote-timeout-late"
	RemoteTimeoutSilent               Defect = "remote-timeout-silent"
	RemoteStartRefusedAfterTimeout    Defect = "remote-start-refused-after-timeout"
	UnknownStopAccepted               Defect = "unknown-stop-accepted"
	UnknownStopStopsAnother           Defect = "unknown-stop-stops-another"
	UnknownStopStopsSilently          Defect = "unknown-stop-stops-silently"
	UnknownStopCallError              Defect = "unknown-stop-callerror"
	UnlockInTransactionUnlocks        Defect = "unlock-in-transaction-unlocks"
	UnlockInTransactionFails          Defect = "unlock-in-transaction-fails"
	UnlockInTransactionStops          Defect = "unlock-in-transaction-stops"
	UnlockWithoutCableFails           Defect = "unlock-without-cable-fails"
	UnlockIdleCalledOngoing           Defect = "unlock-idle-called-ongoing"
	UnlockCountsFromZero              Defect = "unlock-counts-from-zero"
	UnlockNotSupported                Defect = "unlock-not-supported"
	UnknownConnectorFails             Defect = "unknown-connector-fails"
	UnknownConnectorUnlocks           Defect = "unknown-connector-unlocks"
	UnknownConnectorCallError         Defect = "unknown-connector-callerror"
	TriggeredBeforeAnswer             Defect = "triggered-before-answer"
	TriggeredValuesNotSent            Defect = "triggered-values-not-sent"
	TriggeredValuesLate               Defect = "triggered-values-late"
	TriggerAllValuesRejected          Defect = "trigger-all-values-rejected"
	TriggeredValuesMainMeterOnly      Defect = "triggered-values-main-meter-only"
	TriggeredValuesLastEVSEMissing    Defect = "triggered-values-last-evse-missing"
	TriggeredValuesOneEVSE            Defect = "triggered-values-one-evse"
	TriggeredTransactionNotSent       Defect = "triggered-transaction-not-sent"
	TriggerAllTransactionsRejected    Defect = "trigger-all-transactions-rejected"
	TriggeredTransactionFirstOnly     Defect = "triggered-transaction-first-only"
	TriggeredTransactionOtherEVSE     Defect = "triggered-transaction-other-evse"
	TriggeredTransactionWithoutEVSE   Defect = "triggered-transaction-without-evse"
	TriggeredTransactionAsPeriodic    Defect = "triggered-transaction-as-periodic"
	TriggeredTransactionAsChange      Defect = "triggered-transaction-as-change"
	TriggeredTransactionWithoutState  Defect = "triggered-transaction-without-state"
	TriggeredTransactionOldState      Defect = "triggered-transaction-old-state"
	TriggeredTransactionWithoutValues Defect = "triggered-transaction-without-values"
	TriggeredLogNotSent               Defect = "triggered-log-not-sent"
	TriggerLogRejected                Defect = "trigger-log-rejected"
	TriggeredLogUploaded              Defect = "triggered-log-uploaded"
	TriggeredLogUploading             Defect = "triggered-log-uploading"
	TriggeredFirmwareNotSent          Defect = "triggered-firmware-not-sent"
	TriggerFirmwareRejected           Defect = "trigger-firmware-rejected"
	TriggeredFirmwareInstalled        Defect = "triggered-firmware-installed"
	TriggeredFirmwareDownloaded       Defect = "triggered-firmware-downloaded"
	TriggerFirmwareOfEVSERejected     Defect = "trigger-firmware-of-evse-rejected"
	TriggerFirmwareOfEVSEUnknown      Defect = "trigger-firmware-of-evse-unknown"
	TriggeredFirmwareOfEVSENotSent    Defect = "triggered-firmware-of-evse-not-sent"
	TriggerHeartbeatUnknown           Defect = "trigger-heartbeat-unknown"
	TriggeredStatusNotSent            Defect = "triggered-status-not-sent"
	TriggerStatusRejected             Defect = "trigger-status-rejected"
	TriggeredStatusOld                Defect = "triggered-status-old"
	TriggeredStatusFaulted            Defect = "triggered-status-faulted"
	TriggeredStatusOfEVSE             Defect = "triggered-status-of-evse"
	TriggerBootAccepted               Defect = "trigger-boot-accepted"
	TriggerBootAcceptedNotSent        Defect = "trigger-boot-accepted-not-sent"
	TriggerBootUnknown                Defect = "trigger-boot-unknown"
	TriggerBootRejectedAndSent        Defect = "trigger-boot-rejected-and-sent"
	UnknownTriggerRejected            Defect = "unknown-trigger-rejected"
	UnknownTriggerAccepted            Defect = "unknown-trigger-accepted"
	UnknownTriggerCallError           Defect = "unknown-trigger-callerror"
)

var remote = []Info{
	{RemoteStartNeverAuthorizes, "A remote start sends no AuthorizeRequest although AuthorizeRemoteStart is true."},
	{RemoteStartAuthorizesWrongType, "The AuthorizeRequest of a remote start carries the token type Local."},
	{RemoteStartTellsFirst, "A remote start that has to be authorized is told by a TransactionEvent before its AuthorizeRequest."},
	{RemoteStartTakenForLocal, "A remote start that was authorized by the CSMS is told as if the driver had presented the token."},
	{RemoteTimeoutIgnored, "EVConnectionTimeOut does not end an authorization that the CSMS has begun."},
	{RemoteTimeoutLate, "An authorization that the CSMS has begun ends a minute after EVConnectionTimeOut."},
	{RemoteTimeoutSilent, "The end of a transaction after EVConnectionTimeOut is not told when the CSMS has begun the authorization."},
	{RemoteStartRefusedAfterTimeout, "After EVConnectionTimeOut a remote start is answered with Rejected until the next boot."},
	{UnknownStopAccepted, "RequestStopTransaction for an unknown transaction is answered with Accepted, and nothing is stopped."},
	{UnknownStopStopsAnother, "RequestStopTransaction for an unknown transaction stops the first one that is open."},
	{UnknownStopStopsSilently, "RequestStopTransaction for an unknown transaction is answered with Rejected, and the first one that is open is stopped."},
	{UnknownStopCallError, "RequestStopTransaction for an unknown transaction is answered with a CALLERROR."},
	{UnlockInTransactionUnlocks, "UnlockConnector during an authorized transaction is answered with Unlocked."},
	{UnlockInTransactionFails, "UnlockConnector during an authorized transaction is answered with UnlockFailed."},
	{UnlockInTransactionStops, "UnlockConnector during an authorized transaction is answered with OngoingAuthorizedTransaction, and the transaction is stopped."},
	{UnlockWithoutCableFails, "UnlockConnector is answered with UnlockFailed while no cable is in the connector."},
	{UnlockIdleCalledOngoing, "UnlockConnector is answered with OngoingAuthorizedTransaction while nobody is authorized."},
	{UnlockCountsFromZero, "UnlockConnector counts connectors from 0, and knows no connector with the number of the last one."},
	{UnlockNotSupported, "UnlockConnector for a connector that the station has is answered with the CALLERROR NotSupported."},
	{UnknownConnectorFails, "UnlockConnector for an unknown connector is answered with UnlockFailed."},
	{UnknownConnectorUnlocks, "UnlockConnector for an unknown connector is answered with Unlocked."},
	{UnknownConnectorCallError, "UnlockConnector for an unknown connector is answered with a CALLERROR."},
	{TriggeredBeforeAnswer, "What TriggerMessage asks for is sent before the answer."},
	{TriggeredValuesNotSent, "A TriggerMessage for MeterValues is answered with Accepted, and nothing is sent."},
	{TriggeredValuesLate, "Triggered MeterValues are sent a minute after the answer."},
	{TriggerAllValuesRejected, "A TriggerMessage for MeterValues without an EVSE is answered with Rejected."},
	{TriggeredValuesMainMeterOnly, "A TriggerMessage for MeterValues without an EVSE brings those of the main meter only."},
	{TriggeredValuesLastEVSEMissing, "A TriggerMessage for MeterValues without an EVSE brings none of the last of several EVSEs."},
	{TriggeredValuesOneEVSE, "MeterValues that were triggered without an EVSE all name the first EVSE."},
	{TriggeredTransactionNotSent, "A TriggerMessage for TransactionEvent is answered with Accepted, and nothing is sent."},
	{TriggerAllTransactionsRejected, "A TriggerMessage for TransactionEvent without an EVSE is answered with Rejected."},
	{TriggeredTransactionFirstOnly, "A TriggerMessage for TransactionEvent without an EVSE brings that of the first transaction only."},
	{TriggeredTransactionOtherEVSE, "A triggered TransactionEvent names the EVSE with the next id."},
	{TriggeredTransactionWithoutEVSE, "A triggered TransactionEvent names no EVSE."},
	{TriggeredTransactionAsPeriodic, "A triggered TransactionEvent has the triggerReason MeterValuePeriodic."},
	{TriggeredTransactionAsChange, "A triggered TransactionEvent has the triggerReason ChargingStateChanged."},
	{TriggeredTransactionWithoutState, "A triggered TransactionEvent has no chargingState."},
	{TriggeredTransactionOldState, "A triggered TransactionEvent has the chargingState EVConnected."},
	{TriggeredTransactionWithoutValues, "A triggered TransactionEvent has no meterValue."},
	{TriggeredLogNotSent, "A TriggerMessage for LogStatusNotification is answered with Accepted, and nothing is sent."},
	{TriggerLogRejected, "A TriggerMessage for LogStatusNotification is answered with Rejected."},
	{TriggeredLogUploaded, "A triggered LogStatusNotification has the status Uploaded while no log is being uploaded."},
	{TriggeredLogUploading, "A triggered LogStatusNotification has the status Uploading while no log is being uploaded."},
	{TriggeredFirmwareNotSent, "A TriggerMessage for FirmwareStatusNotification is answered with Accepted, and nothing is sent."},
	{TriggerFirmwareRejected, "A TriggerMessage for FirmwareStatusNotification is answered with Rejected."},
	{TriggeredFirmwareInstalled, "A triggered FirmwareStatusNotification has the status Installed while no firmware is being updated."},
	{TriggeredFirmwareDownloaded, "A triggered FirmwareStatusNotification has the status Downloaded while no firmware is being updated."},
	{TriggerFirmwareOfEVSERejected, "A TriggerMessage for FirmwareStatusNotification that names an EVSE is answered with Rejected."},
	{TriggerFirmwareOfEVSEUnknown, "A TriggerMessage for FirmwareStatusNotification that names an EVSE is answered with NotImplemented."},
	{TriggeredFirmwareOfEVSENotSent, "A TriggerMessage for FirmwareStatusNotification that names an EVSE is answered with Accepted, and nothing is sent."},
	{TriggerHeartbeatUnknown, "A TriggerMessage for Heartbeat is answered with NotImplemented."},
	{TriggeredStatusNotSent, "A TriggerMessage for StatusNotification is answered with Accepted, and nothing is sent."},
	{TriggerStatusRejected, "A TriggerMessage for StatusNotification that names a connector is answered with Rejected."},
	{TriggeredStatusOld, "A triggered status is Available, which it was at the boot, whatever it is."},
	{TriggeredStatusFaulted, "A triggered status is Faulted, whatever it is."},
	{TriggeredStatusOfEVSE, "A triggered status is reported as that of connector 0 of the EVSE."},
	{TriggerBootAccepted, "A TriggerMessage for BootNotification is answered with Accepted by a station that the CSMS has accepted, and carried out."},
	{TriggerBootAcceptedNotSent, "A TriggerMessage for BootNotification is answered with Accepted by a station that the CSMS has accepted, and nothing is sent."},
	{TriggerBootUnknown, "A TriggerMessage for BootNotification is answered with NotImplemented by a station that the CSMS has accepted."},
	{TriggerBootRejectedAndSent, "A TriggerMessage for BootNotification is answered with Rejected by a station that the CSMS has accepted, and carried out."},
	{UnknownTriggerRejected, "A TriggerMessage for what is not implemented is answered with Rejected."},
	{UnknownTriggerAccepted, "A TriggerMessage for what is not implemented is answered with Accepted."},
	{UnknownTriggerCallError, "A TriggerMessage for what is not implemented is answered with the CALLERROR NotImplemented."},
}
