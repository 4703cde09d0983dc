package octt

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Clause is a requirement on a message, or an option of how it is awaited.
type Clause interface{ apply(*reception) }

type reception struct {
	requirements []Requirement
	ids          []string // see By
	skips        []skip
	periodic     bool
	within       time.Duration
	until        bool // within is what is left until a moment
	where        []func(*Message) bool
}

type skip struct {
	why  string
	when []Requirement
}

func (r Requirement) apply(to *reception) { to.requirements = append(to.requirements, r) }

type option func(*reception)

func (o option) apply(to *reception) { o(to) }

// Skipping passes over messages that satisfy all of the requirements, where the document allows more of them than it
// shows. Each one is recorded with the reason.
func Skipping(why string, when ...Requirement) Clause {
	return option(func(r *reception) { r.skips = append(r.skips, skip{why, when}) })
}

// By names the requirements of part 2 for which the message comes at all, beside those on its fields: they stand on the
// check that it has come, and on the one that it has not. In Nothing they are those for which it must not come.
func By(ids ...string) Clause {
	return option(func(r *reception) { r.ids = append(r.ids, ids...) })
}

// Periodic also takes messages that only carry periodic meter values, or only tell of the charging rate, which are passed
// over otherwise.
func Periodic() Clause { return option(func(r *reception) { r.periodic = true }) }

// Within waits for another time than Timeouts.Message.
func Within(limit time.Duration) Clause { return option(func(r *reception) { r.within = limit }) }

// Reply is a CALL of the station that a row has claimed; P is the type of its response.
type Reply[P any] struct {
	s *Scenario
	m *Message
}

// Message is the claimed CALL itself.
func (r *Reply[P]) Message() *Message { return r.m }

// Receive takes the station's next message of the request's type as the given row, and judges it at once: every
// requirement is evaluated and recorded, then the scenario stops if one of them failed. When no such message comes in
// time the row fails.
func Receive[Q ocpp201.Request[P], P any](s *Scenario, row int, clauses ...Clause) (Q, *Reply[P]) {
	var q Q
	m := s.receive(number(row), []Alternative{As[Q](clauses...)})
	if err := ocpp201.Decode(m.Payload, &q); err != nil {
		s.check(evidence.Check{Row: number(row), Requirement: q.Action() + "Request can be read.", Actual: err.Error(),
			Verdict: s.judge(false), Message: q.Action(), Frame: m.Seq})
		s.stop()
	}
	return q, &Reply[P]{s, m}
}

// Alternative is one of the messages that a row may be, with its requirements.
type Alternative struct {
	action string
	typ    reflect.Type
	words  string // which messages of the action, where not all are meant
	early  string // why it may have come before it was asked for; empty where it may not
	reception
}

// As makes an alternative of a request type.
func As[Q ocpp201.Request[P], P any](clauses ...Clause) Alternative {
	var q Q
	a := Alternative{action: q.Action(), typ: reflect.TypeFor[Q]()}
	for _, c := range clauses {
		c.apply(&a.reception)
	}
	return a
}

// Where narrows the alternative to messages for which test holds; others are left for other rows.
func (a Alternative) Where(test func(*Message) bool) Alternative {
	a.where = append(a.where[:len(a.where):len(a.where)], test)
	return a
}

// Early lets the row take a message that satisfies it although it came before the row's act or request was asked for,
// because a rule outside the table allows that; why says which.
func (a Alternative) Early(why string) Alternative {
	a.early = why
	return a
}

// With is Where for rows whose text must say which messages are meant, such as "an idToken".
func (a Alternative) With(words string, test func(*Message) bool) Alternative {
	a.words = " with " + words
	return a.Where(test)
}

func (a Alternative) matches(m *Message) bool {
	if m.Action != a.action || m.taken || !a.periodic && periodic(m) {
		return false
	}
	for _, test := range a.where {
		if !test(m) {
			return false
		}
	}
	return true
}

// ReceiveEither takes the next message that is any of the alternatives as the given row, and judges it by the
// requirements of the alternative that it is.
func (s *Scenario) ReceiveEither(row int, alternatives ...Alternative) *Message {
	return s.receive(number(row), alternatives)
}

