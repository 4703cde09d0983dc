package j_metervalues

import (
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
)

const deviation = 4 * time.Second

// midnight is one in UTC.
var midnight = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

// taken are readings of an EVSE, so many seconds from midnight on.
func taken(evse int, seconds ...int) readings {
	var out readings
	for _, n := range seconds {
		at := midnight.Add(time.Duration(n) * time.Second)
		out = append(out, reading{evse: evse, came: at, told: at, value: ocpp201.MeterValue{Timestamp: ocpp201.DateTime{Time: at}}})
	}
	return out
}

func both(a, b readings) readings { return append(append(readings{}, a...), b...) }

func TestReadingsAreTheSameOrOneIntervalApart(t *testing.T) {
	minute := rhythm{interval: time.Minute, byClock: true}
	odd := rhythm{interval: 7 * time.Minute, byClock: true}
	for name, c := range map[string]struct {
		all     readings
		every   rhythm
		regular bool
	}{
		"one EVSE":                         {taken(1, 0, 60, 120), minute, true},
		"two EVSEs":                        {both(taken(1, 0, 60), taken(2, 1, 61)), minute, true},
		"within the deviation":             {taken(1, 0, 56, 120), minute, true},
		"beyond the deviation":             {taken(1, 0, 55), minute, false},
		"a moment left out":                {taken(1, 0, 120), minute, false},
		"EVSEs in turn":                    {both(taken(1, 0, 120), taken(2, 60, 180)), minute, false},
		"an EVSE at every second moment":   {both(taken(1, 0, 60, 120), taken(2, 0, 120)), minute, false},
		"a day that is cut short":          {taken(1, -420, -180, 0, 420), odd, false},
		"the last interval of a day":       {taken(1, -660, -240, 0, 420), odd, true},
		"a periodic one over midnight":     {taken(1, -240, 0, 420), rhythm{interval: 7 * time.Minute}, false},
		"midnight and a whole number":      {taken(1, -90, -30, 0), minute, false},
		"midnight in another time zone":    {taken(1, 30*60-240, 30*60, 30*60+420), odd, true},
		"no midnight in any time zone":     {taken(1, 31*60-240, 31*60), odd, false},
		"longer than an interval, at noon": {taken(1, 12*3600-600, 12*3600), odd, false},
	} {
		if got := c.all.irregular(c.every, deviation); got == none != c.regular {
			t.Errorf("%s: expected regular %t, got %s", name, c.regular, got)
		}
	}
}

func TestOnlyAnEVTellsTheStateOfCharge(t *testing.T) {
	all := []string{"SoC of EVSE 1", "SoC of EVSE 2", "Voltage of EVSE 2"}
	for transaction, want := range map[int]string{0: "Voltage of EVSE 2", 1: "SoC of EVSE 1, Voltage of EVSE 2", 2: "SoC of EVSE 2, Voltage of EVSE 2"} {
		if got := words(besideEV(all, transaction)); got != want {
			t.Errorf("with a transaction at EVSE %d: expected %q to be lacking, got %q", transaction, want, got)
		}
	}
}
