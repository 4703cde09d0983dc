package station

import (
	"fmt"
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
)

// availability holds what the CSMS has made Inoperative, kept across reboots (G03.FR.08, G04.FR.09). Station, EVSE and
// connector are set apart, so that making the upper tier Operative again brings back what the lower ones had (G03.FR.07,
// G04.FR.08). Keys are places: "" the station, "1" an EVSE, "1.2" a connector.
type availability struct{ inoperative map[string]bool }

func (fw *firmware) restoreAvailability() {
	fw.inoperative = map[string]bool{}
	if fw.afterReset() && fw.defects.Has(defects.InoperativeLostOnReset) {
		return
	}
	fw.load(recordAvailability, &fw.inoperative)
	if fw.afterReset() && fw.anyInoperative() && fw.defects.Has(defects.InoperativeSpreadsOnReset) {
		fw.inoperative[""] = true
	}
}

func placeOf(at *ocpp201.EVSE) string {
	switch {
	case at == nil:
		return ""
	case at.ConnectorID == nil:
		return fmt.Sprint(at.ID)
	}
	return fmt.Sprintf("%d.%d", at.ID, *at.ConnectorID)
}

// operative tells whether a connector may be used: none of its tiers is Inoperative, or the change still waits for a
// transaction to end.
func (fw *firmware) operative(c *connector) bool {
	return c.deferred || !fw.wantedInoperative(c)
}

func (fw *firmware) wantedInoperative(c *connector) bool {
	for place, inoperative := range fw.inoperative {
		if inoperative && covers(place, c) {
			return true
		}
	}
	return false
}

func (fw *firmware) anyInoperative() bool {
	return slices.ContainsFunc(fw.connectors(), fw.wantedInoperative)
}

func covers(place string, c *connector) bool {
	return place == "" || place == fmt.Sprint(c.evse.id) || place == fmt.Sprintf("%d.%d", c.evse.id, c.id)
}

// changeAvailability answers use cases G03 and G04.
func (fw *firmware) changeAvailability(q ocpp201.ChangeAvailabilityRequest) (ocpp201.ChangeAvailabilityResponse, error) {
	status := fw.setAvailability(q)
	fw.then(fw.updateStatuses)
	return ocpp201.ChangeAvailabilityResponse{Status: status}, nil
}

func (fw *firmware) setAvailability(q ocpp201.ChangeAvailabilityRequest) ocpp201.ChangeAvailabilityStatus {
	place := placeOf(q.EVSE)
	inoperative := q.OperationalStatus == ocpp201.OperationalStatusInoperative
	if fw.unknownPlace(q.EVSE) || inoperative && fw.defects.Has(defects.InoperativeRejected) {
		return ocpp201.ChangeAvailabilityStatusRejected
	}
	before := map[*connector]bool{}
	for _, c := range fw.connectors() {
		before[c] = fw.operative(c)
	}
	if fw.inoperative[place] != inoperative {
		fw.inoperative[place] = inoperative
		fw.save(recordAvailability, fw.inoperative)
	}
	status := ocpp201.ChangeAvailabilityStatusAccepted
	for _, c := range fw.connectors() {
		c.deferred = before[c] && fw.wantedInoperative(c) && fw.inTransaction(c)
		if c.deferred && inoperative && covers(place, c) {
			status = ocpp201.ChangeAvailabilityStatusScheduled // G03.FR.05, G04.FR.06
		}
	}
	return status
}

func (fw *firmware) unknownPlace(at *ocpp201.EVSE) bool {
	switch {
	case at == nil:
		return false
	case at.ConnectorID == nil:
		return fw.evse(at.ID) == nil
	}
	return fw.connector(at.ID, *at.ConnectorID) == nil
}

// inTransaction tells whether a transaction uses the connector, or may yet, when it has no connector.
func (fw *firmware) inTransaction(c *connector) bool {
	s := c.evse.session
	return s != nil && s.Tx != nil && (s.Connector == 0 || s.Connector == c.id)
}

// applyDeferred makes connectors Unavailable whose transaction has ended.
func (fw *firmware) applyDeferred() {
	for _, c := range fw.connectors() {
		if c.deferred && !fw.inTransaction(c) {
			c.deferred = false
		}
	}
}

// free tells whether an EVSE can serve a new driver: no reset is under way or waited for, and a connector is neither Inoperative nor
// Faulted.
func (fw *firmware) free(e *evse) bool {
	if e.reset.due || e.reset.held {
		return false
	}
	for _, c := range e.connectors {
		if !fw.wantedInoperative(c) && !c.faulted {
			return true
		}
	}
	return false
}
