package c_authorization

import (
	"strconv"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_C_32_CS has the cache outlast a power cut.
//
// The state Booted is played by power cycle, as the manual actions of the case say, a while after the session that has put the
// idToken into the cache: what only the boot ends the cache has kept. Rows 2 and 3 are the message of the
// state Authorized (erratum 6.2.22). That no AuthorizeRequest comes is what shows the cache; the table only implies it.
// C10.FR.02 is a recommendation and the prerequisite excludes a cache in volatile memory, but no item of the PICS says
// so: such a station fails here, and a laboratory has to take the case out of its plan.
var TC_C_32_CS = octt.Register(octt.Case{
	ID:     "TC_C_32_CS",
	Modes:  octt.Both,
	Before: octt.Prepare(cacheInUse(), octt.States(accepted)),
	Main: func(s *octt.Scenario) {
		s.AwaitMore()
		s.Reach(1, states.Booted)
		s.Reach(2, states.Judged(s, states.AuthorizedUnasked("C10.FR.02")))
		s.Reach(4, states.EVConnectedPreSession)
		s.Reach(5, states.EnergyTransferStarted)
	},
})

// TC_C_33_CS has the cache take up what an AuthorizeResponse says.
//
// Rows 1 to 4, and 12 and 13, are the state Authorized (erratum 6.2.22); row 11 does not exist. LocalAuthListEnabled is
// asked for without "if implemented", but no condition of the case asks for a list. By their note rows 12 and 13 are left
// out where nothing has started a transaction by then; that no AuthorizeRequest comes is judged all the same.
var TC_C_33_CS = octt.Register(octt.Case{
	ID:     "TC_C_33_CS",
	Modes:  octt.Both,
	Before: octt.Prepare(cacheInUse(), listInUse(), octt.States(states.EVConnectedPreSession)),
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.Judged(s, states.Authorized))
		s.Reach(5, states.EnergyTransferStarted)
		s.Reach(6, states.EVConnectedPostSession)
		s.Reach(7, states.EVDisconnected)
		s.Reach(8, states.ParkingBayUnoccupied)
		s.Reach(9, states.ParkingBayOccupied)
		s.Reach(10, states.EVConnectedPreSession)
		s.Deem(s.Token, ocpp201.AuthorizationStatusInvalid)
		s.Reach(12, states.Judged(s, states.AuthorizedUnasked("C10.FR.04", "C12.FR.06")))
		s.PassOver(nil, "what a station does with a transaction whose idToken is refused is no matter of this case (part 2, E05)",
			func(m *octt.Message) bool { return m.Action == "TransactionEvent" })
	},
})

// TC_C_34_CS has the cache take up what a TransactionEventResponse says, in the form of erratum 6.2.28.
//
// MaxEnergyOnInvalidId need not be implemented (C-03). With the TxStartPoints Authorized and ParkingBayOccupancy the
// transaction is deauthorized before an EV is connected: then there is none to disconnect in step 3. Step 6 shows the cache
// by an AuthorizeRequest, which DisablePostAuthorize would take away; the table does not set it.
var TC_C_34_CS = octt.Register(octt.Case{
	ID:    "TC_C_34_CS",
	Modes: octt.Both,
	Before: octt.Prepare(cacheInUse(), listInUse(),
		octt.Config(
			octt.Is(stopTxOnInvalidID, "true"),
			octt.IsIfImplemented(maxEnergyOnInvalidID, "0")),
		askingAgain(),
		octt.States(accepted)),
	Main: func(s *octt.Scenario) {
		s.Deem(s.Token, ocpp201.AuthorizationStatusInvalid)
		s.Reach(1, states.Judged(s, states.Authorized))
		s.Reach(2, states.Deauthorized)
		s.If(3, octt.Given(states.EVConnected(s), "an EV is connected"), func() { s.Reach(3, states.EVDisconnected) })
		s.Reach(4, states.ParkingBayUnoccupied)
		states.Settle(s) // a transaction that is still open may tell that the EV has left
		s.Reach(5, states.ParkingBayOccupied)
		s.Reach(6, states.Judged(s, states.AuthorizedAsking("C10.FR.05", "C12.FR.06")))
	},
})

// TC_C_36_CS has the station ask about an idToken that is cached, because LocalPreAuthorize is false. The title places that
// variable in AuthCacheCtrlr; it is one of AuthCtrlr. Rows 1 and 2 are those of the state Authorized (erratum 6.2.22).
var TC_C_36_CS = octt.Register(octt.Case{
	ID:    "TC_C_36_CS",
	Modes: octt.Both,
	Before: octt.Prepare(
		octt.Config(
			octt.IsIfImplemented(cacheEnabled, "true"),
			octt.Is("AuthCtrlr.LocalPreAuthorize", "false")),
		states.Judging(),
		octt.States(accepted)),
	Main: func(s *octt.Scenario) {
		s.Deem(s.Token, ocpp201.AuthorizationStatusInvalid)
		s.Reach(1, states.Judged(s, states.Authorized))
	},
})

// TC_C_46_CS has an entry of the cache expire.
//
// The table sets AuthCacheLifeTime to <Configured TransactionDuration> and waits for as long, without the deviation that
// a comparison of times has: what has been done since the idToken was last used comes on top. The table does not set
// AuthCacheEnabled; a cache that is switched off would not show that anything has expired. Nor does it set
// DisablePostAuthorize, with which a station need not ask about an entry that it keeps as Expired (C10.FR.10). Step 2 says
// local.
var TC_C_46_CS = octt.Register(octt.Case{
	ID:    "TC_C_46_CS",
	Modes: octt.Both,
	Before: octt.Prepare(
		octt.Config(octt.Is("AuthCacheCtrlr.LifeTime", func(c *octt.Configured) string { return wholeSeconds(c.TransactionDuration) })),
		cacheInUse(), askingAgain(),
		octt.States(accepted, states.EVConnectedPreSession)),
	Main: func(s *octt.Scenario) {
		s.Wait(1, s.Configured.TransactionDuration, "the configured transaction duration, which is AuthCacheLifeTime")
		states.Uncached(s, s.Token)
		s.Reach(2, states.AuthorizedAsking("C10.FR.08").Local)
	},
})

// accepted is the memory state of the cases of this use case: the valid idToken is in the cache as Accepted.
var accepted = states.IDTokenCached(validToken, ocpp201.AuthorizationStatusAccepted)

// askingAgain has the station ask about what its cache holds as something else than Accepted.
func askingAgain() []octt.Preparation {
	return octt.Config(octt.IsIfImplemented("AuthCacheCtrlr.DisablePostAuthorize", "false"))
}

const cacheEnabled = "AuthCacheCtrlr.Enabled"

// listInUse is the configuration state LocalAuthListEnabled. The list itself stays empty: the manual actions speak of the
// cache.
func listInUse() []octt.Preparation {
	return octt.Config(octt.IsIfImplemented(octt.ListEnabled, "true"))
}

func wholeSeconds(d time.Duration) string { return strconv.Itoa(int(d / time.Second)) }
