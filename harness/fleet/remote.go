package fleet

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
)

// Remote plays on the bench of a lease as octt.Player does on one of this machine: what it is given it hands out, and waits for the
// evidence to say how it ended. One goroutine plays; Record, Latched, Cut and Found may be called concurrently.
type Remote struct {
	lease  *Lease
	board  *Board
	from   *Collector // of its evidence
	handed int        // so many handouts

	mu      sync.Mutex
	changed chan struct{}
	ends    []evidence.CaseEnded // of the plays, in the order in which they were handed out
	over    bool                 // the evidence has its end
	found   evidence.Verdict
	latched error
	cut     bool
}

// Away is why a bench is lost that may have been playing: its agent is gone, or its lease. Another bench may play what it was given.
type Away struct{ cause error }

func (a *Away) Error() string { return a.cause.Error() }

// Unwrap returns the cause.
func (a *Away) Unwrap() error { return a.cause }

// On begins a run on the bench of a lease, whose evidence the collector expects.
func On(ctx context.Context, l *Lease, b *Board, from *Collector, begin Begin) (*Remote, error) {
	r := &Remote{lease: l, board: b, from: from, changed: make(chan struct{})}
	if err := l.Hand(ctx, Handout{Kind: HandBegin, Number: 1, Begin: &begin}); err != nil {
		return nil, fmt.Errorf("the run cannot be begun on bench %s: %w", l.Bench, err)
	}
	r.handed = 1
	return r, nil
}

// Record takes the next record of the bench's evidence.
func (r *Remote) Record(rec evidence.Record) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case rec.End != nil:
		r.ends = append(r.ends, *rec.End)
	case rec.Finding != nil:
		r.found = evidence.Worse(r.found, rec.Finding.Verdict)
	case rec.Finished != nil:
		r.over = true
	default:
		return
	}
	close(r.changed)
	r.changed = make(chan struct{})
}

// SecurityProfile is the one in which the station is, as its agent told last.
func (r *Remote) SecurityProfile() int {
	bench, _ := r.board.bench(r.lease.Bench)
	return cmp.Or(bench.Profile, 1)
}

// Play has the agent play a case. When ctx ends, the play is to end in good order, which is waited for.
func (r *Remote) Play(ctx context.Context, c octt.Case, about evidence.CaseStarted, _ octt.Mode) evidence.CaseEnded {
	return r.hand(ctx, Play{Case: c.ID, Mode: about.Mode, Attempt: about.Attempt})
}

// LeaveOut has the agent record a play that is none.
func (r *Remote) LeaveOut(about evidence.CaseStarted, v evidence.Verdict, why string) evidence.CaseEnded {
	return r.hand(context.Background(), Play{Case: about.ID, Mode: about.Mode, Attempt: about.Attempt, Verdict: v, Reason: why})
}

func (r *Remote) hand(ctx context.Context, p Play) evidence.CaseEnded {
	end := evidence.CaseEnded{ID: p.Case, Mode: p.Mode, Verdict: evidence.NotRun}
	if cause := r.Latched(); cause != nil {
		end.Reason = "The bench cannot play any more: " + cause.Error()
		return end
	}
	r.handed++
	if err := r.lease.Hand(context.WithoutCancel(ctx), Handout{Kind: HandPlay, Number: r.handed, Play: &p}); err != nil {
		return r.lost(end, fmt.Errorf("the bench %s cannot be reached: %w", r.lease.Bench, err))
	}
	defer context.AfterFunc(ctx, func() { r.lease.Interrupt() })()
	return r.await(end)
}

// arrivesWithin is how long the evidence of a play may take that its agent says is over, and that nothing will be told of any more
// where the agent's disk is full.
const arrivesWithin = LeaseLasts

// await waits until the evidence has the end of the play that was handed out last, and the agent has said that it is done with it: then
// it is known whether the bench plays on.
func (r *Remote) await(end evidence.CaseEnded) evidence.CaseEnded {
	play := r.handed - 1 // its number
	var now evidence.CaseEnded
	err := r.follow(func(bench Bench, gone error) (over bool, fault, overdue error) {
		var has bool
		now, has = r.ended(play)
		why := cmp.Or(bench.Latched, bench.Serving.Over)
		done := bench.Serving.Plays >= play
		switch {
		case has && (now.ID != end.ID || now.Mode != end.Mode):
			return false, fmt.Errorf("the agent of bench %s tells of %.40q %.20q, and was given %s %s", r.lease.Bench, now.ID, now.Mode, end.ID, end.Mode), nil
		case gone != nil:
			return false, gone, nil
		case has && bench.Serving.Over != "" && cutShort(now) && !r.lease.interrupted.Load():
			return false, errors.New(why), nil // the agent was ended in the middle
		case has && (done || bench.Serving.Over != ""):
			if why != "" {
				r.latch(errors.New(why))
			}
			return true, nil, nil
		case !done && bench.Serving.Over != "":
			return false, errors.New(why), nil // it has not taken the play
		case done && why != "":
			return false, nil, fmt.Errorf("%s; its evidence has no end of what was played", why)
		}
		return false, nil, nil
	})
	if err != nil {
		return r.lost(end, err)
	}
	return now
}

