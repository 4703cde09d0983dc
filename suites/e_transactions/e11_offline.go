package e_transactions

import (
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_E_40_CS goes offline for some meter values. SampledDataEnabled is SampledDataCtrlr.Enabled, which a station need not
// have (part 2, section 2.7).
var TC_E_40_CS = octt.Register(octt.Case{
	ID:    "TC_E_40_CS",
	Modes: octt.Both,
	Before: octt.Prepare(
		octt.Config(offlineFor(backOff)...),
		octt.Config(octt.IsIfWritable("SampledDataCtrlr.Enabled", "true")),
		octt.States(states.EnergyTransferStarted)),
	Main: func(s *octt.Scenario) {
		since := states.GoOffline(s, 1)
		s.Wait(2, s.Configured.RetryBackOffWaitMinimum, "RetryBackOffWaitMinimum")
		queued(s, 3, states.AcceptAgain(s, 2, since))
	},
})

// queued plays the rows of the messages that waited while a transaction went on; back is when the connection was made again.
//
// "All messages" of TC_E_40_CS, and "one or more" of TC_E_29_CS and TC_E_33_CS, are those whose timestamp lies before that,
// less the laboratory's deviation, and those that say that they waited: the station goes on to tell of the transaction while
// it empties its queue, and may tell what is new first (part 6, section 2.1). A change of the charging rate may be told at
// any time, and need not carry values (part 2, E02.FR.17, note).
func queued(s *octt.Scenario, row int, back time.Time) {
	before := back.Add(-s.Timeouts.Deviation)
	offline := func(m states.Delivered) bool { return m.Timestamp.Before(before) || m.Offline() }
	metered := func(m states.Delivered) bool {
		return offline(m) && m.TriggerReason != ocpp201.TriggerReasonChargingRateChanged
	}
	queue := states.DeliversAll(s, row)
	queue.Offline(before)
	queue.One("a timestamp of the offline period",
		func(m states.Delivered) bool { return m.Timestamp.Before(back) && offline(m) }, "E11.FR.01")
	queue.Each("eventType is Updated.", offline, func(m states.Delivered) any { return m.EventType }, ocpp201.TransactionEventEnumUpdated)
	queue.Each("meterValue is present.", metered, func(m states.Delivered) any { return len(m.MeterValue) > 0 }, true, "E11.FR.03")
	queue.Each("offline is true.", offline, func(m states.Delivered) any { return m.Offline() }, true, "E11.FR.02")
}

// TC_E_43_CS has a transaction begin and end offline. By erratum 6.2.54 the state is one of the preparations, so that step
// 1 is the table's step 2. The state asks for OfflineTxForUnknownIdEnabled where the station has it.
//
// Beside the validations of the table the rules of every case about the first message with the idToken and with the EVSE
// hold for the messages of the queue.
var TC_E_43_CS = octt.Register(octt.Case{
	ID:     "TC_E_43_CS",
	Before: octt.Prepare(states.OfflineAuthorization(), octt.States(states.TransactionEventsInQueueEnded)),
	Main: func(s *octt.Scenario) {
		queue := emptied(s, 1)
		queue.Firsts()
		queue.One("eventType Started", func(m states.Delivered) bool { return m.EventType == ocpp201.TransactionEventEnumStarted }, "E12.FR.01")
		queue.One("eventType Ended", ends, "E12.FR.01")
	},
})

// TC_E_44_CS ends a transaction offline, with the idToken that started it. The session may have been started remotely: the
// idToken is then the one of the RequestStartTransactionRequest.
//
// "RetryBackOffWaitMinimum_duration should be long enough to execute manual tasks" is advice: the CSMS accepts no attempt to
// connect before the acts are done, and waits for the next.
var TC_E_44_CS = octt.Register(octt.Case{
	ID:     "TC_E_44_CS",
	Modes:  octt.Both,
	Before: octt.Prepare(octt.Config(backingOffFor(backOff)...), states.BackingOff(), octt.States(states.EnergyTransferStarted)),
	Main: func(s *octt.Scenario) {
		stopsOffline(s, s.Token, "Present the same idToken as used to start the transaction.", "E08.FR.01")
	},
})

// TC_E_45_CS ends a transaction offline, with another idToken of the group.
//
// The prerequisite asks for one of the two memory states: each is reached where the product has it. "Authorized
// with <Configured GroupIdToken>" is the state with <Configured valid idtoken fields>, of which the CSMS says that they are of the group.
var TC_E_45_CS = octt.Register(octt.Case{
	ID:    "TC_E_45_CS",
	Modes: octt.Both,
	Before: octt.Prepare(
		octt.Config(backingOffFor(backOff)...), states.BackingOff(),
		octt.Config(octt.IsIfImplemented("AuthCacheCtrlr.Enabled", "true"), octt.IsIfImplemented(octt.ListEnabled, "true"),
			octt.Is("AuthCtrlr.LocalAuthorizeOffline", "true")),
		octt.Do(func(s *octt.Scenario) {
			s.Belongs(s.Configured.ValidToken, s.Configured.GroupIDToken)
			s.Belongs(s.Configured.ValidToken2, s.Configured.GroupIDToken)
		}),
		octt.Do(func(s *octt.Scenario) {
			states.Known(s, func(c *octt.Configured) rigs.Token { return c.ValidToken2 })
			s.Token = s.Configured.ValidToken
		}),
		octt.States(states.Authorized, states.EnergyTransferStarted)),
	Main: func(s *octt.Scenario) {
		token := s.Configured.ValidToken2
		stopsOffline(s, token, "Present idToken "+token.ID+" ("+token.Type+").", "E08.FR.02")
	},
})

// stopsOffline is the main part of the cases that end a transaction while the station is offline. id is the requirement by
// which the idToken has stopped the energy offer: that the station tells so in the end no table asks.
func stopsOffline(s *octt.Scenario, token rigs.Token, sentence, id string) {
	since := states.GoOffline(s, 1)
	states.StopOffline(s, token, sentence)
	states.Disconnect(s)
	states.LeaveOffline(s, "Only needed if TxStopPoint is ParkingBayOccupancy")
	states.AcceptAgain(s, 2, since)
	queue := emptied(s, 3)
	queue.One("eventType Ended", ends, "E08.FR.04", "E08.FR.05")
	s.Remark(3, "The last chargingState of the transaction tells that the energy transfer has stopped: part 2 asks for it, and the table does not look at it.",
		states.FinalState(s) != ocpp201.ChargingStateCharging, true, id)
}

// emptied takes the messages of a queue that ends with the transaction, and judges that each was marked.
func emptied(s *octt.Scenario, row int) *states.Delivery {
	queue := states.DeliversAll(s, row)
	queue.Rest(func() bool { return queue.Has(ends) })
	queue.Each("offline is true.", func(states.Delivered) bool { return true }, func(m states.Delivered) any { return m.Offline() }, true, "E08.FR.06", "E08.FR.07", "E12.FR.02")
	states.ToldConnector(s, row, "The table asks for the TransactionEventRequests only.", ocpp201.ConnectorStatusAvailable)
	return queue
}

func ends(m states.Delivered) bool { return m.EventType == ocpp201.TransactionEventEnumEnded }
