// Code generated from the table of facts by schemas/gen. DO NOT EDIT.

package ocpp201

// APNAuthentication is the APNAuthenticationEnumType of part 2.
type APNAuthentication string

// The values of APNAuthentication.
const (
	APNAuthenticationCHAP APNAuthentication = "CHAP"
	APNAuthenticationNONE APNAuthentication = "NONE"
	APNAuthenticationPAP  APNAuthentication = "PAP"
	APNAuthenticationAUTO APNAuthentication = "AUTO"
)

// Attribute is the AttributeEnumType of part 2; a field left out means Actual.
type Attribute string

// The values of Attribute.
const (
	AttributeActual Attribute = "Actual"
	AttributeTarget Attribute = "Target"
	AttributeMinSet Attribute = "MinSet"
	AttributeMaxSet Attribute = "MaxSet"
)

// AuthorizationStatus is the AuthorizationStatusEnumType of part 2.
type AuthorizationStatus string

// The values of AuthorizationStatus.
const (
	AuthorizationStatusAccepted           AuthorizationStatus = "Accepted"
	AuthorizationStatusBlocked            AuthorizationStatus = "Blocked"
	AuthorizationStatusConcurrentTx       AuthorizationStatus = "ConcurrentTx"
	AuthorizationStatusExpired            AuthorizationStatus = "Expired"
	AuthorizationStatusInvalid            AuthorizationStatus = "Invalid"
	AuthorizationStatusNoCredit           AuthorizationStatus = "NoCredit"
	AuthorizationStatusNotAllowedTypeEVSE AuthorizationStatus = "NotAllowedTypeEVSE"
	AuthorizationStatusNotAtThisLocation  AuthorizationStatus = "NotAtThisLocation"
	AuthorizationStatusNotAtThisTime      AuthorizationStatus = "NotAtThisTime"
	AuthorizationStatusUnknown            AuthorizationStatus = "Unknown"
)

// AuthorizeCertificateStatus is the AuthorizeCertificateStatusEnumType of part 2.
type AuthorizeCertificateStatus string

// The values of AuthorizeCertificateStatus.
const (
	AuthorizeCertificateStatusAccepted               AuthorizeCertificateStatus = "Accepted"
	AuthorizeCertificateStatusSignatureError         AuthorizeCertificateStatus = "SignatureError"
	AuthorizeCertificateStatusCertificateExpired     AuthorizeCertificateStatus = "CertificateExpired"
	AuthorizeCertificateStatusCertificateRevoked     AuthorizeCertificateStatus = "CertificateRevoked"
	AuthorizeCertificateStatusNoCertificateAvailable AuthorizeCertificateStatus = "NoCertificateAvailable"
	AuthorizeCertificateStatusCertChainError         AuthorizeCertificateStatus = "CertChainError"
	AuthorizeCertificateStatusContractCancelled      AuthorizeCertificateStatus = "ContractCancelled"
)

// BootReason is the BootReasonEnumType of part 2.
type BootReason string

// The values of BootReason.
const (
	BootReasonApplicationReset BootReason = "ApplicationReset"
	BootReasonFirmwareUpdate   BootReason = "FirmwareUpdate"
	BootReasonLocalReset       BootReason = "LocalReset"
	BootReasonPowerUp          BootReason = "PowerUp"
	BootReasonRemoteReset      BootReason = "RemoteReset"
	BootReasonScheduledReset   BootReason = "ScheduledReset"
	BootReasonTriggered        BootReason = "Triggered"
	BootReasonUnknown          BootReason = "Unknown"
	BootReasonWatchdog         BootReason = "Watchdog"
)

// CancelReservationStatus is the CancelReservationStatusEnumType of part 2.
type CancelReservationStatus string

// The values of CancelReservationStatus.
const (
	CancelReservationStatusAccepted CancelReservationStatus = "Accepted"
	CancelReservationStatusRejected CancelReservationStatus = "Rejected"
)

// CertificateAction is the CertificateActionEnumType of part 2.
type CertificateAction string

// The values of CertificateAction.
const (
	CertificateActionInstall CertificateAction = "Install"
	CertificateActionUpdate  CertificateAction = "Update"
)

// CertificateSignedStatus is the CertificateSignedStatusEnumType of part 2.
type CertificateSignedStatus string

// The values of CertificateSignedStatus.
const (
	CertificateSignedStatusAccepted CertificateSignedStatus = "Accepted"
	CertificateSignedStatusRejected CertificateSignedStatus = "Rejected"
)

// CertificateSigningUse is the CertificateSigningUseEnumType of part 2.
type CertificateSigningUse string

// The values of CertificateSigningUse.
const (
	CertificateSigningUseChargingStationCertificate CertificateSigningUse = "ChargingStationCertificate"
	CertificateSigningUseV2GCertificate             CertificateSigningUse = "V2GCertificate"
)

// ChangeAvailabilityStatus is the ChangeAvailabilityStatusEnumType of part 2.
type ChangeAvailabilityStatus string

// The values of ChangeAvailabilityStatus.
const (
	ChangeAvailabilityStatusAccepted  ChangeAvailabilityStatus = "Accepted"
	ChangeAvailabilityStatusRejected  ChangeAvailabilityStatus = "Rejected"
	ChangeAvailabilityStatusScheduled ChangeAvailabilityStatus = "Scheduled"
)

// ChargingLimitSource is the ChargingLimitSourceEnumType of part 2.
type ChargingLimitSource string

// The values of ChargingLimitSource.
const (
	ChargingLimitSourceEMS   ChargingLimitSource = "EMS"
	ChargingLimitSourceOther ChargingLimitSource = "Other"
	ChargingLimitSourceSO    ChargingLimitSource = "SO"
	ChargingLimitSourceCSO   ChargingLimitSource = "CSO"
)

// ChargingProfileKind is the ChargingProfileKindEnumType of part 2.
type ChargingProfileKind string

