package panel

import (
	"errors"
	"fmt"
)

// Layout lists the EVSEs of a station in the order of their ids.
type Layout []EVSE

// EVSE is one EVSE with its connectors. Ids count from 1 as in OCPP. FixedCable says that the cable is part of the
// station: it has one end only, nothing locks it, and the station has no proximity contact to notice it by. Types are values of
// ConnectorEnumType (part 2, section 3.20), one for each connector; where there are none they are all of the product's type.
type EVSE struct {
	ID         int      `json:"id"`
	Connectors []int    `json:"connectors"`
	FixedCable bool     `json:"fixedCable,omitempty"`
	Types      []string `json:"types,omitempty"`
}

// Validate says what is wrong with a layout: no EVSE, an id below 1 or given twice, an EVSE without connectors, or with another
// number of types than of those.
func (l Layout) Validate() error {
	if len(l) == 0 {
		return errors.New("the layout has no EVSE; give at least one")
	}
	evses := map[int]bool{}
	for _, e := range l {
		if e.ID < 1 || evses[e.ID] {
			return fmt.Errorf("EVSE id %d in the layout: ids count from 1 and each is given once", e.ID)
		}
		evses[e.ID] = true
		if len(e.Connectors) == 0 {
			return fmt.Errorf("EVSE %d in the layout has no connector; give at least one", e.ID)
		}
		if len(e.Types) > 0 && len(e.Types) != len(e.Connectors) {
			return fmt.Errorf("EVSE %d in the layout has %d types for %d connectors; give one for each, or none", e.ID, len(e.Types), len(e.Connectors))
		}
		connectors := map[int]bool{}
		for _, c := range e.Connectors {
			if c < 1 || connectors[c] {
				return fmt.Errorf("connector id %d of EVSE %d in the layout: ids count from 1 and each is given once", c, e.ID)
			}
			connectors[c] = true
		}
	}
	return nil
}
