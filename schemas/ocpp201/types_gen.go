// Code generated from the table of facts by schemas/gen. DO NOT EDIT.

package ocpp201

// CustomData is the CustomDataType of part 2.
// Vendors may add fields of their own; they are accepted and not kept.
type CustomData struct {
	VendorID string `json:"vendorId"` // string(255)
}

// ACChargingParameters is the ACChargingParametersType of part 2.
type ACChargingParameters struct {
	EnergyAmount int         `json:"energyAmount"`
	EVMinCurrent int         `json:"evMinCurrent"`
	EVMaxCurrent int         `json:"evMaxCurrent"`
	EVMaxVoltage int         `json:"evMaxVoltage"`
	CustomData   *CustomData `json:"customData,omitempty"`
}

// AdditionalInfo is the AdditionalInfoType of part 2.
type AdditionalInfo struct {
	AdditionalIDToken string      `json:"additionalIdToken"` // identifierString(36)
	Type              string      `json:"type"`              // string(50)
	CustomData        *CustomData `json:"customData,omitempty"`
}

// APN is the APNType of part 2.
type APN struct {
	APN                     string            `json:"apn"`                   // string(512)
	APNUserName             *string           `json:"apnUserName,omitempty"` // string(20)
	APNPassword             *string           `json:"apnPassword,omitempty"` // string(20)
	SIMPin                  *int              `json:"simPin,omitempty"`
	PreferredNetwork        *string           `json:"preferredNetwork,omitempty"`        // identifierString(6)
	UseOnlyPreferredNetwork *bool             `json:"useOnlyPreferredNetwork,omitempty"` // default false
	APNAuthentication       APNAuthentication `json:"apnAuthentication"`
	CustomData              *CustomData       `json:"customData,omitempty"`
}

// AuthorizationData is the AuthorizationData of part 2.
type AuthorizationData struct {
	IDToken     IDToken      `json:"idToken"`
	IDTokenInfo *IDTokenInfo `json:"idTokenInfo,omitempty"`
	CustomData  *CustomData  `json:"customData,omitempty"`
}

// CertificateHashDataChain is the CertificateHashDataChainType of part 2.
type CertificateHashDataChain struct {
	CertificateHashData      CertificateHashData   `json:"certificateHashData"`
	CertificateType          GetCertificateIDUse   `json:"certificateType"`
	ChildCertificateHashData []CertificateHashData `json:"childCertificateHashData,omitempty"` // CertificateHashDataType[1..4]
	CustomData               *CustomData           `json:"customData,omitempty"`
}

// CertificateHashData is the CertificateHashDataType of part 2.
type CertificateHashData struct {
	HashAlgorithm  HashAlgorithm `json:"hashAlgorithm"`
	IssuerNameHash string        `json:"issuerNameHash"` // identifierString(128)
	IssuerKeyHash  string        `json:"issuerKeyHash"`  // string(128)
	SerialNumber   string        `json:"serialNumber"`   // identifierString(40)
	CustomData     *CustomData   `json:"customData,omitempty"`
}

// ChargingLimit is the ChargingLimitType of part 2.
type ChargingLimit struct {
	ChargingLimitSource ChargingLimitSource `json:"chargingLimitSource"`
	IsGridCritical      *bool               `json:"isGridCritical,omitempty"`
	CustomData          *CustomData         `json:"customData,omitempty"`
}

// ChargingNeeds is the ChargingNeedsType of part 2.
type ChargingNeeds struct {
	ACChargingParameters    *ACChargingParameters `json:"acChargingParameters,omitempty"`
	DCChargingParameters    *DCChargingParameters `json:"dcChargingParameters,omitempty"`
	RequestedEnergyTransfer EnergyTransferMode    `json:"requestedEnergyTransfer"`
	DepartureTime           *DateTime             `json:"departureTime,omitempty"`
	CustomData              *CustomData           `json:"customData,omitempty"`
}

// ChargingProfileCriterion is the ChargingProfileCriterionType of part 2.
type ChargingProfileCriterion struct {
	ChargingProfilePurpose *ChargingProfilePurpose `json:"chargingProfilePurpose,omitempty"`
	StackLevel             *int                    `json:"stackLevel,omitempty"`          // integer{0..}
	ChargingProfileID      []int                   `json:"chargingProfileId,omitempty"`   // integer[1..]
	ChargingLimitSource    []ChargingLimitSource   `json:"chargingLimitSource,omitempty"` // ChargingLimitSourceEnumType[1..4]
	CustomData             *CustomData             `json:"customData,omitempty"`
}

