package station

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// lostEVPatches are the faults of an EV that comes, is lost or comes back.
var lostEVPatches = []patch{
	{of: []defects.Defect{defects.BayEntryStartsNothing, defects.BayEntryToldLate}, put: entryNoticed},
	{of: []defects.Defect{defects.EnergyStopToldLate}, put: energyStopToldLate},
	{of: []defects.Defect{defects.LostEVToldLate}, put: lossNoticed},
	{of: []defects.Defect{defects.LostEVStaysAuthorized, defects.LostEVAlwaysDeauthorized, defects.LostEVKeepsLock}, put: lossTaken},
	{of: []defects.Defect{
		defects.ReturnWrongTrigger, defects.ReturnWithoutEVSE, defects.ReturnAsksAgain, defects.ReturnTwoMessagesInOne, defects.ReturnStaysIdle,
	}, put: returns},
}

// entryNoticed does not notice that an EV drives in, or notices it later.
func entryNoticed(fw *Firmware, s defects.Set) {
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
func energyStopToldLate(fw *Firmware, s defects.Set) {
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
func lossNoticed(fw *Firmware, s defects.Set) {
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
func lossTaken(fw *Firmware, s defects.Set) {
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
func returns(fw *Firmware, s defects.Set) {
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
