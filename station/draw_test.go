package station_test

import (
	"encoding/json"
	"math"
	"strconv"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
)

// shown is what the meter of EVSE 1 shows, by measurand: the first value of each.
func (r *rig) shown() map[ocpp201.Measurand]float64 {
	r.Helper()
	r.forget()
	r.expect("TriggerMessage", `{"requestedMessage":"MeterValues","evse":{"id":1}}`, "status", "Accepted")
	shown := map[ocpp201.Measurand]float64{}
	for _, v := range payloads[ocpp201.MeterValuesRequest](r, "MeterValues")[0].MeterValue[0].SampledValue {
		if _, known := shown[*v.Measurand]; !known {
			shown[*v.Measurand] = v.Value
		}
	}
	return shown
}

var everything = with(map[string]string{
	"TxCtrlr.TxStartPoint": "EVConnected", "TxCtrlr.TxStopPoint": "EVConnected",
	"AlignedDataCtrlr.Measurands": register + ",Power.Active.Import,Power.Factor,Current.Import,Voltage",
})

func measuresAll(c *station.Config) {
	c.Capabilities.Aligned = []string{register, "Power.Active.Import", "Power.Factor", "Current.Import", "Voltage"}
	everything(c)
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 0.01 {
		t.Errorf("%s: expected %s, got %s", what, strconv.FormatFloat(want, 'f', 3, 64), strconv.FormatFloat(got, 'f', 3, 64))
	}
}

func TestTheEVTakesUpItsCurrentWithinThreeSeconds(t *testing.T) {
	bubble(t, measuresAll, func(r *rig) {
		idle := r.shown()
		near(t, "the power factor while nothing flows", idle[ocpp201.MeasurandPowerFactor], 1)
		near(t, "the current while nothing flows", idle[ocpp201.MeasurandCurrentImport], 0)
		r.plugIn()
		r.present("CARD")
		for _, want := range []struct{ after, amperes float64 }{{1.5, 16}, {3, 32}, {10, 32}} {
			r.pass(time.Duration(want.after * float64(time.Second)))
			now := r.shown()
			if want.after > 1.5 {
				near(t, "the current when it has risen", now[ocpp201.MeasurandCurrentImport], 32)
			} else if got := now[ocpp201.MeasurandCurrentImport]; got <= 0 || got >= 32 {
				t.Errorf("expected the current to be rising %.1f s after the contactor has closed, got %.1f A", want.after, got)
			}
			near(t, "real power by apparent power", now[ocpp201.MeasurandPowerActiveImport]/(3*now[ocpp201.MeasurandVoltage]*now[ocpp201.MeasurandCurrentImport]), now[ocpp201.MeasurandPowerFactor])
		}
	})
}

// TestASettingOfTheClockMovesNoEnergy: the meter counts time that has passed, whatever the station thinks that it is.
func TestASettingOfTheClockMovesNoEnergy(t *testing.T) {
	bubble(t, measuresAll, func(r *rig) {
		r.pass(time.Second)
		before := r.shown()[ocpp201.MeasurandEnergyActiveImportRegister]
		r.on("Heartbeat", func(json.RawMessage) any {
			return ocpp201.HeartbeatResponse{CurrentTime: ocpp201.DateTime{Time: time.Now().Add(time.Hour)}}
		})
		r.expect("TriggerMessage", `{"requestedMessage":"Heartbeat"}`, "status", "Accepted")
		r.plugIn()
		r.present("CARD")
		r.pass(10 * time.Second)
		near(t, "what has flowed in 10 s", r.shown()[ocpp201.MeasurandEnergyActiveImportRegister]-before, 0.98*3*230*32*(10-1.5)/3600)
	})
}
