package b_provisioning

import (
	"fmt"
	"slices"
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
	dataType                  ocpp201.Data
	settable                  pics.Feature
}

// demand is a required variable at its place in the station.
type demand struct {
	variable
	set      set
	dataType ocpp201.Data
}

// always are the variables that part 2, "Referenced Components and Variables", and part 4, chapter 8, mark as required,
// in the controllers of the profile Core (part 5, chapter 5). ActiveNetworkProfile: erratum 2.57 of 2025-01.
var always = []fact{
	{"OCPPCommCtrlr", "ActiveNetworkProfile", "", readOnly, ocpp201.DataInteger, ""},
	{"OCPPCommCtrlr", "FileTransferProtocols", "", readOnly, ocpp201.DataMemberList, ""},
	{"OCPPCommCtrlr", "MessageAttemptInterval", "TransactionEvent", readWrite, ocpp201.DataInteger, ""},
	{"OCPPCommCtrlr", "MessageAttempts", "TransactionEvent", readWrite, ocpp201.DataInteger, ""},
	{"OCPPCommCtrlr", "MessageTimeout", "Default", readOnly, ocpp201.DataInteger, ""},
	{"OCPPCommCtrlr", "NetworkConfigurationPriority", "", readWrite, ocpp201.DataSequenceList, ""},
	{"OCPPCommCtrlr", "NetworkProfileConnectionAttempts", "", readWrite, ocpp201.DataInteger, ""},
	{"OCPPCommCtrlr", "OfflineThreshold", "", readWrite, ocpp201.DataInteger, ""},
	{"OCPPCommCtrlr", "ResetRetries", "", readWrite, ocpp201.DataInteger, ""},
	{"OCPPCommCtrlr", "RetryBackOffRandomRange", "", readWrite, ocpp201.DataInteger, ""},
	{"OCPPCommCtrlr", "RetryBackOffRepeatTimes", "", readWrite, ocpp201.DataInteger, ""},
	{"OCPPCommCtrlr", "RetryBackOffWaitMinimum", "", readWrite, ocpp201.DataInteger, ""},
	{"OCPPCommCtrlr", unlocksLostEV, "", either, ocpp201.DataBoolean, ""},
	{"OCPPCommCtrlr", "WebSocketPingInterval", "", readWrite, ocpp201.DataInteger, ""},
	{"TxCtrlr", "EVConnectionTimeOut", "", readWrite, ocpp201.DataInteger, ""},
	{"TxCtrlr", "StopTxOnEVSideDisconnect", "", either, ocpp201.DataBoolean, ""},
	{"TxCtrlr", "StopTxOnInvalidId", "", readWrite, ocpp201.DataBoolean, ""},
	{"TxCtrlr", "TxStartPoint", "", either, ocpp201.DataMemberList, pics.C_51},
	{"TxCtrlr", "TxStopPoint", "", either, ocpp201.DataMemberList, pics.C_52},
	{"DeviceDataCtrlr", "BytesPerMessage", "GetReport", readOnly, ocpp201.DataInteger, ""},
	{"DeviceDataCtrlr", "BytesPerMessage", "GetVariables", readOnly, ocpp201.DataInteger, ""},
	{"DeviceDataCtrlr", "BytesPerMessage", "SetVariables", readOnly, ocpp201.DataInteger, ""},
	{"DeviceDataCtrlr", "ItemsPerMessage", "GetReport", readOnly, ocpp201.DataInteger, ""},
	{"DeviceDataCtrlr", "ItemsPerMessage", "GetVariables", readOnly, ocpp201.DataInteger, ""},
	{"DeviceDataCtrlr", "ItemsPerMessage", "SetVariables", readOnly, ocpp201.DataInteger, ""},
	{"ClockCtrlr", "DateTime", "", readOnly, ocpp201.DataDateTime, ""},
	{"ClockCtrlr", "TimeSource", "", readWrite, ocpp201.DataSequenceList, ""},
	{"SecurityCtrlr", "CertificateEntries", "", readOnly, ocpp201.DataInteger, ""},
	{"SecurityCtrlr", "OrganizationName", "", readWrite, ocpp201.DataString, ""},
	{"SecurityCtrlr", "SecurityProfile", "", readOnly, ocpp201.DataInteger, ""},
	{"SampledDataCtrlr", "TxEndedInterval", "", readWrite, ocpp201.DataInteger, ""},
	{"SampledDataCtrlr", "TxEndedMeasurands", "", readWrite, ocpp201.DataMemberList, ""},
	{"SampledDataCtrlr", "TxStartedMeasurands", "", readWrite, ocpp201.DataMemberList, ""},
	{"SampledDataCtrlr", "TxUpdatedInterval", "", readWrite, ocpp201.DataInteger, ""},
	{"SampledDataCtrlr", "TxUpdatedMeasurands", "", readWrite, ocpp201.DataMemberList, ""},
	{"AlignedDataCtrlr", "Interval", "", readWrite, ocpp201.DataInteger, ""},
	{"AlignedDataCtrlr", "Measurands", "", readWrite, ocpp201.DataMemberList, ""},
	{"AlignedDataCtrlr", "TxEndedInterval", "", readWrite, ocpp201.DataInteger, ""},
	{"AlignedDataCtrlr", "TxEndedMeasurands", "", readWrite, ocpp201.DataMemberList, ""},
	{"AuthCtrlr", "AuthorizeRemoteStart", "", either, ocpp201.DataBoolean, ""},
	{"AuthCtrlr", "LocalAuthorizeOffline", "", readWrite, ocpp201.DataBoolean, ""},
	{"AuthCtrlr", "LocalPreAuthorize", "", readWrite, ocpp201.DataBoolean, ""},
}

