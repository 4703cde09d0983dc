package defects

// The defects of custom reports (B08), and of monitors: setting, clearing and reporting them, base and level (N02 to N06).
const (
	CustomReportRejected       Defect = "custom-report-rejected"
	CustomReportNotSent        Defect = "custom-report-not-sent"
	CustomReportOfEverything   Defect = "custom-report-of-everything"
	CustomReportWithoutOne     Defect = "custom-report-without-one"
	CustomReportOfOtherEVSE    Defect = "custom-report-of-other-evse"
	CustomReportIgnoresFlags   Defect = "custom-report-ignores-flags"
	EmptyCustomReportAccepted  Defect = "empty-custom-report-accepted"
	EmptyCustomReportRejected  Defect = "empty-custom-report-rejected"
	EmptyCustomReportNotFound  Defect = "empty-custom-report-not-supported"
	CustomReportFirstInstance  Defect = "custom-report-first-instance"
	CustomReportEveryInstance  Defect = "custom-report-every-instance"
	CustomReportFirstEVSE      Defect = "custom-report-first-evse"
	CustomReportNeedsEVSE      Defect = "custom-report-needs-evse"
	MonitorRefused             Defect = "monitor-refused"
	MonitorNotSet              Defect = "monitor-not-set"
	MonitorWithoutID           Defect = "monitor-without-id"
	MonitorsOnlyFirst          Defect = "monitors-only-first"
	MonitorWrongName           Defect = "monitor-wrong-name"
	MonitorSeverityLost        Defect = "monitor-severity-lost"
	MonitorIDRepeated          Defect = "monitor-id-repeated"
	OneMonitorPerVariable      Defect = "one-monitor-per-variable"
	DuplicateMonitorTaken      Defect = "duplicate-monitor-taken"
	DuplicateMonitorRejected   Defect = "duplicate-monitor-rejected"
	MonitorOfNothingTaken      Defect = "monitor-of-nothing-taken"
	MonitorOfNothingNoType     Defect = "monitor-of-nothing-unsupported"
	MonitorOfNothingHasID      Defect = "monitor-of-nothing-has-id"
	MonitorVariableAsComponent Defect = "monitor-variable-as-component"
	MonitorComponentRejected   Defect = "monitor-component-rejected"
	NegativeDeltaTaken         Defect = "negative-delta-taken"
	NegativeDeltaNoType        Defect = "negative-delta-unsupported"
	OneBadMonitorSpoilsAll     Defect = "one-bad-monitor-spoils-all"
	ThresholdBeyondLimitTaken  Defect = "threshold-beyond-limit-taken"
	ThresholdBeyondLimitNoType Defect = "threshold-beyond-limit-unsupported"
	RefusedMonitorHasID        Defect = "refused-monitor-has-id"
	MonitorMoves               Defect = "monitor-moves-to-another-variable"
	MonitorNotReplaced         Defect = "monitor-not-replaced"
	MonitorReplacedBeside      Defect = "monitor-replaced-beside"
	PreconfiguredFixed         Defect = "preconfigured-monitor-fixed"
	MonitoringReportRejected   Defect = "monitoring-report-rejected"
	MonitoringReportNotSent    Defect = "monitoring-report-not-sent"
	MonitoringReportOfAll      Defect = "monitoring-report-of-all"
	MonitoringIgnoresCriteria  Defect = "monitoring-report-ignores-criteria"
	MonitoringIgnoresVariables Defect = "monitoring-report-ignores-variables"
	MonitoringOneCriterion     Defect = "monitoring-report-one-criterion"
	MonitoringWithoutAligned   Defect = "monitoring-report-without-aligned"
	MonitoringWithoutLower     Defect = "monitoring-report-without-lower"
	MonitoringNeedsVariable    Defect = "monitoring-report-needs-variable"
	MonitoringOnlyCustom       Defect = "monitoring-report-only-custom"
	MonitoringAllIsCustom      Defect = "monitoring-report-all-is-custom"
	EmptyMonitoringAccepted    Defect = "empty-monitoring-report-accepted"
	EmptyMonitoringRejected    Defect = "empty-monitoring-report-rejected"
	MonitoringOtherRequestID   Defect = "monitoring-report-other-request-id"
	MonitoringSeqNoFromOne     Defect = "monitoring-report-seqno-from-one"
	MonitoringReportGoesOn     Defect = "monitoring-report-goes-on"
	MonitoringOnlyFirst        Defect = "monitoring-report-only-first"
	MonitoringBaseRejected     Defect = "monitoring-base-rejected"
	FactoryDefaultUnknown      Defect = "factory-default-not-supported"
	HardWiredOnlyKeepsCustom   Defect = "hardwired-only-keeps-custom"
	BaseAllDeletesCustom       Defect = "base-all-deletes-custom"
	FactoryDefaultKeepsChange  Defect = "factory-default-keeps-change"
	OverruledDoesNotReturn     Defect = "overruled-monitor-does-not-return"
	LevelRejected              Defect = "monitoring-level-rejected"
	LevelIgnored               Defect = "monitoring-level-ignored"
	LevelsOfAnyKind            Defect = "monitoring-levels-of-any-kind"
	NegativeLevelTaken         Defect = "negative-monitoring-level-taken"
	LevelRefusedByError        Defect = "monitoring-level-refused-by-error"
	ClearMonitorRefused        Defect = "clear-monitor-refused"
	ClearMonitorKeeps          Defect = "clear-monitor-keeps"
	ClearMonitorOnlyFirst      Defect = "clear-monitor-only-first"
	ClearUnknownAccepted       Defect = "clear-unknown-monitor-accepted"
	ClearUnknownRejected       Defect = "clear-unknown-monitor-rejected"
	HardWiredCleared           Defect = "hardwired-monitor-cleared"
	HardWiredNotFound          Defect = "hardwired-monitor-not-found"
)

