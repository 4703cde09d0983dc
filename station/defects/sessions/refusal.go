package sessions

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/defects"
)

// refusalPatches are the faults of a driver whom the CSMS refuses during a transaction, and of one who stops it himself.
var refusalPatches = []defects.Patch{
	{Of: []defects.Defect{defects.InvalidIDAlwaysStops, defects.InvalidIDNeverStops, defects.MaxEnergyDespiteStop}, Put: refusalStops},
	{Of: []defects.Defect{defects.MaxEnergyIgnored, defects.MaxEnergyTooSmall}, Put: maxEnergy},
	{Of: []defects.Defect{defects.RefusedKeepsCharging, defects.MaxEnergyEndless, defects.MaxEnergyDeauthorizes}, Put: energyLimit},
	{Of: []defects.Defect{defects.RefusedResumes}, Put: refusedResumes},
	{Of: []defects.Defect{defects.DeauthorizedLate, defects.RefusedSuspendsLate, defects.RefusalInTransactionIgnored}, Put: refusedLate},
	{Of: []defects.Defect{defects.RefusedStopsNoMore, defects.RefusedStopAsked}, Put: refusedStops},
	{Of: []defects.Defect{defects.LocalStopToldLate}, Put: stopToldLate},
}

// refusalStops ignores the settings by which a refused driver is dealt with.
func refusalStops(fw *station.Firmware, s defects.Set) {
	right := fw.Charging.Decide.RefusalStops
	fw.Charging.Decide.RefusalStops = func() bool {
		stops := right() || s.Has(defects.InvalidIDAlwaysStops)
		return stops && !s.Has(defects.InvalidIDNeverStops) && (fw.Charging.Decide.MaxEnergy() == 0 || !s.Has(defects.MaxEnergyDespiteStop))
	}
}

func maxEnergy(fw *station.Firmware, s defects.Set) {
	right := fw.Charging.Decide.MaxEnergy
	fw.Charging.Decide.MaxEnergy = func() float64 {
		set := right()
		switch {
		case set == 0:
		case s.Has(defects.MaxEnergyIgnored):
			return 0
		case s.Has(defects.MaxEnergyTooSmall):
			return set / 100
		}
		return set
	}
}

// energyLimit lets the energy of a refused driver flow on, or tells of a refusal that has no consequence yet.
func energyLimit(fw *station.Firmware, s defects.Set) {
	right := fw.Charging.Decide.Limits
	fw.Charging.Decide.Limits = func(of *charging.Session, left float64) bool {
		allowed := left > 0 && of.Charging
		if !right(of, left) || s.Has(defects.RefusedKeepsCharging) || allowed && s.Has(defects.MaxEnergyEndless) {
			return false
		}
		if allowed && s.Has(defects.MaxEnergyDeauthorizes) {
			fw.Charging.Happen(of, charging.Cause{Trigger: ocpp201.TriggerReasonDeauthorized}, func() {})
		}
		return true
	}
}

// refusedResumes lets the energy of a refused driver flow again.
func refusedResumes(fw *station.Firmware, s defects.Set) {
	right := fw.Charging.Decide.Bar
	fw.Charging.Decide.Bar = func(of *charging.Session, used bool) {
		if right(of, used); !s.Has(defects.RefusedResumes) {
			return
		}
		fw.Kernel.After(time.Second, func() {
			of.Refused, of.Barred = false, false
			fw.Charging.Energize(of, "")
		})
	}
}

// refusedLate takes its time with a refusal, or ignores it.
func refusedLate(fw *station.Firmware, s defects.Set) {
	refused, deauthorize, bar := fw.Charging.Decide.TokenRefused, fw.Charging.Decide.Deauthorize, fw.Charging.Decide.Bar
	later := func(of *charging.Session, act func()) {
		tx := of.Tx
		fw.Kernel.After(time.Minute, func() {
			if of.Tx != nil && of.Tx == tx && of.Authorized {
				act()
				fw.Site.UpdateStatuses()
			}
		})
	}
	fw.Charging.Decide.TokenRefused = func(of *charging.Session) {
		if !s.Has(defects.RefusalInTransactionIgnored) {
			refused(of)
		}
	}
	fw.Charging.Decide.Deauthorize = func(of *charging.Session) {
		if s.Has(defects.DeauthorizedLate) {
			later(of, func() { deauthorize(of) })
			return
		}
		deauthorize(of)
	}
	fw.Charging.Decide.Bar = func(of *charging.Session, used bool) {
		if !used && s.Has(defects.RefusedSuspendsLate) {
			later(of, func() { bar(of, used) })
			return
		}
		bar(of, used)
	}
}

// refusedStops does not let a refused driver stop his transaction without more ado.
func refusedStops(fw *station.Firmware, s defects.Set) {
	right := fw.Charging.Decide.StopByOwner
	fw.Charging.Decide.StopByOwner = func(of *charging.Session, token ocpp201.IDToken) {
		switch {
		case !of.Refused:
			right(of, token)
		case s.Has(defects.RefusedStopsNoMore):
			fw.Site.Show("Not accepted")
		case s.Has(defects.RefusedStopAsked):
			fw.Drivers.Ask(token, func(ocpp201.IDTokenInfo) { right(of, token) })
		default:
			right(of, token)
		}
	}
}

// stopToldLate carries out a stop by a driver after a minute.
func stopToldLate(fw *station.Firmware, s defects.Set) {
	right := fw.Charging.Decide.StopByDriver
	fw.Charging.Decide.StopByDriver = func(of *charging.Session, by charging.Told) {
		if !s.Has(defects.LocalStopToldLate) {
			right(of, by)
			return
		}
		fw.Kernel.After(time.Minute, func() {
			if of.Authorized {
				right(of, by)
				fw.Site.UpdateStatuses()
			}
		})
	}
}
