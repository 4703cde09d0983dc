package j_metervalues

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

const (
	startPoint        = "TxCtrlr.TxStartPoint"
	startedMeasurands = "SampledDataCtrlr.TxStartedMeasurands"
)

// point is a value of TxStartPoint with the feature that says that the product has it.
type point struct {
	name    string
	feature pics.Feature
}

var (
	evConnected    = point{"EVConnected", pics.C_09_1}
	powerPath      = point{"PowerPathClosed", pics.C_09_4}
	energyTransfer = point{"EnergyTransfer", pics.C_09_5}
	authorized     = point{"Authorized", pics.C_09_2}
	parkingBay     = point{"ParkingBayOccupancy", pics.C_09_6}
)

// TC_J_07_CS receives meter values with the start of a transaction at a known EVSE.
//
// The configured start points are kept when none of them is ParkingBayOccupancy, by the note of the table; else EVConnected,
// or what the product has in its place, is set. A product whose cable lock keeps the EV out is connected after the
// authorization, so that Authorized too would start a transaction before the EVSE is known.
var TC_J_07_CS = octt.Register(octt.Case{
	ID:    "TC_J_07_CS",
	Modes: octt.Both,
	Before: octt.Prepare(
		octt.Do(func(s *octt.Scenario) {
			early := []point{parkingBay}
			if states.KeptOut(s) {
				early = append(early, authorized)
			}
			startsAt(s, func(points []string) bool { return !hasAny(points, early...) }, evConnected, powerPath, energyTransfer, authorized)
		}),
		measuring(startedMeasurands), octt.Known(updatedInterval),
		octt.States(states.ParkingBayOccupied)),
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.EVConnectedPreSession)
		s.Reach(2, states.EnergyTransferStarted)
	},
	Post: func(s *octt.Scenario) {
		m, e, found := theEvent(s, func(e ocpp201.TransactionEventRequest) bool {
			return e.EventType == ocpp201.TransactionEventEnumStarted
		})
		if s.Check(0, "A TransactionEventRequest has the eventType Started.", found, true) {
			atBegin(s, m, e, ofUseCase(s)...)
		}
	},
})

// ofUseCase are the requirements on the values of the beginning by what came first: the cable, or the driver where a lock keeps
// the EV out until then.
func ofUseCase(s *octt.Scenario) []string {
	if s.PICS.Answer(pics.AQ_2) == pics.Yes {
		return []string{"E03.FR.07"}
	}
	return []string{"E02.FR.09"}
}

func hasAny(points []string, of ...point) bool {
	return slices.ContainsFunc(of, func(p point) bool { return slices.Contains(points, p.name) })
}

// startsAt has TxStartPoint fit: the configured value where it does, else the first of the points that the product has.
// What a ReadOnly variable has must fit; that is a prerequisite.
func startsAt(s *octt.Scenario, fits func([]string) bool, points ...point) {
	if !fits(s.List(startPoint)) {
		i := slices.IndexFunc(points, func(p point) bool { return s.PICS.Answer(p.feature) == pics.Yes && fits([]string{p.name}) })
		if i >= 0 {
			s.Prepare(octt.Config(octt.IsIfWritable(startPoint, points[i].name)))
		}
	}
	if has := s.List(startPoint); !fits(has) {
		s.Unproven(0, "TxStartPoint is one with which the transaction starts when the table has it (prerequisite).", strings.Join(has, ","))
	}
}

