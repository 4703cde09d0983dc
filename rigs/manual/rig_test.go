package manual_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/manual"
	"github.com/certbench/certbench/rigs/panel/paneltest"
	"github.com/certbench/certbench/rigs/rigtest"
	"github.com/certbench/certbench/station/panel"
)

// person reads prompts and does to a panel what they say, then presses Enter.
type person struct {
	t     *testing.T
	panel *panel.Panel
	typed chan string
}

var prompt = regexp.MustCompile(`^\n>> (.*)\n   At (.*)\. Enter: (?:done|shown), (?:n: not (?:offered|shown), )?(?:o: only a part, )?s: skip`)

var present = regexp.MustCompile(`^Present idToken (\S+) \((\S+)\)\.$`)

var stored = regexp.MustCompile(`^Store the customer identifier "(.+)" at the Charging Station\.$`)

var looked = regexp.MustCompile(`^Look whether the display shows "(.+)"( all the time, and nothing in turns with it)?\.$`)

// Write is what the person sees. The answer is typed later: nobody answers while being spoken to.
func (p *person) Write(text []byte) (int, error) {
	said := prompt.FindSubmatch(text)
	if said == nil {
		p.t.Errorf("the person saw %q, expected a prompt", text)
		return len(text), nil
	}
	if wanted := looked.FindSubmatch(said[1]); wanted != nil {
		answer, display := "n\n", p.panel.Read().Display
		switch {
		case (rigs.Sight{Text: string(wanted[1])}).In(display):
			answer = "\n"
		case strings.HasSuffix(display, "Total 7.50"), len(wanted[2]) > 0: // without EUR; it never was there
			answer = "o\n"
		}
		p.typed <- answer
		return len(text), nil
	}
	err := p.do(string(said[1]))
	if errors.Is(err, panel.ErrNotOffered) {
		p.typed <- "n\n"
		return len(text), nil
	}
	if err != nil {
		p.t.Errorf("told to %q: %v", said[1], err)
	}
	p.typed <- "\n"
	return len(text), nil
}

func (p *person) do(sentence string) error {
	at := paneltest.At
	if token := present.FindStringSubmatch(sentence); token != nil {
		return p.panel.PresentToken(panel.Token{ID: token[1], Type: token[2]}, at.EVSE, at.Connector)
	}
	if customer := stored.FindStringSubmatch(sentence); customer != nil {
		return p.panel.StoreCustomer(customer[1])
	}
	switch sentence {
	case "Connect the EV and EVSE.":
		return p.panel.PlugIn(at.EVSE, at.Connector, false)
	case "Connect the EV and EVSE, with an EV that is not ready for energy transfer.":
		return p.panel.PlugInIdle(at.EVSE, at.Connector)
	case "Disconnect the EV and EVSE.":
		return p.panel.PlugOut(at.EVSE, at.Connector)
	case "Connect the EV and EVSE on EV side.":
		return p.panel.PlugInEV(at.EVSE, at.Connector)
	case "Connect the EV and EVSE on Charging Station side.":
		return p.panel.PlugIn(at.EVSE, at.Connector, true)
	case "Disconnect the EV and EVSE on EV side.":
		return p.panel.PlugOutEV(at.EVSE, at.Connector)
	case "Disconnect the EV and EVSE on Charging Station side.":
		return p.panel.PlugOutStation(at.EVSE, at.Connector)
	case "The EV suspends the energy transfer.":
		return p.panel.SetEVReady(at.EVSE, at.Connector, false)
	case "The EV asks for energy.":
		return p.panel.SetEVReady(at.EVSE, at.Connector, true)
	case "The EV shorts the control pilot.":
		return p.panel.ShortPilot(at.EVSE, at.Connector)
	case "Drive EV into parking bay.":
		return p.panel.Bay(at.EVSE, true)
	case "Drive EV out of parking bay.":
		return p.panel.Bay(at.EVSE, false)
	case "Select to stop all transactions.":
		return p.panel.Select(0)
	case fmt.Sprintf("Select to stop the transaction on EVSE %d.", at.EVSE):
		return p.panel.Select(at.EVSE)
	case "Power cycle the Charging Station.":
		return p.panel.Reboot()
	case "Switch the mains of the Charging Station off.":
		return p.panel.PowerOff()
	case "Switch the mains of the Charging Station on.":
		return p.panel.PowerOn()
	case "Set the Charging Station to state Faulted.":
		return p.panel.Fault(at.EVSE, at.Connector, true)
	case "Set the Charging Station back to state Available.":
		return p.panel.Fault(at.EVSE, at.Connector, false)
	case "Jam the lock of the connector.":
		return p.panel.FailUnlock(at.EVSE, at.Connector, true)
	case "Free the lock of the connector.":
		return p.panel.FailUnlock(at.EVSE, at.Connector, false)
	case "Bridge the diode of the EV.", "Take the bridge off the diode of the EV.": // the panel's EV is without
		return nil
	case "Take Charging Station offline.", "Bring Charging Station back online.":
		return nil
	}
	if strings.HasPrefix(sentence, "Bring the bench to rest: ") {
		p.panel.Rest()
		return nil
	}
	return errors.New("the person does not know what that means")
}

