package n_diagnostics

import (
	"math/rand/v2"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_N_30_CS has the station tell what it keeps of a driver, and forget it. Row 7 is expected where row 6 says Accepted (note of
// table 363). That it does not tell again what it has forgotten is part 2, N10.FR.03, which the case cites and its table does not
// validate. What stands in a Local Authorization List stays (N10.FR.03): where the preparations have put the idToken there, a text
// that is the same again may be about that, and is a WARNING.
var TC_N_30_CS = octt.Register(octt.Case{
	ID:     "TC_N_30_CS",
	Modes:  octt.Both,
	Before: knownDriver(),
	Main: func(s *octt.Scenario) {
		before := informs(s, 1, both(s), "N10.FR.01")
		s.CheckMessage(3, before.last, "The data is not empty.", before.data != "", true, "N10.FR.03")
		again, asked := reportOf(s), time.Now()
		answer := octt.Send(s, 5, again).Receive(6)
		s.If(7, octt.Given(answer.Status == ocpp201.CustomerInformationStatusAccepted, "the status in step 6 is Accepted"), func() {
			rest := told(s, 7, again.RequestID, asked)
			s.CheckMessage(7, rest.last, "One message tells of nothing: tbc is not true.", rest.parts, 1, "N09.FR.06")
			judge := s.CheckMessage
			if states.HasList(s) {
				judge = s.RemarkMessage
			}
			judge(7, rest.last, "What was told of the customer before is no longer told.", rest.data != before.data, true, "N10.FR.03")
		})
	},
})

// TC_N_31_CS has it tell and forget what it does not have. That it has nothing is the prerequisite, which its memory state does not
// see to: it is cleared first, as in TC_N_28_CS.
var TC_N_31_CS = octt.Register(octt.Case{
	ID:     "TC_N_31_CS",
	Before: octt.Do(forgotten),
	Main:   func(s *octt.Scenario) { informsOfNothing(s, 1, both(s), "N10.FR.01", "N10.FR.04") },
})

// TC_N_32_CS has it forget without a report. One message says that it has.
var TC_N_32_CS = octt.Register(octt.Case{
	ID: "TC_N_32_CS",
	Main: func(s *octt.Scenario) {
		all := informs(s, 1, clearOf(s), "N10.FR.01")
		s.CheckMessage(3, all.last, "One message says that the data was cleared.", all.parts, 1, "N10.FR.06")
	},
})

// TC_N_62_CS does as TC_N_30_CS with a customer whom the tester has to store at the station: how that is done is its maker's.
//
// The table wants the data of step 7 to be empty. Part 2 has one message "indicating that no data was found" (N09.FR.06), which a text
// may say: one that does not tell again what was told before is a WARNING.
var TC_N_62_CS = octt.Register(octt.Case{
	ID:     "TC_N_62_CS",
	Before: octt.Do(func(s *octt.Scenario) { s.Act(0, rigs.StoreCustomer(s.Configured.CustomerIdentifier)) }),
	Main: func(s *octt.Scenario) {
		before := informs(s, 1, identified(s, true), "N10.FR.01")
		s.CheckMessage(3, before.last, "The data is not empty.", before.data != "", true, "N10.FR.03")
		rest := informs(s, 5, identified(s, false), "N09.FR.02")
		s.CheckMessage(7, rest.last, "What was told of the customer before is no longer told.", rest.data != "" && rest.data == before.data, false, "N10.FR.03")
		s.RemarkMessage(7, rest.last, "The data is empty. Part 2, N09.FR.06 lets a message say so in words: a laboratory may fail it.", rest.data, "", "N09.FR.06")
	},
})

// identified is a request for <Configured customerIdentifier> with report, and with clear or not.
func identified(s *octt.Scenario, clear bool) ocpp201.CustomerInformationRequest {
	return ocpp201.CustomerInformationRequest{RequestID: int(rand.Int32()), Report: true, Clear: clear, CustomerIdentifier: &s.Configured.CustomerIdentifier}
}
