package c_authorization

import (
	"slices"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

const (
	localAuthorizeOffline = "AuthCtrlr.LocalAuthorizeOffline"
	offlineTxForUnknownID = "AuthCtrlr.OfflineTxForUnknownIdEnabled"

	// shortlyOffline is how long TC_C_16_CS and TC_C_17_CS leave the station offline after the act of step 1.
	shortlyOffline = 5 * time.Second
	shortly        = "the time that step 1 names"
)

func backOff(c *octt.Configured) string { return wholeSeconds(c.RetryBackOffWaitMinimum) }

func aMinuteMoreThanBackOff(c *octt.Configured) string {
	return wholeSeconds(c.RetryBackOffWaitMinimum + time.Minute)
}

// offlineWithCache are the preparations: the configuration, the idToken in the cache, and an EV that is connected.
func offlineWithCache(settings ...octt.Setting) []octt.Preparation {
	return octt.Prepare(cacheInUse(), octt.Config(settings...), states.BackingOff(),
		octt.States(accepted, states.EVConnectedPreSession))
}

// startedOffline plays steps 1 and 2, and begins step 3: the driver presents the idToken while the station is offline,
// and the CSMS calls it Invalid from now on.
func startedOffline(s *octt.Scenario, stay time.Duration, why string) *states.Delivery {
	s.Deem(s.Token, ocpp201.AuthorizationStatusInvalid)
	since := states.GoOffline(s, 1)
	states.PresentOffline(s)
	s.Wait(1, stay, why)
	states.AcceptAgain(s, 2, since)
	return states.Delivers(s, 3)
}

// reaction plays step 5, the message that follows from the answer Invalid, with the messages of the queue before and after
// it: they may come in any order. needed is one that the queue must have. Where step 5 stays away the queue is judged
// first, because it may tell why.
func reaction(queue *states.Delivery, is, needed func(states.Delivered) bool, play, judge func()) {
	came := queue.Until(is)
	if !came {
		judge()
	}
	play()
	queue.Rest(func() bool { return queue.Has(needed) })
	if came {
		judge()
	}
}

// judgeAuthorized judges the messages that tell of the authorization.
func judgeAuthorized(s *octt.Scenario, queue *states.Delivery) {
	queue.Firsts()
	queue.Each("idToken.idToken is <Configured valid_idtoken_idtoken> where triggerReason is Authorized.", authorizes,
		func(m states.Delivered) any { return tokenOf(m).IDToken }, octt.Identifier(s.Token.ID), "C12.FR.02")
	queue.Each("idToken.type is <Configured valid_idtoken_type> where triggerReason is Authorized.", authorizes,
		func(m states.Delivered) any { return tokenOf(m).Type }, s.Token.Type, "C12.FR.02")
	queue.Each("offline is true where triggerReason is Authorized.", authorizes,
		func(m states.Delivered) any { return m.Offline() }, true, "E04.FR.03")
}

// judgeCharging judges that the energy transfer was begun offline.
func judgeCharging(queue *states.Delivery) {
	told := func(m states.Delivered) bool { return m.Offline() && m.State() == ocpp201.ChargingStateCharging }
	queue.OneOr("triggerReason ChargingStateChanged and offline true", chargingOffline, told,
		"Part 2, section 1.5 of E lets the message of another event tell of Charging: a laboratory may fail it.", "C12.FR.04", "E04.FR.03")
}

// suspension plays the rows of the message by which a station tells that it has suspended the energy transfer. Where
// TxStopPoint contains EnergyTransfer that ends the transaction instead (part 2, E05.FR.02 excludes it, E06.FR.07).
func suspension(s *octt.Scenario, row int) {
	kind := octt.Must("eventType", ocpp201.TransactionEventEnumUpdated).Clause("E05.FR.02")
	state := octt.Must("transactionInfo.chargingState", ocpp201.ChargingStateSuspendedEVSE).Clause("E05.FR.02")
	if endsWithEnergy(s) {
		kind = octt.Must("eventType", ocpp201.TransactionEventEnumEnded).Clause("E06.FR.07")
		state = octt.Must("transactionInfo.chargingState", noEnergy).Clause("E06.FR.07")
	}
	states.TransactionEvent(s, row, []ocpp201.TriggerReason{ocpp201.TriggerReasonChargingStateChanged}, kind, state)
}

// noEnergy is what chargingState tells when the station offers no energy to a connected EV.
var noEnergy = octt.OneOf(ocpp201.ChargingStateEVConnected, ocpp201.ChargingStateSuspendedEVSE)

// energyStopped is the post scenario validation that the energy flow stops on receiving the status Invalid. No rig of a
// bench measures energy: it is judged by what the station says of the charging state, the last time and from then on.
// Meter values of the offline period, which tell of Charging too, may come as late as they like.
func energyStopped(s *octt.Scenario) {
	if s.PICS.Answer(pics.AQ_2) == pics.Yes {
		states.ForgetStatus(s, ocpp201.ConnectorStatusOccupied,
			"the cable lock has let the EV in while the station was offline, and it is told afterwards (part 2, B04.FR.02)")
	}
	s.NothingYet(0, s.Timeouts.Optional, transactionEvents("chargingState Charging", func(e ocpp201.TransactionEventRequest) bool {
		m := states.Delivered{TransactionEventRequest: e}
		return m.State() == ocpp201.ChargingStateCharging && !m.Offline()
	}))
	s.Check(0, "The energy flow has stopped: the last chargingState of the transaction tells so.", states.FinalState(s), noEnergy,
		"E05.FR.02", "E05.FR.09", "E05.FR.10")
}

// onlyMaxEnergy is the post scenario validation that the energy transfer is started, but only MaxEnergyOnInvalidId is
// delivered. The first half is shown by what the station has told; for the second the energy has to flow, which takes half
// an hour at 22 kW and has no row: it is judged where the bench gives that time.
func onlyMaxEnergy(s *octt.Scenario) {
	s.Check(0, "The energy transfer is started and goes on: the last chargingState of the transaction tells so.",
		states.FinalState(s), ocpp201.ChargingStateCharging, "E05.FR.03")
	limit := s.Timeouts.MaxEnergy
	s.If(0, octt.Given(limit > 0, "the bench gives the time for MaxEnergyOnInvalidId to flow (timeouts: max_energy)"), func() {
		m := s.ReceiveEither(0, octt.As[ocpp201.TransactionEventRequest](octt.Within(limit),
			octt.Must("triggerReason", ocpp201.TriggerReasonChargingStateChanged).Clause("E05.FR.02"),
			octt.Must("transactionInfo.chargingState", noEnergy).Clause("E05.FR.02")))
		s.Respond(0, m)
	})
}

func endsWithEnergy(s *octt.Scenario) bool {
	return slices.Contains(s.List("TxCtrlr.TxStopPoint"), "EnergyTransfer")
}

// The messages that the tables tell apart.

func authorizes(m states.Delivered) bool { return m.TriggerReason == ocpp201.TriggerReasonAuthorized }

func deauthorized(m states.Delivered) bool {
	return m.TriggerReason == ocpp201.TriggerReasonDeauthorized
}

// carriesToken tells the message that the CSMS answers with its judgement of the idToken.
func carriesToken(m states.Delivered) bool { return m.IDToken != nil }

func chargingOffline(m states.Delivered) bool {
	return m.TriggerReason == ocpp201.TriggerReasonChargingStateChanged && m.Offline()
}

func suspends(m states.Delivered) bool { return m.State() == ocpp201.ChargingStateSuspendedEVSE }

// reacts tells the message of step 5 of TC_C_17_CS from one of the queue that reports the same state on the way to
// Charging: the reaction comes online, after the answer.
func reacts(s *octt.Scenario, queue *states.Delivery, m states.Delivered) bool {
	stops := suspends(m) || endsWithEnergy(s) && m.EventType == ocpp201.TransactionEventEnumEnded
	return stops && !m.Offline() && queue.Has(carriesToken)
}

func tokenOf(m states.Delivered) ocpp201.IDToken {
	if m.IDToken == nil {
		return ocpp201.IDToken{}
	}
	return *m.IDToken
}
