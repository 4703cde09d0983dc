package kernel

import (
	"bytes"
	"context"
	"log/slog"
	"sync"
	"time"
)

// Kernel is one life. The rooms of the firmware are made with it, and do in its loop whatever they do: nothing in a room
// needs a lock. What comes from elsewhere, such as a connection or the panel, is read by a goroutine (Go) and handed to
// the loop (Post).
type Kernel struct {
	Log         *slog.Logger
	Diagnostics Journal // of the diagnostics log
	Security    Journal // of the security log

	// Reason is why the life has begun, as the Ending of the one before says it.
	Reason string
	// Memory is the non-volatile memory.
	Memory Store

	// Turn is called before every wait for the next thing to do: whatever follows from the last one is done then. A room
	// above fills it.
	Turn func()

	ctx     context.Context // ends with this life
	inbox   chan func()
	alarms  alarms
	wg      sync.WaitGroup
	end     *Ending
	written bytes.Buffer  // the record that is being saved
	offset  time.Duration // of the station's clock to package time's
}

// Ending says how a life ended.
type Ending struct {
	Reason string // of the next life's boot; the kernel does not read it
	Abrupt bool   // power is gone: nothing is finished any more
}

// halt is the panic that stops the firmware at once when its memory fails; Run recovers it and no other.
type halt struct{ err error }

// New makes a life that has not begun.
func New(reason string, store Store, log *slog.Logger) *Kernel {
	return &Kernel{Reason: reason, Log: log, Memory: store, inbox: make(chan func()), Turn: func() {}}
}

// Run lives: it calls begin, then does what is due until End is called or ctx ends. leave is called when the life is over,
// before Run waits for every goroutine of it and returns. The error is why the memory failed.
func (k *Kernel) Run(ctx context.Context, begin func(), leave func(abrupt bool)) (end Ending, err error) {
	ctx, cancel := context.WithCancel(ctx)
	k.ctx = ctx
	defer k.wg.Wait()
	defer cancel()
	defer func() { leave(err != nil || end.Abrupt) }()
	defer func() {
		switch r := recover().(type) {
		case nil:
		case halt:
			err = r.err
		default:
			panic(r)
		}
	}()
	begin()
	k.loop()
	return *k.end, nil
}

// Halt ends the life at once, and Run returns the error: the station cannot keep what it has promised.
func (k *Kernel) Halt(err error) { panic(halt{err}) }

// End ends the life when what is being done is done. The last word counts.
func (k *Kernel) End(how Ending) { k.end = &how }

// Ended tells whether the life is over, so that nothing may begin any more.
func (k *Kernel) Ended() bool { return k.end != nil }

// Context ends with this life.
func (k *Kernel) Context() context.Context { return k.ctx }

// loop does what is due, one thing at a time, until the life is over.
func (k *Kernel) loop() {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for k.end == nil {
		k.Turn()
		if k.end != nil {
			return // what followed from the last thing has ended the life: nothing else is waited for
		}
		if next := k.alarms.next(); next != nil {
			timer.Reset(time.Until(next.at))
		} else {
			timer.Stop()
		}
		select {
		case act := <-k.inbox:
			act()
		case <-timer.C:
			if al := k.alarms.due(); al != nil {
				al.act()
			}
		case <-k.ctx.Done():
			k.end = &Ending{Abrupt: true}
		}
	}
}

// Go starts a goroutine of this life; Run waits for its end.
func (k *Kernel) Go(work func()) { k.wg.Go(work) }

// Post hands something to the loop and tells whether the loop took it; it does not when the life is over. It may be called
// from any goroutine but the loop's.
func (k *Kernel) Post(act func()) bool {
	select {
	case k.inbox <- act:
		return true
	case <-k.ctx.Done():
		return false
	}
}

// Now is the station's clock, which may have been set.
func (k *Kernel) Now() time.Time { return time.Now().Add(k.offset) }

// ByClock is what the station's clock showed, or will show, at a moment of package time's.
func (k *Kernel) ByClock(at time.Time) time.Time { return at.Add(k.offset) }

// SetClock sets the station's clock forward by a time, or back.
func (k *Kernel) SetClock(by time.Duration) { k.offset += by }

// ResetClock makes the station's clock that of its machine again.
func (k *Kernel) ResetClock() { k.offset = 0 }

// After sets an alarm: act is called in the loop when the wait is over.
func (k *Kernel) After(wait time.Duration, act func()) *Alarm { return k.alarms.after(wait, act) }

// Cancel takes an alarm away; one that is nil, gone off or cancelled is no matter.
func (k *Kernel) Cancel(a *Alarm) { k.alarms.cancel(a) }
