package bench

import (
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/pics"
)

func TestTheReferenceStationSendsTheMessagesThatItsPICSDeclaresWhenAsked(t *testing.T) {
	for _, c := range []struct{ no, missing string }{
		{"", ""}, {"C-29.1", "MeterValues"}, {"C-29.2", "TransactionEvent"}, {"C-29.3", "LogStatusNotification"},
		{"C-29.4", "FirmwareStatusNotification"}, {"C-29.5", "StatusNotification"}, {"C-29.6", "BootNotification"},
	} {
		data := string(examples.Full())
		if c.no != "" {
			data = strings.Replace(data, c.no+": yes", c.no+": no", 1)
		}
		d, err := pics.Read(examples.FullName, []byte(data))
		if err != nil {
			t.Fatal(err)
		}
		got := Capabilities(d).Triggers
		for _, message := range []string{"Heartbeat", "MeterValues", "TransactionEvent", "LogStatusNotification",
			"FirmwareStatusNotification", "StatusNotification", "BootNotification"} {
			if slices.Contains(got, message) != (message != c.missing) {
				t.Errorf("with %q answered no: expected %s among the messages that can be triggered = %t, got %v", c.no, message, message != c.missing, got)
			}
		}
	}
}
