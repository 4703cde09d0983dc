package states

import (
	"strconv"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
)

const (
	retryBackOffWaitMinimum = "OCPPCommCtrlr.RetryBackOffWaitMinimum"
	retryBackOffRandomRange = "OCPPCommCtrlr.RetryBackOffRandomRange"
)

// BackingOff lets the play know how long the station waits before it connects again, for AcceptAgain.
func BackingOff() []octt.Preparation {
	return octt.Known(retryBackOffWaitMinimum, retryBackOffRandomRange)
}

// GoOffline closes the connection as the given row, after the station has told what has happened so far. It returns when
// that was.
func GoOffline(s *octt.Scenario, row int) time.Time {
	Settle(s)
	s.CloseConnection(row)
	s.PassOver(nil, "it was sent before the station was offline", func(m *octt.Message) bool {
		_, ok := transactionEvent(m)
		return ok
	})
	return time.Now()
}

// AcceptAgain accepts reconnection attempts as the given row, and waits for one. since is when the station went offline. It
// returns when the connection was made.
//
// The station's back-off decides how long that takes (part 4, section 5.3): the first wait is RetryBackOffWaitMinimum, and
// each later one twice the one before, so that it is at most twice the time offline so far. RetryBackOffRandomRange is added
// to both. That holds too where a table has the CSMS accept when the first wait is over: an attempt may be refused that comes
// a moment before.
func AcceptAgain(s *octt.Scenario, row int, since time.Time) time.Time {
	longest := max(2*time.Since(since), wholeSeconds(s, retryBackOffWaitMinimum))
	return s.AcceptConnection(row, longest+wholeSeconds(s, retryBackOffRandomRange))
}

// wholeSeconds reads a variable that is a number of seconds; 0 where the station does not have it.
func wholeSeconds(s *octt.Scenario, variable string) time.Duration {
	n, err := strconv.Atoi(s.Variable(variable))
	if err != nil {
		return 0
	}
	return time.Duration(n) * time.Second
}

// PresentOffline has the driver present the idToken while the station is offline. What it tells of that comes later.
func PresentOffline(s *octt.Scenario) {
	s.Act(0, rigs.PresentToken(s.Token, s.Configured.Place()))
	s.Mark(authorized)
	s.Mark(owesToken)
	if s.Is("EVConnectedPreSession") && !s.Is(evConnected) { // left out there: the cable lock kept the EV out (AQ-2)
		connect(s)
	}
}
