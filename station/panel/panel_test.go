package panel

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// layout has a socket, a pair of sockets on one EVSE, and a fixed cable.
var layout = Layout{
	{ID: 1, Connectors: []int{1}},
	{ID: 2, Connectors: []int{1, 2}},
	{ID: 3, Connectors: []int{1}, FixedCable: true},
}

// drain returns the inputs that wait, as short texts.
func drain(t *testing.T, p *Panel) []string {
	t.Helper()
	var got []string
	for p.waiting() > 0 {
		in, err := p.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		switch in.Kind {
		case Pilot:
			got = append(got, fmt.Sprintf("%d.%d Pilot %c", in.EVSE, in.Connector, in.Pilot))
		default:
			got = append(got, fmt.Sprintf("%d.%d %s%s", in.EVSE, in.Connector, in.Kind, in.Token.ID))
		}
	}
	return got
}

func (p *Panel) waiting() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.inputs)
}

func expectInputs(t *testing.T, p *Panel, want ...string) {
	t.Helper()
	if got := strings.Join(drain(t, p), ", "); got != strings.Join(want, ", ") {
		t.Errorf("the firmware noticed\n  %s\nexpected\n  %s", got, strings.Join(want, ", "))
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func refused(t *testing.T, err error, words string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), words) {
		t.Errorf("got error %v, expected one that says %q", err, words)
	}
}

func TestThePilotFollowsPlugPWMAndReadiness(t *testing.T) {
	p := New(layout)
	must(t, p.PlugIn(1, 1, false))
	expectInputs(t, p, "1.1 Plugged", "1.1 Pilot B")
	must(t, p.SetPWM(1, 9.9))
	expectInputs(t, p)
	must(t, p.SetPWM(1, 5)) // by data
	must(t, p.SetPWM(1, 2.9))
	expectInputs(t, p, "1.1 Pilot C", "1.1 Pilot B")
	must(t, p.SetPWM(1, 10))
	expectInputs(t, p, "1.1 Pilot C")
	must(t, p.SetEVReady(1, 1, false))
	expectInputs(t, p, "1.1 Pilot B")
	must(t, p.SetEVReady(1, 1, true))
	must(t, p.SetPWM(1, 96.1))
	must(t, p.SetPWM(1, 96))
	must(t, p.Fault(1, 1, true))
	must(t, p.Fault(1, 1, false))
	expectInputs(t, p, "1.1 Pilot C", "1.1 Pilot B", "1.1 Pilot C", "1.1 FaultChanged", "1.1 Pilot E", "1.1 FaultChanged", "1.1 Pilot C")
	must(t, p.PlugOut(1, 1))
	expectInputs(t, p, "1.1 Pilot A", "1.1 Unplugged")
}

func TestTheEndsOfALooseCableMoveApart(t *testing.T) {
	p := New(layout)
	must(t, p.PlugInEV(2, 2))
	expectInputs(t, p)
	must(t, p.PlugIn(2, 2, true))
	expectInputs(t, p, "2.2 Plugged", "2.2 Pilot B")
	must(t, p.SetLock(2, 2, true))
	refused(t, p.PlugOut(2, 2), "locked")
	must(t, p.PlugOutEV(2, 2))
	expectInputs(t, p, "2.2 Pilot A")
	if c, _ := p.Read().At(2, 2); !c.Halfway || c.Plugged || !c.Locked {
		t.Errorf("read %+v, expected a locked cable that is plugged halfway", c)
	}
	refused(t, p.SetEVReady(2, 2, false), "no EV")
	refused(t, p.PlugIn(2, 2, true), "already")
	must(t, p.PlugIn(2, 2, false))
	expectInputs(t, p, "2.2 Pilot B")
	must(t, p.SetLock(2, 2, false))
	must(t, p.PlugOut(2, 2))
	expectInputs(t, p, "2.2 Pilot A", "2.2 Unplugged")
	refused(t, p.SetLock(2, 2, true), "no plug")
}

