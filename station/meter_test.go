package station_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
)

const register = "Energy.Active.Import.Register"

// contexts are the contexts of an event's values in order.
func contexts(values []ocpp201.MeterValue) []ocpp201.ReadingContext {
	var all []ocpp201.ReadingContext
	for _, v := range values {
		all = append(all, *v.SampledValue[0].Context)
	}
	return all
}

func TestMeterValuesOfATransaction(t *testing.T) {
	bubble(t, func(c *station.Config) {
		points("EVConnected", "EVConnected")(c)
		with(map[string]string{
			"SampledDataCtrlr.TxUpdatedInterval": "60", "SampledDataCtrlr.TxEndedInterval": "90", "AlignedDataCtrlr.TxEndedInterval": "120",
			"SampledDataCtrlr.TxUpdatedMeasurands": register + ",Current.Import",
		})(c)
	}, func(r *rig) {
		r.plugIn()
		r.present("CARD")
		r.pass(125 * time.Second)
		r.present("CARD")
		r.plugOut()
		events := r.events()
		want := [][]ocpp201.ReadingContext{{"Transaction.Begin"}, nil, nil, {"Sample.Periodic"}, {"Sample.Periodic"}, nil, nil,
			{"Transaction.Begin", "Sample.Periodic", "Sample.Clock", "Transaction.End"}}
		for i, e := range events {
			if got := contexts(e.MeterValue); !slices.Equal(got, want[i]) {
				t.Errorf("event %d %s: expected the contexts %v, got %v", i, e.TriggerReason, want[i], got)
			}
		}
		if n := len(events[3].MeterValue[0].SampledValue); n != 4 {
			t.Errorf("expected one register and three phases of current, got %d values", n)
		}
		first, last := events[0].MeterValue[0].SampledValue[0].Value, events[len(events)-1].MeterValue[3].SampledValue[0].Value
		if got, want := last-first, 0.98*3*230*32*(125-1.5)/3600; math.Abs(got-want) > 0.01 {
			t.Errorf("expected %.2f Wh in 125 s at 32 A on three phases, of which 3 s are an even rise, got %.2f", want, got)
		}
		if got := events[len(events)-1].TransactionInfo.TimeSpentCharging; got == nil || *got != 125 {
			t.Errorf("expected 125 s of charging, got %v", got)
		}
	})
}

func TestTheRegisterNeverGoesBack(t *testing.T) {
	bubble(t, points("EVConnected", "EVConnected"), func(r *rig) {
		last := 0.0
		read := func() {
			r.forget()
			r.expect("TriggerMessage", `{"requestedMessage":"MeterValues","evse":{"id":1}}`, "status", "Accepted")
			now := payloads[ocpp201.MeterValuesRequest](r, "MeterValues")[0].MeterValue[0].SampledValue[0].Value
			if now < last {
				t.Errorf("expected the register to stay at or above %v, got %v (J02.FR.16)", last, now)
			}
			last = now
		}
		r.plugIn()
		r.present("CARD")
		for range 3 {
			r.pass(time.Minute)
			read()
			r.do(r.panel.Reboot())
			r.pass(time.Second)
			read()
			r.present("CARD")
		}
	})
}

func TestClockAlignedValuesComeAtEvenTimes(t *testing.T) {
	bubble(t, func(c *station.Config) { c.Layout = twoSockets; points("EVConnected", "EVConnected")(c) }, func(r *rig) {
		r.pass(7 * time.Second)
		r.setVariable("AlignedDataCtrlr.Interval", "900")
		r.plugIn()
		r.forget()
		r.pass(30 * time.Minute)
		if got := len(r.sent("MeterValues")); got != 4 { // main meter and EVSE 2, twice
			t.Errorf("expected 4 MeterValues, got %d", got)
		}
		r.expectEvents("Updated MeterValueClock EVConnected", "Updated MeterValueClock EVConnected")
		for _, m := range payloads[ocpp201.MeterValuesRequest](r, "MeterValues") {
			if at := m.MeterValue[0].Timestamp; at.Unix()%900 != 0 || *m.MeterValue[0].SampledValue[0].Context != ocpp201.ReadingContextSampleClock {
				t.Errorf("expected a multiple of 15 minutes and the context Sample.Clock, got %s %s", at, *m.MeterValue[0].SampledValue[0].Context)
			}
			if m.EVSEID == 1 {
				t.Error("expected EVSE 1, which has a transaction, not to use MeterValues")
			}
		}
		r.setVariable("AlignedDataCtrlr.SendDuringIdle", "true")
		r.forget()
		r.pass(30 * time.Minute)
		if got := len(r.sent("MeterValues")) + len(r.events()); got != 0 {
			t.Errorf("expected no aligned values during a transaction (J01.FR.20), got %d", got)
		}
	})
}
