package csmsmock

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// eventOverhead is what an event costs beside its bytes: the struct, and a share of small strings.
const eventOverhead = 512

// queue holds events until they are asked for. What it is given it keeps, except what is offered when it is full.
type queue struct {
	seq   *atomic.Uint64
	bound int

	mu      sync.Mutex
	changed *sync.Cond
	events  []Event // from first on
	first   int
	bytes   int
	missed  int
	closed  bool
	wakers  map[<-chan struct{}]func() bool // by the contexts whose end wakes who waits: has it wake nobody
}

func newQueue(seq *atomic.Uint64, bound int) *queue {
	q := &queue{seq: seq, bound: bound, wakers: map[<-chan struct{}]func() bool{}}
	q.changed = sync.NewCond(&q.mu)
	return q
}

func (e *Event) cost() int {
	f := &e.Frame // Payload and ErrorDetails share memory with Raw
	n := eventOverhead + len(e.Raw) + len(f.ID) + len(f.Action) + len(f.ErrorCode) + len(f.ErrorDescription) + len(e.Err)
	if e.Handshake != nil {
		for key, values := range e.Handshake.Header {
			for _, value := range values {
				n += len(key) + len(value)
			}
		}
	}
	if e.TLS != nil {
		n += e.TLS.Cost()
	}
	return n
}

// put keeps the event in any case.
func (q *queue) put(e Event) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.append(e)
}

// offer keeps the event if there is room, and counts it as missed otherwise.
func (q *queue) offer(e Event) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.bytes >= q.bound {
		q.missed++
		return
	}
	q.append(e)
}

func (q *queue) append(e Event) {
	e.Seq = q.seq.Add(1)
	e.Missed, q.missed = q.missed, 0
	if q.first > len(q.events)/2 { // as much was taken as is left: its room is used again
		n := copy(q.events, q.events[q.first:])
		clear(q.events[n:])
		q.events, q.first = q.events[:n], 0
	}
	q.events = append(q.events, e)
	q.bytes += e.cost()
	q.changed.Broadcast()
}

func (q *queue) full() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.bytes >= q.bound
}

// room waits until the queue is below its bound, or stop is closed and the queue woken.
func (q *queue) room(stop <-chan struct{}) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.bytes >= q.bound && !isClosed(stop) {
		q.changed.Wait()
	}
}

func (q *queue) wake() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.changed.Broadcast()
}

// close lets next return ErrClosed once it has handed out the rest.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	for _, forget := range q.wakers {
		forget()
	}
	clear(q.wakers)
	q.changed.Broadcast()
}

// departure is a message between its record and its way out: it is recorded before it is written, so that it comes before
// whatever answers it, and dated when it has been, so that its time is that of the write. nil is none.
type departure struct {
	socket socket
	handed time.Time // when it was recorded
	began  time.Time // its write, once that is over; zero before. Guarded by the queue
}

// at is when the write began; when it was handed over, as long as it has not. The socket is asked no more once the write is over:
// what it writes then is another message.
func (d *departure) at() time.Time {
	if !d.began.IsZero() {
		return d.began
	}
	if left := d.socket.left(); left.After(d.handed) {
		return left
	}
	return d.handed
}

// left lets next hand out a message that has been written.
func (q *queue) left(d *departure) {
	if d == nil {
		return
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	d.began = d.at()
	q.changed.Broadcast()
}

// ready tells whether the first event can be handed out: one that is still being written waits for that, unless something
// has come behind it. Then the write has at least begun, or it hangs while the station talks.
func (q *queue) ready() bool {
	if q.first == len(q.events) {
		return false
	}
	d := q.events[q.first].departs
	return d == nil || !d.began.IsZero() || len(q.events) > q.first+1 || q.closed
}

func (q *queue) next(ctx context.Context) (Event, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for !q.ready() {
		if q.closed {
			return Event{}, ErrClosed
		}
		if ctx.Err() != nil {
			return Event{}, context.Cause(ctx)
		}
		q.wakes(ctx)
		q.changed.Wait()
	}
	e := q.take()
	q.bytes -= e.cost()
	if e.departs != nil {
		e.At, e.departs = e.departs.at(), nil
	}
	q.changed.Broadcast()
	return e, nil
}

// wakes has the end of a context wake who waits. Most read a record with one context to its end, so that it is told once for all
// of their waits.
func (q *queue) wakes(ctx context.Context) {
	done := ctx.Done()
	if done == nil || q.wakers[done] != nil {
		return
	}
	q.wakers[done] = context.AfterFunc(ctx, func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		delete(q.wakers, done)
		q.changed.Broadcast()
	})
}

// take takes the first event out. An empty queue begins anew in the memory that it has.
func (q *queue) take() Event {
	e := q.events[q.first]
	q.events[q.first] = Event{}
	q.first++
	if q.first == len(q.events) {
		q.events, q.first = q.events[:0], 0
	}
	return e
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
