package live_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"syscall"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/live"
	"github.com/certbench/certbench/harness/live/door"
)

// spent is the CPU time of this process so far.
func spent(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// BenchmarkFiveWatchers records a run at the pace of a busy bench, by turns with a page that five watch and without one, and reports
// the CPU time that a second of it costs the page. (It holds the watchers as well, which read in this
// process.)
func BenchmarkFiveWatchers(b *testing.B) {
	const perSecond, lasts = 100, 2 * time.Second
	var with, without time.Duration
	for b.Loop() {
		for _, watched := range []bool{false, true} {
			cost := record(b, watched, perSecond, lasts)
			if watched {
				with += cost
			} else {
				without += cost
			}
		}
	}
	seconds := float64(b.N) * lasts.Seconds()
	b.ReportMetric(without.Seconds()*1000/seconds, "ms-CPU/s-without")
	b.ReportMetric(with.Seconds()*1000/seconds, "ms-CPU/s-with")
}

func listen(b *testing.B) net.Listener {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	return l
}

// record records for a while and returns what that costs.
func record(b *testing.B, watched bool, perSecond int, lasts time.Duration) time.Duration {
	dir := b.TempDir()
	rec, err := evidence.Create(dir)
	if err != nil {
		b.Fatal(err)
	}
	page := live.New(live.Config{Dir: dir, Door: door.New("")})
	server := &http.Server{Handler: page.Handler()}
	if watched {
		rec.OnRecord(page.Record)
		listener := listen(b)
		go func() { _ = server.Serve(listener) }() // until it is closed
		for range 5 {
			answer, err := http.Get("http://" + listener.Addr().String() + "/events")
			if err != nil {
				b.Fatal(err)
			}
			go func() { _, _ = io.Copy(io.Discard, answer.Body) }() // until it is closed
		}
	}
	before := spent(b)
	if _, err := rec.Append(evidence.Record{Run: &evidence.RunStarted{Product: "P", Bench: "one"}}); err != nil {
		b.Fatal(err)
	}
	tick := time.NewTicker(time.Second / time.Duration(perSecond))
	defer tick.Stop()
	for i := range int(lasts.Seconds() * float64(perSecond)) {
		<-tick.C
		raw := fmt.Sprintf(`[2,"%d","MeterValues",{"evseId":1,"meterValue":[{"timestamp":"2026-01-01T00:00:00Z","sampledValue":[{"value":1}]}]}]`, i)
		if _, err := rec.Append(evidence.Record{Case: "TC_E_03_CS", Play: 1, Frame: &evidence.Frame{Direction: evidence.In, Type: "CALL", Action: "MeterValues", Raw: raw}}); err != nil {
			b.Fatal(err)
		}
	}
	cost := spent(b) - before
	page.Close()
	if err := server.Close(); err != nil {
		b.Fatal(err)
	}
	if err := rec.Close(); err != nil {
		b.Fatal(err)
	}
	return cost
}
