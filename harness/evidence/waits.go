package evidence

import (
	"cmp"
	"slices"
	"time"
)

// Wait names the bench's own choice for which a moment of a play passes. Every moment belongs to one of them, or to none: what
// no choice of the bench is named for is the time of the table (waits that it names, acts) or of the station (answers, messages).
type Wait string

// The bench's own waits.
const (
	WaitAct      Wait = "act"      // the pause around a manual action, and before the connection is taken from the station
	WaitSettle   Wait = "settle"   // the pause in which the station tells the rest of what has happened
	WaitHold     Wait = "hold"     // a CALL of the station stood unanswered for a row to come, while the table waited for something else
	WaitOptional Wait = "optional" // for a message that may be left out, and was
	WaitSilence  Wait = "silence"  // that is proved, and for which the document names no time
	WaitFence    Wait = "fence"    // the question that ends a silence, or the rows
	WaitQuestion Wait = "question" // what is asked or set outside of the rows, before and between them
	WaitGreeting Wait = "greeting" // the silence after a connection, until the station may be asked
	WaitRest     Wait = "rest"     // the way back to rest, but for what follows
	WaitProof    Wait = "proof"    // the questions that prove that the station is at rest, and the pauses between them
	WaitExpiry   Wait = "expiry"   // until an authorization is over that nobody has used
)

// Waits lists them in the order in which they are shown.
var Waits = []Wait{WaitAct, WaitSettle, WaitHold, WaitOptional, WaitSilence, WaitFence, WaitQuestion, WaitGreeting, WaitRest, WaitProof, WaitExpiry}

var waitWords = map[Wait]string{
	WaitAct: "pauses around acts", WaitSettle: "pauses for the station to settle", WaitHold: "messages held for a row",
	WaitOptional: "optional messages that did not come", WaitSilence: "silence proved", WaitFence: "fences", WaitQuestion: "questions outside the rows",
	WaitGreeting: "greetings that did not come", WaitRest: "the way back to rest", WaitProof: "proofs of rest", WaitExpiry: "authorizations left to expire",
}

// Words are what the time went into, as documents say it.
func (w Wait) Words() string {
	if words, ok := waitWords[w]; ok {
		return words
	}
	return string(w)
}

// Spent is where the time of one play, or of several, went. Took is the sum of Table and all of Own.
type Spent struct {
	Took  time.Duration
	Table time.Duration // the table's and the station's
	Own   map[Wait]time.Duration
}

// OwnTime is all that the bench chose.
func (s Spent) OwnTime() (d time.Duration) {
	for _, part := range s.Own {
		d += part
	}
	return d
}

// Waits lists what the bench chose, those that took any time, in the order of Waits; a name of a later version comes last.
func (s Spent) Waits() []Wait {
	var out []Wait
	for w, d := range s.Own {
		if d > 0 {
			out = append(out, w)
		}
	}
	at := func(w Wait) int {
		if i := slices.Index(Waits, w); i >= 0 {
			return i
		}
		return len(Waits)
	}
	slices.SortFunc(out, func(a, b Wait) int { return cmp.Or(cmp.Compare(at(a), at(b)), cmp.Compare(a, b)) })
	return out
}

// Add adds another play's.
func (s *Spent) Add(other Spent) {
	s.Took += other.Took
	s.Table += other.Table
	if s.Own == nil {
		s.Own = map[Wait]time.Duration{}
	}
	for w, d := range other.Own {
		s.Own[w] += d
	}
}

// Spent tells where the time of the play went; ok is false where nobody has accounted for it: in a play that was cut off or
// left out, and in evidence from before it was kept.
func (p *Play) Spent() (s Spent, ok bool) {
	if p.End == nil || p.End.Own == nil && p.own == nil {
		return Spent{}, false
	}
	s = Spent{Took: p.End.Took, Own: p.End.Own}
	if s.Own == nil {
		s.Own = p.own.open()
	}
	s.Table = s.Took - s.OwnTime()
	return s, true
}

// Spent sums up the plays that are accounted for, and tells how many they are.
func (r *Run) Spent() (sum Spent, plays int) {
	for i := range r.Plays {
		if s, ok := r.Plays[i].Spent(); ok {
			sum.Add(s)
			plays++
		}
	}
	return sum, plays
}
