package operation

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/reservations"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// reservationPatches are the faults of reservations. That of what a transaction tells of them stands with those of its events.
var reservationPatches = []defects.Patch{
	{Of: append(defects.Names(reserveFaults), defects.ReserveNotKept, defects.ReserveTypeIgnored, defects.ReplaceKeepsOld, defects.ReservesAnotherEVSE,
		defects.ReservationForgetsGroup, defects.ReservationEndsEarly, defects.ReservationEndsLate, defects.ReservationNeverEnds), Put: reserves},
	{Of: []defects.Defect{
		defects.ReservedNotReported, defects.UsedNotReported, defects.CancelNotReported, defects.CancelReportedLate, defects.ReservedReportedOccupied,
		defects.ReservedReportedUnavailable, defects.ReservedReportedLate, defects.ReservedWrongConnector, defects.ReservedTakenBack, defects.UsedReportedOccupied,
		defects.CancelRejected, defects.CancelUnknownAccepted, defects.CancelCallError, defects.CancelUnknownSilent, defects.CancelChangesNothing, defects.CancelTold,
	}, Put: func(fw *station.Firmware, s defects.Set) { (&reservedReports{fw: fw, s: s}).put() }},
	{Of: []defects.Defect{defects.ReservedPlugReported, defects.ReservedUntilPlug}, Put: heldOtherwise},
	{Of: []defects.Defect{defects.ReservedForAnybody, defects.ReservedForAnyRemote, defects.ReservedForNobody, defects.ReservedGroupRefused}, Put: usedOtherwise},
	{Of: []defects.Defect{defects.ReservationUsedKept}, Put: usedKept},
	{Of: []defects.Defect{
		defects.ExpiredNotTold, defects.ExpiredToldRemoved, defects.ExpiredWrongID, defects.RemovedNotTold, defects.RemovedToldExpired, defects.RemovedWrongID,
		defects.RemovedToldLate,
	}, Put: endsTold},
	{Of: []defects.Defect{defects.ExpiredStaysReserved, defects.ExpiredStaysClosed}, Put: expires},
	{Of: []defects.Defect{defects.UnavailableKeepsReservation}, Put: neverLost},
	{Of: []defects.Defect{defects.ReservationLostOnReset, defects.ReservationSpreadsOnReset}, Put: rememberedReservations},
	{Of: []defects.Defect{defects.ReservedBootsUnavailable, defects.ReservedBootsWithoutOthers, defects.ReservationLostOnceReported}, Put: bootsReserved},
}

// asking is a ReserveNow and what it is rightly answered with.
type asking struct {
	fw       *station.Firmware
	wanted   *reservations.Reservation
	replaces bool
	right    ocpp201.ReserveNowStatus
}

func (a asking) accepted() bool { return a.right == ocpp201.ReserveNowStatusAccepted }

// reserved tells that EVSEs are kept, which is why none is left.
func (a asking) reserved() bool {
	return a.right == ocpp201.ReserveNowStatusOccupied && slices.ContainsFunc(a.fw.Site.EVSEs, a.fw.Reservations.Decide.Holds)
}

func (a asking) inUse() bool { return a.right == ocpp201.ReserveNowStatusOccupied && !a.reserved() }

func (a asking) disabled() bool { return !a.fw.Reservations.Decide.Enabled() }

func (a asking) unspecified() bool {
	return a.wanted.EVSE == 0 && !a.fw.Product.Capabilities.ReservesUnspecified && !a.disabled()
}

// reserveFault is a defect that answers a ReserveNow with something else. What is accepted so is not kept.
type reserveFault struct {
	defect defects.Defect
	when   func(asking) bool
	as     ocpp201.ReserveNowStatus
}

func (f reserveFault) Name() defects.Defect { return f.defect }

const (
	reserveAccepted    = ocpp201.ReserveNowStatusAccepted
	reserveRejected    = ocpp201.ReserveNowStatusRejected
	reserveOccupied    = ocpp201.ReserveNowStatusOccupied
	reserveUnavailable = ocpp201.ReserveNowStatusUnavailable
)