// byProfile are the required variables in the controllers that part 5, chapter 5, adds with a further profile. The
// controllers of the authorization cache and of reservations have none.
var byProfile = map[pics.Profile][]fact{
	pics.SmartCharging: smartCharging,
	pics.ISO15118Support: append([]fact{
		{"ISO15118Ctrlr", "ContractValidationOffline", "", readWrite, ocpp201.DataBoolean, ""},
	}, smartCharging...),
	pics.LocalAuthorizationListManagement: {
		{"LocalAuthListCtrlr", "BytesPerMessage", "", readOnly, ocpp201.DataInteger, ""},
		{"LocalAuthListCtrlr", "Entries", "", readOnly, ocpp201.DataInteger, ""},
		{"LocalAuthListCtrlr", "ItemsPerMessage", "", readOnly, ocpp201.DataInteger, ""},
	},
	pics.AdvancedDeviceManagement: {
		{"MonitoringCtrlr", "BytesPerMessage", "SetVariableMonitoring", readOnly, ocpp201.DataInteger, ""},
		{"MonitoringCtrlr", "ItemsPerMessage", "SetVariableMonitoring", readOnly, ocpp201.DataInteger, ""},
	},
	pics.AdvancedUserInterface: {
		{"DisplayMessageCtrlr", "DisplayMessages", "", readOnly, ocpp201.DataInteger, ""},
		{"DisplayMessageCtrlr", "SupportedFormats", "", readOnly, ocpp201.DataMemberList, ""},
		{"DisplayMessageCtrlr", "SupportedPriorities", "", readOnly, ocpp201.DataMemberList, ""},
		{"TariffCostCtrlr", "Currency", "", readWrite, ocpp201.DataString, ""},
		{"TariffCostCtrlr", "TariffFallbackMessage", "", readWrite, ocpp201.DataString, ""},
		{"TariffCostCtrlr", "TotalCostFallbackMessage", "", readWrite, ocpp201.DataString, ""},
	},
}

var smartCharging = []fact{
	{"SmartChargingCtrlr", "Entries", "ChargingProfiles", readOnly, ocpp201.DataInteger, ""},
	{"SmartChargingCtrlr", "LimitChangeSignificance", "", readWrite, ocpp201.DataDecimal, ""},
	{"SmartChargingCtrlr", "PeriodsPerSchedule", "", readOnly, ocpp201.DataInteger, ""},
	{"SmartChargingCtrlr", "ProfileStackLevel", "", readOnly, ocpp201.DataInteger, ""},
	{"SmartChargingCtrlr", "RateUnit", "", readOnly, ocpp201.DataMemberList, ""},
}

