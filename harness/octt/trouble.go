package octt

import (
	"errors"
	"time"
)

// StationTrouble marks a cause that lies with the station: it does not connect, does not come to rest, or its process
// has ended. A bench that is latched by one leaves the run INCONCLUSIVE; by any other cause, with an ERROR of ours.
type StationTrouble struct {
	Cause error
	// Credentials is set when the station is not there because it was turned down for its credentials. A case with
	// AnyCredentials judges just that, and can still be played.
	Credentials bool
}

func (t *StationTrouble) Error() string { return t.Cause.Error() }

func (t *StationTrouble) Unwrap() error { return t.Cause }

// OfStation marks an error as the station's trouble; nil stays nil, and what is marked already stays as it is.
func OfStation(err error) error {
	if err == nil || errors.As(err, new(*StationTrouble)) {
		return err
	}
	return &StationTrouble{Cause: err}
}

// turnedDown tells whether a cause is that the station's credentials were refused.
func turnedDown(cause error) bool {
	var t *StationTrouble
	return errors.As(cause, &t) && t.Credentials
}

// why is the last mishap since a moment as the end of a sentence, empty without one.
func (s *Scenario) why(since time.Time) string {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	if m := s.w.explains(since); m != nil {
		return "; " + m.what
	}
	return ""
}
