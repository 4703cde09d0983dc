package ocpp201

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// answer infers the response's type from the request, as the bench's Send does.
func answer[Q Request[P], P any](request Q) P { return request.Response() }

func TestRequestKnowsItsActionAndItsResponse(t *testing.T) {
	response := answer(ReserveNowRequest{})
	response.Status = ReserveNowStatusAccepted
	if got, want := (ReserveNowRequest{}).Action(), "ReserveNow"; got != want {
		t.Errorf("Action() = %q, want %q", got, want)
	}
}

func TestAll64ActionsAreFound(t *testing.T) {
	actions := Actions()
	if len(actions) != 64 || !slices.IsSorted(actions) {
		t.Errorf("Actions() has %d names, sorted: %t; want 64, sorted", len(actions), slices.IsSorted(actions))
	}
	for _, action := range actions {
		message, ok := Lookup(action)
		if !ok {
			t.Errorf("Lookup(%q) finds nothing", action)
			continue
		}
		request := message.NewRequest().(interface{ Action() string })
		if got := request.Action(); got != action {
			t.Errorf("Lookup(%q).NewRequest().Action() = %q", action, got)
		}
		response, ok := reflect.TypeOf(request).MethodByName("Response")
		if !ok {
			t.Errorf("%T has no method Response", request)
			continue
		}
		want := response.Type.Out(0)
		if got := reflect.TypeOf(message.NewResponse()).Elem(); got != want {
			t.Errorf("Lookup(%q) makes a %s, the request is answered with a %s", action, got, want)
		}
	}
	for _, action := range []string{"", "authorize", "AuthorizeRequest", "Zzz"} {
		if _, ok := Lookup(action); ok {
			t.Errorf("Lookup(%q) finds something; names are case-sensitive", action)
		}
	}
}

func TestOptionalFieldsAreLeftOut(t *testing.T) {
	request := TransactionEventRequest{
		EventType: TransactionEventEnumStarted, TriggerReason: TriggerReasonCablePluggedIn, SeqNo: 0,
		Timestamp:       DateTime{time.Date(2026, 1, 2, 4, 4, 5, 678_900_000, time.FixedZone("CET", 3600))},
		TransactionInfo: Transaction{TransactionID: "t1", ChargingState: new(ChargingStateEVConnected)},
		EVSE:            &EVSE{ID: 1, ConnectorID: new(1)},
	}
	got, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"eventType":"Started","timestamp":"2026-01-02T03:04:05.678Z","triggerReason":"CablePluggedIn","seqNo":0,` +
		`"transactionInfo":{"transactionId":"t1","chargingState":"EVConnected"},"evse":{"id":1,"connectorId":1}}`
	if !equalJSON(t, got, []byte(want)) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func equalJSON(t *testing.T, a, b []byte) bool {
	t.Helper()
	var x, y any
	if err := json.Unmarshal(a, &x); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &y); err != nil {
		t.Fatal(err)
	}
	return reflect.DeepEqual(x, y)
}

func TestIntegersMayBeWrittenAsNumbersWithoutFraction(t *testing.T) {
	for number, want := range map[string]int{"1": 1, "1.0": 1, "1e2": 100, "-0": 0, "12.50e1": 125, "9007199254740993": 9007199254740993} {
		payload := `{"id":` + number + `,"connectorId":` + number + `}`
		request := ChangeAvailabilityRequest{}
		// Both ways must agree: who decodes without Decode gets the same.
		for name, decode := range map[string]func([]byte, any) error{"Decode": Decode, "json.Unmarshal": json.Unmarshal} {
			err := decode([]byte(`{"evse":`+payload+`,"operationalStatus":"Operative"}`), &request)
			if err != nil {
				t.Errorf("%s of %s: %v", name, number, err)
			} else if request.EVSE.ID != want || *request.EVSE.ConnectorID != want {
				t.Errorf("%s of %s gives %d and %d, want %d", name, number, request.EVSE.ID, *request.EVSE.ConnectorID, want)
			}
		}
	}
	for _, number := range []string{"1.5", "1e999999999", "1e30", `"1"`, "true"} {
		request := CancelReservationRequest{}
		if err := Decode([]byte(`{"reservationId":`+number+`}`), &request); err == nil {
			t.Errorf("Decode takes %s for the integer %d", number, request.ReservationID)
		}
	}
}

func TestNamesAreComparedExactly(t *testing.T) {
	request := AuthorizeRequest{}
	if err := json.Unmarshal([]byte(`{"IdToken":{"idToken":"x","type":"Central"}}`), &request); err != nil {
		t.Fatal(err)
	}
	if request.IDToken.IDToken != "" {
		t.Errorf("IdToken was taken for idToken: %+v", request)
	}
	if err := json.Unmarshal([]byte(`{"idToken":{"idToken":"x","idToken":"y","type":"Central"}}`), &request); err == nil {
		t.Error("a name that stands twice is accepted")
	}
}

func TestCustomDataIsOpen(t *testing.T) {
	request := HeartbeatRequest{}
	if err := Decode([]byte(`{"customData":{"vendorId":"org.example","more":{"x":[1]}}}`), &request); err != nil {
		t.Fatal(err)
	}
	if request.CustomData == nil || request.CustomData.VendorID != "org.example" {
		t.Errorf("got %+v, want vendorId org.example", request.CustomData)
	}
}

func TestDataTransferCarriesAnyValue(t *testing.T) {
	for _, data := range []string{`"text"`, `12`, `[1,{"a":null}]`, `{"a":true}`, `false`} {
		request := DataTransferRequest{VendorID: "org.example", Data: json.RawMessage(data)}
		text, err := json.Marshal(request)
		if err != nil {
			t.Fatal(err)
		}
		back := DataTransferRequest{}
		if err := Decode(text, &back); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(back.Data, request.Data) {
			t.Errorf("data %s came back as %s", data, back.Data)
		}
	}
}

func TestDateTimes(t *testing.T) {
	for text, want := range map[string]string{
		"2026-01-02T03:04:05Z": "2026-01-02T03:04:05.000Z", "2026-01-02t04:04:05.6789+01:00": "2026-01-02T03:04:05.678Z",
		"2026-01-02T03:04:05.1z":    "2026-01-02T03:04:05.100Z",
		`2026\u002d01-02T03:04:05Z`: "2026-01-02T03:04:05.000Z", "1990-12-31T23:59:60Z": "1991-01-01T00:00:00.000Z",
	} {
		var got DateTime
		if err := json.Unmarshal([]byte(`"`+text+`"`), &got); err != nil {
			t.Errorf("%s: %v", text, err)
		} else if got.String() != want {
			t.Errorf("%s was read as %s, want %s", text, got, want)
		}
	}
	for _, text := range []string{"2026-01-02", "03:04:05Z", "2026-01-02T03:04:05", "2026-13-02T03:04:05Z", "2026-01-02 03:04:05Z", "", "1767323045"} {
		var got DateTime
		if err := json.Unmarshal([]byte(`"`+text+`"`), &got); err == nil {
			t.Errorf("%q was read as %s, want an error", text, got)
		} else if !strings.Contains(err.Error(), "RFC 3339") {
			t.Errorf("%q: error %q does not name RFC 3339", text, err)
		}
	}
}
