package fleet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/certbench/certbench/harness/evidence"
)

// Handout is what a runner hands out to the agent of a bench that it has reserved: first how the run is begun, then plays one by one,
// then that nothing comes any more.
type Handout struct {
	Kind    HandoutKind `json:"kind"`
	Run     string      `json:"run"`
	Bench   string      `json:"bench"`
	Session string      `json:"session"` // of the agent that it is for
	Fence   uint64      `json:"fence"`   // of the lease by which it is handed out
	Number  int         `json:"number"`  // 1 for the first of the lease, and so on

	Begin *Begin `json:"begin,omitempty"`
	Play  *Play  `json:"play,omitempty"`
}

// HandoutKind names what is handed out.
type HandoutKind string

// The kinds of handouts.
const (
	HandBegin HandoutKind = "begin"
	HandPlay  HandoutKind = "play"
	HandEnd   HandoutKind = "end"
)

// Begin is how a run is begun on a bench. The PICS is the agent's own, whose hash the runner has reserved the bench by.
type Begin struct {
	Cases string `json:"cases,omitempty"` // the expression that selects
	Seed  int64  `json:"seed"`
	// FailedOf is the run of which Cases selects what did not pass; nil for none.
	FailedOf        *evidence.RunNamed `json:"failedOf,omitempty"`
	RequireComplete bool               `json:"requireComplete,omitempty"`
	Repeat          int                `json:"repeat,omitempty"` // how often everything is played, in rounds; 0 is once
	// Known is the file of known failures, and Baseline the summed up run that the run is held against; empty for none. The evidence of each bench
	// has them as that of a run on one machine has.
	Known    []byte `json:"known,omitempty"`
	Baseline []byte `json:"baseline,omitempty"`
}

// What may come in a play, in bytes.
const (
	longestName    = 200
	longestReason  = 4 << 10
	largestHandout = 1 << 20 // a selection that names every play by itself is some 10 KB
)

// checked is the play as it may be recorded. Nobody at a distance may have a verdict recorded that a case earns by being played.
func (p Play) checked() Play {
	switch {
	case len(p.Case) > longestName || len(p.Mode) > longestName:
		return Play{Case: p.Case[:min(len(p.Case), longestName)], Verdict: evidence.NotRun, Reason: "its name is longer than any"}
	case p.Verdict != "" && p.Verdict != evidence.NotRun && p.Verdict != evidence.NotApplicable:
		return Play{Case: p.Case, Mode: p.Mode, Attempt: p.Attempt, Verdict: evidence.NotRun, Reason: fmt.Sprintf("the runner wants it recorded %.20q, without a play", p.Verdict)}
	}
	p.Reason = p.Reason[:min(len(p.Reason), longestReason)]
	return p
}

// Play is a case in one of its modes. One with a verdict is not played, and recorded with the reason.
type Play struct {
	Case    string           `json:"case"`
	Mode    string           `json:"mode,omitempty"`
	Attempt int              `json:"attempt,omitempty"` // which time it is, counted from 1; 0 in a run that plays everything once
	Verdict evidence.Verdict `json:"verdict,omitempty"`
	Reason  string           `json:"reason,omitempty"`
}

const playsStream = "certbench_plays"

// A handout that nobody takes, because its bench is gone, ends by itself.
const (
	handoutLasts = time.Hour
	takenWithin  = BenchLasts             // without a sign of life the engine hands a play out again; later, it would keep the next run from a bench that was started again
	newerAgain   = 200 * time.Millisecond // what is handed out by a lease that the agent has not seen yet
)

func playsConfig() jetstream.StreamConfig {
	return jetstream.StreamConfig{
		Name: playsStream, Description: "the plays that are handed out", Subjects: []string{"certbench.plays.*"},
		Retention: jetstream.WorkQueuePolicy, Storage: jetstream.FileStorage, MaxAge: handoutLasts, MaxMsgSize: largestHandout,
		Duplicates: 2 * time.Minute, AllowDirect: true,
	}
}

func playsOf(bench string) string { return "certbench.plays." + keyOf(bench) }

// takerOf is the engine's reader of the plays of a bench.
func takerOf(bench string) string { return "bench_" + keyOf(bench) }

