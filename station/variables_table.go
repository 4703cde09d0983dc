package station

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/panel"
	"github.com/certbench/certbench/station/product"
)

// fillModel makes the whole device model: the controllers of Core and what is needed under a condition, from part 2
// "Referenced Components and Variables" and part 4 chapter 8 with the errata of 2025-01, then the physical components.
func (fw *firmware) fillModel() {
	for _, rows := range [][]model.Row{
		fw.wire.CommunicationRows(), fw.transactionRows(), fw.authorizationRows(), fw.cacheRows(), fw.meteringRows(), fw.signedRows(),
		fw.wire.DeviceRows(), fw.clockRows(), fw.wire.SecurityRows(),
	} {
		fw.model.AddRows(rows)
	}
	fw.model.Add(fw.wire.PasswordVariable())
	fw.model.Add(fw.physicalVariables()...)
}

func (fw *firmware) transactionRows() []model.Row {
	can := fw.config.Capabilities
	points := func(name string, supported []string, factory string) model.Row {
		if !slices.Contains(supported, factory) {
			factory = supported[0]
		}
		return model.Row{Component: "TxCtrlr", Name: name, DataType: ocpp201.DataMemberList, Value: factory, Values: supported, Set: !can.FixedPoints, NonEmpty: true}
	}
	rows := []model.Row{
		{Component: "TxCtrlr", Name: "EVConnectionTimeOut", DataType: ocpp201.DataInteger, Unit: "s", Value: "60", Set: true, Min: new(0.0)},
		model.Choice("TxCtrlr", "StopTxOnEVSideDisconnect", can.StopTxOnEVSideDisconnect),
		{Component: "TxCtrlr", Name: "StopTxOnInvalidId", DataType: ocpp201.DataBoolean, Value: "true", Set: true},
		points("TxStartPoint", can.TxStartPoint, product.PointPowerPath),
		points("TxStopPoint", can.TxStopPoint, product.PointPowerPath),
	}
	if can.MaxEnergyOnInvalidID {
		rows = append(rows, model.Row{
			Component: "TxCtrlr", Name: "MaxEnergyOnInvalidId", DataType: ocpp201.DataInteger, Unit: "Wh", Value: "0", Set: true, Min: new(0.0),
		})
	}
	return rows
}

func (fw *firmware) meteringRows() []model.Row {
	can := fw.config.Capabilities
	measurands := func(component, name string, supported []string) model.Row {
		return model.Row{
			Component: component, Name: name, DataType: ocpp201.DataMemberList, Value: supported[0], Values: supported,
			Set: true, Max: new(1000.0),
		}
	}
	interval := func(component, name, value string) model.Row {
		return model.Row{Component: component, Name: name, DataType: ocpp201.DataInteger, Unit: "s", Value: value, Set: true, Min: new(0.0), Max: new(float64(product.Day))}
	}
	rows := []model.Row{
		measurands("SampledDataCtrlr", "TxStartedMeasurands", can.TxStarted),
		measurands("SampledDataCtrlr", "TxUpdatedMeasurands", can.TxUpdated),
		can.TxUpdatedInterval.Row("SampledDataCtrlr", "TxUpdatedInterval"),
		measurands("SampledDataCtrlr", "TxEndedMeasurands", can.TxEnded),
		interval("SampledDataCtrlr", "TxEndedInterval", "0"),
		measurands("AlignedDataCtrlr", "Measurands", can.Aligned),
		interval("AlignedDataCtrlr", "Interval", "0"),
		measurands("AlignedDataCtrlr", "TxEndedMeasurands", can.AlignedTx),
		interval("AlignedDataCtrlr", "TxEndedInterval", "0"),
	}
	if can.AlignedSendDuringIdle {
		rows = append(rows, model.Row{Component: "AlignedDataCtrlr", Name: "SendDuringIdle", DataType: ocpp201.DataBoolean, Value: "false", Set: true})
	}
	return rows
}

// availabilityStates is the valuesList of every AvailabilityState.
var availabilityStates = []string{"Available", "Occupied", "Reserved", "Unavailable", "Faulted"}

