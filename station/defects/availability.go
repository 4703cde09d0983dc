package defects

// The defects of changes of availability (G03, G04) and of connector states (G01).
const (
	StationOperativeRejected      Defect = "station-operative-rejected"
	EVSEOperativeRejected         Defect = "evse-operative-rejected"
	ConnectorOperativeRejected    Defect = "connector-operative-rejected"
	StationInoperativeRejected    Defect = "station-inoperative-rejected"
	ConnectorInoperativeRejected  Defect = "connector-inoperative-rejected"
	ConnectorChangeCallError      Defect = "connector-change-callerror"
	UnchangedRejected             Defect = "unchanged-rejected"
	UnchangedScheduled            Defect = "unchanged-scheduled"
	UnchangedToggles              Defect = "unchanged-toggles"
	UnchangedReportedFaulted      Defect = "unchanged-reported-faulted"
	UnchangedReportedAvailable    Defect = "unchanged-reported-available"
	UnchangedReportedOccupied     Defect = "unchanged-reported-occupied"
	UnchangedWrongConnector       Defect = "unchanged-wrong-connector"
	BusyRejected                  Defect = "busy-rejected"
	BusyAccepted                  Defect = "busy-accepted"
	StationBusyAccepted           Defect = "station-busy-accepted"
	ConnectorBusyAccepted         Defect = "connector-busy-accepted"
	ScheduledThoughIdle           Defect = "scheduled-though-idle"
	OperativeScheduled            Defect = "operative-scheduled"
	EVSEChangeTakesStation        Defect = "evse-change-takes-station"
	ConnectorChangeTakesStation   Defect = "connector-change-takes-station"
	StationChangeTakesFirstEVSE   Defect = "station-change-takes-first-evse"
	EVSEChangeTakesOneConnector   Defect = "evse-change-takes-one-connector"
	ConnectorChangeTakesEVSE      Defect = "connector-change-takes-evse"
	OperativeNotApplied           Defect = "operative-not-applied"
	InoperativeNotApplied         Defect = "inoperative-not-applied"
	OperativeReportedFaulted      Defect = "operative-reported-faulted"
	OperativeReportedOccupied     Defect = "operative-reported-occupied"
	OperativeReportedUnavailable  Defect = "operative-reported-unavailable"
	OperativeReportedLate         Defect = "operative-reported-late"
	InoperativeReportedFaulted    Defect = "inoperative-reported-faulted"
	InoperativeReportedOccupied   Defect = "inoperative-reported-occupied"
	InoperativeWrongConnector     Defect = "inoperative-wrong-connector"
	InoperativeTakenBack          Defect = "inoperative-taken-back"
	InoperativeForgottenAtBoot    Defect = "inoperative-forgotten-at-boot"
	InoperativeReportedLate       Defect = "inoperative-reported-late"
	ScheduledForgotten            Defect = "scheduled-forgotten"
	ScheduledAtOnce               Defect = "scheduled-at-once"
	ScheduledEndsTransaction      Defect = "scheduled-ends-transaction"
	ScheduledWaitsForUnplug       Defect = "scheduled-waits-for-unplug"
	ScheduledReportedAvailable    Defect = "scheduled-reported-available"
	ScheduledReportedFaulted      Defect = "scheduled-reported-faulted"
	ScheduledOthersWait           Defect = "scheduled-others-wait"
	ScheduledTakesOneConnector    Defect = "scheduled-takes-one-connector"
	OperativeByUnplug             Defect = "operative-by-unplug"
	StationInoperativeNotKept     Defect = "station-inoperative-not-kept"
	EVSEInoperativeNotKept        Defect = "evse-inoperative-not-kept"
	ConnectorInoperativeNotKept   Defect = "connector-inoperative-not-kept"
	InoperativeLostOnPowerLoss    Defect = "inoperative-lost-on-power-loss"
	InoperativeWidensAtBoot       Defect = "inoperative-widens-at-boot"
	InoperativeBootsAsAvailable   Defect = "inoperative-boots-as-available"
	InoperativeBootsAsOccupied    Defect = "inoperative-boots-as-occupied"
	InoperativeStaysOffline       Defect = "inoperative-stays-offline"
	InoperativeHidesStartup       Defect = "inoperative-hides-startup"
	InoperativeBootsWithoutOthers Defect = "inoperative-boots-without-others"
	EventsAlerting                Defect = "events-alerting"
	EventsOfAnotherVariable       Defect = "events-of-another-variable"
	EventsWithoutConnector        Defect = "events-without-connector"
	EventsOfEVSEBehind            Defect = "events-of-evse-behind"
	EventsOfEVSEAlerting          Defect = "events-of-evse-alerting"
)

