package octt

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// standing is what the CSMS answers when no row of a case has its own answer: a well-meaning CSMS. info is what it says
// of an idToken. ok is false for a message that a CSMS does not take from a station.
func standing(c *Configured, info func(id string) ocpp201.IDTokenInfo, action string, payload json.RawMessage) (answer any, ok bool) {
	now := ocpp201.DateTime{Time: time.Now()}
	switch action {
	case "BootNotification":
		return ocpp201.BootNotificationResponse{CurrentTime: now, Interval: seconds(c.HeartbeatInterval), Status: ocpp201.RegistrationStatusAccepted}, true
	case "Heartbeat":
		return ocpp201.HeartbeatResponse{CurrentTime: now}, true
	case "Authorize":
		return ocpp201.AuthorizeResponse{IDTokenInfo: info(tokenOf(payload))}, true
	case "TransactionEvent":
		if values.Field(payload, "idToken") == nil {
			return ocpp201.TransactionEventResponse{}, true
		}
		return ocpp201.TransactionEventResponse{IDTokenInfo: new(info(tokenOf(payload)))}, true
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

// tokenOf is the idToken that a request carries.
func tokenOf(payload json.RawMessage) string {
	id, _ := values.Field(payload, "idToken.idToken").(string)
	return id
}

// Deem has the CSMS say status of an idToken from now on, until the case ends: in every standing answer, and in what the
// states answer. It is for tables in which the CSMS changes its mind about an idToken. Unlike Answering it leaves
// messages without an idToken alone, however many of them come before the one that carries it.
func (s *Scenario) Deem(token rigs.Token, status ocpp201.AuthorizationStatus) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	if s.w.deemed == nil {
		s.w.deemed = map[string]ocpp201.AuthorizationStatus{}
	}
	s.w.deemed[strings.ToLower(token.ID)] = status
}

// Belongs has the CSMS say from now on, until the case ends, that an idToken is of a group: in every response that tells
// about the idToken (part 2, C09.FR.09, C09.FR.12).
func (s *Scenario) Belongs(token, group rigs.Token) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	if s.w.groups == nil {
		s.w.groups = map[string]ocpp201.IDToken{}
	}
	s.w.groups[strings.ToLower(token.ID)] = ocpp201.IDToken{IDToken: group.ID, Type: ocpp201.IDTokenEnum(group.Type)}
}

// Info is all that the CSMS says of an idToken now.
func (s *Scenario) Info(token rigs.Token) ocpp201.IDTokenInfo {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return s.w.infoOf(token.ID)
}

// infoOf is what the CSMS says of an idToken. The caller holds mu.
func (w *wire) infoOf(id string) ocpp201.IDTokenInfo {
	info := ocpp201.IDTokenInfo{Status: w.statusOf(id)}
	if group, ok := w.groups[strings.ToLower(id)]; ok {
		info.GroupIDToken = &group
	}
	return info
}

// Status is what the CSMS says of the standing of an idToken now.
func (s *Scenario) Status(token rigs.Token) ocpp201.AuthorizationStatus {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return s.w.statusOf(token.ID)
}

// statusOf is what the CSMS says of an idToken; identifierStrings know no case. The caller holds mu.
func (w *wire) statusOf(id string) ocpp201.AuthorizationStatus {
	if status, ok := w.deemed[strings.ToLower(id)]; ok {
		return status
	}
	return ocpp201.AuthorizationStatus(w.conf.Status(id))
}

func seconds(d time.Duration) int { return int(d / time.Second) }
