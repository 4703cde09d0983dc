package states

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Delivery is the TransactionEventRequests with which a station empties its queue after it was offline, and those that
// the answers lead to. The tables judge them as a set, because they may come in any order (part 6, section 2.1).
type Delivery struct {
	s            *octt.Scenario
	row          int
	all          []Delivered
	token, place bool // the first of the messages owes them
	plugged      bool // the EV was connected before the idToken was presented
	goesOn       bool // a transaction has started by the time at which the driver is authorized
	end          time.Time
	options      []octt.Clause
}

// Delivered is one of them, with the message that brought it.
type Delivered struct {
	ocpp201.TransactionEventRequest
	Message *octt.Message
}

// Delivers begins to take the messages, each as row and its answer as the next. Periodic meter values belong to no row. It
// takes them for Timeouts.Report at most: no document bounds a queue, and a station that goes on to send, because its clock
// stands still or its transaction never ends, must not hold the bench.
func Delivers(s *octt.Scenario, row int) *Delivery {
	d := &Delivery{s: s, row: row, token: s.Is(owesToken), place: s.Is(owesPlace), plugged: s.Is(pluggedFirst), end: time.Now().Add(s.Timeouts.Report)}
	d.goesOn = begun(s.List(startPoint), func(f octt.Family) bool {
		switch f {
		case evConnected:
			return d.plugged
		case transferring:
			return false
		}
		return s.Is(f)
	}) && !slices.Contains(s.List(startPoint), "PowerPathClosed") // whose message may tell of the path instead
	s.Unmark(owesToken)
	s.Unmark(owesPlace)
	s.Unmark(pluggedFirst)
	return d
}

// DeliversAll is Delivers for tables that speak of all messages: periodic meter values are among them.
func DeliversAll(s *octt.Scenario, row int) *Delivery {
	d := Delivers(s, row)
	d.options = []octt.Clause{octt.Periodic()}
	return d
}

// Until takes messages until one comes that belongs to a later row, or none has come for Timeouts.Message; it reports
// whether one came.
func (d *Delivery) Until(later func(Delivered) bool) bool {
	for {
		next, came := d.next(octt.Within(d.patience(d.s.Timeouts.Message)))
		if !came {
			return false
		}
		if later(Delivered{TransactionEventRequest: next}) {
			return true
		}
		d.take()
	}
}

// Rest takes the messages that come after those of a later row, or all of them: it waits Timeouts.Message for each while
// enough does not hold, and Timeouts.Optional after that.
func (d *Delivery) Rest(enough func() bool) {
	for {
		within := octt.Optionally(d.patience(d.s.Timeouts.Optional))
		if !enough() {
			within = octt.Within(d.patience(d.s.Timeouts.Message))
		}
		if _, came := d.next(within); !came {
			return
		}
		d.take()
	}
}

// next waits for the next message, without taking it, as long as the delivery may last.
func (d *Delivery) next(within octt.Clause) (ocpp201.TransactionEventRequest, bool) {
	if time.Until(d.end) <= 0 {
		return ocpp201.TransactionEventRequest{}, false
	}
	return octt.Peek[ocpp201.TransactionEventRequest](d.s, append(d.options[:len(d.options):len(d.options)], within)...)
}

// patience is a time to wait, or what is left of the delivery where that is less.
func (d *Delivery) patience(limit time.Duration) time.Duration { return min(limit, time.Until(d.end)) }

func (d *Delivery) take() {
	event, call := octt.Receive[ocpp201.TransactionEventRequest](d.s, d.row, d.options...)
	call.Accept(d.row + 1)
	follow(d.s, event)
	d.all = append(d.all, Delivered{event, call.Message()})
}

// Offline tells whether the message says that it happened while the station was offline.
func (m Delivered) Offline() bool {
	return m.TransactionEventRequest.Offline != nil && *m.TransactionEventRequest.Offline
}

// State is the chargingState that the message tells, empty when it tells none.
func (m Delivered) State() ocpp201.ChargingState {
	if m.TransactionInfo.ChargingState == nil {
		return ""
	}
	return *m.TransactionInfo.ChargingState
}

