package octt

import (
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// answerBoot has the station boot and be answered with the status.
func answerBoot(l *lab, s *Scenario, status ocpp201.RegistrationStatus) {
	s.Answering("BootNotification", ocpp201.BootNotificationResponse{
		CurrentTime: ocpp201.DateTime{Time: time.Now()}, Interval: 60, Status: status})
	l.csms.later(time.Second, "BootNotification", boot)
	Receive[ocpp201.BootNotificationRequest](s, 1)
	if err := s.Pause(l.bench.Timeouts.Hold); err != nil { // it is answered as declared
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