// The values of ChargingProfileKind.
const (
	ChargingProfileKindAbsolute  ChargingProfileKind = "Absolute"
	ChargingProfileKindRecurring ChargingProfileKind = "Recurring"
	ChargingProfileKindRelative  ChargingProfileKind = "Relative"
)

// ChargingProfilePurpose is the ChargingProfilePurposeEnumType of part 2.
type ChargingProfilePurpose string

// The values of ChargingProfilePurpose.
const (
	ChargingProfilePurposeChargingStationExternalConstraints ChargingProfilePurpose = "ChargingStationExternalConstraints"
	ChargingProfilePurposeChargingStationMaxProfile          ChargingProfilePurpose = "ChargingStationMaxProfile"
	ChargingProfilePurposeTxDefaultProfile                   ChargingProfilePurpose = "TxDefaultProfile"
	ChargingProfilePurposeTxProfile                          ChargingProfilePurpose = "TxProfile"
)

// ChargingProfileStatus is the ChargingProfileStatusEnumType of part 2.
type ChargingProfileStatus string

// The values of ChargingProfileStatus.
const (
	ChargingProfileStatusAccepted ChargingProfileStatus = "Accepted"
	ChargingProfileStatusRejected ChargingProfileStatus = "Rejected"
)

// ChargingRateUnit is the ChargingRateUnitEnumType of part 2.
type ChargingRateUnit string

// The values of ChargingRateUnit.
const (
	ChargingRateUnitW ChargingRateUnit = "W"
	ChargingRateUnitA ChargingRateUnit = "A"
)

// ChargingState is the ChargingStateEnumType of part 2.
type ChargingState string

// The values of ChargingState.
const (
	ChargingStateCharging      ChargingState = "Charging"
	ChargingStateEVConnected   ChargingState = "EVConnected"
	ChargingStateSuspendedEV   ChargingState = "SuspendedEV"
	ChargingStateSuspendedEVSE ChargingState = "SuspendedEVSE"
	ChargingStateIdle          ChargingState = "Idle"
)

// ClearCacheStatus is the ClearCacheStatusEnumType of part 2.
type ClearCacheStatus string

// The values of ClearCacheStatus.
const (
	ClearCacheStatusAccepted ClearCacheStatus = "Accepted"
	ClearCacheStatusRejected ClearCacheStatus = "Rejected"
)

// ClearChargingProfileStatus is the ClearChargingProfileStatusEnumType of part 2.
type ClearChargingProfileStatus string

// The values of ClearChargingProfileStatus.
const (
	ClearChargingProfileStatusAccepted ClearChargingProfileStatus = "Accepted"
	ClearChargingProfileStatusUnknown  ClearChargingProfileStatus = "Unknown"
)

// ClearMessageStatus is the ClearMessageStatusEnumType of part 2.
type ClearMessageStatus string

// The values of ClearMessageStatus.
const (
	ClearMessageStatusAccepted ClearMessageStatus = "Accepted"
	ClearMessageStatusUnknown  ClearMessageStatus = "Unknown"
)

// ClearMonitoringStatus is the ClearMonitoringStatusEnumType of part 2.
type ClearMonitoringStatus string

// The values of ClearMonitoringStatus.
const (
	ClearMonitoringStatusAccepted ClearMonitoringStatus = "Accepted"
	ClearMonitoringStatusRejected ClearMonitoringStatus = "Rejected"
	ClearMonitoringStatusNotFound ClearMonitoringStatus = "NotFound"
)

// ComponentCriterion is the ComponentCriterionEnumType of part 2.
type ComponentCriterion string

// The values of ComponentCriterion.
const (
	ComponentCriterionActive    ComponentCriterion = "Active"
	ComponentCriterionAvailable ComponentCriterion = "Available"
	ComponentCriterionEnabled   ComponentCriterion = "Enabled"
	ComponentCriterionProblem   ComponentCriterion = "Problem"
)

// Connector is the ConnectorEnumType of part 2.
type Connector string

// The values of Connector.
const (
	ConnectorCCCS1           Connector = "cCCS1"
	ConnectorCCCS2           Connector = "cCCS2"
	ConnectorCG105           Connector = "cG105"
	ConnectorCTesla          Connector = "cTesla"
	ConnectorCType1          Connector = "cType1"
	ConnectorCType2          Connector = "cType2"
	ConnectorS3091P16A       Connector = "s309-1P-16A"
	ConnectorS3091P32A       Connector = "s309-1P-32A"
	ConnectorS3093P16A       Connector = "s309-3P-16A"
	ConnectorS3093P32A       Connector = "s309-3P-32A"
	ConnectorSBS1361         Connector = "sBS1361"
	ConnectorSCEE77          Connector = "sCEE-7-7"
	ConnectorSType2          Connector = "sType2"
	ConnectorSType3          Connector = "sType3"
	ConnectorOther1PhMax16A  Connector = "Other1PhMax16A"
	ConnectorOther1PhOver16A Connector = "Other1PhOver16A"
	ConnectorOther3Ph        Connector = "Other3Ph"
	ConnectorPan             Connector = "Pan"
	ConnectorWInductive      Connector = "wInductive"
	ConnectorWResonant       Connector = "wResonant"
	ConnectorUndetermined    Connector = "Undetermined"
	ConnectorUnknown         Connector = "Unknown"
)

// ConnectorStatus is the ConnectorStatusEnumType of part 2.
type ConnectorStatus string

// The values of ConnectorStatus.
const (
	ConnectorStatusAvailable   ConnectorStatus = "Available"
	ConnectorStatusOccupied    ConnectorStatus = "Occupied"
	ConnectorStatusReserved    ConnectorStatus = "Reserved"
	ConnectorStatusUnavailable ConnectorStatus = "Unavailable"
	ConnectorStatusFaulted     ConnectorStatus = "Faulted"
)

// CostKind is the CostKindEnumType of part 2.
type CostKind string

