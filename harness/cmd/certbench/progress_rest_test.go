package main

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
)

// TestALongWaitOnTheWayToRestIsTold in a log, where the line of the play comes only when it is over, and a short one is not.
func TestALongWaitOnTheWayToRestIsTold(t *testing.T) {
	for name, c := range map[string]struct {
		stage  evidence.Stage
		lasts  time.Duration // until the play is over
		most   time.Duration // of the wait
		before time.Duration // after which another wait begins; 0 for none
		want   int           // lines
	}{
		"long":                        {evidence.Restore, 5 * time.Minute, 10 * time.Minute, 0, 1},
		"long at most":                {evidence.Restore, 5 * time.Second, 10 * time.Minute, 0, 0},
		"short":                       {evidence.Restore, 5 * time.Second, 10 * time.Second, 0, 0},
		"of a row":                    {evidence.Main, 5 * time.Minute, 10 * time.Minute, 0, 0},
		"another one after a while":   {evidence.Restore, 40 * time.Second, 10 * time.Minute, 20 * time.Second, 0},
		"another one that lasts long": {evidence.Restore, 5 * time.Minute, 10 * time.Minute, 20 * time.Second, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var out strings.Builder
				p := watch(&out, false, []*bench.File{{}})
				waits := func() {
					p.record(evidence.Record{Play: 1, Case: "TC_H_01_CS", At: time.Now(),
						Awaiting: &evidence.Awaiting{Stage: c.stage, What: "the reservations to expire", Until: time.Now().Add(c.most)}})
				}
				p.record(evidence.Record{Play: 1, Case: "TC_H_01_CS", Begin: &evidence.CaseStarted{ID: "TC_H_01_CS", Name: "Reserve"}})
				waits()
				if c.before > 0 {
					time.Sleep(c.before)
					waits()
				}
				time.Sleep(c.lasts - c.before)
				p.record(evidence.Record{Play: 1, Case: "TC_H_01_CS", End: &evidence.CaseEnded{ID: "TC_H_01_CS", Verdict: evidence.Pass}})
				time.Sleep(time.Hour) // a timer of what is over says nothing
				p.close()
				if got := strings.Count(out.String(), "after TC_H_01_CS: waiting for the reservations to expire"); got != c.want {
					t.Errorf("expected %d lines that tell the wait, got %d:\n%s", c.want, got, out.String())
				}
			})
		})
	}
}
