package sessions

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// wholeEvents are transaction events with every field that the station sets, in every mixture of the words on which
// faults turn.
func wholeEvents(t *testing.T) []ocpp201.TransactionEventRequest {
	t.Helper()
	var events []ocpp201.TransactionEventRequest
	for _, kind := range []string{"Started", "Updated", "Ended"} {
		for _, trigger := range []string{
			"CablePluggedIn", "Authorized", "RemoteStart", "RemoteStop", "StopAuthorized", "EVCommunicationLost", "EVConnectTimeout",
			"EVDeparted", "EVDetected", "ResetCommand", "ChargingStateChanged", "Deauthorized", "MeterValuePeriodic", "MeterValueClock", "AbnormalCondition", "Trigger", "SignedDataReceived",
		} {
			for _, state := range []string{"Charging", "EVConnected", "SuspendedEV", "SuspendedEVSE", "Idle"} {
				for _, reason := range []string{"Local", "Remote", "Timeout", "ImmediateReset", "EVDisconnected", "DeAuthorized", "PowerLoss", "MasterPass", "StoppedByEV"} {
					var event ocpp201.TransactionEventRequest
					text := `{"eventType":"` + kind + `","timestamp":"2026-01-02T03:04:05Z","triggerReason":"` + trigger + `","seqNo":3,"offline":true,
						"numberOfPhasesUsed":3,"cableMaxCurrent":32,"reservationId":7,"evse":{"id":1,"connectorId":1},"idToken":{"idToken":"CARD","type":"ISO14443"},
						"meterValue":[{"timestamp":"2026-01-02T03:04:05Z","sampledValue":[{"value":1,"context":"Sample.Periodic","measurand":"Voltage"}]}],
						"transactionInfo":{"transactionId":"T","chargingState":"` + state + `","timeSpentCharging":3,"stoppedReason":"` + reason + `","remoteStartId":4}}`
					if err := json.Unmarshal([]byte(text), &event); err != nil {
						t.Fatal(err)
					}
					events = append(events, event)
				}
			}
		}
	}
	for _, kind := range []string{"Started", "Updated", "Ended"} {
		for _, trigger := range []string{"MeterValuePeriodic", "MeterValueClock", "ChargingStateChanged"} {
			events = append(events, readingEvent(t, kind, trigger))
		}
	}
	online := events[0] // that one event happened online is enough for faults that only take the flag
	online.TriggerReason, online.Offline = ocpp201.TriggerReasonDeauthorized, nil
	return append(events, online)
}

// readingEvent is a transaction event with signed meter values of every context, a minute apart, of two measurands each.
func readingEvent(t *testing.T, kind, trigger string) ocpp201.TransactionEventRequest {
	t.Helper()
	var readings []string
	for minute, context := range []string{
		"Transaction.Begin", "Sample.Periodic", "Sample.Periodic", "Sample.Clock", "Sample.Clock", "Transaction.End",
	} {
		sample := `{"value":1,"context":"` + context + `","measurand":"%s","signedMeterValue":
			{"signedMeterData":"AA==","signingMethod":"","encodingMethod":"OCMF","publicKey":"AA=="}}`
		readings = append(readings, fmt.Sprintf(`{"timestamp":"2026-01-02T03:%02d:05Z","sampledValue":[`+sample+`,`+sample+`]}`,
			minute, "Voltage", "Energy.Active.Import.Register"))
	}
	var event ocpp201.TransactionEventRequest
	text := `{"eventType":"` + kind + `","timestamp":"2026-01-02T03:09:05Z","triggerReason":"` + trigger + `","seqNo":3,
		"meterValue":[` + strings.Join(readings, ",") + `],"transactionInfo":{"transactionId":"T"}}`
	if err := json.Unmarshal([]byte(text), &event); err != nil {
		t.Fatal(err)
	}
	return event
}

// TestAnEventFaultSpoilsACopyOnly: the station tries every fault on every event to see whether it may ask for it. One that
// wrote through a pointer of the event would spoil what a good station has queued.
func TestAnEventFaultSpoilsACopyOnly(t *testing.T) {
	events := wholeEvents(t)
	for _, fault := range everyEventFault {
		spoils := 0
		for _, event := range events {
			before, err := json.Marshal(event)
			if err != nil {
				t.Fatal(err)
			}
			spoiled := event
			fault.spoil(&spoiled)
			after, err := json.Marshal(event)
			if err != nil {
				t.Fatal(err)
			}
			if string(before) != string(after) {
				t.Fatalf("%s: expected the event it was given a copy of to stay\n%s, got\n%s", fault.defect, before, after)
			}
			if changed, err := json.Marshal(spoiled); err != nil {
				t.Fatal(err)
			} else if string(changed) != string(before) {
				spoils++
			}
		}
		if spoils == 0 {
			t.Errorf("%s: expected an event that it spoils, got none among %d", fault.defect, len(events))
		}
	}
}