// The values of CostKind.
const (
	CostKindCarbonDioxideEmission         CostKind = "CarbonDioxideEmission"
	CostKindRelativePricePercentage       CostKind = "RelativePricePercentage"
	CostKindRenewableGenerationPercentage CostKind = "RenewableGenerationPercentage"
)

// CustomerInformationStatus is the CustomerInformationStatusEnumType of part 2.
type CustomerInformationStatus string

// The values of CustomerInformationStatus.
const (
	CustomerInformationStatusAccepted CustomerInformationStatus = "Accepted"
	CustomerInformationStatusRejected CustomerInformationStatus = "Rejected"
	CustomerInformationStatusInvalid  CustomerInformationStatus = "Invalid"
)

// Data is the DataEnumType of part 2.
type Data string

// The values of Data.
const (
	DataString       Data = "string"
	DataDecimal      Data = "decimal"
	DataInteger      Data = "integer"
	DataDateTime     Data = "dateTime"
	DataBoolean      Data = "boolean"
	DataOptionList   Data = "OptionList"
	DataSequenceList Data = "SequenceList"
	DataMemberList   Data = "MemberList"
)

// DataTransferStatus is the DataTransferStatusEnumType of part 2.
type DataTransferStatus string

// The values of DataTransferStatus.
const (
	DataTransferStatusAccepted         DataTransferStatus = "Accepted"
	DataTransferStatusRejected         DataTransferStatus = "Rejected"
	DataTransferStatusUnknownMessageId DataTransferStatus = "UnknownMessageId"
	DataTransferStatusUnknownVendorId  DataTransferStatus = "UnknownVendorId"
)

// DeleteCertificateStatus is the DeleteCertificateStatusEnumType of part 2.
type DeleteCertificateStatus string

// The values of DeleteCertificateStatus.
const (
	DeleteCertificateStatusAccepted DeleteCertificateStatus = "Accepted"
	DeleteCertificateStatusFailed   DeleteCertificateStatus = "Failed"
	DeleteCertificateStatusNotFound DeleteCertificateStatus = "NotFound"
)

// DisplayMessageStatus is the DisplayMessageStatusEnumType of part 2.
type DisplayMessageStatus string

// The values of DisplayMessageStatus.
const (
	DisplayMessageStatusAccepted                  DisplayMessageStatus = "Accepted"
	DisplayMessageStatusNotSupportedMessageFormat DisplayMessageStatus = "NotSupportedMessageFormat"
	DisplayMessageStatusRejected                  DisplayMessageStatus = "Rejected"
	DisplayMessageStatusNotSupportedPriority      DisplayMessageStatus = "NotSupportedPriority"
	DisplayMessageStatusNotSupportedState         DisplayMessageStatus = "NotSupportedState"
	DisplayMessageStatusUnknownTransaction        DisplayMessageStatus = "UnknownTransaction"
)

// EnergyTransferMode is the EnergyTransferModeEnumType of part 2.
type EnergyTransferMode string

// The values of EnergyTransferMode.
const (
	EnergyTransferModeDC            EnergyTransferMode = "DC"
	EnergyTransferModeACSinglePhase EnergyTransferMode = "AC_single_phase"
	EnergyTransferModeACTwoPhase    EnergyTransferMode = "AC_two_phase"
	EnergyTransferModeACThreePhase  EnergyTransferMode = "AC_three_phase"
)

// EventNotification is the EventNotificationEnumType of part 2.
type EventNotification string

// The values of EventNotification.
const (
	EventNotificationHardWiredNotification EventNotification = "HardWiredNotification"
	EventNotificationHardWiredMonitor      EventNotification = "HardWiredMonitor"
	EventNotificationPreconfiguredMonitor  EventNotification = "PreconfiguredMonitor"
	EventNotificationCustomMonitor         EventNotification = "CustomMonitor"
)

// EventTrigger is the EventTriggerEnumType of part 2.
type EventTrigger string

// The values of EventTrigger.
const (
	EventTriggerAlerting EventTrigger = "Alerting"
	EventTriggerDelta    EventTrigger = "Delta"
	EventTriggerPeriodic EventTrigger = "Periodic"
)

// FirmwareStatus is the FirmwareStatusEnumType of part 2.
type FirmwareStatus string

// The values of FirmwareStatus.
const (
	FirmwareStatusDownloaded                FirmwareStatus = "Downloaded"
	FirmwareStatusDownloadFailed            FirmwareStatus = "DownloadFailed"
	FirmwareStatusDownloading               FirmwareStatus = "Downloading"
	FirmwareStatusDownloadScheduled         FirmwareStatus = "DownloadScheduled"
	FirmwareStatusDownloadPaused            FirmwareStatus = "DownloadPaused"
	FirmwareStatusIdle                      FirmwareStatus = "Idle"
	FirmwareStatusInstallationFailed        FirmwareStatus = "InstallationFailed"
	FirmwareStatusInstalling                FirmwareStatus = "Installing"
	FirmwareStatusInstalled                 FirmwareStatus = "Installed"
	FirmwareStatusInstallRebooting          FirmwareStatus = "InstallRebooting"
	FirmwareStatusInstallScheduled          FirmwareStatus = "InstallScheduled"
	FirmwareStatusInstallVerificationFailed FirmwareStatus = "InstallVerificationFailed"
	FirmwareStatusInvalidSignature          FirmwareStatus = "InvalidSignature"
	FirmwareStatusSignatureVerified         FirmwareStatus = "SignatureVerified"
)

// GenericDeviceModelStatus is the GenericDeviceModelStatusEnumType of part 2.
type GenericDeviceModelStatus string

// The values of GenericDeviceModelStatus.
const (
	GenericDeviceModelStatusAccepted       GenericDeviceModelStatus = "Accepted"
	GenericDeviceModelStatusRejected       GenericDeviceModelStatus = "Rejected"
	GenericDeviceModelStatusNotSupported   GenericDeviceModelStatus = "NotSupported"
	GenericDeviceModelStatusEmptyResultSet GenericDeviceModelStatus = "EmptyResultSet"
)

