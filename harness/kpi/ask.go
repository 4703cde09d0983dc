package kpi

import (
	"fmt"
	"slices"
	"sort"
	"time"
)

// ask is a request of the CSMS that is measured up to a message that the station sends later.
type ask struct {
	moment
	kind    ID
	what    string
	unread  string  // why the request itself cannot be followed
	answer  *moment // nil while there is none
	refused string  // why the station did not take it on, by its answer
	came    *moment // the message, nil while it has not come
	alone   bool    // the message is no other's, whatever else went on
	never   string  // what is said where the message did not come
	cut     bool    // the run was cut off before the answer or the message came

	trigger trigger // of a TriggerMessageRequest

	// Of a remote start or stop alone.
	changes map[string]change // the first change of chargingState since the request, by transaction
	offline bool
	change  string // in words, of the transaction of the message
	moved   string // why the message itself was not led to by the authorization alone
	before  []*sentEvent
}

// change is a charging state that a transaction told.
type change struct {
	state string
	seq   int64
}

// end says what came of the request, when everything is known.
func (a *ask) end(to *gathering, acts acts, owner map[int64]int64) {
	switch {
	case a.unread != "" && (a.kind == RemoteStart || a.kind == RemoteStop || a.unread == unreadable):
		to.exclude(a.moment, a.answer, a.what, a.unread)
	case a.cut && a.refused == "":
		to.exclude(a.moment, a.answer, a.what, "the run was cut off before it had come")
	case a.answer == nil:
		to.exclude(a.moment, nil, a.what, "the station did not answer the request")
	case a.refused != "":
		to.exclude(a.moment, a.answer, a.what, a.refused)
	case a.unread != "":
		to.exclude(a.moment, nil, a.what, a.unread)
	case a.came == nil:
		to.exclude(a.moment, nil, a.what, a.never)
	case a.kind == Triggered && a.alone:
		to.take(a.moment, *a.came, a.what, "")
	case a.kind == Triggered:
		to.take(a.moment, *a.came, a.what, acts.between(a.moment, *a.came))
	default:
		to.take(a.moment, *a.came, a.what, a.stands(acts, owner))
	}
}

// stands says what else than the authorization a message may have waited for; empty for nothing.
func (a *ask) stands(acts acts, owner map[int64]int64) (reason string) {
	earlier, belongs := owner[a.came.seq]
	if !belongs {
		owner[a.came.seq] = a.seq
	}
	if reason := acts.between(a.moment, *a.came); reason != "" {
		return reason
	}
	held := slices.IndexFunc(a.before, func(e *sentEvent) bool { return e.answered == 0 || e.refused && e.answered < a.came.seq })
	switch {
	case belongs:
		return fmt.Sprintf("the message belongs to the request before it (record %d)", earlier)
	case a.offline:
		return "the message was queued while the station was offline"
	case a.change != "":
		return a.change
	case held >= 0:
		return fmt.Sprintf("the CSMS had not processed the message before it (record %d)", a.before[held].seq)
	}
	return a.moved
}

// acts are the physical acts in the order of the evidence, with the earliest beginning of each and all after it.
type acts struct {
	all       []act
	monotonic bool // all are told by the monotonic clock, which nobody sets
	began     []time.Duration
}

func newActs(all []act) acts {
	a := acts{all, !slices.ContainsFunc(all, func(a act) bool { return a.monotonic.ended == 0 }), make([]time.Duration, len(all))}
	for i := len(all) - 1; i >= 0; i-- {
		a.began[i] = a.of(i).began
		if i+1 < len(all) {
			a.began[i] = min(a.began[i], a.began[i+1])
		}
	}
	return a
}

// of is when an act went on, by the clock that all are told by.
func (a acts) of(i int) stretch {
	if a.monotonic {
		return a.all[i].monotonic
	}
	return a.all[i].wall
}

// at is when a frame went, by the same clock.
func (a acts) at(m moment) time.Duration {
	if a.monotonic {
		return m.since
	}
	return sinceEpoch(m.at)
}

// margin is how much later than the frames before it a frame may be recorded than it went: an act that ended longer before the
// record of a frame did not go on when the frame went. Nor did one that is recorded as much later.
const margin = 1000 // acts

// between names a physical act that was going on between two frames: the time then is no property of the station alone.
func (a acts) between(from, to moment) (reason string) {
	began, ended := a.at(from), a.at(to)
	first := sort.Search(len(a.all), func(i int) bool { return a.all[i].seq > from.seq })
	for i := max(first-margin, 0); i < len(a.all); i++ {
		act, on := a.all[i], a.of(i)
		if act.seq > to.seq && a.began[i] >= ended {
			break
		}
		inside := act.seq > from.seq && act.seq < to.seq
		if inside || on.began < ended && on.ended > began {
			return fmt.Sprintf("the physical act %s (record %d) lies between", act.name, act.seq)
		}
	}
	return ""
}