var reserveFaults = []reserveFault{
	{defects.ReserveRejected, func(a asking) bool { return a.accepted() && a.wanted.EVSE != 0 }, reserveRejected},
	{defects.ReserveUnspecifiedRejected, func(a asking) bool { return a.accepted() && a.wanted.EVSE == 0 && a.wanted.ConnectorType == "" }, reserveRejected},
	{defects.ReserveTypeRejected, func(a asking) bool { return a.accepted() && a.wanted.ConnectorType != "" }, reserveRejected},
	{defects.ReplaceRefused, func(a asking) bool { return a.accepted() && a.replaces }, reserveOccupied},
	{defects.ReserveReservedAccepted, asking.reserved, reserveAccepted},
	{defects.ReserveReservedUnavailable, asking.reserved, reserveUnavailable},
	{defects.ReserveOccupiedAccepted, asking.inUse, reserveAccepted},
	{defects.ReserveOccupiedFaulted, asking.inUse, ocpp201.ReserveNowStatusFaulted},
	{defects.ReserveOccupiedRejected, func(a asking) bool { return a.right == reserveOccupied }, reserveRejected},
	{defects.ReserveTypeAcceptedAnyway, func(a asking) bool { return a.right == reserveOccupied && a.wanted.ConnectorType != "" }, reserveAccepted},
	{defects.ReserveUnavailableAccepted, func(a asking) bool { return a.right == reserveUnavailable }, reserveAccepted},
	{defects.ReserveUnavailableOccupied, func(a asking) bool { return a.right == reserveUnavailable }, reserveOccupied},
	{defects.ReserveUnavailableRejected, func(a asking) bool { return a.right == reserveUnavailable }, reserveRejected},
	{defects.ReserveDisabledAccepted, asking.disabled, reserveAccepted},
	{defects.ReserveDisabledUnavailable, asking.disabled, reserveUnavailable},
	{defects.ReserveDisabledOccupied, asking.disabled, reserveOccupied},
	{defects.ReserveUnspecifiedTaken, asking.unspecified, reserveAccepted},
	{defects.ReserveUnspecifiedOccupied, asking.unspecified, reserveOccupied},
	{defects.ReserveUnspecifiedUnavailable, asking.unspecified, reserveUnavailable},
}

// reserves are the faults of ReserveNow, and of what is kept of it.
func reserves(fw *station.Firmware, s defects.Set) {
	decide, faults := &fw.Reservations.Decide, defects.Wanted(s, reserveFaults)
	judge, keep, forgets := decide.Judge, decide.Keep, false
	decide.Judge = func(wanted, replaced *reservations.Reservation) reservations.Judgement {
		right := judge(wanted, replaced)
		forgets = false
		for _, f := range faults {
			if f.when(asking{fw, wanted, replaced != nil, right.Status}) && s.Has(f.defect) {
				forgets = true
				return reservations.Judgement{Status: f.as}
			}
		}
		return right
	}
	decide.Keep = func(wanted, replaced *reservations.Reservation) {
		if forgets || s.Has(defects.ReserveNotKept) || replaced != nil && s.Has(defects.ReplaceKeepsOld) {
			return
		}
		misreadReservation(fw, s, wanted)
		keep(wanted, replaced)
	}
}

// misreadReservation is what this station keeps of a reservation.
func misreadReservation(fw *station.Firmware, s defects.Set, r *reservations.Reservation) {
	left := r.Expires.Sub(fw.Kernel.Now())
	switch {
	case s.Has(defects.ReservationEndsEarly):
		r.Expires = r.Expires.Add(-left / 2)
	case s.Has(defects.ReservationEndsLate):
		r.Expires = r.Expires.Add(2 * time.Minute)
	case s.Has(defects.ReservationNeverEnds):
		r.Expires = r.Expires.AddDate(1, 0, 0)
	case r.ConnectorType != "" && s.Has(defects.ReserveTypeIgnored):
		r.ConnectorType = ""
	case r.Group != nil && s.Has(defects.ReservationForgetsGroup):
		r.Group = nil
	case r.EVSE != 0 && len(fw.Site.EVSEs) > 1 && s.Has(defects.ReservesAnotherEVSE):
		i := slices.IndexFunc(fw.Site.EVSEs, func(e *site.EVSE) bool { return e.ID == r.EVSE })
		r.EVSE = fw.Site.EVSEs[(i+1)%len(fw.Site.EVSEs)].ID
	}
}

