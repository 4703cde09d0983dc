package monitoring

import (
	"strconv"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/product"
)

const controller = "MonitoringCtrlr"

// offlineSeverity is OfflineMonitoringEventQueuingSeverity (part 2, section 2.11.7).
const offlineSeverity = "OfflineQueuingSeverity"

// Severities are numbers from 0, Danger, to 9, Debug (part 2, SetMonitoringDataType).
const lowestSeverity = 9

// Rows are the variables of MonitoringCtrlr (part 2, section 2.11).
func Rows(t *product.Type) []model.Row {
	if !t.Capabilities.Monitoring {
		return nil
	}
	limit := func(name, action string, of product.MessageLimits) model.Row {
		return model.Row{Component: controller, Name: name, Instance: action, DataType: ocpp201.DataInteger, Value: strconv.Itoa(of.Of(action)), Constant: true}
	}
	items, bytes := t.Capabilities.ItemsPerMessage, t.Capabilities.BytesPerMessage
	bases := []string{string(ocpp201.MonitoringBaseAll), string(ocpp201.MonitoringBaseFactoryDefault), string(ocpp201.MonitoringBaseHardWiredOnly)}
	highest, lowest := 0.0, float64(lowestSeverity)
	rows := []model.Row{
		{Component: controller, Name: "Available", DataType: ocpp201.DataBoolean, Value: "true", Constant: true},
		{Component: controller, Name: "Enabled", DataType: ocpp201.DataBoolean, Value: "true", Set: true},
		limit("ItemsPerMessage", "ClearVariableMonitoring", items), limit("ItemsPerMessage", "SetVariableMonitoring", items),
		limit("BytesPerMessage", "ClearVariableMonitoring", bytes), limit("BytesPerMessage", "SetVariableMonitoring", bytes),
		{Component: controller, Name: "ActiveMonitoringBase", DataType: ocpp201.DataOptionList, Values: bases, Measured: true},
		{Component: controller, Name: "ActiveMonitoringLevel", DataType: ocpp201.DataInteger, Min: &highest, Max: &lowest, Measured: true},
	}
	if t.Capabilities.OfflineEventQueue {
		rows = append(rows, model.Row{Component: controller, Name: offlineSeverity, DataType: ocpp201.DataInteger, Value: "0", Set: true, Min: &highest, Max: &lowest})
	}
	return rows
}

// measure says how base and level are read.
func (mo *Monitoring) measure() {
	c := ocpp201.Component{Name: controller}
	mo.model.Measure(c, "ActiveMonitoringBase", func() string { return string(mo.Base) })
	mo.model.Measure(c, "ActiveMonitoringLevel", func() string { return strconv.Itoa(mo.Level) })
}

// Watchable notes in the rows of a product's device model which variables can be monitored: what can change while the station runs,
// but for the clock, which never stands still, and for the password of a product that keeps it from its monitors (AQ-10).
func Watchable(t *product.Type, all ...[]model.Row) [][]model.Row {
	if !t.Capabilities.Monitoring {
		return all
	}
	for _, rows := range all {
		for i := range rows {
			r := &rows[i]
			r.Watchable = (r.Set || r.Measured || r.WriteOnly && t.Capabilities.MonitorsPassword) && r.DataType != ocpp201.DataDateTime
		}
	}
	return all
}
