package j_metervalues

import (
	"testing"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// with is a reading of EVSE 1 with the samples, so many seconds from midnight on.
func with(seconds int, samples ...ocpp201.SampledValue) readings {
	out := taken(1, seconds)
	out[0].value.SampledValue = samples
	return out
}

func sample(name ocpp201.Measurand, value float64, change ...func(*ocpp201.SampledValue)) ocpp201.SampledValue {
	out := ocpp201.SampledValue{Measurand: &name, Value: value}
	for _, c := range change {
		c(&out)
	}
	return out
}

func unit(name string, multiplier int) func(*ocpp201.SampledValue) {
	return func(v *ocpp201.SampledValue) {
		v.UnitOfMeasure = &ocpp201.UnitOfMeasure{Unit: &name, Multiplier: &multiplier}
	}
}

func phase(p ocpp201.Phase) func(*ocpp201.SampledValue) {
	return func(v *ocpp201.SampledValue) { v.Phase = &p }
}

func location(l ocpp201.Location) func(*ocpp201.SampledValue) {
	return func(v *ocpp201.SampledValue) { v.Location = &l }
}

const (
	register = ocpp201.MeasurandEnergyActiveImportRegister
	voltage  = ocpp201.MeasurandVoltage
)

func TestARegisterRunsBackwards(t *testing.T) {
	for name, c := range map[string]struct {
		all  readings
		want string
	}{
		"up":                       {both(with(0, sample(register, 1000)), with(60, sample(register, 1001))), none},
		"the same":                 {both(with(0, sample(register, 1000)), with(60, sample(register, 1000))), none},
		"down":                     {both(with(0, sample(register, 1000)), with(60, sample(register, 999))), "Energy.Active.Import.Register of EVSE 1: 999 after 1000"},
		"told in another order":    {both(with(60, sample(register, 1001)), with(0, sample(register, 1000))), none},
		"Wh, then the same in kWh": {both(with(0, sample(register, 4096.1)), with(60, sample(register, 4.0961, unit("kWh", 0)))), none},
		"down in kWh":              {both(with(0, sample(register, 1000)), with(60, sample(register, 0.9, unit("kWh", 0)))), "Energy.Active.Import.Register of EVSE 1: 900 after 1000"},
		"multiplier":               {both(with(0, sample(register, 1000)), with(60, sample(register, 11, unit("Wh", 2)))), none},
		"of another phase":         {both(with(0, sample(register, 1000)), with(60, sample(register, 300, phase(ocpp201.PhaseL1)))), none},
		"of another place":         {both(with(0, sample(register, 1000)), with(60, sample(register, 300, location(ocpp201.LocationInlet)))), none},
		"down without a unit":      {both(with(0, sample(register, 5000, location(ocpp201.LocationOutlet))), with(60, sample(register, 5))), "Energy.Active.Import.Register of EVSE 1: 5 after 5000"},
		"of one moment":            {with(0, sample(register, 1001), sample(register, 1000)), none},
		"no register":              {both(with(0, sample(voltage, 231)), with(60, sample(voltage, 230))), none},
	} {
		if got := c.all.backwards(); got != c.want {
			t.Errorf("%s: expected %q, got %q", name, c.want, got)
		}
	}
}

func TestAUnitBelongsToItsMeasurand(t *testing.T) {
	for name, c := range map[string]struct {
		sample ocpp201.SampledValue
		want   string
	}{
		"its own":              {sample(voltage, 230, unit("V", 0)), none},
		"omitted":              {sample(voltage, 230), none},
		"another's":            {sample(voltage, 230, unit("A", 0)), "Voltage in A"},
		"the prefixed one":     {sample(register, 1, unit("kWh", 0)), none},
		"power for energy":     {sample(register, 1, unit("kW", 0)), "Energy.Active.Import.Register in kW"},
		"percent of charge":    {sample(ocpp201.MeasurandSoC, 40, unit("Percent", 0)), none},
		"a factor has no unit": {sample(ocpp201.MeasurandPowerFactor, 0.98, unit("x", 0)), none},
	} {
		if got := with(0, c.sample).misnamed(); got != c.want {
			t.Errorf("%s: expected %q, got %q", name, c.want, got)
		}
	}
}

func TestWhatNothingCanHaveIsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		sample ocpp201.SampledValue
		want   string
	}{
		"full":                {sample(ocpp201.MeasurandSoC, 100), none},
		"more than full":      {sample(ocpp201.MeasurandSoC, 101), "SoC of 101"},
		"less than empty":     {sample(ocpp201.MeasurandSoC, -1), "SoC of -1"},
		"a register below 0":  {sample(register, -5, unit("kWh", 0)), "Energy.Active.Import.Register of -5000"},
		"power that is given": {sample(ocpp201.MeasurandPowerActiveImport, -11000), none},
	} {
		if got := with(0, c.sample).impossible(); got != c.want {
			t.Errorf("%s: expected %q, got %q", name, c.want, got)
		}
	}
}

