package meters

import (
	"math"
	"strconv"
	"testing"
	"time"
)

func TestTheRegisterIsTheIntegralOfTheRealPower(t *testing.T) {
	const full, step = 22_000.0, 10 * time.Millisecond
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	m := &meter{at: start}
	m.draw(full, start)
	sum := 0.0
	for now := start; now.Sub(start) < 20*time.Second; now = now.Add(step) {
		sum += m.power(now.Add(step/2)) * step.Hours()
	}
	m.advance(start.Add(7 * time.Second)) // reading in between changes nothing
	m.advance(start.Add(20 * time.Second))
	near(t, "the register after 20 s", m.register, sum)
	m.draw(0, start.Add(20*time.Second))
	m.advance(start.Add(time.Minute))
	near(t, "the register when nothing flows any more", m.register, sum)
}

func TestTheTimeUntilAnAllowanceIsUsedUp(t *testing.T) {
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for _, since := range []time.Duration{0, time.Second, 10 * time.Second} {
		for _, wattHours := range []float64{1, 5, 500} {
			m := &meter{at: start}
			m.draw(22_000, start)
			m.advance(start.Add(since))
			before := m.register
			m.advance(m.at.Add(m.until(wattHours)))
			near(t, since.String()+" after the start", m.register-before, wattHours)
		}
	}
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 0.01 {
		t.Errorf("%s: expected %s, got %s", what, strconv.FormatFloat(want, 'f', 3, 64), strconv.FormatFloat(got, 'f', 3, 64))
	}
}
