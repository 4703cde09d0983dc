package operation

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// provisioningPatches are the faults of how the station introduces itself. Those of reports and of variables stand in files of
// their own.
var provisioningPatches = slices.Concat([]defects.Patch{
	{Of: []defects.Defect{defects.BootReasonWrong}, Put: bootReason},
	{Of: []defects.Defect{defects.RejectedKeepsTalking, defects.RejectedRetriesTooSoon, defects.PendingSendsStatus}, Put: registration},
	{Of: []defects.Defect{defects.StartupEventMissing, defects.InoperativeHidesStartup, defects.StartupEventWrongType}, Put: startupEvent},
}, reportPatches, variablePatches)

func bootReason(fw *station.Firmware, s defects.Set) {
	fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
		if boot, ok := m.Body.(ocpp201.BootNotificationRequest); ok && s.Has(defects.BootReasonWrong) {
			boot.Reason = ocpp201.BootReasonUnknown
			m.Body = boot
		}
		pass(m)
	})
}

// registration are the faults of a station that is not accepted yet.
func registration(fw *station.Firmware, s defects.Set) {
	fw.Wire.Seam.Results.Add(func(m wire.Message, pass wire.Pass) {
		r, ok := m.Body.(ocpp201.BootNotificationResponse)
		rejected, pending := r.Status == ocpp201.RegistrationStatusRejected, r.Status == ocpp201.RegistrationStatusPending
		before := fw.Wire.Registration
		if ok && rejected && s.Has(defects.RejectedRetriesTooSoon) {
			r.Interval /= 2
			m.Body = r
		}
		pass(m)
		switch {
		case !ok:
		case rejected && s.Has(defects.RejectedKeepsTalking):
			wire.Send(fw.Wire, ocpp201.HeartbeatRequest{}, wire.Sending{})
		case pending && before != wire.Pending && s.Has(defects.PendingSendsStatus):
			for _, c := range fw.Site.Connectors() {
				fw.Site.SendStatus(c, site.OnDemand, wire.Sending{})
			}
		}
	})
}

// startupEvent are the faults of the security event that tells of the start.
func startupEvent(fw *station.Firmware, s defects.Set) {
	fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
		e, ok := m.Body.(ocpp201.SecurityEventNotificationRequest)
		switch starts := ok && (e.Type == "StartupOfTheDevice" || e.Type == "ResetOrReboot"); {
		case !starts:
		case s.Has(defects.StartupEventMissing), fw.Site.AnyInoperative() && s.Has(defects.InoperativeHidesStartup):
			return
		case s.Has(defects.StartupEventWrongType):
			e.Type = "FirmwareUpdated"
			m.Body = e
		}
		pass(m)
	})
}
