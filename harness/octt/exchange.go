package octt

import (
	"context"
	"errors"
	"fmt"

	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Exchanged is a request that somebody has written and what the station has answered.
type Exchanged struct {
	Sent int64 // number of the frame record of the request, 0 where it was not sent
	Got  int64 // of the answer, a CALLRESULT or a CALLERROR; 0 where none came
}

// Exchange sends a request as somebody has written it, be it good or bad, and waits for its answer. It is no case: nothing is judged
// but each frame by its schema, in its record, and nothing is put back. The error is why there is no answer. It is called by one
// goroutine at a time, between plays.
func (p *Player) Exchange(ctx context.Context, action string, payload []byte) (x Exchanged, err error) {
	ctx, done := p.whileAlive(ctx)
	defer done()
	s := p.scenario(ctx, "")
	if action == (ocpp201.ResetRequest{}).Action() {
		s.MayDisconnect()
	}
	s.w.touch()
	drops := s.drops()
	id, err := s.w.csms.Call(ctx, action, payload)
	if err != nil {
		return x, err
	}
	s.w.mu.Lock()
	if s.w.calls[id] == nil {
		s.w.calls[id] = &ledger.Request{Action: action}
	}
	s.w.mu.Unlock()
	call, err := s.answerOn(id, drops)
	s.w.mu.Lock()
	x.Sent = s.w.calls[id].Seq
	s.w.mu.Unlock()
	if call != nil {
		x.Got = call.Got
		return x, nil
	}
	s.w.csms.Abandon(id)
	switch {
	case err != nil:
		return x, err
	case s.drops() != drops:
		return x, errors.New("the connection ended before the answer")
	}
	return x, fmt.Errorf("no answer within %s", s.Timeouts.Response)
}
