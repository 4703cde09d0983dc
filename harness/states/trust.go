package states

import (
	"fmt"
	"time"

	"github.com/certbench/certbench/harness/octt"
)

// Mistrusts judges an attempt in which the station was shown a certificate that it has to refuse: it sends no request. It ends the
// scenario where the station does, and where it was not shown the certificate.
func Mistrusts(s *octt.Scenario, row int, attempt octt.Attempt, why string, ids ...string) {
	if !s.Check(row, "The Charging Station sends no request on a connection with a certificate "+why+".", attempt.Goes(), false, ids...) {
		s.Stop()
	}
	if !attempt.Shown() {
		s.Unproven(row, "The Charging Station is shown the certificate.", "its attempt did not come as far as that")
	}
	s.Refused(row, attempt)
}

// ConnectsInTheEnd plays the row in which the station connects to an endpoint, within <Configured Long Operation Time Out>. How many
// attempts it needs for that, or makes elsewhere before, the row does not say.
func ConnectsInTheEnd(s *octt.Scenario, row int, endpoint, requirement string, ids ...string) {
	limit := s.Configured.LongOperationTimeout
	for began := time.Now(); ; {
		// Each attempt that failed may have doubled the back-off (part 4, section 5.3), and the last one tells more than none.
		attempt := s.NextAttempt(row, 2*limit-time.Since(began))
		if attempt.Accepted || time.Since(began) > limit {
			if !s.Check(row, requirement, attempt.Accepted && attempt.Endpoint == endpoint, true, ids...) {
				s.Stop()
			}
			s.Accepted(row, attempt)
			return
		}
	}
}

// ConnectsAtOnce judges the attempt in which the station has to accept the certificate that leads to a new root.
func ConnectsAtOnce(s *octt.Scenario, row int, attempt octt.Attempt, root octt.Root, ids ...string) {
	if !s.Check(row, fmt.Sprintf("The Charging Station accepts the certificate of the CSMS by the %s.", root), attempt.Became(), octt.AttemptAccepted, ids...) {
		s.Stop()
	}
	s.Accepted(row, attempt)
}
