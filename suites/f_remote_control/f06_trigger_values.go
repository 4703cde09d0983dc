package f_remote_control

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_F_11_CS asks for the meter values of one EVSE. Of the values only the first is judged, as the table has it: that not all
// of AlignedDataMeasurands come (F06.FR.06) is a WARNING.
var TC_F_11_CS = octt.Register(octt.Case{
	ID:     "TC_F_11_CS",
	Before: octt.Known(alignedMeasurands),
	Main: func(s *octt.Scenario) {
		passValues(s)
		sent := trigger(s, ocpp201.MessageTriggerMeterValues, here(s))
		_, call := octt.Receive[ocpp201.MeterValuesRequest](s, 3, append(values(),
			octt.Must("evseId", s.Configured.EVSEID).Clause("F06.FR.02"))...)
		answersFirst(s, sent, call.Message())
		call.Accept(4)
		everyMeasurand(s, alignedMeasurands, ofEVSE(s.Configured.EVSEID), "F06.FR.06")
		noOtherEVSE(s)
	},
})

// noOtherEVSE warns of triggered values of an EVSE that the request does not name (F06.FR.02): what has named one is about that one. Those of
// the main meter, evseId 0, may stand beside them, as where all are asked for.
func noOtherEVSE(s *octt.Scenario) {
	if !hasOtherEVSEs(s) {
		return
	}
	s.AwaitMore()
	var others []int
	for _, m := range octt.ToldMessages[ocpp201.MeterValuesRequest](s) {
		if evse := evseOf(m); evse > 0 && evse != s.Configured.EVSEID && ofTrigger(m) {
			others = append(others, evse)
		}
	}
	s.Remark(3, fmt.Sprintf("The values that come are those of EVSE %d, which was asked for.", s.Configured.EVSEID), otherEVSEs(others), octt.None, "F06.FR.02")
}

// hasOtherEVSEs tells whether the station has more than the EVSE that the cases use.
func hasOtherEVSEs(s *octt.Scenario) bool {
	return slices.ContainsFunc(s.Places(), func(at rigs.Place) bool { return at.EVSE != s.Configured.EVSEID })
}

// ofTrigger tells values that have the context Trigger.
func ofTrigger(m *octt.Message) bool {
	var q ocpp201.MeterValuesRequest
	return m.Payload.Decode(&q) == nil && slices.ContainsFunc(q.MeterValue, func(v ocpp201.MeterValue) bool {
		return slices.ContainsFunc(v.SampledValue, func(sample ocpp201.SampledValue) bool {
			return sample.Context != nil && *sample.Context == ocpp201.ReadingContextTrigger
		})
	})
}

func otherEVSEs(ids []int) string {
	slices.Sort(ids)
	var words []string
	for _, id := range slices.Compact(ids) {
		words = append(words, fmt.Sprintf("EVSE %d", id))
	}
	return cmp.Or(strings.Join(words, ", "), octt.None)
}

// ofEVSE tells a MeterValuesRequest of the EVSE.
func ofEVSE(evse int) func(*octt.Message) bool {
	return func(m *octt.Message) bool { return evseOf(m) == evse }
}

// TC_F_12_CS asks for the meter values of all EVSEs.
//
// "Every EVSE" is read as those of the PICS, in any order. The main meter, evseId 0, is no EVSE: its values may come too,
// and belong to no row. Measurands that are left out are a WARNING as in TC_F_11_CS.
var TC_F_12_CS = octt.Register(octt.Case{
	ID:     "TC_F_12_CS",
	Before: octt.Known(alignedMeasurands),
	Main: func(s *octt.Scenario) {
		passValues(s)
		sent := trigger(s, ocpp201.MessageTriggerMeterValues, nil)
		missing := map[int]bool{}
		for _, at := range s.Places() {
			missing[at.EVSE] = true
		}
		for len(missing) > 0 {
			m := s.ReceiveEither(3, octt.As[ocpp201.MeterValuesRequest](append(values(), octt.By("F06.FR.11"))...).With("values of "+evses(missing), func(m *octt.Message) bool {
				return missing[evseOf(m)]
			}))
			answersFirst(s, sent, m)
			s.Respond(4, m)
			delete(missing, evseOf(m))
		}
		for _, at := range s.Places() {
			s.At(at, s.Token, func() { everyMeasurand(s, alignedMeasurands, ofEVSE(at.EVSE), "F06.FR.06") })
		}
	},
})

// passValues takes meter values out of the scenario that came before they were asked for.
func passValues(s *octt.Scenario) {
	s.PassOver(nil, "it came before it was asked for", func(m *octt.Message) bool { return m.Action == "MeterValues" })
}

// values is what both tables ask of a MeterValuesRequest.
func values() []octt.Clause {
	return []octt.Clause{
		octt.By("F06.FR.10"),
		octt.Skipping("clock-aligned meter values may come at the same time (part 2, J01)",
			octt.Must("meterValue[0].sampledValue[0].context", ocpp201.ReadingContextSampleClock)),
		octt.Must("meterValue[0].sampledValue[0].context", ocpp201.ReadingContextTrigger).Clause("F06.FR.06"),
	}
}

