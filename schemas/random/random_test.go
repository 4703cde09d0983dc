package random

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/internal/facts"
)

func TestWhatIsMadeSatisfiesTheSchemas(t *testing.T) {
	set, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	table, err := facts.Load()
	if err != nil {
		t.Fatal(err)
	}
	s := New(1)
	for _, message := range table.Messages {
		for range 50 {
			payload, err := json.Marshal(s.Payload(message.Name, nil))
			if err != nil {
				t.Fatal(err)
			}
			judge, action := set.Request, strings.TrimSuffix(message.Name, "Request")
			if strings.HasSuffix(message.Name, "Response") {
				judge, action = set.Response, strings.TrimSuffix(message.Name, "Response")
			}
			if problems := judge(action, payload); len(problems) > 0 {
				t.Fatalf("%s: %s has problems %+v", message.Name, payload, problems)
			}
		}
	}
}

func TestAResultAnswersItsData(t *testing.T) {
	var asked any
	const text = `{"getVariableData":[{"component":{"name":"A"},"variable":{"name":"B"}},{"component":{"name":"C"},"variable":{"name":"D"}}]}`
	if err := json.Unmarshal([]byte(text), &asked); err != nil {
		t.Fatal(err)
	}
	results := New(2).Payload("GetVariablesResponse", asked)["getVariableResult"].([]any)
	if len(results) != 2 {
		t.Fatalf("%d results, want 2", len(results))
	}
	if got := results[1].(map[string]any)["variable"].(map[string]any)["name"]; got != "D" {
		t.Errorf("the second result is about %v, want D", got)
	}
}

func TestTheSameSeedMakesTheSame(t *testing.T) {
	one, err := json.Marshal(New(3).Payload("NotifyMonitoringReportRequest", nil)["requestId"])
	if err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(New(3).Payload("NotifyMonitoringReportRequest", nil)["requestId"])
	if err != nil || string(one) != string(again) {
		t.Errorf("the same seed made %s and %s, %v", one, again, err)
	}
}