func TestAPersonPassesTheContract(t *testing.T) {
	rigtest.Run(t, func(t *testing.T) rigtest.Fixture {
		world, probe := paneltest.New(t)
		in, out := io.Pipe()
		p := &person{t: t, panel: world, typed: make(chan string, 1)}
		typing := make(chan struct{})
		go func() {
			defer close(typing)
			for line := range p.typed {
				if _, err := io.WriteString(out, line); err != nil {
					t.Errorf("typing: %v", err)
				}
			}
		}()
		t.Cleanup(func() {
			close(p.typed)
			<-typing
			out.Close()
		})
		return rigtest.Fixture{Rig: manual.New(manual.Config{In: in, Out: p}), At: paneltest.At, ReadBack: true, Probe: probe}
	})
}

func connect(t *testing.T, r *manual.Rig) error {
	t.Helper()
	_, err := r.Connect(t.Context(), paneltest.At)
	return err
}

func TestThePromptIsTheSentenceOfTheAct(t *testing.T) {
	var out bytes.Buffer
	var set rigs.Set
	set.Bind(manual.New(manual.Config{In: strings.NewReader("?\nwhat\n\n"), Out: &out, Limit: time.Minute}))
	act := rigs.PresentToken(rigs.Token{ID: "04A1", Type: "ISO14443"}, paneltest.At).Say("Present the same idToken as used to start the transaction (04A1).")
	back, err := act.Do(t.Context(), set)
	if err != nil || back.Observed == "" {
		t.Errorf("got %+v, %v; expected a success that the person confirms", back, err)
	}
	want := `
>> Present the same idToken as used to start the transaction (04A1).
   At EVSE 1 connector 1. Enter: done, s: skip, ?: help (within 1m0s)
   Hold the card with this id to the reader until it answers, then take it away.
   Press Enter when it is done; type s and Enter when it cannot be done, and the case is not run.
   "what" is not understood. Enter: done, s: skip, ?: help
`
	if out.String() != want {
		t.Errorf("the person saw\n%s\nexpected\n%s", out.String(), want)
	}
}

func TestOnlyAChoiceCanBeNotOffered(t *testing.T) {
	r := manual.New(manual.Config{In: strings.NewReader("o\nn\nn\no\ns\n"), Out: io.Discard})
	if _, err := r.Select(t.Context(), paneltest.At); !errors.Is(err, rigs.ErrNotOffered) {
		t.Errorf("got %v, expected ErrNotOffered, for o is no answer to a choice", err)
	}
	if err := connect(t, r); !errors.Is(err, rigs.ErrSkipped) {
		t.Errorf("got %v, expected n and o not to be understood at a cable", err)
	}
}

