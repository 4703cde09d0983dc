package station

import (
	"math"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
)

// metering is the part of the firmware's state that reads meters.
type metering struct {
	meters map[int]*meter // by EVSE

	alignedAlarm, alignedTxAlarm *alarm
	alignedCount                 int  // only for a defect
	registersRead                int  // only for a defect
	wasBusy                      bool // a transaction has silenced clock-aligned values; only for a defect
}

// meter is a simulated electricity meter. Its register never goes back and is never set to zero (J02.FR.16, FR.17).
type meter struct {
	register float64 // Wh
	power    float64 // W
	at       time.Time
}

func (fw *firmware) setUpMeters() {
	fw.meters = map[int]*meter{}
	for _, l := range fw.config.Layout {
		fw.meters[l.ID] = &meter{at: time.Now()}
	}
}

// advance counts the energy that has flowed.
func (m *meter) advance(now time.Time) {
	m.register += m.power * now.Sub(m.at).Hours()
	m.at = now
}

func (m *meter) setPower(watts float64) { m.power = watts }

// Voltages in V between the conductors of an EVSE: a phase and neutral, or the poles of DC.
const (
	mainsVoltage = 230.0
	dcVoltage    = 400.0
)

// maxPower is what an EVSE can deliver, in W.
func (fw *firmware) maxPower() float64 {
	now := fw.unloaded()
	return now.volts * float64(fw.config.Capabilities.MaxCurrent*now.conductors())
}

// unloaded is a load of nothing.
func (fw *firmware) unloaded() load {
	if fw.config.Capabilities.DirectCurrent {
		return load{volts: dcVoltage}
	}
	return load{volts: mainsVoltage, phases: fw.config.Capabilities.Phases}
}

// chargingPower is what the simulated EV takes: all that it is offered.
func (fw *firmware) chargingPower(flows bool) float64 {
	if flows {
		return fw.maxPower()
	}
	return 0
}

// load is what one meter shows at a moment; the main meter's is the sum of the others.
type load struct {
	register, power, offered float64
	volts                    float64
	phases                   int // 0 for DC
}

// conductors is among how many the current is shared.
func (l load) conductors() int { return max(l.phases, 1) }

// amperes is the current that a power makes in each conductor.
func (l load) amperes(power float64) float64 { return power / l.volts / float64(l.conductors()) }

func (fw *firmware) reading(evse int) load {
	sum := fw.unloaded()
	for _, e := range fw.evses {
		if evse != 0 && evse != e.id {
			continue
		}
		m := fw.meters[e.id]
		m.advance(time.Now())
		sum.register += m.register
		sum.power += m.power
		if e.offering {
			sum.offered += fw.maxPower()
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
	{ocpp201.MeasurandPowerFactor, "", nil, func(load) float64 { return 1 }},
	{ocpp201.MeasurandCurrentImport, "A", lines, func(l load) float64 { return l.amperes(l.power) }},
	{ocpp201.MeasurandCurrentOffered, "A", lines, func(l load) float64 { return l.amperes(l.offered) }},
	{ocpp201.MeasurandVoltage, "V", neutrals, func(l load) float64 { return l.volts }},
	{ocpp201.MeasurandFrequency, "Hertz", nil, func(load) float64 { return 50 }},
}

// sample reads the measurands of a configuration variable at an EVSE, 0 for the main meter. The result has one element,
// or none when nothing is configured.
func (fw *firmware) sample(evse int, component, variable string, context ocpp201.ReadingContext) []ocpp201.MeterValue {
	names := fw.model.list(component, variable)
	context, names = fw.spoilSample(component, context, names)
	value := ocpp201.MeterValue{Timestamp: fw.stamp()}
	now := fw.reading(evse)
	place := ocpp201.LocationOutlet
	switch {
	case fw.defects.Has(defects.MeterValuesAtEV):
		place = ocpp201.LocationEV
	case evse == 0:
		place = ocpp201.LocationInlet
	}
	for _, name := range names {
		for _, m := range measurands {
			if string(m.name) == name {
				value.SampledValue = append(value.SampledValue, m.sampled(now, place, context)...)
			}
		}
	}
	if len(value.SampledValue) == 0 {
		return nil
	}
	fw.spoilRegisters(value.SampledValue)
	if fw.signing(component) {
		fw.sign(evse, value.SampledValue, value.Timestamp.Time)
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

// spoilSample is where the defects of meter values decide.
func (fw *firmware) spoilSample(component string, context ocpp201.ReadingContext, names []string) (ocpp201.ReadingContext, []string) {
	switch {
	case context == ocpp201.ReadingContextTrigger && fw.defects.Has(defects.TriggeredMeterValuesWrongContext),
		context == ocpp201.ReadingContextSampleClock && fw.defects.Has(defects.AlignedWrongContext):
		context = ocpp201.ReadingContextSamplePeriodic
	}
	if component == "AlignedDataCtrlr" && context != ocpp201.ReadingContextTrigger && len(names) > 0 && fw.defects.Has(defects.AlignedMeasurandMissing) {
		names = names[1:]
	}
	return context, names
}