// reservedReports are the faults of what is told of Reserved connectors, and of CancelReservation.
type reservedReports struct {
	fw       *station.Firmware
	s        defects.Set
	forced   ocpp201.ConnectorStatus // what the next message tells instead; "" for nothing
	late     bool                    // the next message was put off before
	canceled bool                    // a reservation has just been
}

func (n *reservedReports) put() {
	right := n.fw.Site.Decide.TellsChange
	n.fw.Site.Decide.TellsChange = func(c *site.Connector, status ocpp201.ConnectorStatus) bool {
		return right(c, status) && !n.untold(c, status)
	}
	ofReports(n.fw, n.tell)
	if n.fw.Product.Capabilities.Reservations {
		wire.Handle(n.fw.Wire, n.cancel)
		n.fw.Wire.Seam.Answers.Add(func(m wire.Message, pass wire.Pass) {
			r, ok := m.Body.(ocpp201.CancelReservationResponse)
			if ok && r.Status == ocpp201.CancelReservationStatusRejected && n.s.Has(defects.CancelUnknownSilent) {
				m.Lost = true
			}
			pass(m)
		})
	}
}

func (n *reservedReports) untold(c *site.Connector, status ocpp201.ConnectorStatus) bool {
	switch {
	case status == ocpp201.ConnectorStatusReserved:
		return n.s.Has(defects.ReservedNotReported)
	case status != ocpp201.ConnectorStatusAvailable:
		return false
	case n.canceled:
		return n.s.Has(defects.CancelNotReported)
	}
	return used(c) && n.s.Has(defects.UsedNotReported)
}

// used tells whether the driver is authorized for whom an EVSE was kept, and his EV is not connected yet.
func used(c *site.Connector) bool {
	stay := c.EVSE.Stay()
	return stay.ByReservation && stay.Authorized && !stay.Connected
}

func (n *reservedReports) tell(of site.Report, t told, tell func(told)) {
	if n.forced != "" {
		t.Status, n.forced = n.forced, ""
		tell(t)
		return
	}
	becomes := of.Why == site.AtChange && t.Status == ocpp201.ConnectorStatusReserved
	freed := of.Why == site.AtChange && t.Status == ocpp201.ConnectorStatusAvailable
	again := func() { n.fw.Site.SendStatus(of.Connector, of.Why, wire.Sending{}) }
	switch s := n.s; {
	case !n.late && (becomes && s.Has(defects.ReservedReportedLate) || freed && n.canceled && s.Has(defects.CancelReportedLate)):
		n.fw.Kernel.After(2*time.Minute, func() {
			n.late = true
			again()
			n.late = false
		})
		return
	case becomes && s.Has(defects.ReservedReportedOccupied), freed && used(of.Connector) && s.Has(defects.UsedReportedOccupied):
		t.Status = ocpp201.ConnectorStatusOccupied
	case becomes && s.Has(defects.ReservedReportedUnavailable):
		t.Status = ocpp201.ConnectorStatusUnavailable
	case becomes && s.Has(defects.ReservedWrongConnector):
		t.At = nowhere()
	}
	tell(t)
	if becomes && n.s.Has(defects.ReservedTakenBack) {
		n.forced = ocpp201.ConnectorStatusAvailable
		again()
	}
}

