package states

import (
	"slices"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Which requirements of part 2 a message of a transaction proves. Its use cases repeat the same sentences; the ids are those
// of the use case that is being played.

// calledFor are the requirements for which the next TransactionEventRequest comes at all.
func calledFor(s *octt.Scenario) []string {
	var ids []string
	if s.Is(owesRemoteStart) {
		ids = append(ids, "F01.FR.03")
	}
	if s.Is(running) {
		// A trigger event of an ongoing transaction: the same sentence for a cable and for an idToken that came first.
		return append(ids, "E02.FR.17", "E03.FR.12")
	}
	for _, start := range startRequirements {
		if starts(s, start.point) && start.reached(s) {
			ids = append(ids, start.ids...)
		}
	}
	return ids
}

// startRequirements say when a transaction starts, by the values of TxStartPoint. That of DataSigned is SignedDataReceived's.
var startRequirements = []struct {
	point   string
	reached func(*octt.Scenario) bool
	ids     []string
}{
	{"ParkingBayOccupancy", func(s *octt.Scenario) bool { return s.Is(bayOccupied) }, []string{"E01.FR.01"}},
	{"EVConnected", func(s *octt.Scenario) bool { return s.Is(evConnected) }, []string{"E01.FR.02", "E02.FR.06"}},
	{"Authorized", func(s *octt.Scenario) bool { return s.Is(authorized) }, []string{"E01.FR.03"}},
	{"PowerPathClosed", func(s *octt.Scenario) bool { return s.Is(evConnected) && s.Is(authorized) }, []string{"E01.FR.05"}},
	{"EnergyTransfer", func(s *octt.Scenario) bool { return s.Is(transferring) }, []string{"E01.FR.06"}},
}

// endsBy are the triggers of what ends a transaction, or its authorization (part 2, E06).
var endsBy = []ocpp201.TriggerReason{ocpp201.TriggerReasonStopAuthorized, ocpp201.TriggerReasonRemoteStop, ocpp201.TriggerReasonDeauthorized,
	ocpp201.TriggerReasonEVCommunicationLost, ocpp201.TriggerReasonEVDeparted, ocpp201.TriggerReasonEVConnectTimeout, ocpp201.TriggerReasonResetCommand}

// tellsWhy are the requirements on the triggerReason of a message: the same sentence in E01, E02, E06, F01 and F03.
func tellsWhy(s *octt.Scenario, triggers []ocpp201.TriggerReason) []string {
	ends := slices.ContainsFunc(triggers, func(t ocpp201.TriggerReason) bool { return slices.Contains(endsBy, t) })
	switch {
	case slices.Contains(triggers, ocpp201.TriggerReasonRemoteStop):
		return []string{"E06.FR.15", "F03.FR.09"}
	case ends, s.Is(running) && !s.Is(transferring) && s.Is("EnergyTransferStarted"): // the energy transfer is ending
		return []string{"E06.FR.15"}
	}
	return []string{"E01.FR.15", "E02.FR.15"}
}

// identifies are the requirements on the idToken of the first message after it was accepted.
func identifies(s *octt.Scenario) []string {
	ids := []string{"E01.FR.10", "E02.FR.01", "E03.FR.01"}
	if s.Is(owesRemoteStart) {
		ids = append(ids, "F01.FR.04")
	}
	if preAuthorized(s, s.Token) {
		ids = append(ids, "C12.FR.02")
	}
	return ids
}

// ending are the requirements by which the end of an authorization ends the transaction, by the values of TxStopPoint: remote
// tells that the CSMS has asked for it.
func ending(s *octt.Scenario, remote bool) []string {
	var ids []string
	for _, stop := range []struct{ point, id string }{
		{"Authorized", "E06.FR.03"}, {"PowerPathClosed", "E06.FR.06"}, {"EnergyTransfer", "E06.FR.07"},
	} {
		if stops(s, stop.point) {
			ids = append(ids, stop.id)
		}
	}
	if remote {
		ids = append(ids, "F03.FR.03")
	}
	return ids
}
