package gpio

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// sense is one input that is held and watched.
type sense struct {
	wired
	held    Input
	changed chan struct{} // holds a token after an edge that nobody waited for yet

	mu    sync.Mutex
	since time.Time // of the last edge by the kernel's clock, zero before the first
	edges int       // of all, with those that were lost
	lost  int
}

// watch requests an input and follows its edges.
func watch(chip Chip, w wired) (*sense, error) {
	s := &sense{wired: w, changed: make(chan struct{}, 1)}
	held, err := chip.Input(w.line, s.edge)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", w.role, err)
	}
	s.held = held
	return s, nil
}

func (s *sense) edge(e Edge) {
	s.mu.Lock()
	s.since = e.At
	s.edges += 1 + e.Lost
	s.lost += e.Lost
	s.mu.Unlock()
	select {
	case s.changed <- struct{}{}:
	default: // whoever waits will look anyway
	}
}

// read tells the value of the input, and since when it has had it where an edge was seen.
func (s *sense) read() (active bool, since time.Time, err error) {
	if active, err = s.held.Get(); err != nil {
		return false, time.Time{}, fmt.Errorf("%s: %w", s.role, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return active, s.since, nil
}

// counted is how many edges the input has had.
func (s *sense) counted() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.edges
}

// await waits until the input has a value. It returns the value that it has, which is another one when ctx ended first.
func (s *sense) await(ctx context.Context, want bool) (bool, error) {
	for {
		active, _, err := s.read()
		if err != nil || active == want {
			return active, err
		}
		select {
		case <-s.changed:
		case <-ctx.Done():
			return active, nil
		}
	}
}

// senses are all inputs of a rig.
type senses []*sense

func (all senses) find(role string) *sense {
	for _, s := range all {
		if s.role == role {
			return s
		}
	}
	return nil
}

// whole says where edges were lost since the last call of forget: what the inputs did is not known then.
func (all senses) whole() error {
	var failed []error
	for _, s := range all {
		s.mu.Lock()
		if s.lost > 0 {
			failed = append(failed, fmt.Errorf("%s: %w: the kernel dropped %d of input %q, which changes faster than this machine reads it; look for a loose contact or give the line a filter",
				s.role, ErrLost, s.lost, s.line.Name))
		}
		s.mu.Unlock()
	}
	return errors.Join(failed...)
}

// forget begins anew after edges were lost.
func (all senses) forget() {
	for _, s := range all {
		s.mu.Lock()
		s.lost = 0
		s.mu.Unlock()
	}
}
