package octt

import (
	"strings"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Start says how a state is reached that can be reached locally, by presenting an idToken, or remotely.
type Start string

// The two ways.
const (
	Local  Start = "local"
	Remote Start = "remote"
)

// Configured holds the <Configured …> values of part 6, named as the document names them. The bench file fills them;
// the zero value of a field is never used.
type Configured struct {
	EVSEID            int    `yaml:"evseId"`      // <Configured evseId>: the EVSE that the rigs stand at
	ConnectorID       int    `yaml:"connectorId"` // <Configured connectorId>
	ChargingStationID string `yaml:"chargingStationId"`
	BasicAuthPassword string `yaml:"basicAuthPassword"` // <Configured basicAuthPassword>; redacted in evidence

	ValidToken   rigs.Token `yaml:"valid_idtoken"`
	ValidToken2  rigs.Token `yaml:"valid_idtoken2"`
	InvalidToken rigs.Token `yaml:"invalid_idtoken"`
	BlockedToken rigs.Token `yaml:"blocked_idtoken"`
	ExpiredToken rigs.Token `yaml:"expired_idtoken"`

	MasterPassToken   rigs.Token `yaml:"masterpass_idtoken"`
	MasterPassGroupID string     `yaml:"masterPassGroupId"` // <Configured masterPassGroupId>
	GroupIDToken      rigs.Token `yaml:"groupIdToken"`      // <Configured groupIdToken>, which no driver presents

	// CustomerIdentifier is <Configured customerIdentifier> (TC_N_62_CS), 1 to 64 characters. It is stored at the station by an act.
	CustomerIdentifier string `yaml:"customerIdentifier"`

	// DefaultAuthorization is how "Authorized" and "StopAuthorized" are reached where the case leaves it open
	// (part 6, table 428), the <scenario> of TC_E_31_CS included.
	DefaultAuthorization Start `yaml:"scenario"`

	TxStartPoint []string `yaml:"txStartPoint"` // <Configured TxStartPoint>
	TxStopPoint  []string `yaml:"txStopPoint"`  // <Configured TxStopPoint>

	HeartbeatInterval       time.Duration `yaml:"heartbeatInterval"`                        // whole seconds
	MessageTimeout          time.Duration `yaml:"message_timeout"`                          // silence that TC_C_02_CS waits for
	EVConnectionTimeOut     time.Duration `yaml:"ev_connection_timeout"`                    // whole seconds
	TransactionDuration     time.Duration `yaml:"transaction_duration"`                     // <Configured Transaction Duration>
	RetryBackOffWaitMinimum time.Duration `yaml:"retryBackOffWaitMinimum_duration"`         // whole seconds
	OfflineThreshold        time.Duration `yaml:"offlineThreshold"`                         // whole seconds
	TxUpdatedInterval       time.Duration `yaml:"transaction_updated_metervalues_interval"` // must be shorter than RetryBackOffWaitMinimum (TC_E_29_CS)
	TxUpdatedMeasurands     []string      `yaml:"transaction_updated_metervalues_measurands"`
	AlignedInterval         time.Duration `yaml:"clock_aligned_meter_values_interval"`
	AlignedTxEndedInterval  time.Duration `yaml:"clock_aligned_tx_ended_meter_values_interval"`
	SampledInterval         time.Duration `yaml:"sampled_meter_values_updated_interval"` // <Configured sampled Meter Values Updated interval>
	SampledTxEndedInterval  time.Duration `yaml:"sampled_tx_ended_meter_values_interval"`

	ChargingRateUnit ocpp201.ChargingRateUnit `yaml:"chargingRateUnit"` // <Configured chargingRateUnit>: A or W
	NumberPhases     int                      `yaml:"numberPhases"`     // <Configured numberPhases>: 1 to 3

	// SigningCertificate is <Configured signingCertificate>, in PEM.
	SigningCertificate string `yaml:"signingCertificate"`
	// InvalidFirmwareSignature is <Configured invalid firmware signature>: in Base64, and any but that of the firmware at
	// the file server of the bench.
	InvalidFirmwareSignature string `yaml:"invalid_firmware_signature"`

	// InstallOffset is <Configured Install Offset Period> (TC_L_02_CS): longer than the firmware takes to be downloaded and verified.
	// DownloadOffset is <Configured Download Offset Period> (TC_L_03_CS). Either is longer than twice timeouts.deviation.
	InstallOffset  time.Duration `yaml:"install_offset_period"`
	DownloadOffset time.Duration `yaml:"download_offset_period"`

	CertSigningWaitMinimum time.Duration `yaml:"certSigningWaitMinimum"` // whole seconds; longer than timeouts.deviation (TC_A_23_CS)

	// The reservations: <Configured reservationId> (TC_H_23_CS), which is not 1 (TC_H_18_CS); <Configured expiryDateTime>, as the time
	// for which reservations last; and <Configured connectorType>, where it is not that of the configured connector in the PICS.
	ReservationID  int               `yaml:"reservationId"`
	ExpiryDateTime time.Duration     `yaml:"expiryDateTime"` // longer than a case with a reservation takes
	ConnectorType  ocpp201.Connector `yaml:"connectorType"`

	// Variables are values that the station has and cannot be asked for, by their names as the documents write them, such as
	// "OCPPCommCtrlr.MessageTimeout[Default]". What the station tells or shows goes before.
	Variables map[string]string `yaml:"variables"`

	// The network connection profiles of the CSMS's two endpoints (part 2, NetworkConnectionProfileType): <Configured
	// configurationSlot>, <Configured messageTimeout>, <Configured ocppInterface>, and those with a 2.
	ConfigurationSlot  int                   `yaml:"configurationSlot"`
	ConfigurationSlot2 int                   `yaml:"configurationSlot2"`
	ProfileTimeout     time.Duration         `yaml:"messageTimeout"` // whole seconds
	ProfileTimeout2    time.Duration         `yaml:"messageTimeout2"`
	OCPPInterface      ocpp201.OCPPInterface `yaml:"ocppInterface"`
	OCPPInterface2     ocpp201.OCPPInterface `yaml:"ocppInterface2"`
	// LongOperationTimeout is <Configured Long Operation Time Out>: in which a station has turned from one profile to the next.
	LongOperationTimeout time.Duration `yaml:"long_operation_timeout"`

	// VersionNumber is <Configured versionNumber> of a Local Authorization List: above 1 (TC_D_06_CS).
	VersionNumber int `yaml:"versionNumber"`

	MessageID string `yaml:"messageId"` // <Configured messageId>, which the station must not use (TC_P_01_CS)
	// LogType is <Configured logType>, of which the station has something (TC_N_36_CS), RetryInterval <Configured
	// retryInterval> (TC_N_26_CS): whole seconds, longer than an attempt to upload and than timeouts.deviation.
	LogType       ocpp201.Log   `yaml:"logType"`
	RetryInterval time.Duration `yaml:"retryInterval"`

	// The display messages of block O. Where a priority or a format is empty it is the first that the PICS declares (UI-1, UI-2), or
	// does not declare where it is to be unsupported. DisplayComponent names the display that a message is for, empty for the main one
	// (erratum 6.2.111).
	DisplayMessage             string                  `yaml:"display_message"` // <Configured Message>, 1 to 500 characters
	DisplayMessageFormat       ocpp201.MessageFormat   `yaml:"display_message_format"`
	DisplayMessagePriority     ocpp201.MessagePriority `yaml:"display_message_priority"`
	DisplayMessagePriority2    ocpp201.MessagePriority `yaml:"display_message_2_priority"`
	DisplayMessageState        ocpp201.MessageState    `yaml:"display_message_state"`
	DisplayMessageState2       ocpp201.MessageState    `yaml:"display_message_2_state"`
	UnsupportedDisplayFormat   ocpp201.MessageFormat   `yaml:"unsupported_display_message_format"`
	UnsupportedDisplayPriority ocpp201.MessagePriority `yaml:"unsupported_display_message_priority"`
	DisplayComponent           string                  `yaml:"display_component"`
	// StartDateTimeOffset and EndDateTimeOffset are those of erratum 6.2.111: longer than twice timeouts.deviation.
	StartDateTimeOffset time.Duration `yaml:"start_date_time_offset"`
	EndDateTimeOffset   time.Duration `yaml:"end_date_time_offset"`

	Cost  string  `yaml:"cost"`  // <Configured Cost>: what the CSMS tells the driver in a personal message, 1 to 500 characters
	Cost2 float64 `yaml:"cost2"` // <Configured Cost2>: a total cost, in the currency of the station

	// What TC_N_* monitor (errata of 2025-02), by names such as "EVSE.Power": EVSE and Connector are those that the rigs stand at. A threshold
	// has a value that EnergyTransferStarted goes beyond, or StopAuthorized falls below, and one that nothing goes beyond.
	ThresholdVariable    string  `yaml:"threshold_monitor_component_variable"`
	UpperTrigger         float64 `yaml:"threshold_monitor_upperthreshold_trigger_value"`
	UpperNonTrigger      float64 `yaml:"threshold_monitor_upperthreshold_non_trigger_value"`
	LowerTrigger         float64 `yaml:"threshold_monitor_lowerthreshold_trigger_value"`
	LimitedVariable      string  `yaml:"threshold_monitor_component_variable_with_maxlimit"`
	BeyondLimit          float64 `yaml:"threshold_monitor_exceeding_maxlimit_value"`
	NumericDeltaVariable string  `yaml:"numeric_delta_component_variable"`
	NumericDelta         float64 `yaml:"numeric_delta_trigger_value"`
	TextDeltaVariable    string  `yaml:"non_numeric_delta_component_variable"`
	Severity             int     `yaml:"severity"`                 // <Configured severity>, 0 to 8: TC_N_23_CS has one more
	PreconfiguredMonitor int     `yaml:"preconfigured_monitor_id"` // <Configured preconfigured monitor id> (TC_N_05_CS, TC_N_41_CS)
	// HardWiredFault is the fault of a connector of which the station tells by a hardwired notification (TC_N_21_CS).
	HardWiredFault rigs.Defect `yaml:"hardwired_notification_fault"`

	MessageAttempts        int           `yaml:"message_attempts_transaction_event"`          // above 2 (TC_E_42_CS)
	MessageAttemptInterval time.Duration `yaml:"message_attempts_transaction_event_interval"` // whole seconds
}

// selfSigned is a certificate for a bench without one of the station's manufacturer: valid from 1990 to 2099, because a
// synthetic clock begins in 2000. Nobody has its key.
const selfSigned = `-----BEGIN CERTIFICATE-----
MIIBbjCCARWgAwIBAgIBATAKBggqhkjOPQQDAjAvMRIwEAYDVQQKEwljZXJ0YmVu
Y2gxGTAXBgNVBAMTEGZpcm13YXJlIHNpZ25pbmcwIBcNOTAwMTAxMDAwMDAwWhgP
MjA5OTEyMzEyMzU5NTlaMC8xEjAQBgNVBAoTCWNlcnRiZW5jaDEZMBcGA1UEAxMQ
ZmlybXdhcmUgc2lnbmluZzBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABBWa/Aj1
22ouVCy3xbptnU/82SrCfziXok3ejXZjRbbrpdV7wFBmSWmpEBPe4Rk3XoIucPaX
kSpwj2Jptc/5zuyjIDAeMA4GA1UdDwEB/wQEAwIHgDAMBgNVHRMBAf8EAjAAMAoG
CCqGSM49BAMCA0cAMEQCIAszLTc+8HZKVmAq+b25Ej0gscu4h+2r0yUxzt0ap7Oe
AiA3hiEQ2jLnj9glTjUTQKETITt93fI4m5kR3QK+qQiwWw==
-----END CERTIFICATE-----
`

// DefaultConfigured are the values of a bench that says nothing else.
func DefaultConfigured() Configured {
	return Configured{
		EVSEID:               1,
		ConnectorID:          1,
		ChargingStationID:    "CB-0001",
		ValidToken:           rigs.Token{ID: "CERTBENCH-VALID-1", Type: "ISO14443"},
		ValidToken2:          rigs.Token{ID: "CERTBENCH-VALID-2", Type: "ISO14443"},
		InvalidToken:         rigs.Token{ID: "CERTBENCH-INVALID", Type: "ISO14443"},
		BlockedToken:         rigs.Token{ID: "CERTBENCH-BLOCKED", Type: "ISO14443"},
		ExpiredToken:         rigs.Token{ID: "CERTBENCH-EXPIRED", Type: "ISO14443"},
		MasterPassToken:      rigs.Token{ID: "CERTBENCH-MASTERPASS", Type: "ISO14443"},
		MasterPassGroupID:    "CERTBENCH-MASTERS",
		GroupIDToken:         rigs.Token{ID: "CERTBENCH-GROUP", Type: "Central"},
		DefaultAuthorization: Local,
		// Whichever comes first: both orders of connecting and identifying start a transaction at once, so that a default
		// run sees the rows of both. Part 2, E03.FR.05 advises to stop at Authorized where it starts there.
		TxStartPoint:             []string{"EVConnected", "Authorized"},
		TxStopPoint:              []string{"EVConnected", "Authorized"},
		HeartbeatInterval:        60 * time.Second,
		MessageTimeout:           30 * time.Second,
		EVConnectionTimeOut:      30 * time.Second,
		TransactionDuration:      10 * time.Second,
		RetryBackOffWaitMinimum:  30 * time.Second,
		OfflineThreshold:         30 * time.Second,
		TxUpdatedInterval:        10 * time.Second,
		TxUpdatedMeasurands:      []string{"Energy.Active.Import.Register"},
		AlignedInterval:          60 * time.Second,
		AlignedTxEndedInterval:   30 * time.Second,
		SampledInterval:          30 * time.Second,
		SampledTxEndedInterval:   30 * time.Second,
		ChargingRateUnit:         ocpp201.ChargingRateUnitA,
		NumberPhases:             3,
		CustomerIdentifier:       "CERTBENCH-CUSTOMER-1",
		ReservationID:            2,
		ExpiryDateTime:           10 * time.Minute,
		SigningCertificate:       selfSigned,
		InvalidFirmwareSignature: "bm8gc2lnbmF0dXJl", // "no signature"
		InstallOffset:            2 * time.Minute,
		DownloadOffset:           time.Minute,
		CertSigningWaitMinimum:   10 * time.Second,
		ConfigurationSlot:        1,
		ConfigurationSlot2:       2,
		ProfileTimeout:           30 * time.Second,
		ProfileTimeout2:          30 * time.Second,
		OCPPInterface:            ocpp201.OCPPInterfaceWired0,
		OCPPInterface2:           ocpp201.OCPPInterfaceWired0,
		LongOperationTimeout:     10 * time.Minute,
		VersionNumber:            7,
		MessageID:                "certbench-unused",
		LogType:                  ocpp201.LogDiagnosticsLog,
		RetryInterval:            10 * time.Second,
		DisplayMessage:           "certbench was here",
		DisplayMessageState:      ocpp201.MessageStateIdle,
		DisplayMessageState2:     ocpp201.MessageStateCharging,
		StartDateTimeOffset:      time.Minute,
		EndDateTimeOffset:        time.Minute,
		Cost:                     "0.42 per kWh today",
		Cost2:                    7.53,
		ThresholdVariable:        "EVSE.Power",
		UpperTrigger:             100,
		UpperNonTrigger:          22000,
		LowerTrigger:             10,
		LimitedVariable:          "EVSE.Power",
		BeyondLimit:              1e9,
		NumericDeltaVariable:     "EVSE.Power",
		NumericDelta:             100,
		TextDeltaVariable:        "EVSE.AvailabilityState",
		Severity:                 5,
		PreconfiguredMonitor:     2,
		HardWiredFault:           rigs.Faulted,
		MessageAttempts:          3,
		MessageAttemptInterval:   10 * time.Second,
	}
}

// Place is the EVSE and connector that the rigs stand at.
func (c *Configured) Place() rigs.Place { return rigs.Place{EVSE: c.EVSEID, Connector: c.ConnectorID} }

// Status tells what the mock CSMS says of an idToken, as an AuthorizationStatusEnumType value.
func (c *Configured) Status(id string) string {
	switch {
	case strings.EqualFold(id, c.ValidToken.ID), strings.EqualFold(id, c.ValidToken2.ID), strings.EqualFold(id, c.MasterPassToken.ID):
		return "Accepted"
	case strings.EqualFold(id, c.BlockedToken.ID):
		return "Blocked"
	case strings.EqualFold(id, c.InvalidToken.ID):
		return "Invalid"
	case strings.EqualFold(id, c.ExpiredToken.ID):
		return "Expired"
	}
	return "Unknown"
}
