package station_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
)

func TestADCStationTellsNoPhases(t *testing.T) {
	synctestRig(t, func(c *station.Config) {
		c.Capabilities.DirectCurrent = true
		with(map[string]string{
			"TxCtrlr.TxStartPoint": "EnergyTransfer", "TxCtrlr.TxStopPoint": "EnergyTransfer",
			"SampledDataCtrlr.TxStartedMeasurands": "Voltage,Current.Import,Power.Active.Import",
		})(c)
	}, func(r *rig) {
		r.start()
		defer r.close()
		r.in()
		r.show("CARD")
		r.pass(time.Second)
		events := r.events()
		if len(events) != 1 || events[0].NumberOfPhasesUsed != nil || len(events[0].MeterValue) != 1 {
			t.Fatalf("expected one event with meter values and without numberOfPhasesUsed, got %+v", events)
		}
		var told []string
		for _, v := range events[0].MeterValue[0].SampledValue {
			if v.Phase != nil {
				t.Errorf("expected no phase of %s, got %s", *v.Measurand, *v.Phase)
			}
			told = append(told, string(*v.Measurand))
		}
		want := []string{string(ocpp201.MeasurandVoltage), string(ocpp201.MeasurandCurrentImport), string(ocpp201.MeasurandPowerActiveImport)}
		if !slices.Equal(told, want) {
			t.Errorf("expected %s once each, got %s", strings.Join(want, ", "), strings.Join(told, ", "))
		}
	})
}