// ChargingProfile is the ChargingProfileType of part 2.
type ChargingProfile struct {
	ID                     int                    `json:"id"`
	StackLevel             int                    `json:"stackLevel"` // integer{0..}
	ChargingProfilePurpose ChargingProfilePurpose `json:"chargingProfilePurpose"`
	ChargingProfileKind    ChargingProfileKind    `json:"chargingProfileKind"`
	RecurrencyKind         *RecurrencyKind        `json:"recurrencyKind,omitempty"`
	ValidFrom              *DateTime              `json:"validFrom,omitempty"`
	ValidTo                *DateTime              `json:"validTo,omitempty"`
	ChargingSchedule       []ChargingSchedule     `json:"chargingSchedule,omitempty"` // ChargingScheduleType[1..3], required
	TransactionID          *string                `json:"transactionId,omitempty"`    // identifierString(36)
	CustomData             *CustomData            `json:"customData,omitempty"`
}

// ChargingSchedulePeriod is the ChargingSchedulePeriodType of part 2.
type ChargingSchedulePeriod struct {
	StartPeriod  int         `json:"startPeriod"` // integer{0..}
	Limit        float64     `json:"limit"`       // number{.1}
	NumberPhases *int        `json:"numberPhases,omitempty"`
	PhaseToUse   *int        `json:"phaseToUse,omitempty"`
	CustomData   *CustomData `json:"customData,omitempty"`
}

// ChargingSchedule is the ChargingScheduleType of part 2.
type ChargingSchedule struct {
	ID                     int                      `json:"id"`
	StartSchedule          *DateTime                `json:"startSchedule,omitempty"`
	Duration               *int                     `json:"duration,omitempty"` // integer{0..}
	ChargingRateUnit       ChargingRateUnit         `json:"chargingRateUnit"`
	ChargingSchedulePeriod []ChargingSchedulePeriod `json:"chargingSchedulePeriod,omitempty"` // ChargingSchedulePeriodType[1..1024], required
	MinChargingRate        *float64                 `json:"minChargingRate,omitempty"`        // number{.1}
	SalesTariff            *SalesTariff             `json:"salesTariff,omitempty"`
	CustomData             *CustomData              `json:"customData,omitempty"`
}

// ChargingStation is the ChargingStationType of part 2.
type ChargingStation struct {
	SerialNumber    *string     `json:"serialNumber,omitempty"` // string(25)
	Model           string      `json:"model"`                  // string(20)
	Modem           *Modem      `json:"modem,omitempty"`
	VendorName      string      `json:"vendorName"`                // string(50)
	FirmwareVersion *string     `json:"firmwareVersion,omitempty"` // string(50)
	CustomData      *CustomData `json:"customData,omitempty"`
}

// ClearChargingProfile is the ClearChargingProfileType of part 2.
type ClearChargingProfile struct {
	EVSEID                 *int                    `json:"evseId,omitempty"` // integer{0..}
	ChargingProfilePurpose *ChargingProfilePurpose `json:"chargingProfilePurpose,omitempty"`
	StackLevel             *int                    `json:"stackLevel,omitempty"` // integer{0..}
	CustomData             *CustomData             `json:"customData,omitempty"`
}

// ClearMonitoringResult is the ClearMonitoringResultType of part 2.
type ClearMonitoringResult struct {
	Status     ClearMonitoringStatus `json:"status"`
	ID         int                   `json:"id"`
	StatusInfo *StatusInfo           `json:"statusInfo,omitempty"`
	CustomData *CustomData           `json:"customData,omitempty"`
}

// Component is the ComponentType of part 2.
type Component struct {
	EVSE       *EVSE       `json:"evse,omitempty"`
	Name       string      `json:"name"`               // identifierString(50)
	Instance   *string     `json:"instance,omitempty"` // identifierString(50)
	CustomData *CustomData `json:"customData,omitempty"`
}

// ComponentVariable is the ComponentVariableType of part 2.
type ComponentVariable struct {
	Component  Component   `json:"component"`
	Variable   *Variable   `json:"variable,omitempty"`
	CustomData *CustomData `json:"customData,omitempty"`
}

