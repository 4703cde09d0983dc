package main

import (
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"
)

// What documents and a run may take in MiB before what evidence and frames leave behind is collected. What is kept of a run is a small
// part of it, and a bench keeps some hundred KiB.
const (
	forDocuments = 48
	forRun       = 64
	benchesAMiB  = 4
)

// A limit that leaves too little beside what is kept would have the process do nothing but collect, and a station wait for its answers.
const (
	frugalLook  = 15 * time.Second // how often it is looked at what collecting costs: a burst of frames is no reason
	frugalShare = 2                // where it is more than this part of all computing
	frugalLeast = 20               // and more than this part of a processor, the limit is raised
	frugalRaise = 16               // by this part of it
)

// frugal has what was left behind be collected before the process takes more memory than that, in MiB, as long as it can: where more is
// kept, the limit gives way. What it returns lifts it again, for a command that goes on to something else.
func frugal(mib int) (lift func()) {
	limit := int64(mib) << 20
	before := debug.SetMemoryLimit(limit)
	end := make(chan struct{})
	var given sync.WaitGroup
	given.Go(func() { giveWay(limit, end, time.NewTicker(frugalLook)) })
	return func() {
		close(end)
		given.Wait()
		debug.SetMemoryLimit(before)
	}
}

// giveWay raises the limit, in bytes, while collecting costs too much of what is computed between two ticks.
func giveWay(limit int64, end <-chan struct{}, every *time.Ticker) {
	defer every.Stop()
	last := computed()
	for {
		select {
		case <-end:
			return
		case <-every.C:
			now := computed()
			if now.tooMuch(last) {
				limit += limit / frugalRaise
				debug.SetMemoryLimit(limit)
			}
			last = now
		}
	}
}

// computing is how many seconds of processors the process has taken by a moment.
type computing struct {
	at              time.Time
	collecting, all float64
}

func computed() computing {
	samples := []metrics.Sample{{Name: "/cpu/classes/gc/total:cpu-seconds"}, {Name: "/cpu/classes/gc/mark/idle:cpu-seconds"}, {Name: "/cpu/classes/user:cpu-seconds"}}
	metrics.Read(samples)
	collecting := samples[0].Value.Float64() - samples[1].Value.Float64() // a processor that has nothing else to do costs nothing
	return computing{time.Now(), collecting, collecting + samples[2].Value.Float64()}
}

// tooMuch tells whether collecting has taken more than its part since then. A process that hardly computes may collect as much as that.
func (c computing) tooMuch(since computing) bool {
	collecting := c.collecting - since.collecting
	return collecting*frugalShare > c.all-since.all && collecting*frugalLeast > c.at.Sub(since.at).Seconds()
}
