package station_test

import "github.com/certbench/certbench/station"

import "testing"

func TestWhatTheProductCannotBeAskedForIsNotImplemented(t *testing.T) {
	bubble(t, func(c *station.Config) { c.Capabilities.Triggers = []string{"Heartbeat"} }, func(r *rig) {
		r.forget()
		for _, message := range []string{"BootNotification", "LogStatusNotification", "FirmwareStatusNotification", "MeterValues", "TransactionEvent", "SignCombinedCertificate"} {
			r.expect("TriggerMessage", `{"requestedMessage":"`+message+`"}`, "status", "NotImplemented")
		}
		r.expect("TriggerMessage", `{"requestedMessage":"StatusNotification","evse":{"id":1,"connectorId":1}}`, "status", "NotImplemented")
		r.expectActions("")
		r.expect("TriggerMessage", `{"requestedMessage":"Heartbeat"}`, "status", "Accepted")
		r.expectActions("Heartbeat")
	})
}

func TestAPlaceThatSaysNothingOfAMessageIsIgnored(t *testing.T) {
	bubble(t, nil, func(r *rig) {
		r.forget()
		r.expect("TriggerMessage", `{"requestedMessage":"FirmwareStatusNotification","evse":{"id":1}}`, "status", "Accepted")
		r.expect("TriggerMessage", `{"requestedMessage":"LogStatusNotification","evse":{"id":7}}`, "status", "Accepted")
		r.expectActions("FirmwareStatusNotification LogStatusNotification")
	})
}