// CompositeSchedule is the CompositeScheduleType of part 2.
type CompositeSchedule struct {
	ChargingSchedulePeriod []ChargingSchedulePeriod `json:"chargingSchedulePeriod,omitempty"` // ChargingSchedulePeriodType[1..], required
	EVSEID                 int                      `json:"evseId"`                           // integer{0..}
	Duration               int                      `json:"duration"`                         // integer{0..}
	ScheduleStart          DateTime                 `json:"scheduleStart"`
	ChargingRateUnit       ChargingRateUnit         `json:"chargingRateUnit"`
	CustomData             *CustomData              `json:"customData,omitempty"`
}

// ConsumptionCost is the ConsumptionCostType of part 2.
type ConsumptionCost struct {
	StartValue float64     `json:"startValue"`
	Cost       []Cost      `json:"cost,omitempty"` // CostType[1..3], required
	CustomData *CustomData `json:"customData,omitempty"`
}

// Cost is the CostType of part 2.
type Cost struct {
	CostKind         CostKind    `json:"costKind"`
	Amount           int         `json:"amount"`
	AmountMultiplier *int        `json:"amountMultiplier,omitempty"` // integer{-3..3}
	CustomData       *CustomData `json:"customData,omitempty"`
}

// DCChargingParameters is the DCChargingParametersType of part 2.
type DCChargingParameters struct {
	EVMaxCurrent     int         `json:"evMaxCurrent"`
	EVMaxVoltage     int         `json:"evMaxVoltage"`
	EnergyAmount     *int        `json:"energyAmount,omitempty"`
	EVMaxPower       *int        `json:"evMaxPower,omitempty"`
	StateOfCharge    *int        `json:"stateOfCharge,omitempty"` // integer(0..100)
	EVEnergyCapacity *int        `json:"evEnergyCapacity,omitempty"`
	FullSoC          *int        `json:"fullSoC,omitempty"` // integer(0..100)
	BulkSoC          *int        `json:"bulkSoC,omitempty"` // integer(0..100)
	CustomData       *CustomData `json:"customData,omitempty"`
}

// EventData is the EventDataType of part 2.
type EventData struct {
	EventID               int               `json:"eventId"`
	Timestamp             DateTime          `json:"timestamp"`
	Trigger               EventTrigger      `json:"trigger"`
	Cause                 *int              `json:"cause,omitempty"`
	ActualValue           string            `json:"actualValue"`        // string(2500)
	TechCode              *string           `json:"techCode,omitempty"` // string(50)
	TechInfo              *string           `json:"techInfo,omitempty"` // string(500)
	Cleared               *bool             `json:"cleared,omitempty"`
	TransactionID         *string           `json:"transactionId,omitempty"` // identifierString(36)
	Component             Component         `json:"component"`
	VariableMonitoringID  *int              `json:"variableMonitoringId,omitempty"`
	EventNotificationType EventNotification `json:"eventNotificationType"`
	Variable              Variable          `json:"variable"`
	CustomData            *CustomData       `json:"customData,omitempty"`
}

// EVSE is the EVSEType of part 2.
type EVSE struct {
	ID          int         `json:"id"`                    // integer{1..}
	ConnectorID *int        `json:"connectorId,omitempty"` // integer{0..}
	CustomData  *CustomData `json:"customData,omitempty"`
}

// Firmware is the FirmwareType of part 2.
type Firmware struct {
	Location           string      `json:"location"` // string(512)
	RetrieveDateTime   DateTime    `json:"retrieveDateTime"`
	InstallDateTime    *DateTime   `json:"installDateTime,omitempty"`
	SigningCertificate *string     `json:"signingCertificate,omitempty"` // string(5500)
	Signature          *string     `json:"signature,omitempty"`          // string(800)
	CustomData         *CustomData `json:"customData,omitempty"`
}

// GetVariableData is the GetVariableDataType of part 2.
type GetVariableData struct {
	AttributeType *Attribute  `json:"attributeType,omitempty"`
	Component     Component   `json:"component"`
	Variable      Variable    `json:"variable"`
	CustomData    *CustomData `json:"customData,omitempty"`
}

// GetVariableResult is the GetVariableResultType of part 2.
type GetVariableResult struct {
	AttributeStatusInfo *StatusInfo       `json:"attributeStatusInfo,omitempty"`
	AttributeStatus     GetVariableStatus `json:"attributeStatus"`
	AttributeType       *Attribute        `json:"attributeType,omitempty"`
	AttributeValue      *string           `json:"attributeValue,omitempty"` // string(2500)
	Component           Component         `json:"component"`
	Variable            Variable          `json:"variable"`
	CustomData          *CustomData       `json:"customData,omitempty"`
}

