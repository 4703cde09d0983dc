package b_provisioning

import (
	"strconv"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
)

// TC_B_57_CS breaks the connection, and follows the station's back-off (part 4, section 5.3). By erratum 6.2.20
// NetworkProfileConnectionAttempts is set, so that no station turns to another CSMS meanwhile.
//
// The times are measured at the CSMS, from when it begins to close the connection, or has refused an attempt, to when the
// next attempt has arrived: a station cannot have waited for longer than that. Each validation asks for "at least"; the
// upper bounds are those of part 4. A wait that is too long by more than the deviation is a WARNING, because the
// handshake takes its time as well. Step 5 waits for RetryBackOffWaitMinimum again, no less and not twice as long. That
// is judged although no validation asks for it: otherwise step 7 would double nothing, or what has grown already, and the
// case would pass on a station that comes back at once, or that never begins anew.
var TC_B_57_CS = octt.Register(octt.Case{
	ID: "TC_B_57_CS",
	Before: octt.Config(
		octt.Is("OCPPCommCtrlr.NetworkProfileConnectionAttempts", "3"),
		octt.Is("OCPPCommCtrlr.RetryBackOffRepeatTimes", "2"),
		octt.Is("OCPPCommCtrlr.RetryBackOffRandomRange", "0"),
		octt.Is("OCPPCommCtrlr.RetryBackOffWaitMinimum", func(c *octt.Configured) string { return wholeSeconds(c.RetryBackOffWaitMinimum) }),
	),
	Main: func(s *octt.Scenario) {
		minimum := s.Configured.RetryBackOffWaitMinimum
		closed := s.DropConnection(1)
		attempt, first := waited(s, 2, closed, minimum)
		s.Accepted(3, attempt)
		states.Settle(s)
		closed = s.CloseConnection(4)
		attempt, again := waited(s, 5, closed, minimum)
		if !s.Check(5, "The back-off has begun anew with the connection of step 3.", again < 2*first-s.Timeouts.Deviation, true) {
			s.Stop()
		}
		s.Refused(6, attempt)
		s.AcceptAttempts()
		refused := attempt.At
		attempt = s.NextAttempt(7, 2*minimum)
		doubled := attempt.At.Sub(refused)
		if !s.AtLeast(7, "The reconnection time is at least 2 times the reconnection time from step 5.", doubled, 2*again) {
			s.Stop()
		}
		s.WarnBeyond(7, "The reconnection time is 2 times RetryBackOffWaitMinimum.", doubled, 2*minimum, tooLong)
		s.Accepted(8, attempt)
	},
})

// waited plays the row in which the station comes back after RetryBackOffWaitMinimum, and returns how long that took.
func waited(s *octt.Scenario, row int, since time.Time, minimum time.Duration) (octt.Attempt, time.Duration) {
	attempt := s.NextAttempt(row, minimum)
	took := attempt.At.Sub(since)
	if !s.AtLeast(row, "The reconnection time is at least RetryBackOffWaitMinimum.", took, minimum) {
		s.Stop()
	}
	s.WarnBeyond(row, "The reconnection time is RetryBackOffWaitMinimum.", took, minimum, tooLong)
	return attempt, took
}

const tooLong = "Part 4, section 5.3 names the back-off time itself, the table a least time only: a laboratory that waits no longer may fail it."

func wholeSeconds(d time.Duration) string { return strconv.Itoa(int(d / time.Second)) }
