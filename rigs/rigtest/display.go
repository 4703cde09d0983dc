package rigtest

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/certbench/certbench/rigs"
)

// display leaves fixtures out whose station cannot be told to offer something.
func (c contract) display() {
	if c.Probe.Offer == nil {
		return
	}
	all, one := rigs.StopAllTransactions(), rigs.StopTransactionAt(c.At)
	c.notOffered(all)
	c.Probe.Offer()
	c.done(all)
	c.notOffered(one)
	c.Probe.Offer()
	c.done(one)
	if got := c.Probe.Chosen(); !slices.Equal(got, []int{0, c.At.EVSE}) {
		c.Errorf("the station saw the choices %v, expected all and then EVSE %d", got, c.At.EVSE)
	}
	c.Probe.Offer()
	if c.set.Mains != nil && c.done(rigs.PowerOff()) {
		c.refused(all)
	}
}

// notOffered requires that a choice is refused because the display does not offer it.
func (c contract) notOffered(act rigs.Act) {
	c.Helper()
	c.refused(act)
	if _, err := act.Do(c.Context(), c.set); !errors.Is(err, rigs.ErrNotOffered) {
		c.Errorf("%s while the display offers nothing: got error %v, expected ErrNotOffered", act.Name, err)
	}
}

// look leaves fixtures out whose station cannot be told to show something.
func (c contract) look() {
	if c.Probe.Show == nil {
		return
	}
	const glance = 20 * time.Millisecond
	here := rigs.LookAtDisplay(rigs.Sight{Text: "Total 7,50 EUR"}, glance, c.At)
	c.Probe.Show("Welcome")
	if !c.sees(here, false, false) {
		return
	}
	c.Probe.Show("Thank you.\nTotal 7.50\nEUR")
	c.sees(here, true, false)
	c.sees(rigs.LookAtDisplay(rigs.Sight{Text: "Welcome"}, glance, c.At), false, false)
	c.sees(rigs.LookAtDisplay(rigs.Sight{Text: "Total 7,50 EUR"}.Staying(), glance, c.At), true, false)
	c.sees(rigs.LookAtDisplay(rigs.Sight{Text: "Welcome"}.Staying(), glance, c.At), false, true) // it never was there
	c.Probe.Show("Thank you.\nTotal 7.50")
	c.sees(here, false, true)
	ctx, cancel := context.WithCancel(c.Context())
	cancel()
	if _, err := here.Do(ctx, c.set); !errors.Is(err, context.Canceled) {
		c.Errorf("a look under a cancelled context: got error %v, expected context.Canceled", err)
	}
	if c.set.Mains != nil && c.done(rigs.PowerOff()) {
		c.refused(here)
	}
}

// sees requires what a look comes to: whether the sight is shown, or cut off. It reports whether the rig has the verb.
func (c contract) sees(look rigs.Act, shown, cut bool) bool {
	c.Helper()
	back, err := look.Do(c.Context(), c.set)
	switch {
	case errors.Is(err, rigs.ErrNoRig):
		return false
	case err != nil:
		c.Fatalf("%s: %v", look.Name, err)
	case back.Shown != shown || back.Cut != cut:
		c.Errorf("%s: got shown %t, cut %t (%s), expected %t, %t", look.Sentence, back.Shown, back.Cut, back.Observed, shown, cut)
	case back.Rig != c.Rig.Name() || back.At.IsZero() || back.Observed == "":
		c.Errorf("%s was read back as %+v, expected the rig's name %q, a time and what it has seen", look.Name, back, c.Rig.Name())
	}
	return true
}
