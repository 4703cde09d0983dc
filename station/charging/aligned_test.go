package charging

import (
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
)

func TestIntervalsBeginAtMidnight(t *testing.T) {
	at := func(clock string) time.Time {
		moment, err := time.Parse(time.RFC3339, "2026-03-01T"+clock+"Z")
		if err != nil {
			t.Fatal(err)
		}
		return moment
	}
	for _, c := range []struct {
		now            string
		interval, want time.Duration
	}{
		{"00:00:00", 15 * time.Minute, 15 * time.Minute},
		{"10:14:59", 15 * time.Minute, time.Second},
		{"23:30:00", 7 * time.Hour, 30 * time.Minute},
		{"20:59:00", 7 * time.Hour, time.Minute},
	} {
		if got := UntilAligned(at(c.now), c.interval); got != c.want {
			t.Errorf("at %s with an interval of %s: expected %s, got %s", c.now, c.interval, c.want, got)
		}
	}
}

func TestManySamplesAreThinnedOutNotCutOff(t *testing.T) {
	tx := &Transaction{}
	for i := range 1000 {
		tx.keep([]ocpp201.MeterValue{{SampledValue: []ocpp201.SampledValue{{Value: float64(i)}}}})
	}
	if n := len(tx.Samples); n > maxSamples {
		t.Errorf("expected at most %d samples, got %d", maxSamples, n)
	}
	if tx.Samples[0].SampledValue[0].Value != 0 || tx.Samples[len(tx.Samples)-1].SampledValue[0].Value < 990 {
		t.Error("expected the first and the latest samples to be kept (E06.FR.13)")
	}
}
