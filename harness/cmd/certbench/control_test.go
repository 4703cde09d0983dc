package main

import (
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/live"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/manual"
)

// TestAPageAnswersAPromptByWhatItAsks has each answer of a page given to a look, and to an act that has no such answers.
func TestAPageAnswersAPromptByWhatItAsks(t *testing.T) {
	at := rigs.Place{EVSE: 1, Connector: 1}
	recorder := evidence.New(io.Discard, nil)
	k := &control{recorder: recorder, session: &session{benches: []*bench.File{{Name: "bench"}}}, plays: map[string]*underWay{}, desks: map[string]*manual.Desk{}}
	changed := make(chan struct{}, 16) // more than the prompts of this test come and go
	desk := manual.NewDesk(nil, func() { changed <- struct{}{} })
	k.desks["bench"] = desk
	r := manual.New(manual.Config{In: strings.NewReader(""), Out: io.Discard, Desk: desk, Limit: time.Minute})
	type answered struct {
		back rigs.ReadBack
		err  error
	}
	look := func() (rigs.ReadBack, error) { return r.Look(t.Context(), at, rigs.Sight{Text: "hello"}, time.Second) }
	connect := func() (rigs.ReadBack, error) { return r.Connect(t.Context(), at) }
	for _, c := range []struct {
		do         func() (rigs.ReadBack, error)
		result     live.Result
		shown, cut bool
		refused    bool // as no answer to that
	}{
		{look, live.Done, true, false, false},
		{look, live.NotOffered, false, false, false},
		{look, live.OnlyPart, false, true, false},
		{connect, live.NotOffered, false, false, true},
		{connect, live.OnlyPart, false, false, true},
	} {
		came := make(chan answered, 1)
		go func() {
			back, err := c.do()
			came <- answered{back, err}
		}()
		open := k.Prompts()
		for ; len(open) == 0; open = k.Prompts() {
			<-changed
		}
		err := k.Answer(open[0].ID, "Anna", c.result, "")
		if c.refused {
			if err == nil || !strings.Contains(err.Error(), "is no answer to: Connect the EV") {
				t.Errorf("%s to the connecting of an EV: expected to be told that it is no answer, got %v", c.result, err)
			}
			if err := k.Answer(open[0].ID, "Anna", live.NotPossible, "no cable"); err != nil {
				t.Error(err)
			}
			if got := <-came; !errors.Is(got.err, rigs.ErrSkipped) {
				t.Errorf("%s to the connecting of an EV: expected the prompt to wait for another answer, got %v", c.result, got.err)
			}
			continue
		}
		if got := <-came; err != nil || got.err != nil || got.back.Shown != c.shown || got.back.Cut != c.cut {
			t.Errorf("%s to a look: got %+v, %v, %v; expected shown %t, cut %t", c.result, got.back, got.err, err, c.shown, c.cut)
		}
	}
}
