package octt

import (
	"fmt"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocppj"
)

// failing is what the CSMS does not process, and how it shows that.
type failing struct {
	action string
	how    Failure
	test   func(*Message) bool
}

// ErrorCode is the errorCode of a CALLERROR (part 4, section 4.3).
type ErrorCode = ocppj.ErrorCode

// InternalError is the one that the tables name.
const InternalError = ocppj.InternalError

// Failure is how a CSMS does not process a message (part 2, use case E13).
type Failure struct {
	Code ErrorCode // of the CALLERROR that answers it; "" for no answer at all
	// GivesUp is when the station may give an answer up that does not come, and send its next CALL (part 4, section 4.1.1).
	GivesUp time.Duration
}

// Failing has the CSMS not process messages of the action for which test holds, from now on until the case ends. test is
// asked once for each message, when it arrives and in that order, by another goroutine than the scenario's.
func (s *Scenario) Failing(action string, how Failure, test func(*Message) bool) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.w.failing = &failing{action, how, test}
}

// fails does not process a message that a case wants to fail, and reports whether that is so. A message that breaks its
// schema is refused as part 4 has it. The caller holds mu.
func (w *wire) fails(m *Message) bool {
	f := w.failing
	if f == nil || m.Action != f.action || len(m.problems) > 0 || !f.test(m) {
		return false
	}
	m.failed = true
	if f.how.Code != "" {
		w.answerError(m, f.how.Code, "the CSMS does not process this message")
		return true
	}
	m.answer = "no answer"
	time.AfterFunc(max(f.how.GivesUp-w.times.Deviation, 0), func() { w.csms.Ignore(m.ID) })
	return true
}

// Failed tells whether Failing has kept the message from being processed.
func (m *Message) Failed() bool { return m.failed }

// Fails is the row in which the CSMS does not process a message that Failing has chosen.
func (s *Scenario) Fails(row int, m *Message) {
	if !m.failed {
		s.bug(fmt.Sprintf("%s (frame %d) was processed, and the row says that it fails", m.Action, m.Seq))
	}
	s.w.mu.Lock()
	f := s.w.failing
	s.w.mu.Unlock()
	text := "does not answer"
	if f.how.Code != "" {
		text = "responds with a CALLERROR " + string(f.how.Code)
	}
	s.open(number(row), evidence.ActorCSMS, text, "").end(evidence.Pass, "")
}