// IDTokenInfo is the IdTokenInfoType of part 2.
type IDTokenInfo struct {
	Status              AuthorizationStatus `json:"status"`
	CacheExpiryDateTime *DateTime           `json:"cacheExpiryDateTime,omitempty"`
	ChargingPriority    *int                `json:"chargingPriority,omitempty"` // integer{-9..9}
	Language1           *string             `json:"language1,omitempty"`        // string(8)
	EVSEID              []int               `json:"evseId,omitempty"`           // integer[1..]
	GroupIDToken        *IDToken            `json:"groupIdToken,omitempty"`
	Language2           *string             `json:"language2,omitempty"` // string(8)
	PersonalMessage     *MessageContent     `json:"personalMessage,omitempty"`
	CustomData          *CustomData         `json:"customData,omitempty"`
}

// IDToken is the IdTokenType of part 2.
type IDToken struct {
	AdditionalInfo []AdditionalInfo `json:"additionalInfo,omitempty"` // AdditionalInfoType[1..]
	IDToken        string           `json:"idToken"`                  // identifierString(36)
	Type           IDTokenEnum      `json:"type"`
	CustomData     *CustomData      `json:"customData,omitempty"`
}

// LogParameters is the LogParametersType of part 2.
type LogParameters struct {
	RemoteLocation  string      `json:"remoteLocation"` // string(512)
	OldestTimestamp *DateTime   `json:"oldestTimestamp,omitempty"`
	LatestTimestamp *DateTime   `json:"latestTimestamp,omitempty"`
	CustomData      *CustomData `json:"customData,omitempty"`
}

// MessageContent is the MessageContentType of part 2.
type MessageContent struct {
	Format     MessageFormat `json:"format"`
	Language   *string       `json:"language,omitempty"` // string(8)
	Content    string        `json:"content"`            // string(512)
	CustomData *CustomData   `json:"customData,omitempty"`
}

// MessageInfo is the MessageInfoType of part 2.
type MessageInfo struct {
	Display       *Component      `json:"display,omitempty"`
	ID            int             `json:"id"` // integer{0..}
	Priority      MessagePriority `json:"priority"`
	State         *MessageState   `json:"state,omitempty"`
	StartDateTime *DateTime       `json:"startDateTime,omitempty"`
	EndDateTime   *DateTime       `json:"endDateTime,omitempty"`
	TransactionID *string         `json:"transactionId,omitempty"` // identifierString(36)
	Message       MessageContent  `json:"message"`
	CustomData    *CustomData     `json:"customData,omitempty"`
}

// MeterValue is the MeterValueType of part 2.
type MeterValue struct {
	SampledValue []SampledValue `json:"sampledValue,omitempty"` // SampledValueType[1..], required
	Timestamp    DateTime       `json:"timestamp"`
	CustomData   *CustomData    `json:"customData,omitempty"`
}

// Modem is the ModemType of part 2.
type Modem struct {
	ICCID      *string     `json:"iccid,omitempty"` // identifierString(20)
	IMSI       *string     `json:"imsi,omitempty"`  // identifierString(20)
	CustomData *CustomData `json:"customData,omitempty"`
}

// MonitoringData is the MonitoringDataType of part 2.
type MonitoringData struct {
	Component          Component            `json:"component"`
	Variable           Variable             `json:"variable"`
	VariableMonitoring []VariableMonitoring `json:"variableMonitoring,omitempty"` // VariableMonitoringType[1..], required
	CustomData         *CustomData          `json:"customData,omitempty"`
}

// NetworkConnectionProfile is the NetworkConnectionProfileType of part 2.
type NetworkConnectionProfile struct {
	APN             *APN          `json:"apn,omitempty"`
	OCPPVersion     OCPPVersion   `json:"ocppVersion"`
	OCPPTransport   OCPPTransport `json:"ocppTransport"`
	OCPPCSMSURL     string        `json:"ocppCsmsUrl"`    // string(512)
	MessageTimeout  int           `json:"messageTimeout"` // integer{0..}
	SecurityProfile int           `json:"securityProfile"`
	OCPPInterface   OCPPInterface `json:"ocppInterface"`
	VPN             *VPN          `json:"vpn,omitempty"`
	CustomData      *CustomData   `json:"customData,omitempty"`
}

