package ledger

import (
	"math"
	"slices"
	"time"

	"github.com/certbench/certbench/harness/octt/variables"
	"github.com/certbench/certbench/harness/seen"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Book is what a run has seen of the station: what the station has told, what was done to it and asked of it, and when it was
// connected.
type Book struct {
	Transactions Transactions
	Connectors   Connectors
	Transfers    Transfers
	Variables    variables.Told // what reports have told of them
	Metered      map[int]int64  // first record of meter values, by EVSE
	Stimuli      []Stimulus     // in their order; of earlier plays only what may still have an effect
	done         int            // how many there were
	asked        []Asked        // in their order
	Reserved     map[int]int64  // ids of what the CSMS has asked to reserve, with the records of the requests
	Links        []Link         // when the connection was made and lost, the newest of them
	forgotten    *seen.Texts    // ids of transactions of which nothing is kept any more
}

// New is that of a run in which nothing has come yet.
func New() Book {
	return Book{
		Transactions: Transactions{}, Variables: variables.Told{}, Metered: map[int]int64{}, Reserved: map[int]int64{},
		forgotten:  seen.Newest(forgottenIDs),
		Connectors: Connectors{Status: map[rigs.Place]string{}, told: map[rigs.Place][]telling{}, toldBy: map[rigs.Place]*Call{}},
	}
}

// Link is when the connection was made, or lost.
type Link struct {
	At time.Time
	Up bool
}

// Connects keeps when the connection was made.
func (b *Book) Connects(at time.Time) { b.Links = append(b.Links, Link{at, true}) }

// Drops keeps when the connection ended, and what was reported then.
func (b *Book) Drops(at time.Time) {
	b.Links = append(b.Links, Link{at, false})
	b.Connectors.atDrop()
}

// OfflineAt tells whether the station was not connected at a moment of the run, as far as Links go back.
func (b *Book) OfflineAt(at time.Time) bool {
	for i, lost := range b.Links {
		if !lost.Up && !at.Before(lost.At) && (i+1 == len(b.Links) || at.Before(b.Links[i+1].At)) {
			return true
		}
	}
	return false
}

// Meters keeps by what record values of an EVSE have come first.
func (b *Book) Meters(m *Call) {
	q := As[ocpp201.MeterValuesRequest](m)
	if q == nil {
		return
	}
	if _, known := b.Metered[q.EVSEID]; !known {
		b.Metered[q.EVSEID] = m.Seq
	}
}

// Acts keeps an act as a stimulus, done or not: one that a rig has failed at may have had its effect. after is the last record
// before it. It returns its number, for Acted.
func (b *Book) Acts(a rigs.Act, after int64, began time.Time) int {
	st := Stimulus{Seq: after, Began: began, Act: a.Name, At: a.At}
	if a.Token != nil {
		st.Token = *a.Token
	}
	return b.does(st)
}

func (b *Book) does(st Stimulus) int {
	b.done++
	st.Number = b.done
	b.Stimuli = append(b.Stimuli, st)
	return st.Number
}

// Acted notes that an act is over.
func (b *Book) Acted(number int, err error) {
	if i := slices.IndexFunc(b.Stimuli, func(st Stimulus) bool { return st.Number == number }); i >= 0 {
		b.Stimuli[i].Ended, b.Stimuli[i].Failed = time.Now(), err != nil
	}
}

// AsksToStart keeps a RequestStartTransactionRequest as a stimulus.
func (b *Book) AsksToStart(call *Request, sent time.Time) {
	q := Asking[ocpp201.RequestStartTransactionRequest](call)
	if q == nil {
		return
	}
	b.does(Stimulus{Seq: call.Seq, Began: sent, Remote: call, RemoteStartID: q.RemoteStartID,
		Token: rigs.Token{ID: q.IDToken.IDToken, Type: string(q.IDToken.Type)}})
}

// Asks keeps a request of the CSMS that a triggerReason may be about.
func (b *Book) Asks(seq int64, action string) {
	for _, of := range Triggers {
		if of == action {
			b.asked = append(b.asked, Asked{seq, action})
			return
		}
	}
}

// AskedBetween are those from one record on and before another.
func (b *Book) AskedBetween(from, before int64) []Asked {
	return kept(b.asked, func(a Asked) bool { return a.Seq >= from && a.Seq < before })
}

// Settle lets go of what was done to the station, asked of it and told by it before a play that begins after a record: of the stimuli
// those stay that are not over, and the last idToken that was presented, which a station may ask about later. judged is the record up to
// which the transactions were judged, last the last message of the station, nil for none. A run may go on for days, so that what is kept of
// all plays before has a bound.
func (b *Book) Settle(play int, after, judged int64, last *Call) {
	b.Transactions.Settle(play, judged, last)
	b.forget()
	if gone := len(b.Links) - keptLinks; gone > 0 {
		b.Links = slices.Clone(b.Links[gone+gone%2:]) // each that was lost stands after its beginning
	}
	presented := 0
	for _, st := range b.Stimuli {
		if st.Presents() {
			presented = st.Number
		}
	}
	b.Stimuli = kept(b.Stimuli, func(st Stimulus) bool { return st.Seq >= after || st.Number == presented || st.pending() })
	b.asked = b.AskedBetween(after, math.MaxInt64)
}

// StimuliBetween are those after one record and before another.
func (b *Book) StimuliBetween(after, before int64) []Stimulus {
	return kept(b.Stimuli, func(st Stimulus) bool { return st.Seq >= after && st.Seq < before })
}

// kept are copies of those of a list that are wanted.
func kept[E any](list []E, wanted func(E) bool) (out []E) {
	for _, e := range list {
		if wanted(e) {
			out = append(out, e)
		}
	}
	return out
}
