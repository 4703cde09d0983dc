package station

import (
	"slices"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/wire"
)

// charging is the part of the firmware's state that serves drivers.
type charging struct {
	chargingHooks chargingHooks
	floating      *session // waits for its EVSE
	menu          *menu    // the Master Pass UI, nil while it is not shown
	aftermath     aftermath
	queue         eventQueue
	past          []string // transactions that have ended; kept only for defects
}

// chargingHooks are what charging tells the rooms above.
type chargingHooks struct {
	ended func(e *evse) // a transaction has ended at an EVSE, nil where it had none
}

// cause is why something happens to a session.
type cause struct {
	trigger      ocpp201.TriggerReason
	reason       ocpp201.Reason // stoppedReason, if it ends a transaction whose end nothing else began
	end          bool           // ends the transaction whatever TxStopPoint says
	untold       bool           // only by a defect: no event tells of it
	onlyOnChange bool           // no event when neither chargingState nor conditions change
	readings     []ocpp201.MeterValue
}

// happen lets change happen to a session and makes the transaction event that it calls for: Started when a point of
// TxStartPoint is reached (E01), Ended when a point of TxStopPoint is left (E06), otherwise Updated while a transaction
// is open (E02.FR.17).
func (fw *firmware) happen(s *session, why cause, change func()) {
	if s.gone {
		return
	}
	before, stateBefore := fw.conditions(s), s.state()
	change()
	after := fw.conditions(s)
	if why.onlyOnChange && before == after && stateBefore == s.state() {
		return
	}
	switch {
	case why.untold, fw.untold(s, &why, stateBefore):
	case s.Tx == nil:
		if !s.disarmed && fw.inService() && fw.startPointReached(after) {
			fw.begin(s, why)
		}
	case fw.stopPointLeft(before, after, why):
		fw.finish(s, why)
	default:
		fw.emit(s, ocpp201.TransactionEventEnumUpdated, why)
	}
}

func (fw *firmware) startPointReached(c conditions) bool {
	points := fw.model.List("TxCtrlr", "TxStartPoint")
	return fw.spoilStartPoint(c.starts(points), c, points) || c.connected && fw.defects.Has(defects.StartsTooEarly)
}

func (fw *firmware) stopPointLeft(before, after conditions, why cause) bool {
	points := fw.model.List("TxCtrlr", "TxStopPoint")
	return fw.spoilStopPoint(why.end || after.stops(before, points), before, after, why, points)
}

func (fw *firmware) begin(s *session, why cause) {
	s.Tx = &transaction{ID: fw.transactionID(ocppj.NewID()), Started: fw.kernel.Now(), BeginDue: true}
	if fw.config.Capabilities.SeqNoGoesOn {
		s.Tx.SeqNo = fw.queue.told + 1
	}
	s.EVSEDue = s.Connected // E01.FR.16 holds for each transaction of a plugged EV
	if s.Charging {
		s.Tx.energy(true, fw.kernel.Now())
	}
	fw.emit(s, ocpp201.TransactionEventEnumStarted, why)
	fw.armSampling(s)
}

// finish ends the transaction, and with it what is left of the authorization: energy is not delivered outside of it.
func (fw *firmware) finish(s *session, why cause) {
	if fw.config.Capabilities.EndAfterStateChange && why.trigger == ocpp201.TriggerReasonStopAuthorized {
		fw.emit(s, ocpp201.TransactionEventEnumUpdated, why) // E07, alternative scenario
		why.trigger = ocpp201.TriggerReasonChargingStateChanged
	}
	if fw.config.Capabilities.SuspensionBeforeEnd && why.trigger == ocpp201.TriggerReasonChargingStateChanged && s.state() == ocpp201.ChargingStateSuspendedEV {
		fw.emitApart(s)
	}
	charged := s.Charging
	fw.openPower(s)
	if charged && fw.config.Capabilities.StateBeforeEnd && stops(why) {
		fw.emitApart(s)
	}
	fw.endAuthorization(s, why.reason)
	fw.disarmSampling(s)
	fw.emit(s, ocpp201.TransactionEventEnumEnded, why)
	fw.forgetDriver(s)
	fw.applyDeferred()
	fw.chargingHooks.ended(fw.evse(s.EVSE))
}

