package schemas

import (
	"slices"
	"strings"
	"testing"
)

func TestProblemsNameThePlaceTheRuleAndTheCode(t *testing.T) {
	set := ownSet(t)
	for _, c := range []struct {
		action, payload string
		want            []Problem // the message: what it must say
	}{
		{"Authorize", `{"idToken":{"idToken":"x","type":"central"}}`,
			[]Problem{{"/idToken/type", "enum", `"central" is none of "Central", "eMAID"`, "PropertyConstraintViolation"}}},
		{"Authorize", `{}`, []Problem{{"/idToken", "required", `"idToken" is missing`, "OccurrenceConstraintViolation"}}},
		{"Authorize", `{"idToken":{"idToken":"` + strings.Repeat("ä", 37) + `","type":"Central"}}`,
			[]Problem{{"/idToken/idToken", "maxLength", "37 of at most 36 characters", "PropertyConstraintViolation"}}},
		{"ClearVariableMonitoring", `{"id":[]}`, []Problem{{"/id", "minItems", "0 of at least 1", "OccurrenceConstraintViolation"}}},
		{"ClearVariableMonitoring", `{"id":[1,2,"3"]}`, []Problem{{"/id/2", "type", "type string; it must be integer", "TypeConstraintViolation"}}},
		{"Heartbeat", `{"a/b":1}`, []Problem{{"/a~1b", "additionalProperties", `"a/b" does not exist here`, "ProtocolError"}}},
		{"Heartbeat", `[]`, []Problem{{"", "type", "must be object", "ProtocolError"}}},
		{"Heartbeat", `{`, []Problem{{"", "syntax", "too early", "FormatViolation"}}},
		{"Heartbeat", ``, []Problem{{"", "syntax", "too early", "FormatViolation"}}},
		{"Heartbeat", `{}{}`, []Problem{{"", "syntax", "behind", "FormatViolation"}}},
		{"NotifyEVChargingNeeds", `{"evseId":1,"chargingNeeds":{"requestedEnergyTransfer":"DC","departureTime":"2026-01-02",` +
			`"dcChargingParameters":{"evMaxCurrent":1,"evMaxVoltage":1,"stateOfCharge":101}}}`, []Problem{
			{"/chargingNeeds/dcChargingParameters/stateOfCharge", "maximum", "101 lies beyond", "PropertyConstraintViolation"},
			{"/chargingNeeds/departureTime", "format", `"2026-01-02" is no RFC 3339`, "PropertyConstraintViolation"}}},
		{"CancelReservation", `{"reservationId":1,"reservationId":"x"}`, []Problem{
			{"/reservationId", "duplicate", "stands twice", "FormatViolation"},
			{"/reservationId", "type", "must be integer", "TypeConstraintViolation"}}},
		{"CancelReservation", `{"reservationId":1e999999}`, []Problem{{"/reservationId", "range", "1e999999", "PropertyConstraintViolation"}}},
		{"heartbeat", `{}`, []Problem{{"", "action", `no action "heartbeat"`, "NotImplemented"}}},
		{"", `{}`, []Problem{{"", "action", `no action ""`, "NotImplemented"}}},
	} {
		got := set.Request(c.action, []byte(c.payload))
		if !slices.EqualFunc(got, c.want, func(a, b Problem) bool {
			return a.Pointer == b.Pointer && a.Keyword == b.Keyword && a.Code == b.Code && strings.Contains(a.Message, b.Message)
		}) {
			t.Errorf("Request(%q, %s)\ngot  %+v\nwant %+v", c.action, c.payload, got, c.want)
		}
	}
}

func TestTextsOfAPayloadStayOutOfMessages(t *testing.T) {
	payload := `{"configurationSlot":1,"connectionData":{"ocppVersion":"OCPP20","ocppTransport":"JSON","ocppCsmsUrl":"wss://x",` +
		`"messageTimeout":1,"securityProfile":1,"ocppInterface":"Wired0","vpn":{"server":"s","user":"` + strings.Repeat("u", 30) +
		`","password":"` + strings.Repeat("secret", 10) + `","key":["secret"],"type":"IKEv2"}}}`
	problems := ownSet(t).Request("SetNetworkProfile", []byte(payload))
	if len(problems) != 3 {
		t.Errorf("got %d problems %+v, want 3: user, password, key", len(problems), problems)
	}
	for _, problem := range problems {
		if strings.Contains(problem.Message, "secret") {
			t.Errorf("the message gives the secret away: %q", problem.Message)
		}
	}
}

func TestRequestAndResponseAreDifferentSchemas(t *testing.T) {
	set := ownSet(t)
	payload := []byte(`{"currentTime":"2026-01-02T03:04:05.678Z"}`)
	if problems := set.Response("Heartbeat", payload); len(problems) > 0 {
		t.Errorf("a right HeartbeatResponse has problems: %+v", problems)
	}
	if problems := set.Request("Heartbeat", payload); len(problems) == 0 {
		t.Error("a HeartbeatResponse passes for a HeartbeatRequest")
	}
}

func TestProblemsComeInTheSameOrderEachTime(t *testing.T) {
	payload := []byte(`{"a":1,"b":2,"c":3,"d":4,"e":5}`)
	first := ownSet(t).Request("BootNotification", payload)
	for range 50 {
		if again := ownSet(t).Request("BootNotification", payload); !slices.Equal(again, first) {
			t.Fatalf("first %+v\nthen  %+v", first, again)
		}
	}
}

// What Embedded leaves for later cannot fail then.
func TestTheEmbeddedSetIsWhole(t *testing.T) {
	set := ownSet(t)
	if err := set.whole(); err != nil || len(set.judges) != 128 {
		t.Errorf("%d schemas, %v; expected 128 that compile", len(set.judges), err)
	}
}

func TestASetThatIsNotWholeSaysWhichSchemaIsAtFault(t *testing.T) {
	set := newSet("spoiled", map[string]map[string]any{"GoodRequest": {"type": "object"}, "BadRequest": {"type": "thing"}})
	if err := set.whole(); err == nil || !strings.Contains(err.Error(), "schema of BadRequest") {
		t.Errorf("got %v, expected an error of BadRequest", err)
	}
	defer func() {
		if recover() == nil {
			t.Error("a schema that does not compile judged a payload")
		}
	}()
	set.Request("Bad", []byte(`{}`))
}