// GenericStatus is the GenericStatusEnumType of part 2.
type GenericStatus string

// The values of GenericStatus.
const (
	GenericStatusAccepted GenericStatus = "Accepted"
	GenericStatusRejected GenericStatus = "Rejected"
)

// GetCertificateIDUse is the GetCertificateIdUseEnumType of part 2.
type GetCertificateIDUse string

// The values of GetCertificateIDUse.
const (
	GetCertificateIDUseV2GRootCertificate          GetCertificateIDUse = "V2GRootCertificate"
	GetCertificateIDUseMORootCertificate           GetCertificateIDUse = "MORootCertificate"
	GetCertificateIDUseCSMSRootCertificate         GetCertificateIDUse = "CSMSRootCertificate"
	GetCertificateIDUseV2GCertificateChain         GetCertificateIDUse = "V2GCertificateChain"
	GetCertificateIDUseManufacturerRootCertificate GetCertificateIDUse = "ManufacturerRootCertificate"
)

// GetCertificateStatusEnum is the GetCertificateStatusEnumType of part 2.
type GetCertificateStatusEnum string

// The values of GetCertificateStatusEnum.
const (
	GetCertificateStatusEnumAccepted GetCertificateStatusEnum = "Accepted"
	GetCertificateStatusEnumFailed   GetCertificateStatusEnum = "Failed"
)

// GetChargingProfileStatus is the GetChargingProfileStatusEnumType of part 2.
type GetChargingProfileStatus string

// The values of GetChargingProfileStatus.
const (
	GetChargingProfileStatusAccepted   GetChargingProfileStatus = "Accepted"
	GetChargingProfileStatusNoProfiles GetChargingProfileStatus = "NoProfiles"
)

// GetDisplayMessagesStatus is the GetDisplayMessagesStatusEnumType of part 2.
type GetDisplayMessagesStatus string

// The values of GetDisplayMessagesStatus.
const (
	GetDisplayMessagesStatusAccepted GetDisplayMessagesStatus = "Accepted"
	GetDisplayMessagesStatusUnknown  GetDisplayMessagesStatus = "Unknown"
)

// GetInstalledCertificateStatus is the GetInstalledCertificateStatusEnumType of part 2.
type GetInstalledCertificateStatus string

// The values of GetInstalledCertificateStatus.
const (
	GetInstalledCertificateStatusAccepted GetInstalledCertificateStatus = "Accepted"
	GetInstalledCertificateStatusNotFound GetInstalledCertificateStatus = "NotFound"
)

// GetVariableStatus is the GetVariableStatusEnumType of part 2.
type GetVariableStatus string

// The values of GetVariableStatus.
const (
	GetVariableStatusAccepted                  GetVariableStatus = "Accepted"
	GetVariableStatusRejected                  GetVariableStatus = "Rejected"
	GetVariableStatusUnknownComponent          GetVariableStatus = "UnknownComponent"
	GetVariableStatusUnknownVariable           GetVariableStatus = "UnknownVariable"
	GetVariableStatusNotSupportedAttributeType GetVariableStatus = "NotSupportedAttributeType"
)

// HashAlgorithm is the HashAlgorithmEnumType of part 2.
type HashAlgorithm string

// The values of HashAlgorithm.
const (
	HashAlgorithmSHA256 HashAlgorithm = "SHA256"
	HashAlgorithmSHA384 HashAlgorithm = "SHA384"
	HashAlgorithmSHA512 HashAlgorithm = "SHA512"
)

// IDTokenEnum is the IdTokenEnumType of part 2.
type IDTokenEnum string

// The values of IDTokenEnum.
const (
	IDTokenEnumCentral         IDTokenEnum = "Central"
	IDTokenEnumEMAID           IDTokenEnum = "eMAID"
	IDTokenEnumISO14443        IDTokenEnum = "ISO14443"
	IDTokenEnumISO15693        IDTokenEnum = "ISO15693"
	IDTokenEnumKeyCode         IDTokenEnum = "KeyCode"
	IDTokenEnumLocal           IDTokenEnum = "Local"
	IDTokenEnumMacAddress      IDTokenEnum = "MacAddress"
	IDTokenEnumNoAuthorization IDTokenEnum = "NoAuthorization"
)

// InstallCertificateStatus is the InstallCertificateStatusEnumType of part 2.
type InstallCertificateStatus string

// The values of InstallCertificateStatus.
const (
	InstallCertificateStatusAccepted InstallCertificateStatus = "Accepted"
	InstallCertificateStatusRejected InstallCertificateStatus = "Rejected"
	InstallCertificateStatusFailed   InstallCertificateStatus = "Failed"
)

// InstallCertificateUse is the InstallCertificateUseEnumType of part 2.
type InstallCertificateUse string

// The values of InstallCertificateUse.
const (
	InstallCertificateUseV2GRootCertificate          InstallCertificateUse = "V2GRootCertificate"
	InstallCertificateUseMORootCertificate           InstallCertificateUse = "MORootCertificate"
	InstallCertificateUseCSMSRootCertificate         InstallCertificateUse = "CSMSRootCertificate"
	InstallCertificateUseManufacturerRootCertificate InstallCertificateUse = "ManufacturerRootCertificate"
)

// ISO15118EVCertificateStatus is the Iso15118EVCertificateStatusEnumType of part 2.
type ISO15118EVCertificateStatus string

// The values of ISO15118EVCertificateStatus.
const (
	ISO15118EVCertificateStatusAccepted ISO15118EVCertificateStatus = "Accepted"
	ISO15118EVCertificateStatusFailed   ISO15118EVCertificateStatus = "Failed"
)

// Location is the LocationEnumType of part 2; a field left out means Outlet.
type Location string

// The values of Location.
const (
	LocationBody   Location = "Body"
	LocationCable  Location = "Cable"
	LocationEV     Location = "EV"
	LocationInlet  Location = "Inlet"
	LocationOutlet Location = "Outlet"
)

