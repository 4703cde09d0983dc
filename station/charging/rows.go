package charging

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/product"
)

// TransactionRows are the variables of TxCtrlr.
func TransactionRows(t *product.Type) []model.Row {
	can := &t.Capabilities
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

// MeteringRows are the variables that say which meter values are told when.
func MeteringRows(t *product.Type) []model.Row {
	can := &t.Capabilities
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
