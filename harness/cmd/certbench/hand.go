package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"sync"
)

// hand is the one input of certbench rig, from which acts are typed and a person at a manual rig answers. That rig reads
// ahead (see rigs/manual), so the lines go to one of them by turns: to the person while the rigs are opened, act or are
// closed, and else to the acts.
type hand struct {
	in    io.Reader
	start sync.Once
	lines chan string // closed where the input ends
	ended error       // why, once lines is closed; nil for a good end

	mu     sync.Mutex
	acts   bool          // it is their turn
	turned chan struct{} // closed when acts changes

	left []byte // of an answer; of Read alone
}

func newHand(in io.Reader) *hand {
	return &hand{in: in, lines: make(chan string), turned: make(chan struct{})}
}

// run reads until the input ends, for the read of a terminal cannot be called off.
func (h *hand) run() {
	defer close(h.lines)
	scan := bufio.NewScanner(h.in)
	for scan.Scan() {
		h.lines <- scan.Text()
	}
	h.ended = scan.Err()
}

// turn says whose the next line is.
func (h *hand) turn(acts bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.acts = acts
	close(h.turned)
	h.turned = make(chan struct{})
}

// act waits for the next line, where it is the turn of the acts. more is false where the input or ctx has ended.
func (h *hand) act(ctx context.Context) (line string, more bool, err error) {
	h.start.Do(func() { go h.run() })
	select {
	case <-ctx.Done():
		return "", false, nil
	case line, more = <-h.lines:
	}
	if !more && h.ended != nil {
		err = fmt.Errorf("the input cannot be read on: %w; write one act a line", h.ended)
	}
	return line, more, err
}

// Read reads answers, and waits as long as it is the turn of the acts.
func (h *hand) Read(p []byte) (int, error) {
	h.start.Do(func() { go h.run() })
	for len(h.left) == 0 {
		h.mu.Lock()
		lines, turned := h.lines, h.turned
		if h.acts {
			lines = nil
		}
		h.mu.Unlock()
		select {
		case <-turned:
		case line, more := <-lines:
			if !more && h.ended != nil {
				return 0, h.ended
			}
			if !more {
				return 0, io.EOF
			}
			h.left = []byte(line + "\n")
		}
	}
	n := copy(p, h.left)
	h.left = h.left[n:]
	return n, nil
}
