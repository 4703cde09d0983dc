package e_transactions

import (
	"strings"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_E_28_CS asks for a transaction that never was.
var TC_E_28_CS = octt.Register(octt.Case{
	ID: "TC_E_28_CS",
	Main: func(s *octt.Scenario) {
		status(s, 1, new(octt.GeneratedID()),
			octt.Must("ongoingIndicator", false).Clause("E14.FR.01"),
			octt.Must("messagesInQueue", false).Clause("E14.FR.01"))
	},
})

// TC_E_29_CS asks for an ongoing transaction while its meter values wait in the queue.
var TC_E_29_CS = octt.Register(octt.Case{
	ID:     "TC_E_29_CS",
	Modes:  octt.Both,
	Before: octt.Prepare(octt.Config(offlineFor(backOff)...), octt.States(states.EnergyTransferStarted)),
	Main: func(s *octt.Scenario) {
		id := s.TransactionID
		back := offline(s)
		status(s, 3, &id,
			octt.Must("ongoingIndicator", true).Clause("E14.FR.02"),
			octt.Must("messagesInQueue", true).Clause("E14.FR.04"))
		s.Keep("")
		queued(s, 5, back)
	},
})

// TC_E_30_CS asks for an ongoing transaction while nothing waits. An event may happen in the instant of the question, such as
// periodic meter values, and is in the queue then: the station is asked once more.
var TC_E_30_CS = octt.Register(octt.Case{
	ID:     "TC_E_30_CS",
	Modes:  octt.Both,
	Before: octt.States(states.EnergyTransferStarted),
	Main: func(s *octt.Scenario) {
		ask := func() ocpp201.GetTransactionStatusResponse {
			states.Settle(s)
			return status(s, 1, new(s.TransactionID), octt.Must("ongoingIndicator", true).Clause("E14.FR.02"))
		}
		told := len(octt.Told[ocpp201.TransactionEventRequest](s))
		answer := ask()
		if answer.MessagesInQueue {
			states.Settle(s) // what was in the queue comes
			if len(octt.Told[ocpp201.TransactionEventRequest](s)) > told {
				answer = ask()
			}
		}
		s.Check(2, "messagesInQueue is false.", answer.MessagesInQueue, false, "E14.FR.05")
	},
})

// TC_E_31_CS ends a transaction while the station is offline, and asks for it before its messages are delivered.
// Acts and validations are those of erratum 6.2.53: by idToken when the scenario is local, from the EV when it is remote.
//
// The erratum writes UnlockOnEVSideDisconnect without a component: OCPPCommCtrlr.UnlockOnEVSideDisconnect (part 2,
// section 2.1 of the referenced variables). What the prerequisite says of StopTxOnEVSideDisconnect is read so that it is true
// in the remote scenario where it can be: with TxStopPoint Authorized nothing else ends the transaction then.
var TC_E_31_CS = octt.Register(octt.Case{
	ID:    "TC_E_31_CS",
	Modes: octt.Both,
	Before: octt.Prepare(
		octt.Config(offlineFor(backOffAndDuration)...),
		octt.Config(octt.IsIfWritable(unlockOnLostEV, "true")),
		states.EVEndsTransactions(),
		octt.States(states.EnergyTransferStarted)),
	Main: func(s *octt.Scenario) {
		id := s.TransactionID
		since := states.GoOffline(s, 0)
		s.Keep("TransactionEvent")
		end := states.EndOffline(s)
		s.Wait(0, s.Configured.TransactionDuration, "the configured transaction duration")
		states.AcceptAgain(s, 0, since)
		status(s, 1, &id,
			octt.Must("ongoingIndicator", false).Clause("E14.FR.03"),
			octt.Must("messagesInQueue", true).Clause("E14.FR.04"))
		s.Keep("")
		states.InSequence(s, id)
		end.Told(s, 3)
	},
})

// TC_E_32_CS asks for a transaction that has ended and been delivered.
var TC_E_32_CS = octt.Register(octt.Case{
	ID:     "TC_E_32_CS",
	Modes:  octt.Both,
	Before: octt.States(states.EnergyTransferStarted, states.ParkingBayUnoccupied),
	Main: func(s *octt.Scenario) {
		states.Settle(s)
		status(s, 1, new(s.TransactionID),
			octt.Must("ongoingIndicator", false).Clause("E14.FR.03"),
			octt.Must("messagesInQueue", false).Clause("E14.FR.05"))
	},
})

// TC_E_33_CS asks for no transaction in particular while messages wait.
var TC_E_33_CS = octt.Register(octt.Case{
	ID:     "TC_E_33_CS",
	Modes:  octt.Both,
	Before: octt.Prepare(octt.Config(offlineFor(backOff)...), octt.States(states.EnergyTransferStarted)),
	Main: func(s *octt.Scenario) {
		back := offline(s)
		status(s, 3, nil,
			octt.Omitted("ongoingIndicator").Clause("E14.FR.06"),
			octt.Must("messagesInQueue", true).Clause("E14.FR.07"))
		s.Keep("")
		queued(s, 5, back)
	},
})

// TC_E_34_CS asks for no transaction in particular while nothing waits.
var TC_E_34_CS = octt.Register(octt.Case{
	ID: "TC_E_34_CS",
	Main: func(s *octt.Scenario) {
		status(s, 1, nil,
			octt.Omitted("ongoingIndicator").Clause("E14.FR.06"),
			octt.Must("messagesInQueue", false).Clause("E14.FR.08"))
	},
})

// status plays the rows of a GetTransactionStatusRequest; id is nil where the case omits transactionId.
func status(s *octt.Scenario, row int, id *string, clauses ...octt.Clause) ocpp201.GetTransactionStatusResponse {
	return octt.Send(s, row, ocpp201.GetTransactionStatusRequest{TransactionID: id}).Receive(row+1, clauses...)
}

func backOff(c *octt.Configured) time.Duration { return c.RetryBackOffWaitMinimum }

func backOffAndDuration(c *octt.Configured) time.Duration {
	return c.RetryBackOffWaitMinimum + c.TransactionDuration
}

// offlineFor is the configuration of the cases that go offline: the station samples more often than it reconnects, and
// the time offline stays below OfflineThreshold by a minute.
func offlineFor(wait func(*octt.Configured) time.Duration) []octt.Setting {
	return append([]octt.Setting{
		octt.Is("SampledDataCtrlr.TxUpdatedMeasurands", func(c *octt.Configured) string { return strings.Join(c.TxUpdatedMeasurands, ",") }),
		octt.Is("SampledDataCtrlr.TxUpdatedInterval", func(c *octt.Configured) string { return wholeSeconds(c.TxUpdatedInterval) }),
	}, backingOffFor(wait)...)
}

// backingOffFor is the part of it that says when the station connects again.
func backingOffFor(wait func(*octt.Configured) time.Duration) []octt.Setting {
	return []octt.Setting{
		octt.Is("OCPPCommCtrlr.OfflineThreshold", func(c *octt.Configured) string { return wholeSeconds(wait(c) + time.Minute) }),
		octt.Is("OCPPCommCtrlr.RetryBackOffWaitMinimum", func(c *octt.Configured) string { return wholeSeconds(wait(c)) }),
		octt.Is("OCPPCommCtrlr.RetryBackOffRandomRange", "0"),
	}
}

// offline plays steps 1 and 2 and returns when the station was back. What it queues is left unanswered, so that the question
// of step 3 finds it in the queue.
func offline(s *octt.Scenario) time.Time {
	since := states.GoOffline(s, 1)
	s.Keep("TransactionEvent")
	s.Wait(2, s.Configured.RetryBackOffWaitMinimum, "RetryBackOffWaitMinimum")
	return states.AcceptAgain(s, 2, since)
}
