package manual_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/manual"
	"github.com/certbench/certbench/rigs/panel/paneltest"
)

// onlyPrompt waits for the one prompt on a desk.
func onlyPrompt(t *testing.T, d *manual.Desk) manual.Prompt {
	t.Helper()
	synctest.Wait()
	all := d.Open()
	if len(all) != 1 {
		t.Fatalf("%d prompts lie on the desk, expected one", len(all))
	}
	return all[0]
}

func TestWhoAnswersFirstHasAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, typed := io.Pipe()
		defer typed.Close()
		var seen bytes.Buffer
		desk := manual.NewDesk(nil, nil)
		r := manual.New(manual.Config{In: in, Out: &seen, Limit: time.Minute, Desk: desk})
		done := make(chan error, 1)
		go func() { done <- connect(t, r) }()
		p := onlyPrompt(t, desk)
		if p.Sentence != "Connect the EV and EVSE." || p.Until.Sub(p.Asked) != time.Minute {
			t.Errorf("got %+v", p)
		}
		if err := desk.Answer(p.ID, manual.Answer{By: "Anna", Err: fmt.Errorf("%w: no cable", rigs.ErrSkipped)}); err != nil {
			t.Error(err)
		}
		if err := <-done; !errors.Is(err, rigs.ErrSkipped) || !strings.Contains(err.Error(), "no cable") {
			t.Errorf("got %v, expected Anna's reason", err)
		}
		if err := desk.Answer(p.ID, manual.Answer{By: "Bert"}); !errors.Is(err, manual.ErrAnswered) {
			t.Errorf("a second answer gets %v", err)
		}
		if !strings.Contains(seen.String(), "(Anna: ") {
			t.Errorf("the terminal does not tell who has answered:\n%s", seen.String())
		}

		go func() { done <- connect(t, r) }()
		p = onlyPrompt(t, desk)
		if _, err := io.WriteString(typed, "\n"); err != nil {
			t.Error(err)
		}
		if err := <-done; err != nil {
			t.Errorf("the terminal's answer gets %v", err)
		}
		if err := desk.Answer(p.ID, manual.Answer{By: "Bert"}); !errors.Is(err, manual.ErrAnswered) {
			t.Errorf("an answer after the terminal's gets %v", err)
		}
	})
}

func TestOfManyAnswersAtOnceOneCounts(t *testing.T) {
	desk := manual.NewDesk(nil, nil)
	r := manual.New(manual.Config{In: strings.NewReader(""), Out: io.Discard, Limit: time.Minute, Desk: desk})
	done := make(chan error, 1)
	go func() { done <- connect(t, r) }()
	for len(desk.Open()) == 0 {
		time.Sleep(time.Millisecond)
	}
	id := desk.Open()[0].ID
	var people sync.WaitGroup
	var mu sync.Mutex
	counted := 0
	for i := range 50 {
		people.Go(func() {
			if desk.Answer(id, manual.Answer{By: fmt.Sprint(i)}) == nil {
				mu.Lock()
				defer mu.Unlock()
				counted++
			}
		})
	}
	people.Wait()
	if err := <-done; err != nil || counted != 1 {
		t.Errorf("%d answers counted, and the act came to %v; expected one, and done", counted, err)
	}
}

func TestADeskNeedsNoTerminal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		desk := manual.NewDesk(nil, nil)
		r := manual.New(manual.Config{In: strings.NewReader(""), Out: io.Discard, Limit: time.Minute, Desk: desk})
		if err := r.Check(t.Context()); err != nil {
			t.Errorf("the check complains: %v", err)
		}
		start := time.Now()
		if err := connect(t, r); !errors.Is(err, rigs.ErrNoAnswer) || time.Since(start) != time.Minute {
			t.Errorf("got %v after %s, expected nobody to answer within a minute", err, time.Since(start))
		}
		if n := len(desk.Open()); n != 0 {
			t.Errorf("%d prompts lie on the desk after their time", n)
		}
	})
}

func TestTheTerminalHasWhatThePageHas(t *testing.T) {
	var out bytes.Buffer
	var did []string
	note := func(what string) error { did = append(did, what); return nil }
	desk := manual.NewDesk(func(string) manual.About {
		return manual.About{Case: "TC_E_03_CS", Name: "Start", Act: 3, Acts: 7, So: "PASS"}
	}, nil)
	r := manual.New(manual.Config{In: strings.NewReader("p\nc the lamp is red\nr\nf the plug broke\n\nb\n"), Out: &out, Limit: time.Minute, Desk: desk, Steer: manual.Steer{
		Pause: func() error { return note("pause") }, Comment: func(text string) error { return note("comment " + text) }, Back: func(id string) error { return note("back " + id) }}})
	if err := connect(t, r); !errors.Is(err, rigs.ErrUndone) || !strings.Contains(err.Error(), "the plug broke") {
		t.Errorf("got %v, expected the act to have failed", err)
	}
	if err := r.Rest(t.Context()); err != nil { // after what failed, nobody knows how the rig stands
		t.Error(err)
	}
	if _, err := r.Connect(t.Context(), paneltest.At); !errors.Is(err, rigs.ErrUndone) || !strings.Contains(err.Error(), "played again") {
		t.Errorf("got %v, expected the case to be played again", err)
	}
	if got := strings.Join(did, ", "); got != "pause, comment the lamp is red, back TC_E_03_CS" {
		t.Errorf("got %s", got)
	}
	if n := strings.Count(out.String(), "TC_E_03_CS Start, act 3 of 7, so far PASS"); n != 3 { // the prompt, repeated, and the next
		t.Errorf("the person saw the act %d times:\n%s", n, out.String())
	}
	if n := strings.Count(out.String(), "TC_E_03_CS Start, whose rows have come to PASS\n>> Bring the bench to rest"); n != 1 {
		t.Errorf("the person saw the verdict %d times before the bench was to be brought to rest:\n%s", n, out.String())
	}
}

func TestAPauseWithoutAPageIsAtThePrompt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, keys := io.Pipe()
		defer in.Close()
		var out bytes.Buffer
		paused := 0
		r := manual.New(manual.Config{In: in, Out: &out, Limit: time.Minute, Steer: manual.Steer{Here: true, About: func(string) manual.About { return manual.About{Case: "TC_E_03_CS", Name: "Start"} },
			Pause: func() error { paused++; return nil }}})
		done := make(chan error, 1)
		go func() { done <- connect(t, r) }()
		io.WriteString(keys, "p\n")
		time.Sleep(3 * time.Hour)
		select {
		case err := <-done:
			t.Fatalf("the paused prompt ends by itself with %v", err)
		default:
		}
		io.WriteString(keys, "\n")
		if err := <-done; err != nil || paused != 1 {
			t.Errorf("got %v after %d pauses", err, paused)
		}
		if text := out.String(); !strings.Contains(text, "p: pause here, without a limit") || !strings.Contains(text, "TC_E_03_CS Start") {
			t.Errorf("the prompt does not say what it belongs to, and how it is paused:\n%s", text)
		}
		go func() { _, err := r.Disconnect(t.Context(), paneltest.At); done <- err }()
		if err := <-done; !errors.Is(err, rigs.ErrNoAnswer) {
			t.Errorf("the prompt after it has no limit: %v", err)
		}
		keys.Close()
	})
}
