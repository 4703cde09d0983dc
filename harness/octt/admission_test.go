package octt

import (
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// answerBoot has the station boot and be answered with the status.
func answerBoot(l *lab, s *Scenario, status ocpp201.RegistrationStatus) {
	s.Answering("BootNotification", ocpp201.BootNotificationResponse{
		CurrentTime: ocpp201.DateTime{Time: time.Now()}, Interval: 60, Status: status})
	l.csms.later(time.Second, "BootNotification", boot)
	Receive[ocpp201.BootNotificationRequest](s, 1)
	if err := s.Pause(evidence.WaitRest, l.bench.Timeouts.Hold); err != nil { // it is answered as declared
		l.Error(err)
	}
}

// A station that was rejected may be asked nothing (part 2, B03.FR.03), not even whether it still answers.
func TestOnlyAStationThatIsNotRejectedIsAskedWhenTheCaseIsOver(t *testing.T) {
	for status, asked := range map[ocpp201.RegistrationStatus]bool{
		ocpp201.RegistrationStatusRejected: false, ocpp201.RegistrationStatusPending: true, ocpp201.RegistrationStatusAccepted: true,
	} {
		t.Run(string(status), func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.bench.Rest = nil
				l.expect(evidence.Pass, "", func(s *Scenario) { answerBoot(l, s, status) })
				if got := strings.Contains(strings.Join(l.csms.calls, " "), "GetVariables"); got != asked {
					t.Errorf("asked is %t, expected %t: %v", got, asked, l.csms.calls)
				}
			})
		})
	}
}

func TestTheBenchWaitsUntilTheStationIsAccepted(t *testing.T) {
	var errs [3]error
	inLab(t, func(l *lab) {
		l.bench.Rest = func(s *Scenario) error {
			errs[0] = s.AwaitAdmission(10 * time.Second)
			l.csms.later(5*time.Second, "BootNotification", boot)
			errs[1] = s.AwaitAdmission(10 * time.Second)
			errs[2] = s.AwaitAdmission(0)
			return nil
		}
	}, func(l *lab) {
		l.expect(evidence.Pass, "", func(s *Scenario) { answerBoot(l, s, ocpp201.RegistrationStatusRejected) })
	})
	if errs[0] == nil || !strings.Contains(errs[0].Error(), "boot again and be accepted") {
		t.Errorf("expected a station that stays rejected to be waited for in vain, got %v", errs[0])
	}
	if errs[1] != nil || errs[2] != nil {
		t.Errorf("expected a station that was accepted not to be waited for, got %v and %v", errs[1], errs[2])
	}
}

func TestAStationThatLeavesIsNoticed(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.expect(evidence.Pass, "", func(s *Scenario) {
			s.MayDisconnect()
			s.Check(1, "It stays.", s.Leaves(time.Second), false)
			time.AfterFunc(time.Second, func() {
				if err := l.csms.Disconnect(); err != nil {
					l.Error(err)
				}
			})
			s.Check(2, "It leaves.", s.Leaves(2*time.Second), true)
		})
	})
}

// greets has a station connect anew and answer questions as it does until its boot was accepted: with SecurityError, not at
// all, or as ever. boots is how long after the handshake its BootNotification comes, negative for never.
func greets(l *lab, before *ocppj.Frame, silent bool, boots time.Duration) (asked func() time.Duration) {
	accepted := boots < 0 && before == nil && !silent
	var first time.Time
	began := time.Now()
	model := func(payload []byte) *ocppj.Frame {
		if first.IsZero() {
			first = time.Now()
		}
		for id := range l.csms.got {
			accepted = accepted || strings.Contains(l.csms.got[id], `"Accepted"`)
		}
		switch {
		case accepted:
			return result(ocpp201.GetVariablesResponse{GetVariableResult: []ocpp201.GetVariableResult{{
				AttributeStatus: ocpp201.GetVariableStatusAccepted, AttributeValue: new("2026-01-01T00:00:00Z"),
				Component: ocpp201.Component{Name: "ClockCtrlr"}, Variable: ocpp201.Variable{Name: "DateTime"}}}})
		case silent:
			return nil
		}
		each := *before
		return &each
	}
	l.csms.answers["GetVariables"] = model
	l.csms.connect()
	if boots >= 0 {
		l.csms.later(boots, "BootNotification", boot)
	}
	return func() time.Duration { return first.Sub(began) }
}

