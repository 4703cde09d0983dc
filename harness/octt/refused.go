package octt

import (
	"fmt"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocppj"
)

// SecurityError is the code of a CALLERROR to a request that the sender may not make (part 4, table 8).
const SecurityError = ocppj.SecurityError

// Refused takes a CALLERROR with the code as the given row, and fails the row for every other answer. ids name the
// requirements of part 2 behind it.
func (c *Sent[P]) Refused(row int, code ocppj.ErrorCode, ids ...string) {
	message := c.action + "Response"
	r := c.s.open(number(row), evidence.ActorStation, "responds with CALLERROR "+string(code), message)
	call := c.answered(r, ids)
	c.s.heard(call.Got)
	check := evidence.Check{
		Row: r.Number, Requirement: "The Charging Station responds with CALLERROR " + string(code) + ".", Requirements: ids,
		Expected: "CALLERROR " + string(code), Actual: "a " + message, Message: message, Frame: call.Got,
	}
	refused := call.Answer.Type == ocppj.CallError
	if refused {
		check.Actual = fmt.Sprintf("CALLERROR %s", call.Answer.ErrorCode)
	}
	ok := refused && call.Answer.ErrorCode == code
	check.Verdict = c.s.judge(ok)
	c.s.check(check)
	if !ok {
		r.end(check.Verdict, sentence(check), call.Got)
		c.s.stop()
	}
	r.end(evidence.Pass, "", call.Got)
}
