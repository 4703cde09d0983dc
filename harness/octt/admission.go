package octt

import (
	"errors"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// AwaitAdmission is the one way to a station that the bench may ask: after the start, a reconnection, a reset or a power
// cycle. The station speaks first. Its BootNotification is awaited and answered, or it shows that none is due: it sends
// what only an accepted station sends, or keeps silent for Timeouts.Greeting and then answers the question that ends the
// silence. One that was told Pending or Rejected is given the limit: it asks again when the interval of that is over (part
// 2, B02.FR.08, B03.FR.06).
func (s *Scenario) AwaitAdmission(limit time.Duration) error {
	if s.footing() == unheard {
		done := s.chooses(evidence.WaitGreeting)
		_, err := s.w.await(s.ctx, s.Timeouts.Greeting, nil, func() bool { return s.w.registration.footing != unheard })
		done()
		if err != nil {
			return err
		}
	}
	if s.footing() == unheard && s.admitted() {
		return s.probe()
	}
	return s.until(limit, "the station to boot again and be accepted", func() bool {
		return s.w.registration.footing == admissible && (s.w.registration.admission == "" || s.w.registration.admission == string(ocpp201.RegistrationStatusAccepted))
	})
}

// probe asks a station that keeps silent whether it was accepted earlier. One that was not says so, or does not answer:
// then its boot is still to come.
func (s *Scenario) probe() error {
	s.Note("The station has sent nothing within %s of its connection; it is asked whether it was accepted before.", s.Timeouts.Greeting)
	_, asked := askNow(s, clockQuestion)
	if asked == nil && s.footing() == unheard {
		return errors.New("the answer to GetVariables was not taken in") // deliver sees every answer before ask does
	}
	return s.until(s.Timeouts.Boot, "the BootNotification of a station that "+outcome(asked), func() bool { return s.w.registration.footing == admissible })
}

func outcome(asked error) string {
	if asked == nil {
		return "answers"
	}
	return "cannot be asked: " + asked.Error()
}

// mayAsk lets the station speak first, before the bench asks something of its own. A case that has its own answer to a
// BootNotification is about a station that is not accepted, and says itself what is asked and when.
func (s *Scenario) mayAsk() error {
	footing := s.footing()
	switch {
	case footing == admissible, !s.Connected():
		return nil
	case footing == declined:
		if s.stage != evidence.Restore {
			return nil
		}
	case footing == unheard && s.stage != evidence.Restore && s.stage != evidence.Always && s.reconnects():
		return nil // the table had it reconnect, and knows that no boot is due
	}
	return s.AwaitAdmission(s.Configured.HeartbeatInterval + s.Timeouts.Message)
}

// footing is that of the station now. Of a connection whose news is still to be taken in it is unheard.
func (s *Scenario) footing() footing {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	if !s.w.link.up && s.w.csms.Connected() {
		return unheard
	}
	return s.w.registration.footing
}

// admitted tells whether the last BootNotificationResponse, if there was one, has accepted the station.
func (s *Scenario) admitted() bool {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return s.w.registration.admission == "" || s.w.registration.admission == string(ocpp201.RegistrationStatusAccepted)
}

// reconnects tells whether the case has cut the last connection of a station that was accepted: it comes back without a
// boot (part 4, section 5.3).
func (s *Scenario) reconnects() bool {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return s.w.link.wasCut && s.w.registration.admission == string(ocpp201.RegistrationStatusAccepted)
}

// Boots is how often the station has booted so far.
func (s *Scenario) Boots() Boots {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return Boots{s.w.registration.boots.sent, s.w.link.conns, s.w.registration.boots.on}
}

// AwaitBoot waits for the BootNotification that follows an act, which began and ended at the given moments. One that came
// while it was being done counts where it came on a new connection: it may not be that of an earlier reset.
func (s *Scenario) AwaitBoot(limit time.Duration, began, ended Boots) error {
	return s.until(limit, "BootNotification", func() bool {
		return s.w.registration.boots.sent > ended.sent || s.w.registration.boots.sent > began.sent && s.w.registration.boots.on > began.conn
	})
}

// Renewed tells whether a message came on another connection than the one that the station had when it was made to boot, by
// a power cycle or by a ResetRequest for the whole of it.
func (s *Scenario) Renewed(m *Message) bool {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return m.Conn > s.w.registration.bootedFrom
}