func TestAPersonSaysWhatTheDisplayShows(t *testing.T) {
	var out bytes.Buffer
	r := manual.New(manual.Config{In: strings.NewReader("\nn\no\n?\ns\n"), Out: &out, Limit: time.Minute})
	look := func() (rigs.ReadBack, error) {
		return r.Look(t.Context(), paneltest.At, rigs.Sight{Text: "Welcome"}, 30*time.Second)
	}
	for _, want := range []struct{ shown, cut bool }{{true, false}, {false, false}, {false, true}} {
		if back, err := look(); err != nil || back.Shown != want.shown || back.Cut != want.cut || back.Observed == "" {
			t.Errorf("got %+v, %v; expected shown and cut %t", back, err, want)
		}
	}
	if _, err := look(); !errors.Is(err, rigs.ErrSkipped) {
		t.Errorf("got %v, expected ErrSkipped", err)
	}
	for _, part := range []string{`>> Look whether the display shows "Welcome".`, "Enter: shown, n: not shown, o: only a part, s: skip", "Watch the display for 30s", "comes page by page", "type o and Enter"} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("expected the person to read %q, got\n%s", part, out.String())
		}
	}
}

func TestTypedAheadLinesAnswerTheNextPrompts(t *testing.T) {
	r := manual.New(manual.Config{In: strings.NewReader("\ns\ns\n\n"), Out: io.Discard})
	if err := connect(t, r); err != nil {
		t.Errorf("got %v, expected the first line to mean done", err)
	}
	for range 2 {
		if _, err := r.Disconnect(t.Context(), paneltest.At); !errors.Is(err, rigs.ErrSkipped) {
			t.Errorf("got %v, expected ErrSkipped", err)
		}
	}
	if _, err := r.Disconnect(t.Context(), paneltest.At); err != nil {
		t.Errorf("got %v, expected the skipped act to be possible still", err)
	}
}

func TestAnAnswerThatComesTooLateIsNotCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, out := io.Pipe()
		var seen bytes.Buffer
		r := manual.New(manual.Config{In: in, Out: &seen, Limit: time.Minute})
		start := time.Now()
		if err := connect(t, r); !errors.Is(err, rigs.ErrNoAnswer) || time.Since(start) != time.Minute {
			t.Errorf("got %v after %s, expected ErrNoAnswer after a minute", err, time.Since(start))
		}
		io.WriteString(out, "\n")
		synctest.Wait()
		if err := r.Rest(t.Context()); !errors.Is(err, rigs.ErrNoAnswer) {
			t.Errorf("got %v, expected the late answer not to count for the next prompt", err)
		}
		if !strings.Contains(seen.String(), "came too late") {
			t.Errorf("the person saw\n%s\nexpected a word about the late answer", seen.String())
		}
		time.AfterFunc(time.Second, func() { io.WriteString(out, "done\n") })
		if err := r.Rest(t.Context()); err != nil {
			t.Errorf("got %v, expected the answer in time to count", err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := r.Connect(ctx, paneltest.At); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, expected the end of the context", err)
		}
		out.Close()
	})
}

func TestNobodyIsWaitedForWhoIsDismissed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, out := io.Pipe()
		defer out.Close()
		var seen bytes.Buffer
		r := manual.New(manual.Config{In: in, Out: &seen, Limit: time.Minute})
		start := time.Now()
		time.AfterFunc(10*time.Second, r.Dismiss)
		if err := connect(t, r); !errors.Is(err, rigs.ErrNoAnswer) || time.Since(start) != 10*time.Second {
			t.Errorf("got %v after %s, expected the open prompt to end with the dismissal", err, time.Since(start))
		}
		r.Dismiss()
		if err := r.Close(); !errors.Is(err, rigs.ErrNoAnswer) || time.Since(start) != 10*time.Second {
			t.Errorf("got %v after %s, expected nobody to be waited for", err, time.Since(start))
		}
		if !strings.Contains(seen.String(), "Bring the bench to rest: ") {
			t.Errorf("the person saw\n%s\nexpected what is left to do", seen.String())
		}
	})
}

