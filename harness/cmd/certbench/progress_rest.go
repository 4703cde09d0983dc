package main

import (
	"fmt"
	"io"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/reports"
)

// restToldAfter is how long a way back to rest waits for one thing before a line says so: the line of the play comes when it is over,
// and nothing else would be seen meanwhile. Most waits are shorter.
const restToldAfter = 30 * time.Second

// restsLong tells a wait on the way back to rest that may become that long.
func restsLong(rec evidence.Record) bool {
	a := rec.Awaiting
	return a != nil && a.Stage == evidence.Restore && rec.Play > 0 && a.Until.Sub(rec.At) > restToldAfter-evidence.AwaitedAfter
}

// rests takes a record of a play: what the way back to rest waits for is told once it has lasted for long, unless the play has gone on by
// then.
func (p *progress) rests(rec evidence.Record) {
	play := rec.Play
	if timer := p.resting[play]; timer != nil {
		timer.Stop()
		delete(p.resting, play)
	}
	if !restsLong(rec) {
		return
	}
	p.show(rec.Bench, "after "+rec.Case+": waiting for "+rec.Awaiting.What, rec.At)
	if p.screen != nil {
		return // the live line says it
	}
	var timer *time.Timer
	timer = time.AfterFunc(restToldAfter-evidence.AwaitedAfter, func() {
		p.later(func() {
			if p.resting[play] == timer {
				p.restsStill(rec)
			}
		})
	})
	p.resting[play] = timer
}

// restsStill writes the line.
func (p *progress) restsStill(rec evidence.Record) {
	// What cannot be shown stands in the evidence all the same.
	_, _ = io.WriteString(p.out, reports.Visible(fmt.Sprintf("%sStill on the way back to rest after %s: waiting for %s, until %s at the latest\n",
		p.named(rec.Bench), rec.Case, rec.Awaiting.What, rec.Awaiting.Until.Local().Format(time.TimeOnly))))
}
