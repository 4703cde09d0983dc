package octt

import (
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

func TestAFailingMessageIsNotProcessed(t *testing.T) {
	for name, c := range map[string]struct {
		code    ocppj.ErrorCode
		answer  string
		ignored bool
	}{
		"silence":   {"", "", true},
		"CALLERROR": {ocppj.InternalError, "CALLERROR InternalError", false},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				var id string
				l.csms.later(time.Second, "Authorize", authorize)
				l.expect(evidence.Pass, "", func(s *Scenario) {
					s.Failing("Authorize", Failure{Code: c.code, GivesUp: 20 * time.Second}, func(*Message) bool { return true })
					m := s.ReceiveEither(1, As[ocpp201.AuthorizeRequest]())
					id = m.ID
					s.Fails(2, m)
					s.Wait(3, 15*time.Second, "the deviation has not begun")
					if l.csms.isIgnored(id) {
						t.Error("expected that the CALL is not given up yet, it is")
					}
					s.Wait(3, 2*time.Second, "now it has")
				})
				if got := l.csms.got[id]; got != c.answer {
					t.Errorf("expected the answer %q, got %q", c.answer, got)
				}
				if got := l.csms.isIgnored(id); got != c.ignored {
					t.Errorf("expected that the CALL is given up: %t, got %t", c.ignored, got)
				}
			})
		})
	}
}

func TestOnlyTheMessagesOfTheTestFail(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.csms.later(time.Second, "Authorize", authorize)
		l.expect(evidence.Error, "was processed, and the row says that it fails", func(s *Scenario) {
			s.Failing("Authorize", Failure{}, func(*Message) bool { return false })
			s.Fails(2, s.ReceiveEither(1, As[ocpp201.AuthorizeRequest]()))
		})
	})
}