func (m Delivered) String() string {
	words := []string{fmt.Sprint(m.SeqNo), string(m.EventType), string(m.TriggerReason)}
	if m.State() != "" {
		words = append(words, string(m.State()))
	}
	if m.IDToken != nil {
		words = append(words, "with "+m.IDToken.IDToken)
	}
	if m.Offline() {
		words = append(words, "offline")
	}
	return strings.Join(words, " ")
}

// inOrder is the messages in the order in which their events happened.
func (d *Delivery) inOrder() []Delivered { return inOrder(d.all) }

func inOrder(events []Delivered) []Delivered {
	return slices.SortedStableFunc(slices.Values(events), func(a, b Delivered) int { return a.SeqNo - b.SeqNo })
}

// FinalState is the chargingState that the last event of all tells, empty when none does.
func (d *Delivery) FinalState() ocpp201.ChargingState { return finalState(d.inOrder()) }

// FinalState is the same for all messages that have come of the scenario's transaction, those included that rows have
// passed over: more Updated messages than the tables show are no fault, but what they tell is so.
func FinalState(s *octt.Scenario) ocpp201.ChargingState {
	var own []Delivered
	for _, e := range octt.Told[ocpp201.TransactionEventRequest](s) {
		if e.TransactionInfo.TransactionID == s.TransactionID {
			own = append(own, Delivered{TransactionEventRequest: e})
		}
	}
	return finalState(inOrder(own))
}

func finalState(events []Delivered) ocpp201.ChargingState {
	for _, m := range slices.Backward(events) {
		if m.State() != "" {
			return m.State()
		}
	}
	return ""
}

// Has tells whether one of the messages satisfies test.
func (d *Delivery) Has(test func(Delivered) bool) bool { return slices.ContainsFunc(d.all, test) }

// One judges that one of the messages satisfies test; words say which.
func (d *Delivery) One(words string, test func(Delivered) bool, ids ...string) {
	d.set("One of the messages has "+words+".", "a message with "+words, d.Has(test), ids)
}

// OneOr is One, with a WARNING where no message satisfies test and one satisfies or: what another document allows; why says which.
func (d *Delivery) OneOr(words string, test, or func(Delivered) bool, why string, ids ...string) {
	if d.Has(test) || !d.Has(or) {
		d.One(words, test, ids...)
		return
	}
	d.s.Remark(d.row, "One of the messages has "+words+", as the table has it. "+why, "none", "a message with "+words, ids...)
}

// None judges that none of the messages satisfies test.
func (d *Delivery) None(words string, test func(Delivered) bool, ids ...string) {
	d.set("No message has "+words+".", "no message with "+words, !d.Has(test), ids)
}

func (d *Delivery) set(requirement, expected string, holds bool, ids []string) {
	words := []string{}
	for _, m := range d.inOrder() {
		words = append(words, m.String())
	}
	d.s.Check(d.row, requirement, words, octt.Satisfying(expected, func(any) bool { return holds }), ids...)
}

// Each judges every message that satisfies which: requirement says what is asked of actual.
func (d *Delivery) Each(requirement string, which func(Delivered) bool, actual func(Delivered) any, want any, ids ...string) {
	for _, m := range d.all {
		if which(m) {
			d.s.CheckMessage(d.row, m.Message, requirement, actual(m), want, ids...)
		}
	}
}

