package octt

import (
	"time"

	"github.com/certbench/certbench/schemas/ocppj"
)

// failing is what the CSMS does not process, and how it shows that.
type failing struct {
	action string
	how    Failure
	test   func(*Message) bool
}

// fails does not process a message that a case wants to fail, and reports whether that is so. A message that breaks its
// schema is refused as part 4 has it. The caller holds mu.
func (w *wire) fails(m *Message) bool {
	f := w.script.failing
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

// Failure is how a CSMS does not process a message (part 2, use case E13).
type Failure struct {
	Code ErrorCode // of the CALLERROR that answers it; "" for no answer at all
	// GivesUp is when the station may give an answer up that does not come, and send its next CALL (part 4, section 4.1.1).
	GivesUp time.Duration
}

// ErrorCode is the errorCode of a CALLERROR (part 4, section 4.3).
type ErrorCode = ocppj.ErrorCode