// Log is the LogEnumType of part 2.
type Log string

// The values of Log.
const (
	LogDiagnosticsLog Log = "DiagnosticsLog"
	LogSecurityLog    Log = "SecurityLog"
)

// LogStatus is the LogStatusEnumType of part 2.
type LogStatus string

// The values of LogStatus.
const (
	LogStatusAccepted         LogStatus = "Accepted"
	LogStatusRejected         LogStatus = "Rejected"
	LogStatusAcceptedCanceled LogStatus = "AcceptedCanceled"
)

// Measurand is the MeasurandEnumType of part 2; a field left out means Energy.Active.Import.Register.
type Measurand string

// The values of Measurand.
const (
	MeasurandCurrentExport                Measurand = "Current.Export"
	MeasurandCurrentImport                Measurand = "Current.Import"
	MeasurandCurrentOffered               Measurand = "Current.Offered"
	MeasurandEnergyActiveExportRegister   Measurand = "Energy.Active.Export.Register"
	MeasurandEnergyActiveImportRegister   Measurand = "Energy.Active.Import.Register"
	MeasurandEnergyReactiveExportRegister Measurand = "Energy.Reactive.Export.Register"
	MeasurandEnergyReactiveImportRegister Measurand = "Energy.Reactive.Import.Register"
	MeasurandEnergyActiveExportInterval   Measurand = "Energy.Active.Export.Interval"
	MeasurandEnergyActiveImportInterval   Measurand = "Energy.Active.Import.Interval"
	MeasurandEnergyActiveNet              Measurand = "Energy.Active.Net"
	MeasurandEnergyReactiveExportInterval Measurand = "Energy.Reactive.Export.Interval"
	MeasurandEnergyReactiveImportInterval Measurand = "Energy.Reactive.Import.Interval"
	MeasurandEnergyReactiveNet            Measurand = "Energy.Reactive.Net"
	MeasurandEnergyApparentNet            Measurand = "Energy.Apparent.Net"
	MeasurandEnergyApparentImport         Measurand = "Energy.Apparent.Import"
	MeasurandEnergyApparentExport         Measurand = "Energy.Apparent.Export"
	MeasurandFrequency                    Measurand = "Frequency"
	MeasurandPowerActiveExport            Measurand = "Power.Active.Export"
	MeasurandPowerActiveImport            Measurand = "Power.Active.Import"
	MeasurandPowerFactor                  Measurand = "Power.Factor"
	MeasurandPowerOffered                 Measurand = "Power.Offered"
	MeasurandPowerReactiveExport          Measurand = "Power.Reactive.Export"
	MeasurandPowerReactiveImport          Measurand = "Power.Reactive.Import"
	MeasurandSoC                          Measurand = "SoC"
	MeasurandVoltage                      Measurand = "Voltage"
)

// MessageFormat is the MessageFormatEnumType of part 2.
type MessageFormat string

// The values of MessageFormat.
const (
	MessageFormatASCII MessageFormat = "ASCII"
	MessageFormatHTML  MessageFormat = "HTML"
	MessageFormatURI   MessageFormat = "URI"
	MessageFormatUTF8  MessageFormat = "UTF8"
)

// MessagePriority is the MessagePriorityEnumType of part 2.
type MessagePriority string

// The values of MessagePriority.
const (
	MessagePriorityAlwaysFront MessagePriority = "AlwaysFront"
	MessagePriorityInFront     MessagePriority = "InFront"
	MessagePriorityNormalCycle MessagePriority = "NormalCycle"
)

// MessageState is the MessageStateEnumType of part 2.
type MessageState string

// The values of MessageState.
const (
	MessageStateCharging    MessageState = "Charging"
	MessageStateFaulted     MessageState = "Faulted"
	MessageStateIdle        MessageState = "Idle"
	MessageStateUnavailable MessageState = "Unavailable"
)

// MessageTrigger is the MessageTriggerEnumType of part 2.
type MessageTrigger string

// The values of MessageTrigger.
const (
	MessageTriggerBootNotification                  MessageTrigger = "BootNotification"
	MessageTriggerLogStatusNotification             MessageTrigger = "LogStatusNotification"
	MessageTriggerFirmwareStatusNotification        MessageTrigger = "FirmwareStatusNotification"
	MessageTriggerHeartbeat                         MessageTrigger = "Heartbeat"
	MessageTriggerMeterValues                       MessageTrigger = "MeterValues"
	MessageTriggerSignChargingStationCertificate    MessageTrigger = "SignChargingStationCertificate"
	MessageTriggerSignV2GCertificate                MessageTrigger = "SignV2GCertificate"
	MessageTriggerStatusNotification                MessageTrigger = "StatusNotification"
	MessageTriggerTransactionEvent                  MessageTrigger = "TransactionEvent"
	MessageTriggerSignCombinedCertificate           MessageTrigger = "SignCombinedCertificate"
	MessageTriggerPublishFirmwareStatusNotification MessageTrigger = "PublishFirmwareStatusNotification"
)

// Monitor is the MonitorEnumType of part 2.
type Monitor string

// The values of Monitor.
const (
	MonitorUpperThreshold       Monitor = "UpperThreshold"
	MonitorLowerThreshold       Monitor = "LowerThreshold"
	MonitorDelta                Monitor = "Delta"
	MonitorPeriodic             Monitor = "Periodic"
	MonitorPeriodicClockAligned Monitor = "PeriodicClockAligned"
)

// MonitoringBase is the MonitoringBaseEnumType of part 2.
type MonitoringBase string

// The values of MonitoringBase.
const (
	MonitoringBaseAll            MonitoringBase = "All"
	MonitoringBaseFactoryDefault MonitoringBase = "FactoryDefault"
	MonitoringBaseHardWiredOnly  MonitoringBase = "HardWiredOnly"
)

