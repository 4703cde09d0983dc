package files

import (
	"context"
	"errors"
	"time"
)

// errCrowded refuses a transfer that would be one too many.
var errCrowded = errors.New("the server takes no more transfers")

// moving is a transfer that is under way.
type moving struct {
	Transfer
	server *Server
}

// begin counts a transfer in. One that it refuses is not told of either: that is what fills the evidence.
func (s *Server) begin(kind Kind, protocol, path, client string) (*moving, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || s.open >= mostAtOnce || s.all >= mostInAll {
		return nil, errCrowded
	}
	s.open++
	s.all++
	if len(path) > longestPath {
		path = path[:longestPath]
	}
	return &moving{server: s, Transfer: Transfer{Kind: kind, Protocol: protocol, Path: path, Client: client, Began: time.Now()}}, nil
}

// wait keeps the transfer under way while the server holds; ctx ends with the client.
func (m *moving) wait(ctx context.Context) error {
	m.server.mu.Lock()
	held := m.server.held
	m.server.mu.Unlock()
	if held == nil {
		return nil
	}
	select {
	case <-held:
		return nil
	case <-ctx.Done():
		return errors.New("the client left while the server held the transfer")
	}
}

// over tells of the transfer and counts it out.
func (m *moving) over(err error) {
	m.Ended = time.Now()
	if err != nil {
		m.Fault = err.Error()
	}
	if m.server.cfg.Over != nil {
		m.server.cfg.Over(m.Transfer)
	}
	m.server.mu.Lock()
	defer m.server.mu.Unlock()
	m.server.open--
}
