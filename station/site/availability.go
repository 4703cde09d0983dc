package site

import (
	"fmt"
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/wire"
)

// RestoreAvailability takes over what an earlier life was told.
func (st *Site) RestoreAvailability() {
	st.Inoperative = map[string]bool{}
	st.kernel.Load(Record, &st.Inoperative)
}

// SaveAvailability keeps it for the next.
func (st *Site) SaveAvailability() { st.kernel.Save(Record, st.Inoperative) }

// PlaceOf is the key of a place in Inoperative.
func PlaceOf(at *ocpp201.EVSE) string {
	switch {
	case at == nil:
		return ""
	case at.ConnectorID == nil:
		return fmt.Sprint(at.ID)
	}
	return fmt.Sprintf("%d.%d", at.ID, *at.ConnectorID)
}

func (c *Connector) place() string { return PlaceOf(&ocpp201.EVSE{ID: c.EVSE.ID, ConnectorID: &c.ID}) }

// Operative tells whether a connector may be used: none of its tiers is Inoperative, or the change still waits for a
// transaction to end.
func (st *Site) Operative(c *Connector) bool {
	return c.Deferred || !st.WantedInoperative(c)
}

// WantedInoperative tells whether the CSMS has made a connector, its EVSE or the station Inoperative.
func (st *Site) WantedInoperative(c *Connector) bool {
	for place, inoperative := range st.Inoperative {
		if inoperative && Covers(place, c) {
			return true
		}
	}
	return false
}

// AnyInoperative tells whether any connector is wanted so.
func (st *Site) AnyInoperative() bool {
	return slices.ContainsFunc(st.Connectors(), st.WantedInoperative)
}

// Covers tells whether a connector is at a place, or is that place.
func Covers(place string, c *Connector) bool {
	return place == "" || place == fmt.Sprint(c.EVSE.ID) || place == fmt.Sprintf("%d.%d", c.EVSE.ID, c.ID)
}

// ChangeAvailability answers use cases G03 and G04.
func (st *Site) ChangeAvailability(q ocpp201.ChangeAvailabilityRequest) (ocpp201.ChangeAvailabilityResponse, error) {
	if st.UnknownPlace(q.EVSE) {
		return ocpp201.ChangeAvailabilityResponse{Status: ocpp201.ChangeAvailabilityStatusRejected}, nil
	}
	place, inoperative := PlaceOf(q.EVSE), q.OperationalStatus == ocpp201.OperationalStatusInoperative
	unchanged := st.Inoperative[place] == inoperative
	status := st.SetAvailability(place, inoperative)
	st.wire.Then(func() {
		st.UpdateStatuses()
		if unchanged && !st.product.Capabilities.SilentWhenUnchanged {
			st.ReportPlace(place)
		}
	})
	return ocpp201.ChangeAvailabilityResponse{Status: status}, nil
}

// SetAvailability makes a place Operative or Inoperative, but for connectors that a transaction uses or may use yet.
func (st *Site) SetAvailability(place string, inoperative bool) ocpp201.ChangeAvailabilityStatus {
	before := map[*Connector]bool{}
	for _, c := range st.Connectors() {
		before[c] = st.Operative(c)
	}
	if st.Inoperative[place] != inoperative {
		st.Inoperative[place] = inoperative
		st.SaveAvailability()
	}
	status := ocpp201.ChangeAvailabilityStatusAccepted
	for _, c := range st.Connectors() {
		c.Deferred = before[c] && st.WantedInoperative(c) && st.Busy(c)
		if c.Deferred && inoperative && Covers(place, c) {
			status = ocpp201.ChangeAvailabilityStatusScheduled // G03.FR.05, G04.FR.06
		}
	}
	return status
}

// ReportPlace tells again what the connectors of a place are.
func (st *Site) ReportPlace(place string) {
	for _, c := range st.Connectors() {
		if Covers(place, c) {
			st.SendStatus(c, Again, wire.Sending{})
		}
	}
}

// UnknownPlace tells whether the station has no such EVSE or connector.
func (st *Site) UnknownPlace(at *ocpp201.EVSE) bool {
	switch {
	case at == nil:
		return false
	case at.ConnectorID == nil:
		return st.EVSE(at.ID) == nil
	}
	return st.Connector(at.ID, *at.ConnectorID) == nil
}

// InTransaction tells whether a transaction uses the connector, or may yet, when it has no connector.
func (st *Site) InTransaction(c *Connector) bool {
	stay := c.EVSE.Stay()
	return stay.Transaction && (stay.Connector == 0 || stay.Connector == c.ID)
}

// Busy tells whether a transaction keeps a connector from becoming Inoperative: its own, or that of another connector
// of the EVSE when the whole EVSE is to become so, or one of a driver who has not chosen an EVSE yet.
func (st *Site) Busy(c *Connector) bool {
	if st.InTransaction(c) {
		return true
	}
	if st.Inoperative[c.place()] {
		return false
	}
	return c.EVSE.Stay().Transaction || st.Hooks.Coming(c.EVSE).Transaction
}

// ApplyDeferred makes connectors Unavailable whose transaction has ended.
func (st *Site) ApplyDeferred() {
	for _, c := range st.Connectors() {
		if c.Deferred && st.Decide.MayCarryOut(c) {
			st.CarryOut(c)
		}
	}
}

// CarryOut makes a connector Unavailable that was scheduled to become so.
func (st *Site) CarryOut(c *Connector) {
	if c.Deferred {
		st.Decide.CarryOut(c)
	}
}

// Free tells whether an EVSE can serve a new driver: no reset and no firmware update keeps it from that, and a connector is neither
// Inoperative nor Faulted.
func (st *Site) Free(e *EVSE) bool {
	if e.Reset.Due || e.Reset.Held || st.Decide.Closed(e) {
		return false
	}
	for _, c := range e.Connectors {
		if !st.WantedInoperative(c) && !c.Faulted {
			return true
		}
	}
	return false
}
