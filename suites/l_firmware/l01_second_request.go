package l_firmware

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_L_10_CS asks for the update once more while the first is being downloaded, which the file server keeps under way. The
// first is canceled; that it has failed may be told before the answer or after it (erratum 6.2.82). That step 6 has a
// requestId is a slip of the erratum: the response has no such field.
var TC_L_10_CS = octt.Register(octt.Case{
	ID:     "TC_L_10_CS",
	Modes:  octt.PerProtocol,
	Before: updates(),
	Main: func(s *octt.Scenario) {
		accepted(s)
		began(s, 3)
		s.CanceledID = s.UpdateID
		u := newUpdate(s)
		u.ask(s, 5, ocpp201.UpdateFirmwareStatusAcceptedCanceled, "L01.FR.24")
		u.downloads(s, 7)
		u.verified(s, 11)
		u.installs(s, 13)
	},
})

// TC_L_11_CS asks a station that cannot cancel an update. The first goes on.
var TC_L_11_CS = octt.Register(octt.Case{
	ID:     "TC_L_11_CS",
	Modes:  octt.PerProtocol,
	Before: updates(),
	Main: func(s *octt.Scenario) {
		first := accepted(s)
		began(s, 3)
		id := s.UpdateID
		newUpdate(s).ask(s, 5, ocpp201.UpdateFirmwareStatusRejected, "L01.FR.27")
		s.UpdateID, s.UpdateAsked = id, first.asked
		first.downloaded(s, 7)
		first.verified(s, 9)
		first.installs(s, 11)
	},
})

// began plays the rows of a download that begins, and sees to it that it is under way when another request is sent.
func began(s *octt.Scenario, row int) {
	states.FirmwareStatus(s, row, ocpp201.FirmwareStatusDownloading)
	s.Settles()
	s.PassOver(nil, onTheWay, downloading)
}
