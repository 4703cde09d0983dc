package product

import (
	"cmp"
	"time"

	"github.com/certbench/certbench/station/model"
)

// Capabilities are the choices of a product that its PICS declares (part 5, table 2). The zero value of a list or number
// is replaced by Reference's.
type Capabilities struct {
	TxStartPoint []string // values supported (C-09); DataSigned needs SignedMeterValues
	TxStopPoint  []string // values supported (C-10)
	FixedPoints  bool     // neither of the two can be set (C-51, C-52)

	TxStarted []string // measurands supported for SampledDataCtrlr.TxStartedMeasurands (C-40.1)
	TxUpdated []string // … TxUpdatedMeasurands (C-40.2)
	TxEnded   []string // … TxEndedMeasurands (C-40.3)
	Aligned   []string // … AlignedDataCtrlr.Measurands (C-40.4)
	AlignedTx []string // … AlignedDataCtrlr.TxEndedMeasurands (C-40.5)

	AuthorizeRemoteStart     []bool // values supported (C-48); one value makes the variable ReadOnly
	StopTxOnEVSideDisconnect []bool // values supported (C-06)
	UnlockOnEVSideDisconnect []bool // values supported (C-12)

	// Triggers are the messages that TriggerMessage can ask for (C-29); Heartbeat is one of every product (TC_F_20_CS).
	Triggers []string

	OfflineTxForUnknownID bool // C-02: the variable exists

	AuthorizationSwitch        bool     // AuthCtrlr.Enabled exists: it may be told to let everybody charge
	DisableRemoteAuthorization bool     // C-58: the variable exists
	AuthorizationCache         bool     // C-49
	CacheLifeTime              bool     // C-53: AuthCacheCtrlr.LifeTime exists
	CachePolicies              []string // values supported for AuthCacheCtrlr.Policy (C-54)
	DisablePostAuthorize       bool     // C-59: the variable exists
	LocalList                  bool     // profile Local Authorization List Management
	MasterPass                 bool     // C-07 or C-08: AuthCtrlr.MasterPassGroupId exists
	MasterPassUI               bool     // C-07: the holder of a Master Pass selects what to stop on the display
	MaxEnergyOnInvalidID       bool     // C-03: the variable exists
	LockedUntilAuthorized      bool     // AQ-2: no EV can be connected before authorization

	LocalListSwitch               bool // LA-1: LocalAuthListCtrlr.Enabled exists
	LocalListDisablePostAuthorize bool // LA-3: LocalAuthListCtrlr.DisablePostAuthorize exists
	LocalListExpires              bool // LocalAuthListCtrlr.SupportsExpiryDateTime exists and is true

	// DeauthorizedThenState tells in one event that a refused token is no longer authorized, and in the next that the
	// energy has stopped (E05.FR.09, note).
	DeauthorizedThenState bool
	// SuspendedByRefusal reports chargingState SuspendedEVSE first, and EVConnected when the EV has seen that nothing is
	// offered (E05.FR.09, which prefers EVConnected at once).
	SuspendedByRefusal bool
	// FreesRefusedCable does not keep a refused driver's cable locked, which E05.FR.11 only recommends.
	FreesRefusedCable bool
	// KeepsExpired keeps entries of the Authorization Cache whose time is over, as Expired (C10.FR.10 allows either).
	KeepsExpired bool
	// RebootRequired names settable variables, such as "OCPPCommCtrlr.NetworkConfigurationPriority", of which a new value
	// takes effect at the next boot, which the station leaves to the CSMS. Part 2 lets a station choose so for that one
	// (B10.FR.01), part 6 also for the password (TC_A_09_CS); no feature of the PICS tells.
	RebootRequired []string

	IDTokenTypes            []string // that start or stop a transaction (C-30 to C-39, C-70 to C-75); none leaves their variable out
	TimeSources             []string // values supported for ClockCtrlr.TimeSource (C-23); with NTP the variables of its client exist
	FileTransferProtocols   []string // of OCPPCommCtrlr.FileTransferProtocols (ORS-24)
	CustomerIdentifiers     bool     // C-14: customers are kept by an identifier
	QueueAllMessages        bool     // C-21: the variable exists
	MessagePriorities       []string // of DisplayMessageCtrlr.SupportedPriorities (UI-1); none knows no display messages
	MessageFormats          []string // of DisplayMessageCtrlr.SupportedFormats (UI-2)
	DisplayMessages         int      // most messages at once
	TariffAndCost           bool     // the station shows what the CSMS tells of them (block I)
	NewSessionsBeforeUpdate bool     // C-20: AllowNewSessionsPendingFirmwareUpdate exists
	SecurityProfiles        []int    // that the station can connect with (C-61; A00)
	Wildcards               bool     // SecurityCtrlr.AllowCSMSTLSWildcards exists (errata 2025-09, section 2.62)
	AdditionalRootCheck     bool     // AS-2: SecurityCtrlr.AdditionalRootCertificateCheck exists and is true
	SigningTimeout          bool     // AS-3: the variables of the wait for a signed certificate exist
	CertificateChainSize    int      // SecurityCtrlr.MaxCertificateChainSize in characters; 0 where the variable does not exist
	KeepsLastRoot           bool     // not AQ-1: the last CSMS root certificate cannot be deleted

	AlignedSendDuringIdle bool // C-28: the variable exists
	SignedMeterValues     bool // C-42: the meter signs its energy register when SignReadings says so
	TimeZone              bool // C-26: the variable exists
	TimeOffset            bool // C-25: the variable exists, with those of its next transition
	NoSummaryInventory    bool // GetBaseReport(SummaryInventory) is answered with NotSupported (B07.FR.02)

	Reservations          bool // the Reservation profile: ReservationCtrlr exists
	ReservesConnectorType bool // a type of connector can be reserved
	ReservesUnspecified   bool // ReservationCtrlr.NonEvseSpecific is true
	ReservationSwitch     bool // ReservationCtrlr.Enabled exists
	// TrustsReservations does not ask about an idToken for which an EVSE is reserved (part 2, H03, scenario: "optionally").
	TrustsReservations bool
	// UsesReservationWhenPresented takes a reservation as used when its idToken is presented, whatever the CSMS makes of that
	// (H03.FR.09 by the letter), and not when it is accepted.
	UsesReservationWhenPresented bool
	// PicksReservedEVSE reserves one EVSE at once for a reservation of none in particular, and keeps that one. Part 2 asks only that one
	// remains (H01.FR.07).
	PicksReservedEVSE bool
	// UnavailableBesideReserved reports the connectors of another type at an EVSE that is kept for a type of connector Unavailable (part 6,
	// TC_H_15_CS, note of step 3), and not Reserved (part 2, H01.FR.24, note).
	UnavailableBesideReserved bool
	// ValidatesReservations asks about the idToken of a reservation when it is made (part 2, H01, remark, recommends it), and goes on
	// as without that.
	ValidatesReservations bool
	// AsksWhereReserved asks about an idToken also where the EVSE is reserved for another one, which then turns it away.
	AsksWhereReserved bool

	// SingleReader is one reader for all EVSEs (HFS-10), which cannot tell at which of them the driver stands.
	SingleReader bool

	// LowerCaseIDTokens tells what a reader has read in small letters, whatever stands on the card (part 2, IdTokenType:
	// idToken is case insensitive).
	LowerCaseIDTokens bool

	// Monitoring is the profile Advanced Device Management: monitors on variables (N02 to N08). HardWiredMonitor and
	// PreconfiguredMonitor ship the station with one (AQ-5, AQ-6), the first with a notification of each connector that fails beside it, MonitorsPassword has monitors be set on the WriteOnly password
	// (AQ-10), and OfflineEventQueue has events wait for the connection (DM-3).
	Monitoring, HardWiredMonitor, PreconfiguredMonitor, MonitorsPassword, OfflineEventQueue bool

	// EventsTogether tells what one change has triggered in one NotifyEvent (part 2, NotifyEventRequest: eventData is a list), and not
	// in a message for each monitor.
	EventsTogether bool
	// EventsInParts tells it in as many parts of one report as there are events, with tbc and seqNo (part 2, NotifyEventRequest).
	EventsInParts bool

	// FlagsByCriteria reports by component criteria alone the variables of the criteria that are true, as table 38 has it, and not all
	// variables of the components that have one, or lack it: of which variables B08.FR.07 to FR.10 do not say.
	FlagsByCriteria bool

	ResetEVSE bool // C-13: one EVSE can be reset alone (B11.FR.08, FR.10)
	// FallsBackToLastProfile goes back to the network profile of the last connection when all others have failed, and stays
	// with it (C-47, B10.FR.07). Otherwise all entries of NetworkConfigurationPriority are tried again (B10.FR.08).
	FallsBackToLastProfile bool
	// UnavailableWhileResetting reports connectors Unavailable when they are about to be reset (B11.FR.03, FR.08: MAY).
	UnavailableWhileResetting bool

	// HoldsFreedEVSEs makes EVSEs Unavailable also when they have become Available (G01.FR.04) while a reset of the station
	// is scheduled. Part 2 asks for that of those that are Available when it is scheduled (B12, scenario step 3a).
	HoldsFreedEVSEs bool

	// GivesUpTransfers does not try again to move a file unless the CSMS says how often (part 2, GetLogRequest and
	// UpdateFirmwareRequest leave it to the station).
	GivesUpTransfers bool
	// UploadsToTheEnd turns a GetLog down while a log is being uploaded, instead of ending that (N01.FR.12 only recommends it).
	UploadsToTheEnd bool
	// TellsFailedUpdate tells the last status of an update that has failed when it is asked about its firmware, as
	// L01.FR.26 has it by the letter; F06.FR.16 asks for Idle.
	TellsFailedUpdate bool

	// DownloadsInTransaction downloads firmware while there are transactions (AQ-7); otherwise a download waits for their end, and
	// one that is under way pauses for those that begin (L01.FR.13, FR.14).
	DownloadsInTransaction bool
	// InstallsInTransaction begins to install while there are transactions (L01.FR.06). Where no reboot belongs to it, that is
	// C-43; a reboot waits for their end (L01.FR.33).
	InstallsInTransaction bool
	// CancelsUpdates ends an update for another one (C-60, L01.FR.24); otherwise the other one is Rejected (L01.FR.27).
	CancelsUpdates bool
	// TellsCanceledUpdate tells an update that was canceled as failed (L01.FR.24, note).
	TellsCanceledUpdate bool
	// RebootsToInstall leaves the installation to a bootloader (L01.FR.15), which reports to the CSMS itself unless it is a
	// SilentBootloader, unable to send messages (L01.FR.23). That one starts what it has installed: no other reboot follows.
	RebootsToInstall, SilentBootloader bool
	// RebootsToActivate reboots into what was installed (L01.FR.32). A product that never reboots for an update only connects anew.
	RebootsToActivate bool
	// DisplayTakes is how long the display needs to show something else; part 2 names no time.
	DisplayTakes time.Duration
	// DisplayScrolls has room for few signs, over which a longer text moves.
	DisplayScrolls bool
	// DisplayPage is how many signs a display has room for that shows a longer text page by page; 0 for one that has room for all.
	DisplayPage int
	// MessageSwitch has DisplayMessageCtrlr.Enabled, without which the station takes no message and shows none.
	MessageSwitch bool
	// MessagesInParts tells of each display message in a NotifyDisplayMessages of its own, the newest first, and ends with one that has no message
	// and no tbc: how many go into a part and in which order part 2 leaves open (O03.FR.03, FR.04), and both fields are optional.
	MessagesInParts bool
	// ShowsTogether has the display show at once, beneath each other in capital letters and in lines of twenty signs, what would take turns, the newest
	// first. Of what a display looks like part 2 says nothing.
	ShowsTogether bool
	// SilentActivation does not tell that reboot by InstallRebooting (L01.FR.32, option a: optional).
	SilentActivation bool
	// InstalledBeforeReboot tells Installed before it, and nothing more (L01.FR.32, option b).
	InstalledBeforeReboot bool
	// SilentInstallWait does not tell InstallScheduled of an installation that only waits for drivers (L01.FR.34: MAY).
	SilentInstallWait bool
	// UpdatesBetweenDrivers goes on with an update that has waited for drivers when the last transaction has ended. Otherwise it waits
	// until all of them have left, with the EVSEs Available again (part 2, AllowNewSessionsPendingFirmwareUpdate).
	UpdatesBetweenDrivers bool
	// TellsEachAttempt tells Downloading at each attempt (L01.FR.30, note).
	TellsEachAttempt bool
	// InstallsUnsigned takes firmware without a signature, too (L02).
	InstallsUnsigned bool
	// MissingCertificateIsInvalid answers an update without a signing certificate with InvalidCertificate, and not with Rejected:
	// part 2 has no word for a station that only takes signed firmware, and TC_L_18_CS takes both.
	MissingCertificateIsInvalid bool

	// ClosesWhenRejected closes the connection while the CSMS rejects the station (B03.FR.04 allows it).
	ClosesWhenRejected bool
	// SummaryWithoutConnectors leaves connectors out of the SummaryInventory whose state is that of their EVSE (B07.FR.09).
	SummaryWithoutConnectors bool
	// PowerLimitOnly knows the greatest power of an EVSE and does not measure it (part 2, EVSE.Power: maxLimit only).
	PowerLimitOnly bool
	// NoReasons gives no statusInfo with a refusal to read, set or report variables; it is optional in every schema.
	NoReasons bool
	// ResumeAfterPowerLoss goes on with a transaction when the mains return; otherwise it is ended with PowerLoss.
	// Part 2 allows both (B01, scenario step 5).
	ResumeAfterPowerLoss bool
	// EndAfterStateChange reports a stop by the driver as E07's alternative scenario: first Updated (StopAuthorized),
	// then Ended (ChargingStateChanged).
	EndAfterStateChange bool
	// StateBeforeEnd reports a stop in the other order: first Updated (ChargingStateChanged), then Ended with the reason
	// that stopped it. E02.FR.13 asks for the first, E07.FR.02 and F03.FR.02 for the second, and nothing for their order.
	StateBeforeEnd bool
	// SuspensionBeforeEnd tells chargingState SuspendedEV in an event of its own where the suspension ends the transaction
	// (E01.FR.19, E06.FR.07).
	SuspensionBeforeEnd bool
	// QueueBackwards sends what has happened since the connection is back before what happened without it, and of that the
	// newest first. A CSMS orders events by seqNo (part 2, section E 1.3.2).
	QueueBackwards bool
	// SeqNoGoesOn counts on from one transaction to the next (part 2, section E 1.3.2.1), and begins with 1.
	SeqNoGoesOn bool
	// StateApartFromPlug tells chargingState EVConnected once more in an event of its own after that of the plug: one
	// event for each trigger (note to E02.FR.17).
	StateApartFromPlug bool
	// EventPerTrigger tells what has happened once more with its own triggerReason, after the event that had to say
	// RemoteStart (F01.FR.19 and the note to E02.FR.17).
	EventPerTrigger bool
	// ChargingWithAuthorization tells Charging in the event of an authorization that lets a connected EV charge at once, and in
	// none of its own (part 2, section 1.5 of E).
	ChargingWithAuthorization bool
	// ChargingWithPlug does the same with the event of the plug of an EV whose driver is authorized.
	ChargingWithPlug bool
	// SuspendedFirst reports SuspendedEV when the current is offered, and Charging when the EV has taken it (E02.FR.13).
	SuspendedFirst bool
	// TellsChargingRate sends an event whenever the EV draws more or less than before (E02.FR.16, E02.FR.17).
	TellsChargingRate bool
	// MinimumStatusDuration is for how many seconds a connector's status must be the same before a change is reported (C-04; part 2,
	// appendices, standardized variables, which name no component). 0 has no such variable, and reports every change at once.
	MinimumStatusDuration int
	// StatusByNotifyEvent reports connectors by NotifyEvent on Connector.AvailabilityState (G01.FR.03 allows either).
	StatusByNotifyEvent bool
	// StatusOfEVSE puts EVSE.AvailabilityState before the connector's event, in the same NotifyEvent: eventData is a list
	// in no order (part 2, NotifyEventRequest). It needs StatusByNotifyEvent.
	StatusOfEVSE bool
	// StatusOfEVSEApart sends the event on EVSE.AvailabilityState in a NotifyEvent of its own. It needs StatusByNotifyEvent.
	StatusOfEVSEApart bool
	// EVSETakenByAuthorization has an EVSE Occupied from when its driver is authorized, while its connectors are Available until his EV comes
	// (H03.FR.10 speaks of connectors alone).
	EVSETakenByAuthorization bool
	// RepeatsStatus reports the connector once more whenever the charging state has changed, as firmware does that was
	// written for OCPP 1.6, where the two were one. Part 2 forbids no report of what is so.
	RepeatsStatus bool
	// OneMeasurandPerMessage takes a message for every measurand (J01.FR.15, J02.FR.14).
	OneMeasurandPerMessage bool
	// OmitsDefaults leaves out what part 2 has an omitted field of a SampledValueType mean.
	OmitsDefaults bool
	// NamesEVSE names the EVSE in every event of a connected EV, and not only in that which follows the plug (E01.FR.16).
	NamesEVSE bool
	// AlignedByMeterValues sends the clock-aligned values of an EVSE with a transaction in MeterValues, too (J01.FR.22).
	AlignedByMeterValues bool
	// KiloWattHours shows registers in kWh (part 2, appendices, standardized units).
	KiloWattHours bool
	// StatusAfterEvents sends a status that changed after the transaction events of the same moment. G01 gives no order.
	StatusAfterEvents bool
	// SilentWhenUnchanged does not report connectors whose availability the CSMS sets to what it is. G03.FR.04 and
	// G04.FR.05 ask for reports of what has changed, and forbid no others.
	SilentWhenUnchanged bool
	// ScheduledUntilEnded keeps a connector in service that is scheduled to become Inoperative until its transaction has
	// ended (G03.FR.05), even if the EV is gone before, when G01.FR.05 asks for Unavailable already.
	ScheduledUntilEnded bool
	// OccupiedByAuthorization reports Occupied from the authorization on, before an EV is connected: the connector is no
	// longer available for a new EV driver (part 2, ConnectorStatusEnumType).
	OccupiedByAuthorization bool

	Phases        int    // 1 or 3
	MaxCurrent    int    // A per phase and EVSE, 6 to 80
	DirectCurrent bool   // HFS-4 without HFS-3: all EVSEs deliver DC by high-level communication, and Phases is 0
	ConnectorType string // a value of ConnectorEnumType, part 2 section 3.20
	ReportItems   int    // variables in one NotifyReport

	AttemptInterval    model.Range // of OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent] (ORS-7, ORS-8)
	TxUpdatedInterval  model.Range // of SampledDataCtrlr.TxUpdatedInterval (ORS-9)
	HeartbeatInterval  model.Range // of OCPPCommCtrlr.HeartbeatInterval (ORS-11)
	PingInterval       model.Range // of OCPPCommCtrlr.WebSocketPingInterval when it is not 0, which means no pings (ORS-14 to ORS-16)
	CertificateEntries int         // most certificates that the station can hold (ORS-17)

	ItemsPerMessage MessageLimits // most elements of a request (ORS-1 to ORS-3)
	BytesPerMessage MessageLimits // longest payload of a request (ORS-4 to ORS-6)
}

