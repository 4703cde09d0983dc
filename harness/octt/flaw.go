package octt

import (
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
)

// A reusable state that prepares a case has messages with requirements of their own, and it is not the subject of the case. A
// field of theirs that is wrong is a flaw: its check, its row and the state keep the verdict of a preparation that failed
// (INCONCLUSIVE), and the play goes on, because the station is in the state all the same. So the flaw does not count in the
// verdict of the case, whose subject is shown or not by what follows. It is found once for the run, as a finding that fails
// it, however many cases come by; the cases that have the state in their scenario fail for it, as for everything else there.
//
// Where the field tells whether the state is reached at all, such as the eventType or the chargingState, nothing that follows
// would be proved, and the play ends INCONCLUSIVE. The same goes for a message that does not come, or breaks its schema.

// decisive are the fields that tell whether a state is reached, by the ends of their paths.
var decisive = []string{"eventType", "chargingState", "transactionId", "connectorStatus", "actualValue", "operationalStatus",
	"status", "attributeStatus", "ongoingIndicator", "messagesInQueue", "idToken.idToken", "reason"}

// flawed tells whether a failed requirement on a field is a flaw of a preparation.
func (s *Scenario) flawed(path string) bool {
	return s.stage == evidence.Before && len(s.path) > 0 && !slices.ContainsFunc(decisive, func(end string) bool {
		return path == end || strings.HasSuffix(path, "."+end) || strings.HasSuffix(path, "]"+end)
	})
}

// flaw records a check that failed in a preparation, and has it be found.
func (s *Scenario) flaw(c evidence.Check) {
	c.Stage, c.State, c.Source = s.stage, s.path, s.source()
	s.record(evidence.Record{Kind: evidence.KindCheck, Check: &c})
	s.worst = evidence.Worse(s.worst, c.Verdict)
	if s.flaws == "" {
		s.flaws = sentence(c)
	}
	state := s.path[len(s.path)-1]
	s.Find(evidence.Finding{Kind: evidence.FoundPreparing, Subject: c.Message + " " + c.Path, Requirement: c.Requirement,
		Requirements: c.Requirements, Clause: "part 6, reusable state " + state, Expected: c.Expected, Actual: c.Actual, Frame: c.Frame,
		Instead: "the cases that the state prepares go on"})
}
