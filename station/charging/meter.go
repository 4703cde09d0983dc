package charging

import (
	"math"
	"slices"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/kernel"
)

// metering is the part of the firmware's state that reads meters.
type metering struct {
	meters map[int]*meter // by EVSE

	alignedAlarm, alignedTxAlarm *kernel.Alarm
}

func (ch *Charging) reading(evse int) load {
	sum := ch.unloaded()
	for _, e := range ch.site.EVSEs {
		if evse != 0 && evse != e.ID {
			continue
		}
		m, now := ch.meters[e.ID], time.Now()
		m.advance(now)
		sum.register += m.register
		sum.power += m.power(now)
		if e.Offering {
			sum.offered += ch.maxPower()
		}
	}
	return sum
}

// measurand is something that the meters can show, once or for each phase.
type measurand struct {
	name   ocpp201.Measurand
	unit   string
	phases []ocpp201.Phase
	value  func(load) float64
}

var (
	lines    = []ocpp201.Phase{ocpp201.PhaseL1, ocpp201.PhaseL2, ocpp201.PhaseL3}
	neutrals = []ocpp201.Phase{ocpp201.PhaseL1N, ocpp201.PhaseL2N, ocpp201.PhaseL3N}
)

// measurands with their units (part 2, MeasurandEnumType and the appendix of standardized units).
var measurands = []measurand{
	{ocpp201.MeasurandEnergyActiveImportRegister, "Wh", nil, func(l load) float64 { return l.register }},
	{ocpp201.MeasurandEnergyActiveExportRegister, "Wh", nil, func(load) float64 { return 0 }},
	{ocpp201.MeasurandPowerActiveImport, "W", nil, func(l load) float64 { return l.power }},
	{ocpp201.MeasurandPowerOffered, "W", nil, func(l load) float64 { return l.offered }},
	{ocpp201.MeasurandPowerFactor, "", nil, load.factor},
	{ocpp201.MeasurandCurrentImport, "A", lines, func(l load) float64 { return l.amperes(l.power / l.factor()) }},
	{ocpp201.MeasurandCurrentOffered, "A", lines, func(l load) float64 { return l.amperes(l.offered) }},
	{ocpp201.MeasurandVoltage, "V", neutrals, func(l load) float64 { return l.volts }},
	{ocpp201.MeasurandFrequency, "Hertz", nil, func(load) float64 { return 50 }},
}

// Sample reads the measurands of a configuration variable at an EVSE, 0 for the main meter. The result has one element,
// or none when nothing is configured.
func (ch *Charging) Sample(evse int, component, variable string, context ocpp201.ReadingContext) []ocpp201.MeterValue {
	names := ch.model.List(component, variable)
	value := ocpp201.MeterValue{Timestamp: ch.wire.Stamp()}
	now := ch.reading(evse)
	place := ocpp201.LocationOutlet
	if evse == 0 {
		place = ocpp201.LocationInlet
	}
	for _, name := range names {
		for _, m := range measurands {
			if string(m.name) == name {
				value.SampledValue = append(value.SampledValue, m.sampled(now, place, context)...)
			}
		}
	}
	if ch.Seam.Read != nil && len(value.SampledValue) > 0 {
		value.SampledValue = ch.Seam.Read(Reading{component, variable, context, value.SampledValue}).Values
	}
	if len(value.SampledValue) == 0 {
		return nil
	}
	if ch.signing(component) {
		ch.sign(evse, value.SampledValue, value.Timestamp.Time)
	}
	return []ocpp201.MeterValue{value}
}

func (m measurand) sampled(now load, location ocpp201.Location, context ocpp201.ReadingContext) []ocpp201.SampledValue {
	one := ocpp201.SampledValue{
		Value: math.Round(m.value(now)*1000) / 1000, Context: &context, Measurand: &m.name, Location: &location,
	}
	if m.unit != "" {
		one.UnitOfMeasure = &ocpp201.UnitOfMeasure{Unit: &m.unit}
	}
	if m.phases == nil || now.phases == 0 {
		return []ocpp201.SampledValue{one}
	}
	var all []ocpp201.SampledValue
	for _, phase := range m.phases[:now.phases] {
		one.Phase = &phase
		all = append(all, one)
	}
	return all
}

// expressed are meter values as the product writes them.
func (ch *Charging) expressed(values []ocpp201.MeterValue) []ocpp201.MeterValue {
	out := slices.Clone(values)
	for i := range out {
		out[i].SampledValue = slices.Clone(out[i].SampledValue)
		ch.express(out[i].SampledValue)
	}
	return out
}

func (ch *Charging) express(values []ocpp201.SampledValue) {
	for i := range values {
		v := &values[i]
		if unit := v.UnitOfMeasure; ch.product.Capabilities.KiloWattHours && unit != nil && *unit.Unit == "Wh" {
			v.Value, v.UnitOfMeasure = v.Value/1000, &ocpp201.UnitOfMeasure{Unit: new("kWh")}
		}
		if ch.product.Capabilities.OmitsDefaults {
			omitDefaults(v)
		}
	}
}

// omitDefaults leaves out what part 2 has an omitted field mean (SampledValueType, UnitOfMeasureType).
func omitDefaults(v *ocpp201.SampledValue) {
	if *v.Context == ocpp201.ReadingContextSamplePeriodic {
		v.Context = nil
	}
	if *v.Measurand == ocpp201.MeasurandEnergyActiveImportRegister {
		v.Measurand = nil
	}
	if *v.Location == ocpp201.LocationOutlet {
		v.Location = nil
	}
	if v.UnitOfMeasure != nil && *v.UnitOfMeasure.Unit == "Wh" {
		v.UnitOfMeasure = nil
	}
}
