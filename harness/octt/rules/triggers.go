package rules

import (
	"fmt"
	"slices"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TellsTrigger are the requirements on triggerReason, one sentence in every use case that has transactions: it tells what has
// triggered the event, by the descriptions of TriggerReasonEnumType.
var TellsTrigger = []string{"E01.FR.15", "E02.FR.15", "E06.FR.15", "F01.FR.17", "F03.FR.09"}

// TriggerReasons is where they are described.
const TriggerReasons = "part 2, TriggerReasonEnumType"

const TellsWhatHappened = "The triggerReason of a TransactionEventRequest is something that has happened."

// untrue: the tables judge the triggerReason of the messages in their rows. In all others, such as those of a queue that a row
// takes whole, it must be of something that can be so: a request that the CSMS has made, a driver who has shown up, a cable that
// was plugged in. What the station finds out by itself, such as an EV that is gone, is its own.
//
// That a message which tells of a change of the charging state says which (E02.FR.13) no table asks outside its rows: a WARNING.
//
// A play in which nothing was done to the station and nothing asked of it judges none of it.
func (x session) untrue() []Breach {
	if len(x.Done)+len(x.Asked) == 0 {
		return nil
	}
	for _, e := range x.events {
		why := x.unfounded(e)
		if why != "" {
			return []Breach{{Clause: TriggerReasons, field: "triggerReason", Requirement: TellsWhatHappened, Expected: "no " + string(e.Trigger) + " " + why, Actual: string(e.Trigger),
				Seq: e.Seq, IDs: TellsTrigger}}
		}
		if e.Trigger == ocpp201.TriggerReasonChargingStateChanged && e.State() == "" {
			return []Breach{{Clause: "part 2, use case E02", field: "transactionInfo.chargingState", Requirement: "A TransactionEventRequest with triggerReason ChargingStateChanged tells the chargingState.",
				Expected: "a chargingState", Actual: "omitted", Seq: e.Seq, Verdict: evidence.Warning, IDs: []string{"E02.FR.13"}}}
		}
	}
	return nil
}

// unfounded says why the triggerReason of an event cannot be so, empty where it can.
func (x session) unfounded(e ledger.Event) string {
	action, request := ledger.Triggers[e.Trigger]
	done := x.before(e)
	switch {
	case request && !slices.ContainsFunc(x.Asked, func(a ledger.Asked) bool { return a.Action == action && a.Seq < e.Seq }):
		return fmt.Sprintf("without a %sRequest before", action)
	case e.Trigger == ocpp201.TriggerReasonAuthorized && !brought(e.Told.IDToken) && !slices.ContainsFunc(done, func(st ledger.Stimulus) bool { return st.Presents() || st.Remote != nil }):
		return "before an idToken was presented or sent"
	case e.Trigger == ocpp201.TriggerReasonStopAuthorized && !brought(e.Told.IDToken) && !slices.ContainsFunc(done, ledger.Stimulus.Stops):
		return "before an idToken was presented, or the display used"
	case e.Trigger == ocpp201.TriggerReasonCablePluggedIn && slices.ContainsFunc(x.Done, ledger.Stimulus.Connects) && !slices.ContainsFunc(done, ledger.Stimulus.Connects):
		return "before an EV was connected"
	}
	return ""
}

// brought tells an idToken that an EV may have brought along, or that stands for no driver.
func brought(t *ocpp201.IDToken) bool {
	if t == nil {
		return false
	}
	cards := []ocpp201.IDTokenEnum{ocpp201.IDTokenEnumISO14443, ocpp201.IDTokenEnumISO15693, ocpp201.IDTokenEnumKeyCode, ocpp201.IDTokenEnumLocal, ocpp201.IDTokenEnumCentral}
	return !slices.Contains(cards, t.Type)
}

// nameless: an idToken of type NoAuthorization, with which a button starts, is empty (part 2, C02.FR.01). No case has a button.
func (x session) nameless() []Breach {
	for _, e := range x.events {
		if t := e.Told.IDToken; t != nil && t.Type == ocpp201.IDTokenEnumNoAuthorization && t.IDToken != "" {
			return []Breach{{Clause: "part 2, use case C02", field: "idToken.idToken", Requirement: "An idToken of type NoAuthorization is empty.", Expected: `""`, Actual: values.Show(t.IDToken), Seq: e.Seq,
				IDs: []string{"C02.FR.01"}}}
		}
	}
	return nil
}
