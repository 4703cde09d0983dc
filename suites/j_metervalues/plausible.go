package j_metervalues

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// everyReading judges what holds for the meter values of every case: erratum 6.2.58, and what part 2 asks where part 6 is
// silent. A register that runs backwards is a failure, because no meter that works has one (J02.FR.16). A unit of another
// quantity (part 2, UnitOfMeasureType) and phases that are not all there are warnings: no table asks for the first, and
// erratum 6.2.63 took the second back as too strict, because it depends on what the meter can do.
func everyReading(s *octt.Scenario, all readings) {
	s.Check(0, "No sampledValue has the location EV, but for the measurand SoC.", all.atEV(), none)
	s.Check(0, "No register runs backwards.", all.backwards(), none, "J02.FR.16")
	s.Remark(0, "The unit of every sampledValue is one of its measurand.", all.misnamed(), none, "J01.FR.07", "J02.FR.03")
	s.Remark(0, "No value is beyond what its measurand can have.", all.impossible(), none, "J01.FR.07", "J02.FR.03")
	s.Remark(0, "What is measured per phase is measured on every phase of the connector.", all.onePhase(phases(s)), none, "J01.FR.14")
}

// aligned judges that the readings are taken at the even moments of the day that begin at midnight (part 2, section J 2.2).
// The tables compare intervals only, and the section says should: a WARNING. Whose midnight is meant it does not say, so
// that only an interval that divides a quarter of an hour, by which time zones differ, has moments that are sure.
func aligned(s *octt.Scenario, all readings, interval time.Duration) {
	const quarter = 15 * time.Minute
	if quarter%interval != 0 {
		s.Skip(0, "", "is left out: the moments are the even ones of the day", "Whose midnight part 2 means is open, and the moments of this interval depend on it.")
		return
	}
	odd := none
	for _, r := range all {
		since := r.told.Sub(r.told.Truncate(interval))
		if min(since, interval-since) > s.Timeouts.Deviation && odd == none {
			odd = r.told.Format(time.RFC3339)
		}
	}
	s.Remark(0, "The readings are taken at the even moments of the day.", odd, none, "J01.FR.14")
}

// atEV names the measurands that are reported with the location EV and must not be.
func (all readings) atEV() string {
	var names []string
	all.each(func(_ reading, sample ocpp201.SampledValue) {
		if sample.Location != nil && *sample.Location == ocpp201.LocationEV && sample.MeasurandOr() != ocpp201.MeasurandSoC {
			names = append(names, string(sample.MeasurandOr()))
		}
	})
	return words(names)
}

func (all readings) each(do func(reading, ocpp201.SampledValue)) {
	for _, r := range all {
		for _, sample := range r.value.SampledValue {
			do(r, sample)
		}
	}
}

// backwards tells the first register that shows less than it did at a moment before, by the times at which it was read. What
// a value leaves out is the default: a register at the outlet, in Wh.
func (all readings) backwards() string {
	shown, highest := map[string]float64{}, map[string]float64{} // at this moment or before, and before it
	var moment time.Time
	out := none
	all.measured().inOrder().each(func(r reading, sample ocpp201.SampledValue) {
		if !sample.IsRegister() {
			return
		}
		if r.told.After(moment) {
			moment, highest = r.told, maps.Clone(shown)
		}
		meter := fmt.Sprint(sample.MeasurandOr(), " of EVSE ", r.evse, text(sample.Phase))
		if at := sample.LocationOr(); at != ocpp201.LocationOutlet {
			meter += " " + string(at)
		}
		now := sample.Scaled()
		if before := highest[meter]; now < before-rounding*before && out == none {
			out = fmt.Sprintf("%s: %s after %s", meter, number(now), number(before))
		}
		shown[meter] = max(shown[meter], now)
	})
	return out
}

// rounding is by how much of itself a value differs from the same value in another unit, in the last bits of a float64.
const rounding = 1e-12

func number(value float64) string { return strconv.FormatFloat(value, 'f', -1, 64) }

func text[T ~string](word *T) string {
	if word == nil {
		return ""
	}
	return " " + string(*word)
}

// units are those of the standardized list (part 2, appendices) by the beginning of the measurands that they belong to.
var units = []struct {
	measurand string
	units     []string
}{
	{"Energy.Active", []string{"Wh", "kWh"}}, {"Energy.Reactive", []string{"varh", "kvarh"}}, {"Energy.Apparent", []string{"VAh", "kVAh"}},
	{"Power.Active", []string{"W", "kW"}}, {"Power.Offered", []string{"W", "kW"}}, {"Power.Reactive", []string{"var", "kvar"}},
	{"Current", []string{"A"}}, {"Voltage", []string{"V"}}, {"SoC", []string{"Percent"}},
}

// misnamed names the measurands whose unit is that of another quantity. One that is omitted says nothing, and the list has
// no unit for some.
func (all readings) misnamed() string {
	var names []string
	all.each(func(_ reading, sample ocpp201.SampledValue) {
		if sample.UnitOfMeasure == nil || sample.UnitOfMeasure.Unit == nil {
			return
		}
		for _, known := range units {
			if strings.HasPrefix(string(sample.MeasurandOr()), known.measurand) && !slices.Contains(known.units, *sample.UnitOfMeasure.Unit) {
				names = append(names, fmt.Sprintf("%s in %s", sample.MeasurandOr(), *sample.UnitOfMeasure.Unit))
			}
		}
	})
	return words(names)
}

// impossible names the measurands with a value that nothing measured can have: a state of charge beyond a percentage, and
// a register, voltage or frequency below 0 (part 2, MeasurandEnumType).
func (all readings) impossible() string {
	var names []string
	all.each(func(_ reading, sample ocpp201.SampledValue) {
		value, name := sample.Scaled(), sample.MeasurandOr()
		positive := sample.IsRegister() || name == ocpp201.MeasurandVoltage || name == ocpp201.MeasurandFrequency
		if positive && value < 0 || name == ocpp201.MeasurandSoC && (value < 0 || value > 100) {
			names = append(names, fmt.Sprintf("%s of %s", name, number(value)))
		}
	})
	return words(names)
}

// phases are how many phases the connectors of each EVSE have, 0 for the station.
func phases(s *octt.Scenario) map[int]int {
	out := map[int]int{}
	for _, c := range s.PICS.Connectors {
		out[c.EVSE], out[0] = max(out[c.EVSE], c.Phases), max(out[0], c.Phases)
	}
	return out
}

// onePhase names the currents and voltages that come for some phases of their EVSE and not for all. A meter that cannot
// tell phases apart reports none.
func (all readings) onePhase(of map[int]int) string {
	type quantity struct {
		evse      int
		at        int64
		context   ocpp201.ReadingContext
		measurand ocpp201.Measurand
		location  string
	}
	seen := map[quantity][]ocpp201.Phase{}
	all.each(func(r reading, sample ocpp201.SampledValue) {
		name := sample.MeasurandOr()
		if sample.Phase == nil || name != ocpp201.MeasurandCurrentImport && name != ocpp201.MeasurandCurrentExport && name != ocpp201.MeasurandVoltage {
			return
		}
		q := quantity{r.evse, r.told.UnixMilli(), r.context(), name, text(sample.Location)}
		if !slices.Contains(seen[q], *sample.Phase) {
			seen[q] = append(seen[q], *sample.Phase)
		}
	})
	var names []string
	for q, has := range seen {
		if len(has) < of[q.evse] {
			names = append(names, fmt.Sprintf("%s of EVSE %d on %d of %d", q.measurand, q.evse, len(has), of[q.evse]))
		}
	}
	return words(names)
}
