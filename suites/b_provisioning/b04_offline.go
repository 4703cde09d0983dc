package b_provisioning

import (
	"fmt"
	"slices"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// margin is how far the tables put the back-off of B04 from OfflineThreshold.
const margin = 2 * time.Second

// TC_B_51_CS changes a connector while the station is offline for longer than OfflineThreshold: every connector is
// reported.
//
// Row 3 accepts attempts "after the configured threshold has been exceeded". The station counts from when it notices the
// loss, a moment after the CSMS: half of the margin that the table leaves is waited for, so that an attempt which comes
// too early is not let in while the station has not been offline for long by its own clock.
var TC_B_51_CS = octt.Register(octt.Case{
	ID:     "TC_B_51_CS",
	Before: octt.Config(offlineAround(margin)...),
	Main: func(s *octt.Scenario) {
		states.LetIn(s)
		closed := s.CloseConnection(1)
		s.Act(2, rigs.ConnectEV(s.Configured.Place()))
		if left := time.Until(closed.Add(s.Configured.OfflineThreshold + margin/2)); left > 0 {
			s.Wait(3, left.Round(time.Second), "OfflineThreshold is exceeded")
		}
		s.AcceptConnection(3, max(2*time.Since(closed), s.Configured.OfflineThreshold+margin)) // attempts that were refused double the back-off
		states.AllConnectorsAgain(s, 4, stillOccupied(s))
		states.ToldOfPlug(s)
	},
})

// TC_B_52_CS changes a connector while the station is offline for less than OfflineThreshold: that one is reported. The
// validations of the table stand under step 3 and mean the message of step 4.
//
// That no other connector is reported stands in the purpose and in B04.FR.02, not in the validations. It is what tells
// this case from TC_B_51_CS, and is judged.
var TC_B_52_CS = octt.Register(octt.Case{
	ID:     "TC_B_52_CS",
	Before: octt.Config(offlineAround(-margin)...),
	Main: func(s *octt.Scenario) {
		states.LetIn(s)
		if slices.Contains(s.Availabilities("BootNotification"), occupied(s)) {
			s.Unproven(1, "The connector becomes Occupied while the Charging Station is offline.",
				"it is so from the authorization on, without which the cable lock lets no EV in")
		}
		closed := s.CloseConnection(1)
		s.Act(2, rigs.ConnectEV(s.Configured.Place()))
		back := s.AcceptConnection(3, max(2*time.Since(closed), s.Configured.OfflineThreshold-margin))
		if lasted := back.Sub(closed); lasted > s.Configured.OfflineThreshold {
			s.Unproven(3, fmt.Sprintf("The Charging Station was offline for less than OfflineThreshold, %s.", s.Configured.OfflineThreshold),
				fmt.Sprintf("it was offline for %s: it was refused before the EV was connected, or connected late", lasted.Round(time.Millisecond)))
		}
		states.ChangedConnector(s, 4, ocpp201.ConnectorStatusOccupied)
		states.ToldOfPlug(s)
	},
})

func occupied(s *octt.Scenario) octt.Availability {
	return octt.Availability{EVSE: s.Configured.EVSEID, Connector: s.Configured.ConnectorID, Status: string(ocpp201.ConnectorStatusOccupied)}
}

// offlineAround is the configuration in which a lost connection comes back some time after OfflineThreshold.
func offlineAround(after time.Duration) []octt.Setting {
	return []octt.Setting{
		octt.Is(offlineThreshold, func(c *octt.Configured) string { return wholeSeconds(c.OfflineThreshold) }),
		octt.Is("OCPPCommCtrlr.RetryBackOffWaitMinimum", func(c *octt.Configured) string { return wholeSeconds(c.OfflineThreshold + after) }),
		octt.Is("OCPPCommCtrlr.RetryBackOffRandomRange", "0"),
	}
}