// Firsts judges the general rules of part 6, section 2.1 about the first message after presenting the idToken, which
// carries it, and after connecting, which names EVSE and connector. The first by seqNo is meant, because the order of
// delivery is free. What the bay's sensor has triggered was before both, and what the authorization has triggered while no
// EV was there was before connecting.
func (d *Delivery) Firsts() {
	here, token := d.s.Configured.Place(), d.s.Token
	if d.token {
		ofDriver := func(m Delivered) bool {
			return m.TriggerReason != ocpp201.TriggerReasonEVDetected && !(d.plugged && (ofPlug(m) || metered(m)))
		}
		if d.goesOn {
			d.authorized(ofDriver)
		}
		d.first("The first TransactionEventRequest after presenting the idToken carries it.", "E03.FR.01",
			ofDriver,
			func(m Delivered) any {
				if m.IDToken == nil {
					return nil
				}
				id := m.IDToken.IDToken
				if strings.EqualFold(id, token.ID) {
					id = token.ID // in whatever letters (part 2, IdTokenType)
				}
				return ocpp201.IDToken{IDToken: id, Type: m.IDToken.Type} // additionalInfo is not compared (C01.FR.25)
			},
			octt.IDToken(token))
	}
	if d.place && d.tellsOfEV() {
		d.first("The first TransactionEventRequest after connecting names EVSE and connector.", "E01.FR.16",
			connectedEV,
			func(m Delivered) any {
				if m.EVSE == nil {
					return nil
				}
				return ocpp201.EVSE{ID: m.EVSE.ID, ConnectorID: m.EVSE.ConnectorID} // customData is not compared
			}, ocpp201.EVSE{ID: here.EVSE, ConnectorID: &here.Connector})
	}
}

// tellsOfEV judges that one of the messages tells of the connected EV: chargingState is required when it has changed (part 2,
// TransactionType). Without one it is not known which of them is the first after connecting, and what it must name.
func (d *Delivery) tellsOfEV() bool {
	found := d.Has(connectedEV)
	d.set("One of the messages tells of the connected EV by its chargingState.", "chargingState EVConnected, Charging, SuspendedEV or SuspendedEVSE in one of the messages",
		found, []string{"E01.FR.18"})
	return found
}

// connectedEV tells a message of an EV that is connected.
func connectedEV(m Delivered) bool { return m.State() != "" && m.State() != ocpp201.ChargingStateIdle }

// authorized judges that the first message of the driver tells of the authorization: a trigger event of a transaction that has
// started, or starts with it, has a message of its own (part 2, E02.FR.01, E02.FR.17). One that tells of the energy, which the
// authorization has brought about in the same moment, is a WARNING: the note to E02.FR.17 speaks of the more specific trigger,
// and the tables of a queue do not ask for the other.
func (d *Delivery) authorized(ofDriver func(Delivered) bool) {
	const requirement = "The first TransactionEventRequest after presenting the idToken has triggerReason Authorized."
	i := slices.IndexFunc(d.inOrder(), ofDriver)
	if i < 0 {
		return // which Firsts says next
	}
	m := d.inOrder()[i]
	energy := []ocpp201.TriggerReason{ocpp201.TriggerReasonChargingStateChanged, ocpp201.TriggerReasonSignedDataReceived}
	if m.IDToken != nil && slices.Contains(energy, m.TriggerReason) {
		d.s.Remark(d.row, requirement+" A laboratory may fail another.", m.TriggerReason, ocpp201.TriggerReasonAuthorized, "E02.FR.01")
		return
	}
	d.s.CheckMessage(d.row, m.Message, requirement, m.TriggerReason, ocpp201.TriggerReasonAuthorized, "E01.FR.15", "E02.FR.01", "E06.FR.15")
}

// ofPlug tells a message that connecting an EV triggers which no driver has identified for yet.
func ofPlug(m Delivered) bool {
	return m.TriggerReason == ocpp201.TriggerReasonCablePluggedIn ||
		m.TriggerReason == ocpp201.TriggerReasonChargingStateChanged && m.State() == ocpp201.ChargingStateEVConnected
}

// metered tells a message that only carries meter values, which a transaction that the plug began may have sent before the
// driver has identified.
func metered(m Delivered) bool {
	return m.IDToken == nil && (m.TriggerReason == ocpp201.TriggerReasonMeterValuePeriodic || m.TriggerReason == ocpp201.TriggerReasonMeterValueClock)
}

func (d *Delivery) first(requirement, clause string, which func(Delivered) bool, actual func(Delivered) any, want any) {
	for _, m := range d.inOrder() {
		if which(m) {
			d.s.CheckMessage(d.row, m.Message, requirement, actual(m), want, clause)
			return
		}
	}
	d.s.Check(d.row, requirement, "no such message", want, clause)
}
