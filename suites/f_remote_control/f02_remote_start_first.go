package f_remote_control

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

const authorizeRemoteStart = "AuthCtrlr.AuthorizeRemoteStart"

// TC_F_02_CS starts the session from the CSMS before the cable is connected, and has the station ask for authorization, before
// it begins with the idToken (F02.FR.09): the state judges that.
// The second prerequisite is no condition of part 5: it is asked of the station.
var TC_F_02_CS = octt.Register(octt.Case{
	ID: "TC_F_02_CS",
	Before: octt.Prepare(states.Authorizing(),
		octt.Config(octt.IsIfWritable(authorizeRemoteStart, "true")),
		fixed(authorizeRemoteStart, "true", "C-48.1"),
		fixed("AuthCtrlr.Enabled", "true", "C-35"),
		octt.States(states.ParkingBayOccupied)),
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.Authorized.Remote)
		s.Reach(2, states.EnergyTransferStarted)
	},
})

// TC_F_03_CS starts the session from the CSMS before the cable is connected, without asking for authorization. An
// AuthorizeRequest that comes all the same belongs to no row, and fails the case (F02.FR.10).
var TC_F_03_CS = octt.Register(octt.Case{
	ID: "TC_F_03_CS",
	Before: octt.Prepare(states.Authorizing(),
		octt.Config(octt.IsIfWritable(authorizeRemoteStart, "false")),
		fixed(authorizeRemoteStart, "false", "C-48.2"),
		octt.States(states.ParkingBayOccupied)),
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.Authorized.Remote)
		s.Reach(2, states.EnergyTransferStarted)
	},
})

// fixed is a prerequisite on a variable that the station may have ReadOnly: with another value, against what feature of
// the PICS says, the table leaves out the very rows that it is for. A variable that is not there says nothing.
func fixed(variable, value string, feature pics.Feature) []octt.Preparation {
	return octt.Do(func(s *octt.Scenario) {
		if have := s.Variable(variable); have != "" && !strings.EqualFold(have, value) {
			s.Unproven(0, variable+" is not ReadOnly with another value than "+value+" (prerequisite; PICS, "+string(feature)+").", have)
		}
	})
}

// TC_F_04_CS lets the time pass in which the driver would have to connect the cable, and starts again from the CSMS.
//
// By errata 6.2.56 and 6.2.57 the start points are no prerequisite any more, but set where the station has them: a
// transaction that begins with the plug would leave step 1 out. Authorized comes first, because the parking bay may have
// no sensor (table 426); the configured points are kept where one of the two is among them.
var TC_F_04_CS = octt.Register(octt.Case{
	ID: "TC_F_04_CS",
	Before: octt.Prepare(
		octt.Config(octt.Is("TxCtrlr.EVConnectionTimeOut", func(c *octt.Configured) string { return wholeSeconds(c.EVConnectionTimeOut) })),
		states.Authorizing(),
		states.StartsBeforePlug(),
		octt.States(states.Authorized.Remote)),
	Main: func(s *octt.Scenario) {
		states.ConnectionTimeOut(s, 1, timedOut(s))
		s.Reach(3, states.Authorized.Remote)
		states.ForgetStatus(s, ocpp201.ConnectorStatusAvailable, "the notification of the timeout is optional, and may come late")
		states.ForgetStatus(s, ocpp201.ConnectorStatusOccupied, "the connector may be Occupied from the authorization on (part 6, table 428, main B, step 5)")
	},
})

// timedOut is what the table asks of the message that tells that no EV came: Ended, whatever TxStopPoint is, as F02.FR.07
// does. Where the parking bay is to end the transaction, F02.FR.08 has the station deauthorize it only: one that tells
// that as Updated is no failure, but a laboratory may see one.
func timedOut(s *octt.Scenario) octt.Clause {
	ended := octt.Must("eventType", ocpp201.TransactionEventEnumEnded).Clause("E03.FR.05", "F02.FR.07")
	stops := s.List("TxCtrlr.TxStopPoint")
	if slices.Contains(stops, "ParkingBayOccupancy") && !slices.Contains(stops, "Authorized") && !slices.Contains(stops, "PowerPathClosed") {
		return ended.Or(ocpp201.TransactionEventEnumUpdated, "Part 2, F02.FR.08 leaves the end to the parking bay here, against the table: a laboratory may fail it.")
	}
	return ended
}

func wholeSeconds(d time.Duration) string { return strconv.Itoa(int(d / time.Second)) }
