package b_provisioning

import "strings"

// standardized lists the variables that the appendices of part 2 ("Standardized Components and Variables", version 1.4,
// and the errata of 2025) give to components of their own. What any component may have besides, and
// what a vendor adds, is not among them.
var standardized = namesOf(map[string]string{
	"AlignedDataCtrlr": "Available Enabled Interval Measurands SendDuringIdle SignReadings TxEndedInterval " +
		"TxEndedMeasurands",
	"AuthCacheCtrlr": "Available DisablePostAuthorize Enabled LifeTime Policy Storage",
	"AuthCtrlr": "AdditionalInfoItemsPerMessage AuthorizeRemoteStart DisableRemoteAuthorization Enabled " +
		"LocalAuthorizeOffline LocalPreAuthorize MasterPassGroupId OfflineTxForUnknownIdEnabled " +
		"SupportedIdTokenTypes",
	"CHAdeMOCtrlr": "AutoManufacturerCode CHAdeMOProtocolNumber DynamicControl HighCurrentControl HighVoltageControl " +
		"SelftestActive VehicleStatus",
	"ChargingStation": "AllowNewSessionsPendingFirmwareUpdate AvailabilityState Available Model SupplyPhases VendorName",
	"ClockCtrlr": "DateTime NextTimeOffsetTransitionDateTime NtpServerUri NtpSource " +
		"TimeAdjustmentReportingThreshold TimeOffset TimeSource TimeZone",
	"ConnectedEV":         "ProtocolAgreed ProtocolSupportedByEV VehicleID",
	"Connector":           "AvailabilityState Available ChargeProtocol ConnectorType SupplyPhases",
	"Controller":          "MaxMsgElements",
	"CPPWMController":     "State",
	"CustomizationCtrlr":  "CustomImplementationEnabled",
	"DeviceDataCtrlr":     "BytesPerMessage ConfigurationValueSize ItemsPerMessage ReportingValueSize ValueSize",
	"DisplayMessageCtrlr": "Available DisplayMessages Enabled PersonalMessageSize SupportedFormats SupportedPriorities",
	"DistributionPanel":   "ChargingStation DistributionPanel Fuse",
	"EVSE":                "AllowReset AvailabilityState Available EvseId ISO15118EvseId Power SupplyPhases",
	"FiscalMetering":      "EnergyExport EnergyExportRegister EnergyImport EnergyImportRegister",
	"ISO15118Ctrlr": "CentralContractValidationAllowed ContractCertificateInstallationEnabled " +
		"ContractValidationOffline CountryName MaxScheduleEntries OrganizationName PnCEnabled " +
		"RequestedEnergyTransferMode RequestMeteringReceipt SeccId V2GCertificateInstallationEnabled",
	"LocalAuthListCtrlr": "Available BytesPerMessage DisablePostAuthorize Enabled Entries ItemsPerMessage Storage " +
		"SupportsExpiryDateTime",
	"LocalEnergyStorage": "Capacity",
	"MonitoringCtrlr": "ActiveMonitoringBase ActiveMonitoringLevel Available BytesPerMessage Enabled ItemsPerMessage " +
		"MonitoringBase MonitoringLevel OfflineQueuingSeverity",
	"OCPPCommCtrlr": "ActiveNetworkProfile FieldLength FileTransferProtocols HeartbeatInterval MessageAttemptInterval " +
		"MessageAttempts MessageTimeout NetworkConfigurationPriority NetworkProfileConnectionAttempts " +
		"OfflineThreshold PublicKeyWithSignedMeterValue QueueAllMessages ResetRetries " +
		"RetryBackOffRandomRange RetryBackOffRepeatTimes RetryBackOffWaitMinimum " +
		"UnlockOnEVSideDisconnect WebSocketPingInterval",
	"ReservationCtrlr": "Available Enabled NonEvseSpecific",
	"SampledDataCtrlr": "Available Enabled RegisterValuesWithoutPhases SignReadings TxEndedInterval TxEndedMeasurands " +
		"TxStartedMeasurands TxUpdatedInterval TxUpdatedMeasurands",
	"SecurityCtrlr": "AdditionalRootCertificateCheck AllowCSMSTLSWildcards AllowSecurityProfileDowngrade " +
		"BasicAuthPassword CertificateEntries CertSigningRepeatTimes CertSigningWaitMinimum Identity " +
		"MaxCertificateChainSize OrganizationName SecurityProfile",
	"SmartChargingCtrlr": "ACPhaseSwitchingSupported Available Enabled Entries ExternalControlSignalsEnabled " +
		"LimitChangeSignificance NotifyChargingLimitWithSchedules PeriodsPerSchedule Phases3to1 " +
		"ProfileStackLevel RateUnit",
	"TariffCostCtrlr": "Available Currency Enabled TariffFallbackMessage TotalCostFallbackMessage",
	"TokenReader":     "Token TokenType",
	"TxCtrlr": "ChargingTime EVConnectionTimeOut MaxEnergyOnInvalidId StopTxOnEVSideDisconnect " +
		"StopTxOnInvalidId TxBeforeAcceptedEnabled TxStartPoint TxStopPoint",
})

// isStandardized tells whether a component variable is one of standardized; names know no case.
func isStandardized(v variable) bool {
	return standardized[strings.ToLower(v.Component)][strings.ToLower(v.Name)]
}

// namesOf splits the names of each component and folds their case.
func namesOf(components map[string]string) map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for component, names := range components {
		set := map[string]bool{}
		for name := range strings.FieldsSeq(names) {
			set[strings.ToLower(name)] = true
		}
		out[strings.ToLower(component)] = set
	}
	return out
}
