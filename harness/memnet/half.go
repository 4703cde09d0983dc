package memnet

import (
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// half is one direction of a connection: a bounded buffer that one end fills and the other drains.
type half struct {
	mu sync.Mutex

	buf   []byte
	start int // buf[start:] is unread
	bound int

	writing     bool // a Write owns the direction; a blocked sync.Mutex would not be durable
	finished    bool // the writer closed: EOF once the buffer is drained
	readClosed  bool // the reader closed: writes find nobody
	writeClosed bool // like finished, but known to the writer also when the line lost it
	reset       bool
	vanish      bool

	readBy, writeBy deadline
}

func newHalf(bound int) *half {
	h := &half{bound: bound}
	h.readBy.changed.L, h.writeBy.changed.L = &h.mu, &h.mu
	return h
}

// deadline is a point in time whose arrival wakes whoever waits for it. Most are set and never waited for: a write finds
// room, so that only a wait needs a timer. Who reads and who writes wait apart, so that what concerns the one wakes not the other.
type deadline struct {
	at      time.Time
	timer   *time.Timer // nil while nobody waits
	changed sync.Cond
}

func (d *deadline) passed() bool { return !d.at.IsZero() && !time.Now().Before(d.at) }

func (d *deadline) stop() {
	if d.timer != nil {
		d.timer.Stop()
		d.timer = nil
	}
}

// wait waits for a change, or the deadline.
func (h *half) wait(d *deadline) {
	if d.timer == nil && !d.at.IsZero() {
		d.timer = time.AfterFunc(time.Until(d.at), func() { h.update(func() {}) })
	}
	d.changed.Wait()
}

func (h *half) setDeadline(d *deadline, closed *bool, at time.Time) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if *closed {
		return net.ErrClosed
	}
	d.stop()
	d.at = at
	d.changed.Broadcast()
	return nil
}

// update changes the state under the lock and wakes everyone who may care.
func (h *half) update(change func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	change()
	h.readBy.changed.Broadcast()
	h.writeBy.changed.Broadcast()
}

// read checks in the order of package net's sockets: an expired deadline is reported even when bytes are waiting.
func (h *half) read(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for {
		switch {
		case h.readClosed:
			return 0, net.ErrClosed
		case h.readBy.passed():
			return 0, os.ErrDeadlineExceeded
		case h.reset:
			return 0, syscall.ECONNRESET
		case len(p) == 0:
			return 0, nil
		case h.start < len(h.buf):
			return h.take(p), nil
		case h.finished:
			return 0, io.EOF
		}
		h.wait(&h.readBy)
	}
}

func (h *half) take(p []byte) int {
	n := copy(p, h.buf[h.start:])
	h.start += n
	if h.start == len(h.buf) {
		h.buf, h.start = h.buf[:0], 0
	}
	h.writeBy.changed.Broadcast()
	return n
}

// write returns when all of p is buffered, as a socket does, or says how much was before it failed.
func (h *half) write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for h.writing {
		if err := h.writeError(); err != nil {
			return 0, err
		}
		h.wait(&h.writeBy)
	}
	h.writing = true
	defer func() {
		h.writing = false
		h.writeBy.changed.Broadcast()
	}()
	for written := 0; ; {
		if err := h.writeError(); err != nil {
			return written, err
		}
		if h.vanish {
			return len(p), nil
		}
		written += h.put(p[written:])
		if written == len(p) {
			return written, nil
		}
		h.wait(&h.writeBy)
	}
}

func (h *half) writeError() error {
	switch {
	case h.writeClosed:
		return net.ErrClosed
	case h.writeBy.passed():
		return os.ErrDeadlineExceeded
	case h.reset:
		return syscall.ECONNRESET
	case h.readClosed && !h.vanish:
		return syscall.EPIPE
	}
	return nil
}

func (h *half) put(p []byte) int {
	n := min(len(p), h.bound-(len(h.buf)-h.start))
	if n == 0 {
		return 0
	}
	if h.start > 0 && len(h.buf)+n > cap(h.buf) {
		h.buf = h.buf[:copy(h.buf, h.buf[h.start:])]
		h.start = 0
	}
	h.buf = append(h.buf, p[:n]...)
	h.readBy.changed.Broadcast()
	return n
}

// closeWrite ends the direction from the writer's side. A line that lets writes vanish loses the end as well.
func (h *half) closeWrite() {
	h.update(func() {
		h.writeClosed = true
		h.finished = h.finished || !h.vanish
		h.writeBy.stop()
	})
}

// closeRead ends the direction from the reader's side; what was not read is lost.
func (h *half) closeRead() {
	h.update(func() {
		h.readClosed = true
		h.buf, h.start = nil, 0
		h.readBy.stop()
	})
}