func TestAFixedCableHasOneEndAndNoLock(t *testing.T) {
	p := New(layout)
	refused(t, p.PlugIn(3, 1, true), "fixed")
	refused(t, p.SetLock(3, 1, true), "no lock")
	refused(t, p.FailUnlock(3, 1, true), "no lock")
	refused(t, p.PlugOut(3, 1), "nothing")
	must(t, p.PlugIn(3, 1, false))
	expectInputs(t, p, "3.1 Plugged", "3.1 Pilot B")
	refused(t, p.PlugIn(3, 1, false), "already")
	must(t, p.PlugOutEV(3, 1))
	expectInputs(t, p, "3.1 Pilot A", "3.1 Unplugged")
}

func TestImpossibleActsAreRefused(t *testing.T) {
	p := New(layout)
	refused(t, p.PlugOut(1, 1), "nothing")
	refused(t, p.PlugOutEV(1, 1), "not plugged")
	refused(t, p.SetEVReady(1, 1, true), "no EV")
	refused(t, p.Bay(1, false), "already free")
	refused(t, p.Fault(1, 1, false), "already")
	refused(t, p.FailUnlock(1, 1, false), "already")
	refused(t, p.PowerOn(), "already on")
	for _, place := range [][2]int{{0, 1}, {4, 1}, {1, 0}, {1, 2}, {-1, -1}} {
		if err := p.PlugIn(place[0], place[1], false); !errors.Is(err, ErrPlace) {
			t.Errorf("plugging in at EVSE %d connector %d gave %v, expected ErrPlace", place[0], place[1], err)
		}
	}
	for _, token := range []Token{{}, {ID: "A"}, {ID: strings.Repeat("A", 37), Type: "Local"}, {ID: "A\nB", Type: "Local"}, {ID: "\xff", Type: "Local"}} {
		if err := p.PresentToken(token, 0, 0); !errors.Is(err, ErrValue) {
			t.Errorf("presenting %q gave %v, expected ErrValue", token, err)
		}
	}
	must(t, p.PlugIn(1, 1, false))
	refused(t, p.PlugIn(1, 1, false), "already")
	refused(t, p.SetEVReady(1, 1, true), "already ready")
}

func TestAShortEndsWithTheEV(t *testing.T) {
	p := New(layout)
	refused(t, p.ShortPilot(1, 1), "no EV")
	must(t, p.PlugIn(1, 1, false))
	must(t, p.ShortPilot(1, 1))
	refused(t, p.ShortPilot(1, 1), "already")
	must(t, p.SetEVReady(1, 1, true))
	must(t, p.ShortPilot(1, 1))
	must(t, p.PlugOut(1, 1))
	expectInputs(t, p, "1.1 Plugged", "1.1 Pilot B", "1.1 Pilot E", "1.1 Pilot B", "1.1 Pilot E", "1.1 Pilot A", "1.1 Unplugged")
}

func TestRestBringsTheWorldBack(t *testing.T) {
	p := New(layout)
	must(t, p.PlugIn(1, 1, false))
	must(t, p.PlugIn(2, 1, false))
	must(t, p.PlugIn(3, 1, false))
	must(t, p.SetLock(2, 1, true))
	must(t, p.FailUnlock(2, 1, true))
	must(t, p.Fault(1, 1, true))
	must(t, p.Bay(1, true))
	must(t, p.PowerOff())
	p.Rest()
	before := p.Read()
	p.Rest()
	if after := p.Read(); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("a second Rest changed\n%+v into\n%+v", before, after)
	}
	if !before.Mains {
		t.Errorf("read %+v, expected mains on", before)
	}
	for _, c := range before.Connectors {
		if c.Plugged || c.Faulted || c.Bay || c.Pilot != "A" || c.Halfway != c.Locked {
			t.Errorf("read %+v, expected rest, with a locked cable left halfway", c)
		}
	}
	must(t, p.SetLock(2, 1, false))
}

func TestAJammedLockStaysAsItIs(t *testing.T) {
	p := New(layout)
	must(t, p.PlugIn(1, 1, false))
	must(t, p.SetLock(1, 1, true))
	must(t, p.FailUnlock(1, 1, true))
	must(t, p.SetLock(1, 1, true))
	refused(t, p.SetLock(1, 1, false), "jammed")
	must(t, p.FailUnlock(1, 1, false))
	must(t, p.SetLock(1, 1, false))
}

