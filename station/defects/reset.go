package defects

// The defects of resets (B11, B12), of what survives them, of offline periods (B04) and of reconnecting (part 4, section
// 5.3).
const (
	ResetRejectedWhileInoperative    Defect = "reset-rejected-while-inoperative"
	ResetScheduledThoughIdle         Defect = "reset-scheduled-though-idle"
	RemoteResetBootReasonWrong       Defect = "remote-reset-boot-reason-wrong"
	InoperativeLostOnReset           Defect = "inoperative-lost-on-reset"
	InoperativeSpreadsOnReset        Defect = "inoperative-spreads-on-reset"
	InoperativeLostOnceReported      Defect = "inoperative-lost-once-reported"
	InoperativeFaultedAfterReset     Defect = "inoperative-faulted-after-reset"
	InoperativeNotReportedAtBoot     Defect = "inoperative-not-reported-at-boot"
	ScheduledResetAfterFirst         Defect = "scheduled-reset-after-first-transaction"
	ScheduledResetForgotten          Defect = "scheduled-reset-forgotten"
	ScheduledResetEndsTransactions   Defect = "scheduled-reset-ends-transactions"
	ScheduledResetSeesOneEVSE        Defect = "scheduled-reset-sees-one-evse"
	EVSEResetRejected                Defect = "evse-reset-rejected"
	EVSEResetResetsStation           Defect = "evse-reset-resets-station"
	EVSEResetRebootsStationLater     Defect = "evse-reset-reboots-station-later"
	EVSEResetDropsConnection         Defect = "evse-reset-drops-connection"
	EVSEResetScheduledThoughIdle     Defect = "evse-reset-scheduled-though-idle"
	EVSEResetRejectedInTransaction   Defect = "evse-reset-rejected-in-transaction"
	EVSEResetOnIdleAccepted          Defect = "evse-reset-onidle-accepted"
	EVSEResetOnIdleAtOnce            Defect = "evse-reset-onidle-at-once"
	EVSEResetScheduledResetsStation  Defect = "evse-reset-scheduled-resets-station"
	EVSEResetLosesEnded              Defect = "evse-reset-loses-ended"
	EVSEResetImmediateScheduled      Defect = "evse-reset-immediate-scheduled"
	EVSEResetNoEnded                 Defect = "evse-reset-no-ended"
	EVSEResetWrongStoppedReason      Defect = "evse-reset-wrong-stopped-reason"
	EVSEResetNoStoppedReason         Defect = "evse-reset-no-stopped-reason"
	EVSEResetWrongTrigger            Defect = "evse-reset-wrong-trigger"
	EVSEResetWrongState              Defect = "evse-reset-wrong-state"
	EVSEResetWrongEventType          Defect = "evse-reset-wrong-event-type"
	UnsupportedEVSEResetAccepted     Defect = "unsupported-evse-reset-accepted"
	UnsupportedEVSEResetScheduled    Defect = "unsupported-evse-reset-scheduled"
	UnsupportedEVSEResetsStation     Defect = "unsupported-evse-resets-station"
	UnsupportedEVSEResetYetDone      Defect = "unsupported-evse-reset-yet-done"
	UnsupportedEVSEResetCallError    Defect = "unsupported-evse-reset-callerror"
	OfflineLongReportsChangedOnly    Defect = "offline-long-reports-changed-only"
	OfflineLongReportsNothing        Defect = "offline-long-reports-nothing"
	OfflineLongOneConnectorMissing   Defect = "offline-long-one-connector-missing"
	OfflineShortReportsAll           Defect = "offline-short-reports-all"
	OfflineChangeLost                Defect = "offline-change-lost"
	OfflineThresholdReversed         Defect = "offline-threshold-reversed"
	OfflineReportsStatusBefore       Defect = "offline-reports-status-before"
	OfflinePeriodStartsAtLastAttempt Defect = "offline-period-starts-at-last-attempt"
	ReconnectsAtOnce                 Defect = "reconnects-at-once"
	ReconnectsTooEarly               Defect = "reconnects-too-early"
	BackOffSettingIgnored            Defect = "back-off-setting-ignored"
	BackOffNotDoubled                Defect = "back-off-not-doubled"
	BackOffNotReset                  Defect = "back-off-not-reset"
	ReconnectsOnlyOnce               Defect = "reconnects-only-once"
)

