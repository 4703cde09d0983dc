package charging

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
)

func TestTheRecordOfTransactionsIsWrittenAsEncodingJSONWritesIt(t *testing.T) {
	event := ocpp201.TransactionEventRequest{
		EventType: ocpp201.TransactionEventEnumStarted, Timestamp: ocpp201.DateTime{Time: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)},
		TriggerReason: ocpp201.TriggerReasonCablePluggedIn, TransactionInfo: ocpp201.Transaction{TransactionID: "t-1"}, Offline: new(true),
	}
	for _, r := range []*transactionRecord{
		{Queue: []*Queued{}, Registers: map[int]float64{}},
		{Queue: []*Queued{{Event: event, Starts: true, Attempts: 2}, {Event: event}}, Registers: map[int]float64{2: 0.25, 1: 1234567.5, 3: 0}},
		{Sessions: []*Session{{EVSE: 1, Token: &ocpp201.IDToken{IDToken: "<A>"}, Tx: &Transaction{ID: "t-1"}}, {}}, Queue: []*Queued{}},
	} {
		want, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		got, err := r.AppendRecord([]byte("before "))
		if err != nil || !bytes.Equal(got, append([]byte("before "), want...)) {
			t.Errorf("expected\n%s, got\n%s (%v)", want, got, err)
		}
	}
}
