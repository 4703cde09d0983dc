package main

import (
	"context"
	"time"

	"github.com/certbench/certbench/harness/octt"
)

// After a run was asked to end, these say when it tells what it still waits for: a way back to rest that takes less than the
// first needs no word.
const (
	leavingFirst = time.Second
	leavingEvery = 10 * time.Second
)

// leaving sees a run to its end that is asked to end: the rigs of all benches go to their safe state at once, whatever is
// played there, the stations that a case has touched are brought to rest, and it says what that waits for. Who asks again
// skips that wait. The caller calls end when nothing plays any more.
func leaving(ctx context.Context, all []*opened, shown *progress) (end func()) {
	over, gone := make(chan struct{}), make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(gone)
		shown.say("Interrupted: the rigs go to their safe state, and the documents are written.")
		safe := make(chan struct{})
		go func() {
			defer close(safe)
			secure(all, shown)
		}()
		waitOut(askedAgain(ctx), over, all, shown)
		<-safe
	})
	return func() {
		close(over)
		if !stop() {
			<-gone
		}
	}
}

// waitOut tells what the way back to rest waits for until it is over, or somebody asks again: then it is skipped.
func waitOut(again, over <-chan struct{}, all []*opened, shown *progress) {
	tell := time.NewTimer(leavingFirst)
	defer tell.Stop()
	for {
		select {
		case <-over:
			return
		case <-tell.C:
			for _, b := range all {
				if c, is := b.player.Cleaning(); is {
					shown.say("%s%s", shown.named(b.file.Name), stillWaits(c))
				}
			}
			tell.Reset(leavingEvery)
		case <-again:
			again = nil
			shown.say("Asked again: the way back to rest is skipped, and what a case has changed in the station stays so. The rigs are in their safe state, or on their way there; one that does not answer is waited for a few seconds more.")
			tell.Stop() // nothing that could be skipped is waited for any more
			for _, b := range all {
				b.player.Hurry()
				if b.running != nil {
					b.running.Dismiss()
				}
			}
		}
	}
}

// stillWaits says what a way back to rest waits for.
func stillWaits(c octt.Cleaning) string {
	text := "The station is brought to rest"
	if c.Case != "" {
		text += " after " + c.Case
	}
	return text + ": waiting for " + c.What + ", at most " + c.Left.String() + "; Ctrl-C again skips that."
}
