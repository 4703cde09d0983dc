package station

import (
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/wire"
)

// messagePatches are the faults that only change how a request of the station looks.
var messagePatches = []patch{
	{of: []defects.Defect{defects.SchemaViolation}, put: unknownProperty},
	{of: defectsOf(everyEventFault), put: spoiledEvents},
	{of: []defects.Defect{defects.OfflineTimeOfDelivery}, put: deliveryTime},
	{of: []defects.Defect{defects.RetryWithNextSeqNo, defects.RetryWithNewTime, defects.RetryMarkedOffline, defects.RetryWithoutState}, put: retries},
}

// unknownProperty adds to a StatusNotification what its schema does not know.
func unknownProperty(fw *firmware, s defects.Set) {
	fw.wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
		if status, ok := m.Body.(ocpp201.StatusNotificationRequest); ok && s.Has(defects.SchemaViolation) {
			m.Body = struct {
				ocpp201.StatusNotificationRequest
				UnknownProperty bool `json:"unknownProperty"`
			}{status, true}
		}
		pass(m)
	})
}

// spoiledEvents have the faults that the event itself shows.
func spoiledEvents(fw *firmware, s defects.Set) {
	faults := wanted(s, everyEventFault)
	ofEvents(fw, func(event ocpp201.TransactionEventRequest, _ *queued) ocpp201.TransactionEventRequest {
		for _, fault := range faults {
			event = spoiled(s, event, fault.defect, fault.spoil)
		}
		return event
	})
}

// ofEvents changes the transaction events that leave.
func ofEvents(fw *firmware, change func(event ocpp201.TransactionEventRequest, q *queued) ocpp201.TransactionEventRequest) {
	fw.wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
		if event, ok := m.Body.(ocpp201.TransactionEventRequest); ok {
			m.Body = change(event, m.About.(*queued))
		}
		pass(m)
	})
}

func deliveryTime(fw *firmware, s defects.Set) {
	ofEvents(fw, func(event ocpp201.TransactionEventRequest, _ *queued) ocpp201.TransactionEventRequest {
		return spoiled(s, event, defects.OfflineTimeOfDelivery, func(e *ocpp201.TransactionEventRequest) {
			if isOffline(e) {
				e.Timestamp = fw.wire.Stamp()
			}
		})
	})
}

// retries are the events that are sent again.
func retries(fw *firmware, s defects.Set) {
	ofEvents(fw, func(event ocpp201.TransactionEventRequest, q *queued) ocpp201.TransactionEventRequest {
		if q.attempts == 0 {
			return event
		}
		for _, fault := range []eventFault{
			{defects.RetryWithNextSeqNo, func(e *ocpp201.TransactionEventRequest) { e.SeqNo += q.attempts }},
			{defects.RetryWithNewTime, func(e *ocpp201.TransactionEventRequest) { e.Timestamp = fw.wire.Stamp() }},
			{defects.RetryMarkedOffline, func(e *ocpp201.TransactionEventRequest) { e.Offline = new(true) }},
			{defects.RetryWithoutState, func(e *ocpp201.TransactionEventRequest) { e.TransactionInfo.ChargingState = nil }},
		} {
			event = spoiled(s, event, fault.defect, fault.spoil)
		}
		return event
	})
}