// Hand hands something out to the bench of a lease. Handing the same out twice, after a cut connection, does nothing the second time.
func (l *Lease) Hand(ctx context.Context, h Handout) error {
	h.Run, h.Bench, h.Session, h.Fence = l.Run, l.Bench, l.Session, l.Fence
	text, err := json.Marshal(h)
	if err != nil {
		return err
	}
	if most := largestHandout - aroundPiece; len(text) > most { // the engine would refuse it again and again
		return fmt.Errorf("what is handed out to bench %s has %d bytes, and no handout has more than %d", l.Bench, len(text), most)
	}
	id := fmt.Sprintf("%s/%d/%d", keyOf(l.Bench), l.Fence, h.Number)
	for {
		trying, done := context.WithTimeout(ctx, enterWithin)
		_, err = l.fleet.js.Publish(trying, playsOf(l.Bench), text, jetstream.WithMsgID(id))
		done()
		if err == nil || ctx.Err() != nil || errors.Is(err, nats.ErrConnectionClosed) {
			return err
		}
		select { // the network is cut: as long as the lease is, it is worth trying
		case <-l.lost.Done():
			return context.Cause(l.lost)
		case <-ctx.Done():
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// Taken is a handout that an agent has taken. It is kept from being handed out again until Done.
type Taken struct {
	Handout
	msg  jetstream.Msg
	stop context.CancelFunc
	kept chan struct{}
}

// Done says that it has been dealt with, and that its evidence is recorded.
func (t *Taken) Done() error {
	t.stop()
	<-t.kept
	ctx, done := context.WithTimeout(context.Background(), enterWithin)
	defer done()
	return t.msg.DoubleAck(ctx)
}

func (t *Taken) keep(ctx context.Context) {
	defer close(t.kept)
	every(ctx, takenWithin/3, func() { _ = t.msg.InProgress() }) // cut: the lease decides, not this
}

// Desk is where an agent takes what is handed out to its bench.
type Desk struct {
	fleet    *Fleet
	consumer jetstream.Consumer
	bench    string
	session  string
}

// Desk opens that of a bench.
func (f *Fleet) Desk(ctx context.Context, bench, session string) (*Desk, error) {
	c, err := f.js.CreateOrUpdateConsumer(ctx, playsStream, jetstream.ConsumerConfig{
		Durable: takerOf(bench), FilterSubject: playsOf(bench), AckPolicy: jetstream.AckExplicitPolicy, AckWait: takenWithin, MaxAckPending: 1,
	})
	if err != nil {
		return nil, fmt.Errorf("nothing can be taken for bench %s: %w", bench, err)
	}
	return &Desk{f, c, bench, session}, nil
}

// next asks for what is handed out next. An engine that was started again has forgotten who asked: it is asked anew.
func (d *Desk) next(ctx context.Context) (jetstream.Msg, error) {
	asking, stop := context.WithCancel(ctx)
	defer stop()
	cut := d.fleet.cut()
	go func() {
		select {
		case <-cut:
			stop()
		case <-asking.Done():
		}
	}()
	return d.consumer.Next(jetstream.FetchContext(asking))
}

// Take waits for what the holder of a lease hands out next. What was handed out by an older lease, or to a process that is gone, is
// put aside: whoever did it has lost the bench.
func (d *Desk) Take(ctx context.Context, fence uint64) (*Taken, error) {
	for vain := 0; ; {
		msg, err := d.next(ctx)
		switch {
		case ctx.Err() != nil:
			return nil, context.Cause(ctx)
		case errors.Is(err, nats.ErrTimeout), errors.Is(err, jetstream.ErrNoMessages), errors.Is(err, nats.ErrConnectionReconnecting), errors.Is(err, nats.ErrDisconnected):
			continue
		case err != nil:
			if vain++; vain == inVain && d.fleet.conn.IsConnected() {
				d.fleet.trouble(fmt.Errorf("the plays of bench %s cannot be taken: %w", d.bench, err))
			}
			select {
			case <-ctx.Done():
			case <-time.After(followAgain):
			}
			continue
		}
		vain = 0
		t := &Taken{msg: msg}
		err = json.Unmarshal(msg.Data(), &t.Handout)
		if err == nil && t.Bench == d.bench && t.Session == d.session && t.Fence > fence {
			// of a lease that this agent will see in a moment
			if err := msg.NakWithDelay(newerAgain); err != nil {
				return nil, err
			}
			continue
		}
		if err != nil || t.Bench != d.bench || t.Session != d.session || t.Fence != fence {
			if err := msg.TermWithReason("of an older lease"); err != nil {
				return nil, err
			}
			continue
		}
		keeping, stop := context.WithCancel(context.WithoutCancel(ctx))
		t.stop, t.kept = stop, make(chan struct{})
		go t.keep(keeping)
		return t, nil
	}
}
