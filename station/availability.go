package station

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/wire"
)

// availability holds what the CSMS has made Inoperative, kept across reboots (G03.FR.08, G04.FR.09). Station, EVSE and
// connector are set apart, so that making the upper tier Operative again brings back what the lower ones had (G03.FR.07,
// G04.FR.08). Keys are places: "" the station, "1" an EVSE, "1.2" a connector.
type availability struct{ inoperative map[string]bool }

func (fw *firmware) restoreAvailability() {
	fw.inoperative = map[string]bool{}
	if afterReset(fw.kernel.Reason) && fw.defects.Has(defects.InoperativeLostOnReset) {
		return
	}
	fw.kernel.Load(recordAvailability, &fw.inoperative)
	fw.spoilAvailability()
	if afterReset(fw.kernel.Reason) && fw.anyInoperative() && fw.defects.Has(defects.InoperativeSpreadsOnReset) {
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

func (c *connector) place() string { return placeOf(&ocpp201.EVSE{ID: c.evse.id, ConnectorID: &c.id}) }

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

// change is a ChangeAvailabilityRequest for a place that the station has.
type change struct {
	place       string
	tier        tier
	inoperative bool
	unchanged   bool // the place is so already
}

// tier is what a place is.
type tier int

const (
	wholeStation tier = iota
	oneEVSE
	oneConnector
)

func tierOf(place string) tier {
	switch {
	case place == "":
		return wholeStation
	case strings.Contains(place, "."):
		return oneConnector
	}
	return oneEVSE
}

func (fw *firmware) changeOf(q ocpp201.ChangeAvailabilityRequest) change {
	place, inoperative := placeOf(q.EVSE), q.OperationalStatus == ocpp201.OperationalStatusInoperative
	return change{place: place, tier: tierOf(place), inoperative: inoperative, unchanged: fw.inoperative[place] == inoperative}
}

// changeAvailability answers use cases G03 and G04.
func (fw *firmware) changeAvailability(q ocpp201.ChangeAvailabilityRequest) (ocpp201.ChangeAvailabilityResponse, error) {
	ch := fw.changeOf(q)
	if ch.tier == oneConnector && fw.defects.Has(defects.ConnectorChangeCallError) {
		return ocpp201.ChangeAvailabilityResponse{}, &wire.CallError{Code: ocppj.NotSupported, Description: "connectors cannot be changed"}
	}
	if fw.unknownPlace(q.EVSE) || fw.refusesChange(ch) {
		return ocpp201.ChangeAvailabilityResponse{Status: ocpp201.ChangeAvailabilityStatusRejected}, nil
	}
	ch = fw.misreadChange(ch)
	status := fw.setAvailability(ch.place, ch.inoperative)
	fw.wire.Then(func() {
		fw.updateStatuses()
		if ch.unchanged && !fw.config.Capabilities.SilentWhenUnchanged {
			fw.reportPlace(ch.place)
		}
	})
	return ocpp201.ChangeAvailabilityResponse{Status: fw.spoilChange(ch, status)}, nil
}

// setAvailability makes a place Operative or Inoperative, but for connectors that a transaction uses or may use yet.
func (fw *firmware) setAvailability(place string, inoperative bool) ocpp201.ChangeAvailabilityStatus {
	before := map[*connector]bool{}
	for _, c := range fw.connectors() {
		before[c] = fw.operative(c)
	}
	if fw.inoperative[place] != inoperative {
		fw.inoperative[place] = inoperative
		fw.kernel.Save(recordAvailability, fw.inoperative)
	}
	status := ocpp201.ChangeAvailabilityStatusAccepted
	for _, c := range fw.connectors() {
		c.deferred = before[c] && fw.wantedInoperative(c) && fw.busy(c)
		if c.deferred && inoperative && covers(place, c) {
			status = ocpp201.ChangeAvailabilityStatusScheduled // G03.FR.05, G04.FR.06
		}
		if fw.operative(c) != before[c] {
			c.changed = toOperative
			if before[c] {
				c.changed = toInoperative
			}
		}
	}
	if status == ocpp201.ChangeAvailabilityStatusScheduled {
		fw.spoilSchedule(place, before)
	}
	return status
}

// reportPlace tells again what the connectors of a place are.
func (fw *firmware) reportPlace(place string) {
	for _, c := range fw.connectors() {
		if covers(place, c) {
			fw.sendStatus(c, again, wire.Sending{})
		}
	}
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
	stay := c.evse.stay()
	return stay.transaction && (stay.connector == 0 || stay.connector == c.id)
}

// busy tells whether a transaction keeps a connector from becoming Inoperative: its own, or that of another connector
// of the EVSE when the whole EVSE is to become so, or one of a driver who has not chosen an EVSE yet.
func (fw *firmware) busy(c *connector) bool {
	if fw.inTransaction(c) {
		return true
	}
	if fw.inoperative[c.place()] {
		return false
	}
	return c.evse.stay().transaction || fw.siteHooks.coming(c.evse).transaction
}

// applyDeferred makes connectors Unavailable whose transaction has ended.
func (fw *firmware) applyDeferred() {
	for _, c := range fw.connectors() {
		if c.deferred && !fw.busy(c) && !fw.waitsForUnplug(c) {
			fw.carryOut(c)
		}
	}
}

// carryOut makes a connector Unavailable that was scheduled to become so.
func (fw *firmware) carryOut(c *connector) {
	if c.deferred {
		c.deferred, c.changed = false, toScheduled
		fw.spoilCarryOut(c)
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