func (n *reservedReports) cancel(q ocpp201.CancelReservationRequest) (r ocpp201.CancelReservationResponse, err error) {
	known := n.fw.Reservations.ByID(q.ReservationID)
	switch {
	case known == nil && n.s.Has(defects.CancelUnknownAccepted), known != nil && n.s.Has(defects.CancelChangesNothing):
		r.Status = ocpp201.CancelReservationStatusAccepted
		return r, nil
	case known == nil && n.s.Has(defects.CancelCallError):
		return r, &wire.CallError{Code: ocppj.PropertyConstraintViolation, Description: "there is no such reservation"}
	case known != nil && n.s.Has(defects.CancelRejected):
		r.Status = ocpp201.CancelReservationStatusRejected
		return r, nil
	case known != nil && n.s.Has(defects.CancelTold):
		n.fw.Wire.Then(func() {
			n.fw.Reservations.Decide.Tell(&reservations.Reservation{ID: known.ID, Ended: ocpp201.ReservationUpdateStatusRemoved})
		})
	}
	n.fw.Wire.Then(func() { n.canceled = known != nil })
	r, err = n.fw.Reservations.CancelReservation(q)
	n.fw.Wire.Then(func() { n.canceled = false })
	return r, err
}

// heldOtherwise are the faults of when an EVSE is Reserved.
func heldOtherwise(fw *station.Firmware, s defects.Set) {
	right := fw.Site.Hooks.Kept
	fw.Site.Hooks.Kept = func(e *site.EVSE) bool {
		held, stay := right(e), e.Stay()
		switch {
		case held && stay.Connected && s.Has(defects.ReservedPlugReported):
			return false
		case !held && stay.ByReservation && stay.Authorized && !stay.Connected && s.Has(defects.ReservedUntilPlug):
			return true
		}
		return held
	}
}

// usedOtherwise are the faults of who may use a reserved EVSE.
func usedOtherwise(fw *station.Firmware, s defects.Set) {
	match, take, start := fw.Reservations.Decide.For, fw.Charging.Decide.MayTake, fw.Control.Decide.MayStart
	fw.Reservations.Decide.For = func(token ocpp201.IDToken, group *ocpp201.IDToken, e *site.EVSE) *reservations.Reservation {
		r := match(token, group, e)
		switch {
		case r == nil:
		case match(token, nil, e) == nil && s.Has(defects.ReservedGroupRefused),
			match(token, nil, e) != nil && s.Has(defects.ReservedForNobody):
			return nil
		}
		return r
	}
	fw.Charging.Decide.MayTake = func(of *charging.Session, token ocpp201.IDToken, group *ocpp201.IDToken) bool {
		return take(of, token, group) || s.Has(defects.ReservedForAnybody)
	}
	fw.Control.Decide.MayStart = func(q ocpp201.RequestStartTransactionRequest, e *site.EVSE) bool {
		return start(q, e) || s.Has(defects.ReservedForAnyRemote)
	}
}

// usedKept is the fault of a reservation that its driver does not end. It is out of sight while he is there, as it could not be served.
func usedKept(fw *station.Firmware, s defects.Set) {
	re := fw.Reservations
	var used []*reservations.Reservation
	use, kept := re.Decide.Used, fw.Site.Hooks.Kept
	re.Decide.Used = func(r *reservations.Reservation) {
		use(r)
		if s.Has(defects.ReservationUsedKept) {
			used = append(used, r)
		}
	}
	again := func() {
		if len(used) > 0 {
			re.All, used = append(re.All, used...), nil
			re.Save()
		}
	}
	fw.Site.Hooks.Kept = func(e *site.EVSE) bool {
		if !slices.ContainsFunc(fw.Site.EVSEs, func(e *site.EVSE) bool { return e.Stay().Authorized || e.Stay().Connected }) {
			again()
		}
		return kept(e)
	}
	fw.Wire.Seam.Calls.Add(func(m wire.Message, pass wire.Pass) {
		if m.Action == (ocpp201.CancelReservationRequest{}).Action() {
			again()
		}
		pass(m)
	})
}

