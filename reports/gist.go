package reports

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
)

// gists names, for an action, the fields of its request that tell a reader most. A number picks the element of a list.
var gists = map[string][]string{
	"Authorize":                  {"idToken.idToken", "idToken.type"},
	"BootNotification":           {"reason", "chargingStation.model"},
	"CancelReservation":          {"reservationId"},
	"CertificateSigned":          {"certificateType"},
	"ChangeAvailability":         {"operationalStatus", "evse.id"},
	"ClearChargingProfile":       {"chargingProfileId"},
	"CustomerInformation":        {"requestId"},
	"DataTransfer":               {"vendorId", "messageId"},
	"DeleteCertificate":          {"certificateHashData.serialNumber"},
	"FirmwareStatusNotification": {"status"},
	"GetBaseReport":              {"reportBase", "requestId"},
	"GetCompositeSchedule":       {"evseId", "duration"},
	"GetLog":                     {"logType", "requestId"},
	"GetMonitoringReport":        {"requestId"},
	"GetReport":                  {"requestId"},
	"GetTransactionStatus":       {"transactionId"},
	"GetVariables":               {"getVariableData.0.component.name", "getVariableData.0.variable.name"},
	"InstallCertificate":         {"certificateType"},
	"LogStatusNotification":      {"status", "requestId"},
	"MeterValues":                {"meterValue.0.sampledValue.0.context", "evseId"},
	"NotifyEvent":                {"eventData.0.variable.name", "eventData.0.actualValue"},
	"NotifyMonitoringReport":     {"requestId", "seqNo"},
	"NotifyReport":               {"requestId", "seqNo"},
	"RequestStartTransaction":    {"idToken.idToken", "remoteStartId"},
	"RequestStopTransaction":     {"transactionId"},
	"ReserveNow":                 {"id", "evseId"},
	"Reset":                      {"type", "evseId"},
	"SecurityEventNotification":  {"type"},
	"SendLocalList":              {"updateType", "versionNumber"},
	"SetChargingProfile":         {"chargingProfile.chargingProfilePurpose", "evseId"},
	"SetNetworkProfile":          {"configurationSlot"},
	"SetVariables":               {"setVariableData.0.component.name", "setVariableData.0.variable.name", "setVariableData.0.attributeValue"},
	"SignCertificate":            {"certificateType"},
	"StatusNotification":         {"connectorStatus", "evseId", "connectorId"},
	"TransactionEvent":           {"eventType", "triggerReason", "transactionInfo.chargingState", "transactionInfo.stoppedReason"},
	"TriggerMessage":             {"requestedMessage"},
	"UnlockConnector":            {"evseId", "connectorId"},
	"UpdateFirmware":             {"requestId", "firmware.location"},
}

// answerGist holds the fields of answers.
var answerGist = []string{"status", "idTokenInfo.status", "statusInfo.reasonCode", "setVariableResult.0.attributeStatus",
	"getVariableResult.0.attributeStatus", "getVariableResult.0.attributeValue", "setMonitoringResult.0.status"}

// gist tells in a few words what a frame says; empty where nothing is worth telling.
func gist(f evidence.Frame) string {
	if f.Type == "CALLERROR" {
		var parts []json.RawMessage
		if json.Unmarshal([]byte(f.Raw), &parts) != nil || len(parts) < 4 {
			return ""
		}
		return short(strings.TrimSuffix(word(parts[2])+": "+word(parts[3]), ": "))
	}
	paths := answerGist
	if f.Type == "CALL" {
		paths = gists[f.Action]
	}
	var payload any
	if len(paths) == 0 || json.Unmarshal(f.Payload(), &payload) != nil {
		return ""
	}
	var words []string
	for _, path := range paths {
		if v := at(payload, strings.Split(path, ".")); v != "" {
			words = append(words, label(path)+v)
		}
	}
	return short(strings.Join(words, " · "))
}

// label names a number that could not be understood alone.
func label(path string) string {
	switch path {
	case "evseId", "evse.id":
		return "EVSE "
	case "connectorId":
		return "connector "
	case "requestId", "seqNo", "remoteStartId", "reservationId", "configurationSlot":
		return path + " "
	}
	return ""
}

func word(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

func at(v any, path []string) string {
	for _, step := range path {
		switch of := v.(type) {
		case map[string]any:
			v = of[step]
		case []any:
			n, err := strconv.Atoi(step)
			if err != nil || n >= len(of) {
				return ""
			}
			v = of[n]
		default:
			return ""
		}
	}
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// short keeps a text to one line of a diagram.
func short(s string) string {
	const most = 96
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return s
}
