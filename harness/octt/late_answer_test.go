package octt

import (
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/rules"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// answersLate has the station answer requests for so many variables or more after the bench has given them up, and others at once.
func (l *lab) answersLate(n int) {
	l.several(n, func(_ string, _ []byte, right *ocppj.Frame) *ocppj.Frame {
		id := l.csms.outstanding // the caller holds mu
		time.AfterFunc(l.bench.Timeouts.Response+2*time.Second, func() {
			l.csms.mu.Lock()
			defer l.csms.mu.Unlock()
			l.csms.frame(FrameIn, ocppj.Frame{Type: ocppj.CallResult, ID: id, Payload: right.Payload}, ocppj.EncodeResult(id, right.Payload), "answers a CALL that was given up")
		})
		return nil
	})
}

// TestAnAnswerThatComesTooLateIsTheFaultOfNoOtherCase has answers come in another play, and in the same after a question of the bench. The row that
// has awaited one fails, and what the bench has asked for is found once.
func TestAnAnswerThatComesTooLateIsTheFaultOfNoOtherCase(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		names := l.model("32")
		l.answersLate(3)
		l.before = Known(names...)
		long := func(s *Scenario) {
			s.Check(1, "It is known.", s.Variable(names[11]), "11")
			s.AwaitMore()
			s.AwaitMore()
		}
		l.expect(evidence.Pass, "", long)
		l.before = nil
		l.expect(evidence.Fail, "no answer within", func(s *Scenario) {
			Send(s, 1, getRequest([]item{itemOf(names[0]), itemOf(names[1]), itemOf(names[2])})).Receive(2, Must("getVariableResult[0].attributeStatus", ocpp201.GetVariableStatusAccepted))
		})
		l.expect(evidence.Pass, "", func(s *Scenario) { s.Check(1, "One is one.", 1, 1); time.Sleep(10 * time.Second) })
		found := l.rec.findings()
		if len(found) != 1 || !strings.HasPrefix(found[0].Subject, "several variables") || l.rec.has(rules.TheirFrames.Requirement+": "+string(evidence.Fail)) {
			t.Errorf("expected one finding, and no case to fail for answers that come too late, got %+v", found)
		}
	})
}