// evseOf is the EVSE that a MeterValuesRequest is about, -1 when it cannot be read.
func evseOf(m *octt.Message) int {
	var q ocpp201.MeterValuesRequest
	if m.Action != q.Action() || m.Payload.Decode(&q) != nil {
		return -1
	}
	return q.EVSEID
}

func evses(missing map[int]bool) string {
	var words []string
	for id := range missing {
		words = append(words, fmt.Sprintf("EVSE %d", id))
	}
	slices.Sort(words)
	return strings.Join(words, " or ")
}

// TC_F_13_CS asks for the transaction of one EVSE. The message need not name it; that it is of the same transaction, and
// not the first of another, is what the rules of every case judge (part 6, section 2.1).
var TC_F_13_CS = octt.Register(octt.Case{
	ID:     "TC_F_13_CS",
	Modes:  octt.Both,
	Before: octt.Prepare(octt.Known(updatedMeasurands), octt.States(states.EnergyTransferStarted)),
	Main: func(s *octt.Scenario) {
		states.Settle(s)
		sent := trigger(s, ocpp201.MessageTriggerTransactionEvent, here(s))
		transaction(s, sent, octt.OrOmitted("evse.id", s.Configured.EVSEID).Clause("F06.FR.02"))
		everyMeasurand(s, updatedMeasurands, triggered, "F06.FR.07")
	},
})

// TC_F_14_CS asks for the transactions of all EVSEs, at each of which a driver of its own charges. <Configured evseId> of
// step 3 is read as the EVSE that the message is about, "for every EVSE", in any order.
var TC_F_14_CS = octt.Register(octt.Case{
	ID:       "TC_F_14_CS",
	EachEVSE: true,
	Modes:    octt.Both,
	Before: octt.Prepare(octt.Known(updatedMeasurands), octt.Do(func(s *octt.Scenario) {
		everywhere(s, func() { s.Need(states.EnergyTransferStarted) })
	})),
	Main: func(s *octt.Scenario) {
		states.Settle(s)
		sent := trigger(s, ocpp201.MessageTriggerTransactionEvent, nil)
		everywhere(s, func() { transaction(s, sent, octt.Must("evse.id", s.Configured.EVSEID).Clause("F06.FR.11")) })
		everywhere(s, func() { everyMeasurand(s, updatedMeasurands, ofTransaction(s), "F06.FR.07") })
		s.PassOver(nil, "values may be too many for one message (part 2, E02.FR.11)", triggered)
	},
})

// triggered tells a TransactionEventRequest that was asked for.
func triggered(m *octt.Message) bool {
	var e ocpp201.TransactionEventRequest
	return m.Action == e.Action() && m.Payload.Decode(&e) == nil && e.TriggerReason == ocpp201.TriggerReasonTrigger
}

// ofTransaction tells a TransactionEventRequest that was asked for, of the driver whose rows are played.
func ofTransaction(s *octt.Scenario) func(*octt.Message) bool {
	return func(m *octt.Message) bool {
		var e ocpp201.TransactionEventRequest
		return triggered(m) && m.Payload.Decode(&e) == nil && e.TransactionInfo.TransactionID == s.TransactionID
	}
}

// everywhere plays rows at every EVSE, as its driver. There are two valid idTokens: where there are more EVSEs, the CSMS
// authorizes the others with the second one, because to present it twice would stop.
func everywhere(s *octt.Scenario, play func()) {
	for i, at := range s.Places() {
		switch i {
		case 0:
			play()
		case 1:
			s.At(at, s.Configured.ValidToken2, play)
		default:
			s.At(at, s.Configured.ValidToken2, func() {
				s.Need(states.Authorized.Remote)
				play()
			})
		}
	}
}

// transaction plays rows 3 and 4. Other triggers than the one asked for may be told before it (part 2, E02.FR.16).
func transaction(s *octt.Scenario, sent *octt.Sent[ocpp201.TriggerMessageResponse], place octt.Requirement) {
	_, call := octt.Receive[ocpp201.TransactionEventRequest](s, 3, place, octt.By("F06.FR.10"),
		octt.Skipping("the charging state or rate may change at the same time (part 2, E02.FR.16)",
			octt.Must("triggerReason", octt.OneOf(ocpp201.TriggerReasonChargingStateChanged, ocpp201.TriggerReasonChargingRateChanged)),
			octt.Must("eventType", ocpp201.TransactionEventEnumUpdated),
			octt.OrOmitted("meterValue[0].sampledValue[0].context", octt.Satisfying("not Trigger", func(actual any) bool {
				return actual != string(ocpp201.ReadingContextTrigger)
			}))),
		octt.Must("triggerReason", ocpp201.TriggerReasonTrigger).Clause("F06.FR.07"),
		octt.Must("transactionInfo.chargingState", ocpp201.ChargingStateCharging).Clause("F06.FR.07"),
		octt.Present("meterValue").Clause("F06.FR.07"),
		octt.Must("meterValue[0].sampledValue[0].context", ocpp201.ReadingContextTrigger).Clause("F06.FR.07"))
	answersFirst(s, sent, call.Message())
	call.Accept(4)
}
