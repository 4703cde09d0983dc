package octt

import (
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
)

func TestConnectorsThatGoOutOfServiceForAnUpdateAreNoFailure(t *testing.T) {
	const out, back, taken = `{"timestamp":"2026-01-01T00:00:00Z","connectorStatus":"Unavailable","evseId":1,"connectorId":1}`,
		`{"timestamp":"2026-01-01T00:01:00Z","connectorStatus":"Available","evseId":1,"connectorId":1}`,
		`{"timestamp":"2026-01-01T00:00:00Z","connectorStatus":"Occupied","evseId":1,"connectorId":1}`
	const between, may = "nothing between.", "whenever it pleases the station"
	for name, c := range map[string]struct {
		before string   // told before the update is asked for
		status string   // of the update, which is told
		told   []string // meanwhile
		want   evidence.Verdict
		reason string
	}{
		"nothing told":                   {"", "Downloading", nil, evidence.Pass, ""},
		"out":                            {"", "Downloading", []string{out}, evidence.Warning, may},
		"out and back":                   {"", "Downloading", []string{out, back}, evidence.Warning, may},
		"occupied without an EV":         {"", "Downloading", []string{taken}, evidence.Fail, between},
		"out before the update is asked": {out, "Downloading", nil, evidence.Fail, between},
		"out for no update":              {"", "Idle", []string{out}, evidence.Fail, between},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.answering("UpdateFirmware", result(ocpp201.UpdateFirmwareResponse{Status: ocpp201.UpdateFirmwareStatusAccepted}))
				l.expect(c.want, c.reason, func(s *Scenario) {
					if c.before != "" {
						l.send("StatusNotification", c.before)
						s.Wait(0, time.Second, "the connector goes out of service")
					}
					Send(s, 1, ocpp201.UpdateFirmwareRequest{RequestID: 7, Firmware: ocpp201.Firmware{Location: "http://files/a.bin", RetrieveDateTime: ocpp201.DateTime{Time: time.Now()}}}).Receive(2)
					for _, status := range c.told {
						l.send("StatusNotification", status)
					}
					l.send("FirmwareStatusNotification", `{"status":"`+c.status+`","requestId":7}`)
					_, call := Receive[ocpp201.FirmwareStatusNotificationRequest](s, 3)
					call.Accept(4)
				})
			})
		})
	}
}
