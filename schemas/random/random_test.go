package random

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/internal/facts"
)

func TestWhatIsMadeSatisfiesTheSchemasAndTheTypesOfPart2(t *testing.T) {
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
			judge, action := set.JudgeRequest, strings.TrimSuffix(message.Name, "Request")
			if strings.HasSuffix(message.Name, "Response") {
				judge, action = set.JudgeResponse, strings.TrimSuffix(message.Name, "Response")
			}
			j := judge(action, schemas.Read(payload))
			ofTypes := slices.DeleteFunc(j.Types, func(p schemas.Problem) bool { // only a field's description says that: a station may miss it
				return strings.Contains(p.Message, "description of the field")
			})
			if len(j.Problems)+len(ofTypes) > 0 {
				t.Fatalf("%s: %s has problems %+v", message.Name, payload, j)
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
	made := func(seed uint64) string {
		payload, err := json.Marshal(New(seed).Payload("GetVariablesRequest", nil)) // which tells no time
		if err != nil {
			t.Fatal(err)
		}
		return string(payload)
	}
	if one, again := made(3), made(3); one != again {
		t.Errorf("the same seed made %s and %s", one, again)
	}
	if one, other := made(3), made(4); one == other {
		t.Errorf("two seeds made the same: %s", one)
	}
}
