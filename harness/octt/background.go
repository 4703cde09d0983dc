package octt

import (
	"github.com/certbench/certbench/schemas/ocpp201"
)

// background tells why a message that no row claims is no fault: what a conformant station may send at any time. An
// empty answer means that the message is surplus.
func background(m *Message) string {
	if m.older && m.Action == "TransactionEvent" {
		return "It is of a transaction that began before the case, which its transactionId tells."
	}
	if m.older && m.Action == "LogStatusNotification" {
		return "It is of a log upload that was asked for before the case, which its requestId tells."
	}
	if m.older {
		return "It is of a report that was asked for before the case, which its requestId tells."
	}
	switch m.Action {
	case "Authorize":
		if m.validates {
			return "Part 2 recommends to validate the idToken of a reservation when it is made (H01, remark)."
		}
	case "BootNotification":
		if m.needless {
			return "It is no boot, but a mere reconnection (part 4, section 5.3), of which a rule of its own warns."
		}
	case "Heartbeat":
		return "Heartbeats may come at any time (part 2, G02)."
	case "MeterValues":
		return "Clock-aligned meter values belong to no row unless the case asks for them (part 2, J01)."
	case "SecurityEventNotification":
		return "Security events may come at any time (part 2, A04)."
	case "TransactionEvent":
		if periodic(m) {
			return "Periodic meter values, and changes of the charging rate, belong to no row unless the case asks for them (part 2, J02, E02.FR.16)."
		}
	case "StatusNotification":
		if m.repeats {
			return "It repeats the state that the connector had reported last."
		}
	case "NotifyEvent":
		if len(m.Availabilities()) == 0 {
			return "Events of other variables than Connector.AvailabilityState may come at any time (part 2, N07)."
		}
		if m.repeats {
			return "It repeats the state that the connector had reported last."
		}
	}
	return ""
}

// periodic tells a TransactionEventRequest that only carries meter values taken at an interval, or only tells that the EV
// draws more or less than before: both come whenever it pleases a sound station while energy flows.
func periodic(m *Message) bool {
	if m.Action != "TransactionEvent" {
		return false
	}
	reason, _ := m.Field("triggerReason").(string)
	kind, _ := m.Field("eventType").(string)
	switch ocpp201.TriggerReason(reason) {
	case ocpp201.TriggerReasonMeterValuePeriodic, ocpp201.TriggerReasonMeterValueClock:
		return kind == string(ocpp201.TransactionEventEnumUpdated)
	case ocpp201.TriggerReasonChargingRateChanged: // one that carries an idToken tells more
		return kind == string(ocpp201.TransactionEventEnumUpdated) && m.Field("idToken") == nil
	}
	return false
}

// bars tells a boot that no row has claimed, beyond which the station is another one. A BootNotification that was not
// accepted only repeats the attempt (part 2, B02.FR.08, B03.FR.06): what comes after it is still what came before.
func bars(m *Message) bool {
	if m.Action != "BootNotification" || m.taken || m.needless {
		return false
	}
	return m.admission != string(ocpp201.RegistrationStatusPending) && m.admission != string(ocpp201.RegistrationStatusRejected)
}
