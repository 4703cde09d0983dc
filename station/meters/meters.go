package meters

import (
	"math"
	"slices"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/panel"
	"github.com/certbench/certbench/station/product"
	"github.com/certbench/certbench/station/site"
)

// Meters are the meters of the EVSEs, and the main meter, which shows their sum.
type Meters struct {
	Hooks  Hooks
	Decide Decisions
	Seam   Seam

	kernel  *kernel.Kernel
	model   *model.Model
	product *product.Product
	site    *site.Site
	byEVSE  map[int]*meter
}

// Hooks are what the meters ask the rooms above.
type Hooks struct {
	// KeyDue tells whether the public key of an EVSE's meter has not been told yet in the transaction there, and takes it to
	// be told now.
	KeyDue func(evse int) bool
}

// Decisions are what the meters do by their own judgement. Each has the right default.
type Decisions struct {
	// Signature is what the meter of an EVSE signs a reading of its register with. nil leaves it unsigned.
	Signature func(evse int, wattHours float64, at time.Time) *ocpp201.SignedMeterValue
}

// Seam is where whoever stands outside the firmware takes readings in hand.
type Seam struct {
	// Read is a reading as it will be told, before it is signed. nil leaves it as it is.
	Read func(Reading) Reading
}

// Reading is what a meter shows.
type Reading struct {
	Component, Variable string // which configure the measurands
	Context             ocpp201.ReadingContext
	Values              []ocpp201.SampledValue // not yet anybody's
}

// AddRead puts another change behind those that are there.
func (s *Seam) AddRead(next func(Reading) Reading) {
	first := s.Read
	if first == nil {
		s.Read = next
		return
	}
	s.Read = func(r Reading) Reading { return next(first(r)) }
}

// New makes the room of one life.
func New(k *kernel.Kernel, m *model.Model, p *product.Product, place *site.Site, layout panel.Layout) *Meters {
	ms := &Meters{kernel: k, model: m, product: p, site: place, byEVSE: map[int]*meter{}}
	ms.Hooks = Hooks{KeyDue: func(int) bool { return false }}
	ms.Decide = Decisions{Signature: ms.signature}
	for _, l := range layout {
		ms.byEVSE[l.ID] = &meter{at: time.Now()}
		if !p.Capabilities.PowerLimitOnly {
			ms.measurePower(l.ID)
		}
	}
	return ms
}

// Registers are the Wh that have flowed at each EVSE up to now.
func (ms *Meters) Registers() map[int]float64 {
	registers := map[int]float64{}
	for id, m := range ms.byEVSE {
		m.advance(time.Now())
		registers[id] = m.register
	}
	return registers
}

// Restore takes over the registers that an earlier life has left.
func (ms *Meters) Restore(registers map[int]float64) {
	for id, register := range registers {
		if m := ms.byEVSE[id]; m != nil {
			m.register = register
		}
	}
}

// Register is the Wh that have flowed at an EVSE, or at all for 0.
func (ms *Meters) Register(evse int) float64 { return ms.reading(evse).register }

func (ms *Meters) reading(evse int) load {
	sum := unloaded(&ms.product.Type)
	for _, e := range ms.site.EVSEs {
		if evse != 0 && evse != e.ID {
			continue
		}
		m, now := ms.byEVSE[e.ID], time.Now()
		m.advance(now)
		sum.register += m.register
		sum.power += m.power(now)
		if e.Offering {
			sum.offered += maxPower(&ms.product.Type)
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
func (ms *Meters) Sample(evse int, component, variable string, context ocpp201.ReadingContext) []ocpp201.MeterValue {
	names := ms.model.List(component, variable)
	value := ocpp201.MeterValue{Timestamp: ocpp201.DateTime{Time: ms.kernel.Now()}}
	now := ms.reading(evse)
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
	if ms.Seam.Read != nil && len(value.SampledValue) > 0 {
		value.SampledValue = ms.Seam.Read(Reading{component, variable, context, value.SampledValue}).Values
	}
	if len(value.SampledValue) == 0 {
		return nil
	}
	if ms.Signs(component) {
		ms.sign(evse, value.SampledValue, value.Timestamp.Time)
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

// Expressed are meter values as the product writes them.
func (ms *Meters) Expressed(values []ocpp201.MeterValue) []ocpp201.MeterValue {
	out := slices.Clone(values)
	for i := range out {
		out[i].SampledValue = slices.Clone(out[i].SampledValue)
		ms.express(out[i].SampledValue)
	}
	return out
}

func (ms *Meters) express(values []ocpp201.SampledValue) {
	for i := range values {
		v := &values[i]
		if unit := v.UnitOfMeasure; ms.product.Capabilities.KiloWattHours && unit != nil && *unit.Unit == "Wh" {
			v.Value, v.UnitOfMeasure = v.Value/1000, &ocpp201.UnitOfMeasure{Unit: new("kWh")}
		}
		if ms.product.Capabilities.OmitsDefaults {
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