// MonitoringCriterion is the MonitoringCriterionEnumType of part 2.
type MonitoringCriterion string

// The values of MonitoringCriterion.
const (
	MonitoringCriterionThresholdMonitoring MonitoringCriterion = "ThresholdMonitoring"
	MonitoringCriterionDeltaMonitoring     MonitoringCriterion = "DeltaMonitoring"
	MonitoringCriterionPeriodicMonitoring  MonitoringCriterion = "PeriodicMonitoring"
)

// Mutability is the MutabilityEnumType of part 2; a field left out means ReadWrite.
type Mutability string

// The values of Mutability.
const (
	MutabilityReadOnly  Mutability = "ReadOnly"
	MutabilityWriteOnly Mutability = "WriteOnly"
	MutabilityReadWrite Mutability = "ReadWrite"
)

// NotifyEVChargingNeedsStatus is the NotifyEVChargingNeedsStatusEnumType of part 2.
type NotifyEVChargingNeedsStatus string

// The values of NotifyEVChargingNeedsStatus.
const (
	NotifyEVChargingNeedsStatusAccepted   NotifyEVChargingNeedsStatus = "Accepted"
	NotifyEVChargingNeedsStatusRejected   NotifyEVChargingNeedsStatus = "Rejected"
	NotifyEVChargingNeedsStatusProcessing NotifyEVChargingNeedsStatus = "Processing"
)

// OCPPInterface is the OCPPInterfaceEnumType of part 2.
type OCPPInterface string

// The values of OCPPInterface.
const (
	OCPPInterfaceWired0    OCPPInterface = "Wired0"
	OCPPInterfaceWired1    OCPPInterface = "Wired1"
	OCPPInterfaceWired2    OCPPInterface = "Wired2"
	OCPPInterfaceWired3    OCPPInterface = "Wired3"
	OCPPInterfaceWireless0 OCPPInterface = "Wireless0"
	OCPPInterfaceWireless1 OCPPInterface = "Wireless1"
	OCPPInterfaceWireless2 OCPPInterface = "Wireless2"
	OCPPInterfaceWireless3 OCPPInterface = "Wireless3"
)

// OCPPTransport is the OCPPTransportEnumType of part 2.
type OCPPTransport string

// The values of OCPPTransport.
const (
	OCPPTransportJSON OCPPTransport = "JSON"
	OCPPTransportSOAP OCPPTransport = "SOAP"
)

// OCPPVersion is the OCPPVersionEnumType of part 2.
type OCPPVersion string

// The values of OCPPVersion.
const (
	OCPPVersionOCPP12 OCPPVersion = "OCPP12"
	OCPPVersionOCPP15 OCPPVersion = "OCPP15"
	OCPPVersionOCPP16 OCPPVersion = "OCPP16"
	OCPPVersionOCPP20 OCPPVersion = "OCPP20"
)

// OperationalStatus is the OperationalStatusEnumType of part 2.
type OperationalStatus string

// The values of OperationalStatus.
const (
	OperationalStatusInoperative OperationalStatus = "Inoperative"
	OperationalStatusOperative   OperationalStatus = "Operative"
)

// Phase is the PhaseEnumType of part 2.
type Phase string

// The values of Phase.
const (
	PhaseL1   Phase = "L1"
	PhaseL2   Phase = "L2"
	PhaseL3   Phase = "L3"
	PhaseN    Phase = "N"
	PhaseL1N  Phase = "L1-N"
	PhaseL2N  Phase = "L2-N"
	PhaseL3N  Phase = "L3-N"
	PhaseL1L2 Phase = "L1-L2"
	PhaseL2L3 Phase = "L2-L3"
	PhaseL3L1 Phase = "L3-L1"
)

// PublishFirmwareStatus is the PublishFirmwareStatusEnumType of part 2.
type PublishFirmwareStatus string

// The values of PublishFirmwareStatus.
const (
	PublishFirmwareStatusIdle              PublishFirmwareStatus = "Idle"
	PublishFirmwareStatusDownloadScheduled PublishFirmwareStatus = "DownloadScheduled"
	PublishFirmwareStatusDownloading       PublishFirmwareStatus = "Downloading"
	PublishFirmwareStatusDownloaded        PublishFirmwareStatus = "Downloaded"
	PublishFirmwareStatusPublished         PublishFirmwareStatus = "Published"
	PublishFirmwareStatusDownloadFailed    PublishFirmwareStatus = "DownloadFailed"
	PublishFirmwareStatusDownloadPaused    PublishFirmwareStatus = "DownloadPaused"
	PublishFirmwareStatusInvalidChecksum   PublishFirmwareStatus = "InvalidChecksum"
	PublishFirmwareStatusChecksumVerified  PublishFirmwareStatus = "ChecksumVerified"
	PublishFirmwareStatusPublishFailed     PublishFirmwareStatus = "PublishFailed"
)

// ReadingContext is the ReadingContextEnumType of part 2; a field left out means Sample.Periodic.
type ReadingContext string

// The values of ReadingContext.
const (
	ReadingContextInterruptionBegin ReadingContext = "Interruption.Begin"
	ReadingContextInterruptionEnd   ReadingContext = "Interruption.End"
	ReadingContextOther             ReadingContext = "Other"
	ReadingContextSampleClock       ReadingContext = "Sample.Clock"
	ReadingContextSamplePeriodic    ReadingContext = "Sample.Periodic"
	ReadingContextTransactionBegin  ReadingContext = "Transaction.Begin"
	ReadingContextTransactionEnd    ReadingContext = "Transaction.End"
	ReadingContextTrigger           ReadingContext = "Trigger"
)

// Reason is the ReasonEnumType of part 2.
type Reason string

