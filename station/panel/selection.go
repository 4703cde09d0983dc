package panel

import (
	"fmt"
	"slices"
)

// Offer shows a menu of EVSEs on the display, of which Select takes one or all (C16.FR.01: the Master Pass UI). An empty
// list takes the menu away. Without mains the display stays dark.
func (p *Panel) Offer(evses ...int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.mains {
		p.offered = slices.Clone(evses)
	}
}

// Select chooses from the menu on the display: one EVSE, or with 0 all that are offered. It is refused while nothing is
// offered. The menu goes with the choice.
func (p *Panel) Select(evse int) error {
	return p.act(func() error {
		if evse != 0 {
			if _, err := p.evse(evse); err != nil {
				return err
			}
		}
		switch {
		case len(p.offered) == 0:
			return fmt.Errorf("the display offers no selection; present a token that brings one up first, such as a Master Pass")
		case evse != 0 && !slices.Contains(p.offered, evse):
			return fmt.Errorf("EVSE %d is not offered on the display; select one of %v, or 0 for all of them", evse, p.offered)
		}
		p.offered = nil
		p.push(Input{Kind: Selected, EVSE: evse})
		return nil
	})
}