// MessageLimits are the limits on the requests that read and write the device model. Zero takes that of Reference.
type MessageLimits struct{ GetReport, GetVariables, SetVariables, SendLocalList int }

// Of is the limit on an action, 0 where there is none. Those that set and clear monitors are as long as one that sets variables.
func (l MessageLimits) Of(action string) int {
	switch action {
	case "GetReport", "GetMonitoringReport": // part 2, ItemsPerMessageGetReport
		return l.GetReport
	case "GetVariables":
		return l.GetVariables
	case "SetVariables", "SetVariableMonitoring", "ClearVariableMonitoring":
		return l.SetVariables
	case "SendLocalList":
		return l.SendLocalList
	}
	return 0
}

func (l MessageLimits) filled(r MessageLimits) MessageLimits {
	return MessageLimits{cmp.Or(l.GetReport, r.GetReport), cmp.Or(l.GetVariables, r.GetVariables), cmp.Or(l.SetVariables, r.SetVariables), cmp.Or(l.SendLocalList, r.SendLocalList)}
}

// Day is the longest interval of the reference product, in seconds.
const Day = 24 * 60 * 60

// Reference is the product that the certificate's example PICS describes, with every start and stop point that part 2
// gives a meaning and that the station's panel can show.
func Reference() Capabilities {
	points := []string{PointParkingBay, PointEVConnected, PointAuthorized, PointPowerPath, PointEnergy}
	register := "Energy.Active.Import.Register"
	all := []string{register, "Power.Active.Import", "Current.Import", "Voltage"}
	return Capabilities{
		TxStartPoint: points, TxStopPoint: points,
		TxStarted: all, TxUpdated: all, TxEnded: all, Aligned: all, AlignedTx: all,
		AuthorizeRemoteStart:     []bool{false, true},
		CachePolicies:            []string{PolicyLRU},
		TimeSources:              []string{"Heartbeat", "RealTimeClock"},
		FileTransferProtocols:    FileTransfers(),
		AttemptInterval:          model.Range{Min: 0, Max: Day, Factory: 60},
		TxUpdatedInterval:        model.Range{Min: 0, Max: Day, Factory: 60},
		HeartbeatInterval:        model.Range{Min: 1, Max: Day, Factory: 300},
		PingInterval:             model.Range{Min: 1, Max: Day, Factory: 60},
		CertificateEntries:       20,
		DisplayMessages:          8,
		StopTxOnEVSideDisconnect: []bool{true, false},
		UnlockOnEVSideDisconnect: []bool{false, true},
		OfflineTxForUnknownID:    true,
		Triggers: []string{"BootNotification", "Heartbeat", "LogStatusNotification", "FirmwareStatusNotification",
			"StatusNotification", "MeterValues", "TransactionEvent", "SignChargingStationCertificate"},
		SecurityProfiles:       []int{1, 2, 3},
		TimeZone:               true,
		TimeOffset:             true,
		AlignedSendDuringIdle:  true,
		FallsBackToLastProfile: true,
		DownloadsInTransaction: true,
		CancelsUpdates:         true,
		RebootsToActivate:      true,
		Phases:                 3,
		MaxCurrent:             32,
		ConnectorType:          "sType2",
		ReportItems:            16,
		ItemsPerMessage:        MessageLimits{32, 32, 32, 32},
		BytesPerMessage:        MessageLimits{65536, 65536, 65536, 65536},
	}
}

