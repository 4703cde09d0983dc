package meters

import (
	"math"
	"time"

	"github.com/certbench/certbench/station/product"
)

// meter is a simulated electricity meter, and what is drawn through it. Its register never goes back and is never set to
// zero (J02.FR.16, FR.17).
type meter struct {
	register float64   // Wh
	at       time.Time // up to which the register has counted
	full     float64   // W that are drawn when the current has risen, 0 when none flows
	since    time.Time // when the current has begun to rise
}

// riseTime is in which an EV takes up what it is offered, evenly. IEC 61851-1, annex A gives it 5 s to follow the pilot.
const riseTime = 3 * time.Second

// Draw has the EV at an EVSE begin to take up what it is offered, or cuts it off.
func (ms *Meters) Draw(evse int, flows bool) {
	ms.byEVSE[evse].draw(ms.chargingPower(flows), time.Now())
}

// draw has the EV begin to take up a power in W; 0 cuts it off.
func (m *meter) draw(watts float64, now time.Time) {
	m.advance(now)
	m.full, m.since = watts, now
}

// advance counts the energy that has flowed: the integral of the real power.
func (m *meter) advance(now time.Time) {
	m.register += m.full * (risen(now.Sub(m.since)) - risen(m.at.Sub(m.since)))
	m.at = now
}

// power is the real power in W.
func (m *meter) power(now time.Time) float64 {
	return m.full * min(1, now.Sub(m.since).Seconds()/riseTime.Seconds())
}

// Rising tells whether the power of any EVSE is on the way to what its EV takes up.
func (ms *Meters) Rising() bool {
	for _, m := range ms.byEVSE {
		if m.full > 0 && time.Since(m.since) < riseTime {
			return true
		}
	}
	return false
}

// Until is how long it takes for so many Wh more to flow at an EVSE.
func (ms *Meters) Until(evse int, wattHours float64) time.Duration {
	return ms.byEVSE[evse].until(wattHours)
}

// until is when so many Wh more will have flowed.
func (m *meter) until(wattHours float64) time.Duration {
	hours, rise := risen(m.at.Sub(m.since))+wattHours/m.full, riseTime.Hours()
	if hours < rise/2 {
		hours = math.Sqrt(2 * rise * hours)
	} else {
		hours += rise / 2
	}
	return time.Duration(hours*float64(time.Hour)) - m.at.Sub(m.since)
}

// risen is for how many hours the full power would have had to flow to bring what has flowed since the current began to rise.
func risen(since time.Duration) float64 {
	x, rise := since.Hours(), riseTime.Hours()
	if x < rise {
		return x * x / (2 * rise)
	}
	return x - rise/2
}

// Voltages in V between the conductors of an EVSE: a phase and neutral, or the poles of DC.
const (
	mainsVoltage = 230.0
	dcVoltage    = 400.0
)

// chargerFactor is the power factor of an EV's charger: its rectifier is corrected, but not wholly.
const chargerFactor = 0.98

// maxPower is what an EVSE can deliver, in W.
func maxPower(t *product.Type) float64 {
	now := unloaded(t)
	return now.volts * float64(t.Capabilities.MaxCurrent*now.conductors())
}

// unloaded is a load of nothing.
func unloaded(t *product.Type) load {
	if t.Capabilities.DirectCurrent {
		return load{volts: dcVoltage}
	}
	return load{volts: mainsVoltage, phases: t.Capabilities.Phases}
}

// chargingPower is what the simulated EV takes: all the current that it is offered.
func (ms *Meters) chargingPower(flows bool) float64 {
	switch {
	case !flows:
		return 0
	case ms.product.Capabilities.DirectCurrent:
		return maxPower(&ms.product.Type)
	}
	return maxPower(&ms.product.Type) * chargerFactor
}

// load is what one meter shows at a moment; the main meter's is the sum of the others.
type load struct {
	register, power, offered float64
	volts                    float64
	phases                   int // 0 for DC
}

// conductors is among how many the current is shared.
func (l load) conductors() int { return max(l.phases, 1) }

// factor is the power factor: real power by apparent power.
func (l load) factor() float64 {
	if l.phases == 0 || l.power == 0 {
		return 1
	}
	return chargerFactor
}

// amperes is the current that an apparent power in VA makes in each conductor.
func (l load) amperes(apparent float64) float64 { return apparent / l.volts / float64(l.conductors()) }
