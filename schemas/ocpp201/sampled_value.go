package ocpp201

import "strings"

// What a SampledValue says where it leaves a field out (part 2, SampledValueType and UnitOfMeasureType).

// MeasurandOr is the measurand, or the default.
func (v SampledValue) MeasurandOr() Measurand {
	if v.Measurand == nil {
		return MeasurandEnergyActiveImportRegister
	}
	return *v.Measurand
}

// ContextOr is the context, or the default.
func (v SampledValue) ContextOr() ReadingContext {
	if v.Context == nil {
		return ReadingContextSamplePeriodic
	}
	return *v.Context
}

// LocationOr is the location, or the default.
func (v SampledValue) LocationOr() Location {
	if v.Location == nil {
		return LocationOutlet
	}
	return *v.Location
}

// PhaseOr is the phase, "" for the total of all.
func (v SampledValue) PhaseOr() Phase {
	if v.Phase == nil {
		return ""
	}
	return *v.Phase
}

// Scaled is the value in the unit without a prefix: a register of 1.5 kWh is 1500.
func (v SampledValue) Scaled() float64 {
	out, u := v.Value, v.UnitOfMeasure
	if u == nil {
		return out
	}
	if u.Multiplier != nil {
		for range max(0, *u.Multiplier) {
			out *= 10
		}
		for range max(0, -*u.Multiplier) {
			out /= 10
		}
	}
	if u.Unit != nil && strings.HasPrefix(*u.Unit, "k") {
		out *= 1000
	}
	return out
}

// IsRegister tells a measurand that only counts up (part 2, MeasurandEnumType, and J02.FR.16).
func (v SampledValue) IsRegister() bool {
	return strings.HasSuffix(string(v.MeasurandOr()), ".Register")
}
