package fleet

import (
	"context"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// Left is a bench that a runner which is gone had reserved, and where what had come of its evidence lies.
type Left struct {
	Bench string `json:"bench"`
	Fence uint64 `json:"fence"` // of the lease
	Dir   string `json:"-"`
}

// How long nothing may come of a bench whose agent is not at work for the run any more, until that is all, and how often that is looked at.
const (
	silentAtLast = 5 * time.Second
	lookForRest  = 200 * time.Millisecond
)

// Rest collects what is still to come of a run whose runner is gone: its leases are ended, and each agent ends the play under way in good
// order, brings the station to rest and sends what it has recorded. Of one that is gone nothing is waited for. told is called with each
// record of each bench, also with those that had come before.
func (f *Fleet) Rest(ctx context.Context, b *Board, run string, left []Left, told func(bench string, rec evidence.Record)) error {
	over, last := map[string]bool{}, map[string]time.Time{}
	collecting, stop := context.WithCancel(ctx)
	defer stop()
	type news struct {
		bench string
		end   bool
	}
	came := make(chan news, 1)
	c := f.Collect(run, func(bench string, rec evidence.Record) {
		told(bench, rec)
		select {
		case came <- news{bench, rec.Finished != nil}:
		case <-collecting.Done():
		}
	}, func(string, error) {})
	again := make(chan error, 1)
	go func() { // what had come is told as well, so that came is read meanwhile
		for _, l := range left {
			if err := c.Again(l.Bench, l.Dir); err != nil {
				again <- err
				return
			}
		}
		again <- c.Run(collecting)
	}()
	f.Release(b, run)
	for _, l := range left {
		last[l.Bench] = time.Now()
	}
	looks := time.NewTicker(lookForRest)
	defer looks.Stop()
	for {
		select {
		case n := <-came:
			last[n.bench], over[n.bench] = time.Now(), n.end
		case err := <-again:
			return err
		case <-ctx.Done():
			stop()
			<-again
			return context.Cause(ctx)
		case <-looks.C:
			if f.settled(b, left, over, last) {
				stop()
				return <-again
			}
		}
	}
}

func (f *Fleet) settled(b *Board, left []Left, over map[string]bool, last map[string]time.Time) bool {
	for _, l := range left {
		bench, there := b.bench(l.Bench)
		atWork := there && bench.Serving.Fence == l.Fence && bench.Serving.Over == ""
		if atWork {
			last[l.Bench] = time.Now()
		}
		if !over[l.Bench] && time.Since(last[l.Bench]) < silentAtLast {
			return false
		}
	}
	return true
}
