package c_authorization

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// All cases of this file are played as erratum 6.2.22 has it: with the state Authorized in place of rows of their own, locally or
// remotely as the bench is configured. The document writes LocalAuthListEnabled and LocalAuthListDisablePostAuthorize for
// Enabled and DisablePostAuthorize of LocalAuthListCtrlr.

// TC_C_27_CS presents an idToken that the Local Authorization List has as Accepted. Steps 1 and 2 are the message of the state.
var TC_C_27_CS = octt.Register(octt.Case{
	ID:     "TC_C_27_CS",
	Modes:  octt.Both,
	Before: octt.Prepare(listAhead(), states.Judging(), octt.States(listedAs(validToken, ocpp201.AuthorizationStatusAccepted))),
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.Judged(s, states.AuthorizedUnasked("C14.FR.02")))
		s.Reach(3, states.EVConnectedPreSession)
		s.Reach(4, states.EnergyTransferStarted)
	},
	Post: energyTransferred("C14.FR.02"),
})

// TC_C_28_CS presents an idToken that the list has as Invalid, and that the CSMS calls so, too. The table ends with the answer, as
// that of TC_C_09_CS: that nothing starts is read as no matter of this case.
var TC_C_28_CS = octt.Register(octt.Case{
	ID:     "TC_C_28_CS",
	Modes:  octt.Both,
	Before: octt.Prepare(listedAndAsked(invalidToken, ocpp201.AuthorizationStatusInvalid)),
	Main:   askedAgain,
})

// TC_C_29_CS presents an idToken that the list has as Blocked, at an EV that is connected.
var TC_C_29_CS = octt.Register(octt.Case{
	ID:     "TC_C_29_CS",
	Modes:  octt.Both,
	Before: octt.Prepare(listedAndAsked(blockedToken, ocpp201.AuthorizationStatusBlocked), octt.States(states.EVConnectedPreSession)),
	Main:   askedAgain,
})

// TC_C_30_CS presents an idToken that the list has as Expired, at an EV that is connected.
var TC_C_30_CS = octt.Register(octt.Case{
	ID:     "TC_C_30_CS",
	Modes:  octt.Both,
	Before: octt.Prepare(listedAndAsked(expiredToken, ocpp201.AuthorizationStatusExpired), octt.States(states.EVConnectedPreSession)),
	Main:   askedAgain,
})

// TC_C_31_CS presents an idToken that the list has as Invalid, and that the CSMS accepts now.
var TC_C_31_CS = octt.Register(octt.Case{
	ID:     "TC_C_31_CS",
	Modes:  octt.Both,
	Before: listedAndAsked(invalidToken, ocpp201.AuthorizationStatusInvalid),
	Main: func(s *octt.Scenario) {
		s.Deem(s.Token, ocpp201.AuthorizationStatusAccepted)
		s.Reach(1, states.Judged(s, states.Authorized))
		s.Reach(2, states.EVConnectedPreSession)
		s.Reach(3, states.EnergyTransferStarted)
	},
	Post: energyTransferred("C14.FR.03"),
})

// TC_C_58_CS presents an idToken that the list has as Invalid where the station must not ask about it.
//
// "Authorization is refused" is no message, and unlike in TC_C_57_CS no EV is connected, so that only a start at Authorized shows a
// driver who was not refused: the preparations see to that where the product can. No message that tells of him may come within the
// <Configured message timeout>. "Test case Id TC_C_28_CS" in table 87 is a slip of the pen.
var TC_C_58_CS = octt.Register(octt.Case{
	ID:    "TC_C_58_CS",
	Modes: octt.Both,
	Before: octt.Prepare(listAhead(), octt.Config(octt.Is(listPostAuthorize, "true")), states.Judging(), startingAuthorized(),
		octt.States(listedAs(invalidToken, ocpp201.AuthorizationStatusInvalid))),
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.Judged(s, states.Authorized))
		s.Nothing(0, 0, transactionEvents("an authorization or with chargingState Charging", tellsOfDriver))
	},
})

// energyTransferred is the post scenario validation "Energy is transferred": that the last chargingState told is Charging is what a
// CSMS sees of it.
func energyTransferred(ids ...string) func(*octt.Scenario) {
	return func(s *octt.Scenario) {
		s.Check(0, "Energy is transferred: the last chargingState is Charging.", s.ChargingState, ocpp201.ChargingStateCharging, ids...)
	}
}

const listPostAuthorize = "LocalAuthListCtrlr.DisablePostAuthorize"

// listedAndAsked are the preparations of the cases in which the station has to ask about what its list has.
func listedAndAsked(token func(*octt.Configured) rigs.Token, status ocpp201.AuthorizationStatus) []octt.Preparation {
	return octt.Prepare(listAhead(), askingAboutListed(), states.Judging(), octt.States(listedAs(token, status)))
}

// askingAboutListed has the station ask about what its list holds as something else than Accepted.
func askingAboutListed() []octt.Preparation {
	return octt.Config(octt.IsIfImplemented(listPostAuthorize, "false"))
}

// listAhead is the configuration in which the station goes by its list without asking.
func listAhead() []octt.Preparation {
	return octt.Config(octt.IsIfImplemented(octt.ListEnabled, "true"), octt.IsIfImplemented("AuthCtrlr.LocalPreAuthorize", "true"))
}

// listedAs is the memory state of the cases with a list of one idToken.
func listedAs(token func(*octt.Configured) rigs.Token, status ocpp201.AuthorizationStatus) octt.State {
	return states.IDTokenLocalAuthList(states.Listed{Token: token, Status: status})
}
