package main

import (
	"crypto/rand"
	"log"
	"strings"
	"time"

	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/provisioning"
	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/transactions"
	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/types"
)

// transaction is one from its Started to its Ended.
type transaction struct {
	id       string
	seq      int
	state    transactions.ChargingState
	began    time.Time
	evseTold bool
	told     bool // the idToken
}

// starts and stops tell whether a point of TxStartPoint and TxStopPoint is configured.
func (s *station) starts(point string) bool {
	return strings.Contains(","+s.vars["TxCtrlr.TxStartPoint"]+",", ","+point+",")
}

func (s *station) stops(point string) bool {
	return strings.Contains(","+s.vars["TxCtrlr.TxStopPoint"]+",", ","+point+",")
}

// hold is what a hand does with the plug, whatever the station is at.
func (s *station) hold(in bool) (changed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	changed = s.plugged != in
	s.plugged = in
	return changed
}

func (s *station) plug() {
	s.tellStatus()
	s.happens(transactions.TriggerReasonCablePluggedIn, "EVConnected", transactions.ChargingStateEVConnected)
	s.charge()
}

func (s *station) unplug() {
	s.leaves(transactions.TriggerReasonEVCommunicationLost, "EVConnected", transactions.ChargingStateIdle, transactions.ReasonEVDisconnected)
	s.tellStatus()
}

// present is a card at the reader: it begins, or ends what the same card began.
func (s *station) present(token types.IdToken) {
	s.mu.Lock()
	mine := s.token != nil && strings.EqualFold(s.token.IdToken, token.IdToken)
	s.mu.Unlock()
	if mine {
		s.stop(transactions.TriggerReasonStopAuthorized, transactions.ReasonLocal)
		return
	}
	answer, err := s.cs.Authorize(token.IdToken, token.Type)
	if err != nil || answer.IdTokenInfo.Status != types.AuthorizationStatusAccepted {
		log.Printf("Authorize of %s: %v", token.IdToken, err)
		return
	}
	s.authorized(token, nil, transactions.TriggerReasonAuthorized)
}

func (s *station) authorized(token types.IdToken, remote *int, why transactions.TriggerReason) {
	s.mu.Lock()
	if s.token != nil {
		s.mu.Unlock()
		return
	}
	s.token, s.remote = &token, remote
	state := transactions.ChargingStateIdle
	if s.plugged {
		state = transactions.ChargingStateEVConnected
	}
	s.mu.Unlock()
	s.happens(why, "Authorized", state)
	s.charge()
}

func (s *station) charge() {
	s.mu.Lock()
	both := s.plugged && s.token != nil
	s.mu.Unlock()
	if both {
		s.happens(transactions.TriggerReasonChargingStateChanged, "PowerPathClosed", transactions.ChargingStateCharging)
	}
}

// stop takes the authorization back.
func (s *station) stop(why transactions.TriggerReason, reason transactions.Reason) {
	s.mu.Lock()
	state := transactions.ChargingStateIdle
	if s.plugged {
		state = transactions.ChargingStateEVConnected
	}
	s.mu.Unlock()
	s.leaves(why, "Authorized", state, reason)
	s.mu.Lock()
	s.token, s.remote = nil, nil
	s.mu.Unlock()
}

// happens tells of a step forward: within the transaction, or as its start where it is a start point.
func (s *station) happens(why transactions.TriggerReason, point string, state transactions.ChargingState) {
	s.mu.Lock()
	kind := transactions.TransactionEventUpdated
	if s.tx == nil {
		if !s.starts(point) && !(point == "PowerPathClosed" && s.starts("EnergyTransfer")) {
			s.mu.Unlock()
			return
		}
		kind = transactions.TransactionEventStarted
		s.tx = &transaction{id: rand.Text(), began: time.Now()}
	}
	s.mu.Unlock()
	s.tell(kind, why, state, "")
}

// leaves tells of a step back, which ends the transaction where it is a stop point.
func (s *station) leaves(why transactions.TriggerReason, point string, state transactions.ChargingState, reason transactions.Reason) {
	s.mu.Lock()
	if s.tx == nil {
		s.mu.Unlock()
		return
	}
	ends := s.stops(point) || s.stops("PowerPathClosed") || s.stops("EnergyTransfer")
	s.mu.Unlock()
	if !ends {
		s.tell(transactions.TransactionEventUpdated, why, state, "")
		return
	}
	s.tell(transactions.TransactionEventEnded, why, state, reason)
	s.mu.Lock()
	s.tx, s.token, s.remote = nil, nil, nil
	again := s.resetting
	s.resetting = false
	s.mu.Unlock()
	if again {
		s.boot(provisioning.BootReasonScheduledReset)
	}
}

func (s *station) tell(kind transactions.TransactionEvent, why transactions.TriggerReason, state transactions.ChargingState, reason transactions.Reason) {
	s.mu.Lock()
	tx := s.tx
	tx.state = state
	info := transactions.Transaction{TransactionID: tx.id, ChargingState: state, StoppedReason: reason, RemoteStartID: s.remote}
	seq := tx.seq
	tx.seq++
	var token *types.IdToken
	if s.token != nil && (!tx.told || kind == transactions.TransactionEventEnded) {
		token, tx.told = s.token, true
	}
	var evse *types.EVSE
	if s.plugged && !tx.evseTold {
		connector := 1
		evse, tx.evseTold = &types.EVSE{ID: 1, ConnectorID: &connector}, true
	}
	energy := 3 * time.Since(tx.began).Seconds()
	s.mu.Unlock()
	context := map[transactions.TransactionEvent]types.ReadingContext{
		transactions.TransactionEventStarted: types.ReadingContextTransactionBegin, transactions.TransactionEventEnded: types.ReadingContextTransactionEnd,
	}[kind]
	_, err := s.cs.TransactionEvent(kind, types.Now(), why, seq, info, func(q *transactions.TransactionEventRequest) {
		q.IDToken, q.Evse = token, evse
		if context != "" {
			q.MeterValue = []types.MeterValue{{Timestamp: *types.Now(), SampledValue: []types.SampledValue{{
				Value: float64(int(energy)), Context: context, Measurand: types.MeasurandEnergyActiveImportRegister}}}}
		}
	})
	if err != nil {
		log.Printf("TransactionEvent %s: %v", kind, err)
	}
}