var resetting = []Info{
	{ResetRejectedWhileInoperative, "A Reset is answered with Rejected while anything is Inoperative."},
	{ResetScheduledThoughIdle, "A Reset without any transaction is answered with Scheduled, and carried out."},
	{RemoteResetBootReasonWrong, "BootNotification after a Reset that was Accepted gives the reason PowerUp."},
	{InoperativeLostOnReset, "What the CSMS made Inoperative is Operative again after a Reset."},
	{InoperativeSpreadsOnReset, "After a Reset the whole station is Inoperative when any part of it was."},
	{InoperativeLostOnceReported, "After a Reset what the CSMS made Inoperative is reported so once, and Operative again after that."},
	{InoperativeFaultedAfterReset, "After BootNotification is accepted an Inoperative connector is reported Faulted."},
	{InoperativeNotReportedAtBoot, "After BootNotification is accepted the status of an Inoperative connector is not sent."},
	{ScheduledResetAfterFirst, "A scheduled reset comes when the first of several transactions has ended; the others are ended by it."},
	{ScheduledResetForgotten, "A reset that was Scheduled is never carried out."},
	{ScheduledResetEndsTransactions, "A Reset OnIdle is answered with Scheduled, and all transactions are ended at once."},
	{ScheduledResetSeesOneEVSE, "A Reset OnIdle is answered with Accepted, and done at once, while more than one transaction is ongoing."},
	{EVSEResetRejected, "A Reset of one EVSE is answered with Rejected although it is supported."},
	{EVSEResetResetsStation, "A Reset of one EVSE resets the whole station."},
	{EVSEResetRebootsStationLater, "The whole station reboots five seconds after one EVSE was reset."},
	{EVSEResetDropsConnection, "The connection is closed when one EVSE is reset."},
	{EVSEResetScheduledThoughIdle, "A Reset of one EVSE without a transaction is answered with Scheduled, and carried out."},
	{EVSEResetRejectedInTransaction, "A Reset of one EVSE is answered with Rejected while it has a transaction."},
	{EVSEResetOnIdleAccepted, "A Reset OnIdle of one EVSE is answered with Accepted while it has a transaction, and done after that."},
	{EVSEResetOnIdleAtOnce, "A Reset OnIdle of one EVSE is answered with Scheduled while it has a transaction, and done at once."},
	{EVSEResetScheduledResetsStation, "A scheduled reset of one EVSE resets the whole station when the EVSE's transaction has ended."},
	{EVSEResetLosesEnded, "The Ended of the transaction after which an EVSE is reset is never sent."},
	{EVSEResetImmediateScheduled, "A Reset Immediate of one EVSE with a transaction is answered with Scheduled, and done at once."},
	{EVSEResetNoEnded, "A Reset Immediate of one EVSE ends its transaction without an Ended."},
	{EVSEResetWrongStoppedReason, "The transaction that a reset of its EVSE ends has the stoppedReason Reboot."},
	{EVSEResetNoStoppedReason, "The transaction that a reset of its EVSE ends has no stoppedReason."},
	{EVSEResetWrongTrigger, "The Ended of a transaction that a reset of its EVSE ends has the triggerReason AbnormalCondition."},
	{EVSEResetWrongState, "The Ended of a transaction that a reset of its EVSE ends has the chargingState Charging."},
	{EVSEResetWrongEventType, "The last TransactionEvent of a transaction that a reset of its EVSE ends is Updated."},
	{UnsupportedEVSEResetAccepted, "A Reset of one EVSE, which is not supported, is answered with Accepted, and nothing is done."},
	{UnsupportedEVSEResetScheduled, "A Reset of one EVSE, which is not supported, is answered with Scheduled while it has a transaction, and nothing is done."},
	{UnsupportedEVSEResetsStation, "A Reset of one EVSE, which is not supported, is taken for one of the whole station."},
	{UnsupportedEVSEResetYetDone, "A Reset of one EVSE, which is not supported, is answered with Rejected, and the whole station is reset."},
	{UnsupportedEVSEResetCallError, "A Reset of one EVSE, which is not supported, is answered with the CALLERROR NotSupported."},
	{OfflineLongReportsChangedOnly, "After an offline period longer than OfflineThreshold only connectors that have changed are reported."},
	{OfflineLongReportsNothing, "After an offline period longer than OfflineThreshold no connector is reported."},
	{OfflineLongOneConnectorMissing, "After an offline period longer than OfflineThreshold the last connector is not reported."},
	{OfflineShortReportsAll, "After an offline period shorter than OfflineThreshold every connector is reported."},
	{OfflineChangeLost, "A connector that changes while the station is offline is not reported after an offline period shorter than OfflineThreshold."},
	{OfflineThresholdReversed, "Every connector is reported when the offline period was shorter than OfflineThreshold, and only those that have changed when it was longer."},
	{OfflineReportsStatusBefore, "After an offline period connectors are reported with the status that they had before it."},
	{OfflinePeriodStartsAtLastAttempt, "The offline period is counted from the last attempt to connect."},
	{ReconnectsAtOnce, "When the connection is lost the first attempt to connect is made at once."},
	{ReconnectsTooEarly, "Every attempt to connect comes after half of its back-off time."},
	{BackOffSettingIgnored, "The back-off begins with the factory's RetryBackOffWaitMinimum, whatever it is set to."},
	{BackOffNotDoubled, "The back-off time stays the same after a failed attempt to connect."},
	{BackOffNotReset, "The back-off time goes on growing after an attempt that has succeeded."},
	{ReconnectsOnlyOnce, "When the first attempt to connect after a loss fails, no other is made."},
}