// atBegin judges the values of Transaction.Begin in a message. ids are the requirements on its measurands beside those of
// every use case.
func atBegin(s *octt.Scenario, m *octt.Message, e ocpp201.TransactionEventRequest, ids ...string) {
	if !s.CheckMessage(0, m, "The TransactionEventRequest contains meterValue.", len(e.MeterValue) > 0, true, "E01.FR.09") {
		return
	}
	all := ofEvent(s, m, e)
	if e.EventType == ocpp201.TransactionEventEnumStarted {
		onlyOf(s, all, ocpp201.ReadingContextTransactionBegin)
	} else { // the measurands of TxUpdatedMeasurands may stand in every Updated (E02.FR.10)
		all = all.of(ocpp201.ReadingContextTransactionBegin)
	}
	complete(s, 0, startedMeasurands, all.lacking(s.List(startedMeasurands), s.Timeouts.Deviation), append([]string{"J02.FR.02", "J02.FR.03", "E01.FR.09"}, ids...)...)
	s.Remark(0, "Where the message has several meterValues, all were measured in the interval that it ends: part 2 asks for it, and the table does not look at it.",
		staleOf(e, s.Variable(updatedInterval), s.Timeouts.Deviation), none, "J02.FR.10")
	everyReading(s, all)
}

// staleOf tells the first meterValue of several in a message that was measured more than an interval before it, or after it,
// within the deviation; interval is that of TxUpdatedInterval, in seconds. Without one there is no lower bound.
func staleOf(e ocpp201.TransactionEventRequest, interval string, deviation time.Duration) string {
	if len(e.MeterValue) < 2 {
		return none
	}
	seconds, err := strconv.Atoi(interval)
	for _, v := range e.MeterValue {
		age := e.Timestamp.Sub(v.Timestamp.Time)
		if age < -deviation || err == nil && seconds > 0 && age > time.Duration(seconds)*time.Second+deviation {
			return v.Timestamp.Format(time.RFC3339) + " in a message of " + e.Timestamp.Format(time.RFC3339)
		}
	}
	return none
}

// TC_J_08_CS receives meter values with the context Transaction.Begin when a transaction starts before the cable is connected.
//
// Three texts say where. The table has them in the first message that names the EVSE, which connecting triggers. By
// E01.FR.09 they come with Started when the EVSE is known then: the CSMS may have named it, a reader may belong to it, or
// there is only one. By E01.FR.17 and its like they come with the Updated by which charging starts, which is a WARNING
// where that is a later message: a laboratory follows the table. The table plays EVConnectedPreSession in no step; what
// is meant is the connecting in part 1 of EnergyTransferStarted.
var TC_J_08_CS = octt.Register(octt.Case{
	ID:    "TC_J_08_CS",
	Modes: octt.Both,
	Before: octt.Prepare(
		octt.Do(func(s *octt.Scenario) {
			startsAt(s, func(points []string) bool { return hasAny(points, authorized, parkingBay) }, authorized, parkingBay)
		}),
		measuring(startedMeasurands), octt.Known(updatedInterval)),
	Main: func(s *octt.Scenario) { s.Reach(1, states.EnergyTransferStarted) },
	Post: func(s *octt.Scenario) {
		const why = "as soon as the EVSE is known (the table; E01.FR.09), not when charging starts (E01.FR.17), which a laboratory may fail."
		m, e, found := theEvent(s, begins)
		if !s.Check(0, "A TransactionEventRequest has values of Transaction.Begin.", found, true, "E01.FR.17", "E03.FR.11") {
			return
		}
		atBegin(s, m, e)
		first, _, named := theEvent(s, func(e ocpp201.TransactionEventRequest) bool { return e.EVSE != nil })
		early := e.EventType == ocpp201.TransactionEventEnumStarted || named && m == first
		charging := e.TransactionInfo.ChargingState != nil && *e.TransactionInfo.ChargingState == ocpp201.ChargingStateCharging
		if early || charging {
			s.Remark(0, "They come "+why, early, true)
			return
		}
		s.CheckMessage(0, m, "They come with Started, with the first message that names the EVSE, or when charging starts.", false, true, "E01.FR.09", "E01.FR.17")
	},
})

// begins tells a message with values of Transaction.Begin at all, not of the end, which may repeat them.
func begins(e ocpp201.TransactionEventRequest) bool {
	return e.EventType != ocpp201.TransactionEventEnumEnded && slices.ContainsFunc(e.MeterValue, func(v ocpp201.MeterValue) bool {
		return reading{value: v}.context() == ocpp201.ReadingContextTransactionBegin
	})
}