// TryEither is ReceiveEither for a row that the document makes optional: it returns nil when no such message comes
// within Timeouts.Optional, and records that.
func (s *Scenario) TryEither(row int, why string, alternatives ...Alternative) *Message {
	for i := range alternatives {
		alternatives[i].within = s.Timeouts.Optional
	}
	if s.await(alternatives) == nil {
		s.Skip(row, evidence.ActorStation, "sends "+names(alternatives), why)
		return nil
	}
	return s.receive(number(row), alternatives)
}

// Comes waits for the next message that is any of the alternatives, without claiming it; it reports false when none
// comes in time.
func (s *Scenario) Comes(alternatives ...Alternative) bool { return s.await(alternatives) != nil }

// Availabilities lists the connector states that the station has reported in this play since its last message of the
// given action, or since the play began when there was none.
func (s *Scenario) Availabilities(since string) []ledger.Availability {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	var out []ledger.Availability
	for _, m := range s.w.from(s.first) {
		if m.Action == since {
			out = nil
		}
		out = append(out, m.Availabilities()...)
	}
	return out
}

// ReportsConnector tells a NotifyEventRequest about Connector.AvailabilityState from every other event.
func ReportsConnector(m *Message) bool { return len(m.Availabilities()) > 0 }

// Repeats tells a message that only reports states which its connectors had reported last: no table foresees it, and part 2
// does not forbid it.
func (m *Message) Repeats() bool { return m.repeats }

// await returns the first unclaimed message that is one of the alternatives, nil when the time is over.
func (s *Scenario) await(alternatives []Alternative) *Message {
	for _, a := range alternatives {
		if err := a.resolve(); err != nil {
			s.bug(err.Error())
		}
	}
	limit := s.limit(alternatives)
	wanted := func(m *Message) bool { return m.order >= s.first && s.choose(alternatives, m) != nil }
	var found *Message
	_, err := s.w.await(s.ctx, limit, wanted, func() bool {
		for _, m := range s.w.from(s.first) {
			if wanted(m) {
				found = m
				return true
			}
			if bars(m) {
				return false // a row takes nothing from beyond a boot that no row has seen yet
			}
		}
		return false
	})
	s.interrupted(err)
	return found
}

// limit is how long to wait for the alternatives: the longest that one of them asks for.
func (s *Scenario) limit(alternatives []Alternative) time.Duration {
	limit := time.Duration(0)
	for _, a := range alternatives {
		limit = max(limit, a.within)
	}
	if limit == 0 {
		limit = s.Timeouts.Message
	}
	return limit
}

// resolve tells whether every path of the alternative exists, those that choose what is skipped included.
func (a Alternative) resolve() error {
	all := a.requirements
	for _, rule := range a.skips {
		all = append(all[:len(all):len(all)], rule.when...)
	}
	return resolve(a.typ, all)
}

// bars tells a boot that no row has claimed, beyond which the station is another one. A BootNotification that was not
// accepted only repeats the attempt (part 2, B02.FR.08, B03.FR.06): what comes after it is still what came before.
func bars(m *Message) bool {
	if m.Action != "BootNotification" || m.taken || m.needless {
		return false
	}
	status := values.Field(json.RawMessage(m.answer), "status")
	return status != string(ocpp201.RegistrationStatusPending) && status != string(ocpp201.RegistrationStatusRejected)
}

// choose returns the alternative that the message is, nil when it is none. What came before the last act or request was
// asked for cannot be what it has led to, whenever a person confirms the act or the station answers the request: no row
// takes it, but for one that a rule outside the table allows to come early.
func (s *Scenario) choose(alternatives []Alternative, m *Message) *Alternative {
	if m.barred || m.older || s.elses(m) {
		return nil
	}
	for i := range alternatives {
		if a := &alternatives[i]; a.matches(m) && (!s.tooEarly(m) || a.early != "" && !m.repeats && a.satisfied(m)) {
			return a
		}
	}
	return nil
}

// tooEarly tells a message that came before the last act or request of a row was asked for.
func (s *Scenario) tooEarly(m *Message) bool { return m.order < s.prompted }

// satisfied tells whether the message meets all requirements of the alternative.
func (a Alternative) satisfied(m *Message) bool {
	body := values.Decoded(m.Payload)
	return len(m.problems) == 0 && !slices.ContainsFunc(spread(a.requirements, m.Payload), func(r Requirement) bool { return !r.holds(values.Walk(body, r.path)) })
}

