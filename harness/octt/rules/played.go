package rules

import (
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/rigs"
)

// Play is what the rules judge: what the station has told in a play of a case, and what was done to it. It is plain data, and the
// rules change nothing of it.
type Play struct {
	Book     *ledger.Book      // of the run
	Messages []*ledger.Call    // CALLs of the station, in their order
	Done     []ledger.Stimulus // in their order
	Asked    []ledger.Asked    // in their order

	From  int64 // last record before the play
	Began time.Time
	Over  time.Time // when the last row was; zero before
	Ended int64     // last record of the case, up to which it is judged; 0 for all that has come
	Now   time.Time

	Connectors    []rigs.Place          // of the PICS, in its order
	Cables        bool                  // there is a rig for them
	StatusAtFirst map[rigs.Place]string // what each connector had reported last when the play began
	Clocked       bool                  // the station has been told the time

	Failed map[int64]bool   // frames for which a row has failed
	Wrong  []evidence.Check // of rows, on messages, that failed

	Message   time.Duration // in which a station must have told what has changed
	Deviation time.Duration // with which times are compared
}