// The values of Reason.
const (
	ReasonDeAuthorized       Reason = "DeAuthorized"
	ReasonEmergencyStop      Reason = "EmergencyStop"
	ReasonEnergyLimitReached Reason = "EnergyLimitReached"
	ReasonEVDisconnected     Reason = "EVDisconnected"
	ReasonGroundFault        Reason = "GroundFault"
	ReasonImmediateReset     Reason = "ImmediateReset"
	ReasonLocal              Reason = "Local"
	ReasonLocalOutOfCredit   Reason = "LocalOutOfCredit"
	ReasonMasterPass         Reason = "MasterPass"
	ReasonOther              Reason = "Other"
	ReasonOvercurrentFault   Reason = "OvercurrentFault"
	ReasonPowerLoss          Reason = "PowerLoss"
	ReasonPowerQuality       Reason = "PowerQuality"
	ReasonReboot             Reason = "Reboot"
	ReasonRemote             Reason = "Remote"
	ReasonSOCLimitReached    Reason = "SOCLimitReached"
	ReasonStoppedByEV        Reason = "StoppedByEV"
	ReasonTimeLimitReached   Reason = "TimeLimitReached"
	ReasonTimeout            Reason = "Timeout"
)

// RecurrencyKind is the RecurrencyKindEnumType of part 2.
type RecurrencyKind string

// The values of RecurrencyKind.
const (
	RecurrencyKindDaily  RecurrencyKind = "Daily"
	RecurrencyKindWeekly RecurrencyKind = "Weekly"
)

// RegistrationStatus is the RegistrationStatusEnumType of part 2.
type RegistrationStatus string

// The values of RegistrationStatus.
const (
	RegistrationStatusAccepted RegistrationStatus = "Accepted"
	RegistrationStatusPending  RegistrationStatus = "Pending"
	RegistrationStatusRejected RegistrationStatus = "Rejected"
)

// ReportBase is the ReportBaseEnumType of part 2.
type ReportBase string

// The values of ReportBase.
const (
	ReportBaseConfigurationInventory ReportBase = "ConfigurationInventory"
	ReportBaseFullInventory          ReportBase = "FullInventory"
	ReportBaseSummaryInventory       ReportBase = "SummaryInventory"
)

// RequestStartStopStatus is the RequestStartStopStatusEnumType of part 2.
type RequestStartStopStatus string

// The values of RequestStartStopStatus.
const (
	RequestStartStopStatusAccepted RequestStartStopStatus = "Accepted"
	RequestStartStopStatusRejected RequestStartStopStatus = "Rejected"
)

// ReservationUpdateStatus is the ReservationUpdateStatusEnumType of part 2.
type ReservationUpdateStatus string

// The values of ReservationUpdateStatus.
const (
	ReservationUpdateStatusExpired ReservationUpdateStatus = "Expired"
	ReservationUpdateStatusRemoved ReservationUpdateStatus = "Removed"
)

// ReserveNowStatus is the ReserveNowStatusEnumType of part 2.
type ReserveNowStatus string

// The values of ReserveNowStatus.
const (
	ReserveNowStatusAccepted    ReserveNowStatus = "Accepted"
	ReserveNowStatusFaulted     ReserveNowStatus = "Faulted"
	ReserveNowStatusOccupied    ReserveNowStatus = "Occupied"
	ReserveNowStatusRejected    ReserveNowStatus = "Rejected"
	ReserveNowStatusUnavailable ReserveNowStatus = "Unavailable"
)

// ResetEnum is the ResetEnumType of part 2.
type ResetEnum string

// The values of ResetEnum.
const (
	ResetEnumImmediate ResetEnum = "Immediate"
	ResetEnumOnIdle    ResetEnum = "OnIdle"
)

// ResetStatus is the ResetStatusEnumType of part 2.
type ResetStatus string

// The values of ResetStatus.
const (
	ResetStatusAccepted  ResetStatus = "Accepted"
	ResetStatusRejected  ResetStatus = "Rejected"
	ResetStatusScheduled ResetStatus = "Scheduled"
)

// SendLocalListStatus is the SendLocalListStatusEnumType of part 2.
type SendLocalListStatus string

// The values of SendLocalListStatus.
const (
	SendLocalListStatusAccepted        SendLocalListStatus = "Accepted"
	SendLocalListStatusFailed          SendLocalListStatus = "Failed"
	SendLocalListStatusVersionMismatch SendLocalListStatus = "VersionMismatch"
)

// SetMonitoringStatus is the SetMonitoringStatusEnumType of part 2.
type SetMonitoringStatus string

// The values of SetMonitoringStatus.
const (
	SetMonitoringStatusAccepted               SetMonitoringStatus = "Accepted"
	SetMonitoringStatusUnknownComponent       SetMonitoringStatus = "UnknownComponent"
	SetMonitoringStatusUnknownVariable        SetMonitoringStatus = "UnknownVariable"
	SetMonitoringStatusUnsupportedMonitorType SetMonitoringStatus = "UnsupportedMonitorType"
	SetMonitoringStatusRejected               SetMonitoringStatus = "Rejected"
	SetMonitoringStatusDuplicate              SetMonitoringStatus = "Duplicate"
)

// SetNetworkProfileStatus is the SetNetworkProfileStatusEnumType of part 2.
type SetNetworkProfileStatus string

// The values of SetNetworkProfileStatus.
const (
	SetNetworkProfileStatusAccepted SetNetworkProfileStatus = "Accepted"
	SetNetworkProfileStatusRejected SetNetworkProfileStatus = "Rejected"
	SetNetworkProfileStatusFailed   SetNetworkProfileStatus = "Failed"
)

// SetVariableStatus is the SetVariableStatusEnumType of part 2.
type SetVariableStatus string

// The values of SetVariableStatus.
const (
	SetVariableStatusAccepted                  SetVariableStatus = "Accepted"
	SetVariableStatusRejected                  SetVariableStatus = "Rejected"
	SetVariableStatusUnknownComponent          SetVariableStatus = "UnknownComponent"
	SetVariableStatusUnknownVariable           SetVariableStatus = "UnknownVariable"
	SetVariableStatusNotSupportedAttributeType SetVariableStatus = "NotSupportedAttributeType"
	SetVariableStatusRebootRequired            SetVariableStatus = "RebootRequired"
)

