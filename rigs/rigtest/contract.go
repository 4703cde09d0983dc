package rigtest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/certbench/certbench/rigs"
)

// Fixture is one freshly made rig before the world it acts on, which is at rest. The EVSE of the place offers a current,
// so that a connected EV that asks is in state C.
type Fixture struct {
	Rig      rigs.Rig
	At       rigs.Place
	ReadBack bool // the rig can look, so that Observed is never empty
	Probe    Probe
}

// Probe looks at the world without the rig. Functions that are nil are not asked.
type Probe struct {
	Pilot  func(at rigs.Place) string
	Mains  func() bool
	Bay    func() bool
	Tokens func() []rigs.Token // presented so far
	Offer  func()              // has the station offer its transactions on the display
	Chosen func() []int        // EVSEs selected on the display so far, 0 for all
	Show   func(text string)   // has the station show a text on the display
	Stored func() []string     // customers stored so far
}

// contract is one opened fixture under test.
type contract struct {
	*testing.T
	Fixture
	set rigs.Set
}

// Run runs the contract; open makes a fixture for each part of it. Verbs that a rig answers with rigs.ErrNoRig, and
// kinds that it does not have, are left out.
func Run(t *testing.T, open func(t *testing.T) Fixture) {
	part := func(name string, kind rigs.Kind, test func(c contract)) {
		t.Run(name, func(t *testing.T) {
			c := contract{T: t, Fixture: open(t)}
			c.set.Bind(c.Rig)
			t.Cleanup(func() {
				if err := c.Rig.Close(); err != nil {
					t.Errorf("closing the rig: %v", err)
				}
			})
			if kind == "" || c.set.Has(kind) {
				test(c)
			}
		})
	}
	part("an EV is connected once and disconnected once", rigs.KindCable, contract.cable)
	part("the ends of the cable move alone", rigs.KindEnds, contract.ends)
	part("the pilot moves with a connected EV only", rigs.KindPilot, contract.pilot)
	part("a token is presented", rigs.KindTokens, contract.tokens)
	part("a choice is made where the display offers it", rigs.KindDisplay, contract.display)
	part("what the display shows is seen, what it does not show is not, and what it cuts off is neither", rigs.KindDisplay, contract.look)
	part("a customer is stored", rigs.KindCustomers, contract.customers)
	part("the mains go off and on", rigs.KindMains, contract.mains)
	part("the EV drives in once and out once", rigs.KindBay, contract.bay)
	part("the link is cut once and restored once", rigs.KindLink, contract.link)
	part("faults are set once and cleared once", rigs.KindFaults, contract.faults)
	part("an act given up before it starts moves nothing", "", contract.givenUp)
	part("rest is reached from everywhere", "", contract.rest)
	part("of concurrent acts that contradict each other one is done", rigs.KindCable, contract.concurrent)
	part("a closed rig is at rest and refuses", "", contract.closed)
	part("a rig that can act passes its check", "", contract.check)
}

// done requires that an act is done and read back. It reports whether the rig has the verb.
func (c contract) done(act rigs.Act) bool {
	c.Helper()
	back, err := act.Do(c.Context(), c.set)
	switch {
	case errors.Is(err, rigs.ErrNoRig):
		return false
	case err != nil:
		c.Fatalf("%s: %v", act.Name, err)
	case back.Rig != c.Rig.Name() || back.At.IsZero():
		c.Errorf("%s was read back as %+v, expected the rig's name %q and a time", act.Name, back, c.Rig.Name())
	case c.ReadBack && back.Observed == "":
		c.Errorf("%s was not read back, expected what the rig sees", act.Name)
	}
	return true
}

// refused requires that an act is refused and that the world does not move.
func (c contract) refused(act rigs.Act) {
	c.Helper()
	before := c.world()
	_, err := act.Do(c.Context(), c.set)
	if !errors.Is(err, rigs.ErrRefused) && !errors.Is(err, rigs.ErrNoRig) {
		c.Errorf("%s at %s: got error %v, expected ErrRefused", act.Name, c.world(), err)
	}
	if after := c.world(); after != before {
		c.Errorf("%s was refused but moved the world from %s to %s", act.Name, before, after)
	}
}

// world describes what the probe sees.
func (c contract) world() string {
	text := ""
	if c.Probe.Pilot != nil {
		text += "pilot " + c.Probe.Pilot(c.At)
	}
	if c.Probe.Mains != nil {
		text += fmt.Sprintf(" mains %t", c.Probe.Mains())
	}
	if c.Probe.Bay != nil {
		text += fmt.Sprintf(" bay %t", c.Probe.Bay())
	}
	if c.Probe.Tokens != nil {
		text += fmt.Sprintf(" tokens %d", len(c.Probe.Tokens()))
	}
	if c.Probe.Chosen != nil {
		text += fmt.Sprintf(" choices %d", len(c.Probe.Chosen()))
	}
	return text
}

