package station

import (
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// sitePatches are the faults of availability and of connector states.
var sitePatches = []patch{
	{of: []defects.Defect{defects.ScheduledEndsTransaction}, put: scheduledEnds},
}

// scheduledEnds ends the transactions for which a change of availability should wait.
func scheduledEnds(fw *Firmware, s defects.Set) {
	fw.Wire.Seam.Answers.Add(func(m wire.Message, pass wire.Pass) {
		pass(m)
		r, ok := m.Body.(ocpp201.ChangeAvailabilityResponse)
		if ok && r.Status == ocpp201.ChangeAvailabilityStatusScheduled && s.Has(defects.ScheduledEndsTransaction) {
			fw.endTransactionsAt(site.PlaceOf(m.Request.(ocpp201.ChangeAvailabilityRequest).EVSE))
		}
	})
}

func (fw *Firmware) endTransactionsAt(place string) {
	for _, s := range fw.Charging.Sessions() {
		if c := fw.Site.Connector(s.EVSE, s.Connector); s.Tx != nil && c != nil && site.Covers(place, c) {
			fw.Charging.Happen(s, charging.Cause{Trigger: ocpp201.TriggerReasonAbnormalCondition, Reason: ocpp201.ReasonOther, End: true}, func() {})
			fw.Charging.Settle(s)
		}
	}
	fw.Site.UpdateStatuses()
}
