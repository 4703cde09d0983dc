package schemas

import (
	"fmt"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// BenchmarkAPayloadThatComesAgain holds a message that was judged and read before against one that says the same with another id,
// side by side. The schema has judged both.
func BenchmarkAPayloadThatComesAgain(b *testing.B) {
	set := ownSet(b)
	event := func(id int) []byte {
		return fmt.Appendf(nil, `{"eventType":"Updated","timestamp":"2026-01-02T03:04:05.678Z","triggerReason":"ChargingStateChanged","seqNo":2,`+
			`"transactionInfo":{"transactionId":"00000000-0000-4000-8000-%012d","chargingState":"Charging"},"evse":{"id":1,"connectorId":1}}`, id)
	}
	look := func(text []byte) {
		payload := Read(text)
		wellJudged(b, set.JudgeRequest("TransactionEvent", payload))
		if q, err := Message[ocpp201.TransactionEventRequest](payload); err != nil || q.SeqNo != 2 || payload.Document() == nil {
			b.Fatalf("expected event 2, got %+v, %v", q, err)
		}
	}
	var again, anew time.Duration
	for n := 1; b.Loop(); n++ {
		began := time.Now()
		look(event(n))
		between := time.Now()
		look(event(0))
		anew, again = anew+between.Sub(began), again+time.Since(between)
	}
	b.ReportMetric(float64(again)/float64(b.N), "again-ns/op")
	b.ReportMetric(float64(anew)/float64(b.N), "anew-ns/op")
	b.ReportMetric(float64(again)/float64(anew), "again/anew")
}
