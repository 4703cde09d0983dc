package c_authorization

import (
	"slices"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_C_39_CS has one driver start, and another of the same group stop.
//
// Steps 6 and 8 validate <Configured valid_idtoken_idtoken>, and the manual action before them presents another valid
// idToken of the group. The action is followed, with valid_idtoken2: the idToken that started would stop without an
// AuthorizeRequest (C09.FR.07), and step 6 could not come.
var TC_C_39_CS = octt.Register(octt.Case{
	ID:     "TC_C_39_CS",
	Before: octt.Prepare(oneGroup(validToken, validToken2), octt.States(states.EVConnectedPreSession)),
	Main: func(s *octt.Scenario) {
		states.Identified(s, 1, 3)
		s.Reach(5, states.EnergyTransferStarted)
		s.Token = s.Configured.ValidToken2
		states.Stopped(s, 6, 8)
		s.Reach(10, states.EVConnectedPostSession)
		s.Reach(11, states.EVDisconnected)
		s.Reach(12, states.ParkingBayUnoccupied)
	},
})

// TC_C_41_CS is TC_C_39_CS with both idTokens in the Authorization Cache, so that the CSMS is asked for neither.
//
// The validation of step 4 names <Configured valid_idtoken_idtoken>; as in TC_C_39_CS the idToken is the one that was
// presented, valid_idtoken2. It wins over "omit" of the state that step 4 executes (table 432). That state is the local
// one, because the action before it is one at the reader.
var TC_C_41_CS = octt.Register(octt.Case{
	ID:    "TC_C_41_CS",
	Modes: octt.Both,
	Before: octt.Prepare(oneGroup(validToken, validToken2), cacheInUse(),
		octt.States(
			states.IDTokenCached(validToken, ocpp201.AuthorizationStatusAccepted),
			states.IDTokenCached(validToken2, ocpp201.AuthorizationStatusAccepted),
			states.EVConnectedPreSession)),
	Main: func(s *octt.Scenario) {
		s.Token = s.Configured.ValidToken
		states.Identified(s, 0, 1)
		s.Reach(3, states.EnergyTransferStarted)
		s.Token = s.Configured.ValidToken2
		s.Reach(4, states.StopAuthorizedByGroup)
		s.Reach(5, states.EVConnectedPostSession)
		s.Reach(6, states.EVDisconnected)
		s.Reach(7, states.ParkingBayUnoccupied)
	},
})

// TC_C_42_CS presents an idToken of the group that the CSMS calls Invalid: it stops nothing.
//
// Step 6 validates <Configured valid_idtoken_idtoken>, and the action before it presents an invalid idToken: the one that
// is presented is meant, as TC_C_44_CS has it.
var TC_C_42_CS = octt.Register(octt.Case{
	ID:     "TC_C_42_CS",
	Before: octt.Prepare(oneGroup(validToken, invalidToken), octt.States(states.EVConnectedPreSession)),
	Main: func(s *octt.Scenario) {
		states.Identified(s, 1, 3)
		s.Reach(5, states.EnergyTransferStarted)
		states.Presented(s, s.Configured.InvalidToken, 6)
		nothingStops(s, 7)
	},
	Post: states.StillCharging,
})

// TC_C_44_CS is TC_C_42_CS with both idTokens in the Authorization Cache. Of the invalid one the CSMS is asked all the
// same, because the cache does not hold it as Accepted (C12.FR.05, with AuthCacheCtrlr.DisablePostAuthorize false).
//
// The document writes AuthCacheCtrlrDisablePostAuthorize: the variable DisablePostAuthorize of AuthCacheCtrlr. The
// memory state of an idToken that is not Accepted leaves the EV in the bay (erratum 6.2.120), from where the case goes on.
var TC_C_44_CS = octt.Register(octt.Case{
	ID:    "TC_C_44_CS",
	Modes: octt.Both,
	Before: octt.Prepare(oneGroup(validToken, invalidToken), cacheInUse(), askingAgain(),
		octt.States(
			states.IDTokenCached(validToken, ocpp201.AuthorizationStatusAccepted),
			states.IDTokenCached(invalidToken, ocpp201.AuthorizationStatusInvalid),
			states.EVConnectedPreSession)),
	Main: func(s *octt.Scenario) {
		s.Token = s.Configured.ValidToken
		states.Identified(s, 0, 1)
		s.Reach(3, states.EnergyTransferStarted)
		states.Presented(s, s.Configured.InvalidToken, 4)
		nothingStops(s, 5)
	},
})

// TC_C_40_CS is TC_C_39_CS with both idTokens in the Local Authorization List, so that the CSMS is asked for neither.
//
// The action before step 4 speaks of the Authorization Cache, and the memory state and the purpose of the list: the idToken is
// where the memory state has put it. As in TC_C_41_CS the idToken of step 4 is the one that is presented.
var TC_C_40_CS = octt.Register(octt.Case{
	ID: "TC_C_40_CS",
	Before: octt.Prepare(oneGroup(validToken, validToken2), listAhead(),
		octt.States(
			states.IDTokenLocalAuthList(
				states.Listed{Token: validToken, Status: ocpp201.AuthorizationStatusAccepted},
				states.Listed{Token: validToken2, Status: ocpp201.AuthorizationStatusAccepted}),
			states.EVConnectedPreSession)),
	Main: func(s *octt.Scenario) {
		states.Identified(s, 0, 1)
		s.Reach(3, states.EnergyTransferStarted)
		s.Token = s.Configured.ValidToken2
		s.Reach(4, states.StopAuthorizedByGroup)
		s.Reach(5, states.EVConnectedPostSession)
		s.Reach(6, states.EVDisconnected)
		s.Reach(7, states.ParkingBayUnoccupied)
	},
})

// TC_C_43_CS is TC_C_42_CS with both idTokens in the Local Authorization List, the other one as Invalid: the CSMS is asked about
// that one all the same (C14.FR.03, with LocalAuthListCtrlr.DisablePostAuthorize false, which the table does not set).
//
// The validation of step 4 names <Configured valid_idtoken>, and those of step 6 stand for a step that the table does not have, with
// a message that its note forbids: the idToken of step 4 is the one that is presented, as TC_C_44_CS has it, and step 6 is left out.
var TC_C_43_CS = octt.Register(octt.Case{
	ID: "TC_C_43_CS",
	Before: octt.Prepare(oneGroup(validToken, invalidToken), listAhead(), askingAboutListed(),
		octt.States(
			states.IDTokenLocalAuthList(
				states.Listed{Token: validToken, Status: ocpp201.AuthorizationStatusAccepted},
				states.Listed{Token: invalidToken, Status: ocpp201.AuthorizationStatusInvalid}),
			states.EVConnectedPreSession)),
	Main: func(s *octt.Scenario) {
		states.Identified(s, 0, 1)
		s.Reach(3, states.EnergyTransferStarted)
		states.Presented(s, s.Configured.InvalidToken, 4)
		nothingStops(s, 5)
	},
})

func validToken2(c *octt.Configured) rigs.Token { return c.ValidToken2 }

// oneGroup has the CSMS say of idTokens that they are of the group <Configured groupIdToken>, in every response that tells
// about them, those of the preparations included: a cache has the group from there (part 2, C09, remark).
func oneGroup(tokens ...func(*octt.Configured) rigs.Token) []octt.Preparation {
	return octt.Do(func(s *octt.Scenario) {
		for _, token := range tokens {
			s.Belongs(token(&s.Configured), s.Configured.GroupIDToken)
		}
	})
}

// nothingStops plays the note that the OCTT waits to see whether the Charging Station sends a TransactionEventRequest. The
// note names no time: it is that of the other cases that wait for such a silence, <Configured message timeout>. Meter
// values and changes of the charging rate are the ongoing energy transfer's own, and no answer to the idToken, as long as
// it goes on.
func nothingStops(s *octt.Scenario, row int) {
	ofItsOwn := []ocpp201.TriggerReason{ocpp201.TriggerReasonMeterValuePeriodic, ocpp201.TriggerReasonMeterValueClock, ocpp201.TriggerReasonChargingRateChanged}
	s.Nothing(row, s.Configured.MessageTimeout, transactionEventsBy(octt.By("C09.FR.11"), "more than meter values or a change of the charging rate", func(e ocpp201.TransactionEventRequest) bool {
		state := states.Delivered{TransactionEventRequest: e}.State()
		goesOn := state == "" || state == ocpp201.ChargingStateCharging
		return e.EventType != ocpp201.TransactionEventEnumUpdated || e.IDToken != nil || !goesOn || !slices.Contains(ofItsOwn, e.TriggerReason)
	}))
}
