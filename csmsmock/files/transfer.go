package files

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"sync"
	"time"
)

// Why a transfer does not begin, or ends. Each protocol has its own words for them.
var (
	errCrowded = fmt.Errorf("the server has %d transfers under way, and takes no more at once", mostAtOnce)
	errSpent   = fmt.Errorf("the server has had %d transfers, and takes no more in its life", mostInAll)
	errClosed  = errors.New("the server was closed")
	errBusy    = errors.New("the server is busy, as it was told to be")
	errFull    = errors.New("there is no room left")
	errCut     = errors.New("the connection was cut, as the server was told to")
	errDenied  = fmt.Errorf("the client may not do this: %w", fs.ErrPermission)
	errNoFile  = fmt.Errorf("there is no file at this path: %w", fs.ErrNotExist)
	errNowhere = fmt.Errorf("nothing can be uploaded to this path: %w", fs.ErrNotExist)
	errFolder  = fmt.Errorf("there is a folder at this path: %w", fs.ErrPermission)
	errLeft    = errors.New("the client left")
)

// peer is a client on one connection.
type peer struct {
	protocol string
	address  string
	user     string
	options  []string
	gone     context.Context // ends with the connection; its cause says why
	cut      func()          // breaks every connection of the client, without a word
}

// moving is a transfer that is under way. Its methods may be called concurrently.
type moving struct {
	server    *Server
	peer      peer
	behaviour Behaviour

	mu   sync.Mutex
	told Transfer
	due  time.Time // when the next byte may go, with a Behaviour that has a Rate
	done bool
}

// begin counts a transfer in. One that it refuses is an attempt: of those the first are told of, or they would fill the evidence. All
// others are told of, when they are over.
func (s *Server) begin(kind Kind, p peer, path string) (*moving, error) {
	m, err := s.admitted(kind, p, path)
	switch {
	case errors.Is(err, errCrowded):
		s.attempt(p, path, time.Now(), err.Error())
	case errors.Is(err, errSpent):
		s.attempt(p, path, time.Now(), err.Error())
		s.spent.Do(func() {
			if s.cfg.Spent != nil {
				s.cfg.Spent(err)
			}
		})
	}
	return m, err
}

func (s *Server) admitted(kind Kind, p peer, path string) (*moving, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed:
		return nil, errClosed
	case s.all >= mostInAll:
		return nil, errSpent
	case s.open >= mostAtOnce:
		return nil, errCrowded
	}
	s.open++
	s.all++
	s.serving.Add(1)
	return &moving{server: s, peer: p, behaviour: s.behaviour, told: Transfer{
		Kind: kind, Protocol: p.protocol, Options: p.options, Path: shortened(path), Client: p.address, User: p.user, Began: time.Now(),
	}}, nil
}

// shortened is what is recorded of a path.
func shortened(path string) string { return path[:min(len(path), longestPath)] }

// admit decides whether the transfer goes on at all.
func (m *moving) admit(path string) error {
	switch {
	case m.behaviour.Refuse:
		return errBusy
	case m.behaviour.Deny || !m.server.may(m.peer.user, path):
		return errDenied
	}
	return nil
}

// part waits until bytes may go and returns how many of those that wait: at least one, unless there is an error. passed
// is how many have gone.
func (m *moving) part(wanted int, passed int64) (int, error) {
	if m.behaviour.Cut > 0 {
		left := m.behaviour.Cut - passed
		if left <= 0 {
			m.peer.cut()
			return 0, errCut
		}
		wanted = int(min(int64(wanted), left))
	}
	if m.behaviour.Rate <= 0 {
		return wanted, nil
	}
	m.mu.Lock()
	until := time.Until(m.due)
	m.mu.Unlock()
	if err := m.pause(until); err != nil {
		return 0, err
	}
	return min(wanted, max(1, int(m.behaviour.Rate/10))), nil
}

// pause lets time pass.
func (m *moving) pause(d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-m.peer.gone.Done():
		return context.Cause(m.peer.gone)
	}
}

// moved counts bytes that have gone.
func (m *moving) moved(n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.told.Size += int64(n)
	if m.behaviour.Rate > 0 && n > 0 {
		if now := time.Now(); m.due.Before(now) {
			m.due = now
		}
		m.due = m.due.Add(time.Duration(n) * time.Second / time.Duration(m.behaviour.Rate))
	}
}

// begins notes at which byte of the file the transfer begins.
func (m *moving) begins(offset int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.told.Offset = offset
}

// reached is the byte of the file that goes next, of bytes that go in order.
func (m *moving) reached() int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.told.Offset + m.told.Size
}

// size is how many bytes have gone.
func (m *moving) size() int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.told.Size
}

// note adds words on how the protocol is used.
func (m *moving) note(words ...string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.told.Options = append(m.told.Options[:len(m.told.Options):len(m.told.Options)], words...)
}

// wait keeps the transfer under way while the server holds.
func (m *moving) wait() error {
	m.server.mu.Lock()
	held := m.server.held
	m.server.mu.Unlock()
	if held == nil {
		return nil
	}
	select {
	case <-held:
		return nil
	case <-m.peer.gone.Done():
		return fmt.Errorf("%w while the server held the transfer", context.Cause(m.peer.gone))
	}
}

// over tells of the transfer and counts it out; only the first call does something. Where the server or the client ended
// the connection, that is the reason, and not what became of the bytes then.
func (m *moving) over(err error) {
	m.mu.Lock()
	if m.done {
		m.mu.Unlock()
		return
	}
	m.done = true
	m.told.Ended = time.Now()
	if err != nil {
		m.told.Fault = fault(err, context.Cause(m.peer.gone))
	}
	told := m.told
	m.mu.Unlock()

	defer m.server.serving.Done()
	m.server.tell(told)
	m.server.mu.Lock()
	defer m.server.mu.Unlock()
	m.server.open--
}

func fault(err, gone error) string {
	if errors.Is(gone, errClosed) && !errors.Is(err, errClosed) {
		return errClosed.Error() + ": " + err.Error()
	}
	return err.Error()
}

func (s *Server) tell(t Transfer) {
	if s.cfg.Over != nil {
		s.cfg.Over(t)
	}
}

// attempt tells of a client that came no further than the door: it could not agree on TLS or SSH, or did not know the password.
// The path is known over HTTP only.
func (s *Server) attempt(p peer, path string, began time.Time, why string) {
	s.mu.Lock()
	s.attempts++
	silent := s.closed || s.attempts > mostAttempts
	s.mu.Unlock()
	if !silent {
		s.tell(Transfer{Kind: Attempt, Protocol: p.protocol, Options: p.options, Path: shortened(path), Client: p.address, User: p.user,
			Began: began, Ended: time.Now(), Fault: why})
	}
}

// misses tells of a client that has looked for what is not there. Where uploads go it may be about to make one, and only looks whether
// the file is there already.
func (s *Server) misses(p peer, at string, err error) {
	if at = path.Clean(at); errors.Is(err, errNoFile) && !below(at) {
		s.attempt(p, at, time.Now(), err.Error())
	}
}

// slow takes the time that an answer is told to take; gone ends it early.
func (s *Server) slow(gone context.Context) {
	s.mu.Lock()
	d := s.behaviour.Slow
	s.mu.Unlock()
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-gone.Done():
	}
}
