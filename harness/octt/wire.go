package octt

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/harness/stack"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// wire owns the station's connection between and during cases: it records and validates every frame of both
// directions before anything else looks at it, holds the station's CALLs for the rows that claim them, and sees to it
// that none of them stays unanswered.
type wire struct {
	csms    CSMS
	schemas *schemas.Set
	conf    *Configured
	times   *Timeouts
	places  map[rigs.Place]bool // the connectors of the PICS; nil where it lists none
	lose    func(error)         // the station, as Player.Lose does
	done    chan struct{}       // closed when the last event is taken

	mu           sync.Mutex
	log          log
	link         link
	registration registration
	inbox        inbox
	waiting      waiting
	script       script
	retries      retries
	phase        phase
	findings     findings

	book        ledger.Book
	calls       map[string]*ledger.Request       // of ours, by message id
	reports     map[report]int                   // that were asked for and have not ended, with the play that has asked
	answers     map[string]string                // actions of the answers that are on their way out, by message id
	debts       []debt                           // boots that the station owes
	admitted    *authorized                      // a driver who was let in, and of whom no transaction has told yet; nil for none
	shown       map[string]Knowledge             // of variables and connectors, the newest that the station has shown without being asked
	points      map[string]map[string]pointShown // of the variables that are lists of points, what transactions have shown
	aligned     string                           // AlignedDataCtrlr.Interval as the station last told it or was told, empty while it is not known
	fenced      time.Time                        // when the station has answered a question, after which nothing was sent, received or done; zero otherwise
	stirred     time.Time                        // the last frame of either side but for questions that only read, or the end of the last act
	logs        []askedLog                       // the last that were asked for
	standing    lasting                          // of variables, what nothing can have changed since
	forgotten   int64                            // the last record when all of that was let go of
	readOnly    map[string]int64                 // variables of which a station rejects the value that they have: the frames that say so
	limitsAsked bool                             // the station was asked since its boot how many variables it takes in a request
	alone       map[string]bool                  // requests for variables that are sent for one at a time, because several went wrong
	doubted     map[string]bool                  // denials of a variable, in an answer for several, that were looked at alone
	rightAt     map[string]int                   // for how many variables in one request the station has given a right answer
	listKnown   bool                             // it is known what the station came with in its Local Authorization List
	cacheEmpty  bool                             // the station was told of no idToken since it has emptied its Authorization Cache
	certified   string                           // the play in which the station has taken a certificate of its own; empty for none
	inoperative []ocpp201.EVSE                   // what was taken out of service, and not put back
	reserved    []Promise                        // what was reserved, and has not ended as far as is known
	unvalidated []unvalidated                    // what was to be reserved in this play
	looked      *looked                          // what the last fence of a play was answered; nil once the station may be another
	broken      error                            // why nothing can be proved any more: the evidence, or the CSMS, is gone
}

func newWire(csms CSMS, set *schemas.Set, rec Recorder, conf *Configured, times *Timeouts) *wire {
	return &wire{
		csms: csms, schemas: set, conf: conf, times: times, done: make(chan struct{}),
		log: log{rec: rec, placeless: isSourceless(rec), epoch: time.Now()}, link: link{up: csms.Connected()},
		calls: map[string]*ledger.Request{}, reports: map[report]int{}, answers: map[string]string{}, shown: map[string]Knowledge{}, points: map[string]map[string]pointShown{}, book: ledger.New(),
		standing: lasting{}, readOnly: map[string]int64{}, alone: map[string]bool{}, doubted: map[string]bool{}, rightAt: map[string]int{},
		retries: retries{unsure: map[string]*ledger.Call{}, earlier: map[string]*ledger.Call{}}, waiting: waiting{wake: make(chan struct{}, 1)},
	}
}

// run takes events until ctx ends or the CSMS is closed.
func (w *wire) run(ctx context.Context) {
	stack.Grow()
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
	if w.waiting.asleep {
		w.waiting.asleep = false
		w.waiting.wake <- struct{}{} // which has room for one
	}
}

func (w *wire) handle(e Event) {
	e.payload = schemas.Read(e.Frame.Payload)
	w.log.apart = !w.phase.inside
	w.on(e.Conn)
	w.fenced = time.Time{}
	if e.Kind != FrameOut && !(e.Kind == FrameIn && e.Frame.Type != ocppj.Call) {
		w.looked = nil
	}
	switch e.Kind {
	case FrameIn, FrameOut, Malformed:
		if !w.floods(e) {
			w.frame(e)
		}
	case Connected:
		w.attempt(e)
		w.book.Connects(e.At)
		w.link.hello, w.link.excused, w.link.mayBoot, w.link.up = e.Handshake, false, false, true
		w.link.online, w.link.endpoint = e.At, e.Endpoint
		w.registration.footing, w.link.conns = unheard, max(e.Conn, w.link.conns)
		w.link.cutOff, w.link.wasCut = false, w.link.cutOff
		if w.findings.mishap != nil && w.findings.mishap.refusal {
			w.findings.mishap = nil
		}
		w.connection(e)
	case Disconnected:
		w.link.drops++
		w.link.up = false
		w.book.Drops(e.At)
		if !w.link.excused && !w.link.cutOff { // who knows what has become of the station
			w.forgets()
		}
		seq := w.connection(e)
		if !w.link.excused {
			w.link.lost = append(w.link.lost, seq)
		}
		w.dropped(e, seq)
	case Secured:
		w.secured(e)
	case Refused:
		w.attempt(e)
		if e.Handshake != nil && w.link.hello == nil {
			w.link.hello = e.Handshake
		}
		w.connection(e)
		w.refused(e)
	}
}