var availability = []Info{
	{StationOperativeRejected, "ChangeAvailability of the whole station to Operative is answered with Rejected."},
	{EVSEOperativeRejected, "ChangeAvailability of an EVSE to Operative is answered with Rejected."},
	{ConnectorOperativeRejected, "ChangeAvailability of a connector to Operative is answered with Rejected."},
	{StationInoperativeRejected, "ChangeAvailability of the whole station to Inoperative is answered with Rejected."},
	{ConnectorInoperativeRejected, "ChangeAvailability of a connector to Inoperative is answered with Rejected."},
	{ConnectorChangeCallError, "ChangeAvailability of a connector is answered with CALLERROR NotSupported."},
	{UnchangedRejected, "ChangeAvailability to what is so already is answered with Rejected."},
	{UnchangedScheduled, "ChangeAvailability to what is so already is answered with Scheduled."},
	{UnchangedToggles, "ChangeAvailability to what is so already changes it to the opposite."},
	{UnchangedReportedFaulted, "After ChangeAvailability to what is so already the connectors are reported Faulted."},
	{UnchangedReportedAvailable, "After ChangeAvailability to what is so already the connectors are reported Available, whatever they are."},
	{UnchangedReportedOccupied, "After ChangeAvailability to what is so already the connectors are reported Occupied."},
	{UnchangedWrongConnector, "After ChangeAvailability to what is so already connector 0 of EVSE 0 is reported instead of the connectors."},
	{BusyRejected, "ChangeAvailability to Inoperative during a transaction is answered with Rejected."},
	{BusyAccepted, "ChangeAvailability to Inoperative during a transaction is answered with Accepted instead of Scheduled."},
	{StationBusyAccepted, "ChangeAvailability of the whole station to Inoperative during a transaction is answered with Accepted."},
	{ConnectorBusyAccepted, "ChangeAvailability of a connector to Inoperative during a transaction is answered with Accepted."},
	{ScheduledThoughIdle, "ChangeAvailability to Inoperative without a transaction is answered with Scheduled, and carried out."},
	{OperativeScheduled, "ChangeAvailability to Operative is answered with Scheduled, and carried out."},
	{EVSEChangeTakesStation, "ChangeAvailability of an EVSE changes the whole station."},
	{ConnectorChangeTakesStation, "ChangeAvailability of a connector changes the whole station."},
	{StationChangeTakesFirstEVSE, "ChangeAvailability of the whole station changes only EVSE 1."},
	{EVSEChangeTakesOneConnector, "ChangeAvailability of an EVSE changes only its connector 1."},
	{ConnectorChangeTakesEVSE, "ChangeAvailability of a connector changes its whole EVSE."},
	{OperativeNotApplied, "ChangeAvailability to Operative is answered with Accepted, and nothing changes."},
	{InoperativeNotApplied, "ChangeAvailability to Inoperative is answered with Accepted, and nothing changes."},
	{OperativeReportedFaulted, "A connector that becomes Operative is reported Faulted."},
	{OperativeReportedOccupied, "A connector that becomes Operative is reported Occupied, and then as what it is."},
	{OperativeReportedUnavailable, "A connector that becomes Operative is reported Unavailable once more."},
	{OperativeReportedLate, "A connector that becomes Operative is reported two minutes later."},
	{InoperativeReportedFaulted, "A connector that becomes Inoperative at once is reported Faulted."},
	{InoperativeReportedOccupied, "A connector that becomes Inoperative at once is reported Occupied, and then as what it is."},
	{InoperativeWrongConnector, "A connector that becomes Inoperative at once is reported as connector 0 of EVSE 0."},
	{InoperativeTakenBack, "A connector that becomes Inoperative at once is reported Unavailable and then Available, which it is not."},
	{InoperativeForgottenAtBoot, "After a power cycle what the CSMS made Inoperative is reported so once, and Operative again after that."},
	{InoperativeReportedLate, "A connector that becomes Inoperative at once is reported two minutes later."},
	{ScheduledForgotten, "A change to Inoperative that was Scheduled is not carried out when the transaction has ended."},
	{ScheduledAtOnce, "A change to Inoperative that was Scheduled is reported at once, during the transaction."},
	{ScheduledEndsTransaction, "A change to Inoperative that was Scheduled ends the transaction at once."},
	{ScheduledWaitsForUnplug, "A change to Inoperative that was Scheduled waits until the EV is disconnected."},
	{ScheduledReportedAvailable, "When a Scheduled change to Inoperative is carried out the connector is reported Available."},
	{ScheduledReportedFaulted, "When a Scheduled change to Inoperative is carried out the connector is reported Faulted."},
	{ScheduledOthersWait, "During a transaction a change of the whole station waits on every EVSE, not only on the one in use."},
	{ScheduledTakesOneConnector, "A Scheduled change of an EVSE is carried out at the connector that was used, and not at its others."},
	{OperativeByUnplug, "A connector that is Inoperative becomes Operative when the cable is unplugged."},
	{StationInoperativeNotKept, "That the whole station is Inoperative is not kept across reboots."},
	{EVSEInoperativeNotKept, "That an EVSE is Inoperative is not kept across reboots."},
	{ConnectorInoperativeNotKept, "That a connector is Inoperative is not kept across reboots."},
	{InoperativeLostOnPowerLoss, "What the CSMS made Inoperative is Operative again after a loss of power."},
	{InoperativeWidensAtBoot, "After a boot the whole station is Inoperative if any part of it was."},
	{InoperativeBootsAsAvailable, "After BootNotification an Inoperative connector is reported Available, and then as what it is."},
	{InoperativeBootsAsOccupied, "After BootNotification an Inoperative connector is reported Occupied."},
	{InoperativeStaysOffline, "A station of which anything is Inoperative does not connect after a boot."},
	{InoperativeHidesStartup, "A station of which anything is Inoperative sends no security event of its start."},
	{InoperativeBootsWithoutOthers, "After BootNotification only the Inoperative connectors are reported, if there are any."},
	{EventsAlerting, "Where NotifyEvent reports a connector's AvailabilityState its trigger is Alerting."},
	{EventsOfAnotherVariable, "Where NotifyEvent reports a connector's AvailabilityState it names the variable Available."},
	{EventsWithoutConnector, "Where NotifyEvent reports a connector's AvailabilityState it names the EVSE only."},
	{EventsOfEVSEBehind, "Where NotifyEvent reports an EVSE's AvailabilityState beside its connector's it is Occupied, whatever it is."},
	{EventsOfEVSEAlerting, "Where NotifyEvent reports an EVSE's AvailabilityState beside its connector's its trigger is Alerting."},
}
