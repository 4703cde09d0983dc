package defects

// The defects of the device model: of GetVariables, SetVariables and the base reports, and of requests while Rejected.
const (
	RejectedAnswersCalls        Defect = "rejected-answers-calls"
	RejectedAnswersNotSupported Defect = "rejected-answers-not-supported"
	RejectedAnswersNothing      Defect = "rejected-answers-nothing"
	RejectedHangsUpOnCalls      Defect = "rejected-hangs-up-on-calls"
	GetUnknownComponentWrong    Defect = "get-unknown-component-wrong"
	GetUnknownVariableWrong     Defect = "get-unknown-variable-wrong"
	GetUnknownRejected          Defect = "get-unknown-rejected"
	GetUnknownAccepted          Defect = "get-unknown-accepted"
	GetUnknownShowsValue        Defect = "get-unknown-shows-value"
	GetTargetAsActual           Defect = "get-target-as-actual"
	GetTargetRejected           Defect = "get-target-rejected"
	GetTargetNamesActual        Defect = "get-target-names-actual"
	SetUnknownComponentWrong    Defect = "set-unknown-component-wrong"
	SetUnknownVariableWrong     Defect = "set-unknown-variable-wrong"
	SetUnknownRejected          Defect = "set-unknown-rejected"
	SetUnknownAccepted          Defect = "set-unknown-accepted"
	SetUnknownForgetsNames      Defect = "set-unknown-forgets-names"
	SetTargetAsActual           Defect = "set-target-as-actual"
	SetTargetRejected           Defect = "set-target-rejected"
	SetTargetNamesActual        Defect = "set-target-names-actual"
	SetReadOnlyAccepted         Defect = "set-read-only-accepted"
	SetReadOnlyRebootRequired   Defect = "set-read-only-reboot-required"
	SetReadOnlyUnknown          Defect = "set-read-only-unknown"
	SetDropsInstance            Defect = "set-drops-instance"
	SetKeepsOnlyFirst           Defect = "set-keeps-only-first"
	InstancesNotFound           Defect = "instances-not-found"
	LeadingDigitsTaken          Defect = "leading-digits-taken"
	DecimalsTruncated           Defect = "decimals-truncated"
	BooleansTakenAsNumbers      Defect = "booleans-taken-as-numbers"
	AnyTextTaken                Defect = "any-text-taken"
	NumbersTakenAsBooleans      Defect = "numbers-taken-as-booleans"
	DatesNotChecked             Defect = "dates-not-checked"
	EveryValueRejected          Defect = "every-value-rejected"
	InvalidValueUnknown         Defect = "invalid-value-unknown"
	InvalidValueReboot          Defect = "invalid-value-reboot-required"
	SummaryEmpty                Defect = "summary-empty"
	SummaryNotSupported         Defect = "summary-not-supported"
	SummaryListsEverything      Defect = "summary-lists-everything"
	SummaryMissesStation        Defect = "summary-misses-station"
	SummaryStateStale           Defect = "summary-state-stale"
	SummaryMissesEVSE           Defect = "summary-misses-evse"
	SummaryAnsweredAnyway       Defect = "summary-answered-anyway"
	SummaryRejected             Defect = "summary-rejected"
	SummaryRefusedWrongReason   Defect = "summary-refused-wrong-reason"
	SummaryRefusedYetSent       Defect = "summary-refused-yet-sent"
	SummaryRefusedYetSentLate   Defect = "summary-refused-yet-sent-late"
	ReportSeqNoFromOne          Defect = "report-seqno-from-one"
	ReportEndsEarly             Defect = "report-ends-early"
	ReportLaterRequestIDZero    Defect = "report-later-request-id-zero"
	ReportWithoutInstances      Defect = "report-without-instances"
	ReportEVSEsFromZero         Defect = "report-evses-from-zero"
	ReportWithoutConnectorIDs   Defect = "report-without-connector-ids"
	LastEVSENotReported         Defect = "last-evse-not-reported"
	EVSEStateNotReported        Defect = "evse-state-not-reported"
	ConnectorStateNotReported   Defect = "connector-state-not-reported"
	ConnectorTypeNotReported    Defect = "connector-type-not-reported"
	SupplyPhasesNotReported     Defect = "supply-phases-not-reported"
	ActiveProfileNotReported    Defect = "active-profile-not-reported"
	BackOffNotReported          Defect = "back-off-not-reported"
	PasswordNotReported         Defect = "password-not-reported"
	PasswordShown               Defect = "password-shown"
	PasswordShownAsReadWrite    Defect = "password-shown-as-read-write"
	MeasuredValuesOmitted       Defect = "measured-values-omitted"
	ListValueOutsideList        Defect = "list-value-outside-list"
	ListsSeparatedBySemicolons  Defect = "lists-separated-by-semicolons"
	ListsAsJSON                 Defect = "lists-as-json"
	StateInCapitals             Defect = "state-in-capitals"
	PowerWithoutMaximum         Defect = "power-without-maximum"
	ReportGoesOn                Defect = "report-goes-on"
	SettingsForgottenAtBoot     Defect = "settings-forgotten-at-boot"
)