// emit makes the event and puts it into the queue, from which it is sent; both are saved in one piece.
func (fw *firmware) emit(s *session, kind ocpp201.TransactionEventEnum, why cause) {
	event := fw.compose(s, kind, why)
	starts := s.Starts && event.IDToken != nil
	apart := s.RemoteDue && why.trigger != ocpp201.TriggerReasonAuthorized && fw.config.Capabilities.EventPerTrigger
	fw.clearDue(s, event)
	if kind == ocpp201.TransactionEventEnumEnded {
		fw.pastID(s.Tx.ID)
		fw.queue.told = event.SeqNo
		s.Tx, s.disarmed = nil, true
		if e := fw.evse(s.EVSE); e != nil {
			e.served = e.bay
		}
	}
	if !fw.keepsTimeout(s, event) {
		fw.enqueue(event, starts)
	}
	fw.spoilEnd(event)
	c := fw.connector(s.EVSE, s.Connector)
	if c != nil && kind == ocpp201.TransactionEventEnumUpdated && why.readings == nil && fw.wire.Online() && fw.config.Capabilities.RepeatsStatus {
		fw.sendStatus(c, again, wire.Sending{})
	}
	if apart && s.Tx != nil {
		fw.emit(s, ocpp201.TransactionEventEnumUpdated, cause{trigger: why.trigger})
	}
}

// stops tells whether a driver or the CSMS has stopped the transaction.
func stops(why cause) bool {
	return why.trigger == ocpp201.TriggerReasonStopAuthorized || why.trigger == ocpp201.TriggerReasonRemoteStop
}

// emitApart tells the charging state in an event of its own, and leaves the idToken to the event that follows.
func (fw *firmware) emitApart(s *session) {
	due, starts := s.TokenDue, s.Starts
	s.TokenDue, s.Starts = nil, false
	fw.emit(s, ocpp201.TransactionEventEnumUpdated, cause{trigger: ocpp201.TriggerReasonChargingStateChanged})
	s.TokenDue, s.Starts = due, starts
}

func (fw *firmware) compose(s *session, kind ocpp201.TransactionEventEnum, why cause) ocpp201.TransactionEventRequest {
	tx := s.Tx
	tx.State = s.state()
	event := ocpp201.TransactionEventRequest{
		EventType: kind, Timestamp: fw.wire.Stamp(), TriggerReason: why.trigger, SeqNo: tx.SeqNo,
		TransactionInfo: ocpp201.Transaction{TransactionID: tx.ID, ChargingState: new(tx.State)},
		IDToken:         s.TokenDue, MeterValue: why.readings,
	}
	tx.SeqNo++
	if s.RemoteDue {
		event.TriggerReason = ocpp201.TriggerReasonRemoteStart
		event.TransactionInfo.RemoteStartID = s.RemoteID
	}
	if s.Connected && (s.EVSEDue || why.trigger == ocpp201.TriggerReasonTrigger || fw.config.Capabilities.NamesEVSE) {
		event.EVSE = &ocpp201.EVSE{ID: s.EVSE, ConnectorID: new(s.Connector)}
	}
	if tx.State == ocpp201.ChargingStateCharging && !fw.config.Capabilities.DirectCurrent {
		event.NumberOfPhasesUsed = new(fw.config.Capabilities.Phases) // E02.FR.18
	}
	fw.addBegin(s, &event)
	if kind == ocpp201.TransactionEventEnumEnded {
		fw.addEnd(s, &event, why)
	}
	fw.spoilCached(s, &event)
	fw.spoilSession(s, &event)
	return event
}

// addBegin adds the values of Transaction.Begin to the Started event or, when the EVSE was not known then, to the event
// by which charging starts (E01.FR.09, FR.17).
func (fw *firmware) addBegin(s *session, event *ocpp201.TransactionEventRequest) {
	known := event.EventType == ocpp201.TransactionEventEnumStarted || s.Charging
	if !s.Tx.BeginDue || s.EVSE == 0 || !known || !s.Charging && fw.defects.Has(defects.BeginLate) {
		return
	}
	s.Tx.BeginDue, s.Tx.FirstWh = false, fw.reading(s.EVSE).register
	began := fw.sample(s.EVSE, "SampledDataCtrlr", "TxStartedMeasurands", ocpp201.ReadingContextTransactionBegin)
	event.MeterValue = append(began, event.MeterValue...)
	s.Tx.Samples = append(s.Tx.Samples, fw.sample(s.EVSE, "SampledDataCtrlr", "TxEndedMeasurands", ocpp201.ReadingContextTransactionBegin)...)
}

