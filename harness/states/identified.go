package states

import (
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Identified plays the rows of a case that has the driver identify in its own table: asks is the row of the
// AuthorizeRequest, 0 in a table that has none because the idToken is cached, and tells that of the
// TransactionEventRequest, on which the notes and validations of table 428, step 3 stand in the case too.
func Identified(s *octt.Scenario, asks, tells int) {
	before := started(s)
	presented(s)
	if asks > 0 {
		authorize(s, asks)
	}
	s.Mark(authorized)
	s.Mark(owesToken)
	s.Mark(Authorized.Local.Family)
	authorizedEvent(s, tells, before)
}

// Stopped plays the rows of a case that has another idToken of the group stop the transaction in its own table: asks is the
// row of the AuthorizeRequest, tells that of the TransactionEventRequest. By E07 and erratum 6.2.117 a station may tell the
// stop of the energy transfer in a second message, before or after; it is taken in the same row.
func Stopped(s *octt.Scenario, asks, tells int) {
	presented(s)
	authorize(s, asks, "C09.FR.05")
	s.Mark(stoppedBy)
	stopping(s, byGroup(s, tells, tells))
	stopAuthorized(s)
}

// StopAuthorizedByGroup is table 432, main A with another idToken of the group. The case judges triggerReason and idToken
// of the message that tells who stopped, which may therefore not be left out.
var StopAuthorizedByGroup = octt.State{Name: "StopAuthorized (local)", Family: "StopAuthorized", Ends: afterStop, Enter: func(s *octt.Scenario) {
	s.Need(EnergyTransferStarted)
	s.Wait(0, s.Configured.TransactionDuration, "the configured transaction duration")
	since := presented(s)
	s.Mark(stoppedBy)
	stopping(s, byGroup(s, 1, 3))
	if knows(s, s.Token, true) {
		unasked(s, since)
	}
}}

// byGroup is a stop by the scenario's idToken, which is not the one that started.
func byGroup(s *octt.Scenario, tells, stops int) stop {
	return stop{tells: tells, stops: stops, by: ocpp201.TriggerReasonStopAuthorized, reason: localOrOmitted(), must: true,
		token: []octt.Clause{
			octt.Must("idToken.idToken", octt.Identifier(s.Token.ID)).Clause("C09.FR.03", "E07.FR.02"),
			octt.Must("idToken.type", s.Token.Type).Clause("C09.FR.03", "E07.FR.02")}}
}

// Presented has an idToken presented that is not the driver's, and plays the row of the AuthorizeRequest.
func Presented(s *octt.Scenario, token rigs.Token, asks int) {
	own := s.Token
	s.Token = token
	presented(s)
	authorize(s, asks)
	s.Token = own
}

// presented has the idToken presented, and returns when that began.
func presented(s *octt.Scenario) time.Time {
	Settle(s)
	since := time.Now()
	s.Act(0, rigs.PresentToken(s.Token, s.Configured.Place()))
	return since
}

// stopAuthorized notes that rows of a case have done what the state StopAuthorized does.
func stopAuthorized(s *octt.Scenario) {
	s.Mark(StopAuthorized.Local.Family)
	for _, gone := range afterStop {
		s.Unmark(gone)
	}
}