var deviceModel = []Info{
	{RejectedAnswersCalls, "While Rejected, calls from the CSMS are answered as if the station were accepted."},
	{RejectedAnswersNotSupported, "While Rejected, calls from the CSMS are answered with the CALLERROR NotSupported."},
	{RejectedAnswersNothing, "While Rejected, calls from the CSMS are not answered."},
	{RejectedHangsUpOnCalls, "While Rejected, a call from the CSMS makes the station close the connection without an answer."},
	{GetUnknownComponentWrong, "GetVariables answers UnknownVariable where the component is unknown."},
	{GetUnknownVariableWrong, "GetVariables answers UnknownComponent where the variable is unknown."},
	{GetUnknownRejected, "GetVariables answers Rejected where the component or variable is unknown."},
	{GetUnknownAccepted, "GetVariables answers Accepted with an empty value where the component or variable is unknown."},
	{GetUnknownShowsValue, "GetVariables gives an empty attributeValue with every status but Accepted."},
	{GetTargetAsActual, "GetVariables answers with the Actual value whatever the attributeType."},
	{GetTargetRejected, "GetVariables answers Rejected for an attributeType that the variable does not have."},
	{GetTargetNamesActual, "GetVariables names the attributeType Actual with NotSupportedAttributeType."},
	{SetUnknownComponentWrong, "SetVariables answers UnknownVariable where the component is unknown."},
	{SetUnknownVariableWrong, "SetVariables answers UnknownComponent where the variable is unknown."},
	{SetUnknownRejected, "SetVariables answers Rejected where the component or variable is unknown."},
	{SetUnknownAccepted, "SetVariables answers Accepted where the component or variable is unknown."},
	{SetUnknownForgetsNames, "SetVariables names an empty component and variable where one of them is unknown."},
	{SetTargetAsActual, "SetVariables sets the Actual value whatever the attributeType."},
	{SetTargetRejected, "SetVariables answers Rejected for an attributeType that the variable does not have."},
	{SetTargetNamesActual, "SetVariables names the attributeType Actual with NotSupportedAttributeType."},
	{SetReadOnlyAccepted, "SetVariables answers Accepted for a ReadOnly variable and leaves it as it is."},
	{SetReadOnlyRebootRequired, "SetVariables answers RebootRequired for a ReadOnly variable and leaves it as it is."},
	{SetReadOnlyUnknown, "SetVariables answers UnknownVariable for a ReadOnly variable."},
	{SetDropsInstance, "SetVariables leaves the variable's instance out of its result."},
	{SetKeepsOnlyFirst, "SetVariables answers for all of its variables as is right, and sets only the first that it accepts."},
	{InstancesNotFound, "GetVariables and SetVariables know no variable that has an instance."},
	{LeadingDigitsTaken, "An integer takes any value that begins with digits, and holds these."},
	{DecimalsTruncated, "An integer takes a decimal and drops its fraction."},
	{BooleansTakenAsNumbers, "An integer takes true as 1 and false as 0."},
	{AnyTextTaken, "An integer answers Accepted to any text, and keeps its value."},
	{NumbersTakenAsBooleans, "A boolean takes any number, and is true unless it is 0."},
	{DatesNotChecked, "A dateTime takes any text and holds it."},
	{EveryValueRejected, "SetVariables rejects every value as invalid, also the one that the variable has."},
	{InvalidValueUnknown, "SetVariables answers UnknownVariable where the value is invalid."},
	{InvalidValueReboot, "SetVariables answers RebootRequired where the value is invalid, and does not set it."},
	{SummaryEmpty, "The SummaryInventory holds nothing."},
	{SummaryNotSupported, "The SummaryInventory is answered with NotSupported although the station is said to have it."},
	{SummaryListsEverything, "The SummaryInventory holds every variable."},
	{SummaryMissesStation, "The SummaryInventory leaves out the AvailabilityState of the station."},
	{SummaryStateStale, "The SummaryInventory shows connectors Unavailable, as they were before the station was accepted."},
	{SummaryMissesEVSE, "The SummaryInventory leaves out the AvailabilityState of the last EVSE."},
	{SummaryAnsweredAnyway, "The SummaryInventory is answered with Accepted and sent although the station is said not to have it."},
	{SummaryRejected, "The SummaryInventory is answered with Rejected where NotSupported is due."},
	{SummaryRefusedWrongReason, "The answer NotSupported to the SummaryInventory gives the reason code InternalError."},
	{SummaryRefusedYetSent, "The SummaryInventory is answered with NotSupported and sent at once all the same."},
	{SummaryRefusedYetSentLate, "The SummaryInventory is answered with NotSupported and sent ten seconds later all the same."},
	{ReportSeqNoFromOne, "The seqNo of NotifyReport counts from 1."},
	{ReportEndsEarly, "A report of several NotifyReports ends with the first, in which tbc is false."},
	{ReportLaterRequestIDZero, "The second and later NotifyReports of a report have the requestId 0."},
	{ReportWithoutInstances, "NotifyReport leaves out the instance of variables."},
	{ReportEVSEsFromZero, "NotifyReport numbers the EVSEs from 0."},
	{ReportWithoutConnectorIDs, "NotifyReport leaves out the connectorId of components."},
	{LastEVSENotReported, "No report has the variables of the last EVSE."},
	{EVSEStateNotReported, "No report has the AvailabilityState of EVSEs."},
	{ConnectorStateNotReported, "No report has the AvailabilityState of connectors."},
	{ConnectorTypeNotReported, "No report has the ConnectorType of connectors."},
	{SupplyPhasesNotReported, "No report has SupplyPhases."},
	{ActiveProfileNotReported, "No report has ActiveNetworkProfile."},
	{BackOffNotReported, "No report has the variables of the back-off between connection attempts."},
	{PasswordNotReported, "No report has BasicAuthPassword."},
	{PasswordShown, "Reports show the value of BasicAuthPassword."},
	{PasswordShownAsReadWrite, "Reports show BasicAuthPassword as a ReadWrite variable, with its value."},
	{MeasuredValuesOmitted, "Reports leave out the value of what the station measures, such as the time."},
	{ListValueOutsideList, "Reports show for TimeSource a value that its valuesList does not hold."},
	{ListsSeparatedBySemicolons, "Reports separate the members of a valuesList by semicolons."},
	{ListsAsJSON, "Reports write the value of a list as a JSON array."},
	{StateInCapitals, "Reports write the value of AvailabilityState in capitals, which its valuesList is not."},
	{PowerWithoutMaximum, "Reports leave out the maxLimit of EVSE.Power."},
	{ReportGoesOn, "After the last NotifyReport an empty one follows each second, and all say that more is to come."},
	{SettingsForgottenAtBoot, "A reboot brings back the factory's value of every variable."},
}