// The required variables of the charging infrastructure (part 2, "Charging Infrastructure Related"): of the station once,
// of every EVSE, of every connector. AvailabilityState of the connector: erratum 2.66 of 2025-01.
var (
	ofStation = []fact{
		{"ChargingStation", "AvailabilityState", "", readOnly, ocpp201.DataOptionList, ""},
		{"ChargingStation", "Available", "", readOnly, ocpp201.DataBoolean, ""},
		{"ChargingStation", "SupplyPhases", "", readOnly, ocpp201.DataInteger, ""},
	}
	ofEVSE = []fact{
		{"EVSE", "AvailabilityState", "", readOnly, ocpp201.DataOptionList, ""},
		{"EVSE", "Available", "", readOnly, ocpp201.DataBoolean, ""},
		{"EVSE", "Power", "", readOnly, ocpp201.DataDecimal, ""},
		{"EVSE", "SupplyPhases", "", readOnly, ocpp201.DataInteger, ""},
	}
	ofConnector = []fact{
		{"Connector", "AvailabilityState", "", readOnly, ocpp201.DataOptionList, ""},
		{"Connector", "Available", "", readOnly, ocpp201.DataBoolean, ""},
		{"Connector", "ConnectorType", "", readOnly, ocpp201.DataString, ""},
		{"Connector", "SupplyPhases", "", readOnly, ocpp201.DataInteger, ""},
	}
)

// required lists what a FullInventory must hold at least.
func required(d *pics.Declaration) []variable {
	var out []variable
	for _, each := range demands(d) {
		out = append(out, each.variable)
	}
	return out
}

// demands lists the same with what part 2 says of each.
func demands(d *pics.Declaration) []demand {
	out := controllers(d)
	place := func(facts []fact, evse, connector int) {
		for _, f := range facts {
			v := f.variable()
			v.EVSE, v.Connector = evse, connector
			out = append(out, demand{v, f.set, f.dataType})
		}
	}
	place(ofStation, 0, 0)
	if onlyFixedCables(d) {
		i := slices.IndexFunc(out, func(want demand) bool { return want.Name == unlocksLostEV })
		out[i].set = readOnly
	}
	seen := map[int]bool{}
	for _, c := range d.Connectors {
		if !seen[c.EVSE] {
			seen[c.EVSE] = true
			place(ofEVSE, c.EVSE, 0)
		}
		place(ofConnector, c.EVSE, c.ID)
	}
	return out
}

// unlocksLostEV has to be ReadOnly, and false, where there are only fixed cables (part 2, UnlockOnEVSideDisconnect).
const unlocksLostEV = "UnlockOnEVSideDisconnect"

func onlyFixedCables(d *pics.Declaration) bool {
	return len(d.Connectors) > 0 && !slices.ContainsFunc(d.Connectors, func(c pics.Connector) bool { return !c.IsFixed() })
}

func (f fact) variable() variable {
	return variable{Component: f.component, Name: f.name, Instance: f.instance}
}

// requiredWritable lists what a ConfigurationInventory must hold at least. Where it is the station's choice whether a
// variable can be set, its PICS tells.
func requiredWritable(d *pics.Declaration) []variable {
	var out []variable
	for _, each := range controllers(d) {
		if each.set == readWrite {
			out = append(out, each.variable)
		}
	}
	return out
}

// controllers lists the variables of the controllers that the declared profiles ask for, each once. A choice of the
// station that its PICS tells is made.
func controllers(d *pics.Declaration) []demand {
	facts := always
	for _, p := range pics.Profiles() {
		if d.Profiles[p] == pics.Yes {
			facts = append(facts[:len(facts):len(facts)], byProfile[p]...)
		}
	}
	var out []demand
	seen := map[variable]bool{}
	for _, f := range facts {
		v := f.variable()
		if seen[v] {
			continue
		}
		seen[v] = true
		if f.set == either && f.settable != "" && d.Answer(f.settable) == pics.Yes {
			f.set = readWrite
		}
		out = append(out, demand{v, f.set, f.dataType})
	}
	return out
}
