package octt

import (
	"testing"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

func TestAConnectorIsToldOnceItWasReportedAndOwedOnceTheStationHasBooted(t *testing.T) {
	at, other := rigs.Place{EVSE: 1, Connector: 1}, rigs.Place{EVSE: 2, Connector: 1}
	plays(t, func(l *line) {
		l.says(time.Second, "StatusNotification", `{"timestamp":"2000-01-01T00:00:00Z","connectorStatus":"Available","evseId":1,"connectorId":1}`)
		l.says(time.Second, "BootNotification", `{"reason":"PowerUp","chargingStation":{"model":"m","vendorName":"v"}}`)
	}, func(s *Scenario) {
		expect := func(when string, place rigs.Place, told, owed bool) {
			if gotTold, gotOwed := s.Told(place); (gotTold != "") != told || gotOwed != owed {
				t.Errorf("%s: %s: expected told %t and owed %t, got %t and %t", when, place, told, owed, gotTold != "", gotOwed)
			}
		}
		expect("at first", at, false, false)
		_, status := Receive[ocpp201.StatusNotificationRequest](s, 1)
		status.Accept(2)
		expect("after its report", at, true, false)
		expect("after the report of another", other, false, false)
		_, boot := Receive[ocpp201.BootNotificationRequest](s, 3)
		boot.Accept(4)
		expect("after the boot", other, false, true)
	})
}