func (s *Scenario) receive(row string, alternatives []Alternative) *Message {
	r := s.open(row, evidence.ActorStation, "sends "+names(alternatives), names(alternatives))
	for {
		m := s.await(s.patient(alternatives))
		if m == nil {
			s.missing(r, alternatives)
		}
		a := s.choose(alternatives, m)
		s.claim(m)
		if why := skipped(a.skips, m); why != "" {
			s.pass(m, why)
			continue
		}
		if s.tooEarly(m) {
			s.Note("%s (frame %d) is taken although it came before it was asked for: %s.", m.Action, m.Seq, a.early)
		}
		r.Message = m.Action + "Request"
		r.Text = "sends " + article(r.Message)
		if ok, reason := s.evaluate(row, m.Action+"Request", m.Payload, m.Seq, a.requirements); !ok || len(m.problems) > 0 {
			if ok {
				reason = "The message breaks its schema: " + describeProblem(m.problems[0])
			}
			r.end(s.judge(false), reason, m.Seq)
			s.replyStanding(m)
			s.stop()
		}
		if len(a.requirements) == 0 || len(a.ids) > 0 {
			s.check(evidence.Check{Row: row, Requirement: "The Charging Station sends " + article(r.Message) + ".",
				Expected: r.Message, Actual: r.Message, Verdict: evidence.Pass, Message: r.Message, Frame: m.Seq, Requirements: a.ids})
		}
		r.end(evidence.Pass, "", m.Seq)
		return m
	}
}

func (s *Scenario) claim(m *Message) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	m.taken, m.asked = true, len(s.requests)
	s.last = max(s.last, m.order+1)
}

func (s *Scenario) replyStanding(m *Message) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.w.answerStanding(m)
}

// missing fails a row whose message did not come, with what came instead.
func (s *Scenario) missing(r *row, alternatives []Alternative) {
	if slices.ContainsFunc(alternatives, func(a Alternative) bool { return a.action == "BootNotification" }) {
		s.w.mu.Lock()
		s.w.awaitedInVain(s.limit(alternatives))
		s.w.mu.Unlock()
	}
	limit := s.limit(alternatives).Round(time.Millisecond).String()
	if slices.ContainsFunc(alternatives, func(a Alternative) bool { return a.until }) {
		limit = "what was left of the time for it, " + limit
	}
	actual := "nothing within " + limit
	if m := s.unasked(alternatives); m != nil {
		s.unaskedFor(r, alternatives, m, limit)
	}
	if others := s.unclaimed(alternatives); len(others) > 0 {
		actual = "within " + limit + " only " + strings.Join(others, ", ")
	}
	if !s.w.csms.Connected() {
		actual += "; the station is not connected"
	}
	actual += s.why(r.Began)
	c := evidence.Check{Row: r.Number, Requirement: "The Charging Station sends " + names(alternatives) + ".",
		Expected: names(alternatives), Actual: actual, Verdict: s.judge(false), Message: r.Message, Requirements: by(alternatives)}
	s.check(c)
	r.end(s.judge(false), sentence(c))
	s.stop()
}

// unasked is a message that would have been the row's, had it not come before the row's act or request was asked for; nil
// when none has come.
func (s *Scenario) unasked(alternatives []Alternative) *Message {
	for _, m := range s.waiting() {
		fits := func(a Alternative) bool { return a.matches(m) && a.satisfied(m) }
		if s.tooEarly(m) && !m.repeats && slices.ContainsFunc(alternatives, fits) {
			return m
		}
	}
	return nil
}

// unaskedFor fails a row whose message came too early to be that, and takes the message out of the scenario: it is no surplus
// beside that.
func (s *Scenario) unaskedFor(r *row, alternatives []Alternative, m *Message, limit string) {
	s.w.mu.Lock()
	m.taken, m.passed = true, true
	s.w.mu.Unlock()
	c := evidence.Check{Row: r.Number, Requirement: "The Charging Station sends " + names(alternatives) + " when there is a reason for it.",
		Expected: names(alternatives) + " after " + s.askedFor, Verdict: s.judge(false), Message: m.Action + "Request", Frame: m.Seq,
		Actual: fmt.Sprintf("%sRequest %s before that, and none within %s after it", m.Action, s.asked.Sub(m.At).Round(time.Millisecond), limit)}
	s.check(c)
	r.end(s.judge(false), sentence(c), m.Seq)
	s.stop()
}

