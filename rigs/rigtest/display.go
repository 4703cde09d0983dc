package rigtest

import (
	"errors"
	"slices"

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
