package fakechip

import (
	"time"

	"github.com/certbench/certbench/rigs/gpio"
)

// watch hands the edges of one input on. The chip's mutex guards it.
type watch struct {
	holder    *Holder
	told      func(gpio.Edge)
	activeLow bool
	queue     []gpio.Edge
	lost      int           // edges dropped from the front of the queue
	reading   chan struct{} // closed when the edges that waited have been told; nil while nothing is told
}

// edge keeps an edge until it is read. When the queue is full the oldest is dropped, as the kernel does.
func (w *watch) edge(high bool) {
	if len(w.queue) == gpio.EdgesKept {
		w.queue = w.queue[1:]
		w.lost++
	}
	w.queue = append(w.queue, gpio.Edge{Active: high != w.activeLow, At: time.Now()})
	w.read()
}

// read has the holder take the edges that wait, beside whoever caused them.
func (w *watch) read() {
	if w.reading != nil || w.holder.stopped || len(w.queue) == 0 {
		return
	}
	told := make(chan struct{})
	w.reading = told
	go func() {
		defer close(told)
		for edge, ok := w.next(); ok; edge, ok = w.next() {
			w.told(edge)
		}
	}()
}

// next takes the oldest edge that waits.
func (w *watch) next() (gpio.Edge, bool) {
	w.holder.chip.mu.Lock()
	defer w.holder.chip.mu.Unlock()
	if len(w.queue) == 0 || w.holder.stopped {
		w.reading = nil
		return gpio.Edge{}, false
	}
	edge := w.queue[0]
	edge.Lost, w.lost = w.lost, 0
	w.queue = w.queue[1:]
	return edge, true
}
