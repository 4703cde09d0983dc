package octt

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"time"

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
	optional     bool // within is the bench's choice
	where        []func(*Message) bool
	premises     []premise
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

// Optionally is Within for a message that may be left out, and a time that the bench chooses to wait for it.
func Optionally(limit time.Duration) Clause {
	return option(func(r *reception) { r.within, r.optional = limit, true })
}

// Until waits until a moment instead of for Timeouts.Message. When the moment has passed, what has come is still taken.
func Until(moment time.Time) Clause {
	return option(func(r *reception) { r.within, r.until = max(time.Until(moment), time.Nanosecond), true })
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
	a.requirements = make([]Requirement, 0, len(clauses)) // nearly all are
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

// satisfied tells whether the message meets all requirements of the alternative.
func (a Alternative) satisfied(m *Message) bool {
	body := m.Payload.Document()
	return len(m.problems) == 0 && !slices.ContainsFunc(spread(a.requirements, body), func(r Requirement) bool { return !r.holds(values.Walk(body, r.path)) })
}

// resolve tells whether every path of the alternative exists, those that choose what is skipped included.
func (a Alternative) resolve() error {
	err := resolve(a.typ, a.requirements)
	for _, rule := range a.skips {
		err = cmp.Or(err, resolve(a.typ, rule.when))
	}
	return err
}

func skipped(skips []skip, m *Message) string {
	for _, rule := range skips {
		all := true
		for _, r := range rule.when {
			all = all && r.holds(m.Field(r.path))
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