var ofMonitors = []Info{
	{CustomReportRejected, "GetReport is answered with Rejected, and nothing is reported."},
	{CustomReportNotSent, "GetReport is accepted, and no NotifyReport follows."},
	{CustomReportOfEverything, "GetReport reports every variable, whatever it asks for."},
	{CustomReportWithoutOne, "GetReport by component criteria leaves the first variable of the report out."},
	{CustomReportOfOtherEVSE, "GetReport for a variable of one EVSE reports that of the last EVSE."},
	{CustomReportIgnoresFlags, "GetReport for component variables takes no account of component criteria."},
	{EmptyCustomReportAccepted, "GetReport that means no variable is answered with Accepted, and nothing is reported."},
	{EmptyCustomReportRejected, "GetReport that means no variable is answered with Rejected."},
	{EmptyCustomReportNotFound, "GetReport that means no variable is answered with NotSupported."},
	{CustomReportFirstInstance, "GetReport for a variable without an instance reports the first instance only."},
	{CustomReportEveryInstance, "GetReport for one instance of a variable reports every instance."},
	{CustomReportFirstEVSE, "GetReport for a variable of EVSE without an id reports that of the first EVSE only."},
	{CustomReportNeedsEVSE, "GetReport for a variable of EVSE without an id is answered with EmptyResultSet."},
	{MonitorRefused, "SetVariableMonitoring answers Rejected for every monitor, and sets none."},
	{MonitorNotSet, "SetVariableMonitoring answers Accepted for a new monitor with an id, and sets none."},
	{MonitorWithoutID, "The results of SetVariableMonitoring carry no id."},
	{MonitorsOnlyFirst, "SetVariableMonitoring sets and answers only the first of the monitors."},
	{MonitorWrongName, "The results of SetVariableMonitoring exchange the names of component and variable."},
	{MonitorSeverityLost, "The results of SetVariableMonitoring have the severity 9."},
	{MonitorIDRepeated, "The results of SetVariableMonitoring give every new monitor the id of the first."},
	{OneMonitorPerVariable, "SetVariableMonitoring answers Duplicate for a second monitor on a variable, whatever its type and severity."},
	{DuplicateMonitorTaken, "SetVariableMonitoring sets a second monitor of the same type and severity on a variable."},
	{DuplicateMonitorRejected, "SetVariableMonitoring answers Rejected where it would answer Duplicate."},
	{MonitorOfNothingTaken, "SetVariableMonitoring answers Accepted where the component or variable is unknown, and sets nothing."},
	{MonitorOfNothingNoType, "SetVariableMonitoring answers UnsupportedMonitorType where the component or variable is unknown."},
	{MonitorOfNothingHasID, "SetVariableMonitoring gives an id where the component or variable is unknown."},
	{MonitorVariableAsComponent, "SetVariableMonitoring answers UnknownComponent where the variable is unknown."},
	{MonitorComponentRejected, "SetVariableMonitoring answers Rejected where the component or variable is unknown."},
	{NegativeDeltaTaken, "A Delta monitor with a negative value is set as if it were positive."},
	{NegativeDeltaNoType, "A Delta monitor with a negative value is answered with UnsupportedMonitorType."},
	{OneBadMonitorSpoilsAll, "SetVariableMonitoring answers Rejected for all monitors, and sets none, when one of them cannot be set."},
	{ThresholdBeyondLimitTaken, "A threshold beyond the limits of the variable is set."},
	{ThresholdBeyondLimitNoType, "A threshold beyond the limits of the variable is answered with UnsupportedMonitorType."},
	{RefusedMonitorHasID, "The results of SetVariableMonitoring with Rejected carry an id."},
	{MonitorMoves, "SetVariableMonitoring with the id of a monitor of another variable has that monitor watch this one."},
	{MonitorNotReplaced, "SetVariableMonitoring with an id answers Accepted and leaves the monitor as it is."},
	{MonitorReplacedBeside, "SetVariableMonitoring with an id sets another monitor beside the one that it should replace."},
	{PreconfiguredFixed, "SetVariableMonitoring with the id of a preconfigured monitor answers Rejected."},
	{MonitoringReportRejected, "GetMonitoringReport is answered with Rejected, and nothing is reported."},
	{MonitoringReportNotSent, "GetMonitoringReport is accepted, and no NotifyMonitoringReport follows."},
	{MonitoringReportOfAll, "GetMonitoringReport reports every monitor, whatever it asks for."},
	{MonitoringIgnoresCriteria, "GetMonitoringReport takes no account of monitoringCriteria."},
	{MonitoringIgnoresVariables, "GetMonitoringReport takes no account of component variables."},
	{MonitoringOneCriterion, "GetMonitoringReport goes by the first of several monitoringCriteria."},
	{MonitoringWithoutAligned, "PeriodicMonitoring does not mean monitors of type PeriodicClockAligned."},
	{MonitoringWithoutLower, "ThresholdMonitoring does not mean monitors of type LowerThreshold."},
	{MonitoringNeedsVariable, "GetMonitoringReport with a component and no variable means no monitor."},
	{MonitoringOnlyCustom, "monitoringCriteria mean custom monitors only."},
	{MonitoringAllIsCustom, "GetMonitoringReport for all monitors means custom ones only."},
	{EmptyMonitoringAccepted, "GetMonitoringReport that means no monitor is answered with Accepted, and nothing is reported."},
	{EmptyMonitoringRejected, "GetMonitoringReport that means no monitor is answered with Rejected."},
	{MonitoringOtherRequestID, "NotifyMonitoringReport carries another requestId than the request had."},
	{MonitoringSeqNoFromOne, "The seqNo of NotifyMonitoringReport counts from 1."},
	{MonitoringReportGoesOn, "The last NotifyMonitoringReport says that more is to come."},
	{MonitoringOnlyFirst, "GetMonitoringReport reports only the first of the monitors that it means."},
	{MonitoringBaseRejected, "SetMonitoringBase is answered with Rejected, and changes nothing."},
	{FactoryDefaultUnknown, "SetMonitoringBase FactoryDefault is answered with NotSupported."},
	{HardWiredOnlyKeepsCustom, "SetMonitoringBase HardWiredOnly keeps custom monitors."},
	{BaseAllDeletesCustom, "SetMonitoringBase All deletes custom monitors."},
	{FactoryDefaultKeepsChange, "SetMonitoringBase FactoryDefault keeps custom monitors, those in the place of preconfigured ones included."},
	{OverruledDoesNotReturn, "SetMonitoringBase FactoryDefault removes a custom monitor in the place of a preconfigured one, which does not return."},
	{LevelRejected, "SetMonitoringLevel is answered with Rejected, and changes nothing."},
	{LevelIgnored, "Events are sent whatever the monitoring level."},
	{LevelsOfAnyKind, "SetMonitoringLevel answers Accepted to any number."},
	{NegativeLevelTaken, "SetMonitoringLevel answers Accepted to a negative number."},
	{LevelRefusedByError, "SetMonitoringLevel answers a number that is no severity with the CALLERROR PropertyConstraintViolation."},
	{ClearMonitorRefused, "ClearVariableMonitoring answers Rejected for every monitor, and clears none."},
	{ClearMonitorKeeps, "ClearVariableMonitoring answers Accepted and clears nothing."},
	{ClearMonitorOnlyFirst, "ClearVariableMonitoring clears and answers only the first of the ids."},
	{ClearUnknownAccepted, "ClearVariableMonitoring answers Accepted for an id of no monitor."},
	{ClearUnknownRejected, "ClearVariableMonitoring answers Rejected for an id of no monitor."},
	{HardWiredCleared, "ClearVariableMonitoring clears a hardwired monitor."},
	{HardWiredNotFound, "ClearVariableMonitoring answers NotFound for a hardwired monitor."},
}