// endsTold are the faults of how the CSMS is told that a reservation has ended.
func endsTold(fw *station.Firmware, s defects.Set) {
	ofStatuses(fw, false, func(q ocpp201.ReservationStatusUpdateRequest, tell func(ocpp201.ReservationStatusUpdateRequest)) {
		expired := q.ReservationUpdateStatus == ocpp201.ReservationUpdateStatusExpired
		switch {
		case expired && s.Has(defects.ExpiredNotTold), !expired && s.Has(defects.RemovedNotTold):
			return
		case expired && s.Has(defects.ExpiredToldRemoved):
			q.ReservationUpdateStatus = ocpp201.ReservationUpdateStatusRemoved
		case !expired && s.Has(defects.RemovedToldExpired):
			q.ReservationUpdateStatus = ocpp201.ReservationUpdateStatusExpired
		case expired && s.Has(defects.ExpiredWrongID), !expired && s.Has(defects.RemovedWrongID):
			q.ReservationID++
		case !expired && s.Has(defects.RemovedToldLate):
			fw.Kernel.After(2*time.Minute, func() { tell(q) })
			return
		}
		tell(q)
	})
}

// expires are the faults of an EVSE whose reservation has expired.
func expires(fw *station.Firmware, s defects.Set) {
	stuck := map[int]bool{}
	lapse, kept, take := fw.Reservations.Decide.Lapse, fw.Site.Hooks.Kept, fw.Charging.Decide.MayTake
	fw.Reservations.Decide.Lapse = func(over []*reservations.Reservation) {
		for _, r := range over {
			stuck[r.EVSE] = true
		}
		lapse(over)
	}
	fw.Site.Hooks.Kept = func(e *site.EVSE) bool { return kept(e) || stuck[e.ID] && s.Has(defects.ExpiredStaysReserved) }
	fw.Charging.Decide.MayTake = func(of *charging.Session, token ocpp201.IDToken, group *ocpp201.IDToken) bool {
		return take(of, token, group) && !(stuck[of.EVSE] && s.Has(defects.ExpiredStaysClosed))
	}
}

func neverLost(fw *station.Firmware, s defects.Set) {
	right := fw.Reservations.Decide.Lost
	fw.Reservations.Decide.Lost = func(e *site.EVSE) bool { return right(e) && !s.Has(defects.UnavailableKeepsReservation) }
}

// rememberedReservations has faults of what an earlier life has left.
func rememberedReservations(fw *station.Firmware, s defects.Set) {
	fw.Kernel.Memory = misremembering{fw.Kernel.Memory, reservations.Record, func(data []byte) ([]byte, error) {
		var kept []*reservations.Reservation
		if err := json.Unmarshal(data, &kept); err != nil || len(kept) == 0 || !afterReset(fw) {
			return data, err
		}
		switch {
		case s.Has(defects.ReservationLostOnReset):
			return []byte("[]"), nil
		case len(fw.Site.EVSEs) > 1 && s.Has(defects.ReservationSpreadsOnReset):
			one := *kept[0]
			kept = nil
			for _, e := range fw.Site.EVSEs {
				another := one
				another.EVSE = e.ID
				kept = append(kept, &another)
			}
		}
		return json.Marshal(kept)
	}}
}

// bootsReserved are the faults of what is told of Reserved connectors after a boot.
func bootsReserved(fw *station.Firmware, s defects.Set) {
	ofReports(fw, func(of site.Report, t told, tell func(told)) {
		if of.Why != site.AtBoot || len(fw.Reservations.Pending()) == 0 {
			tell(t)
			return
		}
		reserved := t.Status == ocpp201.ConnectorStatusReserved
		switch {
		case reserved && s.Has(defects.ReservedBootsUnavailable):
			t.Status = ocpp201.ConnectorStatusUnavailable
		case !reserved && s.Has(defects.ReservedBootsWithoutOthers):
			return
		}
		tell(t)
		if reserved && afterReset(fw) && s.Has(defects.ReservationLostOnceReported) {
			fw.Kernel.After(0, func() {
				fw.Reservations.All = nil
				fw.Reservations.Save()
				fw.Reservations.Changed()
			})
		}
	})
}
