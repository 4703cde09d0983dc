package octt

import (
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
)

// A reusable state that prepares a case has messages with requirements of their own. A field of theirs that is wrong is a
// flaw of the state: the play goes on, because the station is in the state all the same, and the case shows its own subject or
// does not. Whose fault it is, the requirement decides:
//   - A case that cites the requirement of part 2 is about it, and fails for the flaw, in its preparations too.
//   - For every other case the check, its row and the state keep the verdict of a preparation that failed (INCONCLUSIVE), and
//     the verdict of the case does not count it. The flaw is found once for the run, as a finding that fails it, however many
//     cases come by.
// So it is neither hidden nor multiplied. A case that has the state in its scenario fails for it as for everything else there.
//
// Where the field tells whether the state is reached at all, such as the eventType or the chargingState, nothing that follows
// would be proved, and the play ends INCONCLUSIVE. Of what no path can express, CheckReached tells that and CheckMessage does not.
// The same goes for a message that does not come, or breaks its schema.

// decisive are the fields that tell whether a state is reached, by the ends of their paths.
var decisive = []string{"eventType", "chargingState", "transactionId", "connectorStatus", "actualValue", "operationalStatus",
	"status", "attributeStatus", "ongoingIndicator", "messagesInQueue", "idToken.idToken", "reason"}

// flawed tells whether a failed requirement on a field is a flaw of a preparation.
func (s *Scenario) flawed(path string) bool {
	return s.preparing() && !slices.ContainsFunc(decisive, func(end string) bool {
		return path == end || strings.HasSuffix(path, "."+end) || strings.HasSuffix(path, "]"+end)
	})
}

// preparing tells that a reusable state is played that prepares the case.
func (s *Scenario) preparing() bool { return s.stage == evidence.Before && len(s.path) > 0 }

// flaw records a check that failed in a preparation, against the case that is about it, or else as a finding.
func (s *Scenario) flaw(c evidence.Check) {
	cited := slices.ContainsFunc(c.Requirements, func(id string) bool { return slices.Contains(s.cites, id) })
	if cited {
		c.Verdict = evidence.Fail
		s.check(c)
	} else {
		c.Stage, c.State, c.Source = s.stage, s.path, s.source()
		s.record(evidence.Record{Kind: evidence.KindCheck, Check: &c})
		s.worst = evidence.Worse(s.worst, c.Verdict)
		s.wrong = append(s.wrong, c)
		s.Find(evidence.Finding{Kind: evidence.FoundPreparing, Subject: strings.TrimSpace(c.Message + " " + c.Path), Requirement: c.Requirement,
			Requirements: c.Requirements, Clause: "part 6, reusable state " + s.path[len(s.path)-1], Expected: c.Expected, Actual: c.Actual,
			Frame: c.Frame, Instead: "the cases that the state prepares go on"})
	}
}

// flawedRow is flaw for a requirement of the row that is being played, which keeps its verdict.
func (s *Scenario) flawedRow(c evidence.Check) {
	s.flaw(c)
	s.flaws = evidence.Worse(s.flaws, c.Verdict)
	if s.flawText == "" {
		s.flawText = sentence(c)
	}
}
