package schemas

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// BenchmarkFrameToVerdict measures what every frame costs: framing, strict reading, schema.
func BenchmarkFrameToVerdict(b *testing.B) {
	b.Run("BootNotification", func(b *testing.B) {
		frameToVerdict(b, ocpp201.BootNotificationRequest{
			Reason: ocpp201.BootReasonPowerUp,
			ChargingStation: ocpp201.ChargingStation{Model: "Model", VendorName: "Vendor", SerialNumber: new("123"), FirmwareVersion: new("1.0"),
				Modem: &ocpp201.Modem{ICCID: new("1"), IMSI: new("2")}},
		})
	})
	b.Run("TransactionEvent", func(b *testing.B) { frameToVerdict(b, transactionEvent(6)) })
	for _, entries := range []int{100, 1000} {
		b.Run(fmt.Sprintf("NotifyReport-%d", entries), func(b *testing.B) { frameToVerdict(b, notifyReport(entries)) })
	}
}

func frameToVerdict(b *testing.B, request interface{ Action() string }) {
	payload, err := json.Marshal(request)
	if err != nil {
		b.Fatal(err)
	}
	raw := ocppj.EncodeCall(ocppj.NewID(), request.Action(), payload)
	set := ownSet(b)
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		frame, err := ocppj.Parse(raw)
		if err != nil {
			b.Fatal(err)
		}
		if j := set.judge(frame.Action+"Request", frame.Action, Read(frame.Payload)); len(j.Problems)+len(j.Types) > 0 {
			b.Fatalf("the payload has problems: %+v", j)
		}
	}
}

func moment() ocpp201.DateTime {
	var moment ocpp201.DateTime
	if err := moment.UnmarshalJSON([]byte(`"2026-01-02T03:04:05.678Z"`)); err != nil {
		panic(err)
	}
	return moment
}

func transactionEvent(samples int) ocpp201.TransactionEventRequest {
	values := make([]ocpp201.SampledValue, samples)
	for i := range values {
		values[i] = ocpp201.SampledValue{
			Value: float64(i) + 0.5, Context: new(ocpp201.ReadingContextSamplePeriodic), Measurand: new(ocpp201.MeasurandEnergyActiveImportRegister),
			Phase: new(ocpp201.PhaseL1), Location: new(ocpp201.LocationOutlet), UnitOfMeasure: &ocpp201.UnitOfMeasure{Unit: new("Wh")},
		}
	}
	return ocpp201.TransactionEventRequest{
		EventType: ocpp201.TransactionEventEnumUpdated, Timestamp: moment(), TriggerReason: ocpp201.TriggerReasonMeterValuePeriodic, SeqNo: 3,
		TransactionInfo: ocpp201.Transaction{TransactionID: ocppj.NewID(), ChargingState: new(ocpp201.ChargingStateCharging)},
		EVSE:            &ocpp201.EVSE{ID: 1, ConnectorID: new(1)},
		IDToken:         &ocpp201.IDToken{IDToken: "04E91C5A", Type: ocpp201.IDTokenEnumISO14443},
		MeterValue:      []ocpp201.MeterValue{{Timestamp: moment(), SampledValue: values}},
	}
}

func notifyReport(entries int) ocpp201.NotifyReportRequest {
	data := make([]ocpp201.ReportData, entries)
	for i := range data {
		data[i] = ocpp201.ReportData{
			Component: ocpp201.Component{Name: "EVSE", EVSE: &ocpp201.EVSE{ID: 1}},
			Variable:  ocpp201.Variable{Name: fmt.Sprintf("Variable%d", i)},
			VariableAttribute: []ocpp201.VariableAttribute{
				{Type: new(ocpp201.AttributeActual), Value: new("1"), Mutability: new(ocpp201.MutabilityReadOnly)}},
			VariableCharacteristics: &ocpp201.VariableCharacteristics{DataType: ocpp201.DataInteger, SupportsMonitoring: true},
		}
	}
	return ocpp201.NotifyReportRequest{RequestID: 1, GeneratedAt: moment(), SeqNo: 0, ReportData: data}
}
