package f_remote_control

import (
	"strconv"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

const heartbeatInterval = "OCPPCommCtrlr.HeartbeatInterval"

// TC_F_20_CS asks for a Heartbeat.
//
// Nothing in a HeartbeatRequest tells whether it was asked for. One that comes when the periodic one is due proves nothing,
// although F06.FR.10 lets it comply where it happens to come between: it is asked for once more, right after it, when none
// can be due. The table has no configuration that would keep the periodic one away.
var TC_F_20_CS = octt.Register(octt.Case{
	ID:     "TC_F_20_CS",
	Before: octt.Known(heartbeatInterval),
	Main: func(s *octt.Scenario) {
		if proved := beats(s); proved {
			return
		}
		s.Note("The Heartbeat may be the periodic one: it is asked for again.")
		if proved := beats(s); !proved {
			s.Unproven(3, "The HeartbeatRequest can only be the one that was asked for.",
				"it came when the periodic one was due; HeartbeatInterval has to be longer than the station takes to answer")
		}
	},
})

// beats plays the table, and tells whether the Heartbeat can only be the one that was asked for. A periodic one that
// crosses the request is left out: what was asked for comes after the response (F06.FR.04).
func beats(s *octt.Scenario) bool {
	due := s.LastBeat().Add(beatInterval(s) - s.Timeouts.Deviation)
	sent := trigger(s, ocpp201.MessageTriggerHeartbeat, nil)
	m := s.ReceiveEither(3, octt.As[ocpp201.HeartbeatRequest](octt.By("F06.FR.10")).Where(sent.Precedes))
	answersFirst(s, sent, m)
	s.Respond(4, m)
	return m.At.Before(due)
}

// beatInterval is the station's own, or else what BootNotificationResponse gave it.
func beatInterval(s *octt.Scenario) time.Duration {
	if seconds, err := strconv.Atoi(s.Variable(heartbeatInterval)); err == nil && seconds > 0 {
		return time.Duration(seconds) * time.Second
	}
	return s.Configured.HeartbeatInterval
}
