package ocpp201_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/random"
)

func TestMessagesAreWrittenAsEncodingJSONWritesThem(t *testing.T) {
	source := random.New(1)
	for _, action := range ocpp201.Actions() {
		known, _ := ocpp201.Lookup(action)
		for range 20 {
			request := source.Payload(action+"Request", nil)
			for what, of := range map[string]any{"Request": known.NewRequest(), "Response": known.NewResponse()} {
				payload := request
				if what == "Response" {
					payload = source.Payload(action+"Response", request)
				}
				text, err := json.Marshal(payload)
				if err != nil {
					t.Fatal(err)
				}
				if err := ocpp201.Decode(text, of); err != nil {
					t.Fatal(err)
				}
				sameText(t, of)
				sameText(t, reflect.ValueOf(of).Elem().Interface())
			}
		}
		sameText(t, known.NewRequest())
		sameText(t, known.NewResponse())
	}
}

func sameText(t *testing.T, value any) {
	t.Helper()
	want, failed := json.Marshal(value)
	got, err := ocpp201.Marshal(value)
	if failed != nil || err != nil || !bytes.Equal(got, want) {
		t.Errorf("expected of %T\n%s (%v), got\n%s (%v)", value, want, failed, got, err)
	}
}

func TestUnusualValuesAreWrittenAsEncodingJSONWritesThem(t *testing.T) {
	for _, text := range []string{"", "plain ~", "Größe", `"\`, "<a&b>", "\x00\n\t\x7f", "\xff\xfe", "\u2028", string(rune(0x10ffff))} {
		sameText(t, ocpp201.DataTransferRequest{VendorID: text, MessageID: &text, Data: json.RawMessage("{ \"a\": [1, \"<\"] }")})
		sameText(t, ocpp201.AuthorizeRequest{IDToken: ocpp201.IDToken{IDToken: text}})
	}
	for _, n := range []float64{0, math.Copysign(0, -1), 1, -1.5, 1e-6, 9e-7, 1e20, 1e21, -3e22, 0.1, 1.0 / 3, math.MaxFloat64, math.SmallestNonzeroFloat64} {
		sameText(t, ocpp201.CostUpdatedRequest{TotalCost: n})
	}
	for _, at := range []time.Time{{}, time.Unix(0, 999_999_999), time.Date(9999, 12, 31, 23, 59, 59, 0, time.FixedZone("", 3600))} {
		sameText(t, ocpp201.HeartbeatResponse{CurrentTime: ocpp201.DateTime{Time: at}})
	}
	type wider struct {
		ocpp201.HeartbeatRequest
		More string `json:"more"`
	}
	for _, other := range []any{nil, map[string]any{"a": 1}, wider{More: "x"}, (*ocpp201.HeartbeatRequest)(nil), json.RawMessage("[]"), 7} {
		sameText(t, other)
	}
}

func TestWhatCannotBeWrittenIsAnError(t *testing.T) {
	for _, value := range []any{
		ocpp201.HeartbeatResponse{CurrentTime: ocpp201.DateTime{Time: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)}},
		ocpp201.CostUpdatedRequest{TotalCost: math.Inf(1)}, ocpp201.CostUpdatedRequest{TotalCost: math.NaN()},
		ocpp201.DataTransferRequest{Data: json.RawMessage("{")}, make(chan int),
	} {
		got, err := ocpp201.Append([]byte("before"), value)
		if err == nil || string(got) != "before" {
			t.Errorf("%T: expected an error and nothing appended, got %q and %v", value, got, err)
		}
		_, want := json.Marshal(value)
		if kind := reflect.TypeOf(want); err != nil && !errors.As(err, reflect.New(kind).Interface()) {
			t.Errorf("%T: expected an error such as %v, got %v", value, want, err)
		}
	}
}

// BenchmarkMarshal writes an event of a transaction by reflection and without.
func BenchmarkMarshal(b *testing.B) {
	power := ocpp201.SampledValue{Value: 7360, Measurand: new(ocpp201.MeasurandPowerActiveImport), UnitOfMeasure: &ocpp201.UnitOfMeasure{Unit: new("W")}}
	at := ocpp201.DateTime{Time: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	event := ocpp201.TransactionEventRequest{
		EventType: ocpp201.TransactionEventEnumUpdated, Timestamp: at, TriggerReason: ocpp201.TriggerReasonMeterValuePeriodic, SeqNo: 7,
		TransactionInfo: ocpp201.Transaction{TransactionID: "5be0cd19-137e-4179-9b05-688c00000001", ChargingState: new(ocpp201.ChargingStateCharging)},
		MeterValue:      []ocpp201.MeterValue{{Timestamp: at, SampledValue: []ocpp201.SampledValue{{Value: 1500.5}, power}}},
		EVSE:            &ocpp201.EVSE{ID: 1, ConnectorID: new(1)},
	}
	for name, marshal := range map[string]func(any) ([]byte, error){"by reflection": json.Marshal, "generated": ocpp201.Marshal} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := marshal(event); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
