package octt

import (
	"fmt"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// script is what the playing case has the CSMS do otherwise than it does by itself.
type script struct {
	overrides map[string][]any                       // answers of the playing case in their order, by action
	failing   *failing                               // what the playing case has the CSMS not process, nil for nothing
	deemed    map[string]ocpp201.AuthorizationStatus // what the playing case has the CSMS say of idTokens, by id in lower case
	groups    map[string]ocpp201.IDToken             // what the playing case has the CSMS say of their groups, by id in lower case
	personal  *ocpp201.MessageContent                // what the playing case has the CSMS tell a driver in the answer to his AuthorizeRequest
	total     *float64                               // what the playing case has a transaction have cost when it ends
	kept      map[string]bool                        // actions that stay unanswered while the scenario waits for something else
	beyond    map[string]bool                        // requests with values that their fields do not have, by action
}

// answerStanding gives a message its standing answer if it has none yet: CALLERROR where part 4 asks for it, the
// playing case's own answer, or that of a well-meaning CSMS. The caller holds mu.
func (w *wire) answerStanding(m *Message) {
	if m.answer != "" {
		return
	}
	if len(m.problems) > 0 && !holdsUp(m.Action) {
		w.answerError(m, ocppj.ErrorCode(m.problems[0].Code), describeProblem(m.problems[0]))
		return
	}
	if own := w.script.overrides[m.Action]; len(own) > 0 {
		w.answer(m, own[0])
		return
	}
	answer, ok := standing(w.conf, w.infoOf, &m.Call)
	if !ok {
		w.answerError(m, ocppj.NotSupported, "a CSMS takes no "+m.Action+" from a Charging Station")
		return
	}
	w.answer(m, w.script.priced(m, answer))
}

// priced adds to a standing answer what the case has the CSMS tell of tariff and cost.
func (c *script) priced(m *Message, answer any) any {
	switch a := answer.(type) {
	case ocpp201.AuthorizeResponse:
		a.IDTokenInfo.PersonalMessage = c.personal
		return a
	case ocpp201.TransactionEventResponse:
		if c.total != nil && m.Field("eventType") == string(ocpp201.TransactionEventEnumEnded) {
			a.TotalCost = c.total
		}
		return a
	}
	return answer
}

// holdsUp tells the messages that a station sends again until they are taken, and does nothing else before: one whose boot is
// refused for a field too many never begins, and one whose transactions are refused for it never comes to rest (part 2,
// B01.FR.08, E13.FR.02). What is wrong with them is judged all the same. The CSMS, which part 4, section 4.3 lets refuse them,
// takes them, so that the station is tested beyond that.
func holdsUp(action string) bool { return action == "BootNotification" || action == "TransactionEvent" }

func (w *wire) answer(m *Message, payload any) {
	if boot, is := payload.(ocpp201.BootNotificationResponse); is {
		// A case may have made it long before the station asks, and the station sets its clock by it (B01.FR.06).
		boot.CurrentTime = ocpp201.DateTime{Time: time.Now()}
		payload = boot
	}
	body, err := ocpp201.Marshal(payload)
	if err != nil {
		w.broken = fmt.Errorf("the answer to %s cannot be written as JSON: %w", m.Action, err)
		return
	}
	m.answer = string(body)
	told := schemas.Read(body).Document()
	if values.Walk(told, "idTokenInfo") != nil {
		w.cacheEmpty = false
	}
	if m.Action == "BootNotification" || m.Action == "Heartbeat" {
		w.registration.told = true
	}
	if m.Action == "BootNotification" {
		m.admission, _ = values.Walk(told, "status").(string)
		w.admit(m.admission)
		w.link.online, w.registration.invited = time.Time{}, nil
		if w.registration.admission == string(ocpp201.RegistrationStatusAccepted) {
			w.link.online = time.Now()
		}
	}
	if m.Action == "Authorize" && !m.validates && values.Walk(told, "idTokenInfo.status") == string(ocpp201.AuthorizationStatusAccepted) {
		w.letIn(tokenOf(&m.Call))
	}
	if own := w.script.overrides[m.Action]; len(own) > 1 {
		w.script.overrides[m.Action] = own[1:]
	}
	w.sendAnswer(m, w.csms.Answer(m.ID, body))
}

func (w *wire) answerError(m *Message, code ocppj.ErrorCode, description string) {
	if code == "" {
		code = ocppj.FormatViolation
	}
	m.answer = "CALLERROR " + string(code)
	w.sendAnswer(m, w.csms.AnswerError(m.ID, code, description))
}

// sendAnswer notes an answer that could not be sent. That the station left before it was answered is no fault by
// itself: rows that need the connection see to that.
func (w *wire) sendAnswer(m *Message, err error) {
	m.Answered = time.Now()
	w.stirred = m.Answered // the record of the frame comes by later
	if err == nil {
		w.answers[m.ID] = m.Action
		m.delivered = true
	} else {
		w.append(evidence.Record{Kind: evidence.KindNote, Note: &evidence.Note{
			Text: fmt.Sprintf("The answer to %s (message %s) did not go out: %v.", m.Action, m.ID, err)}})
	}
}

// standing is what the CSMS answers when no row of a case has its own answer: a well-meaning CSMS. info is what it says
// of an idToken. ok is false for a message that a CSMS does not take from a station.
func standing(c *Configured, info func(id string) ocpp201.IDTokenInfo, m *ledger.Call) (answer any, ok bool) {
	now := ocpp201.DateTime{Time: time.Now()}
	switch m.Action {
	case "BootNotification":
		return ocpp201.BootNotificationResponse{CurrentTime: now, Interval: seconds(c.HeartbeatInterval), Status: ocpp201.RegistrationStatusAccepted}, true
	case "Heartbeat":
		return ocpp201.HeartbeatResponse{CurrentTime: now}, true
	case "Authorize":
		return ocpp201.AuthorizeResponse{IDTokenInfo: info(tokenOf(m))}, true
	case "TransactionEvent":
		if m.Field("idToken") == nil {
			return ocpp201.TransactionEventResponse{}, true
		}
		return ocpp201.TransactionEventResponse{IDTokenInfo: new(info(tokenOf(m)))}, true
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

// infoOf is what the CSMS says of an idToken. The caller holds mu.
func (w *wire) infoOf(id string) ocpp201.IDTokenInfo {
	info := ocpp201.IDTokenInfo{Status: w.statusOf(id)}
	if group, ok := w.script.groups[strings.ToLower(id)]; ok {
		info.GroupIDToken = &group
	}
	return info
}

// statusOf is what the CSMS says of an idToken; identifierStrings know no case. The caller holds mu.
func (w *wire) statusOf(id string) ocpp201.AuthorizationStatus {
	if status, ok := w.script.deemed[strings.ToLower(id)]; ok {
		return status
	}
	return ocpp201.AuthorizationStatus(w.conf.Status(id))
}

// tokenOf is the idToken that a request carries.
func tokenOf(m *ledger.Call) string {
	id, _ := m.Field("idToken.idToken").(string)
	return id
}

func seconds(d time.Duration) int { return int(d / time.Second) }
