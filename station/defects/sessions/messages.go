package sessions

import (
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/wire"
)

// messagePatches are the faults that only change how a transaction event looks.
var messagePatches = []defects.Patch{
	{Of: defects.Names(everyEventFault), Put: spoiledEvents},
	{Of: []defects.Defect{defects.OfflineTimeOfDelivery}, Put: deliveryTime},
	{Of: []defects.Defect{defects.ReservationIDLate}, Put: lateReservation},
	{Of: []defects.Defect{defects.RetryWithNextSeqNo, defects.RetryWithNewTime, defects.RetryMarkedOffline, defects.RetryWithoutState}, Put: retries},
}

// spoiledEvents have the faults that the event itself shows.
func spoiledEvents(fw *station.Firmware, s defects.Set) {
	faults := defects.Wanted(s, everyEventFault)
	ofEvents(fw, func(event ocpp201.TransactionEventRequest, _ *charging.Queued) ocpp201.TransactionEventRequest {
		return defects.SpoiledByAll(s, event, faults, func(f eventFault, e *ocpp201.TransactionEventRequest) { f.spoil(e) })
	})
}

// ofEvents changes the transaction events that leave.
func ofEvents(fw *station.Firmware, change func(event ocpp201.TransactionEventRequest, q *charging.Queued) ocpp201.TransactionEventRequest) {
	fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
		if event, ok := m.Body.(ocpp201.TransactionEventRequest); ok {
			m.Body = change(event, m.About.(*charging.Queued))
		}
		pass(m)
	})
}

func deliveryTime(fw *station.Firmware, s defects.Set) {
	ofEvents(fw, func(event ocpp201.TransactionEventRequest, _ *charging.Queued) ocpp201.TransactionEventRequest {
		return defects.Spoiled(s, event, defects.OfflineTimeOfDelivery, func(e *ocpp201.TransactionEventRequest) {
			if isOffline(e) {
				e.Timestamp = fw.Wire.Stamp()
			}
		})
	})
}

// lateReservation keeps the reservation back until energy flows.
func lateReservation(fw *station.Firmware, s defects.Set) {
	var untold *int
	ofEvents(fw, func(event ocpp201.TransactionEventRequest, _ *charging.Queued) ocpp201.TransactionEventRequest {
		switch {
		case event.ReservationID != nil && !tells(&event, ocpp201.ChargingStateCharging) && s.Has(defects.ReservationIDLate):
			untold, event.ReservationID = event.ReservationID, nil
		case untold != nil && tells(&event, ocpp201.ChargingStateCharging):
			event.ReservationID, untold = untold, nil
		}
		return event
	})
}

// retries are the events that are sent again.
func retries(fw *station.Firmware, s defects.Set) {
	ofEvents(fw, func(event ocpp201.TransactionEventRequest, q *charging.Queued) ocpp201.TransactionEventRequest {
		if q.Attempts == 0 {
			return event
		}
		for _, fault := range []eventFault{
			{defects.RetryWithNextSeqNo, func(e *ocpp201.TransactionEventRequest) { e.SeqNo += q.Attempts }},
			{defects.RetryWithNewTime, func(e *ocpp201.TransactionEventRequest) { e.Timestamp = fw.Wire.Stamp() }},
			{defects.RetryMarkedOffline, func(e *ocpp201.TransactionEventRequest) { e.Offline = new(true) }},
			{defects.RetryWithoutState, func(e *ocpp201.TransactionEventRequest) { e.TransactionInfo.ChargingState = nil }},
		} {
			event = defects.Spoiled(s, event, fault.defect, fault.spoil)
		}
		return event
	})
}
