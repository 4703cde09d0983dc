package station

import (
	"strconv"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/panel"
)

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
		table = append(table, fw.siteHooks.power(component, e.ID), model.Constant(component, "AllowReset", ocpp201.DataBoolean, strconv.FormatBool(fw.config.Capabilities.ResetEVSE))) // B11.FR.10
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
