package workbench

import (
	"slices"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// fromStation are the requests that only a station sends (part 2, chapter "Messages").
var fromStation = []string{"Authorize", "BootNotification", "ClearedChargingLimit", "FirmwareStatusNotification", "Get15118EVCertificate", "GetCertificateStatus",
	"Heartbeat", "LogStatusNotification", "MeterValues", "NotifyChargingLimit", "NotifyCustomerInformation", "NotifyDisplayMessages", "NotifyEVChargingNeeds",
	"NotifyEVChargingSchedule", "NotifyEvent", "NotifyMonitoringReport", "NotifyReport", "PublishFirmwareStatusNotification", "ReportChargingProfiles",
	"ReservationStatusUpdate", "SecurityEventNotification", "SignCertificate", "StatusNotification", "TransactionEvent"}

func TestEveryActionIsSentByOneSideOrTheOther(t *testing.T) {
	all := slices.Sorted(slices.Values(slices.Concat(actions, fromStation)))
	if !slices.Equal(all, slices.Sorted(slices.Values(ocpp201.Actions()))) {
		t.Errorf("got %v, expected the 64 actions, each once", all)
	}
	if !slices.IsSorted(actions) {
		t.Error("the requests are not in the order in which they are looked up")
	}
}

func TestABlankHasAllThatItsSchemaRequires(t *testing.T) {
	set, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, action := range actions {
		text := blank(set.Schema(action+"Request"), time.Now())
		if problems := set.Request(action, []byte(text)); len(problems) > 0 {
			t.Errorf("%s: %s\n%s", action, problems[0].Message, text)
		}
	}
}
