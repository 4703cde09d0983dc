package main

import (
	"context"
	"fmt"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
)

// clockWaits is how often the clock is waited for: to follow, with each of two kinds of bad answer, and to be right again before and
// after what was set is put back.
const clockWaits = 5

// clockOf has the station take its time from the bench's NTP server, and says what its clock has done.
func clockOf(ctx context.Context, running *bench.Running, limit time.Duration, sheet *sheet) []examined {
	const what = "clock by NTP"
	if !running.There() {
		return []examined{{What: what, Verdict: evidence.Inconclusive, Found: "not tried: the station is not connected", Do: "see above why it is not"}}
	}
	sheet.awaits(what, "for the station to ask the bench's NTP server some times, and for its clock", clockWaits*limit)
	findings, err := running.ExamineClock(ctx)
	var found []examined
	for _, f := range findings {
		found = append(found, examined{What: f.What, Verdict: f.Verdict, Found: f.Found, Do: f.Do})
	}
	if err != nil {
		found = append(found, wrong(what, fmt.Errorf("the station could not be asked to the end: %w", err), "look at ClockCtrlr of the station, for what was set may still be so, and ask the doctor again"))
	}
	return found
}
