package rules

import (
	"fmt"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// readings are the events of a transaction that charges from its second to its last message, a quarter of a minute apart, each
// with the sampledValue that is given, "" for none.
func readings(t *testing.T, samples ...string) session {
	t.Helper()
	began := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	x := session{Play: &Play{Message: 34 * time.Second, Deviation: 4 * time.Second}}
	for i, sample := range samples {
		at := began.Add(time.Duration(i) * 15 * time.Second)
		state, values := "Charging", ""
		switch {
		case i == 0:
			state = "EVConnected"
		case i == len(samples)-1:
			state = "SuspendedEV"
		}
		if sample != "" {
			values = fmt.Sprintf(`,"meterValue":[{"timestamp":%q,"sampledValue":[%s]}]`, at.Format(time.RFC3339), sample)
		}
		payload := fmt.Sprintf(`{"eventType":"Updated","timestamp":%q,"triggerReason":"MeterValuePeriodic","seqNo":%d,"transactionInfo":{"transactionId":"T1","chargingState":%q}%s}`,
			at.Format(time.RFC3339), i, state, values)
		var told ocpp201.TransactionEventRequest
		if err := ocpp201.Decode([]byte(payload), &told); err != nil {
			t.Fatal(err)
		}
		x.events = append(x.events, ledger.Event{Seq: int64(i), Number: i, At: at, Arrived: at, Told: &told})
	}
	return x
}

func TestARegisterOfATransactionCountsUp(t *testing.T) {
	for name, c := range map[string]struct {
		samples []string
		fails   bool
	}{
		"up":                              {[]string{`{"value":1000}`, `{"value":1001}`, `{"value":1001}`}, false},
		"down":                            {[]string{`{"value":1000}`, `{"value":999}`}, true},
		"a thousandfold smaller":          {[]string{`{"value":5000,"location":"Outlet","unitOfMeasure":{"unit":"Wh"}}`, `{"value":5}`}, true},
		"kWh, then a bare number":         {[]string{`{"value":5,"unitOfMeasure":{"unit":"kWh"}}`, `{"value":5}`}, true},
		"kWh, then Wh":                    {[]string{`{"value":5,"unitOfMeasure":{"unit":"kWh"}}`, `{"value":5001,"measurand":"Energy.Active.Import.Register"}`}, false},
		"another place":                   {[]string{`{"value":5000}`, `{"value":5,"location":"Inlet"}`}, false},
		"another phase":                   {[]string{`{"value":5000}`, `{"value":5,"phase":"L1"}`}, false},
		"what is no register":             {[]string{`{"value":5000,"measurand":"Voltage"}`, `{"value":5,"measurand":"Voltage"}`}, false},
		"two of one moment, in any order": {[]string{`{"value":1001},{"value":1000}`, `{"value":1001}`}, false},
		"below either of one moment":      {[]string{`{"value":1001},{"value":1000}`, `{"value":1000}`}, true},
	} {
		if broken := readings(t, c.samples...).backwards(); len(broken) > 0 != c.fails {
			t.Errorf("%s: expected a breach: %t, got %v", name, c.fails, broken)
		}
	}
}

func TestARegisterThatShowsNothingWhileItChargesIsAWarning(t *testing.T) {
	same, more := `{"value":1000}`, `{"value":1001}`
	for name, c := range map[string]struct {
		samples []string
		warns   bool
	}{
		"for half a minute":       {[]string{same, same, same, same, same}, true},
		"always nothing":          {[]string{`{"value":0}`, `{"value":0}`, `{"value":0}`, `{"value":0}`, `{"value":0}`}, true},
		"counted at last":         {[]string{same, same, same, more, more}, false},
		"for less":                {[]string{same, same, same}, false},
		"told once":               {[]string{same, same, "", "", ""}, false},
		"before it charges":       {[]string{same, "", "", "", ""}, false},
		"another register stands": {[]string{"", `{"value":0,"measurand":"Energy.Active.Export.Register"}`, "", `{"value":0,"measurand":"Energy.Active.Export.Register"}`, ""}, false},
	} {
		broken := readings(t, c.samples...).still()
		if len(broken) > 0 != c.warns || c.warns && broken[0].Verdict != evidence.Warning {
			t.Errorf("%s: expected a warning: %t, got %v", name, c.warns, broken)
		}
	}
}
