package n_diagnostics

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_N_27_CS asks what the station keeps of the driver of a session that is over.
var TC_N_27_CS = octt.Register(octt.Case{
	ID:     "TC_N_27_CS",
	Modes:  octt.Both,
	Before: knownDriver(),
	Main: func(s *octt.Scenario) {
		told := informs(s, 1, reportOf(s), "N09.FR.02")
		s.CheckMessage(3, told.last, "The data is not empty.", told.data != "", true, "N09.FR.05")
	},
})

// TC_N_28_CS asks for a driver of whom the station keeps nothing: that is what its memory state sees to.
var TC_N_28_CS = octt.Register(octt.Case{
	ID:     "TC_N_28_CS",
	Before: octt.Do(forgotten),
	Main:   func(s *octt.Scenario) { informsOfNothing(s, 1, reportOf(s), "N09.FR.02", "N09.FR.06") },
})

// knownDriver are the preparations of the cases in which the station knows the driver. The tables set variables of list and
// cache without "if implemented"; their prerequisite asks for one of the two. EVDisconnected is what ParkingBayUnoccupied asks for
// (table 435): of the session of this idToken, whose EV the one of IdTokenCached before it has left disconnected as well.
func knownDriver() []octt.Preparation {
	return octt.Prepare(
		octt.Config(
			octt.IsIfImplemented(octt.ListEnabled, "true"),
			octt.IsIfImplemented("AuthCtrlr.LocalPreAuthorize", "true"),
			octt.IsIfImplemented("AuthCacheCtrlr.Enabled", "true")),
		octt.Do(func(s *octt.Scenario) { states.Known(s, validToken) }),
		octt.States(states.Authorized.Local, states.EVDisconnected, states.ParkingBayUnoccupied))
}

func validToken(c *octt.Configured) rigs.Token { return c.ValidToken }

// reportOf, clearOf and both are the requests for <Configured valid IdToken fields>.
func reportOf(s *octt.Scenario) ocpp201.CustomerInformationRequest { return about(s, true, false) }
func clearOf(s *octt.Scenario) ocpp201.CustomerInformationRequest  { return about(s, false, true) }
func both(s *octt.Scenario) ocpp201.CustomerInformationRequest     { return about(s, true, true) }

func about(s *octt.Scenario, report, clear bool) ocpp201.CustomerInformationRequest {
	token := octt.IDToken(s.Configured.ValidToken)
	return ocpp201.CustomerInformationRequest{RequestID: int(rand.Int32()), Report: report, Clear: clear, IDToken: &token}
}

// informed is what a station has told of a customer.
type informed struct {
	parts int
	data  string // of all parts
	last  *octt.Message
}

// informs plays the rows of a CustomerInformationRequest and of the NotifyCustomerInformationRequests that follow it, as often as
// the station says that there is more, for at most Timeouts.Report. That they carry the requestId, and count from 0, is in part
// 2 (NotifyCustomerInformationRequest), and what "all report parts have been received" rests on.
func informs(s *octt.Scenario, row int, q ocpp201.CustomerInformationRequest, ids ...string) informed {
	asked := time.Now()
	octt.Send(s, row, q).Receive(row+1, octt.Must("status", ocpp201.CustomerInformationStatusAccepted).Clause(ids...))
	return told(s, row+2, q.RequestID, asked)
}

func told(s *octt.Scenario, row, requestID int, asked time.Time) (all informed) {
	end, dated := asked.Add(s.Timeouts.Report), true
	for {
		part, call := octt.Receive[ocpp201.NotifyCustomerInformationRequest](s, row, octt.Until(end),
			octt.Must("requestId", requestID).Named("<requestId of the CustomerInformationRequest>"),
			octt.Must("seqNo", all.parts))
		call.Accept(row + 1)
		all.parts, all.data, all.last = all.parts+1, all.data+part.Data, call.Message()
		dated = dated && s.Generated(row, call.Message(), part.GeneratedAt.Time, asked)
		if part.TBC == nil || !*part.TBC {
			s.Nothing(row, 0, octt.As[ocpp201.NotifyCustomerInformationRequest]())
			return all
		}
		if call.Message().At.After(end) {
			s.Check(row, fmt.Sprintf("The report ends within %s.", s.Timeouts.Report), fmt.Sprintf("%d parts, and more to come", all.parts), "its last part")
			s.Stop()
		}
	}
}

// informsOfNothing plays the rows of a request whose one message says that there is no data. No document has words for that, so
// that nobody can hold a text against it; one that names the idToken is left for a person to read.
func informsOfNothing(s *octt.Scenario, row int, q ocpp201.CustomerInformationRequest, accepted, one string) {
	all := informs(s, row, q, accepted)
	s.CheckMessage(row+2, all.last, "One message says that no data was found: tbc is not true.", all.parts, 1, one)
	if strings.Contains(strings.ToLower(all.data), strings.ToLower(q.IDToken.IDToken)) {
		s.Note("The message about no data names the idToken; read whether it tells something of the customer all the same: %q.", all.data)
	}
}

// forgotten has the station clear what it keeps of <Configured valid idToken fields>. Whether it does so as it should is what the
// cases of N10 judge: one that does not is asked all the same.
func forgotten(s *octt.Scenario) {
	q := clearOf(s)
	answer, err := octt.Ask(s, q)
	switch {
	case err != nil:
		s.Note("The CustomerInformationRequest with clear true, by which the station is to forget the idToken: %v.", err)
		return
	case answer.Status != ocpp201.CustomerInformationStatusAccepted:
		s.Note("The CustomerInformationRequest with clear true, by which the station is to forget the idToken, was answered with %s.", answer.Status)
		return
	}
	if err := s.AwaitMessage(s.Timeouts.Message, ocpp201.NotifyCustomerInformationRequest{}.Action()); err != nil {
		s.Note("Nothing tells that the idToken was forgotten: %v.", err)
	}
	s.PassOver(nil, "it tells of the preparation", func(m *octt.Message) bool { return m.Action == ocpp201.NotifyCustomerInformationRequest{}.Action() })
}
