package schemas

import (
	"encoding/json"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/certbench/certbench/schemas/ocpp201"
)

func TestAPayloadIsReadAsWhateverMessageIsAskedFor(t *testing.T) {
	p := Read([]byte(`{"evseId":1,"connectorId":2,"connectorStatus":"Available","timestamp":"2026-01-01T00:00:00Z"}`))
	for range 2 { // the second time from what was kept
		var status ocpp201.StatusNotificationRequest
		if err := p.Decode(&status); err != nil || status.EVSEID != 1 || status.ConnectorID != 2 {
			t.Errorf("expected EVSE 1 and connector 2, got %+v, %v", status, err)
		}
		status.EVSEID = 7 // of the copy
		var part struct {
			ConnectorID int `json:"connectorId"`
		}
		if err := p.Decode(&part); err != nil || part.ConnectorID != 2 {
			t.Errorf("expected connector 2, got %+v, %v", part, err)
		}
		var other ocpp201.SetVariablesRequest
		if err := p.Decode(&other); err != nil || other.SetVariableData != nil {
			t.Errorf("expected an empty message of another type, got %+v, %v", other, err)
		}
	}
	var wrong struct {
		EVSEID string `json:"evseId"`
	}
	first, second := p.Decode(&wrong), p.Decode(&wrong)
	if first == nil || second == nil || first.Error() != second.Error() {
		t.Errorf("expected the same error each time, got %v and %v", first, second)
	}
}

// TestADocumentIsThatOfTheStandardLibrary: paths lead to the same values, whoever has read the text; numbers stay as written.
func TestADocumentIsThatOfTheStandardLibrary(t *testing.T) {
	for _, text := range []string{
		`{"a":[1,{"b":"ä\u0000"},null,true],"c":{}}`, `{"a":1e999,"b":2.50}`, `{"a":1,"a":2}`, `[]`, `null`, `""`, `{"a":`, ``, `{} {}`, "{\"a\":\"\xff\"}",
	} {
		var want any
		reader := json.NewDecoder(strings.NewReader(text))
		reader.UseNumber()
		if reader.Decode(&want) != nil {
			want = nil
		}
		if got := Read([]byte(text)).Document(); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: expected %#v, got %#v", text, want, got)
		}
	}
}

func TestAPayloadMayBeReadByManyAtOnce(t *testing.T) {
	p := Read([]byte(`{"evseId":1,"connectorId":2,"connectorStatus":"Available","timestamp":"2026-01-01T00:00:00Z"}`))
	set := ownSet(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			var q ocpp201.StatusNotificationRequest
			if err := p.Decode(&q); err != nil || q.ConnectorID != 2 || p.Document() == nil || len(set.JudgeRequest("StatusNotification", p).Problems) > 0 {
				t.Errorf("expected a valid status of connector 2, got %+v, %v", q, err)
			}
		})
	}
	all.Wait()
}
