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
func scheduledEnds(fw *firmware, s defects.Set) {
	fw.wire.Seam.Answers.Add(func(m wire.Message, pass wire.Pass) {
		pass(m)
		r, ok := m.Body.(ocpp201.ChangeAvailabilityResponse)
		if ok && r.Status == ocpp201.ChangeAvailabilityStatusScheduled && s.Has(defects.ScheduledEndsTransaction) {
			fw.endTransactionsAt(site.PlaceOf(m.Request.(ocpp201.ChangeAvailabilityRequest).EVSE))
		}
	})
}

func (fw *firmware) endTransactionsAt(place string) {
	for _, s := range fw.charging.Sessions() {
		if c := fw.site.Connector(s.EVSE, s.Connector); s.Tx != nil && c != nil && site.Covers(place, c) {
			fw.charging.Happen(s, charging.Cause{Trigger: ocpp201.TriggerReasonAbnormalCondition, Reason: ocpp201.ReasonOther, End: true}, func() {})
			fw.charging.Settle(s)
		}
	}
	fw.site.UpdateStatuses()
}