// addEnd adds what only the Ended event has (E06.FR.08, FR.11).
func (fw *firmware) addEnd(s *session, event *ocpp201.TransactionEventRequest, why cause) {
	reason := why.reason
	if s.StopReason != "" {
		reason = s.StopReason // what initiated the process of stopping (part 2, TransactionType)
	}
	if reason == "" {
		reason = ocpp201.ReasonOther
	}
	event.TransactionInfo.StoppedReason = &reason
	event.TransactionInfo.TimeSpentCharging = new(int(s.Tx.spent(fw.kernel.Now()) / time.Second))
	if s.EVSE != 0 {
		end := fw.sample(s.EVSE, "SampledDataCtrlr", "TxEndedMeasurands", ocpp201.ReadingContextTransactionEnd)
		event.MeterValue = slices.Concat(event.MeterValue, s.Tx.Samples, end, fw.surplusEnd(s))
	}
}

// clearDue notes what the event has told.
func (fw *firmware) clearDue(s *session, event ocpp201.TransactionEventRequest) {
	s.RemoteDue = false
	if event.EVSE != nil {
		s.EVSEDue = false
	}
	if event.IDToken != nil {
		s.TokenDue, s.Starts = nil, false
	}
}

// energy keeps the time that energy has flowed.
func (tx *transaction) energy(flows bool, now time.Time) {
	tx.Spent, tx.Since = tx.spent(now), time.Time{}
	if flows {
		tx.Since = now
	}
}

func (tx *transaction) spent(now time.Time) time.Duration {
	if tx.Since.IsZero() {
		return tx.Spent
	}
	return tx.Spent + now.Sub(tx.Since)
}

// bayChanged starts or ends a transaction, or is told to the CSMS in one (E01.FR.01, E06.FR.01). Every EVSE has a bay of
// its own.
func (fw *firmware) bayChanged(e *evse, occupied bool) {
	e.served = false
	if occupied && fw.entryUnnoticed(e) {
		return
	}
	s := fw.visitor(e, occupied)
	if s == nil {
		e.bay = occupied
		return
	}
	why := cause{trigger: ocpp201.TriggerReasonEVDeparted, reason: ocpp201.ReasonLocal}
	if occupied {
		why = cause{trigger: ocpp201.TriggerReasonEVDetected}
	}
	fw.happen(s, why, func() {
		e.bay = occupied
		if occupied {
			s.disarmed = false
		}
	})
	fw.settle(s)
}

// visitor is the session of whoever drives into the bay of an EVSE or out of it: a driver whose EVSE was not known yet is
// taken to be the one who arrives, and the one who leaves when no other bay is occupied.
func (fw *firmware) visitor(e *evse, arrives bool) *session {
	floats := fw.floating != nil && fw.floating.mayUse(e.id)
	others := slices.ContainsFunc(fw.evses, func(other *evse) bool { return other != e && other.bay })
	if at(e) != nil || arrives && (floats || fw.inService()) || !arrives && floats && !others {
		return fw.sessionFor(e)
	}
	return nil
}

// findTransaction finds the session of an open transaction.
func (fw *firmware) findTransaction(id string) *session {
	for _, s := range fw.sessions() {
		if s.Tx != nil && s.Tx.ID == id {
			return s
		}
	}
	return nil
}

// getTransactionStatus answers use case E14.
func (fw *firmware) getTransactionStatus(q ocpp201.GetTransactionStatusRequest) (ocpp201.GetTransactionStatusResponse, error) {
	id := text(q.TransactionID)
	r := ocpp201.GetTransactionStatusResponse{MessagesInQueue: fw.queue.has(id)}
	if q.TransactionID != nil {
		r.OngoingIndicator = new(fw.ongoing(id))
	}
	return r, fw.spoilTransactionStatus(q, &r)
}

func (fw *firmware) pastID(id string) {
	if fw.defects.Has(defects.EndedStillOngoing) || fw.defects.Has(defects.UnknownTransactionOngoing) {
		fw.past = append(fw.past, id)
	}
}

func (fw *firmware) ongoing(id string) bool {
	switch {
	case fw.defects.Has(defects.OngoingNotReported):
		return false
	case fw.findTransaction(id) != nil:
		return true
	case slices.Contains(fw.past, id):
		return fw.defects.Has(defects.EndedStillOngoing)
	}
	return fw.defects.Has(defects.UnknownTransactionOngoing)
}
