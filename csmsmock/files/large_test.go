package files

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"runtime"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestAHundredMebibytesGoBothWaysOverTCP(t *testing.T) {
	if testing.Short() {
		t.Skip("moves 1 GiB")
	}
	content := pattern(100 << 20)
	sum := sumOf(content)
	for _, m := range movers {
		if strings.Contains(m.name, "active") || strings.Contains(m.name, "clear") {
			continue // the same bytes on the same way
		}
		t.Run(m.name, func(t *testing.T) {
			l := newLab(t, true)
			l.Put("/v2.bin", content)
			if err := m.up(l, Logs+"/a.log", bytes.NewReader(content)); err != nil {
				t.Fatal(err)
			}
			if told := l.last(1); told.SHA256 != sum || told.Size != int64(len(content)) || told.Fault != "" {
				t.Errorf("expected an upload with hash %s, got %+v", sum, told)
			}
			got := sha256.New()
			if err := m.down(l, "/v2.bin", got); err != nil {
				t.Fatal(err)
			}
			if told := l.last(2); told.SHA256 != sum || hex.EncodeToString(got.Sum(nil)) != sum || told.Fault != "" {
				t.Errorf("expected a download with hash %s, got %x and %+v", sum, got.Sum(nil), told)
			}
		})
	}
}

func TestKilledClientsLeaveNothingOpenOverTCP(t *testing.T) {
	content := pattern(32 << 20)
	for _, m := range movers {
		t.Run(m.name, func(t *testing.T) {
			ignored := goleak.IgnoreCurrent()
			l := newLab(t, true)
			l.Put("/big.bin", content)
			kill := func(after int, up bool) {
				s := &stuck{after: after, at: make(chan struct{}), released: make(chan struct{})}
				ended := make(chan error, 1)
				go func() {
					if up {
						ended <- m.up(l, Logs+"/a.log", s)
					} else {
						ended <- m.down(l, "/big.bin", s)
					}
				}()
				<-s.at
				l.kill()
				close(s.released)
				if err := <-ended; err == nil {
					t.Error("expected an error for the client that was killed")
				}
			}
			for round, after := range []int{0, 1, 5 << 20} {
				kill(after, true)
				kill(after, false)
				for i := 2 * round; i < 2*round+2; i++ {
					if told := l.last(i + 1); told.Fault == "" {
						t.Errorf("killed after %d bytes: expected a fault, got %+v", after, told)
					}
				}
			}
			before, heap := descriptors(t), allocated()
			for range 2 {
				kill(100_000, true)
				kill(100_000, false)
			}
			l.last(10)
			for limit := time.Now().Add(time.Minute); descriptors(t) > before && time.Now().Before(limit); time.Sleep(time.Millisecond) {
			}
			if now := descriptors(t); now > before {
				t.Errorf("expected no more than %d descriptors open, got %d", before, now)
			}
			if now := allocated(); now > heap+4<<20 {
				t.Errorf("expected the heap to stay at %d bytes, got %d", heap, now)
			}
			if err := l.Close(); err != nil {
				t.Error(err)
			}
			l.kill()
			goleak.VerifyNone(t, ignored)
		})
	}
}

// allocated is what is on the heap after a collection.
func allocated() uint64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