// OCSPRequestData is the OCSPRequestDataType of part 2.
type OCSPRequestData struct {
	HashAlgorithm  HashAlgorithm `json:"hashAlgorithm"`
	IssuerNameHash string        `json:"issuerNameHash"` // identifierString(128)
	IssuerKeyHash  string        `json:"issuerKeyHash"`  // string(128)
	SerialNumber   string        `json:"serialNumber"`   // identifierString(40)
	ResponderURL   string        `json:"responderURL"`   // string(512)
	CustomData     *CustomData   `json:"customData,omitempty"`
}

// RelativeTimeInterval is the RelativeTimeIntervalType of part 2.
type RelativeTimeInterval struct {
	Start      int         `json:"start"`
	Duration   *int        `json:"duration,omitempty"` // integer{0..}
	CustomData *CustomData `json:"customData,omitempty"`
}

// ReportData is the ReportDataType of part 2.
type ReportData struct {
	Component               Component                `json:"component"`
	Variable                Variable                 `json:"variable"`
	VariableAttribute       []VariableAttribute      `json:"variableAttribute,omitempty"` // VariableAttributeType[1..4], required
	VariableCharacteristics *VariableCharacteristics `json:"variableCharacteristics,omitempty"`
	CustomData              *CustomData              `json:"customData,omitempty"`
}

// SalesTariffEntry is the SalesTariffEntryType of part 2.
type SalesTariffEntry struct {
	RelativeTimeInterval RelativeTimeInterval `json:"relativeTimeInterval"`
	EPriceLevel          *int                 `json:"ePriceLevel,omitempty"`     // integer(0..)
	ConsumptionCost      []ConsumptionCost    `json:"consumptionCost,omitempty"` // ConsumptionCostType[1..3]
	CustomData           *CustomData          `json:"customData,omitempty"`
}

// SalesTariff is the SalesTariffType of part 2.
type SalesTariff struct {
	ID                     int                `json:"id"`
	SalesTariffDescription *string            `json:"salesTariffDescription,omitempty"` // string(32)
	NumEPriceLevels        *int               `json:"numEPriceLevels,omitempty"`
	SalesTariffEntry       []SalesTariffEntry `json:"salesTariffEntry,omitempty"` // SalesTariffEntryType[1..1024], required
	CustomData             *CustomData        `json:"customData,omitempty"`
}

// SampledValue is the SampledValueType of part 2.
type SampledValue struct {
	Value            float64           `json:"value"`
	Context          *ReadingContext   `json:"context,omitempty"`
	Measurand        *Measurand        `json:"measurand,omitempty"`
	Phase            *Phase            `json:"phase,omitempty"`
	Location         *Location         `json:"location,omitempty"`
	SignedMeterValue *SignedMeterValue `json:"signedMeterValue,omitempty"`
	UnitOfMeasure    *UnitOfMeasure    `json:"unitOfMeasure,omitempty"`
	CustomData       *CustomData       `json:"customData,omitempty"`
}

// SetMonitoringData is the SetMonitoringDataType of part 2.
type SetMonitoringData struct {
	ID          *int        `json:"id,omitempty"`
	Transaction *bool       `json:"transaction,omitempty"` // default false
	Value       float64     `json:"value"`
	Type        Monitor     `json:"type"`
	Severity    int         `json:"severity"` // integer{0..9}
	Component   Component   `json:"component"`
	Variable    Variable    `json:"variable"`
	CustomData  *CustomData `json:"customData,omitempty"`
}

// SetMonitoringResult is the SetMonitoringResultType of part 2.
type SetMonitoringResult struct {
	ID         *int                `json:"id,omitempty"`
	StatusInfo *StatusInfo         `json:"statusInfo,omitempty"`
	Status     SetMonitoringStatus `json:"status"`
	Type       Monitor             `json:"type"`
	Component  Component           `json:"component"`
	Variable   Variable            `json:"variable"`
	Severity   int                 `json:"severity"` // integer{0..9}
	CustomData *CustomData         `json:"customData,omitempty"`
}

// SetVariableData is the SetVariableDataType of part 2.
type SetVariableData struct {
	AttributeType  *Attribute  `json:"attributeType,omitempty"`
	AttributeValue string      `json:"attributeValue"` // string(1000)
	Component      Component   `json:"component"`
	Variable       Variable    `json:"variable"`
	CustomData     *CustomData `json:"customData,omitempty"`
}

