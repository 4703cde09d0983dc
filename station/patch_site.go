package station

import (
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
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
			fw.endTransactionsAt(placeOf(m.Request.(ocpp201.ChangeAvailabilityRequest).EVSE))
		}
	})
}

func (fw *firmware) endTransactionsAt(place string) {
	for _, s := range fw.sessions() {
		if c := fw.connector(s.EVSE, s.Connector); s.Tx != nil && c != nil && covers(place, c) {
			fw.happen(s, cause{trigger: ocpp201.TriggerReasonAbnormalCondition, reason: ocpp201.ReasonOther, end: true}, func() {})
			fw.settle(s)
		}
	}
	fw.updateStatuses()
}
