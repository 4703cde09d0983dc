package kernel

import (
	"encoding/json"
	"log/slog"
	"slices"
	"testing"
	"time"
)

// BenchmarkSave holds a record that is written into memory that is there already against one that is made and copied anew, side by side.
func BenchmarkSave(b *testing.B) {
	record := map[string]any{"transactionId": "00000000-0000-4000-8000-000000000001", "events": make([]struct{ SeqNo, EVSE int }, 20)}
	k := New("PowerUp", Memory(), slog.New(slog.DiscardHandler))
	kept := map[string][]byte{}
	var into, anew time.Duration
	for b.Loop() {
		began := time.Now()
		k.Save("transactions", record)
		between := time.Now()
		data, err := json.Marshal(record)
		if err != nil {
			b.Fatal(err)
		}
		kept["transactions"] = slices.Clone(data)
		into, anew = into+between.Sub(began), anew+time.Since(between)
	}
	b.ReportMetric(float64(into)/float64(b.N), "into-ns/op")
	b.ReportMetric(float64(anew)/float64(b.N), "anew-ns/op")
	b.ReportMetric(float64(into)/float64(anew), "into/anew")
}