// Filled puts the reference's choice where none was made.
func (c Capabilities) Filled() Capabilities {
	r := Reference()
	for _, list := range []struct{ own, reference *[]string }{
		{&c.TxStartPoint, &r.TxStartPoint}, {&c.TxStopPoint, &r.TxStopPoint},
		{&c.TxStarted, &r.TxStarted}, {&c.TxUpdated, &r.TxUpdated}, {&c.TxEnded, &r.TxEnded},
		{&c.Aligned, &r.Aligned}, {&c.AlignedTx, &r.AlignedTx}, {&c.CachePolicies, &r.CachePolicies},
		{&c.TimeSources, &r.TimeSources}, {&c.FileTransferProtocols, &r.FileTransferProtocols},
		{&c.Triggers, &r.Triggers},
	} {
		if len(*list.own) == 0 {
			*list.own = *list.reference
		}
	}
	for _, list := range []struct{ own, reference *[]bool }{
		{&c.AuthorizeRemoteStart, &r.AuthorizeRemoteStart},
		{&c.StopTxOnEVSideDisconnect, &r.StopTxOnEVSideDisconnect},
		{&c.UnlockOnEVSideDisconnect, &r.UnlockOnEVSideDisconnect},
	} {
		if len(*list.own) == 0 {
			*list.own = *list.reference
		}
	}
	if len(c.SecurityProfiles) == 0 {
		c.SecurityProfiles = r.SecurityProfiles
	}
	for _, interval := range []struct{ own, reference *model.Range }{
		{&c.AttemptInterval, &r.AttemptInterval}, {&c.TxUpdatedInterval, &r.TxUpdatedInterval},
		{&c.HeartbeatInterval, &r.HeartbeatInterval}, {&c.PingInterval, &r.PingInterval},
	} {
		*interval.own = interval.own.Filled(*interval.reference)
	}
	c.CertificateEntries = cmp.Or(c.CertificateEntries, r.CertificateEntries)
	c.DisplayMessages = cmp.Or(c.DisplayMessages, r.DisplayMessages)
	c.ItemsPerMessage, c.BytesPerMessage = c.ItemsPerMessage.filled(r.ItemsPerMessage), c.BytesPerMessage.filled(r.BytesPerMessage)
	if c.Phases == 0 {
		c.Phases = r.Phases
	}
	if c.DirectCurrent {
		c.Phases = 0
	}
	if c.MaxCurrent == 0 {
		c.MaxCurrent = r.MaxCurrent
	}
	if c.ConnectorType == "" {
		c.ConnectorType = r.ConnectorType
	}
	if c.ReportItems == 0 {
		c.ReportItems = r.ReportItems
	}
	return c
}