// The defects of what monitors tell (N07, N08).
const (
	ThresholdNotTold        Defect = "threshold-not-told"
	LowerThresholdNotTold   Defect = "lower-threshold-not-told"
	ThresholdReturnNotTold  Defect = "threshold-return-not-told"
	ReturnAsAlert           Defect = "threshold-return-as-alert"
	ThresholdAsDelta        Defect = "threshold-as-delta"
	ThresholdShowsItself    Defect = "threshold-shows-itself"
	NewThresholdNotHeld     Defect = "new-threshold-not-held"
	ClearedThresholdTold    Defect = "cleared-threshold-told"
	ClearedMonitorGoesOn    Defect = "cleared-monitor-goes-on"
	EventWithoutMonitor     Defect = "event-without-monitor"
	EventOfOtherMonitor     Defect = "event-of-other-monitor"
	EventOutOfTransaction   Defect = "event-without-transaction"
	EventSeqNoFromOne       Defect = "event-seqno-from-one"
	EventAnHourBack         Defect = "event-an-hour-back"
	CustomAsPreconfigured   Defect = "custom-event-as-preconfigured"
	NumberDeltaNotTold      Defect = "number-delta-not-told"
	TextDeltaNotTold        Defect = "text-delta-not-told"
	DeltaAsAlert            Defect = "delta-as-alert"
	SecretDeltaNotTold      Defect = "secret-delta-not-told"
	SecretShownInEvent      Defect = "secret-shown-in-event"
	MonitorsForgottenAtBoot Defect = "monitors-forgotten-at-boot"
	PeriodicNotTold         Defect = "periodic-not-told"
	PeriodicMonitorOnce     Defect = "periodic-monitor-once"
	PeriodicHalved          Defect = "periodic-halved"
	PeriodicAsDelta         Defect = "periodic-as-delta"
	OfflineEventDropped     Defect = "offline-event-dropped"
	OfflineEventsAllKept    Defect = "offline-events-all-kept"
	OfflineEventStale       Defect = "offline-event-stale"
	HardWiredNotTold        Defect = "hardwired-not-told"
	HardWiredAsCustom       Defect = "hardwired-as-custom"
)