// unclaimed names what came instead of the alternatives; of what is of their action also why it is none of them.
func (s *Scenario) unclaimed(alternatives []Alternative) []string {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	var out []string
	for _, m := range s.w.from(s.first) {
		why := s.notOf(alternatives, m)
		if !m.taken && (background(m) == "" || why != "") {
			out = append(out, fmt.Sprintf("%s (frame %d%s)", m.Action, m.Seq, why))
		}
	}
	return out
}

// notOf says why a message of the action of an alternative is not it, empty for one of another action. The caller holds mu.
func (s *Scenario) notOf(alternatives []Alternative, m *Message) string {
	at := slices.IndexFunc(alternatives, func(a Alternative) bool { return a.action == m.Action })
	if at < 0 {
		return ""
	}
	id, _ := values.Field(m.Payload, "transactionInfo.transactionId").(string)
	switch a := alternatives[at]; {
	case m.barred:
		return ", which the station may not send before it is accepted"
	case m.older:
		return fmt.Sprintf(", of the transaction %q, which began before the case", id)
	case s.elses(m):
		return fmt.Sprintf(", of the transaction %q at another place", id)
	case !a.periodic && periodic(m):
		return ", which only tells meter values or the charging rate"
	case s.tooEarly(m):
		return ", which came before " + s.askedFor
	case a.words != "":
		return ", which is none" + a.words
	case m.repeats:
		return ", which only tells again that " + gist(m)
	case len(m.Availabilities()) > 0:
		return ", which tells that " + gist(m)
	}
	return ", which is not the one that is awaited"
}

// gist is what a message tells of connectors.
func gist(m *Message) string {
	var words []string
	for _, a := range m.Availabilities() {
		words = append(words, fmt.Sprintf("EVSE %d connector %d is %s", a.EVSE, a.Connector, a.Status))
	}
	return strings.Join(words, " and ")
}

func skipped(skips []skip, m *Message) string {
	for _, rule := range skips {
		all := true
		for _, r := range rule.when {
			all = all && r.holds(values.Field(m.Payload, r.path))
		}
		if all {
			return rule.why
		}
	}
	return ""
}

// by are the requirements for which any of the alternatives comes.
func by(alternatives []Alternative) []string {
	var ids []string
	for _, a := range alternatives {
		ids = append(ids, a.ids...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func names(alternatives []Alternative) string {
	words := make([]string, len(alternatives))
	for i, a := range alternatives {
		words[i] = a.action + "Request" + a.words
	}
	return strings.Join(words, " or ")
}

// evaluate judges every requirement of a message and records each; it reports whether all hold, and otherwise the
// sentence of the first that does not.
func (s *Scenario) evaluate(row, message string, payload []byte, seq int64, requirements []Requirement) (bool, string) {
	all, reason := true, ""
	body := values.Decoded(payload)
	for _, r := range spread(requirements, payload) {
		actual := values.Walk(body, r.path)
		verdict := r.judgement(s, actual)
		c := evidence.Check{
			Row: row, Path: r.path, Requirement: r.text(), Expected: r.words, Actual: values.Show(actual),
			Verdict: verdict, Message: message, Frame: seq, Requirements: r.ids,
		}
		if verdict == evidence.Warning {
			c.Requirement += " " + r.why
		}
		if verdict == evidence.Inconclusive && s.flawed(r.path) {
			s.flaw(c)
			continue
		}
		s.check(c)
		if all && verdict != evidence.Pass && verdict != evidence.Warning {
			all, reason = false, sentence(c)
		}
	}
	return all, reason
}

// interruption says why the play cannot go on: the run was interrupted, or the station has ended.
func (s *Scenario) interruption() string {
	cause := context.Cause(s.ctx)
	if errors.As(cause, new(*StationTrouble)) {
		return sentenceOf(cause.Error())
	}
	return "The run was interrupted: " + cause.Error()
}

// interrupted stops the scenario when the run was interrupted or the evidence cannot be written.
func (s *Scenario) interrupted(err error) {
	if err == nil {
		return
	}
	if s.ctx.Err() != nil {
		s.check(evidence.Check{Requirement: s.interruption(), Verdict: evidence.Inconclusive})
		s.stop()
	}
	s.broken(err)
	s.bug(err.Error())
}
