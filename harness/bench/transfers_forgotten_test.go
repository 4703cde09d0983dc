package bench

import (
	"testing"
	"time"

	"github.com/certbench/certbench/csmsmock/files"
	"github.com/certbench/certbench/harness/evidence"
)

func TestOfTransfersTheNewestAreKept(t *testing.T) {
	f := filesServed{Server: files.New(files.Config{})}
	defer f.Close()
	began := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for minute := range 10 {
		for _, kind := range []string{"upload", "download"} {
			at := began.Add(time.Duration(minute) * time.Minute)
			f.over(evidence.Transfer{Kind: kind, Began: began, Ended: at}, func(evidence.Transfer) {})
		}
	}
	f.Forget(began.Add(7 * time.Minute))
	for kind, got := range map[string][]evidence.Transfer{"upload": f.Uploads(), "download": f.Downloads()} {
		if len(got) != 3 || got[0].Kind != kind || !got[0].Ended.Equal(began.Add(7*time.Minute)) {
			t.Errorf("%s: expected the three that were over then or later, got %+v", kind, got)
		}
	}
}
