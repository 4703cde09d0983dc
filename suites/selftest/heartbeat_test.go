package selftest

import (
	"testing"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/station/defects"
)

// TestAPeriodicHeartbeatDoesNotPassForATriggeredOne begins TC_F_20_CS when a Heartbeat is about to be due. The station that
// sends no triggered one must fail all the same, and the good one pass; where one is always about to be due, nothing is
// proved.
func TestAPeriodicHeartbeatDoesNotPassForATriggeredOne(t *testing.T) {
	for name, c := range map[string]struct {
		interval, wait time.Duration
		defects        []defects.Defect
		want           evidence.Verdict
		place          string
	}{
		"a good station":                    {60 * time.Second, 50 * time.Second, nil, evidence.Pass, ""},
		"a good station whose turn it is":   {60 * time.Second, 58 * time.Second, nil, evidence.Pass, ""},
		"a station that does not send it":   {60 * time.Second, 50 * time.Second, []defects.Defect{defects.TriggerHeartbeatNotSent}, evidence.Fail, "main/3"},
		"one that does not, and beats fast": {20 * time.Second, 0, []defects.Defect{defects.TriggerHeartbeatNotSent}, evidence.Inconclusive, "main/3"},
	} {
		t.Run(name, func(t *testing.T) {
			p := play(t, "TC_F_20_CS", setup{defects: c.defects, ready: func() { time.Sleep(c.wait) }, change: func(p *bench.MemoryParts) {
				p.Configured.HeartbeatInterval = c.interval
			}})
			place, sentence := firstWorst(p)
			if p.Verdict != c.want || c.place != "" && place != c.place {
				t.Errorf("expected %s at %q, got %s at %s: %s\n%s", c.want, c.place, p.Verdict, place, sentence, tableOf(t, p))
			}
		})
	}
}