var ofEvents = []Info{
	{ThresholdNotTold, "No event tells that an upper threshold is exceeded."},
	{LowerThresholdNotTold, "No event tells that a value has dropped below a lower threshold."},
	{ThresholdReturnNotTold, "No event tells that a value has come back from beyond a threshold."},
	{ReturnAsAlert, "The event of a value that has come back from beyond a threshold does not say cleared."},
	{ThresholdAsDelta, "The events of threshold monitors have the trigger Delta."},
	{ThresholdShowsItself, "The events of threshold monitors show the threshold as actualValue."},
	{NewThresholdNotHeld, "A monitor that is replaced does not look at the value that there is, and triggers with the next change only."},
	{ClearedThresholdTold, "A threshold monitor that is cleared while its threshold is exceeded tells that the value has come back."},
	{ClearedMonitorGoesOn, "A monitor that was cleared is no longer reported, and goes on to send events."},
	{EventWithoutMonitor, "The events of monitors carry no variableMonitoringId."},
	{EventOfOtherMonitor, "The events of monitors carry another variableMonitoringId."},
	{EventOutOfTransaction, "The events of monitors carry no transactionId."},
	{EventSeqNoFromOne, "NotifyEvent has the seqNo 1."},
	{EventAnHourBack, "The events of monitors have a timestamp that is an hour back, in a message that has the right time."},
	{CustomAsPreconfigured, "The events of custom monitors have the eventNotificationType PreconfiguredMonitor."},
	{NumberDeltaNotTold, "No event tells that a number has changed by more than a delta."},
	{TextDeltaNotTold, "No event tells that a variable that is not numeric has changed."},
	{DeltaAsAlert, "The events of Delta monitors have the trigger Alerting."},
	{SecretDeltaNotTold, "No event tells that a WriteOnly variable has changed."},
	{SecretShownInEvent, "The event of a WriteOnly variable shows its value."},
	{MonitorsForgottenAtBoot, "Custom monitors are gone after a boot."},
	{PeriodicNotTold, "Periodic monitors never trigger."},
	{PeriodicMonitorOnce, "A periodic monitor triggers once."},
	{PeriodicHalved, "A periodic monitor triggers at half of its interval."},
	{PeriodicAsDelta, "The events of periodic monitors have the trigger Delta."},
	{OfflineEventDropped, "Events do not wait for the connection, and what has changed while there was none is never told."},
	{OfflineEventsAllKept, "All events wait for the connection, whatever the severity of their monitors."},
	{OfflineEventStale, "An event that has waited for the connection shows no value."},
	{HardWiredNotTold, "Neither a hardwired notification nor a hardwired monitor tells of a connector that has failed."},
	{HardWiredAsCustom, "The hardwired events of a connector that has failed have the eventNotificationType CustomMonitor."},
}
