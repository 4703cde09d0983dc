package live

import (
	"time"

	"github.com/certbench/certbench/harness/forecast"
)

// Durations are how long plays took before.
type Durations = forecast.Durations

// Left is the time that the run takes from a moment on; sure is false as long as too little has been played to tell: see
// forecast.Run.
func (s *State) Left(now time.Time) (left time.Duration, sure bool) {
	if s.Finished != nil {
		return 0, true
	}
	return s.ahead.Left(now)
}
