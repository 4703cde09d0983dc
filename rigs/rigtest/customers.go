package rigtest

import (
	"slices"

	"github.com/certbench/certbench/rigs"
)

func (c contract) customers() {
	act := rigs.StoreCustomer("A customer, no. 1")
	if !c.done(act) {
		return
	}
	if c.Probe.Stored == nil {
		return
	}
	if got := c.Probe.Stored(); !slices.Equal(got, []string{"A customer, no. 1"}) {
		c.Errorf("the station was given the customers %q, expected the one that was stored", got)
	}
	if c.set.Mains != nil && c.done(rigs.PowerOff()) {
		c.refused(act)
	}
}
