package states

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Delivery is the TransactionEventRequests with which a station empties its queue after it was offline, and those that
// the answers to them lead to. The tables judge them as a set: they may come in any order (part 6, section 2.1).
type Delivery []Delivered

// Delivered is one of them, with the message that brought it.
type Delivered struct {
	ocpp201.TransactionEventRequest
	Message *octt.Message
}

// Offline tells whether the message says that it happened while the station was offline.
func (d Delivered) Offline() bool {
	return d.TransactionEventRequest.Offline != nil && *d.TransactionEventRequest.Offline
}

// State is the chargingState that the message tells, empty when it tells none.
func (d Delivered) State() ocpp201.ChargingState {
	if d.TransactionInfo.ChargingState == nil {
		return ""
	}
	return *d.TransactionInfo.ChargingState
}

func (d Delivered) String() string {
	words := []string{fmt.Sprint(d.SeqNo), string(d.EventType), string(d.TriggerReason)}
	if d.State() != "" {
		words = append(words, string(d.State()))
	}
	if d.IDToken != nil {
		words = append(words, "with "+d.IDToken.IDToken)
	}
	if d.Offline() {
		words = append(words, "offline")
	}
	return strings.Join(words, " ")
}

// Deliver plays the rows of the messages with which the station empties its queue: each as row, its answer as the next.
// It ends before the first message that belongs to a later row, which last tells, and otherwise when none has come for
// Timeouts.Message. Periodic meter values belong to no row.
func Deliver(s *octt.Scenario, row int, last func(Delivered) bool) Delivery {
	var all Delivery
	for {
		next, came := octt.Peek[ocpp201.TransactionEventRequest](s)
		if len(all) > 0 && !came || came && last(Delivered{TransactionEventRequest: next}) {
			return all
		}
		all = append(all, deliver(s, row))
	}
}

// More adds the messages that come next, also after those of a later row, because the order is free: it waits
// Timeouts.Message for each while enough does not hold, and Timeouts.Optional after that.
func (all Delivery) More(s *octt.Scenario, row int, enough func(Delivery) bool) Delivery {
	for {
		patience := s.Timeouts.Optional
		if !enough(all) {
			patience = s.Timeouts.Message
		}
		if _, came := octt.Peek[ocpp201.TransactionEventRequest](s, octt.Within(patience)); !came {
			return all
		}
		all = append(all, deliver(s, row))
	}
}

func deliver(s *octt.Scenario, row int) Delivered {
	event, call := octt.Receive[ocpp201.TransactionEventRequest](s, row)
	call.Accept(row + 1)
	follow(s, event)
	return Delivered{event, call.Message()}
}

// InOrder is the messages in the order in which their events happened.
func (all Delivery) InOrder() Delivery {
	return slices.SortedStableFunc(slices.Values(all), func(a, b Delivered) int { return a.SeqNo - b.SeqNo })
}

// FinalState is the chargingState that the last event of all tells.
func (all Delivery) FinalState() ocpp201.ChargingState {
	for _, d := range slices.Backward(all.InOrder()) {
		if d.State() != "" {
			return d.State()
		}
	}
	return ""
}

// Has tells whether one of the messages satisfies test.
func (all Delivery) Has(test func(Delivered) bool) bool { return slices.ContainsFunc(all, test) }

// One judges that one of the messages satisfies test; words say which.
func (all Delivery) One(s *octt.Scenario, row int, words string, test func(Delivered) bool, ids ...string) {
	s.Check(row, "One of the messages has "+words+".", all.words(),
		octt.Satisfying("a message with "+words, func(any) bool { return all.Has(test) }), ids...)
}

// None judges that none of the messages satisfies test.
func (all Delivery) None(s *octt.Scenario, row int, words string, test func(Delivered) bool, ids ...string) {
	s.Check(row, "No message has "+words+".", all.words(),
		octt.Satisfying("no message with "+words, func(any) bool { return !all.Has(test) }), ids...)
}

// Every judges each message for which test holds by requirement; it says what is asked.
func (all Delivery) Every(s *octt.Scenario, row int, requirement string, test func(Delivered) bool, actual func(Delivered) any, want any, ids ...string) {
	for _, d := range all {
		if test(d) {
			s.CheckMessage(row, d.Message, requirement, actual(d), want, ids...)
		}
	}
}

func (all Delivery) words() []string {
	out := []string{}
	for _, d := range all.InOrder() {
		out = append(out, d.String())
	}
	return out
}

// FirstCarriesToken judges the general rule of part 6, section 2.1 on queued messages: the first one sent after presenting
// the idToken carries it. Chronologically first is meant, because the order of delivery is free; what the bay's sensor
// has triggered was before.
func (all Delivery) FirstCarriesToken(s *octt.Scenario, row int) {
	for _, d := range all.InOrder() {
		if d.TriggerReason == ocpp201.TriggerReasonEVDetected {
			continue
		}
		var token any
		if d.IDToken != nil {
			token = map[string]any{"idToken": d.IDToken.IDToken, "type": d.IDToken.Type}
		}
		s.CheckMessage(row, d.Message, "The first TransactionEventRequest after presenting the idToken carries it.", token,
			map[string]any{"idToken": s.Token.ID, "type": s.Token.Type}, "C12.FR.02", "E03.FR.01")
		return
	}
}
