package b_provisioning

import (
	"fmt"
	"strings"

	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// variable is one component and variable of a device model. EVSE and Connector are 0 where the component stands on a
// higher tier.
type variable struct {
	Component       string
	EVSE, Connector int
	Name, Instance  string
}

func (v variable) String() string {
	text := v.Component
	switch {
	case v.Connector > 0:
		text += fmt.Sprintf(" (EVSE %d connector %d)", v.EVSE, v.Connector)
	case v.EVSE > 0:
		text += fmt.Sprintf(" (EVSE %d)", v.EVSE)
	}
	text += "." + v.Name
	if v.Instance != "" {
		text += "[" + v.Instance + "]"
	}
	return text
}

// folded is the variable for comparisons: names and instances are case-insensitive (part 2, ComponentType and
// VariableType).
func (v variable) folded() variable {
	v.Component, v.Name, v.Instance = strings.ToLower(v.Component), strings.ToLower(v.Name), strings.ToLower(v.Instance)
	return v
}

func variableOf(d ocpp201.ReportData) variable {
	v := variable{Component: d.Component.Name, Name: d.Variable.Name}
	if e := d.Component.EVSE; e != nil {
		v.EVSE = e.ID
		if e.ConnectorID != nil {
			v.Connector = *e.ConnectorID
		}
	}
	if d.Variable.Instance != nil {
		v.Instance = *d.Variable.Instance
	}
	return v
}

// set says who can set a required variable.
type set int

const (
	readOnly set = iota
	readWrite
	either // the station's choice
)

// fact is one required variable. settable is the feature by which a station declares that it can be set where that is
// its choice; empty where no feature does.
type fact struct {
	component, name, instance string
	set                       set
	settable                  pics.Feature
}

// always are the variables that part 2, "Referenced Components and Variables", and part 4, chapter 8, mark as required,
// in the controllers of the profile Core (part 5, chapter 5). ActiveNetworkProfile: erratum 2.57 of 2025-01.
var always = []fact{
	{"OCPPCommCtrlr", "ActiveNetworkProfile", "", readOnly, ""},
	{"OCPPCommCtrlr", "FileTransferProtocols", "", readOnly, ""},
	{"OCPPCommCtrlr", "MessageAttemptInterval", "TransactionEvent", readWrite, ""},
	{"OCPPCommCtrlr", "MessageAttempts", "TransactionEvent", readWrite, ""},
	{"OCPPCommCtrlr", "MessageTimeout", "Default", readOnly, ""},
	{"OCPPCommCtrlr", "NetworkConfigurationPriority", "", readWrite, ""},
	{"OCPPCommCtrlr", "NetworkProfileConnectionAttempts", "", readWrite, ""},
	{"OCPPCommCtrlr", "OfflineThreshold", "", readWrite, ""},
	{"OCPPCommCtrlr", "ResetRetries", "", readWrite, ""},
	{"OCPPCommCtrlr", "RetryBackOffRandomRange", "", readWrite, ""},
	{"OCPPCommCtrlr", "RetryBackOffRepeatTimes", "", readWrite, ""},
	{"OCPPCommCtrlr", "RetryBackOffWaitMinimum", "", readWrite, ""},
	{"OCPPCommCtrlr", "UnlockOnEVSideDisconnect", "", either, ""},
	{"OCPPCommCtrlr", "WebSocketPingInterval", "", readWrite, ""},
	{"TxCtrlr", "EVConnectionTimeOut", "", readWrite, ""},
	{"TxCtrlr", "StopTxOnEVSideDisconnect", "", either, ""},
	{"TxCtrlr", "StopTxOnInvalidId", "", readWrite, ""},
	{"TxCtrlr", "TxStartPoint", "", either, pics.C_51},
	{"TxCtrlr", "TxStopPoint", "", either, pics.C_52},
	{"DeviceDataCtrlr", "BytesPerMessage", "GetReport", readOnly, ""},
	{"DeviceDataCtrlr", "BytesPerMessage", "GetVariables", readOnly, ""},
	{"DeviceDataCtrlr", "BytesPerMessage", "SetVariables", readOnly, ""},
	{"DeviceDataCtrlr", "ItemsPerMessage", "GetReport", readOnly, ""},
	{"DeviceDataCtrlr", "ItemsPerMessage", "GetVariables", readOnly, ""},
	{"DeviceDataCtrlr", "ItemsPerMessage", "SetVariables", readOnly, ""},
	{"ClockCtrlr", "DateTime", "", readOnly, ""},
	{"ClockCtrlr", "TimeSource", "", readWrite, ""},
	{"SecurityCtrlr", "CertificateEntries", "", readOnly, ""},
	{"SecurityCtrlr", "OrganizationName", "", readWrite, ""},
	{"SecurityCtrlr", "SecurityProfile", "", readOnly, ""},
	{"SampledDataCtrlr", "TxEndedInterval", "", readWrite, ""},
	{"SampledDataCtrlr", "TxEndedMeasurands", "", readWrite, ""},
	{"SampledDataCtrlr", "TxStartedMeasurands", "", readWrite, ""},
	{"SampledDataCtrlr", "TxUpdatedInterval", "", readWrite, ""},
	{"SampledDataCtrlr", "TxUpdatedMeasurands", "", readWrite, ""},
	{"AlignedDataCtrlr", "Interval", "", readWrite, ""},
	{"AlignedDataCtrlr", "Measurands", "", readWrite, ""},
	{"AlignedDataCtrlr", "TxEndedInterval", "", readWrite, ""},
	{"AlignedDataCtrlr", "TxEndedMeasurands", "", readWrite, ""},
	{"AuthCtrlr", "AuthorizeRemoteStart", "", either, ""},
	{"AuthCtrlr", "LocalAuthorizeOffline", "", readWrite, ""},
	{"AuthCtrlr", "LocalPreAuthorize", "", readWrite, ""},
}

// byProfile are the required variables in the controllers that part 5, chapter 5, adds with a further profile. The
// controllers of the authorization cache and of reservations have none.
var byProfile = map[pics.Profile][]fact{
	pics.SmartCharging: smartCharging,
	pics.ISO15118Support: append([]fact{
		{"ISO15118Ctrlr", "ContractValidationOffline", "", readWrite, ""},
	}, smartCharging...),
	pics.LocalAuthorizationListManagement: {
		{"LocalAuthListCtrlr", "BytesPerMessage", "", readOnly, ""},
		{"LocalAuthListCtrlr", "Entries", "", readOnly, ""},
		{"LocalAuthListCtrlr", "ItemsPerMessage", "", readOnly, ""},
	},
	pics.AdvancedDeviceManagement: {
		{"MonitoringCtrlr", "BytesPerMessage", "SetVariableMonitoring", readOnly, ""},
		{"MonitoringCtrlr", "ItemsPerMessage", "SetVariableMonitoring", readOnly, ""},
	},
	pics.AdvancedUserInterface: {
		{"DisplayMessageCtrlr", "DisplayMessages", "", readOnly, ""},
		{"DisplayMessageCtrlr", "SupportedFormats", "", readOnly, ""},
		{"DisplayMessageCtrlr", "SupportedPriorities", "", readOnly, ""},
		{"TariffCostCtrlr", "Currency", "", readWrite, ""},
		{"TariffCostCtrlr", "TariffFallbackMessage", "", readWrite, ""},
		{"TariffCostCtrlr", "TotalCostFallbackMessage", "", readWrite, ""},
	},
}

var smartCharging = []fact{
	{"SmartChargingCtrlr", "Entries", "ChargingProfiles", readOnly, ""},
	{"SmartChargingCtrlr", "LimitChangeSignificance", "", readWrite, ""},
	{"SmartChargingCtrlr", "PeriodsPerSchedule", "", readOnly, ""},
	{"SmartChargingCtrlr", "ProfileStackLevel", "", readOnly, ""},
	{"SmartChargingCtrlr", "RateUnit", "", readOnly, ""},
}

// The required variables of the charging infrastructure (part 2, "Charging Infrastructure Related"), all ReadOnly: of
// the station once, of every EVSE, of every connector. AvailabilityState of the connector: erratum 2.66 of 2025-01.
var (
	ofStation   = []string{"AvailabilityState", "Available", "SupplyPhases"}
	ofEVSE      = []string{"AvailabilityState", "Available", "Power", "SupplyPhases"}
	ofConnector = []string{"AvailabilityState", "Available", "ConnectorType", "SupplyPhases"}
)

// required lists what a FullInventory must hold at least.
func required(d *pics.Declaration) []variable {
	out := controllers(d, func(fact) bool { return true })
	for _, name := range ofStation {
		out = append(out, variable{Component: "ChargingStation", Name: name})
	}
	seen := map[int]bool{}
	for _, c := range d.Connectors {
		if !seen[c.EVSE] {
			seen[c.EVSE] = true
			for _, name := range ofEVSE {
				out = append(out, variable{Component: "EVSE", EVSE: c.EVSE, Name: name})
			}
		}
		for _, name := range ofConnector {
			out = append(out, variable{Component: "Connector", EVSE: c.EVSE, Connector: c.ID, Name: name})
		}
	}
	return out
}

// requiredWritable lists what a ConfigurationInventory must hold at least. Where it is the station's choice whether a
// variable can be set, its PICS tells.
func requiredWritable(d *pics.Declaration) []variable {
	return controllers(d, func(f fact) bool {
		return f.set == readWrite || f.set == either && f.settable != "" && d.Answer(f.settable) == pics.Yes
	})
}

// controllers lists the variables of the controllers that the declared profiles ask for, each once.
func controllers(d *pics.Declaration, wanted func(fact) bool) []variable {
	facts := always
	for _, p := range pics.Profiles() {
		if d.Profiles[p] == pics.Yes {
			facts = append(facts[:len(facts):len(facts)], byProfile[p]...)
		}
	}
	var out []variable
	seen := map[variable]bool{}
	for _, f := range facts {
		v := variable{Component: f.component, Name: f.name, Instance: f.instance}
		if wanted(f) && !seen[v] {
			seen[v] = true
			out = append(out, v)
		}
	}
	return out
}
