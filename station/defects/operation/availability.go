package operation

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// availabilityPatches are the faults of changes of availability, of what is told of them, and of what outlasts a boot.
var availabilityPatches = []defects.Patch{
	{Of: append(append(defects.Names(refusals), changeDefects...), reportDefects...), Put: availabilityChanges},
	{Of: []defects.Defect{defects.ScheduledWaitsForUnplug}, Put: waitsForUnplug},
	{Of: []defects.Defect{defects.ScheduledForgotten, defects.ScheduledTakesOneConnector}, Put: carriedOut},
	{Of: []defects.Defect{defects.OperativeByUnplug}, Put: operativeByUnplug},
	{Of: []defects.Defect{
		defects.InoperativeLostOnReset, defects.InoperativeSpreadsOnReset, defects.InoperativeWidensAtBoot, defects.InoperativeLostOnPowerLoss,
		defects.StationInoperativeNotKept, defects.EVSEInoperativeNotKept, defects.ConnectorInoperativeNotKept,
	}, Put: rememberedAvailability},
	{Of: []defects.Defect{
		defects.InoperativeNotReportedAtBoot, defects.InoperativeBootsWithoutOthers, defects.InoperativeBootsAsAvailable, defects.InoperativeBootsAsOccupied,
		defects.InoperativeFaultedAfterReset, defects.InoperativeLostOnceReported, defects.InoperativeForgottenAtBoot,
	}, Put: bootsInoperative},
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

func changeOf(fw *station.Firmware, q ocpp201.ChangeAvailabilityRequest) change {
	place, inoperative := site.PlaceOf(q.EVSE), q.OperationalStatus == ocpp201.OperationalStatusInoperative
	return change{place: place, tier: tierOf(place), inoperative: inoperative, unchanged: fw.Site.Inoperative[place] == inoperative}
}

// refusal is a defect that answers a ChangeAvailability with Rejected.
type refusal struct {
	defect defects.Defect
	when   func(*station.Firmware, change) bool
}

func (r refusal) Name() defects.Defect { return r.defect }

var refusals = []refusal{
	{defects.InoperativeRejected, func(_ *station.Firmware, ch change) bool { return ch.inoperative }},
	{defects.StationInoperativeRejected, func(_ *station.Firmware, ch change) bool { return ch.inoperative && ch.tier == wholeStation }},
	{defects.ConnectorInoperativeRejected, func(_ *station.Firmware, ch change) bool { return ch.inoperative && ch.tier == oneConnector }},
	{defects.StationOperativeRejected, func(_ *station.Firmware, ch change) bool { return !ch.inoperative && ch.tier == wholeStation }},
	{defects.EVSEOperativeRejected, func(_ *station.Firmware, ch change) bool { return !ch.inoperative && ch.tier == oneEVSE }},
	{defects.ConnectorOperativeRejected, func(_ *station.Firmware, ch change) bool { return !ch.inoperative && ch.tier == oneConnector }},
	{defects.UnchangedRejected, func(_ *station.Firmware, ch change) bool { return ch.unchanged }},
	{defects.BusyRejected, func(fw *station.Firmware, ch change) bool { return ch.inoperative && anyTransactionAt(fw, ch.place) }},
}

// anyTransactionAt tells whether a transaction uses a connector of a place.
func anyTransactionAt(fw *station.Firmware, place string) bool {
	for _, c := range fw.Site.Connectors() {
		if site.Covers(place, c) && fw.Site.InTransaction(c) {
			return true
		}
	}
	return false
}

// firstAt is the first connector of a place.
func firstAt(fw *station.Firmware, place string) *site.Connector {
	for _, c := range fw.Site.Connectors() {
		if site.Covers(place, c) {
			return c
		}
	}
	return nil
}

func connectorPlace(c *site.Connector) *ocpp201.EVSE {
	return &ocpp201.EVSE{ID: c.EVSE.ID, ConnectorID: &c.ID}
}

// changeDefects are those of how a change is answered and carried out.
var changeDefects = []defects.Defect{
	defects.ConnectorChangeCallError, defects.UnchangedToggles, defects.OperativeNotApplied, defects.InoperativeNotApplied, defects.EVSEChangeTakesStation,
	defects.ConnectorChangeTakesStation, defects.StationChangeTakesFirstEVSE, defects.ConnectorChangeTakesEVSE, defects.EVSEChangeTakesOneConnector,
	defects.BusyAccepted, defects.StationBusyAccepted, defects.ConnectorBusyAccepted, defects.UnchangedScheduled, defects.ScheduledThoughIdle,
	defects.OperativeScheduled, defects.ScheduledAtOnce, defects.ScheduledOthersWait,
}

// availabilityChanges are the faults of ChangeAvailability, and of what is told of a change.
func availabilityChanges(fw *station.Firmware, s defects.Set) {
	news := changeReports{fw: fw, s: s, why: map[*site.Connector]occasion{}}
	ofReports(fw, news.tell)
	faults := defects.Wanted(s, refusals)
	wire.Handle(fw.Wire, func(q ocpp201.ChangeAvailabilityRequest) (ocpp201.ChangeAvailabilityResponse, error) {
		ch := changeOf(fw, q)
		if ch.tier == oneConnector && s.Has(defects.ConnectorChangeCallError) {
			return ocpp201.ChangeAvailabilityResponse{}, &wire.CallError{Code: ocppj.NotSupported, Description: "connectors cannot be changed"}
		}
		if fw.Site.UnknownPlace(q.EVSE) {
			return fw.Site.ChangeAvailability(q)
		}
		for _, f := range faults {
			if f.when(fw, ch) && s.Has(f.defect) {
				return ocpp201.ChangeAvailabilityResponse{Status: ocpp201.ChangeAvailabilityStatusRejected}, nil
			}
		}
		if !ch.unchanged && (!ch.inoperative && s.Has(defects.OperativeNotApplied) || ch.inoperative && s.Has(defects.InoperativeNotApplied)) {
			return ocpp201.ChangeAvailabilityResponse{Status: ocpp201.ChangeAvailabilityStatusAccepted}, nil
		}
		read := misread(fw, s, ch)
		before := map[*site.Connector]bool{}
		for _, c := range fw.Site.Connectors() {
			before[c] = fw.Site.Operative(c)
		}
		var r ocpp201.ChangeAvailabilityResponse
		if read == ch {
			r, _ = fw.Site.ChangeAvailability(q)
		} else {
			r.Status = carryOut(fw, read)
		}
		if r.Status == ocpp201.ChangeAvailabilityStatusScheduled {
			spoilSchedule(fw, s, read.place, before)
		}
		news.changed(before)
		r.Status = changeAnswer(s, read, r.Status)
		return r, nil
	})
}

// misread is the change as this station carries it out.
func misread(fw *station.Firmware, s defects.Set, ch change) change {
	at := firstAt(fw, ch.place)
	several, siblings := len(fw.Site.Connectors()) > 1, len(at.EVSE.Connectors) > 1
	switch {
	case ch.unchanged && s.Has(defects.UnchangedToggles):
		ch.inoperative, ch.unchanged = !ch.inoperative, false
	case ch.tier == oneEVSE && len(fw.Site.EVSEs) > 1 && s.Has(defects.EVSEChangeTakesStation),
		ch.tier == oneConnector && several && s.Has(defects.ConnectorChangeTakesStation):
		ch.place = ""
	case ch.tier == wholeStation && len(fw.Site.EVSEs) > 1 && s.Has(defects.StationChangeTakesFirstEVSE),
		ch.tier == oneConnector && siblings && s.Has(defects.ConnectorChangeTakesEVSE):
		ch.place = site.PlaceOf(&ocpp201.EVSE{ID: at.EVSE.ID})
	case ch.tier == oneEVSE && siblings && s.Has(defects.EVSEChangeTakesOneConnector):
		ch.place = site.PlaceOf(connectorPlace(at))
	}
	return ch
}

// carryOut does what a change says that was misread.
func carryOut(fw *station.Firmware, ch change) ocpp201.ChangeAvailabilityStatus {
	status := fw.Site.SetAvailability(ch.place, ch.inoperative)
	fw.Wire.Then(func() {
		fw.Site.UpdateStatuses()
		if ch.unchanged && !fw.Product.Capabilities.SilentWhenUnchanged {
			fw.Site.ReportPlace(ch.place)
		}
	})
	return status
}

// changeAnswer is the answer's status as this station gives it.
func changeAnswer(s defects.Set, ch change, status ocpp201.ChangeAvailabilityStatus) ocpp201.ChangeAvailabilityStatus {
	accepted, scheduled := ocpp201.ChangeAvailabilityStatusAccepted, ocpp201.ChangeAvailabilityStatusScheduled
	switch {
	case status == scheduled && (s.Has(defects.BusyAccepted) ||
		ch.tier == wholeStation && s.Has(defects.StationBusyAccepted) ||
		ch.tier == oneConnector && s.Has(defects.ConnectorBusyAccepted)):
		return accepted
	case status == accepted && (ch.unchanged && s.Has(defects.UnchangedScheduled) ||
		ch.inoperative && !ch.unchanged && s.Has(defects.ScheduledThoughIdle) ||
		!ch.inoperative && s.Has(defects.OperativeScheduled)):
		return scheduled
	}
	return status
}

// spoilSchedule changes what a change that waits for a transaction does meanwhile.
func spoilSchedule(fw *station.Firmware, s defects.Set, place string, before map[*site.Connector]bool) {
	for _, c := range fw.Site.Connectors() {
		switch {
		case !site.Covers(place, c):
		case c.Deferred && s.Has(defects.ScheduledAtOnce):
			c.Deferred = false
		case !c.Deferred && before[c] && s.Has(defects.ScheduledOthersWait):
			c.Deferred = true
		}
	}
}

// occasion is why the CSMS hears of a connector's change, as far as the change is the CSMS's doing.
type occasion int

const (
	ownChange occasion = iota // it is not
	unchanged                 // nothing has changed
	toOperative
	toInoperative
	toScheduled // to Inoperative, when a transaction had ended
)

// changeReports are the faults of what is told of changes of availability.
type changeReports struct {
	fw     *station.Firmware
	s      defects.Set
	why    map[*site.Connector]occasion // of the change that has just been carried out
	forced ocpp201.ConnectorStatus      // what the next message tells instead; "" for nothing
	late   bool                         // the next message was put off before
}

// changed notes what a ChangeAvailability has changed at once, until that has been told.
func (n *changeReports) changed(before map[*site.Connector]bool) {
	for c, operative := range before {
		if now := n.fw.Site.Operative(c); now != operative {
			n.why[c] = toInoperative
			if now {
				n.why[c] = toOperative
			}
		}
	}
	n.fw.Wire.Then(func() { n.why = map[*site.Connector]occasion{} })
}

func (n *changeReports) occasion(of site.Report, t told) occasion {
	switch {
	case of.Why == site.Again:
		return unchanged
	case of.Why != site.AtChange:
		return ownChange
	case n.why[of.Connector] != ownChange:
		return n.why[of.Connector]
	case t.Status == ocpp201.ConnectorStatusUnavailable && n.fw.Site.WantedInoperative(of.Connector):
		return toScheduled
	}
	return ownChange
}

// reportDefects are those of changeReports.
var reportDefects = append([]defects.Defect{
	defects.OperativeReportedLate, defects.InoperativeReportedLate, defects.OperativeReportedOccupied, defects.InoperativeReportedOccupied,
	defects.InoperativeTakenBack, defects.InoperativeWrongConnector, defects.UnchangedWrongConnector,
}, defects.Names(statusFaults)...)

// statusFault is a defect that changes how a connector's state is reported on an occasion.
type statusFault struct {
	defect defects.Defect
	on     occasion
	as     ocpp201.ConnectorStatus
}

func (f statusFault) Name() defects.Defect { return f.defect }

var statusFaults = []statusFault{
	{defects.UnchangedReportedFaulted, unchanged, ocpp201.ConnectorStatusFaulted},
	{defects.UnchangedReportedAvailable, unchanged, ocpp201.ConnectorStatusAvailable},
	{defects.UnchangedReportedOccupied, unchanged, ocpp201.ConnectorStatusOccupied},
	{defects.OperativeReportedFaulted, toOperative, ocpp201.ConnectorStatusFaulted},
	{defects.OperativeReportedUnavailable, toOperative, ocpp201.ConnectorStatusUnavailable},
	{defects.InoperativeReportedFaulted, toInoperative, ocpp201.ConnectorStatusFaulted},
	{defects.ScheduledReportedAvailable, toScheduled, ocpp201.ConnectorStatusAvailable},
	{defects.ScheduledReportedFaulted, toScheduled, ocpp201.ConnectorStatusFaulted},
}

func (n *changeReports) tell(of site.Report, t told, tell func(told)) {
	if n.forced != "" {
		t.Status, n.forced = n.forced, ""
		tell(t)
		return
	}
	again := func() { n.fw.Site.SendStatus(of.Connector, of.Why, wire.Sending{}) }
	why := n.occasion(of, t)
	switch s := n.s; {
	case !n.late && (why == toOperative && s.Has(defects.OperativeReportedLate) || why == toInoperative && s.Has(defects.InoperativeReportedLate)):
		n.fw.Kernel.After(2*time.Minute, func() {
			n.late = true
			again()
			n.late = false
		})
		return
	case why == toOperative && s.Has(defects.OperativeReportedOccupied), why == toInoperative && s.Has(defects.InoperativeReportedOccupied):
		n.forced = ocpp201.ConnectorStatusOccupied
		again()
	case why == toInoperative && s.Has(defects.InoperativeWrongConnector), why == unchanged && s.Has(defects.UnchangedWrongConnector):
		t.At = nowhere()
		tell(t)
		return
	}
	for _, f := range statusFaults {
		if why == f.on && t.Status != f.as && n.s.Has(f.defect) {
			t.Status = f.as
			break
		}
	}
	tell(t)
	if why == toInoperative && n.s.Has(defects.InoperativeTakenBack) {
		n.forced = ocpp201.ConnectorStatusAvailable
		again()
	}
}

func waitsForUnplug(fw *station.Firmware, s defects.Set) {
	right := fw.Site.Decide.MayCarryOut
	fw.Site.Decide.MayCarryOut = func(c *site.Connector) bool {
		return right(c) && !(c.EVConnected() && s.Has(defects.ScheduledWaitsForUnplug))
	}
}

func carriedOut(fw *station.Firmware, s defects.Set) {
	right := fw.Site.Decide.CarryOut
	fw.Site.Decide.CarryOut = func(c *site.Connector) {
		right(c)
		switch {
		case s.Has(defects.ScheduledForgotten):
			keepInoperative(fw)
		case len(c.EVSE.Connectors) > 1 && s.Has(defects.ScheduledTakesOneConnector):
			keepInoperative(fw, site.PlaceOf(connectorPlace(c.EVSE.Connectors[0])))
		}
	}
}

// keepInoperative makes everything Operative but the places named.
func keepInoperative(fw *station.Firmware, places ...string) {
	fw.Site.Inoperative = map[string]bool{}
	for _, place := range places {
		fw.Site.Inoperative[place] = true
	}
	fw.Site.SaveAvailability()
}

func operativeByUnplug(fw *station.Firmware, s defects.Set) {
	right := fw.Charging.Decide.NoticesLoss
	fw.Charging.Decide.NoticesLoss = func(of *charging.Session, c *site.Connector) bool {
		notices := right(of, c)
		if notices && !fw.Site.Operative(c) && s.Has(defects.OperativeByUnplug) {
			keepInoperative(fw)
		}
		return notices
	}
}

// rememberedAvailability has faults of what an earlier life has left.
func rememberedAvailability(fw *station.Firmware, s defects.Set) {
	fw.Kernel.Memory = misremembering{fw.Kernel.Memory, site.Record, func(data []byte) ([]byte, error) {
		kept := map[string]bool{}
		if err := json.Unmarshal(data, &kept); err != nil {
			return nil, err
		}
		return json.Marshal(misremembered(fw, s, kept))
	}}
}

// misremembering is a memory that changes a record on its way out.
type misremembering struct {
	kernel.Store
	record string
	change func([]byte) ([]byte, error)
}

func (m misremembering) Load(name string) ([]byte, error) {
	data, err := m.Store.Load(name)
	if name != m.record || err != nil || data == nil {
		return data, err
	}
	return m.change(data)
}

func misremembered(fw *station.Firmware, s defects.Set, kept map[string]bool) map[string]bool {
	reset := afterReset(fw)
	if reset && s.Has(defects.InoperativeLostOnReset) {
		return nil
	}
	notKept := map[tier]defects.Defect{
		wholeStation: defects.StationInoperativeNotKept, oneEVSE: defects.EVSEInoperativeNotKept, oneConnector: defects.ConnectorInoperativeNotKept,
	}
	any := false
	for place, inoperative := range kept {
		if inoperative && (s.Has(notKept[tierOf(place)]) || !reset && s.Has(defects.InoperativeLostOnPowerLoss)) {
			kept[place] = false
		}
		any = any || kept[place]
	}
	switch {
	case !any:
	case len(fw.Site.Connectors()) > 1 && s.Has(defects.InoperativeWidensAtBoot), reset && s.Has(defects.InoperativeSpreadsOnReset):
		kept[""] = true
	}
	return kept
}

// afterReset tells whether a Reset of the CSMS has begun this life.
func afterReset(fw *station.Firmware) bool {
	reason := fw.Kernel.Reason
	return reason == string(ocpp201.BootReasonRemoteReset) || reason == string(ocpp201.BootReasonScheduledReset)
}

// bootsInoperative are the faults of what a station tells, and keeps, at boot where something is Inoperative.
func bootsInoperative(fw *station.Firmware, s defects.Set) {
	var forced ocpp201.ConnectorStatus
	ofReports(fw, func(of site.Report, t told, tell func(told)) {
		if of.Why != site.AtBoot || !fw.Site.AnyInoperative() {
			tell(t)
			return
		}
		if forced != "" {
			t.Status, forced = forced, ""
			tell(t)
			return
		}
		unavailable := t.Status == ocpp201.ConnectorStatusUnavailable
		operative := fw.Site.Operative(of.Connector)
		untold := unavailable && s.Has(defects.InoperativeNotReportedAtBoot) || operative && s.Has(defects.InoperativeBootsWithoutOthers)
		switch {
		case untold:
		case !operative && s.Has(defects.InoperativeBootsAsAvailable):
			forced = ocpp201.ConnectorStatusAvailable
			fw.Site.SendStatus(of.Connector, of.Why, wire.Sending{})
		case unavailable && s.Has(defects.InoperativeFaultedAfterReset):
			t.Status = ocpp201.ConnectorStatusFaulted
		case unavailable && s.Has(defects.InoperativeBootsAsOccupied):
			t.Status = ocpp201.ConnectorStatusOccupied
		}
		if !untold {
			tell(t)
		}
		if lastConnector(fw, of.Connector) {
			forgetsAtBoot(fw, s)
		}
	})
}

// forgetsAtBoot makes Operative what has just been reported as kept.
func forgetsAtBoot(fw *station.Firmware, s defects.Set) {
	switch reset := afterReset(fw); {
	case reset && s.Has(defects.InoperativeLostOnceReported):
		fw.Site.Inoperative = map[string]bool{}
	case !reset && s.Has(defects.InoperativeForgottenAtBoot):
		keepInoperative(fw)
	default:
		return
	}
	fw.Site.UpdateStatuses()
}
