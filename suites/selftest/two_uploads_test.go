package selftest

import (
	"cmp"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/wire"
)

// logStatuses takes the statuses of uploads in hand.
func logStatuses(hand func(fw *station.Firmware, q ocpp201.LogStatusNotificationRequest, pass func())) func(*bench.MemoryParts) {
	return inHand(func(fw *station.Firmware) {
		fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
			if q, ok := m.Body.(ocpp201.LogStatusNotificationRequest); ok && !m.Asked {
				hand(fw, q, func() { pass(m) })
				return
			}
			pass(m)
		})
	})
}

// laterUploaded has the first of two uploads be told as uploaded a while after it was canceled.
func laterUploaded(told bool, after time.Duration) func(*bench.MemoryParts) {
	return logStatuses(func(fw *station.Firmware, q ocpp201.LogStatusNotificationRequest, pass func()) {
		if q.Status != ocpp201.UploadLogStatusAcceptedCanceled {
			pass()
			return
		}
		if told {
			pass()
		}
		q.Status = ocpp201.UploadLogStatusUploaded
		fw.Kernel.After(after, func() { wire.Send(fw.Wire, q, wire.Sending{}) })
	})
}

// acceptsBoth answers the second of two requests as the first.
var acceptsBoth = inHand(func(fw *station.Firmware) {
	fw.Wire.Seam.Answers.Add(func(m wire.Message, pass wire.Pass) {
		if r, ok := m.Body.(ocpp201.GetLogResponse); ok && r.Status == ocpp201.LogStatusAcceptedCanceled {
			r.Status = ocpp201.LogStatusAccepted
			m.Body = r
		}
		pass(m)
	})
})

// slowToBegin tells of every upload but the first a while after it was accepted.
func slowToBegin(p *bench.MemoryParts) {
	first := 0
	logStatuses(func(fw *station.Firmware, q ocpp201.LogStatusNotificationRequest, pass func()) {
		if first = cmp.Or(first, *q.RequestID); first == *q.RequestID {
			pass()
			return
		}
		fw.Kernel.After(12*time.Second, pass)
	})(p)
}

// TestNoCaseIsBlamedForAnUploadOfAnother plays two uploads at once, and then cases that have nothing to do with them.
func TestNoCaseIsBlamedForAnUploadOfAnother(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*bench.MemoryParts)
		first  evidence.Verdict // of the case of the two uploads
		found  bool             // something is found out between the cases
	}{
		"the first is canceled":                 {func(*bench.MemoryParts) {}, evidence.Pass, false},
		"both go on":                            {both(acceptsBoth, laterUploaded(false, 20*time.Second)), evidence.Fail, false},
		"both go on, and the first for long":    {both(acceptsBoth, laterUploaded(false, 3*time.Minute)), evidence.Fail, false},
		"the second begins after the case":      {both(acceptsBoth, slowToBegin), evidence.Fail, false},
		"the first goes on although it is over": {laterUploaded(true, 10*time.Second), evidence.Pass, true},
	} {
		t.Run(name, func(t *testing.T) {
			records := record(t, setup{}, func(r octt.Recorder) {
				synctest.Test(t, func(t *testing.T) {
					playSeveral(t, r, c.change, "TC_N_36_CS", "TC_J_02_CS", "TC_E_03_CS", "TC_C_02_CS", "TC_F_11_CS", "TC_N_25_CS", "TC_N_36_CS")
				})
			})
			run := evidence.Fold(records)
			for i := range run.Plays {
				p, want := &run.Plays[i], evidence.Pass
				if p.Begin.ID == "TC_N_36_CS" {
					want = c.first
				}
				if p.Verdict != want {
					place, sentence := firstWorst(p)
					t.Errorf("%s: expected %s, got %s at %s: %s", p.Begin.ID, want, p.Verdict, place, sentence)
				}
			}
			if found := len(run.Found) > 0; found != c.found {
				t.Errorf("expected that something is found out: %t, got %+v", c.found, run.Found)
			}
		})
	}
}
