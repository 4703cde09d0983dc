package control

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// TriggerMessage answers use case F06. The message follows the answer (F06.FR.04), also while Pending (B02.FR.02).
func (ct *Control) TriggerMessage(q ocpp201.TriggerMessageRequest) (ocpp201.TriggerMessageResponse, error) {
	if ct.defects.Has(defects.TriggerRejected) {
		return ocpp201.TriggerMessageResponse{Status: ocpp201.TriggerMessageStatusRejected}, nil
	}
	status, sendIt := ct.triggered(q)
	status, sendIt, err := ct.spoilTrigger(q, status, sendIt)
	if sendIt != nil && !(ct.wire.Registration == wire.Pending && ct.defects.Has(defects.PendingIgnoresTrigger)) {
		ct.afterTrigger(q.RequestedMessage, sendIt)
	}
	return ocpp201.TriggerMessageResponse{Status: status}, err
}

func (ct *Control) triggeredBoot() {
	ct.provisioning.BootDue, ct.provisioning.BootTriggered = true, true
}

// triggered says whether the message will be sent, and how. What the product cannot be asked for is not implemented
// (F06.FR.08).
func (ct *Control) triggered(q ocpp201.TriggerMessageRequest) (status ocpp201.TriggerMessageStatus, sendIt func()) {
	ok, no := ocpp201.TriggerMessageStatusAccepted, ocpp201.TriggerMessageStatusRejected
	if !slices.Contains(ct.product.Capabilities.Triggers, string(q.RequestedMessage)) {
		return ocpp201.TriggerMessageStatusNotImplemented, nil
	}
	switch q.RequestedMessage {
	case ocpp201.MessageTriggerBootNotification:
		if ct.wire.Registration == wire.Accepted { // F06.FR.17
			return no, nil
		}
		return ok, ct.triggeredBoot
	case ocpp201.MessageTriggerHeartbeat:
		switch {
		case ct.defects.Has(defects.TriggerHeartbeatRejected):
			return no, nil
		case ct.defects.Has(defects.TriggerHeartbeatNotSent):
			return ok, func() {}
		}
		return ok, func() { ct.provisioning.SendHeartbeat(wire.Sending{Asked: true}) }
	case ocpp201.MessageTriggerLogStatusNotification:
		return ct.asked(ct.files.Upload != nil, busyUploading, func() { wire.Send(ct.wire, ct.files.LogStatus(), wire.Sending{Asked: true}) })
	case ocpp201.MessageTriggerFirmwareStatusNotification: // a place is ignored (F06.FR.03)
		return ct.asked(ct.files.Update != nil, busyDownloading, func() { wire.Send(ct.wire, ct.files.FirmwareStatus(), wire.Sending{Asked: true}) })
	case ocpp201.MessageTriggerStatusNotification:
		return ct.triggerStatus(q.EVSE)
	case ocpp201.MessageTriggerMeterValues:
		return ct.triggerMeterValues(q.EVSE)
	case ocpp201.MessageTriggerTransactionEvent:
		return ct.triggerTransactionEvent(q.EVSE)
	}
	return ocpp201.TriggerMessageStatusNotImplemented, nil
}

// triggerStatus sends the status of one connector; without one the request is rejected (F06.FR.12).
func (ct *Control) triggerStatus(at *ocpp201.EVSE) (ocpp201.TriggerMessageStatus, func()) {
	if at == nil || at.ConnectorID == nil || ct.site.UnknownPlace(at) {
		return ocpp201.TriggerMessageStatusRejected, nil
	}
	c := ct.site.Connector(at.ID, *at.ConnectorID)
	return ocpp201.TriggerMessageStatusAccepted, func() { ct.site.SendStatus(c, site.OnDemand, wire.Sending{Asked: true}) }
}

// triggerMeterValues sends the measurands of AlignedDataMeasurands for one EVSE or for all (F06.FR.06, FR.11).
func (ct *Control) triggerMeterValues(at *ocpp201.EVSE) (ocpp201.TriggerMessageStatus, func()) {
	if at != nil && at.ID != 0 && ct.site.EVSE(at.ID) == nil || len(ct.model.List("AlignedDataCtrlr", "Measurands")) == 0 {
		return ocpp201.TriggerMessageStatusRejected, nil
	}
	return ocpp201.TriggerMessageStatusAccepted, func() {
		for _, id := range ct.triggeredPlaces(at) {
			ct.charging.SendMeterValues(ct.misplaced(id, at), id, ocpp201.ReadingContextTrigger, true)
		}
	}
}

// triggerTransactionEvent sends the state and the latest values of one transaction or of all (F06.FR.07, FR.11).
func (ct *Control) triggerTransactionEvent(at *ocpp201.EVSE) (ocpp201.TriggerMessageStatus, func()) {
	var open []*charging.Session
	for _, s := range ct.charging.Sessions() {
		if s.Tx != nil && (at == nil || at.ID == s.EVSE) {
			open = append(open, s)
		}
	}
	if len(open) == 0 {
		return ocpp201.TriggerMessageStatusRejected, nil
	}
	return ocpp201.TriggerMessageStatusAccepted, func() {
		for i, s := range open {
			if i > 0 && ct.defects.Has(defects.TriggeredTransactionFirstOnly) {
				break
			}
			if s.Tx != nil {
				ct.charging.EmitReadings(s, ocpp201.TriggerReasonTrigger, ct.charging.Sample(s.EVSE, "SampledDataCtrlr", "TxUpdatedMeasurands", ocpp201.ReadingContextTrigger))
			}
		}
	}
}
