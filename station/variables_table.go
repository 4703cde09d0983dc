package station

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/panel"
)

// row is a variable of a controller component, written shortly. The zero mutability is ReadOnly.
type row struct {
	component, name, instance string
	dataType                  ocpp201.Data
	value                     string
	set                       bool // ReadWrite
	unit                      string
	min, max                  *float64
	values                    []string
	nonEmpty, constant        bool
	computed                  func() string
	check                     func(string) error
}

func (r row) variable() *variable {
	v := &variable{
		component: ocpp201.Component{Name: r.component}, variable: ocpp201.Variable{Name: r.name},
		mutability: ocpp201.MutabilityReadOnly, dataType: r.dataType, unit: r.unit, min: r.min, max: r.max,
		values: r.values, nonEmpty: r.nonEmpty, constant: r.constant, value: r.value, computed: r.computed, check: r.check,
	}
	if r.instance != "" {
		v.variable.Instance = new(r.instance)
	}
	if r.set {
		v.mutability = ocpp201.MutabilityReadWrite
	}
	return v
}

// variableTable is the whole device model: the controllers of Core and what is needed under a condition, from part 2
// "Referenced Components and Variables" and part 4 chapter 8 with the errata of 2025-01, then the physical components.
func (fw *firmware) variableTable() []*variable {
	var table []*variable
	for _, rows := range [][]row{
		fw.communicationRows(), fw.transactionRows(), fw.authorizationRows(), fw.cacheRows(), fw.meteringRows(), fw.signedRows(), fw.deviceRows(),
		fw.clockRows(), fw.securityRows(),
	} {
		for _, r := range rows {
			table = append(table, r.variable())
		}
	}
	table = append(table, fw.passwordVariable())
	return append(table, fw.physicalVariables()...)
}

func (fw *firmware) communicationRows() []row {
	const c = "OCPPCommCtrlr"
	can := fw.config.Capabilities
	zero, one := new(0.0), new(1.0)
	seconds := func(name, value string, min *float64) row {
		return row{component: c, name: name, dataType: ocpp201.DataInteger, unit: "s", value: value, set: true, min: min}
	}
	count := func(name, value string) row {
		return row{component: c, name: name, dataType: ocpp201.DataInteger, value: value, set: true, min: zero}
	}
	attempts := count("MessageAttempts", "3")
	attempts.instance = "TransactionEvent"
	interval := can.AttemptInterval.row(c, "MessageAttemptInterval")
	interval.instance = "TransactionEvent"
	ping := can.PingInterval.row(c, "WebSocketPingInterval")
	ping.min, ping.check = zero, can.PingInterval.orZero
	unlock := fw.choice(c, "UnlockOnEVSideDisconnect", can.UnlockOnEVSideDisconnect)
	rows := []row{
		{component: c, name: "ActiveNetworkProfile", dataType: ocpp201.DataInteger, computed: func() string { return strconv.Itoa(fw.active.Slot) }},
		{component: c, name: "FileTransferProtocols", dataType: ocpp201.DataMemberList, value: strings.Join(can.FileTransferProtocols, ","), values: can.FileTransferProtocols},
		can.HeartbeatInterval.row(c, "HeartbeatInterval"), interval, attempts,
		{component: c, name: "MessageTimeout", instance: "Default", dataType: ocpp201.DataInteger, unit: "s", value: "30", min: one},
		{
			component: c, name: "NetworkConfigurationPriority", dataType: ocpp201.DataSequenceList,
			value: strconv.Itoa(networkSlots[0]), values: split(slotNames()), set: true, nonEmpty: true, check: fw.checkPriority,
		},
		count("NetworkProfileConnectionAttempts", "3"),
		seconds("OfflineThreshold", "60", zero),
		count("ResetRetries", "0"),
		seconds("RetryBackOffRandomRange", "10", zero),
		count("RetryBackOffRepeatTimes", "5"),
		seconds("RetryBackOffWaitMinimum", strconv.Itoa(int(factoryBackOff/time.Second)), zero),
		unlock, ping,
	}
	if can.QueueAllMessages {
		rows = append(rows, row{component: c, name: "QueueAllMessages", dataType: ocpp201.DataBoolean, value: "false", set: true})
	}
	return rows
}

