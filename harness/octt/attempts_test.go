package octt

import (
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// tries has the station try to connect after a while.
func (f *fakeCSMS) tries(after time.Duration) { time.AfterFunc(after, f.connect) }

func TestAttemptsToConnectAreTakenOneByOne(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.expect(evidence.Pass, "", func(s *Scenario) {
			closed := s.DropConnection(1)
			l.csms.tries(20 * time.Second)
			first := s.NextAttempt(2, 20*time.Second)
			s.Check(2, "The attempt is timed.", first.At.Sub(closed).String(), "20s")
			s.Accepted(3, first)
			s.CloseConnection(4)
			l.csms.tries(10 * time.Second)
			second := s.NextAttempt(5, 10*time.Second)
			s.Refused(6, second)
			s.AcceptAttempts()
			l.csms.tries(40 * time.Second)
			third := s.NextAttempt(7, 40*time.Second)
			s.Check(7, "The time between attempts is seen.", third.At.Sub(second.At).String(), "40s")
			s.Accepted(8, third)
		})
	})
}

func TestAnAttemptThatDoesNotComeFailsItsRow(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.expect(evidence.Fail, "The Charging Station tries to connect. Expected an attempt, got none within 54s", func(s *Scenario) {
			s.DropConnection(1)
			s.NextAttempt(2, 20*time.Second)
		})
	})
}

func TestAnAttemptThatTheCSMSTurnsDownFailsTheRowThatAcceptsIt(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.expect(evidence.Fail, "its attempt was turned down: the CSMS accepts no connection now", func(s *Scenario) {
			s.CloseConnection(1)
			l.csms.tries(time.Second)
			s.Accepted(3, s.NextAttempt(2, 20*time.Second))
		})
	})
}

func TestACaseThatWantsAnAcceptedAttemptRefusedIsAtFault(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.expect(evidence.Error, "that the case wants refused", func(s *Scenario) {
			s.DropConnection(1)
			l.csms.tries(time.Second)
			s.Refused(3, s.NextAttempt(2, 20*time.Second))
		})
	})
}

func TestALeastTimeHasTheDeviationOfTheLaboratory(t *testing.T) {
	for took, want := range map[time.Duration]evidence.Verdict{
		31 * time.Second: evidence.Pass, 26 * time.Second: evidence.Pass, 26*time.Second - time.Millisecond: evidence.Fail,
	} {
		inLab(t, nil, func(l *lab) {
			l.expect(want, "", func(s *Scenario) { s.AtLeast(2, "It takes long enough.", took, 30*time.Second) })
		})
	}
}

func TestAMostTimeOnlyWarns(t *testing.T) {
	for took, want := range map[time.Duration]evidence.Verdict{
		29 * time.Second: evidence.Pass, 34 * time.Second: evidence.Pass, 34*time.Second + time.Millisecond: evidence.Warning,
	} {
		inLab(t, nil, func(l *lab) {
			l.expect(want, "", func(s *Scenario) { s.WarnBeyond(2, "It takes no longer.", took, 30*time.Second, "Somebody may mind.") })
		})
	}
}

func TestWhatCouldNotComeAboutIsInconclusive(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.expect(evidence.Inconclusive, "The station was offline for a while. Got: not at all", func(s *Scenario) {
			s.Check(1, "Something else is proved.", 1, 1)
			s.Unproven(2, "The station was offline for a while.", "not at all")
		})
	})
}

func TestOnlyAResetOfTheWholeStationMayEndTheConnection(t *testing.T) {
	one := 1
	for name, c := range map[string]struct {
		evse *int
		want evidence.Verdict
	}{"station": {nil, evidence.Pass}, "EVSE": {&one, evidence.Warning}} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.answering("Reset", result(ocpp201.ResetResponse{Status: ocpp201.ResetStatusAccepted}))
				l.expect(c.want, "", func(s *Scenario) {
					Send(s, 1, ocpp201.ResetRequest{Type: ocpp201.ResetEnumOnIdle, EVSEID: c.evse}).Receive(2)
					l.csms.happens(time.Second, Event{Kind: Disconnected, Conn: 1})
					l.csms.tries(2 * time.Second)
					s.NextAttempt(3, time.Minute)
				})
			})
		})
	}
}
