package bench

import "github.com/certbench/certbench/harness/octt"

// isAway tells whether the station is at another endpoint of the CSMS than when it came first.
func (b *Bench) isAway(s *octt.Scenario) bool {
	at := s.ActiveEndpoint()
	if b.home == "" {
		b.home = at
	}
	return at != b.home
}

// bringHome has a station that a case has moved to the other endpoint of the CSMS, or that went there itself, come back: its next boot
// would bring it back in the middle of another case, for there it begins with the first entry of NetworkConfigurationPriority (part 2,
// B10.FR.04), which has been put back; and one that connects anew may begin with that as well (B10.FR.03). One that does not come back is
// at home where it is: whether a station moves is judged by the cases of use case B10.
func (b *Bench) bringHome(s *octt.Scenario) error {
	if s.Leaving() || !b.isAway(s) {
		return nil
	}
	s.Note("The station is at the endpoint %s, and was at %s before. It is reset, to begin with the first profile again.", s.ActiveEndpoint(), b.home)
	failed := s.Reboot()
	if failed != nil && (octt.IsGone(failed) || s.Context().Err() != nil || !s.Connected()) { // nobody knows where it will be
		return failed
	}
	if at := s.ActiveEndpoint(); at != b.home {
		why := "it begins with that"
		if failed != nil {
			why = failed.Error()
		}
		s.Note("The station is at home at the endpoint %s from now on: %s.", at, why)
		b.home = at
	}
	return nil
}
