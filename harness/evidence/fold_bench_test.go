package evidence

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// BenchmarkScan reads evidence whose records go by, as every document does. kept-B/play is what is kept of a play, of which the
// evidence has some 60 kB: it is the same for ten times as many plays.
func BenchmarkScan(b *testing.B) {
	for _, plays := range []int{100, 1000} {
		b.Run(fmt.Sprintf("%d plays", plays), func(b *testing.B) {
			text := evidenceOf(b, plays)
			b.SetBytes(int64(len(text)))
			var kept int64
			for b.Loop() {
				before := reachable()
				f := NewFolding()
				log, err := Scan(bytes.NewReader(text), f.Add)
				if err != nil || log.Verify() != nil {
					b.Fatal(err, log.Verify())
				}
				kept = reachable() - before
				if run := f.Run(); len(run.Plays) != plays {
					b.Fatalf("expected %d plays, got %d", plays, len(run.Plays))
				}
			}
			runtime.KeepAlive(text)
			b.ReportMetric(float64(kept)/float64(plays), "kept-B/play")
		})
	}
}

// reachable is how many bytes are in use.
func reachable() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// evidenceOf is a run of so many plays with fifty frames and a row and a check for each.
func evidenceOf(b *testing.B, plays int) []byte {
	b.Helper()
	var text bytes.Buffer
	r := New(&text, nil)
	write := func(rec Record) int64 {
		seq, err := r.Append(rec)
		if err != nil {
			b.Fatal(err)
		}
		return seq
	}
	for n := range plays {
		id := fmt.Sprintf("TC_B_%02d_CS", n%100)
		of := func(rec Record) Record { rec.Play, rec.Case = n+1, id; return rec }
		write(of(Record{Begin: &CaseStarted{ID: id, Name: "a case"}}))
		for range 50 {
			seq := write(of(Record{Frame: &Frame{Direction: In, Type: "CALL", Action: "Heartbeat", Raw: strings.Repeat("x", 200)}}))
			write(of(Record{Row: &Row{Number: "1", Verdict: Pass, Frames: []int64{seq}}}))
			write(of(Record{Check: &Check{Row: "1", Verdict: Pass, Frame: seq}}))
		}
		write(of(Record{End: &CaseEnded{ID: id, Verdict: Pass, Own: map[Wait]time.Duration{WaitAct: 1, WaitSettle: 2, WaitProof: 3, WaitRest: 4}}}))
	}
	write(Record{Finished: &RunEnded{Verdict: Pass}})
	if err := r.Close(); err != nil {
		b.Fatal(err)
	}
	return text.Bytes()
}
