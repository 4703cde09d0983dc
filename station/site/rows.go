package site

import (
	"strconv"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/model"
)

// availabilityStates is the valuesList of every AvailabilityState.
var availabilityStates = []string{"Available", "Occupied", "Reserved", "Unavailable", "Faulted"}

// PhysicalVariables are those of the tiers station, EVSE and connector (part 2, "Charging Infrastructure related").
func (st *Site) PhysicalVariables() []*model.Variable {
	station := ocpp201.Component{Name: "ChargingStation"}
	phases := strconv.Itoa(st.product.Capabilities.Phases)
	table := st.tier(station, phases, st.stationStatus, func() bool { return st.anyFault() })
	table = append(table,
		model.Constant(station, "Model", ocpp201.DataString, st.product.Model), model.Constant(station, "VendorName", ocpp201.DataString, st.product.Vendor))
	if st.product.Capabilities.NewSessionsBeforeUpdate {
		// Firmware updates are not built yet; until then no session ever waits for one.
		table = append(table, model.Row{Component: station.Name, Name: "AllowNewSessionsPendingFirmwareUpdate", DataType: ocpp201.DataBoolean, Value: "true", Set: true}.Variable())
	}
	for _, e := range st.EVSEs {
		component := ocpp201.Component{Name: "EVSE", EVSE: &ocpp201.EVSE{ID: e.ID}}
		table = append(table, st.tier(component, phases, func() ocpp201.ConnectorStatus { return st.EVSEStatus(e.ID) },
			func() bool { return st.evseFault(e.ID) })...)
		table = append(table, st.Hooks.Power(component, e.ID), model.Constant(component, "AllowReset", ocpp201.DataBoolean, strconv.FormatBool(st.product.Capabilities.ResetEVSE))) // B11.FR.10
		for _, c := range e.Connectors {
			table = append(table, st.connectorVariables(c, phases)...)
		}
	}
	return table
}

func (st *Site) connectorVariables(c *Connector, phases string) []*model.Variable {
	at := &ocpp201.EVSE{ID: c.EVSE.ID, ConnectorID: new(c.ID)}
	component := ocpp201.Component{Name: "Connector", EVSE: at}
	table := st.tier(component, phases, func() ocpp201.ConnectorStatus { return st.connectorStatus(c) }, func() bool { return c.Faulted })
	table = append(table, model.Constant(component, "ConnectorType", ocpp201.DataString, st.product.Capabilities.ConnectorType))
	if !c.EVSE.FixedCable {
		lock := ocpp201.Component{Name: "ConnectorPlugRetentionLock", EVSE: at}
		table = append(table, model.Measured(lock, "Problem", ocpp201.DataBoolean, func() string { return strconv.FormatBool(c.lockProblem) }))
	}
	return table
}

// tier are the variables that station, EVSE and connector have in common.
func (st *Site) tier(component ocpp201.Component, phases string, status func() ocpp201.ConnectorStatus, problem func() bool) []*model.Variable {
	state := model.Measured(component, "AvailabilityState", ocpp201.DataOptionList, func() string { return string(status()) })
	state.Values = availabilityStates
	return []*model.Variable{
		state,
		model.Constant(component, "Available", ocpp201.DataBoolean, "true"),
		model.Constant(component, "SupplyPhases", ocpp201.DataInteger, phases),
		model.Measured(component, "Problem", ocpp201.DataBoolean, func() string { return strconv.FormatBool(problem()) }),
	}
}