// TestAMeasurandOfAnotherContextIsNotWhatWasConfigured has values beside those that a case is about: they neither lack
// anything nor stand in for it.
func TestAMeasurandOfAnotherContextIsNotWhatWasConfigured(t *testing.T) {
	in := func(c ocpp201.ReadingContext) func(*ocpp201.SampledValue) {
		return func(v *ocpp201.SampledValue) { v.Context = &c }
	}
	clock, other := in(ocpp201.ReadingContextSampleClock), in(ocpp201.ReadingContextTrigger)
	wanted := []string{string(register), string(voltage)}
	for name, c := range map[string]struct {
		all  readings
		want string
	}{
		"both":                          {with(0, sample(register, 1, clock), sample(voltage, 230, clock)), none},
		"one without a context":         {with(0, sample(register, 1, clock), sample(voltage, 230)), none},
		"one for another reason":        {with(0, sample(register, 1, clock), sample(voltage, 230, other)), "Voltage of EVSE 1"},
		"one more for another reason":   {with(0, sample(register, 1, clock), sample(voltage, 230, clock), sample(voltage, 231, other)), none},
		"an element for another reason": {both(with(0, sample(register, 1, clock), sample(voltage, 230, clock)), with(0, sample(voltage, 230, other))), none},
	} {
		if got := words(c.all.of(ocpp201.ReadingContextSampleClock).lacking(wanted, deviation)); got != c.want {
			t.Errorf("%s: expected %q to be lacking, got %q", name, c.want, got)
		}
	}
}

func TestWhatIsMeasuredPerPhaseIsMeasuredOnEvery(t *testing.T) {
	one, two, three := phase(ocpp201.PhaseL1N), phase(ocpp201.PhaseL2N), phase(ocpp201.PhaseL3N)
	for name, c := range map[string]struct {
		all  readings
		of   int
		want string
	}{
		"all":             {with(0, sample(voltage, 230, one), sample(voltage, 230, two), sample(voltage, 230, three)), 3, none},
		"one of one":      {with(0, sample(voltage, 230, one)), 1, none},
		"one of three":    {with(0, sample(voltage, 230, one)), 3, "Voltage of EVSE 1 on 1 of 3"},
		"twice the same":  {with(0, sample(voltage, 230, one), sample(voltage, 230, one), sample(voltage, 230, two)), 3, "Voltage of EVSE 1 on 2 of 3"},
		"in two messages": {both(with(0, sample(voltage, 230, one)), with(0, sample(voltage, 230, two), sample(voltage, 230, three))), 3, none},
		"at two moments": {both(with(0, sample(voltage, 230, one)), with(60, sample(voltage, 230, two), sample(voltage, 230, three))), 3,
			"Voltage of EVSE 1 on 1 of 3, Voltage of EVSE 1 on 2 of 3"},
		"without phases": {with(0, sample(voltage, 230)), 3, none},
		"of a register":  {with(0, sample(register, 1000, phase(ocpp201.PhaseL1))), 3, none},
	} {
		if got := c.all.onePhase(map[int]int{1: c.of}); got != c.want {
			t.Errorf("%s: expected %q, got %q", name, c.want, got)
		}
	}
}

func TestOnlyTheStateOfChargeIsMeasuredInTheEV(t *testing.T) {
	inEV := location(ocpp201.LocationEV)
	all := with(0, sample(ocpp201.MeasurandSoC, 40, inEV), sample(voltage, 230, inEV), sample(register, 1000, location(ocpp201.LocationOutlet)))
	if got := all.atEV(); got != "Voltage" {
		t.Errorf("expected Voltage to be named (erratum 6.2.58), got %q", got)
	}
}