// row is the settable variable of an interval.
func (r Range) row(component, name string) row {
	return row{
		component: component, name: name, dataType: ocpp201.DataInteger, unit: "s", value: strconv.Itoa(r.Factory), set: true,
		min: new(float64(r.Min)), max: new(float64(r.Max)),
	}
}

// orZero takes 0 besides the range: it switches pings off (part 4, section 8.4), and is no interval for which a station
// could be too slow.
func (r Range) orZero(value string) error {
	if n, err := strconv.Atoi(value); err == nil && n != 0 && n < r.Min {
		return &rangeError{fmt.Sprintf("%d is below the minimum of %d; 0 stands for no pings", n, r.Min)}
	}
	return nil
}

// choice is a boolean of which the product supports one value, and then it is ReadOnly, or both. The first is the
// factory's.
func (fw *firmware) choice(component, name string, supported []bool) row {
	return row{
		component: component, name: name, dataType: ocpp201.DataBoolean,
		value: strconv.FormatBool(supported[0]), set: slices.Contains(supported, !supported[0]),
	}
}

func (fw *firmware) transactionRows() []row {
	can := fw.config.Capabilities
	points := func(name string, supported []string, factory string) row {
		if !slices.Contains(supported, factory) {
			factory = supported[0]
		}
		return row{component: "TxCtrlr", name: name, dataType: ocpp201.DataMemberList, value: factory, values: supported, set: !can.FixedPoints, nonEmpty: true}
	}
	rows := []row{
		{component: "TxCtrlr", name: "EVConnectionTimeOut", dataType: ocpp201.DataInteger, unit: "s", value: "60", set: true, min: new(0.0)},
		fw.choice("TxCtrlr", "StopTxOnEVSideDisconnect", can.StopTxOnEVSideDisconnect),
		{component: "TxCtrlr", name: "StopTxOnInvalidId", dataType: ocpp201.DataBoolean, value: "true", set: true},
		points("TxStartPoint", can.TxStartPoint, pointPowerPath),
		points("TxStopPoint", can.TxStopPoint, pointPowerPath),
	}
	if can.MaxEnergyOnInvalidID {
		rows = append(rows, row{
			component: "TxCtrlr", name: "MaxEnergyOnInvalidId", dataType: ocpp201.DataInteger, unit: "Wh", value: "0", set: true, min: new(0.0),
		})
	}
	return rows
}

func (fw *firmware) meteringRows() []row {
	can := fw.config.Capabilities
	measurands := func(component, name string, supported []string) row {
		return row{
			component: component, name: name, dataType: ocpp201.DataMemberList, value: supported[0], values: supported,
			set: true, max: new(1000.0),
		}
	}
	interval := func(component, name, value string) row {
		return row{component: component, name: name, dataType: ocpp201.DataInteger, unit: "s", value: value, set: true, min: new(0.0), max: new(float64(day))}
	}
	rows := []row{
		measurands("SampledDataCtrlr", "TxStartedMeasurands", can.TxStarted),
		measurands("SampledDataCtrlr", "TxUpdatedMeasurands", can.TxUpdated),
		can.TxUpdatedInterval.row("SampledDataCtrlr", "TxUpdatedInterval"),
		measurands("SampledDataCtrlr", "TxEndedMeasurands", can.TxEnded),
		interval("SampledDataCtrlr", "TxEndedInterval", "0"),
		measurands("AlignedDataCtrlr", "Measurands", can.Aligned),
		interval("AlignedDataCtrlr", "Interval", "0"),
		measurands("AlignedDataCtrlr", "TxEndedMeasurands", can.AlignedTx),
		interval("AlignedDataCtrlr", "TxEndedInterval", "0"),
	}
	if can.AlignedSendDuringIdle {
		rows = append(rows, row{component: "AlignedDataCtrlr", name: "SendDuringIdle", dataType: ocpp201.DataBoolean, value: "false", set: true})
	}
	return rows
}

