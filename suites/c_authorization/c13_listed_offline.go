package c_authorization

import (
	"slices"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_C_21_CS starts a transaction offline with an idToken that the Local Authorization List has as Accepted, and stops it when the
// station is online again.
//
// The manual actions stand before step 1, and the station may still be emptying its queue while they are done: what it tells of
// both is taken together. "Message(s) before the StopAuthorize" are those with a lower seqNo. That offline is true cannot hold for
// one that tells of a change of the charging state which has come about online, as in TC_C_26_CS. Row 3 has no act of its own: the
// EV has left before step 1.
var TC_C_21_CS = octt.Register(octt.Case{
	ID: "TC_C_21_CS",
	Before: octt.Prepare(offlineByList("false"), states.BackingOff(),
		octt.States(listedAs(validToken, ocpp201.AuthorizationStatusAccepted), states.StartOfflineTransaction)),
	Main: func(s *octt.Scenario) {
		since := time.Now()
		states.EndOnline(s)
		queue := states.Delivers(s, 1)
		if slices.Contains(s.List("TxCtrlr.TxStopPoint"), "ParkingBayOccupancy") {
			queue.Until(func(m states.Delivered) bool { return m.TriggerReason == ocpp201.TriggerReasonEVDeparted })
		} else {
			queue.Rest(func() bool { return states.Ended(s) })
		}
		last := 0 // seqNo of the message that tells who stopped
		queue.Has(func(m states.Delivered) bool {
			stops := m.TriggerReason == ocpp201.TriggerReasonStopAuthorized
			if stops {
				last = m.SeqNo
			}
			return stops
		})
		queue.Each("offline is true, before triggerReason StopAuthorized.", func(m states.Delivered) bool {
			return m.SeqNo < last && (!tellsState(m) || m.Timestamp.Before(since.Add(-s.Timeouts.Deviation)))
		}, func(m states.Delivered) any { return m.Offline() }, true, "E04.FR.03")
		queue.One("the idToken of the list and offline true", func(m states.Delivered) bool { return carriesToken(m) && m.Offline() }, "C13.FR.02")
		queue.One("triggerReason StopAuthorized", func(m states.Delivered) bool { return m.SeqNo == last && last > 0 }, "E07.FR.01")
		queue.Firsts()
		states.PluggedIn(s, 1)
		states.ConnectorStatus(s, 1, ocpp201.ConnectorStatusAvailable, s.Configured.Place())
		s.Reach(3, states.Departed)
	},
})

// TC_C_22_CS presents an idToken offline that the list has as Invalid.
var TC_C_22_CS = octt.Register(octt.Case{
	ID:     "TC_C_22_CS",
	Before: refusedByList(invalidToken, ocpp201.AuthorizationStatusInvalid),
	Main:   refusedOffline,
})

// TC_C_23_CS presents an idToken offline that the list has as Blocked.
var TC_C_23_CS = octt.Register(octt.Case{
	ID:     "TC_C_23_CS",
	Before: refusedByList(blockedToken, ocpp201.AuthorizationStatusBlocked),
	Main:   refusedOffline,
})

// TC_C_24_CS presents an idToken offline that the list has as Expired: by its status, and without cacheExpiryDateTime.
var TC_C_24_CS = octt.Register(octt.Case{
	ID:     "TC_C_24_CS",
	Before: refusedByList(expiredToken, ocpp201.AuthorizationStatusExpired),
	Main:   refusedOffline,
})

// TC_C_25_CS presents an idToken offline that the list has as Invalid, and the cache as Accepted.
//
// The table does not set AuthCacheEnabled; without a cache the case would not show which of both goes first. A transaction that the
// plug has started before goes on: what may not come is a message that a driver may charge. Row 3 names no time: it is that of the
// other cases that wait for such a silence, <Configured message timeout>.
var TC_C_25_CS = octt.Register(octt.Case{
	ID:    "TC_C_25_CS",
	Modes: octt.Both,
	Before: octt.Prepare(offlineByList("true"), states.Judging(),
		octt.Config(octt.IsIfImplemented(cacheEnabled, "true"), octt.Is(stopTxOnInvalidID, "false")),
		offlineLong(),
		octt.States(
			states.IDTokenCached(validToken, ocpp201.AuthorizationStatusAccepted),
			listedAs(validToken, ocpp201.AuthorizationStatusInvalid),
			states.EVConnectedPreSession)),
	Main: func(s *octt.Scenario) {
		since := states.GoOffline(s, 1)
		s.Act(0, rigs.PresentToken(s.Token, s.Configured.Place()))
		s.Wait(0, s.Configured.TransactionDuration, "the configured transaction duration")
		states.AcceptAgain(s, 2, since)
		s.Nothing(3, s.Configured.MessageTimeout,
			transactionEventsBy(octt.By("C13.FR.01", "C14.FR.01"), "an authorization or with chargingState Charging", tellsOfDriver))
	},
})

// refusedOffline plays the main part of the cases whose idToken the list has as something else than Accepted.
//
// Step 5 is conditional by its note. That the queue contains nothing else is judged after it, for <Configured message timeout>: the
// note names no time. Where no EV is connected only a start at Authorized shows a driver who was not refused, which the
// preparations see to where the product can.
func refusedOffline(s *octt.Scenario) {
	since := states.GoOffline(s, 1)
	inBay := states.DriveInOffline(s, 2)
	s.Act(3, rigs.PresentToken(s.Token, s.Configured.Place()))
	states.AcceptAgain(s, 4, since)
	starts := inBay && slices.Contains(s.List("TxCtrlr.TxStartPoint"), "ParkingBayOccupancy")
	s.If(5, octt.Given(starts, "TxStartPoint contains ParkingBayOccupancy and the EV has driven in"), func() {
		states.TransactionEvent(s, 5, []ocpp201.TriggerReason{ocpp201.TriggerReasonEVDetected}, octt.Must("offline", true).Clause("E04.FR.03"))
	})
	s.Nothing(6, s.Configured.MessageTimeout, transactionEventsBy(octt.By("C13.FR.02"), "an authorization or with chargingState Charging", tellsOfDriver))
}

// refusedByList are the preparations of those cases.
func refusedByList(token func(*octt.Configured) rigs.Token, status ocpp201.AuthorizationStatus) []octt.Preparation {
	return octt.Prepare(offlineByList("false"), offlineLong(), startingAuthorized(), octt.States(listedAs(token, status)))
}

// offlineByList is the configuration of the cases of this file. OfflineTxForUnknownIdEnabled must be implemented where it is to be
// true (TC_C_25_CS).
func offlineByList(unknownToo string) []octt.Preparation {
	unknown := octt.IsIfImplemented(offlineTxForUnknownID, unknownToo)
	if unknownToo == "true" {
		unknown = octt.Is(offlineTxForUnknownID, unknownToo)
	}
	return octt.Prepare(listAhead(), octt.Config(unknown, octt.Is(localAuthorizeOffline, "true")))
}

// offlineLong is the configuration by which a station comes back in time, and within OfflineThreshold.
func offlineLong() []octt.Preparation {
	return octt.Prepare(octt.Config(
		octt.Is("OCPPCommCtrlr.OfflineThreshold", aMinuteMoreThanBackOff),
		octt.Is("OCPPCommCtrlr.RetryBackOffWaitMinimum", backOff),
		octt.Is("OCPPCommCtrlr.RetryBackOffRandomRange", "0")), states.BackingOff())
}
