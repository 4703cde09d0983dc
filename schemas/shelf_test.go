package schemas

import (
	"fmt"
	"strings"
	"testing"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// TestAPayloadThatComesAgainIsJudgedAndReadAsBefore: whatever is kept of a text, each message of it has the problems that it has
// alone, by each set of schemas, and the same values.
func TestAPayloadThatComesAgainIsJudgedAndReadAsBefore(t *testing.T) {
	const text = `{"idToken":{"idToken":"T-1","type":"Central"}}`
	sets := []*Set{ownSet(t), newSet("nothing is allowed", map[string]map[string]any{"AuthorizeRequest": {"type": "object", "maxProperties": 0.0}})}
	for range 4 { // the first judges, the second finds it judged, the third has it kept
		for i, set := range sets {
			p := Read([]byte(text))
			if problems := set.JudgeRequest("Authorize", p).Problems; len(problems) > 0 != (i == 1) {
				t.Errorf("%s: expected problems: %t, got %v", set.Name(), i == 1, problems)
			}
			if problems := sets[0].JudgeRequest("ClearCache", p).Problems; len(problems) == 0 {
				t.Error("expected a ClearCacheRequest with an idToken to have a problem, got none")
			}
			if problems := sets[0].JudgeResponse("Authorize", p).Problems; len(problems) == 0 {
				t.Error("expected an AuthorizeResponse with an idToken to have a problem, got none")
			}
			q, err := Message[ocpp201.AuthorizeRequest](p)
			if err != nil || q.IDToken.IDToken != "T-1" || string(p.Text()) != text {
				t.Errorf("expected the token T-1 of %s, got %+v of %s, %v", text, q, p.Text(), err)
			}
		}
	}
	if common.find([]byte(text)) == nil {
		t.Error("expected what has come again to be kept, got that it is not")
	}
	if other := Read([]byte(text + " ")); other == common.find([]byte(text)) {
		t.Error("expected another text to be another payload, got the same")
	}
}

func TestAPayloadThatHasProblemsIsKeptNowhere(t *testing.T) {
	set := ownSet(t)
	text := []byte(`{"idToken":{"idToken":"T-1","type":"Nonsense"}}`)
	for range 4 {
		if problems := set.JudgeRequest("Authorize", Read(text)).Problems; len(problems) == 0 {
			t.Error("expected an unknown type of token to be a problem, got none")
		}
	}
	if common.find(text) != nil {
		t.Error("expected a payload with problems not to be kept, got that it is")
	}
}

func TestWhatIsKeptOfPayloadsIsBounded(t *testing.T) {
	var s shelf
	always := Read([]byte(`{"always":1}`))
	s.keep(always)
	long := strings.Repeat("x", mostKept/16)
	for i := range 40 {
		s.keep(Read(fmt.Appendf(nil, `{"%d":"%s"}`, i, long)))
		if s.find(always.text) != always {
			t.Fatalf("expected what is asked for again and again to be kept, got that it is not after %d others", i+1)
		}
	}
	total := 0
	for text := range s.all() {
		total += len(text)
	}
	if total > mostKept || total < mostKept/2 {
		t.Errorf("expected at most %d bytes of texts to be kept, and half of that at least, got %d", mostKept, total)
	}
	whole := Read([]byte(`"` + strings.Repeat("x", mostKept) + `"`))
	if s.keep(whole); s.find(whole.text) != nil {
		t.Error("expected a text that is longer than all that is kept not to be kept, got that it is")
	}
}

func TestAPayloadThatWasForgottenIsReadAnew(t *testing.T) {
	p := Read([]byte(`{"evseId":1,"connectorId":2,"connectorStatus":"Available","timestamp":"2026-01-01T00:00:00Z"}`))
	before, err := Message[ocpp201.StatusNotificationRequest](p)
	if err != nil || p.Document() == nil {
		t.Fatal(err)
	}
	p.Forget()
	after, err := Message[ocpp201.StatusNotificationRequest](p)
	if err != nil || after == before || *after != *before {
		t.Errorf("expected another message that says %+v, got %+v, %v", before, after, err)
	}
}

func TestAReadingThatSomebodyHasChangedIsNamed(t *testing.T) {
	const text = `{"setVariableData":[{"attributeValue":"200","component":{"name":"OCPPCommCtrlr"},"variable":{"name":"OfflineThreshold"}}]}`
	for name, c := range map[string]struct {
		change func(*testing.T, *Payload)
		want   string // a part of what is told, empty for nothing
	}{
		"nobody has": {func(*testing.T, *Payload) {}, ""},
		"the message": {func(t *testing.T, p *Payload) {
			var q ocpp201.SetVariablesRequest
			if err := p.Decode(&q); err != nil {
				t.Fatal(err)
			}
			q.SetVariableData[0].AttributeValue = "60"
		}, "AttributeValue:60"},
		"the document": {func(_ *testing.T, p *Payload) { delete(p.Document().(map[string]any), "setVariableData") }, "the document has become map[]"},
	} {
		t.Run(name, func(t *testing.T) {
			p := &Payload{text: []byte(text)} // none that other tests may get
			if _, err := Message[ocpp201.SetVariablesRequest](p); err != nil || p.Document() == nil {
				t.Fatal(err)
			}
			c.change(t, p)
			s := shelf{young: map[string]*Payload{text: p}}
			got := s.spoiled()
			if c.want == "" && len(got) > 0 || c.want != "" && (len(got) != 1 || !strings.Contains(got[0], c.want)) {
				t.Errorf("expected it to be named with %q, got %v", c.want, got)
			}
		})
	}
}
