package b_provisioning

import (
	"math/rand/v2"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_B_30_CS rejects a station and asks it for something all the same.
//
// The table does not say what makes the station send its first row; as in TC_B_03_CS it is rebooted. Row 3 is only sent
// to a station that stays connected: part 2 lets it close the connection until it boots again (B03.FR.04), and sets no
// time for that, so that the usual time for what is optional decides. What becomes of the station afterwards is no part
// of the table; the bench waits until it has been accepted. The table names no interval either: that is the time which rows
// 3 and 4 may take, where the usual one is longer.
var TC_B_30_CS = octt.Register(octt.Case{
	ID: "TC_B_30_CS",
	Main: func(s *octt.Scenario) {
		rejected := bootAnswer(s, ocpp201.RegistrationStatusRejected)
		rejected.Interval = min(rejected.Interval, int((s.Timeouts.Optional+s.Timeouts.Response)/time.Second))
		s.Answering("BootNotification", rejected)
		s.Act(0, rigs.PowerCycle().Say("Reboot the Charging Station."))
		boot := states.Reboots(s, 1, states.PoweredUp())
		s.MayDisconnect()
		boot.Reply(2, rejected)
		s.If(3, octt.Given(!s.Leaves(s.Timeouts.Optional), "the Charging Station does not disconnect"), func() {
			octt.Send(s, 3, ocpp201.GetBaseReportRequest{RequestID: int(rand.Int32()), ReportBase: ocpp201.ReportBaseFullInventory}).
				Refused(4, octt.SecurityError, "B03.FR.08")
		})
	},
})
