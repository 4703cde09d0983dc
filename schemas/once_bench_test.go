package schemas

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// lookers is how many look at a message beside its schema: of one about a connector, whoever keeps its state, whoever judges the
// place that it names, and the row that has waited for it.
const lookers = 3

// BenchmarkAFrameIsReadOnce holds a frame that is read once for all who look at it against one whose text each of them reads
// anew, side by side: framing, schema, and for each looker one field and the message. The schema judges both.
func BenchmarkAFrameIsReadOnce(b *testing.B) {
	b.Run("StatusNotification", func(b *testing.B) {
		onceAndAnew[ocpp201.StatusNotificationRequest](b, ocpp201.StatusNotificationRequest{Timestamp: moment(),
			ConnectorStatus: ocpp201.ConnectorStatusAvailable, EVSEID: 1, ConnectorID: 1})
	})
	b.Run("TransactionEvent", func(b *testing.B) { onceAndAnew[ocpp201.TransactionEventRequest](b, transactionEvent(6)) })
	b.Run("NotifyReport-100", func(b *testing.B) { onceAndAnew[ocpp201.NotifyReportRequest](b, notifyReport(100)) })
}

func onceAndAnew[Q interface{ Action() string }](b *testing.B, request Q) {
	payload, err := json.Marshal(request)
	if err != nil {
		b.Fatal(err)
	}
	raw, set := ocppj.EncodeCall(ocppj.NewID(), request.Action(), payload), ownSet(b)
	var once, anew time.Duration
	for b.Loop() {
		began := time.Now()
		readOnce[Q](b, set, raw)
		between := time.Now()
		readAnew[Q](b, set, raw)
		once, anew = once+between.Sub(began), anew+time.Since(between)
	}
	b.ReportMetric(float64(once)/float64(b.N), "once-ns/op")
	b.ReportMetric(float64(anew)/float64(b.N), "anew-ns/op")
	b.ReportMetric(float64(once)/float64(anew), "once/anew")
}

func readOnce[Q any](b *testing.B, set *Set, raw []byte) {
	frame, err := ocppj.Parse(raw)
	if err != nil {
		b.Fatal(err)
	}
	payload := Read(frame.Payload)
	wellJudged(b, set.judge(frame.Action+"Request", frame.Action, payload))
	for range lookers {
		var q Q
		if fields, _ := payload.Document().(map[string]any); fields == nil || payload.Decode(&q) != nil {
			b.Fatal("the payload cannot be read")
		}
	}
}

func readAnew[Q any](b *testing.B, set *Set, raw []byte) {
	frame, err := ocppj.Parse(raw)
	if err != nil {
		b.Fatal(err)
	}
	wellJudged(b, set.judge(frame.Action+"Request", frame.Action, Read(frame.Payload)))
	for range lookers {
		var q Q
		var fields map[string]any
		if json.Unmarshal(frame.Payload, &fields) != nil || ocpp201.Decode(frame.Payload, &q) != nil {
			b.Fatal("the payload cannot be read")
		}
	}
}

func wellJudged(b *testing.B, j Judgement) {
	if len(j.Problems)+len(j.Types) > 0 {
		b.Fatalf("the payload has problems: %+v", j)
	}
}
