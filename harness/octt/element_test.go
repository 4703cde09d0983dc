package octt

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/schemas/ocpp201"
)

var threshold = []Requirement{Must("component.name", "OCPPCommCtrlr"), Must("variable.name", "OfflineThreshold")}

// judged lists the paths that a requirement judges in the payload, each with whether it holds.
func judged(r Requirement, payload string) map[string]bool {
	out := map[string]bool{}
	for _, each := range spread([]Requirement{r}, values.Decoded(json.RawMessage(payload))) {
		out[each.path] = each.holds(values.Walk(values.Decoded(json.RawMessage(payload)), each.path))
	}
	return out
}

func TestElementJudgesTheElementWhereverItStands(t *testing.T) {
	r := Element("getVariableResult", threshold,
		Must("attributeValue", "300"), OrOmitted("attributeStatusInfo.reasonCode", "NoError"), Must("attributeType", "Actual"))
	got := judged(r, `{"getVariableResult":[
		{"component":{"name":"AuthCtrlr"},"variable":{"name":"Enabled"},"attributeValue":"true"},
		{"component":{"name":"OCPPCommCtrlr"},"variable":{"name":"OfflineThreshold"},"attributeValue":"300"}]}`)
	want := map[string]bool{
		"getVariableResult":                                   true,
		"getVariableResult[1].attributeValue":                 true,
		"getVariableResult[1].attributeStatusInfo.reasonCode": true,
		"getVariableResult[1].attributeType":                  false,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("expected %v, got %v", want, got)
	}
}

func TestElementAsksForExactlyOneElement(t *testing.T) {
	one := `{"component":{"name":"OCPPCommCtrlr"},"variable":{"name":"OfflineThreshold"}}`
	for name, list := range map[string]string{"none": `[]`, "two": `[` + one + `,` + one + `]`, "no list": `{}`, "omitted": `null`} {
		got := judged(Element("getVariableResult", threshold, Must("attributeValue", "300")), `{"getVariableResult":`+list+`}`)
		if want := map[string]bool{"getVariableResult": false}; !reflect.DeepEqual(got, want) {
			t.Errorf("%s: expected %v, got %v", name, want, got)
		}
	}
}

func TestFirstElementJudgesTheFirstOfThoseThatFit(t *testing.T) {
	one := `{"component":{"name":"OCPPCommCtrlr"},"variable":{"name":"OfflineThreshold"},"attributeValue":"%s"}`
	list := fmt.Sprintf(`{"component":{"name":"AuthCtrlr"},"variable":{"name":"Enabled"}},`+one+`,`+one, "300", "1")
	r := FirstElement("getVariableResult", threshold, Must("attributeValue", "300"))
	got := judged(r, `{"getVariableResult":[`+list+`]}`)
	if want := map[string]bool{"getVariableResult": true, "getVariableResult[1].attributeValue": true}; !reflect.DeepEqual(got, want) {
		t.Errorf("expected %v, got %v", want, got)
	}
	if got := judged(r, `{"getVariableResult":[]}`); got["getVariableResult"] {
		t.Errorf("expected an empty list to fail, got %v", got)
	}
}

func TestAMisspeltPathInsideAnElementIsFound(t *testing.T) {
	message := reflect.TypeFor[ocpp201.GetVariablesResponse]()
	for name, r := range map[string]Requirement{
		"judged":   Element("getVariableResult", threshold, Omitted("attributeTyp")),
		"choosing": Element("getVariableResult", []Requirement{Must("component.nam", "OCPPCommCtrlr")}),
	} {
		if err := resolve(message, []Requirement{r}); err == nil || !strings.Contains(err.Error(), "getVariableResult[0]") {
			t.Errorf("%s: expected an error that names the path in the element, got %v", name, err)
		}
	}
	good := Element("getVariableResult", threshold, Omitted("attributeType"))
	if err := resolve(message, []Requirement{good}); err != nil {
		t.Errorf("expected every path to exist, got %v", err)
	}
}
