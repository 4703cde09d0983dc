package sessions

import (
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/meters"
	"github.com/certbench/certbench/station/wire"
)

// meteringPatches are the faults of meters and of meter values.
var meteringPatches = []defects.Patch{
	{Of: []defects.Defect{
		defects.TriggeredMeterValuesWrongContext, defects.AlignedWrongContext, defects.AlignedMeasurandMissing, defects.MeterValuesAtEV, defects.RegisterBackwards,
	}, Put: readings},
	{Of: []defects.Defect{defects.SignatureMissing, defects.SignatureEmpty, defects.SignedWithoutMethod}, Put: signatures},
	{Of: []defects.Defect{
		defects.ClockSilentInTransaction, defects.ClockOnceInTransaction, defects.OfflineMeterValuesSkipped, defects.PeriodicNotSent,
		defects.PeriodicOnce, defects.PeriodicAsMeterValues,
	}, Put: readingsTold},
	{Of: []defects.Defect{defects.PeriodicTwiceTheInterval, defects.PeriodicFixedInterval}, Put: sampledInterval},
	{Of: []defects.Defect{
		defects.IdleOnlyNever, defects.IdleOnlyForever, defects.IdleOnlyIgnored, defects.IdleOnlyForEVSEAlone, defects.IdleOnlyAsMeterValues,
	}, Put: idleOnly},
	{Of: []defects.Defect{defects.AlignedEVSEsInTurn, defects.AlignedIrregular}, Put: alignedInTurn},
	{Of: []defects.Defect{defects.AlignedWrongEVSE}, Put: alignedElsewhere},
	{Of: []defects.Defect{defects.BeginLate}, Put: beginLate},
	{Of: []defects.Defect{defects.ClockEndWithSampled}, Put: surplusEnd},
}

// readings are what the meters show.
func readings(fw *station.Firmware, s defects.Set) {
	registersRead := 0
	fw.Meters.Seam.AddRead(func(r meters.Reading) meters.Reading {
		trigger := r.Context == ocpp201.ReadingContextTrigger
		switch {
		case trigger && s.Has(defects.TriggeredMeterValuesWrongContext), r.Context == sampleClock && s.Has(defects.AlignedWrongContext):
			for i := range r.Values {
				r.Values[i].Context = new(samplePeriodic)
			}
		}
		if s.Has(defects.MeterValuesAtEV) {
			for i := range r.Values {
				r.Values[i].Location = new(ocpp201.LocationEV)
			}
		}
		if r.Component == "AlignedDataCtrlr" && !trigger && s.Has(defects.AlignedMeasurandMissing) {
			first := ocpp201.Measurand(fw.Model.List(r.Component, r.Variable)[0])
			r.Values = slices.DeleteFunc(r.Values, func(v ocpp201.SampledValue) bool { return *v.Measurand == first })
		}
		if slices.ContainsFunc(r.Values, isRegister) && s.Has(defects.RegisterBackwards) {
			registersRead++
			for i := range r.Values {
				if isRegister(r.Values[i]) && registersRead%2 == 0 {
					r.Values[i].Value -= 10_000
				}
			}
		}
		return r
	})
}

func isRegister(v ocpp201.SampledValue) bool {
	return strings.HasSuffix(string(*v.Measurand), ".Register")
}

func signatures(fw *station.Firmware, s defects.Set) {
	right := fw.Meters.Decide.Signature
	fw.Meters.Decide.Signature = func(evse int, wattHours float64, at time.Time) *ocpp201.SignedMeterValue {
		signed := right(evse, wattHours, at)
		switch {
		case s.Has(defects.SignatureMissing):
			return nil
		case s.Has(defects.SignatureEmpty):
			signed.SignedMeterData = ""
		case s.Has(defects.SignedWithoutMethod):
			signed.SigningMethod = ""
		}
		return signed
	}
}

// readingsTold keeps to itself what was read when its time had come, or tells it otherwise.
func readingsTold(fw *station.Firmware, s defects.Set) {
	clock, sampled := map[string]bool{}, map[string]bool{} // transactions that have told such values
	right := fw.Charging.Decide.TellsReading
	fw.Charging.Decide.TellsReading = func(of *charging.Session, trigger ocpp201.TriggerReason, values []ocpp201.MeterValue) bool {
		id := of.Tx.ID
		switch {
		case !right(of, trigger, values):
			return false
		case trigger == ocpp201.TriggerReasonMeterValueClock:
			if s.Has(defects.ClockSilentInTransaction) || clock[id] && s.Has(defects.ClockOnceInTransaction) {
				return false
			}
			clock[id] = true
			return true
		case !fw.Wire.Online() && s.Has(defects.OfflineMeterValuesSkipped), s.Has(defects.PeriodicNotSent), sampled[id] && s.Has(defects.PeriodicOnce):
			return false
		}
		sampled[id] = true
		if fw.Wire.Online() && s.Has(defects.PeriodicAsMeterValues) {
			wire.Send(fw.Wire, ocpp201.MeterValuesRequest{EVSEID: of.EVSE, MeterValue: values}, wire.Sending{})
			return false
		}
		return true
	}
}

