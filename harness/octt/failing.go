package octt

import (
	"fmt"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocppj"
)

// InternalError is the one that the tables name.
const InternalError = ocppj.InternalError

// Failing has the CSMS not process messages of the action for which test holds, from now on until the case ends. test is
// asked once for each message, when it arrives and in that order, by another goroutine than the scenario's.
func (s *Scenario) Failing(action string, how Failure, test func(*Message) bool) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.w.script.failing = &failing{action, how, test}
}

// Fails is the row in which the CSMS does not process a message that Failing has chosen.
func (s *Scenario) Fails(row int, m *Message) {
	if !m.failed {
		s.bug(fmt.Sprintf("%s (frame %d) was processed, and the row says that it fails", m.Action, m.Seq))
	}
	s.w.mu.Lock()
	f := s.w.script.failing
	s.w.mu.Unlock()
	text := "does not answer"
	if f.how.Code != "" {
		text = "responds with a CALLERROR " + string(f.how.Code)
	}
	s.open(number(row), evidence.ActorCSMS, text, "").end(evidence.Pass, "")
}
