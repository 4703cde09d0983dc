package control

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// TriggerMessage answers use case F06. The message follows the answer (F06.FR.04), also while Pending (B02.FR.02).
func (ct *Control) TriggerMessage(q ocpp201.TriggerMessageRequest) (ocpp201.TriggerMessageResponse, error) {
	status, sendIt := ct.Decide.Triggered(q)
	if sendIt != nil {
		ct.Decide.SendTriggered(q, sendIt)
	}
	return ocpp201.TriggerMessageResponse{Status: status}, nil
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
		return ok, func() { ct.provisioning.SendHeartbeat(wire.Sending{Asked: true}) }
	case ocpp201.MessageTriggerLogStatusNotification:
		return ok, func() { wire.Send(ct.wire, ct.files.LogStatus(), wire.Sending{Asked: true}) }
	case ocpp201.MessageTriggerFirmwareStatusNotification: // a place is ignored (F06.FR.03)
		return ok, func() { wire.Send(ct.wire, ct.files.FirmwareStatus(), wire.Sending{Asked: true}) }
	case ocpp201.MessageTriggerSignChargingStationCertificate: // A02.FR.02: after the answer; a place is ignored (F06.FR.03)
		return ok, ct.certificates.SignOwn
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
		for _, id := range ct.Decide.MeteredAt(at) {
			ct.charging.SendMeterValues(id, id, ocpp201.ReadingContextTrigger, true)
		}
	}
}

func (ct *Control) meteredAt(at *ocpp201.EVSE) []int {
	if at != nil {
		return []int{at.ID}
	}
	return ct.charging.MeteredPlaces()
}

// triggerTransactionEvent sends the state and the latest values of one transaction or of all (F06.FR.07, FR.11).
func (ct *Control) triggerTransactionEvent(at *ocpp201.EVSE) (ocpp201.TriggerMessageStatus, func()) {
	open := ct.Decide.TransactionsAt(at)
	if len(open) == 0 {
		return ocpp201.TriggerMessageStatusRejected, nil
	}
	return ocpp201.TriggerMessageStatusAccepted, func() {
		for _, s := range open {
			if s.Tx != nil {
				ct.charging.EmitLatest(s)
			}
		}
	}
}

func (ct *Control) transactionsAt(at *ocpp201.EVSE) []*charging.Session {
	var open []*charging.Session
	for _, s := range ct.charging.Sessions() {
		if s.Tx != nil && (at == nil || at.ID == s.EVSE) {
			open = append(open, s)
		}
	}
	return open
}
