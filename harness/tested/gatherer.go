package tested

import (
	"maps"
	"slices"

	"github.com/certbench/certbench/harness/evidence"
)

// What names a table of the certificate, or a column of it, that lists what was tested.
type What string

// The tables. Measurands are those of C-40.1 to C-40.5, the words of idTokens are their types.
const (
	TxStarted      What = "SampledDataTxStartedMeasurands"
	TxUpdated      What = "SampledDataTxUpdatedMeasurands"
	TxEnded        What = "SampledDataTxEndedMeasurands"
	Aligned        What = "AlignedDataMeasurands"
	AlignedTxEnded What = "AlignedDataTxEndedMeasurands"
	LocalStart     What = "idTokens of local starts"
	LocalStop      What = "idTokens of local stops"
	RemoteStart    What = "idTokens of remote starts"
	Suites         What = "cipher suites"
	Protocols      What = "file transfer protocols"
)

// Shown is what a run has shown, in the order of the alphabet.
type Shown map[What][]string

// Gatherer gathers while the records of a run go by, and keeps words of the protocol only: of a message that breaks its schema nothing is
// taken, so that a station cannot make it keep more. What happened in a play counts when that came to PASS or WARNING. A cipher
// suite counts with the connection that was made by it.
type Gatherer struct {
	shown words
	plays map[int]*play
	words evidence.Words
}

// words are sets of words.
type words map[What]map[string]bool

func (w words) add(to What, word string) {
	if word == "" {
		return
	}
	if w[to] == nil {
		w[to] = map[string]bool{}
	}
	w[to][word] = true
}

// play is what a play has shown so far, and the remote starts in it.
type play struct {
	shown  words
	asked  map[string]start // by message id, while it is not answered
	starts map[int64]string // types of idTokens by remoteStartId, of what the station has accepted
}

// New returns a gatherer that has seen nothing.
func New() *Gatherer {
	return &Gatherer{shown: words{}, plays: map[int]*play{}, words: evidence.Words{}}
}

// Add takes the next record of the evidence.
func (g *Gatherer) Add(rec evidence.Record) {
	if s := rec.Secured; s != nil && s.Requested() && s.Full && len(g.shown[Suites]) < most {
		g.shown.add(Suites, s.Suite)
	}
	if rec.Play == 0 {
		return
	}
	p := g.plays[rec.Play]
	if p == nil {
		p = &play{shown: words{}, asked: map[string]start{}, starts: map[int64]string{}}
		g.plays[rec.Play] = p
	}
	switch {
	case rec.Frame != nil && len(rec.Frame.Problems) == 0:
		p.frame(rec.Frame)
	case rec.Transfer != nil && rec.Transfer.Fault == "":
		p.shown.add(Protocols, rec.Transfer.Protocol)
	case rec.End != nil:
		g.ended(rec.End.Verdict, p)
		delete(g.plays, rec.Play)
	}
}

// most is how many cipher suites are kept: more than there are.
const most = 100

func (g *Gatherer) ended(v evidence.Verdict, p *play) {
	if v != evidence.Pass && v != evidence.Warning {
		return
	}
	for what, set := range p.shown {
		for word := range set {
			g.shown.add(what, g.words.Keep(word))
		}
	}
}

// Shown returns what was gathered so far.
func (g *Gatherer) Shown() Shown {
	shown := Shown{}
	for what, set := range g.shown {
		shown[what] = slices.Sorted(maps.Keys(set))
	}
	return shown
}
