package octt

import "time"

// AwaitForgotten waits until nobody is let in any more of whom no transaction tells: a transaction tells of it after all, the
// station boots, or the time is over within which an EV has to come (part 2, TxCtrlr.EVConnectionTimeOut), with the
// laboratory's deviation. What has passed of that time counts. timeout is asked for only where somebody was let in.
func (s *Scenario) AwaitForgotten(timeout func() (time.Duration, error)) error {
	since, is := s.letIn()
	if !is || s.Leaving() {
		return nil
	}
	limit, err := timeout()
	if err != nil {
		return err
	}
	left := time.Until(since.Add(limit + s.Timeouts.Deviation))
	if _, is = s.letIn(); !is || left <= 0 {
		return nil
	}
	s.Note("An authorization was left unused; the bench waits %s until it expires.", left.Round(time.Second))
	return s.linger(left, "an authorization that nobody used to expire", func() bool { return s.w.admitted == nil })
}

// letIn tells since when a driver is let in of whom no transaction tells.
func (s *Scenario) letIn() (since time.Time, is bool) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	if s.w.admitted == nil {
		return time.Time{}, false
	}
	return s.w.admitted.since, true
}
