package octt

import (
	"errors"
	"fmt"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// errGone is why a question got no answer that says nothing of what the station can tell.
var errGone = errors.New("the connection ended")

// IsGone tells that a question of the bench got no answer because the connection ended: it can be asked again on the next.
func IsGone(err error) bool { return errors.Is(err, errGone) }

// answerOn is answer for a question that went out when so many connections had ended: no answer to it comes on another one
// (part 4, section 4.1.4), so that nothing is awaited once its own has ended.
func (s *Scenario) answerOn(id string, drops int) (*ledger.Request, error) {
	var call *ledger.Request
	_, err := s.w.await(s.ctx, s.Timeouts.Response, nil, func() bool {
		call = s.w.calls[id]
		return call.Answer != nil || s.w.link.drops != drops
	})
	if call == nil || call.Answer == nil {
		return nil, err
	}
	return call, nil
}

// askedAgain is how often a question is asked again whose connection ended: a station that loses it now and then answers the
// second time, and one that answers nothing before it does is not there to be asked.
const askedAgain = 3

// insists asks, and asks again where the connection ended meanwhile. What it asks does no harm when it is done twice.
func (s *Scenario) insists(ask func() error) error {
	err := ask()
	for range askedAgain {
		if !IsGone(err) || !s.comesBack() {
			break
		}
		err = ask()
	}
	return err
}

// comesBack waits for a station that has left by itself to connect again. It says false at once where the case, or an act,
// has cut it off.
func (s *Scenario) comesBack() bool {
	s.w.mu.Lock()
	cut := s.w.link.cutOff
	s.w.mu.Unlock()
	if cut {
		return s.Connected()
	}
	return s.until(s.Timeouts.Reconnect, "the station to connect again", func() bool { return s.w.link.up && s.w.csms.Connected() }) == nil
}

// Ask asks the station something that no row of the table asks. It is for the bench, and for a case that looks at what a
// requirement it cites asks for beside the table.
func Ask[Q ocpp201.Request[P], P any](s *Scenario, q Q) (P, error) { return ask(s, q) }

// ask is a request outside the table: fences, settings, the bench's own questions. The answer is nil when there was
// none, or a CALLERROR, and err says so. The station speaks first: see AwaitAdmission.
func ask[Q ocpp201.Request[P], P any](s *Scenario, q Q) (P, error) {
	defer s.choosesUnless(evidence.WaitQuestion)()
	if err := s.mayAsk(); err != nil {
		var p P
		if !errors.As(err, new(*StationTrouble)) {
			s.interrupted(err)
		}
		return p, err
	}
	return askNow(s, q)
}

// askBack is ask for what gives the station back what it has told itself. What no request may hold, such as a type of monitor that there is
// none of, is not sent: it was found in the message that told it.
func askBack[Q ocpp201.Request[P], P any](s *Scenario, q Q) (P, error) {
	if payload, err := ocpp201.Marshal(q); err == nil {
		if problems := s.w.schemas.Request(q.Action(), payload); len(problems) > 0 {
			var p P
			return p, fmt.Errorf("not sent, for no request may hold what the Charging Station has told: %s: %s", problems[0].Pointer, problems[0].Message)
		}
	}
	return ask(s, q)
}

func askNow[Q ocpp201.Request[P], P any](s *Scenario, q Q) (P, error) {
	var p P
	drops := s.drops()
	id, err := s.send(q.Action(), q)
	if err != nil {
		if s.ctx.Err() != nil {
			s.interrupted(err)
		}
		if s.drops() != drops || !s.Connected() {
			err = fmt.Errorf("%w (%w)", errGone, err)
		}
		return p, OfStation(fmt.Errorf("%s could not be sent: %w", q.Action(), err))
	}
	again := s.awaits("the answer to "+q.Action(), s.Timeouts.Response)
	call, err := s.answerOn(id, drops)
	again()
	s.interrupted(err)
	s.answered = 0
	if call != nil {
		s.answered = call.Got
	}
	switch {
	case call == nil && s.drops() != drops:
		s.w.givesUp(id)
		return p, OfStation(fmt.Errorf("%s was not answered: %w", q.Action(), errGone))
	case call == nil:
		s.w.givesUp(id)
		s.w.goesUnanswered()
		return p, OfStation(fmt.Errorf("%s was not answered within %s", q.Action(), s.Timeouts.Response))
	case call.Answer.Type == ocppj.CallError:
		return p, OfStation(&refusal{q.Action(), call.Answer.ErrorCode, call.Answer.ErrorDescription})
	}
	if err := call.Response.Decode(&p); err != nil {
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
	said := fmt.Sprintf("%s was answered with CALLERROR %s", r.action, r.code)
	if r.description != "" { // which may be left out (part 4, section 4.2.3)
		said += ": " + r.description
	}
	return said
}

// refusesAll tells the refusal of a request that the station takes none of, whatever stands in it (part 4, table 8).
func refusesAll(err error) bool {
	var r *refusal
	return errors.As(err, &r) && (r.code == ocppj.NotSupported || r.code == ocppj.NotImplemented)
}

// isRefusal tells an answer, which a CALLERROR is, from none.
func isRefusal(err error) bool { return errors.As(err, new(*refusal)) }