// deviceRows are the limits on requests that read and write the device model (see serve.go).
func (fw *firmware) deviceRows() []row {
	can := fw.config.Capabilities
	limits := func(name string, of MessageLimits) []row {
		var rows []row
		for _, l := range []struct {
			instance string
			value    int
		}{{"GetReport", of.GetReport}, {"GetVariables", of.GetVariables}, {"SetVariables", of.SetVariables}} {
			rows = append(rows, row{
				component: "DeviceDataCtrlr", name: name, instance: l.instance, dataType: ocpp201.DataInteger,
				value: strconv.Itoa(l.value), constant: true,
			})
		}
		return rows
	}
	return append(limits("BytesPerMessage", can.BytesPerMessage), limits("ItemsPerMessage", can.ItemsPerMessage)...)
}

func (fw *firmware) securityRows() []row {
	can := fw.config.Capabilities
	rows := []row{
		{component: "SecurityCtrlr", name: "CertificateEntries", dataType: ocpp201.DataInteger, value: "0", min: new(0.0), max: new(float64(can.CertificateEntries))},
		{component: "SecurityCtrlr", name: "Identity", dataType: ocpp201.DataString, value: fw.config.ID, max: new(48.0)},
		{component: "SecurityCtrlr", name: "OrganizationName", dataType: ocpp201.DataString, value: fw.config.Vendor, set: true, max: new(64.0)},
		{component: "SecurityCtrlr", name: "SecurityProfile", dataType: ocpp201.DataInteger, value: "1", min: new(1.0), max: new(3.0)},
	}
	// What these configure is not built yet; until then there is no root certificate to check and no signed one to wait for.
	if can.AdditionalRootCheck {
		rows = append(rows, row{component: "SecurityCtrlr", name: "AdditionalRootCertificateCheck", dataType: ocpp201.DataBoolean, value: "true", constant: true})
	}
	if can.SigningTimeout {
		rows = append(rows,
			row{component: "SecurityCtrlr", name: "CertSigningWaitMinimum", dataType: ocpp201.DataInteger, unit: "s", value: "60", set: true, min: new(1.0)},
			row{component: "SecurityCtrlr", name: "CertSigningRepeatTimes", dataType: ocpp201.DataInteger, value: "3", set: true, min: new(0.0)})
	}
	return rows
}

func (fw *firmware) passwordVariable() *variable {
	v := row{component: "SecurityCtrlr", name: "BasicAuthPassword", dataType: ocpp201.DataString, value: fw.config.Password, max: new(64.0)}.variable()
	v.mutability, v.check = ocpp201.MutabilityWriteOnly, checkPassword
	return v
}

// availabilityStates is the valuesList of every AvailabilityState.
var availabilityStates = []string{"Available", "Occupied", "Reserved", "Unavailable", "Faulted"}

// physicalVariables are those of the tiers station, EVSE and connector (part 2, "Charging Infrastructure related").
func (fw *firmware) physicalVariables() []*variable {
	station := ocpp201.Component{Name: "ChargingStation"}
	phases := strconv.Itoa(fw.config.Capabilities.Phases)
	table := fw.tier(station, phases, fw.stationStatus, func() bool { return fw.anyFault() })
	table = append(table,
		named(station, "Model", fw.config.Model), named(station, "VendorName", fw.config.Vendor))
	if fw.config.Capabilities.NewSessionsBeforeUpdate {
		// Firmware updates are not built yet; until then no session ever waits for one.
		table = append(table, row{component: station.Name, name: "AllowNewSessionsPendingFirmwareUpdate", dataType: ocpp201.DataBoolean, value: "true", set: true}.variable())
	}
	for _, e := range fw.config.Layout {
		component := ocpp201.Component{Name: "EVSE", EVSE: &ocpp201.EVSE{ID: e.ID}}
		table = append(table, fw.tier(component, phases, func() ocpp201.ConnectorStatus { return fw.evseStatus(e.ID) },
			func() bool { return fw.evseFault(e.ID) })...)
		table = append(table, fw.powerVariable(component, e.ID), constant(component, "AllowReset", ocpp201.DataBoolean, strconv.FormatBool(fw.config.Capabilities.ResetEVSE))) // B11.FR.10
		for _, id := range e.Connectors {
			table = append(table, fw.connectorVariables(e, id, phases)...)
		}
	}
	return table
}

