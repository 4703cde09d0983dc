package schemas

import (
	"fmt"
	"strings"
	"testing"
)

// TestPrimitiveValuesAreThoseOfPart2 has values that every schema takes: those of part 2, section 2.1.4 and of the fields'
// descriptions, and those that they do not allow. No payload is invalid for one.
func TestPrimitiveValuesAreThoseOfPart2(t *testing.T) {
	const at, id = "2026-01-02T03:04:05Z", "a-Z0*_=:+|@."
	event := func(id, at, seqNo string) string {
		return fmt.Sprintf(`{"eventType":"Started","timestamp":%q,"triggerReason":"Authorized","seqNo":%s,"transactionInfo":{"transactionId":%q}}`, at, seqNo, id)
	}
	meter := func(evse, value string) string {
		return fmt.Sprintf(`{"evseId":%s,"meterValue":[{"timestamp":"2026-01-02T03:04:05Z","sampledValue":[{"value":1},{"value":%s}]}]}`, evse, value)
	}
	limit := func(limit string) string {
		return fmt.Sprintf(`{"requestId":1,"chargingLimitSource":"CSO","evseId":1,"chargingProfile":[{"id":1,"stackLevel":0,"chargingProfilePurpose":"TxProfile",`+
			`"chargingProfileKind":"Absolute","chargingSchedule":[{"id":1,"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":%s}]}]}]}`, limit)
	}
	for name, c := range map[string]struct {
		action, payload string
		want            string // pointer and keyword, "" for no problem
	}{
		"all allowed":                      {"TransactionEvent", event(id, at, "0"), ""},
		"no character":                     {"TransactionEvent", event("", at, "0"), ""},
		"a GUID in braces":                 {"TransactionEvent", event("{7d1f}", at, "0"), "/transactionInfo/transactionId identifierString"},
		"a blank":                          {"TransactionEvent", event("TX 1", at, "0"), "/transactionInfo/transactionId identifierString"},
		"an umlaut":                        {"TransactionEvent", event("TÜ", at, "0"), "/transactionInfo/transactionId identifierString"},
		"milliseconds":                     {"TransactionEvent", event(id, "2026-01-02T03:04:05.678+01:00", "0"), ""},
		"microseconds":                     {"TransactionEvent", event(id, "2026-01-02T03:04:05.678901Z", "0"), "/timestamp dateTime"},
		"zeros for microseconds":           {"TransactionEvent", event(id, "2026-01-02T03:04:05.6780Z", "0"), "/timestamp dateTime"},
		"the largest integer":              {"TransactionEvent", event(id, at, "2147483647"), ""},
		"an integer of 33 bits":            {"TransactionEvent", event(id, at, "2147483648"), "/seqNo integer"},
		"an integer of 100 digits":         {"TransactionEvent", event(id, at, strings.Repeat("9", 100)), "/seqNo integer"},
		"a negative number of a message":   {"TransactionEvent", event(id, at, "-1"), "/seqNo integer"},
		"an integer with a fraction":       {"TransactionEvent", event(id, at, "1.0"), "/seqNo written"},
		"an integer with an exponent":      {"TransactionEvent", event(id, at, "1e1"), "/seqNo written"},
		"the main power meter":             {"MeterValues", meter("0", "1.234567"), ""},
		"an EVSE below 0":                  {"MeterValues", meter("-1", "1"), "/evseId integer"},
		"a decimal of 7 places":            {"MeterValues", meter("1", "0.1234567"), "/meterValue/0/sampledValue/1/value decimal"},
		"a decimal of 7 places, exponent":  {"MeterValues", meter("1", "1.5e-6"), "/meterValue/0/sampledValue/1/value decimal"},
		"a large decimal with an exponent": {"MeterValues", meter("1", "1.2345678e7"), ""},
		"EVSE 0 where it is none":          {"ChangeAvailability", `{"operationalStatus":"Operative","evse":{"id":0}}`, "/evse/id integer"},
		"a severity of 10":                 {"SetMonitoringLevel", `{"severity":10}`, "/severity integer"},
		"a severity of 9":                  {"SetMonitoringLevel", `{"severity":9}`, ""},
		"a limit of one place":             {"ReportChargingProfiles", limit("8.1"), ""},
		"a limit of two places":            {"ReportChargingProfiles", limit("8.12"), "/chargingProfile/0/chargingSchedule/0/chargingSchedulePeriod/0/limit fraction"},
		"an idToken of blanks":             {"Authorize", `{"idToken":{"idToken":"a b","type":"Central"}}`, "/idToken/idToken identifierString"},
		"no idToken":                       {"Authorize", `{"idToken":{"idToken":"","type":"NoAuthorization"}}`, ""},
		"what vendors add":                 {"Heartbeat", `{"customData":{"vendorId":"x y","id":1e99}}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			for range 2 { // once judged, once remembered
				j := ownSet(t).JudgeRequest(c.action, Read([]byte(c.payload)))
				if len(j.Problems) > 0 {
					t.Fatalf("expected a valid payload, got %+v", j.Problems)
				}
				var got []string
				for _, p := range j.Types {
					got = append(got, p.Pointer+" "+p.Keyword)
				}
				if strings.Join(got, ", ") != c.want {
					t.Errorf("expected %q, got %v", c.want, j.Types)
				}
			}
		})
	}
}

// TestProblemsOfTypesQuoteNoValue: an identifierString may be an idToken.
func TestProblemsOfTypesQuoteNoValue(t *testing.T) {
	if what := Identifier("se cr[]et{}ly"); strings.Contains(what, "cr") || !strings.Contains(what, "' '") {
		t.Errorf("expected the characters that are not allowed and no more, got %s", what)
	}
}
