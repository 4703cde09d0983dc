package octt

import (
	"encoding/json"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// standing is what the CSMS answers when no row of a case has its own answer: a well-meaning CSMS. ok is false for a
// message that a CSMS does not take from a station.
func standing(c *Configured, action string, payload json.RawMessage) (answer any, ok bool) {
	now := ocpp201.DateTime{Time: time.Now()}
	switch action {
	case "BootNotification":
		return ocpp201.BootNotificationResponse{CurrentTime: now, Interval: seconds(c.HeartbeatInterval), Status: ocpp201.RegistrationStatusAccepted}, true
	case "Heartbeat":
		return ocpp201.HeartbeatResponse{CurrentTime: now}, true
	case "Authorize":
		return ocpp201.AuthorizeResponse{IDTokenInfo: ocpp201.IDTokenInfo{Status: tokenStatus(c, payload)}}, true
	case "TransactionEvent":
		if field(payload, "idToken") == nil {
			return ocpp201.TransactionEventResponse{}, true
		}
		return ocpp201.TransactionEventResponse{IDTokenInfo: &ocpp201.IDTokenInfo{Status: tokenStatus(c, payload)}}, true
	case "DataTransfer":
		return ocpp201.DataTransferResponse{Status: ocpp201.DataTransferStatusUnknownVendorId}, true
	case "SignCertificate":
		return ocpp201.SignCertificateResponse{Status: ocpp201.GenericStatusAccepted}, true
	case "FirmwareStatusNotification", "LogStatusNotification", "MeterValues", "NotifyChargingLimit",
		"ClearedChargingLimit", "NotifyCustomerInformation", "NotifyDisplayMessages", "NotifyEvent",
		"NotifyMonitoringReport", "NotifyReport", "PublishFirmwareStatusNotification", "ReportChargingProfiles",
		"ReservationStatusUpdate", "SecurityEventNotification", "StatusNotification":
		return struct{}{}, true
	}
	return nil, false
}

func tokenStatus(c *Configured, payload json.RawMessage) ocpp201.AuthorizationStatus {
	id, _ := field(payload, "idToken.idToken").(string)
	return ocpp201.AuthorizationStatus(c.Status(id))
}

func seconds(d time.Duration) int { return int(d / time.Second) }
