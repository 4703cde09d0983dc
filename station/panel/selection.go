package panel

import (
	"errors"
	"fmt"
	"slices"
)

// ErrNotOffered says that the display does not offer what was to be selected.
var ErrNotOffered = errors.New("the display offers no selection")

// Offer shows a menu of EVSEs on the display, of which Select takes one or all (C16.FR.01: the Master Pass UI). An empty
// list takes the menu away. Without mains the display stays dark.
func (p *Panel) Offer(evses ...int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.mains {
		p.offered = slices.Clone(evses)
	}
}

// Select chooses from the menu on the display: one EVSE, or with 0 all that are offered. It is refused with ErrNotOffered
// while that is not offered. The menu goes with the choice.
func (p *Panel) Select(evse int) error {
	return p.act(func() error {
		if evse != 0 {
			if _, err := p.evse(evse); err != nil {
				return err
			}
		}
		switch {
		case len(p.offered) == 0:
			return fmt.Errorf("%w; present a token that brings one up first, such as a Master Pass", ErrNotOffered)
		case evse != 0 && !slices.Contains(p.offered, evse):
			return fmt.Errorf("%w for EVSE %d, which is not offered; select one of %v, or 0 for all of them", ErrNotOffered, evse, p.offered)
		}
		p.offered = nil
		p.push(Input{Kind: Selected, EVSE: evse})
		return nil
	})
}