func TestWhoWasAskedForRestInVainIsNotWaitedForAtTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, out := io.Pipe()
		defer out.Close()
		r := manual.New(manual.Config{In: in, Out: io.Discard, Limit: time.Minute})
		start := time.Now()
		if err := r.Rest(t.Context()); !errors.Is(err, rigs.ErrNoAnswer) {
			t.Errorf("got %v, expected ErrNoAnswer", err)
		}
		if err := r.Close(); !errors.Is(err, rigs.ErrNoAnswer) || time.Since(start) != time.Minute {
			t.Errorf("got %v after %s, expected one wait and no other", err, time.Since(start))
		}
	})
}

func TestWithoutATerminalEveryActSaysSo(t *testing.T) {
	r := manual.New(manual.Config{In: strings.NewReader(""), Out: io.Discard})
	for range 2 {
		err := r.Rest(t.Context())
		if !errors.Is(err, rigs.ErrNoAnswer) || !strings.Contains(err.Error(), "nobody is at the terminal") {
			t.Errorf("got %v, expected ErrNoAnswer that names the missing person", err)
		}
	}
	if err := r.Check(t.Context()); !errors.Is(err, rigs.ErrNoAnswer) {
		t.Errorf("check got %v, expected ErrNoAnswer", err)
	}
	broken := manual.New(manual.Config{In: io.MultiReader(strings.NewReader("par"), failing{}), Out: io.Discard})
	if err := connect(t, broken); err == nil || !strings.Contains(err.Error(), "hung up") {
		t.Errorf("got %v, expected the reason of the input", err)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error)  { return 0, errors.New("the line hung up") }
func (failing) Write([]byte) (int, error) { return 0, errors.New("the line hung up") }

func TestAPromptThatCannotBeShownIsAFailure(t *testing.T) {
	r := manual.New(manual.Config{In: strings.NewReader("\n"), Out: failing{}})
	if err := connect(t, r); err == nil || rigs.Harmless(t.Context(), err) {
		t.Errorf("got %v, expected a failure of the rig", err)
	}
}

func TestRestAsksForWhatIsHeldOnly(t *testing.T) {
	var out bytes.Buffer
	r := manual.New(manual.Config{In: strings.NewReader(strings.Repeat("\n", 20)), Out: &out})
	rest := func() string {
		out.Reset()
		if err := r.Rest(t.Context()); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	if got := rest(); !strings.Contains(got, "no EV connected anywhere") {
		t.Errorf("the first rest asked %q, expected the whole bench", got)
	}
	if got := rest(); got != "" {
		t.Errorf("the second rest asked %q, expected nothing", got)
	}
	if err := connect(t, r); err != nil {
		t.Fatal(err)
	}
	if got := rest(); !strings.Contains(got, ">> Bring the bench to rest: disconnect the EV and EVSE at EVSE 1 connector 1.\n") {
		t.Errorf("rest asked %q, expected the cable only", got)
	}
}

func TestALongLineIsOneAnswer(t *testing.T) {
	r := manual.New(manual.Config{In: strings.NewReader(strings.Repeat("x", 1<<20) + "\ns\n"), Out: io.Discard})
	if err := connect(t, r); !errors.Is(err, rigs.ErrSkipped) {
		t.Errorf("got %v, expected the long line to be one line that is not understood", err)
	}
}

func FuzzWhateverIsTypedIsDoneSkippedOrNotAnswered(f *testing.F) {
	f.Add("\n")
	f.Add("?\r\nS\r\n")
	f.Add("\x00\xff%s%d")
	f.Fuzz(func(t *testing.T, typed string) {
		err := connect(t, manual.New(manual.Config{In: strings.NewReader(typed), Out: io.Discard}))
		if err != nil && !errors.Is(err, rigs.ErrSkipped) && !errors.Is(err, rigs.ErrNoAnswer) {
			t.Errorf("typing %q: got %v, expected done, ErrSkipped or ErrNoAnswer", typed, err)
		}
	})
}
