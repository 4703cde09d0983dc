package charging

import (
	"slices"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// Cause is why something happens to a session.
type Cause struct {
	Trigger      ocpp201.TriggerReason
	Reason       ocpp201.Reason // stoppedReason, if it ends a transaction whose end nothing else began
	End          bool           // ends the transaction whatever TxStopPoint says
	Returns      bool           // an EV that the transaction had lost is connected again (E10)
	onlyOnChange bool           // no event when neither chargingState nor conditions change
	readings     []ocpp201.MeterValue
}

// Happen lets change happen to a session and makes the transaction event that it calls for: Started when a point of
// TxStartPoint is reached (E01), Ended when a point of TxStopPoint is left (E06), otherwise Updated while a transaction
// is open (E02.FR.17).
func (ch *Charging) Happen(s *Session, why Cause, change func()) {
	if s.Gone {
		return
	}
	before, stateBefore := ch.conditions(s), s.State()
	change()
	after := ch.conditions(s)
	if why.onlyOnChange && before == after && stateBefore == s.State() {
		return
	}
	ch.Seam.happened(Happening{s, why, stateBefore}, func(h Happening) { ch.tell(s, h.Cause, before, after) })
}

// tell starts, ends or updates the transaction of a session by what has happened to it.
func (ch *Charging) tell(s *Session, why Cause, before, after Conditions) {
	switch {
	case s.Tx == nil:
		if !s.Disarmed && ch.provisioning.InService() && ch.Decide.StartPointReached(after, ch.model.List("TxCtrlr", "TxStartPoint")) {
			ch.begin(s, why)
		}
	case ch.Decide.StopPointLeft(before, after, why, ch.model.List("TxCtrlr", "TxStopPoint")):
		ch.finish(s, why)
	default:
		ch.Emit(s, ocpp201.TransactionEventEnumUpdated, why)
	}
}

func (ch *Charging) begin(s *Session, why Cause) {
	s.Tx = &Transaction{ID: ch.Decide.NewID(), Started: ch.kernel.Now(), BeginDue: true}
	if ch.product.Capabilities.SeqNoGoesOn {
		s.Tx.SeqNo = ch.Queue.told + 1
	}
	s.EVSEDue = s.Connected // E01.FR.16 holds for each transaction of a plugged EV
	if s.Charging {
		s.Tx.energy(true, ch.kernel.Now())
	}
	ch.Emit(s, ocpp201.TransactionEventEnumStarted, why)
	ch.armSampling(s)
}

// finish ends the transaction, and with it what is left of the authorization: energy is not delivered outside of it.
func (ch *Charging) finish(s *Session, why Cause) {
	if ch.product.Capabilities.EndAfterStateChange && why.Trigger == ocpp201.TriggerReasonStopAuthorized {
		ch.Emit(s, ocpp201.TransactionEventEnumUpdated, why) // E07, alternative scenario
		why.Trigger = ocpp201.TriggerReasonChargingStateChanged
	}
	if ch.product.Capabilities.SuspensionBeforeEnd && why.Trigger == ocpp201.TriggerReasonChargingStateChanged && s.State() == ocpp201.ChargingStateSuspendedEV {
		ch.emitApart(s)
	}
	charged := s.Charging
	ch.OpenPower(s)
	if charged && ch.product.Capabilities.StateBeforeEnd && Stops(why) {
		ch.emitApart(s)
	}
	ch.EndAuthorization(s, why.Reason)
	ch.DisarmSampling(s)
	ch.Emit(s, ocpp201.TransactionEventEnumEnded, why)
	ch.site.ApplyDeferred()
	ch.Hooks.Ended(ch.site.EVSE(s.EVSE))
}

// Emit makes the event and puts it into the queue, from which it is sent; both are saved in one piece.
func (ch *Charging) Emit(s *Session, kind ocpp201.TransactionEventEnum, why Cause) {
	event := ch.compose(s, kind, why)
	starts := s.Starts && event.IDToken != nil
	apart := s.RemoteDue && why.Trigger != ocpp201.TriggerReasonAuthorized && ch.product.Capabilities.EventPerTrigger
	ch.clearDue(s, event)
	if kind == ocpp201.TransactionEventEnumEnded {
		ch.Queue.told = event.SeqNo
		s.Tx, s.Disarmed = nil, true
		if e := ch.site.EVSE(s.EVSE); e != nil {
			e.Served = e.Bay
		}
	}
	ch.Seam.enter(s, Event{event, starts}, ch.enqueue)
	c := ch.site.Connector(s.EVSE, s.Connector)
	if c != nil && kind == ocpp201.TransactionEventEnumUpdated && why.readings == nil && ch.wire.Online() && ch.product.Capabilities.RepeatsStatus {
		ch.site.SendStatus(c, site.Again, wire.Sending{})
	}
	if apart && s.Tx != nil {
		ch.Emit(s, ocpp201.TransactionEventEnumUpdated, Cause{Trigger: why.Trigger})
	}
}

// Stops tells whether a driver or the CSMS has stopped the transaction.
func Stops(why Cause) bool {
	return why.Trigger == ocpp201.TriggerReasonStopAuthorized || why.Trigger == ocpp201.TriggerReasonRemoteStop
}

// emitApart tells the charging state in an event of its own, and leaves the idToken to the event that follows.
func (ch *Charging) emitApart(s *Session) {
	due, starts := s.TokenDue, s.Starts
	s.TokenDue, s.Starts = nil, false
	ch.Emit(s, ocpp201.TransactionEventEnumUpdated, Cause{Trigger: ocpp201.TriggerReasonChargingStateChanged})
	s.TokenDue, s.Starts = due, starts
}

func (ch *Charging) compose(s *Session, kind ocpp201.TransactionEventEnum, why Cause) ocpp201.TransactionEventRequest {
	tx := s.Tx
	tx.State = s.State()
	event := ocpp201.TransactionEventRequest{
		EventType: kind, Timestamp: ch.wire.Stamp(), TriggerReason: why.Trigger, SeqNo: tx.SeqNo,
		TransactionInfo: ocpp201.Transaction{TransactionID: tx.ID, ChargingState: new(tx.State)},
		IDToken:         s.TokenDue, MeterValue: why.readings,
	}
	tx.SeqNo++
	if s.RemoteDue {
		event.TriggerReason = ocpp201.TriggerReasonRemoteStart
		event.TransactionInfo.RemoteStartID = s.RemoteID
	}
	if s.ReservedDue && event.IDToken != nil {
		event.ReservationID = s.Reserved
	}
	if s.Connected && (s.EVSEDue || why.Trigger == ocpp201.TriggerReasonTrigger || ch.product.Capabilities.NamesEVSE) {
		event.EVSE = &ocpp201.EVSE{ID: s.EVSE, ConnectorID: new(s.Connector)}
	}
	if tx.State == ocpp201.ChargingStateCharging && !ch.product.Capabilities.DirectCurrent {
		event.NumberOfPhasesUsed = new(ch.product.Capabilities.Phases) // E02.FR.18
	}
	ch.addBegin(s, &event)
	if kind == ocpp201.TransactionEventEnumEnded {
		ch.addEnd(s, &event, why)
	}
	return ch.Seam.composed(s, event)
}

// addBegin adds the values of Transaction.Begin to the Started event or, when the EVSE was not known then, to the event
// by which charging starts (E01.FR.09, FR.17).
func (ch *Charging) addBegin(s *Session, event *ocpp201.TransactionEventRequest) {
	if !s.Tx.BeginDue || s.EVSE == 0 || !ch.Decide.BeginKnown(s, event.EventType) {
		return
	}
	s.Tx.BeginDue, s.Tx.FirstWh = false, ch.meters.Register(s.EVSE)
	began := ch.meters.Sample(s.EVSE, "SampledDataCtrlr", "TxStartedMeasurands", ocpp201.ReadingContextTransactionBegin)
	event.MeterValue = append(began, event.MeterValue...)
	s.Tx.Samples = append(s.Tx.Samples, ch.meters.Sample(s.EVSE, "SampledDataCtrlr", "TxEndedMeasurands", ocpp201.ReadingContextTransactionBegin)...)
}

// addEnd adds what only the Ended event has (E06.FR.08, FR.11).
func (ch *Charging) addEnd(s *Session, event *ocpp201.TransactionEventRequest, why Cause) {
	reason := why.Reason
	if s.StopReason != "" {
		reason = s.StopReason // what initiated the process of stopping (part 2, TransactionType)
	}
	if reason == "" {
		reason = ocpp201.ReasonOther
	}
	event.TransactionInfo.StoppedReason = &reason
	event.TransactionInfo.TimeSpentCharging = new(int(s.Tx.spent(ch.kernel.Now()) / time.Second))
	if s.EVSE != 0 {
		end := ch.meters.Sample(s.EVSE, "SampledDataCtrlr", "TxEndedMeasurands", ocpp201.ReadingContextTransactionEnd)
		event.MeterValue = slices.Concat(event.MeterValue, s.Tx.Samples, end)
	}
}

// clearDue notes what the event has told.
func (ch *Charging) clearDue(s *Session, event ocpp201.TransactionEventRequest) {
	s.RemoteDue = false
	if event.EVSE != nil {
		s.EVSEDue = false
	}
	if event.IDToken != nil {
		s.TokenDue, s.Starts, s.ReservedDue = nil, false, false
	}
}

// energy keeps the time that energy has flowed.
func (tx *Transaction) energy(flows bool, now time.Time) {
	tx.Spent, tx.Since = tx.spent(now), time.Time{}
	if flows {
		tx.Since = now
	}
}

func (tx *Transaction) spent(now time.Time) time.Duration {
	if tx.Since.IsZero() {
		return tx.Spent
	}
	return tx.Spent + now.Sub(tx.Since)
}

// BayChanged starts or ends a transaction, or is told to the CSMS in one (E01.FR.01, E06.FR.01). Every EVSE has a bay of
// its own.
func (ch *Charging) BayChanged(e *site.EVSE, occupied bool) {
	e.Served = false
	if occupied && !ch.Decide.NoticesEntry(e) {
		return
	}
	s := ch.visitor(e, occupied)
	if s == nil {
		e.Bay = occupied
		return
	}
	why := Cause{Trigger: ocpp201.TriggerReasonEVDeparted, Reason: ocpp201.ReasonLocal}
	if occupied {
		why = Cause{Trigger: ocpp201.TriggerReasonEVDetected}
	}
	ch.Happen(s, why, func() {
		e.Bay = occupied
		if occupied {
			s.Disarmed = false
		}
	})
	ch.Settle(s)
}

// visitor is the session of whoever drives into the bay of an EVSE or out of it: a driver whose EVSE was not known yet is
// taken to be the one who arrives, and the one who leaves when no other bay is occupied.
func (ch *Charging) visitor(e *site.EVSE, arrives bool) *Session {
	floats := ch.floating != nil && ch.mayChoose(e)
	others := slices.ContainsFunc(ch.site.EVSEs, func(other *site.EVSE) bool { return other != e && other.Bay })
	if At(e) != nil || arrives && (floats || ch.provisioning.InService() && !ch.site.Decide.Closed(e)) || !arrives && floats && !others {
		return ch.sessionFor(e)
	}
	return nil
}

// FindTransaction finds the session of an open transaction.
func (ch *Charging) FindTransaction(id string) *Session {
	for _, s := range ch.Sessions() {
		if s.Tx != nil && s.Tx.ID == id {
			return s
		}
	}
	return nil
}

// GetTransactionStatus answers use case E14.
func (ch *Charging) GetTransactionStatus(q ocpp201.GetTransactionStatusRequest) (ocpp201.GetTransactionStatusResponse, error) {
	id := model.Text(q.TransactionID)
	r := ocpp201.GetTransactionStatusResponse{MessagesInQueue: ch.Queue.Has(id)}
	if q.TransactionID != nil {
		r.OngoingIndicator = new(ch.FindTransaction(id) != nil)
	}
	return r, nil
}