func TestTheStationSpeaksFirst(t *testing.T) {
	refusing := &ocppj.Frame{Type: ocppj.CallError, ErrorCode: ocppj.SecurityError}
	for name, c := range map[string]struct {
		before *ocppj.Frame
		silent bool
		boots  time.Duration
		after  time.Duration // the moment of the first question
		fails  bool
	}{
		"boots 50 ms after the handshake":        {refusing, false, 50 * time.Millisecond, 50 * time.Millisecond, false},
		"boots 2 s after it":                     {refusing, false, 2 * time.Second, 2 * time.Second, false},
		"boots 12 s after it":                    {refusing, false, 12 * time.Second, 12 * time.Second, false},
		"silent to requests before its boot":     {nil, true, 12 * time.Second, 12 * time.Second, false},
		"boots a minute after it":                {refusing, false, time.Minute, 20 * time.Second, false},
		"silent, and boots a minute after it":    {nil, true, time.Minute, 20 * time.Second, false},
		"accepted earlier":                       {nil, false, -1, 20 * time.Second, false},
		"neither accepted nor about to be":       {refusing, false, -1, 20 * time.Second, true},
		"connected, and there is nobody in fact": {nil, true, -1, 20 * time.Second, true},
	} {
		t.Run(name, func(t *testing.T) {

			inLab(t, func(l *lab) { l.csms.connected = false }, func(l *lab) {
				asked := greets(l, c.before, c.silent, c.boots)
				err := l.player.Do(l.ctx, func(s *Scenario) error {
					if err := s.AwaitConnection(time.Minute); err != nil {
						return err
					}
					_, _, err := s.Read("ClockCtrlr.DateTime")
					return err
				})
				if fails := err != nil; fails != c.fails {
					t.Errorf("expected an error: %t, got %v", c.fails, err)
				}
				if got := asked(); got < c.after || got > c.after+10*time.Millisecond {
					t.Errorf("expected the first question %s after the handshake, got %s", c.after, got)
				}
			})
		})
	}
}

func TestACaseThatCutsTheConnectionNeedNotWaitForAWordOfTheStation(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.expect(evidence.Pass, "", func(s *Scenario) {
			l.csms.later(0, "BootNotification", boot)
			Receive[ocpp201.BootNotificationRequest](s, 1)
			if err := s.Pause(evidence.WaitRest, time.Second); err != nil {
				t.Error(err)
			}
			s.CloseConnection(2)
			time.AfterFunc(time.Second, l.csms.connect)
			s.AcceptConnection(3, 0)
			began := time.Now()
			s.Nothing(4, 0, As[ocpp201.StatusNotificationRequest]())
			s.Check(5, "It is asked at once.", time.Since(began).Round(time.Second).String(), "0s")
		})
	})
}

// A boot that was under way before a power cycle is not the one that the power cycle leads to.
func TestABootOfBeforeIsNotTakenForThatOfAPowerCycle(t *testing.T) {
	inLab(t, func(l *lab) { l.csms.connect() }, func(l *lab) {
		err := l.player.Do(l.ctx, func(s *Scenario) error {
			if err := s.Pause(evidence.WaitRest, time.Second); err != nil {
				return err
			}
			began := s.Boots()
			l.csms.later(time.Second, "BootNotification", boot) // of an earlier reset, on the connection that is still there
			if err := s.Pause(evidence.WaitRest, 2*time.Second); err != nil {
				return err
			}
			if err := s.AwaitBoot(time.Second, began, s.Boots()); err == nil {
				t.Error("expected the earlier boot not to count")
			}
			l.csms.connected = false
			l.csms.connect()
			l.csms.later(2*time.Second, "BootNotification", boot)
			return s.AwaitBoot(3*time.Second, began, s.Boots())
		})
		if err != nil {
			t.Errorf("expected the boot on the new connection to count, got %v", err)
		}
	})
}
