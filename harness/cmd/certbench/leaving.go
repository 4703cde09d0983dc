package main

import (
	"context"
	"fmt"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
)

// After a run was asked to end, these say when it tells what it still waits for: a way back to rest that takes less than the
// first needs no word.
const (
	leavingFirst = time.Second
	leavingEvery = 10 * time.Second
)

// leaving sees a run to its end that is asked to end: the rigs of all benches go to their safe state at once, whatever is
// played there, the stations that a case has touched are brought to rest, and it says what that waits for. Who asks again
// skips that wait. The caller calls safe when nothing plays any more, which waits for the rigs that are on their way then, and end
// when the benches are closed: until then it tells.
func leaving(ctx context.Context, all []*opened, shown *progress) (safe, end func()) {
	over, gone, secured := make(chan struct{}), make(chan struct{}), make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(gone)
		shown.say("Interrupted: the rigs go to their safe state, and the documents are written.")
		go func() {
			defer close(secured)
			secure(all, shown)
		}()
		waitOut(askedAgain(ctx), over, all, shown)
		<-secured
	})
	safe = func() {
		if ctx.Err() != nil {
			<-secured
		}
	}
	return safe, func() {
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
				if text := b.waits(); text != "" {
					shown.say("%s%s", shown.named(b.file.Name), text)
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

// waits says what the bench waits for on its way to an end: a rig, by the limits of its own acts, or the station; empty for
// nothing.
func (b *opened) waits() string {
	if b.running != nil {
		if r, is := b.running.Resting(); is {
			return restingStill(r, time.Now())
		}
	}
	if c, is := b.player.Cleaning(); is {
		return stillWaits(c)
	}
	return ""
}

// restingStill says which rig is waited for, and how long that can take.
func restingStill(r rigs.Resting, now time.Time) string {
	text := fmt.Sprintf("The rigs are brought to rest: waiting for rig %s since %s", r.Rig, now.Sub(r.Since).Round(time.Second))
	if r.Most > 0 {
		text += fmt.Sprintf(", at most %s by the limits of its acts", r.Most)
	}
	return text + "; Ctrl-C again gives it a few seconds more."
}

// stillWaits says what a way back to rest waits for.
func stillWaits(c octt.Cleaning) string {
	text := "The station is brought to rest"
	if c.Case != "" {
		text += " after " + c.Case
	}
	return text + ": waiting for " + c.What + ", at most " + c.Left.String() + "; Ctrl-C again skips that."
}
