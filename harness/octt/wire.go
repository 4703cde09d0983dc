package octt

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// wire owns the station's connection between and during cases: it records and validates every frame of both
// directions before anything else looks at it, holds the station's CALLs for the rows that claim them, and sees to it
// that none of them stays unanswered.
type wire struct {
	csms    CSMS
	schemas *schemas.Set
	rec     Recorder
	conf    *Configured
	times   *Timeouts
	epoch   time.Time // when it began to listen

	mu        sync.Mutex
	wake      chan struct{} // closed and replaced whenever something happened
	playing   string
	play      int
	inbox     []*Message        // of this play, and what was unanswered before it
	orders    int               // order of the next message
	crowded   bool              // more has come in this play than is kept
	came      int               // messages of the station in this play
	bytes     int64             // of them
	deaf      bool              // the station has sent more than a play can have: nothing is heard of it any more
	lose      func(error)       // the station, as Player.Lose does
	answers   map[string]string // actions of the answers that are on their way out, by message id
	calls     map[string]*ledger.Request
	hello     *Handshake
	drops     int                                    // disconnections so far
	excused   bool                                   // the connection may end: the case, or the CSMS, is about to make it
	attempts  []Attempt                              // to connect, in this play
	up        bool                                   // the last event of the connection is that it was made
	online    time.Time                              // since when the station may send what happens; zero while it may not, or when that is not known
	lost      []int64                                // connection records of ends that nothing excused
	overrides map[string][]any                       // answers of the playing case in their order, by action
	failing   *failing                               // what the playing case has the CSMS not process, nil for nothing
	deemed    map[string]ocpp201.AuthorizationStatus // what the playing case has the CSMS say of idTokens, by id in lower case
	groups    map[string]ocpp201.IDToken             // what the playing case has the CSMS say of their groups, by id in lower case
	kept      map[string]bool                        // actions that stay unanswered while the scenario waits for something else
	wanted    func(*Message) bool
	waiting   bool
	waits     int // how often the scenario has waited for something
	faults    []fault
	found     []evidence.Finding // outside of every case, each once
	mishap    *mishap            // the last one
	written   int64              // sequence number of the last record
	spoken    time.Time          // the last frame of either side
	beat      time.Time          // its last Heartbeat or BootNotification
	told      bool               // it has been told the time
	booted    bool               // it has sent a BootNotificationRequest
	admission string             // status of the last BootNotificationResponse; empty before the first
	footing   footing            // how the station stands with the CSMS on this connection
	conns     int                // number of the last connection
	boots     Boots              // the last BootNotification
	cutOff    bool               // the case cuts the connection of a station that goes on
	wasCut    bool               // it did so with the connection before this one
	admitted  *authorized        // a driver who was let in, and of whom no transaction has told yet; nil for none
	inside    bool               // a case is being played, and not its clean-up
	begun     bool               // a case of this run has been
	apart     bool               // what is being handled belongs to no case
	subject   string             // message that is being handled, such as BootNotificationRequest
	emptied   int64              // record of the last answer that the station's queue is empty
	looked    int64              // last record before what is still to be judged of transactions that are no case's
	book      ledger.Book
	debts     []debt                  // boots that the station owes
	boot      int                     // connection of the last boot
	last      *Message                // CALL of the station, nil before the first
	unsure    map[string]*ledger.Call // CALLs of which the station may not know that they were processed, by message id
	broken    error                   // why nothing can be proved any more: the evidence, or the CSMS, is gone
	closing   bool                    // nothing is held any more
	rows      bool                    // rows are played that may claim a message: on the way back to rest and between cases nothing is held
	resting   *awaited                // what the way back to rest waits for; nil while there is none
	touched   bool                    // the play has done something after which the station may be another than before
	done      chan struct{}

	invited    map[string]bool      // actions that a Pending station was asked for since it was told so
	places     map[rigs.Place]bool  // the connectors of the PICS; nil where it lists none
	conn       int                  // the last connection that was heard of
	unanswered int                  // questions of the bench, one after the other, that got no answer
	bootedFrom int                  // the connection that the station had when it was last made to boot
	shown      map[string]Knowledge // of variables and connectors, the newest that the station has shown without being asked
	about      any                  // what the station told of itself at its last boot
	aligned    string               // AlignedDataCtrlr.Interval as the station last told it or was told, empty while it is not known
}

func newWire(csms CSMS, set *schemas.Set, rec Recorder, conf *Configured, times *Timeouts) *wire {
	return &wire{
		up: csms.Connected(), csms: csms, schemas: set, rec: rec, conf: conf, times: times, epoch: time.Now(),
		wake: make(chan struct{}), done: make(chan struct{}),
		calls: map[string]*ledger.Request{}, answers: map[string]string{}, shown: map[string]Knowledge{}, book: ledger.New(), unsure: map[string]*ledger.Call{},
	}
}

// run takes events until ctx ends or the CSMS is closed.
func (w *wire) run(ctx context.Context) {
	defer close(w.done)
	for {
		event, err := w.csms.Next(ctx)
		if err != nil {
			w.ended(ctx, err)
			return
		}
		w.mu.Lock()
		w.handle(event)
		w.stir()
		w.mu.Unlock()
	}
}

// ended notes a CSMS that stopped by itself: what does not come from it any more is no fault of the station.
func (w *wire) ended(ctx context.Context, cause error) {
	if ctx.Err() != nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.broken == nil {
		w.broken = fmt.Errorf("the mock CSMS stopped: %w", cause)
	}
	w.stir()
}

// stir wakes whoever waits for a change. The caller holds mu.
func (w *wire) stir() {
	close(w.wake)
	w.wake = make(chan struct{})
}

func (w *wire) handle(e Event) {
	w.apart = w.outside(e)
	w.on(e.Conn)
	switch e.Kind {
	case FrameIn, FrameOut, Malformed:
		if !w.floods(e) {
			w.frame(e)
		}
	case Connected:
		w.attempt(e)
		w.book.Connects(e.At)
		w.hello, w.excused, w.up = e.Handshake, false, true
		w.online = e.At
		w.footing, w.conns = unheard, max(e.Conn, w.conns)
		w.cutOff, w.wasCut = false, w.cutOff
		if w.mishap != nil && w.mishap.refusal {
			w.mishap = nil
		}
		w.connection(e)
	case Disconnected:
		w.drops++
		w.up = false
		w.book.Drops(e.At)
		seq := w.connection(e)
		if !w.excused {
			w.lost = append(w.lost, seq)
		}
		w.dropped(e, seq)
	case Refused:
		w.attempt(e)
		if e.Handshake != nil && w.hello == nil {
			w.hello = e.Handshake
		}
		w.connection(e)
		w.refused(e)
	}
}
