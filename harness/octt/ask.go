package octt

import (
	"errors"
	"fmt"
	"strings"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// Ask asks the station something that no row of the table asks. It is for the bench, and for a case that looks at what a
// requirement it cites asks for beside the table.
func Ask[Q ocpp201.Request[P], P any](s *Scenario, q Q) (P, error) { return ask(s, q) }

// ask is a request outside the table: fences, settings, the bench's own questions. The answer is nil when there was
// none, or a CALLERROR, and err says so. The station speaks first: see AwaitAdmission.
func ask[Q ocpp201.Request[P], P any](s *Scenario, q Q) (P, error) {
	if err := s.mayAsk(); err != nil {
		var p P
		if !errors.As(err, new(*StationTrouble)) {
			s.interrupted(err)
		}
		return p, err
	}
	drops := s.drops()
	p, err := askNow(s, q)
	if err != nil && !isRefusal(err) && s.drops() > drops && strings.HasPrefix(q.Action(), "Get") && s.mayAsk() == nil {
		return askNow(s, q) // the question went down with its connection
	}
	return p, err
}

func askNow[Q ocpp201.Request[P], P any](s *Scenario, q Q) (P, error) {
	var p P
	id, err := s.send(q.Action(), q)
	if err != nil {
		if s.ctx.Err() != nil {
			s.interrupted(err)
		}
		return p, OfStation(fmt.Errorf("%s could not be sent: %w", q.Action(), err))
	}
	again := s.awaits("the answer to "+q.Action(), s.Timeouts.Response)
	call, err := s.answer(id)
	again()
	s.interrupted(err)
	s.answered = 0
	if call != nil {
		s.answered = call.Got
	}
	switch {
	case call == nil:
		s.w.csms.Abandon(id)
		s.w.goesUnanswered()
		return p, OfStation(fmt.Errorf("%s was not answered within %s", q.Action(), s.Timeouts.Response))
	case call.Answer.Type == ocppj.CallError:
		return p, OfStation(&refusal{q.Action(), call.Answer.ErrorCode, call.Answer.ErrorDescription})
	}
	if err := ocpp201.Decode(call.Answer.Payload, &p); err != nil {
		return p, err
	}
	s.findValues(p, call.Got)
	return p, nil
}

// refusal is the CALLERROR with which the station has answered a request.
type refusal struct {
	action      string
	code        ocppj.ErrorCode
	description string
}

func (r *refusal) Error() string {
	return fmt.Sprintf("%s was answered with CALLERROR %s: %s", r.action, r.code, r.description)
}

// isRefusal tells an answer, which a CALLERROR is, from none.
func isRefusal(err error) bool { return errors.As(err, new(*refusal)) }
