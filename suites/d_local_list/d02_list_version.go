package d_local_list

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_D_08_CS asks for the version of the list.
var TC_D_08_CS = octt.Register(octt.Case{
	ID:     "TC_D_08_CS",
	Before: withList(),
	Main: func(s *octt.Scenario) {
		versionIs(s, 1, s.Configured.VersionNumber, "D02.FR.01")
	},
})

// TC_D_10_CS asks for the version of a list that is switched off.
//
// The table has no memory state. A station that was never sent a list answers 0 in any case (D02.FR.02), and would not show
// whether it looks at LocalAuthListEnabled: it is sent one before that is switched off. "If implemented" cannot hold: where the
// variable is not there, or cannot be set to false, the list is on, D02.FR.03 asks for nothing, and the case ends without a verdict
// on the station.
var TC_D_10_CS = octt.Register(octt.Case{
	ID: "TC_D_10_CS",
	Before: octt.Prepare(withList(),
		octt.Switched(octt.Is(octt.ListEnabled, "false"))),
	Main: func(s *octt.Scenario) {
		versionIs(s, 1, 0, "D02.FR.03")
	},
})

// versionIs plays the rows of a GetLocalListVersionRequest, the second of which judges the version.
func versionIs(s *octt.Scenario, row, version int, ids ...string) {
	octt.Send(s, row, ocpp201.GetLocalListVersionRequest{}).Receive(row+1, octt.Must("versionNumber", version).Clause(ids...))
}
