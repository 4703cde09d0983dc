package sessions

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// lostEVPatches are the faults of an EV that comes, is lost or comes back.
var lostEVPatches = []defects.Patch{
	{Of: []defects.Defect{defects.BayEntryStartsNothing, defects.BayEntryToldLate}, Put: entryNoticed},
	{Of: []defects.Defect{defects.EnergyStopToldLate}, Put: energyStopToldLate},
	{Of: []defects.Defect{defects.LostEVToldLate}, Put: lossNoticed},
	{Of: []defects.Defect{defects.LostEVStaysAuthorized, defects.LostEVAlwaysDeauthorized, defects.LostEVKeepsLock}, Put: lossTaken},
	{Of: []defects.Defect{
		defects.ReturnWrongTrigger, defects.ReturnWithoutEVSE, defects.ReturnAsksAgain, defects.ReturnTwoMessagesInOne, defects.ReturnStaysIdle,
	}, Put: returns},
	{Of: []defects.Defect{
		defects.ConnectionTimeoutIgnored, defects.ConnectionTimeoutWrongReason, defects.TimeoutTooEarly, defects.RemoteTimeoutIgnored, defects.RemoteTimeoutLate,
		defects.SuspendedNeverTimesOut, defects.SuspendedTimesOutLate, defects.SuspendedTimeoutAsLoss, defects.SuspendedTimeoutWrongReason,
	}, Put: waits},
	{Of: []defects.Defect{defects.LostEVCableNotFreed, defects.LostEVCableFreedLate}, Put: heldOn},
}

// entryNoticed does not notice that an EV drives in, or notices it later.
func entryNoticed(fw *station.Firmware, s defects.Set) {
	var entered *site.EVSE // the EV in its bay is noticed now
	right := fw.Charging.Decide.NoticesEntry
	fw.Charging.Decide.NoticesEntry = func(e *site.EVSE) bool {
		switch {
		case entered == e:
		case s.Has(defects.BayEntryStartsNothing):
			return false
		case s.Has(defects.BayEntryToldLate):
			fw.Kernel.After(time.Minute, func() {
				entered = e
				fw.Charging.BayChanged(e, true)
				entered = nil
				fw.Site.UpdateStatuses()
			})
			return false
		}
		return right(e)
	}
}

// energyStopToldLate notices later that the EV takes no energy any more.
func energyStopToldLate(fw *station.Firmware, s defects.Set) {
	right := fw.Site.Hooks.PilotChanged
	fw.Site.Hooks.PilotChanged = func(c *site.Connector, pilot byte) {
		if c.Pilot != 'C' || pilot != 'B' || !s.Has(defects.EnergyStopToldLate) {
			right(c, pilot)
			return
		}
		fw.Kernel.After(time.Minute, func() {
			if c.Pilot == 'C' {
				right(c, pilot)
				fw.Site.UpdateStatuses()
			}
		})
	}
}

// lossNoticed notices later that an authorized EV is gone.
func lossNoticed(fw *station.Firmware, s defects.Set) {
	var known *site.Connector // the EV is known to be gone now
	right := fw.Charging.Decide.NoticesLoss
	fw.Charging.Decide.NoticesLoss = func(of *charging.Session, c *site.Connector) bool {
		if !of.Authorized || known == c || !s.Has(defects.LostEVToldLate) {
			return right(of, c)
		}
		fw.Kernel.After(time.Minute, func() {
			known = c
			fw.Charging.FollowEV(c)
			known = nil
			fw.Site.UpdateStatuses()
		})
		return false
	}
}

// lossTaken ignores the settings by which a lost EV is dealt with.
func lossTaken(fw *station.Firmware, s defects.Set) {
	deauthorizes, unlocks := fw.Charging.Decide.LossDeauthorizes, fw.Charging.Decide.LossUnlocks
	fw.Charging.Decide.LossDeauthorizes = func() bool {
		if deauthorizes() {
			return !s.Has(defects.LostEVStaysAuthorized)
		}
		return s.Has(defects.LostEVAlwaysDeauthorized)
	}
	fw.Charging.Decide.LossUnlocks = func() bool { return unlocks() && !s.Has(defects.LostEVKeepsLock) }
}

// returns deals otherwise with a lost EV that is connected again.
func returns(fw *station.Firmware, s defects.Set) {
	fw.Charging.Seam.AddHappened(func(h charging.Happening, tell func(charging.Happening)) {
		of := h.Session
		if !h.Returns {
			tell(h)
			return
		}
		if s.Has(defects.ReturnWrongTrigger) {
			h.Trigger = ocpp201.TriggerReasonEVDetected
		}
		if s.Has(defects.ReturnWithoutEVSE) {
			of.EVSEDue = false
		}
		if of.Authorized && s.Has(defects.ReturnAsksAgain) {
			wire.Send(fw.Wire, ocpp201.AuthorizeRequest{IDToken: *of.Token}, wire.Sending{})
		}
		if of.Authorized && s.Has(defects.ReturnTwoMessagesInOne) {
			fw.Charging.ClosePower(of, fw.Site.Connector(of.EVSE, of.Connector))
		}
		tell(h)
	})
	right := fw.Charging.Decide.GoesOn
	fw.Charging.Decide.GoesOn = func(of *charging.Session) bool { return right(of) && !s.Has(defects.ReturnStaysIdle) }
}

// waits waits too long for an EV, or not long enough, or tells otherwise that none has come.
func waits(fw *station.Firmware, s defects.Set) {
	right := fw.Charging.Decide.Waits
	fw.Charging.Decide.Waits = func(of *charging.Session) (time.Duration, charging.Cause) {
		wait, why := right(of)
		switch {
		case s.Has(defects.ConnectionTimeoutIgnored):
			return 0, why
		case s.Has(defects.ConnectionTimeoutWrongReason):
			why.Reason = ocpp201.ReasonLocal
		case s.Has(defects.TimeoutTooEarly):
			wait /= 2
		case of.RemoteID == nil:
		case s.Has(defects.RemoteTimeoutIgnored):
			return 0, why
		case s.Has(defects.RemoteTimeoutLate):
			wait += time.Minute
		}
		switch {
		case of.Connector == 0:
		case s.Has(defects.SuspendedNeverTimesOut):
			wait = 24 * time.Hour
		case s.Has(defects.SuspendedTimesOutLate):
			wait *= 3
		case s.Has(defects.SuspendedTimeoutAsLoss):
			why.Trigger = ocpp201.TriggerReasonEVCommunicationLost
		case s.Has(defects.SuspendedTimeoutWrongReason):
			why.Reason = ocpp201.ReasonEVDisconnected
		}
		return wait, why
	}
}

// heldOn keeps a cable locked although its owner has come back.
func heldOn(fw *station.Firmware, s defects.Set) {
	right := fw.Charging.Decide.FreeHeld
	fw.Charging.Decide.FreeHeld = func(c *site.Connector) {
		switch {
		case s.Has(defects.LostEVCableNotFreed):
		case s.Has(defects.LostEVCableFreedLate):
			fw.Kernel.After(time.Minute, func() { right(c) })
		default:
			right(c)
		}
	}
}
