package station

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/wire"
)

// triggerMessage answers use case F06. The message follows the answer (F06.FR.04), also while Pending (B02.FR.02).
func (fw *firmware) triggerMessage(q ocpp201.TriggerMessageRequest) (ocpp201.TriggerMessageResponse, error) {
	if fw.defects.Has(defects.TriggerRejected) {
		return ocpp201.TriggerMessageResponse{Status: ocpp201.TriggerMessageStatusRejected}, nil
	}
	status, sendIt := fw.triggered(q)
	status, sendIt, err := fw.spoilTrigger(q, status, sendIt)
	if sendIt != nil && !(fw.wire.Registration == wire.Pending && fw.defects.Has(defects.PendingIgnoresTrigger)) {
		fw.afterTrigger(q.RequestedMessage, sendIt)
	}
	return ocpp201.TriggerMessageResponse{Status: status}, err
}

func (fw *firmware) triggeredBoot() { fw.bootDue, fw.bootTriggered = true, true }

// triggered says whether the message will be sent, and how. What the product cannot be asked for is not implemented
// (F06.FR.08).
func (fw *firmware) triggered(q ocpp201.TriggerMessageRequest) (status ocpp201.TriggerMessageStatus, sendIt func()) {
	ok, no := ocpp201.TriggerMessageStatusAccepted, ocpp201.TriggerMessageStatusRejected
	if !slices.Contains(fw.config.Capabilities.Triggers, string(q.RequestedMessage)) {
		return ocpp201.TriggerMessageStatusNotImplemented, nil
	}
	switch q.RequestedMessage {
	case ocpp201.MessageTriggerBootNotification:
		if fw.wire.Registration == wire.Accepted { // F06.FR.17
			return no, nil
		}
		return ok, fw.triggeredBoot
	case ocpp201.MessageTriggerHeartbeat:
		switch {
		case fw.defects.Has(defects.TriggerHeartbeatRejected):
			return no, nil
		case fw.defects.Has(defects.TriggerHeartbeatNotSent):
			return ok, func() {}
		}
		return ok, func() { fw.sendHeartbeat(wire.Sending{Asked: true}) }
	case ocpp201.MessageTriggerLogStatusNotification:
		return fw.asked(fw.upload != nil, busyUploading, func() { wire.Send(fw.wire, fw.logStatus(), wire.Sending{Asked: true}) })
	case ocpp201.MessageTriggerFirmwareStatusNotification: // a place is ignored (F06.FR.03)
		return fw.asked(fw.update != nil, busyDownloading, func() { wire.Send(fw.wire, fw.firmwareStatus(), wire.Sending{Asked: true}) })
	case ocpp201.MessageTriggerStatusNotification:
		return fw.triggerStatus(q.EVSE)
	case ocpp201.MessageTriggerMeterValues:
		return fw.triggerMeterValues(q.EVSE)
	case ocpp201.MessageTriggerTransactionEvent:
		return fw.triggerTransactionEvent(q.EVSE)
	}
	return ocpp201.TriggerMessageStatusNotImplemented, nil
}

// triggerStatus sends the status of one connector; without one the request is rejected (F06.FR.12).
func (fw *firmware) triggerStatus(at *ocpp201.EVSE) (ocpp201.TriggerMessageStatus, func()) {
	if at == nil || at.ConnectorID == nil || fw.unknownPlace(at) {
		return ocpp201.TriggerMessageStatusRejected, nil
	}
	c := fw.connector(at.ID, *at.ConnectorID)
	return ocpp201.TriggerMessageStatusAccepted, func() { fw.sendStatus(c, onDemand, wire.Sending{Asked: true}) }
}

// triggerMeterValues sends the measurands of AlignedDataMeasurands for one EVSE or for all (F06.FR.06, FR.11).
func (fw *firmware) triggerMeterValues(at *ocpp201.EVSE) (ocpp201.TriggerMessageStatus, func()) {
	if at != nil && at.ID != 0 && fw.evse(at.ID) == nil || len(fw.model.List("AlignedDataCtrlr", "Measurands")) == 0 {
		return ocpp201.TriggerMessageStatusRejected, nil
	}
	return ocpp201.TriggerMessageStatusAccepted, func() {
		for _, id := range fw.triggeredPlaces(at) {
			fw.sendMeterValues(fw.misplaced(id, at), id, ocpp201.ReadingContextTrigger, true)
		}
	}
}

// triggerTransactionEvent sends the state and the latest values of one transaction or of all (F06.FR.07, FR.11).
func (fw *firmware) triggerTransactionEvent(at *ocpp201.EVSE) (ocpp201.TriggerMessageStatus, func()) {
	var open []*session
	for _, s := range fw.sessions() {
		if s.Tx != nil && (at == nil || at.ID == s.EVSE) {
			open = append(open, s)
		}
	}
	if len(open) == 0 {
		return ocpp201.TriggerMessageStatusRejected, nil
	}
	return ocpp201.TriggerMessageStatusAccepted, func() {
		for i, s := range open {
			if i > 0 && fw.defects.Has(defects.TriggeredTransactionFirstOnly) {
				break
			}
			if s.Tx != nil {
				fw.emitReadings(s, ocpp201.TriggerReasonTrigger, fw.sample(s.EVSE, "SampledDataCtrlr", "TxUpdatedMeasurands", ocpp201.ReadingContextTrigger))
			}
		}
	}
}