// SetVariableResult is the SetVariableResultType of part 2.
type SetVariableResult struct {
	AttributeType       *Attribute        `json:"attributeType,omitempty"`
	AttributeStatus     SetVariableStatus `json:"attributeStatus"`
	AttributeStatusInfo *StatusInfo       `json:"attributeStatusInfo,omitempty"`
	Component           Component         `json:"component"`
	Variable            Variable          `json:"variable"`
	CustomData          *CustomData       `json:"customData,omitempty"`
}

// SignedMeterValue is the SignedMeterValueType of part 2.
type SignedMeterValue struct {
	SignedMeterData string      `json:"signedMeterData"` // string(2500)
	SigningMethod   string      `json:"signingMethod"`   // string(50)
	EncodingMethod  string      `json:"encodingMethod"`  // string(50)
	PublicKey       string      `json:"publicKey"`       // string(2500)
	CustomData      *CustomData `json:"customData,omitempty"`
}

// StatusInfo is the StatusInfoType of part 2.
type StatusInfo struct {
	ReasonCode     string      `json:"reasonCode"`               // string(20)
	AdditionalInfo *string     `json:"additionalInfo,omitempty"` // string(512)
	CustomData     *CustomData `json:"customData,omitempty"`
}

// Transaction is the TransactionType of part 2.
type Transaction struct {
	TransactionID     string         `json:"transactionId"` // identifierString(36)
	ChargingState     *ChargingState `json:"chargingState,omitempty"`
	TimeSpentCharging *int           `json:"timeSpentCharging,omitempty"` // integer{0..}
	StoppedReason     *Reason        `json:"stoppedReason,omitempty"`
	RemoteStartID     *int           `json:"remoteStartId,omitempty"`
	CustomData        *CustomData    `json:"customData,omitempty"`
}

// UnitOfMeasure is the UnitOfMeasureType of part 2.
type UnitOfMeasure struct {
	Unit       *string     `json:"unit,omitempty"`       // string(20), default Wh
	Multiplier *int        `json:"multiplier,omitempty"` // default 0
	CustomData *CustomData `json:"customData,omitempty"`
}

// VariableAttribute is the VariableAttributeType of part 2.
type VariableAttribute struct {
	Type       *Attribute  `json:"type,omitempty"`
	Value      *string     `json:"value,omitempty"` // string(2500)
	Mutability *Mutability `json:"mutability,omitempty"`
	Persistent *bool       `json:"persistent,omitempty"` // default false
	Constant   *bool       `json:"constant,omitempty"`   // default false
	CustomData *CustomData `json:"customData,omitempty"`
}

// VariableCharacteristics is the VariableCharacteristicsType of part 2.
type VariableCharacteristics struct {
	Unit               *string     `json:"unit,omitempty"` // string(16)
	DataType           Data        `json:"dataType"`
	MinLimit           *float64    `json:"minLimit,omitempty"`
	MaxLimit           *float64    `json:"maxLimit,omitempty"`
	ValuesList         *string     `json:"valuesList,omitempty"` // string(1000)
	SupportsMonitoring bool        `json:"supportsMonitoring"`
	CustomData         *CustomData `json:"customData,omitempty"`
}

// VariableMonitoring is the VariableMonitoringType of part 2.
type VariableMonitoring struct {
	ID          int         `json:"id"`
	Transaction bool        `json:"transaction"`
	Value       float64     `json:"value"`
	Type        Monitor     `json:"type"`
	Severity    int         `json:"severity"` // integer{0..9}
	CustomData  *CustomData `json:"customData,omitempty"`
}

// Variable is the VariableType of part 2.
type Variable struct {
	Name       string      `json:"name"`               // identifierString(50)
	Instance   *string     `json:"instance,omitempty"` // identifierString(50)
	CustomData *CustomData `json:"customData,omitempty"`
}

// VPN is the VPNType of part 2.
type VPN struct {
	Server     string      `json:"server"`          // string(512)
	User       string      `json:"user"`            // string(20)
	Group      *string     `json:"group,omitempty"` // string(20)
	Password   string      `json:"password"`        // string(20)
	Key        string      `json:"key"`             // string(255)
	Type       VPNEnum     `json:"type"`
	CustomData *CustomData `json:"customData,omitempty"`
}