func (fw *firmware) connectorVariables(e panel.EVSE, id int, phases string) []*variable {
	at := &ocpp201.EVSE{ID: e.ID, ConnectorID: new(id)}
	component := ocpp201.Component{Name: "Connector", EVSE: at}
	c := fw.connector(e.ID, id)
	table := fw.tier(component, phases, func() ocpp201.ConnectorStatus { return fw.connectorStatus(c) }, func() bool { return c.faulted })
	table = append(table, constant(component, "ConnectorType", ocpp201.DataString, fw.config.Capabilities.ConnectorType))
	if !e.FixedCable {
		lock := ocpp201.Component{Name: "ConnectorPlugRetentionLock", EVSE: at}
		table = append(table, measured(lock, "Problem", ocpp201.DataBoolean, func() string { return strconv.FormatBool(c.lockProblem) }))
	}
	return table
}

// tier are the variables that station, EVSE and connector have in common.
func (fw *firmware) tier(component ocpp201.Component, phases string, status func() ocpp201.ConnectorStatus, problem func() bool) []*variable {
	state := measured(component, "AvailabilityState", ocpp201.DataOptionList, func() string { return string(status()) })
	state.values = availabilityStates
	return []*variable{
		state,
		constant(component, "Available", ocpp201.DataBoolean, "true"),
		constant(component, "SupplyPhases", ocpp201.DataInteger, phases),
		measured(component, "Problem", ocpp201.DataBoolean, func() string { return strconv.FormatBool(problem()) }),
	}
}

func (fw *firmware) powerVariable(component ocpp201.Component, evse int) *variable {
	v := measured(component, "Power", ocpp201.DataDecimal, func() string {
		return strconv.FormatFloat(fw.meters[evse].power(time.Now()), 'f', -1, 64)
	})
	v.unit, v.max = "W", new(fw.maxPower())
	if v.limitOnly = fw.config.Capabilities.PowerLimitOnly; v.limitOnly {
		v.computed = func() string { return "" }
	}
	return v
}

func constant(component ocpp201.Component, name string, dataType ocpp201.Data, value string) *variable {
	v := row{name: name, dataType: dataType, value: value, constant: true}.variable()
	v.component = component
	return v
}

func named(component ocpp201.Component, name, value string) *variable {
	return constant(component, name, ocpp201.DataString, value)
}

func measured(component ocpp201.Component, name string, dataType ocpp201.Data, read func() string) *variable {
	v := row{name: name, dataType: dataType, computed: read}.variable()
	v.component = component
	return v
}

// named finds a controller's variable by "Component.Variable" or "Component.Variable[instance]".
func (m *deviceModel) named(name string) *variable {
	component, rest, _ := strings.Cut(name, ".")
	rest, instance, _ := strings.Cut(rest, "[")
	instance = strings.TrimSuffix(instance, "]")
	return m.index[variableKey(ocpp201.Component{Name: component}, ocpp201.Variable{Name: rest, Instance: &instance})]
}

// checkMeasurands says which of the measurands declared the meter does not have.
func (c Capabilities) checkMeasurands() error {
	for _, list := range [][]string{c.TxStarted, c.TxUpdated, c.TxEnded, c.Aligned, c.AlignedTx} {
		for _, name := range list {
			if !slices.ContainsFunc(measurands, func(m measurand) bool { return string(m.name) == name }) {
				return fmt.Errorf("field Capabilities: the meter has no measurand %q", name)
			}
		}
	}
	return nil
}