// TransactionEventEnum is the TransactionEventEnumType of part 2.
type TransactionEventEnum string

// The values of TransactionEventEnum.
const (
	TransactionEventEnumEnded   TransactionEventEnum = "Ended"
	TransactionEventEnumStarted TransactionEventEnum = "Started"
	TransactionEventEnumUpdated TransactionEventEnum = "Updated"
)

// TriggerMessageStatus is the TriggerMessageStatusEnumType of part 2.
type TriggerMessageStatus string

// The values of TriggerMessageStatus.
const (
	TriggerMessageStatusAccepted       TriggerMessageStatus = "Accepted"
	TriggerMessageStatusRejected       TriggerMessageStatus = "Rejected"
	TriggerMessageStatusNotImplemented TriggerMessageStatus = "NotImplemented"
)

// TriggerReason is the TriggerReasonEnumType of part 2.
type TriggerReason string

// The values of TriggerReason.
const (
	TriggerReasonAuthorized           TriggerReason = "Authorized"
	TriggerReasonCablePluggedIn       TriggerReason = "CablePluggedIn"
	TriggerReasonChargingRateChanged  TriggerReason = "ChargingRateChanged"
	TriggerReasonChargingStateChanged TriggerReason = "ChargingStateChanged"
	TriggerReasonDeauthorized         TriggerReason = "Deauthorized"
	TriggerReasonEnergyLimitReached   TriggerReason = "EnergyLimitReached"
	TriggerReasonEVCommunicationLost  TriggerReason = "EVCommunicationLost"
	TriggerReasonEVConnectTimeout     TriggerReason = "EVConnectTimeout"
	TriggerReasonMeterValueClock      TriggerReason = "MeterValueClock"
	TriggerReasonMeterValuePeriodic   TriggerReason = "MeterValuePeriodic"
	TriggerReasonTimeLimitReached     TriggerReason = "TimeLimitReached"
	TriggerReasonTrigger              TriggerReason = "Trigger"
	TriggerReasonUnlockCommand        TriggerReason = "UnlockCommand"
	TriggerReasonStopAuthorized       TriggerReason = "StopAuthorized"
	TriggerReasonEVDeparted           TriggerReason = "EVDeparted"
	TriggerReasonEVDetected           TriggerReason = "EVDetected"
	TriggerReasonRemoteStop           TriggerReason = "RemoteStop"
	TriggerReasonRemoteStart          TriggerReason = "RemoteStart"
	TriggerReasonAbnormalCondition    TriggerReason = "AbnormalCondition"
	TriggerReasonSignedDataReceived   TriggerReason = "SignedDataReceived"
	TriggerReasonResetCommand         TriggerReason = "ResetCommand"
)

// UnlockStatus is the UnlockStatusEnumType of part 2.
type UnlockStatus string

// The values of UnlockStatus.
const (
	UnlockStatusUnlocked                     UnlockStatus = "Unlocked"
	UnlockStatusUnlockFailed                 UnlockStatus = "UnlockFailed"
	UnlockStatusOngoingAuthorizedTransaction UnlockStatus = "OngoingAuthorizedTransaction"
	UnlockStatusUnknownConnector             UnlockStatus = "UnknownConnector"
)

// UnpublishFirmwareStatus is the UnpublishFirmwareStatusEnumType of part 2.
type UnpublishFirmwareStatus string

// The values of UnpublishFirmwareStatus.
const (
	UnpublishFirmwareStatusDownloadOngoing UnpublishFirmwareStatus = "DownloadOngoing"
	UnpublishFirmwareStatusNoFirmware      UnpublishFirmwareStatus = "NoFirmware"
	UnpublishFirmwareStatusUnpublished     UnpublishFirmwareStatus = "Unpublished"
)

// Update is the UpdateEnumType of part 2.
type Update string

// The values of Update.
const (
	UpdateDifferential Update = "Differential"
	UpdateFull         Update = "Full"
)

// UpdateFirmwareStatus is the UpdateFirmwareStatusEnumType of part 2.
type UpdateFirmwareStatus string

// The values of UpdateFirmwareStatus.
const (
	UpdateFirmwareStatusAccepted           UpdateFirmwareStatus = "Accepted"
	UpdateFirmwareStatusRejected           UpdateFirmwareStatus = "Rejected"
	UpdateFirmwareStatusAcceptedCanceled   UpdateFirmwareStatus = "AcceptedCanceled"
	UpdateFirmwareStatusInvalidCertificate UpdateFirmwareStatus = "InvalidCertificate"
	UpdateFirmwareStatusRevokedCertificate UpdateFirmwareStatus = "RevokedCertificate"
)

// UploadLogStatus is the UploadLogStatusEnumType of part 2.
type UploadLogStatus string

// The values of UploadLogStatus.
const (
	UploadLogStatusBadMessage            UploadLogStatus = "BadMessage"
	UploadLogStatusIdle                  UploadLogStatus = "Idle"
	UploadLogStatusNotSupportedOperation UploadLogStatus = "NotSupportedOperation"
	UploadLogStatusPermissionDenied      UploadLogStatus = "PermissionDenied"
	UploadLogStatusUploaded              UploadLogStatus = "Uploaded"
	UploadLogStatusUploadFailure         UploadLogStatus = "UploadFailure"
	UploadLogStatusUploading             UploadLogStatus = "Uploading"
	UploadLogStatusAcceptedCanceled      UploadLogStatus = "AcceptedCanceled"
)

// VPNEnum is the VPNEnumType of part 2.
type VPNEnum string

// The values of VPNEnum.
const (
	VPNEnumIKEv2 VPNEnum = "IKEv2"
	VPNEnumIPSec VPNEnum = "IPSec"
	VPNEnumL2TP  VPNEnum = "L2TP"
	VPNEnumPPTP  VPNEnum = "PPTP"
)
