package c_authorization

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_C_08_CS presents an idToken that is cached as Accepted. All cases of this file are played as erratum 6.2.22 has it:
// with the state Authorized in place of rows of their own, locally or remotely as the bench is configured.
var TC_C_08_CS = octt.Register(octt.Case{
	ID:    "TC_C_08_CS",
	Modes: octt.Both,
	Before: octt.Prepare(cacheInUse(),
		octt.States(states.IDTokenCached(validToken, ocpp201.AuthorizationStatusAccepted), states.EVConnectedPreSession)),
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.Judged(s, states.Authorized))
		s.Reach(2, states.EnergyTransferStarted)
	},
	Post: energyTransferStarted,
})

// TC_C_09_CS presents an idToken that is cached as Invalid, and still is invalid. The table ends with the answer, unlike
// that of TC_C_02_CS: that nothing starts is read as no matter of this case, whatever its name says.
var TC_C_09_CS = octt.Register(octt.Case{
	ID:     "TC_C_09_CS",
	Modes:  octt.Both,
	Before: cachedAndConnected(invalidToken, ocpp201.AuthorizationStatusInvalid, "false"),
	Main:   askedAgain,
})

// TC_C_10_CS presents an idToken that is cached as Blocked, and still is blocked. The AuthorizedResponse of its step 2 is
// no message of OCPP: an AuthorizeResponse is meant.
var TC_C_10_CS = octt.Register(octt.Case{
	ID:     "TC_C_10_CS",
	Modes:  octt.Both,
	Before: cachedAndConnected(blockedToken, ocpp201.AuthorizationStatusBlocked, "false"),
	Main:   askedAgain,
})

// TC_C_11_CS presents an idToken that is cached as Expired, and still has expired.
//
// Step 2 of the table answers the AuthorizeRequest by a TransactionEventResponse: an AuthorizeResponse is meant, as in
// TC_C_09_CS and TC_C_10_CS. Its validation names <Configured valid_idtoken>, against its manual action and its memory
// state, both of which have the expired one; a station can only ask for what was presented (C12.FR.05).
var TC_C_11_CS = octt.Register(octt.Case{
	ID:     "TC_C_11_CS",
	Modes:  octt.Both,
	Before: cachedAndConnected(expiredToken, ocpp201.AuthorizationStatusExpired, "false"),
	Main:   askedAgain,
})

// TC_C_12_CS presents an idToken that is cached as Invalid, and that the CSMS accepts now.
//
// As in TC_C_11_CS the validation names <Configured valid_idtoken>, and the idToken presented is the invalid one. The
// optional step 3 is the message of the state Authorized, which TxStartPoint decides about.
var TC_C_12_CS = octt.Register(octt.Case{
	ID:     "TC_C_12_CS",
	Modes:  octt.Both,
	Before: cachedAndConnected(invalidToken, ocpp201.AuthorizationStatusInvalid, "false"),
	Main: func(s *octt.Scenario) {
		s.Deem(s.Token, ocpp201.AuthorizationStatusAccepted)
		s.Reach(1, states.Judged(s, states.Authorized))
		s.Reach(5, states.EnergyTransferStarted)
	},
	Post: energyTransferStarted,
})

// TC_C_13_CS presents an idToken that is cached as Accepted before the EV is connected.
//
// Steps 1 and 2 are the message of the state Authorized, with the same validations. "If applicable" of the preparations
// is what the state itself says: a bench without a rig for the bay goes on without it.
var TC_C_13_CS = octt.Register(octt.Case{
	ID:    "TC_C_13_CS",
	Modes: octt.Both,
	Before: octt.Prepare(cacheInUse(),
		octt.States(states.IDTokenCached(validToken, ocpp201.AuthorizationStatusAccepted), states.ParkingBayOccupied)),
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.Judged(s, states.Authorized))
		s.Reach(3, states.EVConnectedPreSession)
		s.Reach(4, states.EnergyTransferStarted)
	},
	Post: energyTransferStarted,
})

// TC_C_57_CS presents an idToken that is cached as Invalid where the station must not ask again.
//
// "Authorization is refused" is no message. What a laboratory sees of it: the EV is connected, so that a driver who was
// not refused would be offered energy, and a TransactionEventRequest would tell of the authorization or of the charging,
// whatever TxStartPoint is. No such message may come within the <Configured message timeout>. The transaction that a
// plug or the bay has started goes on. Behind a cable lock (AQ-2) no EV can be connected, and only TxStartPoint Authorized
// shows a driver who was not refused; no document leaves such stations out.
var TC_C_57_CS = octt.Register(octt.Case{
	ID:     "TC_C_57_CS",
	Modes:  octt.Both,
	Before: cachedAndConnected(invalidToken, ocpp201.AuthorizationStatusInvalid, "true"),
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.Judged(s, states.Authorized))
		s.Nothing(0, 0, transactionEvents("an authorization or with chargingState Charging", tellsOfDriver))
	},
})

// askedAgain is the main part of the cases whose idToken is cached as something else than Accepted: the station asks the
// CSMS, which says the same as before.
func askedAgain(s *octt.Scenario) { s.Reach(1, states.Judged(s, states.Authorized)) }

// energyTransferStarted is the post scenario validation of that name. No message is called so; that the last chargingState
// told is Charging is what a CSMS sees of it.
func energyTransferStarted(s *octt.Scenario) {
	s.Check(0, "Energy transfer is started: the last chargingState is Charging.", s.ChargingState, ocpp201.ChargingStateCharging, "C12.FR.04")
}

// tellsOfDriver tells a message that only comes when a driver may charge.
func tellsOfDriver(e ocpp201.TransactionEventRequest) bool {
	charging := e.TransactionInfo.ChargingState != nil && *e.TransactionInfo.ChargingState == ocpp201.ChargingStateCharging
	return charging || e.IDToken != nil || e.TriggerReason == ocpp201.TriggerReasonAuthorized || e.TriggerReason == ocpp201.TriggerReasonRemoteStart
}

// cachedAndConnected are the preparations of the cases whose idToken is cached as something else than Accepted. The
// document writes AuthCacheCtrlrDisablePostAuthorize for AuthCacheCtrlr.DisablePostAuthorize.
func cachedAndConnected(token func(*octt.Configured) rigs.Token, status ocpp201.AuthorizationStatus, disablePostAuthorize string) []octt.Preparation {
	setting := octt.IsIfImplemented("AuthCacheCtrlr.DisablePostAuthorize", disablePostAuthorize)
	if disablePostAuthorize == "true" { // only TC_C_57_CS, which is about it
		setting = octt.Is("AuthCacheCtrlr.DisablePostAuthorize", disablePostAuthorize)
	}
	return octt.Prepare(cacheInUse(), octt.Config(setting),
		octt.States(states.IDTokenCached(token, status), states.EVConnectedPreSession))
}

// cacheInUse is the configuration of every case with cached idTokens. The document calls the variables AuthCacheEnabled and
// LocalPreAuthorize; the first is AuthCacheCtrlr.Enabled in the device model.
func cacheInUse() []octt.Preparation {
	return octt.Prepare(
		octt.Config(
			octt.IsIfImplemented("AuthCacheCtrlr.Enabled", "true"),
			octt.IsIfImplemented("AuthCtrlr.LocalPreAuthorize", "true")),
		states.Judging())
}

func validToken(c *octt.Configured) rigs.Token   { return c.ValidToken }
func invalidToken(c *octt.Configured) rigs.Token { return c.InvalidToken }
func blockedToken(c *octt.Configured) rigs.Token { return c.BlockedToken }
func expiredToken(c *octt.Configured) rigs.Token { return c.ExpiredToken }