func TestWithoutMainsOnlyTheStateChanges(t *testing.T) {
	p := New(layout)
	must(t, p.PlugIn(1, 1, false))
	must(t, p.SetPWM(1, 20))
	must(t, p.SetContactor(1, true))
	must(t, p.PresentToken(Token{ID: "LOST", Type: "Local"}, 0, 0))
	p.Show("charging")
	must(t, p.PowerOff())
	refused(t, p.PowerOff(), "already off")
	refused(t, p.SetPWM(1, 20), "mains are off")
	refused(t, p.PresentToken(Token{ID: "A", Type: "Local"}, 0, 0), "mains")
	must(t, p.Bay(1, true))
	must(t, p.PlugOut(1, 1))
	expectInputs(t, p, "0.0 MainsOff")
	c, _ := p.Read().At(1, 1)
	if r := p.Read(); r.Mains || !c.Bay || r.Display != "" || c.Contactor || c.PWMDuty != 0 || c.Pilot != "E" || c.Plugged {
		t.Errorf("read %+v, expected a dark station with the bay occupied and nothing plugged", r)
	}
	must(t, p.PowerOn())
	expectInputs(t, p, "0.0 MainsOn")
	must(t, p.Reboot())
	expectInputs(t, p, "0.0 MainsOff", "0.0 MainsOn")
	if c, _ := p.Read().At(1, 1); c.Pilot != "A" {
		t.Errorf("pilot %s after the mains came back, expected A", c.Pilot)
	}
}

func TestNextWaitsForTheNextInputAndEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(layout)
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Hour)
		defer cancel()
		time.AfterFunc(time.Hour, func() { must(t, p.Bay(1, true)) })
		start := time.Now()
		in, err := p.Next(ctx)
		if err != nil || in.Kind != BayChanged || in.At.Sub(start) != time.Hour {
			t.Errorf("got %+v, %v; expected BayChanged after an hour", in, err)
		}
		if _, err := p.Next(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, expected the end of the context", err)
		}
	})
}

func TestAFirmwareThatDoesNotLookIsReported(t *testing.T) {
	p := New(layout)
	var err error
	for i := 0; err == nil && i <= maxInputs; i++ {
		err = p.Bay(1, i%2 == 0)
	}
	refused(t, err, "does not look")
	must(t, p.PowerOff())
	must(t, p.PowerOn())
	must(t, p.PlugIn(1, 1, false))
}

func TestConcurrentActsLeaveOneOfTwoRefused(t *testing.T) {
	p := New(layout)
	var wg sync.WaitGroup
	results := make(chan error, 20)
	for range 20 {
		wg.Go(func() { results <- p.PlugIn(1, 1, false) })
	}
	wg.Wait()
	close(results)
	done := 0
	for err := range results {
		if err == nil {
			done++
		}
	}
	if done != 1 {
		t.Errorf("%d of 20 people plugged into the same connector, expected 1", done)
	}
}

func TestALayoutIsChecked(t *testing.T) {
	for _, l := range []Layout{nil, {{ID: 0, Connectors: []int{1}}}, {{ID: 1}}, {{ID: 1, Connectors: []int{1, 1}}}, {{ID: 1, Connectors: []int{1}}, {ID: 1, Connectors: []int{1}}}} {
		if l.Validate() == nil {
			t.Errorf("layout %+v was accepted, expected an error", l)
		}
	}
	if err := layout.Validate(); err != nil {
		t.Error(err)
	}
}

func TestAnEVThatIsPluggedInIdleWaitsForItsReadiness(t *testing.T) {
	p := New(layout)
	must(t, p.SetPWM(1, 50))
	must(t, p.PlugInIdle(1, 1))
	expectInputs(t, p, "1.1 Plugged", "1.1 Pilot B")
	must(t, p.SetEVReady(1, 1, true))
	expectInputs(t, p, "1.1 Pilot C")
}
