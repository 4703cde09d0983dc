package states

import (
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// StopAuthorized is table 432 in the form of erratum 6.2.117: one or two TransactionEventRequests, of which the last
// ends the transaction where TxStopPoint says so.
var StopAuthorized = octt.Choice{
	Local:  octt.State{Name: "StopAuthorized (local)", Family: "StopAuthorized", Ends: afterStop, Enter: stopLocally},
	Remote: octt.State{Name: "StopAuthorized (remote)", Family: "StopAuthorized", Ends: afterStop, Enter: stopRemotely},
}

var afterStop = []octt.Family{"Authorized", "EnergyTransferStarted", authorized, transferring}

func stopLocally(s *octt.Scenario) {
	s.Need(EnergyTransferStarted)
	s.Wait(0, s.Configured.TransactionDuration, "the configured transaction duration")
	since := presented(s)
	stoppedLocally(s)
	unasked(s, since)
}

// stoppedLocally plays the rows of main A after the manual action.
func stoppedLocally(s *octt.Scenario) {
	s.Mark(stoppedBy)
	stopping(s, stop{tells: 1, stops: 3, by: ocpp201.TriggerReasonStopAuthorized, reason: localOrOmitted(),
		token: []octt.Clause{octt.OrOmitted("idToken.idToken", octt.Identifier(s.Token.ID)), octt.OrOmitted("idToken.type", s.Token.Type)}})
}

// unasked judges that the station has not asked about an idToken by which it has to stop at once: the one that started, or one
// of its group that its cache holds as Accepted (part 2, C01.FR.03, C09.FR.07, E07.FR.01). The tables show that by the order of
// their rows alone. Another idToken it has to ask about. since is before the idToken was presented.
func unasked(s *octt.Scenario, since time.Time) {
	asked := []string{}
	s.PassOver(nil, "it is judged with the stop", func(m *octt.Message) bool {
		var q ocpp201.AuthorizeRequest
		if m.At.Before(since) || m.Action != q.Action() || m.Payload.Decode(&q) != nil || !strings.EqualFold(q.IDToken.IDToken, s.Token.ID) {
			return false
		}
		asked = append(asked, m.Action+"Request")
		return true
	})
	s.Check(0, "The Charging Station ends the authorization without asking about the idToken.", asked, []string{}, "C01.FR.03", "C09.FR.07", "E07.FR.01")
}

// localOrOmitted is the stoppedReason of a driver who stopped at the station (part 6, section 2.1).
func localOrOmitted() octt.Requirement {
	return octt.OrOmitted("transactionInfo.stoppedReason", ocpp201.ReasonLocal)
}

func stopRemotely(s *octt.Scenario) {
	s.Need(EnergyTransferStarted)
	s.Wait(0, s.Configured.TransactionDuration, "the configured transaction duration")
	Settle(s)
	octt.Send(s, 1, ocpp201.RequestStopTransactionRequest{TransactionID: s.TransactionID}).Receive(2,
		octt.Must("status", ocpp201.RequestStartStopStatusAccepted).Clause("F03.FR.07"))
	stopping(s, stop{tells: 3, stops: 5, by: ocpp201.TriggerReasonRemoteStop,
		reason: octt.Must("transactionInfo.stoppedReason", ocpp201.ReasonRemote).Clause("F03.FR.03")})
}

// stop is the two messages of a stop, and what they must tell.
type stop struct {
	tells  int // row of the message that tells who stopped
	stops  int // row of the one that tells that the energy transfer has stopped
	by     ocpp201.TriggerReason
	reason octt.Requirement // of the last message, where TxStopPoint ends the transaction with the authorization
	token  []octt.Clause    // on the idToken of the message that tells who stopped
	must   bool             // the message that tells who stopped may not be left out
}

// leaveOut records a row that has no message. Where the table has one row for both messages, the other was it.
func (st stop) leaveOut(s *octt.Scenario, row int, why string) {
	if st.tells != st.stops {
		s.Skip(row, "", "is left out", why)
	}
}

// stopping plays the two messages. The one that tells who stopped is optional unless the table judges it. When the first
// has ended the transaction, nothing can follow. When the transaction goes on, the second is the message that
// EVConnectedPostSession asks for as well.
//
// Which of the two comes first is the station's: the erratum asks of the last of them that it ends the transaction, and
// the order is free (part 6, section 2.1).
func stopping(s *octt.Scenario, st stop) {
	ends := endsWithAuthorization(s.List(stopPoint))
	last := kinds(s, ends, st)
	next := firstOfStop(s)
	if next.TriggerReason == ocpp201.TriggerReasonChargingStateChanged {
		stateFirst(s, st, next, ends, last)
		return
	}
	clauses := st.token
	if next.EventType == ocpp201.TransactionEventEnumEnded || !ends {
		clauses = append(clauses, last...)
	}
	event := TransactionEvent(s, st.tells, []ocpp201.TriggerReason{st.by}, clauses...)
	switch {
	case event.EventType == ocpp201.TransactionEventEnumEnded:
		s.Mark(stopReported)
		st.leaveOut(s, st.stops, "The transaction has ended with the message before.")
	case s.ChargingState == string(ocpp201.ChargingStateEVConnected) && !ends:
		s.Mark(stopReported)
		st.leaveOut(s, st.stops, "The message before told chargingState EVConnected already.")
	default:
		energyStopped(s, st.stops, last)
	}
}

// firstOfStop is the first message that a stop brings, without those on the way to it.
func firstOfStop(s *octt.Scenario) ocpp201.TransactionEventRequest {
	for {
		next, came := octt.Peek[ocpp201.TransactionEventRequest](s)
		if !came || !suspends(next) {
			return next
		}
		s.PassOver(nil, "the charging state may change more often than the table shows (part 2, E02.FR.16)", func(m *octt.Message) bool {
			e, ok := transactionEvent(m)
			return ok && suspends(e)
		})
	}
}

// suspends tells a message that the energy transfer is suspended and nothing else.
func suspends(e ocpp201.TransactionEventRequest) bool {
	state := e.TransactionInfo.ChargingState
	return e.EventType == ocpp201.TransactionEventEnumUpdated && e.TriggerReason == ocpp201.TriggerReasonChargingStateChanged &&
		state != nil && (*state == ocpp201.ChargingStateSuspendedEV || *state == ocpp201.ChargingStateSuspendedEVSE)
}

// stateFirst plays the rows of a station that reports the end of the energy transfer before it says who stopped, or
// says that not at all.
func stateFirst(s *octt.Scenario, st stop, next ocpp201.TransactionEventRequest, ends bool, last []octt.Clause) {
	tells := func() {
		TransactionEvent(s, st.tells, []ocpp201.TriggerReason{st.by}, append(st.token, last...)...)
	}
	if ends && next.EventType == ocpp201.TransactionEventEnumUpdated {
		energyStopped(s, st.stops, []octt.Clause{octt.Must("eventType", ocpp201.TransactionEventEnumUpdated)})
		tells()
		return
	}
	energyStopped(s, st.stops, last)
	if st.must || !ends && toldLater(s) {
		tells()
		return
	}
	st.leaveOut(s, st.tells, "The step is optional (erratum 6.2.117), and the station reports the end of the energy transfer at once.")
}

// toldLater tells whether a message about something else than the charging state follows.
func toldLater(s *octt.Scenario) bool {
	next, came := octt.Peek[ocpp201.TransactionEventRequest](s, octt.Optionally(s.Timeouts.Optional))
	return came && next.TriggerReason != ocpp201.TriggerReasonChargingStateChanged
}

// energyStopped plays the rows of the message that tells that the energy transfer has stopped.
func energyStopped(s *octt.Scenario, row int, clauses []octt.Clause) {
	TransactionEvent(s, row, []ocpp201.TriggerReason{ocpp201.TriggerReasonChargingStateChanged}, append(clauses,
		octt.Must("transactionInfo.chargingState", ocpp201.ChargingStateEVConnected),
		octt.Skipping("the charging state may change more often than the table shows (part 2, E02.FR.16)",
			octt.Must("triggerReason", ocpp201.TriggerReasonChargingStateChanged),
			octt.Must("eventType", ocpp201.TransactionEventEnumUpdated),
			octt.Must("transactionInfo.chargingState", octt.OneOf(ocpp201.ChargingStateSuspendedEV, ocpp201.ChargingStateSuspendedEVSE))))...)
	s.Mark(stopReported)
}

// endsWithAuthorization tells whether the transaction ends when its authorization does (erratum 6.2.117; part 2, F03.FR.02
// and F03.FR.03): the energy transfer stops then, and the power path opens.
func endsWithAuthorization(points []string) bool {
	return slices.ContainsFunc(points, func(p string) bool { return p == "Authorized" || p == "PowerPathClosed" || p == "EnergyTransfer" })
}

// kinds is what the last of the messages must be: Ended with its reason where TxStopPoint ends the transaction with the
// authorization, Updated otherwise.
func kinds(s *octt.Scenario, ends bool, st stop) []octt.Clause {
	remote := st.by == ocpp201.TriggerReasonRemoteStop
	switch {
	case !ends && remote:
		return []octt.Clause{octt.Must("eventType", ocpp201.TransactionEventEnumUpdated).Clause("F03.FR.02")}
	case !ends:
		return []octt.Clause{octt.Must("eventType", ocpp201.TransactionEventEnumUpdated)}
	}
	return []octt.Clause{octt.Must("eventType", ocpp201.TransactionEventEnumEnded).Clause(ending(s, remote)...), st.reason}
}
