package states

import (
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
)

// What a scenario has brought about, beside the states themselves. The tables ask for these facts in their conditions.
const (
	bayOccupied    octt.Family = "the EV is in the parking bay"
	bayLeft        octt.Family = "the EV has left the parking bay"
	evConnected    octt.Family = "EVConnected is true"
	notReady       octt.Family = "the EV is not ready for energy transfer"
	authorized     octt.Family = "the session is authorized"
	transferring   octt.Family = "energy is transferred"
	running        octt.Family = "the transaction has started"
	ended          octt.Family = "the transaction has ended"
	chargingByPlug octt.Family = "the message of the plug reported Charging"
	stopReported   octt.Family = "the end of the energy transfer is reported"
	stoppedBy      octt.Family = "the driver stopped locally"
	masterStopped  octt.Family = "a Master Pass stopped"

	owesRemoteStart octt.Family = "the next TransactionEventRequest answers RequestStartTransactionRequest"
	owesPlace       octt.Family = "the next TransactionEventRequest names EVSE and connector"
	plugUntold      octt.Family = "the message of the plug had another triggerReason than CablePluggedIn"
	pluggedFirst    octt.Family = "the EV was connected before the idToken was presented"

	keptFree octt.Family = "the EVSE is Reserved"

	owesToken octt.Family = "the next TransactionEventRequest carries the idToken"
)

const (
	startPoint = "TxCtrlr.TxStartPoint"
	stopPoint  = "TxCtrlr.TxStopPoint"
)

// General is the configuration state of every case: LocalPreAuthorize is false (part 6, section 2.1), the transaction
// points are the configured ones, and what the tables' conditions ask for is known, with how long the station waits before it tells of a
// connector.
func General() []octt.Preparation { return general }

var general = octt.Prepare(
	octt.Config(
		octt.Is("AuthCtrlr.LocalPreAuthorize", "false"),
		octt.IsIfWritable(startPoint, func(c *octt.Configured) string { return strings.Join(c.TxStartPoint, ",") }),
		octt.IsIfWritable(stopPoint, func(c *octt.Configured) string { return strings.Join(c.TxStopPoint, ",") }),
	),
	octt.Known("AuthCtrlr.AuthorizeRemoteStart", "AuthCtrlr.Enabled"),
	octt.StatusDuration(),
)

func starts(s *octt.Scenario, point string) bool { return slices.Contains(s.List(startPoint), point) }

func stops(s *octt.Scenario, points ...string) bool {
	return slices.ContainsFunc(points, func(p string) bool { return slices.Contains(s.List(stopPoint), p) })
}

// started tells whether a transaction must have started by what has happened so far: the logical OR over TxStartPoint
// (part 2, E01.FR.01 to E01.FR.06). A transaction that was started stays so until it ended.
func started(s *octt.Scenario) bool { return begun(s.List(startPoint), s.Is) }

// begun is started as a function of the points and of what has happened. DataSigned is missing: its signed data is
// awaited by a row of its own (table 430, step 5), and makes the transaction run.
func begun(points []string, is func(octt.Family) bool) bool {
	at := func(point string) bool { return slices.Contains(points, point) }
	switch {
	case is(running),
		at("ParkingBayOccupancy") && is(bayOccupied),
		at("EVConnected") && is(evConnected),
		at("Authorized") && is(authorized),
		at("PowerPathClosed") && is(evConnected) && is(authorized),
		at("EnergyTransfer") && is(transferring):
		return true
	}
	return false
}

// Running tells whether a transaction of the session has started and not ended, by the messages that rows have seen.
func Running(s *octt.Scenario) bool { return s.Is(running) }

// Ended tells whether the transaction of the session has told its end.
func Ended(s *octt.Scenario) bool { return s.Is(ended) }

// forget ends the session: the next one starts from nothing.
func forget(s *octt.Scenario) {
	for _, f := range []octt.Family{bayLeft, authorized, transferring, running, ended, chargingByPlug, stopReported, stoppedBy, masterStopped, owesRemoteStart, owesPlace, owesToken, plugUntold,
		"Authorized", "EnergyTransferStarted", "EnergyTransferSuspended", "StopAuthorized", "EVConnectedPostSession"} {
		s.Unmark(f)
	}
	s.ChargingState = ""
}

// Authorizing is the configuration that makes the station ask the CSMS for authorization, as many cases have it. The
// documents call the first variable AuthEnabled; its name in the device model is AuthCtrlr.Enabled.
func Authorizing() []octt.Preparation {
	return octt.Config(
		octt.IsIfWritable("AuthCtrlr.Enabled", "true"),
		octt.IsIfImplemented("AuthCtrlr.DisableRemoteAuthorization", "false"),
	)
}

// StartsBeforePlug sees to it that a transaction starts before an EV is connected, where the station can do that: by
// TxStartPoint Authorized, or else ParkingBayOccupancy (part 6, TC_F_04_CS, erratum 6.2.57: "If supported").
func StartsBeforePlug() []octt.Preparation {
	return octt.Do(func(s *octt.Scenario) {
		for _, point := range []struct {
			name      string
			supported pics.Feature
		}{{"Authorized", pics.C_09_2}, {"ParkingBayOccupancy", pics.C_09_6}} {
			if starts(s, "Authorized") || starts(s, "ParkingBayOccupancy") || s.PICS.Answer(point.supported) != pics.Yes {
				continue
			}
			s.Prepare(octt.Config(octt.IsIfWritable(startPoint, point.name)))
		}
	})
}
