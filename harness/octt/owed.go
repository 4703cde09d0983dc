package octt

import (
	"fmt"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/rigs"
)

// owesPower notes that an act gives the station its power back; one that fails may have done so all the same.
func (s *Scenario) owesPower(act rigs.Act) {
	if act.Name != "PowerCycle" && act.Name != "PowerOn" {
		return
	}
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.w.debts = nil // what was owed before went with the power
	s.w.owe(debt{why: "the power that came back", conn: s.w.link.conn})
}

// Repowers notes that the bench is about to power cycle the station: its connection may end, and it owes a boot.
func (s *Scenario) Repowers() {
	s.MayDisconnect()
	s.owesPower(rigs.PowerCycle())
}

// AwaitOwedBoot waits for a boot that the station owes, and until it is accepted and connected again; it returns at once where
// none is due. One that does not come is found out about the station, and waited for no longer.
func (s *Scenario) AwaitOwedBoot() error {
	s.w.mu.Lock()
	due := s.w.due()
	s.w.mu.Unlock()
	if len(due) == 0 {
		return nil
	}
	d := due[len(due)-1]
	limit := s.Timeouts.Boot
	if !d.scheduled { // it may have been waited for before
		limit = max(time.Until(d.since.Add(limit)), 0)
	}
	s.Note("The station owes a boot because of %s; the bench waits up to %s for it.", d.why, limit.Round(time.Second))
	paid, err := s.w.await(s.ctx, limit, nil, func() bool { return len(s.w.due()) == 0 })
	if err != nil {
		return err
	}
	if !paid {
		s.w.mu.Lock()
		defer s.w.mu.Unlock()
		s.w.debts = nil
		if d.judged {
			return nil
		}
		s.w.find(evidence.Finding{Kind: evidence.FoundBetween, Subject: "BootNotificationRequest", Clause: "part 2, use cases B11, B12 and B01",
			Requirement: "The Charging Station boots after " + d.why + ".", Expected: "a boot within " + s.Timeouts.Boot.String(), Actual: "none", Verdict: evidence.Fail})
		return nil
	}
	if err := s.AwaitConnection(s.Timeouts.Boot); err != nil {
		return err
	}
	if err := s.AwaitAdmission(s.Configured.HeartbeatInterval + s.Timeouts.Message); err != nil {
		return fmt.Errorf("after the boot that it owed because of %s: %w", d.why, err)
	}
	return nil
}