// physicalVariables are those of the tiers station, EVSE and connector (part 2, "Charging Infrastructure related").
func (fw *firmware) physicalVariables() []*model.Variable {
	station := ocpp201.Component{Name: "ChargingStation"}
	phases := strconv.Itoa(fw.config.Capabilities.Phases)
	table := fw.tier(station, phases, fw.stationStatus, func() bool { return fw.anyFault() })
	table = append(table,
		model.Constant(station, "Model", ocpp201.DataString, fw.config.Model), model.Constant(station, "VendorName", ocpp201.DataString, fw.config.Vendor))
	if fw.config.Capabilities.NewSessionsBeforeUpdate {
		// Firmware updates are not built yet; until then no session ever waits for one.
		table = append(table, model.Row{Component: station.Name, Name: "AllowNewSessionsPendingFirmwareUpdate", DataType: ocpp201.DataBoolean, Value: "true", Set: true}.Variable())
	}
	for _, e := range fw.config.Layout {
		component := ocpp201.Component{Name: "EVSE", EVSE: &ocpp201.EVSE{ID: e.ID}}
		table = append(table, fw.tier(component, phases, func() ocpp201.ConnectorStatus { return fw.evseStatus(e.ID) },
			func() bool { return fw.evseFault(e.ID) })...)
		table = append(table, fw.powerVariable(component, e.ID), model.Constant(component, "AllowReset", ocpp201.DataBoolean, strconv.FormatBool(fw.config.Capabilities.ResetEVSE))) // B11.FR.10
		for _, id := range e.Connectors {
			table = append(table, fw.connectorVariables(e, id, phases)...)
		}
	}
	return table
}

func (fw *firmware) connectorVariables(e panel.EVSE, id int, phases string) []*model.Variable {
	at := &ocpp201.EVSE{ID: e.ID, ConnectorID: new(id)}
	component := ocpp201.Component{Name: "Connector", EVSE: at}
	c := fw.connector(e.ID, id)
	table := fw.tier(component, phases, func() ocpp201.ConnectorStatus { return fw.connectorStatus(c) }, func() bool { return c.faulted })
	table = append(table, model.Constant(component, "ConnectorType", ocpp201.DataString, fw.config.Capabilities.ConnectorType))
	if !e.FixedCable {
		lock := ocpp201.Component{Name: "ConnectorPlugRetentionLock", EVSE: at}
		table = append(table, model.Measured(lock, "Problem", ocpp201.DataBoolean, func() string { return strconv.FormatBool(c.lockProblem) }))
	}
	return table
}

// tier are the variables that station, EVSE and connector have in common.
func (fw *firmware) tier(component ocpp201.Component, phases string, status func() ocpp201.ConnectorStatus, problem func() bool) []*model.Variable {
	state := model.Measured(component, "AvailabilityState", ocpp201.DataOptionList, func() string { return string(status()) })
	state.Values = availabilityStates
	return []*model.Variable{
		state,
		model.Constant(component, "Available", ocpp201.DataBoolean, "true"),
		model.Constant(component, "SupplyPhases", ocpp201.DataInteger, phases),
		model.Measured(component, "Problem", ocpp201.DataBoolean, func() string { return strconv.FormatBool(problem()) }),
	}
}

func (fw *firmware) powerVariable(component ocpp201.Component, evse int) *model.Variable {
	v := model.Measured(component, "Power", ocpp201.DataDecimal, func() string {
		return strconv.FormatFloat(fw.meters[evse].power(time.Now()), 'f', -1, 64)
	})
	v.Unit, v.Max = "W", new(fw.maxPower())
	if v.LimitOnly = fw.config.Capabilities.PowerLimitOnly; v.LimitOnly {
		v.Computed = func() string { return "" }
	}
	return v
}

// checkMeasurands says which of the measurands declared the meter does not have.
func checkMeasurands(c Capabilities) error {
	for _, list := range [][]string{c.TxStarted, c.TxUpdated, c.TxEnded, c.Aligned, c.AlignedTx} {
		for _, name := range list {
			if !slices.ContainsFunc(measurands, func(m measurand) bool { return string(m.name) == name }) {
				return fmt.Errorf("field Capabilities: the meter has no measurand %q", name)
			}
		}
	}
	return nil
}
