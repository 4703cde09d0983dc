package site

import (
	"strconv"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/panel"
	"github.com/certbench/certbench/station/product"
)

// availabilityStates is the valuesList of every AvailabilityState.
var availabilityStates = []string{"Available", "Occupied", "Reserved", "Unavailable", "Faulted"}

// PhysicalRows are the variables of the tiers station, EVSE and connector (part 2, "Charging Infrastructure related"); power
// is EVSE.Power, of whoever meters it.
func PhysicalRows(t *product.Type, layout panel.Layout, power model.Row) []model.Row {
	const station = "ChargingStation"
	can := &t.Capabilities
	rows := append(tier(t, station, nil),
		constant(station, nil, "Model", ocpp201.DataString, t.Model), constant(station, nil, "VendorName", ocpp201.DataString, t.Vendor))
	if can.NewSessionsBeforeUpdate {
		rows = append(rows, model.Row{Component: station, Name: "AllowNewSessionsPendingFirmwareUpdate", DataType: ocpp201.DataBoolean, Value: "true", Set: true})
	}
	if can.MinimumStatusDuration > 0 {
		rows = append(rows, model.Row{Component: station, Name: "MinimumStatusDuration", DataType: ocpp201.DataInteger, Unit: "s", Value: strconv.Itoa(can.MinimumStatusDuration), Set: true})
	}
	for _, e := range layout {
		at := &ocpp201.EVSE{ID: e.ID}
		power.EVSE = at
		rows = append(rows, tier(t, "EVSE", at)...)
		rows = append(rows, power, constant("EVSE", at, "AllowReset", ocpp201.DataBoolean, strconv.FormatBool(can.ResetEVSE))) // B11.FR.10
		for i, id := range e.Connectors {
			rows = append(rows, connectorRows(t, &ocpp201.EVSE{ID: e.ID, ConnectorID: &id}, e.FixedCable, connectorType(t, e, i))...)
		}
	}
	return rows
}

// connectorType is the type of a connector of an EVSE, by its place in the list of them.
func connectorType(t *product.Type, e panel.EVSE, i int) string {
	if len(e.Types) > i && e.Types[i] != "" {
		return e.Types[i]
	}
	return t.Capabilities.ConnectorType
}

func connectorRows(t *product.Type, at *ocpp201.EVSE, fixedCable bool, is string) []model.Row {
	rows := append(tier(t, "Connector", at), constant("Connector", at, "ConnectorType", ocpp201.DataString, is))
	if !fixedCable {
		rows = append(rows, model.Row{Component: lock, EVSE: at, Name: "Problem", DataType: ocpp201.DataBoolean, Measured: true})
	}
	return rows
}

// lock is the component of a connector without a fixed cable that holds the plug.
const lock = "ConnectorPlugRetentionLock"

// tier are the variables that station, EVSE and connector have in common.
func tier(t *product.Type, component string, at *ocpp201.EVSE) []model.Row {
	return []model.Row{
		{Component: component, EVSE: at, Name: "AvailabilityState", DataType: ocpp201.DataOptionList, Values: availabilityStates, Measured: true},
		constant(component, at, "Available", ocpp201.DataBoolean, "true"),
		constant(component, at, "SupplyPhases", ocpp201.DataInteger, strconv.Itoa(t.Capabilities.Phases)),
		{Component: component, EVSE: at, Name: "Problem", DataType: ocpp201.DataBoolean, Measured: true},
	}
}

func constant(component string, at *ocpp201.EVSE, name string, dataType ocpp201.Data, value string) model.Row {
	return model.Row{Component: component, EVSE: at, Name: name, DataType: dataType, Value: value, Constant: true}
}

// measure says how the states of all tiers are read.
func (st *Site) measure() {
	st.measureTier(ocpp201.Component{Name: "ChargingStation"}, st.StationStatus, st.anyFault)
	for _, e := range st.EVSEs {
		component := ocpp201.Component{Name: "EVSE", EVSE: &ocpp201.EVSE{ID: e.ID}}
		st.measureTier(component, func() ocpp201.ConnectorStatus { return st.EVSEStatus(e.ID) }, func() bool { return st.evseFault(e.ID) })
		for _, c := range e.Connectors {
			at := &ocpp201.EVSE{ID: e.ID, ConnectorID: &c.ID}
			st.measureTier(ocpp201.Component{Name: "Connector", EVSE: at},
				func() ocpp201.ConnectorStatus { return st.connectorStatus(c) }, func() bool { return c.Faulted })
			if !e.FixedCable {
				st.model.Measure(ocpp201.Component{Name: lock, EVSE: at}, "Problem", func() string { return strconv.FormatBool(c.lockProblem) })
			}
		}
	}
}

func (st *Site) measureTier(component ocpp201.Component, status func() ocpp201.ConnectorStatus, problem func() bool) {
	st.model.Measure(component, "AvailabilityState", func() string { return string(status()) })
	st.model.Measure(component, "Problem", func() string { return strconv.FormatBool(problem()) })
}