func sampledInterval(fw *station.Firmware, s defects.Set) {
	right := fw.Charging.Decide.SampleEvery
	fw.Charging.Decide.SampleEvery = func() time.Duration {
		every := right()
		switch {
		case every == 0:
		case s.Has(defects.PeriodicTwiceTheInterval):
			return 2 * every
		case s.Has(defects.PeriodicFixedInterval):
			return 17 * time.Second
		}
		return every
	}
}

// idleOnly takes SendDuringIdle otherwise.
func idleOnly(fw *station.Firmware, s defects.Set) {
	wasBusy := false // a transaction has silenced clock-aligned values
	byMeter := false // those of a transaction go by MeterValues now
	right, inEvent := fw.Charging.Decide.AlignedPlaces, fw.Charging.Decide.AlignedInEvent
	fw.Charging.Decide.AlignedInEvent = func(of *charging.Session) bool { return inEvent(of) && !byMeter }
	busy := func(place int) bool { return fw.Charging.TransactionAt(place) != nil }
	fw.Charging.Decide.AlignedPlaces = func() []int {
		places, all := right(), fw.Charging.MeteredPlaces()
		byMeter = false
		switch {
		case !fw.Charging.OnlyIdle():
			return places
		case !slices.ContainsFunc(fw.Charging.Sessions(), func(of *charging.Session) bool { return of.Tx != nil }):
			if s.Has(defects.IdleOnlyNever) || wasBusy && s.Has(defects.IdleOnlyForever) {
				return nil
			}
			return places
		}
		wasBusy = true
		switch {
		case s.Has(defects.IdleOnlyIgnored):
			return all
		case s.Has(defects.IdleOnlyForEVSEAlone):
			return slices.DeleteFunc(all, busy)
		case s.Has(defects.IdleOnlyAsMeterValues):
			byMeter = true
			return all
		}
		return places
	}
}

// alignedInTurn has clock-aligned values of every second EVSE only, or at uneven times.
func alignedInTurn(fw *station.Firmware, s defects.Set) {
	count := 0
	places, after := fw.Charging.Decide.AlignedPlaces, fw.Charging.Decide.AlignedAfter
	fw.Charging.Decide.AlignedPlaces = func() []int {
		count++
		return slices.DeleteFunc(places(), func(id int) bool {
			return id > 0 && len(fw.Site.EVSEs) > 1 && (count+id)%2 == 0 && s.Has(defects.AlignedEVSEsInTurn)
		})
	}
	fw.Charging.Decide.AlignedAfter = func(now time.Time, interval time.Duration) time.Duration {
		wait := after(now, interval)
		if count%2 == 1 && s.Has(defects.AlignedIrregular) {
			wait += interval / 3
		}
		return wait
	}
}

// alignedElsewhere names an EVSE that the station does not have.
func alignedElsewhere(fw *station.Firmware, s defects.Set) {
	fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
		if r, ok := m.Body.(ocpp201.MeterValuesRequest); ok && hasContext(r.MeterValue[0], sampleClock) && s.Has(defects.AlignedWrongEVSE) {
			r.EVSEID = len(fw.Site.EVSEs) + 1
			m.Body = r
		}
		pass(m)
	})
}

// beginLate tells the values of Transaction.Begin when charging starts.
func beginLate(fw *station.Firmware, s defects.Set) {
	right := fw.Charging.Decide.BeginKnown
	fw.Charging.Decide.BeginKnown = func(of *charging.Session, kind ocpp201.TransactionEventEnum) bool {
		return right(of, kind) && (of.Charging || !s.Has(defects.BeginLate))
	}
}

// surplusEnd adds a clock-aligned value to the end of a transaction that is to have no values.
func surplusEnd(fw *station.Firmware, s defects.Set) {
	fw.Charging.Seam.AddComposed(func(of *charging.Session, e ocpp201.TransactionEventRequest) ocpp201.TransactionEventRequest {
		if e.EventType != ocpp201.TransactionEventEnumEnded || of.EVSE == 0 ||
			len(fw.Model.List("SampledDataCtrlr", "TxEndedMeasurands")) > 0 || !s.Has(defects.ClockEndWithSampled) {
			return e
		}
		surplus := fw.Meters.Sample(of.EVSE, "AlignedDataCtrlr", "TxEndedMeasurands", ocpp201.ReadingContextTransactionEnd)
		e.MeterValue = slices.Concat(e.MeterValue, surplus)
		return e
	})
}
