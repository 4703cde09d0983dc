package wire

import (
	"encoding/json"
	"testing"

	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// What a Hand makes of a message is this station's alone: others that are sent the same text read what was sent.
func TestWhatAHandChangesInAMessageNobodyElseReads(t *testing.T) {
	payload := schemas.Read([]byte(`{"setVariableData":[{"attributeValue":"200","component":{"name":"OCPPCommCtrlr"},"variable":{"name":"OfflineThreshold"}}]}`))
	action, known := ocpp201.Lookup("SetVariables")
	if !known {
		t.Fatal("expected SetVariables to be an action")
	}
	own, came := opened(payload, action.NewRequest)
	own.(ocpp201.SetVariablesRequest).SetVariableData[0].AttributeValue = "60"
	if got := came.(ocpp201.SetVariablesRequest).SetVariableData[0].AttributeValue; got != "200" {
		t.Errorf("expected the message to have come with 200, got %s", got)
	}
	q, err := schemas.Message[ocpp201.SetVariablesRequest](payload)
	if err != nil || q.SetVariableData[0].AttributeValue != "200" {
		t.Errorf("expected whoever reads the payload to get 200, got %+v, %v", q, err)
	}
}

func TestAPayloadThatIsNoMessageOfItsActionComesToAHandAsItStands(t *testing.T) {
	const text = `{"setVariableData":7}`
	payload := schemas.Read([]byte(text))
	action, _ := ocpp201.Lookup("SetVariables")
	own, came := opened(payload, action.NewRequest)
	body, is := own.(json.RawMessage)
	if !is || string(body) != text {
		t.Fatalf("expected %s, got %T %s", text, own, own)
	}
	body[0] = '['
	if string(came.(json.RawMessage)) != text || string(payload.Text()) != text {
		t.Errorf("expected the text to stay, got %s of %s", came, payload.Text())
	}
}
