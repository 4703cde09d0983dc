package station

import (
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
)

// spoilProfile is what this station makes of the chargingProfile of a remote start.
func (fw *firmware) spoilProfile(s *session, q *ocpp201.RequestStartTransactionRequest) {
	if q.ChargingProfile == nil {
		return
	}
	if fw.defects.Has(defects.ProfileStartIDMistaken) {
		q.RemoteStartID = q.ChargingProfile.ID
	}
	s.starved = fw.defects.Has(defects.ProfileStartNotCharging)
}