func (c contract) pilotIs(want rigs.PilotState) {
	c.Helper()
	if c.Probe.Pilot == nil {
		return
	}
	if got := c.Probe.Pilot(c.At); got != want.String() {
		c.Errorf("the pilot is in state %s, expected %s", got, want)
	}
}

func (c contract) atRest() {
	c.Helper()
	c.pilotIs(rigs.PilotA)
	if c.Probe.Mains != nil && !c.Probe.Mains() {
		c.Error("the mains are off, expected on")
	}
	if c.Probe.Bay != nil && c.Probe.Bay() {
		c.Error("the bay is occupied, expected free")
	}
}

func (c contract) cable() {
	c.refused(rigs.DisconnectEV(c.At))
	c.done(rigs.ConnectEV(c.At))
	c.pilotIs(rigs.PilotC)
	c.refused(rigs.ConnectEV(c.At))
	c.done(rigs.DisconnectEV(c.At))
	c.pilotIs(rigs.PilotA)
	c.refused(rigs.DisconnectEV(c.At))
	if c.done(rigs.ConnectIdleEV(c.At)) {
		c.pilotIs(rigs.PilotB)
		c.refused(rigs.ConnectIdleEV(c.At))
		c.done(rigs.DisconnectEV(c.At))
	}
	c.done(rigs.ConnectEV(c.At))
	c.pilotIs(rigs.PilotC)
}

func (c contract) ends() {
	c.refused(rigs.UnplugEnd(rigs.EVEnd, c.At))
	c.refused(rigs.UnplugEnd(rigs.StationEnd, c.At))
	c.done(rigs.PlugEnd(rigs.EVEnd, c.At))
	c.pilotIs(rigs.PilotA)
	c.refused(rigs.PlugEnd(rigs.EVEnd, c.At))
	c.done(rigs.PlugEnd(rigs.StationEnd, c.At))
	c.pilotIs(rigs.PilotC)
	c.refused(rigs.PlugEnd(rigs.StationEnd, c.At))
	c.refused(rigs.ConnectEV(c.At))
	c.done(rigs.UnplugEnd(rigs.EVEnd, c.At))
	c.pilotIs(rigs.PilotA)
	c.done(rigs.PlugEnd(rigs.EVEnd, c.At))
	c.pilotIs(rigs.PilotC)
	c.done(rigs.UnplugEnd(rigs.EVEnd, c.At))
	c.done(rigs.UnplugEnd(rigs.StationEnd, c.At))
	c.refused(rigs.DisconnectEV(c.At))
	c.done(rigs.PlugEnd(rigs.StationEnd, c.At))
	c.pilotIs(rigs.PilotA)
	c.done(rigs.ConnectEV(c.At))
	c.pilotIs(rigs.PilotC)
}

func (c contract) pilot() {
	c.refused(rigs.SuspendByEV(c.At))
	c.refused(rigs.RequestByEV(c.At))
	c.refused(rigs.ShortPilot(c.At))
	c.done(rigs.ConnectEV(c.At))
	c.refused(rigs.RequestByEV(c.At))
	c.done(rigs.SuspendByEV(c.At))
	c.pilotIs(rigs.PilotB)
	c.refused(rigs.SuspendByEV(c.At))
	c.done(rigs.RequestByEV(c.At))
	c.pilotIs(rigs.PilotC)
	if c.done(rigs.ShortPilot(c.At)) {
		c.pilotIs(rigs.PilotE)
		c.refused(rigs.ShortPilot(c.At))
		c.done(rigs.SuspendByEV(c.At))
		c.pilotIs(rigs.PilotB)
		c.done(rigs.ShortPilot(c.At))
	}
	c.done(rigs.DisconnectEV(c.At))
	c.pilotIs(rigs.PilotA)
	c.done(rigs.ConnectEV(c.At))
	c.pilotIs(rigs.PilotC)
}

func (c contract) tokens() {
	token := rigs.Token{ID: "04A1B2C3D4E5F6", Type: "ISO14443"}
	c.done(rigs.PresentToken(token, c.At))
	c.done(rigs.PresentToken(token, c.At))
	if c.Probe.Tokens != nil {
		if got := c.Probe.Tokens(); len(got) != 2 || got[0] != token || got[1] != token {
			c.Errorf("the reader saw %v, expected %v twice", got, token)
		}
	}
	if c.set.Mains != nil && c.done(rigs.PowerOff()) {
		c.refused(rigs.PresentToken(token, c.At))
	}
}

func (c contract) mains() {
	c.refused(rigs.PowerOn())
	if c.done(rigs.PowerOff()) {
		if c.Probe.Mains != nil && c.Probe.Mains() {
			c.Error("the mains are on, expected off")
		}
		c.refused(rigs.PowerOff())
		c.refused(rigs.PowerCycle())
		c.done(rigs.PowerOn())
	}
	c.done(rigs.PowerCycle())
	if c.Probe.Mains != nil && !c.Probe.Mains() {
		c.Error("the mains are off after a power cycle, expected on")
	}
}

