package workbench

import (
	"encoding/json"
	"slices"
	"time"
)

// actions are the requests that a CSMS sends (OCPP 2.0.1, part 2, chapter "Messages").
var actions = []string{
	"CancelReservation", "CertificateSigned", "ChangeAvailability", "ClearCache", "ClearChargingProfile", "ClearDisplayMessage", "ClearVariableMonitoring",
	"CostUpdated", "CustomerInformation", "DataTransfer", "DeleteCertificate", "GetBaseReport", "GetChargingProfiles", "GetCompositeSchedule",
	"GetDisplayMessages", "GetInstalledCertificateIds", "GetLocalListVersion", "GetLog", "GetMonitoringReport", "GetReport", "GetTransactionStatus",
	"GetVariables", "InstallCertificate", "PublishFirmware", "RequestStartTransaction", "RequestStopTransaction", "ReserveNow", "Reset", "SendLocalList",
	"SetChargingProfile", "SetDisplayMessage", "SetMonitoringBase", "SetMonitoringLevel", "SetNetworkProfile", "SetVariableMonitoring", "SetVariables",
	"TriggerMessage", "UnlockConnector", "UnpublishFirmware", "UpdateFirmware",
}

// sends tells whether a CSMS sends requests of an action.
func sends(action string) bool { _, ok := slices.BinarySearch(actions, action); return ok }

// blank is a payload with what a schema requires and nothing else, for somebody to fill in: the first word of each enumeration, the
// least number, no text.
func blank(schema map[string]any, now time.Time) string {
	definitions, _ := schema["definitions"].(map[string]any)
	b := blanks{definitions, now}
	text, err := json.MarshalIndent(b.value(schema), "", "  ")
	if err != nil {
		panic("workbench: " + err.Error()) // it consists of maps, lists, texts and numbers
	}
	return string(text)
}

type blanks struct {
	definitions map[string]any
	now         time.Time
}

const definitionsPrefix = "#/definitions/"

func (b blanks) value(schema map[string]any) any {
	if ref, _ := schema["$ref"].(string); len(ref) > len(definitionsPrefix) {
		if named, ok := b.definitions[ref[len(definitionsPrefix):]].(map[string]any); ok {
			return b.value(named)
		}
	}
	if words, ok := schema["enum"].([]any); ok && len(words) > 0 {
		return words[0]
	}
	switch schema["type"] {
	case "object":
		return b.object(schema)
	case "array":
		items, _ := schema["items"].(map[string]any)
		return []any{b.value(items)}
	case "integer", "number":
		if least, has := schema["minimum"]; has {
			return least
		}
		return 0
	case "boolean":
		return false
	}
	if schema["format"] == "date-time" {
		return b.now.UTC().Format(time.RFC3339)
	}
	return ""
}

func (b blanks) object(schema map[string]any) map[string]any {
	out := map[string]any{}
	properties, _ := schema["properties"].(map[string]any)
	required, _ := schema["required"].([]any)
	for _, name := range required {
		if field, ok := properties[name.(string)].(map[string]any); ok {
			out[name.(string)] = b.value(field)
		}
	}
	return out
}