// follow waits for something of the bench, and returns why it cannot come any more. is tells, of what is known now, whether it has come;
// else why it never will, or why it is overdue: then it is waited for as long as evidence may take.
func (r *Remote) follow(is func(bench Bench, gone error) (over bool, fault, overdue error)) error {
	var late <-chan time.Time
	var why error
	for {
		told, there := r.board.changedOf(r.lease.Bench), r.change()
		over, fault, overdue := is(r.agent())
		switch {
		case over || fault != nil:
			return fault
		case overdue != nil && late == nil:
			why, late = overdue, time.After(arrivesWithin)
		}
		select {
		case <-told:
		case <-there:
		case <-late:
			return why
		case <-r.lease.Lost().Done():
			return context.Cause(r.lease.Lost())
		}
	}
}

// agent is what the agent tells, and why it is none any more. What it told of another lease counts for nothing.
func (r *Remote) agent() (bench Bench, gone error) {
	bench, registered := r.board.bench(r.lease.Bench)
	if bench.Serving.Fence != r.lease.Fence {
		bench.Serving, bench.Latched = Serving{}, ""
	}
	r.mu.Lock()
	latched := r.latched
	r.mu.Unlock()
	switch {
	case errors.As(latched, new(*Away)):
		return bench, latched
	case !registered:
		return bench, fmt.Errorf("the agent of bench %s is gone", r.lease.Bench)
	case bench.Session != r.lease.Session:
		return bench, fmt.Errorf("the agent of bench %s was started anew", r.lease.Bench)
	}
	return bench, nil
}

// ended is the end of a play, counted from 1, if the evidence has it.
func (r *Remote) ended(play int) (evidence.CaseEnded, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.ends) < play {
		return evidence.CaseEnded{}, false
	}
	return r.ends[play-1], true
}

func (r *Remote) change() <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.changed
}

// Lose takes the bench from the run: nothing that it tells can be used any more.
func (r *Remote) Lose(cause error) {
	r.latch(&Away{cause})
	r.mu.Lock()
	defer r.mu.Unlock()
	close(r.changed)
	r.changed = make(chan struct{})
}

// lost latches the bench, and gives it back. Nothing more is taken of it, so that a play that another bench plays now ends once: one of
// which the evidence has no end by then is cut.
func (r *Remote) lost(end evidence.CaseEnded, cause error) evidence.CaseEnded {
	if !errors.As(cause, new(*Away)) {
		cause = &Away{cause}
	}
	r.latch(cause)
	r.from.Drop(r.lease.Bench)
	defer r.lease.GiveBack()
	if now, has := r.ended(r.handed - 1); has && now.ID == end.ID && now.Mode == end.Mode && !cutShort(now) {
		return now
	}
	end.Reason = cause.Error()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cut = true
	return end
}

// cutShort tells of a play that did not come to its end by itself.
func cutShort(end evidence.CaseEnded) bool {
	return end.Verdict == evidence.Inconclusive && strings.HasPrefix(end.Reason, evidence.Interrupted)
}

func (r *Remote) latch(cause error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.latched == nil {
		r.latched = cause
	}
}

// Cut tells that the play that ended last has no end, because its bench was lost: another may play it.
func (r *Remote) Cut() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.cut
}

// Latched is why the bench plays nothing any more, nil while it does.
func (r *Remote) Latched() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.latched
}

// Found is the worst verdict on what was found out about the station outside of every case.
func (r *Remote) Found() evidence.Verdict {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.found
}

// Repay says that nothing comes any more, waits for the end of the evidence, and gives the bench back: the agent puts back what is owed
// and brings the bench to rest. It does nothing on a bench that is lost.
func (r *Remote) Repay(ctx context.Context) {
	defer r.lease.GiveBack()
	if errors.As(r.Latched(), new(*Away)) {
		return
	}
	r.handed++
	if err := r.lease.Hand(context.WithoutCancel(ctx), Handout{Kind: HandEnd, Number: r.handed}); err != nil {
		r.latch(&Away{err})
		r.from.Drop(r.lease.Bench)
		return
	}
	err := r.follow(func(bench Bench, gone error) (over bool, fault, overdue error) {
		r.mu.Lock()
		over = r.over
		r.mu.Unlock()
		if bench.Serving.Over != "" {
			overdue = fmt.Errorf("the evidence of bench %s has no end: %s", r.lease.Bench, bench.Serving.Over)
		}
		if over {
			gone = nil
		}
		return over, gone, overdue
	})
	if err != nil {
		r.latch(&Away{err})
		r.from.Drop(r.lease.Bench)
	}
}
