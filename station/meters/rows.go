package meters

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/product"
)

// Measurands lists what the station's meters can show. State of charge is not among them: an AC station knows it only
// from an EV that tells it by ISO 15118.
func Measurands() []string {
	names := make([]string, len(measurands))
	for i, m := range measurands {
		names[i] = string(m.name)
	}
	return names
}

// CheckMeasurands says which of the measurands declared the meter does not have.
func CheckMeasurands(c product.Capabilities) error {
	for _, list := range [][]string{c.TxStarted, c.TxUpdated, c.TxEnded, c.Aligned, c.AlignedTx} {
		for _, name := range list {
			if !slices.ContainsFunc(measurands, func(m measurand) bool { return string(m.name) == name }) {
				return fmt.Errorf("field Capabilities: the meter has no measurand %q", name)
			}
		}
	}
	return nil
}

// PowerRow is EVSE.Power, which the meter measures, of an EVSE that is yet to be said.
func PowerRow(t *product.Type) model.Row {
	limitOnly := t.Capabilities.PowerLimitOnly
	return model.Row{
		Component: "EVSE", Name: "Power", DataType: ocpp201.DataDecimal, Unit: "W", Max: new(maxPower(t)), Measured: !limitOnly, LimitOnly: limitOnly,
	}
}

// measurePower says how EVSE.Power is read.
func (ms *Meters) measurePower(evse int) {
	ms.model.Measure(ocpp201.Component{Name: "EVSE", EVSE: &ocpp201.EVSE{ID: evse}}, "Power", func() string {
		return strconv.FormatFloat(ms.byEVSE[evse].power(time.Now()), 'f', -1, 64)
	})
}

// SignedRows are the variables of a meter that can sign.
func SignedRows(t *product.Type) []model.Row {
	if !t.Capabilities.SignedMeterValues {
		return nil
	}
	keys := []string{keyNever, keyOnce, keyEvery}
	return []model.Row{
		{Component: "SampledDataCtrlr", Name: "SignReadings", DataType: ocpp201.DataBoolean, Value: "false", Set: true},
		{Component: "AlignedDataCtrlr", Name: "SignReadings", DataType: ocpp201.DataBoolean, Value: "false", Set: true},
		{Component: "OCPPCommCtrlr", Name: "PublicKeyWithSignedMeterValue", DataType: ocpp201.DataOptionList, Value: keyOnce, Values: keys, Set: true},
	}
}