func (c contract) bay() {
	c.refused(rigs.DriveOut(c.At))
	c.done(rigs.DriveIn(c.At))
	if c.Probe.Bay != nil && !c.Probe.Bay() {
		c.Error("the bay is free, expected occupied")
	}
	c.refused(rigs.DriveIn(c.At))
	c.done(rigs.DriveOut(c.At))
	c.atRest()
}

func (c contract) link() {
	c.refused(rigs.RestoreLink())
	c.done(rigs.CutLink())
	c.refused(rigs.CutLink())
	c.done(rigs.RestoreLink())
	c.done(rigs.CutLink())
}

func (c contract) faults() {
	for _, defect := range rigs.Defects() {
		if c.done(rigs.SetFault(defect, c.At)) {
			c.done(rigs.ClearFault(defect, c.At))
			c.refused(rigs.ClearFault(defect, c.At))
			c.done(rigs.SetFault(defect, c.At))
		}
	}
}

// acts lists one act of every verb, in an order in which each is possible.
func (c contract) acts() []rigs.Act {
	return []rigs.Act{
		rigs.PlugEnd(rigs.EVEnd, c.At), rigs.UnplugEnd(rigs.EVEnd, c.At), rigs.ConnectEV(c.At), rigs.SuspendByEV(c.At),
		rigs.RequestByEV(c.At), rigs.ShortPilot(c.At), rigs.DriveIn(c.At), rigs.SetFault(rigs.Faulted, c.At),
		rigs.PresentToken(rigs.Token{ID: "04A1", Type: "ISO14443"}, c.At), rigs.PowerCycle(), rigs.PowerOff(),
	}
}

func (c contract) givenUp() {
	ctx, cancel := context.WithCancel(c.Context())
	cancel()
	before := c.world()
	for _, act := range c.acts() {
		if _, err := act.Do(ctx, c.set); !errors.Is(err, context.Canceled) && !errors.Is(err, rigs.ErrNoRig) {
			c.Errorf("%s under a cancelled context: got error %v, expected context.Canceled", act.Name, err)
		}
	}
	if after := c.world(); after != before {
		c.Errorf("the world moved from %s to %s, expected it to stay", before, after)
	}
	if err := c.Rig.Rest(c.Context()); err != nil {
		c.Errorf("rest after acts given up: %v", err)
	}
}

// rest stops after one more act each time, comes to rest twice, and shows that the rig still works.
func (c contract) rest() {
	acts := c.acts()
	for n := range len(acts) + 1 {
		for _, act := range acts[:n] {
			if c.set.Has(act.Kind) {
				c.done(act)
			}
		}
		for range 2 {
			if err := c.Rig.Rest(c.Context()); err != nil {
				c.Fatalf("rest after %d acts: %v", n, err)
			}
			c.atRest()
		}
	}
	if c.set.Cable != nil {
		c.done(rigs.ConnectEV(c.At))
	}
}

func (c contract) concurrent() {
	var wg sync.WaitGroup
	results := make(chan error, 8)
	for range cap(results) {
		wg.Go(func() {
			_, err := rigs.ConnectEV(c.At).Do(c.Context(), c.set)
			results <- err
		})
	}
	wg.Wait()
	close(results)
	done := 0
	for err := range results {
		if err == nil {
			done++
		} else if !errors.Is(err, rigs.ErrRefused) {
			c.Errorf("got error %v, expected ErrRefused", err)
		}
	}
	if done != 1 {
		c.Errorf("%d of %d connected the same EV, expected 1", done, cap(results))
	}
}

func (c contract) closed() {
	for _, act := range c.acts() {
		if c.set.Has(act.Kind) {
			c.done(act)
		}
	}
	for range 2 {
		if err := c.Rig.Close(); err != nil {
			c.Fatalf("closing: %v", err)
		}
	}
	c.atRest()
	for _, act := range c.acts() {
		if _, err := act.Do(c.Context(), c.set); !errors.Is(err, rigs.ErrClosed) && !errors.Is(err, rigs.ErrNoRig) {
			c.Errorf("%s on a closed rig: got error %v, expected ErrClosed", act.Name, err)
		}
	}
	for what, err := range map[string]error{"Rest": c.Rig.Rest(c.Context()), "Check": c.Rig.Check(c.Context())} {
		if !errors.Is(err, rigs.ErrClosed) {
			c.Errorf("%s of a closed rig: got error %v, expected ErrClosed", what, err)
		}
	}
	c.atRest()
}

func (c contract) check() {
	if err := c.Rig.Check(c.Context()); err != nil {
		c.Errorf("got error %v, expected none", err)
	}
}
