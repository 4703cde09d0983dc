package station_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station"
)

// results are the results of a GetVariables or SetVariables, as "status type value reason" with - for what is left out.
func (r *rig) results(action, payload string) []string {
	r.Helper()
	f := r.ask(action, payload)
	var answer map[string][]struct {
		AttributeStatus, AttributeType string
		AttributeValue                 *string
		AttributeStatusInfo            *ocpp201.StatusInfo
	}
	if err := json.Unmarshal(f.Payload, &answer); err != nil || f.Type != ocppj.CallResult {
		r.Fatalf("%s %s: expected a CALLRESULT, got %s %s", action, payload, f.ErrorCode, f.ErrorDescription)
	}
	var lines []string
	for _, all := range answer {
		for _, each := range all {
			value, reason := "-", "-"
			if each.AttributeValue != nil {
				value = *each.AttributeValue
			}
			if each.AttributeStatusInfo != nil {
				reason = each.AttributeStatusInfo.ReasonCode
			}
			lines = append(lines, strings.Join([]string{each.AttributeStatus, each.AttributeType, value, reason}, " "))
		}
	}
	return lines
}

// addressed writes "component:evse:connector" and "variable[instance]" as GetVariables and SetVariables name them.
func addressed(component, name string) string {
	parts := strings.Split(component, ":")
	text := `"component":{"name":"` + parts[0] + `"`
	switch len(parts) {
	case 2:
		text += `,"evse":{"id":` + parts[1] + `}`
	case 3:
		text += `,"evse":{"id":` + parts[1] + `,"connectorId":` + parts[2] + `}`
	}
	variable, instance, has := strings.Cut(strings.TrimSuffix(name, "]"), "[")
	text += `},"variable":{"name":"` + variable + `"`
	if has {
		text += `,"instance":"` + instance + `"`
	}
	return text + `}`
}

func (r *rig) get(component, name, also string) string {
	r.Helper()
	return r.results("GetVariables", `{"getVariableData":[{`+addressed(component, name)+also+`}]}`)[0]
}

func (r *rig) put(component, name, value, also string) string {
	r.Helper()
	return r.results("SetVariables", `{"setVariableData":[{`+addressed(component, name)+fmt.Sprintf(`,"attributeValue":%q`, value)+also+`}]}`)[0]
}

const target = `,"attributeType":"Target"`

// B05.FR.04 to FR.09 and B06.FR.06 to FR.09: the component comes first, then the variable, the attributeType, and last
// that the variable may not be read or set.
func TestWhatIsWrongFirstIsSaidFirst(t *testing.T) {
	bubble(t, nil, func(r *rig) {
		for _, c := range []struct{ component, name, also, get, set string }{
			{"Nobody", "Nothing", target, "UnknownComponent Target - -", "UnknownComponent Target - -"},
			{"OCPPCommCtrlr:1", "OfflineThreshold", "", "UnknownComponent Actual - -", "UnknownComponent Actual - -"},
			{"EVSE:9", "Power", "", "UnknownComponent Actual - -", "UnknownComponent Actual - -"},
			{"EVSE", "Power", "", "UnknownComponent Actual - -", "UnknownComponent Actual - -"},
			{"Connector:1:2", "ConnectorType", "", "UnknownComponent Actual - -", "UnknownComponent Actual - -"},
			{"OCPPCommCtrlr", "Nothing", target, "UnknownVariable Target - -", "UnknownVariable Target - -"},
			{"OCPPCommCtrlr", "MessageTimeout", "", "UnknownVariable Actual - -", "UnknownVariable Actual - -"},
			{"OCPPCommCtrlr", "MessageTimeout[]", "", "UnknownVariable Actual - -", "UnknownVariable Actual - -"},
			{"OCPPCommCtrlr", "OfflineThreshold[Default]", "", "UnknownVariable Actual - -", "UnknownVariable Actual - -"},
			{"SecurityCtrlr", "BasicAuthPassword", target, "NotSupportedAttributeType Target - -", "NotSupportedAttributeType Target - -"},
			{"SecurityCtrlr", "SecurityProfile", target, "NotSupportedAttributeType Target - -", "NotSupportedAttributeType Target - -"},
			{"SecurityCtrlr", "BasicAuthPassword", "", "Rejected Actual - WriteOnly", "Rejected Actual - InvalidValue"},
			{"OCPPCommCtrlr", "MessageTimeout[Default]", "", "Accepted Actual 30 -", "Rejected Actual - ReadOnly"},
			{"EVSE:1", "AvailabilityState", "", "Accepted Actual Available -", "Rejected Actual - ReadOnly"},
			{"OCPPCommCtrlr", "OfflineThreshold", "", "Accepted Actual 60 -", "Rejected Actual - InvalidValue"},
		} {
			if got := r.get(c.component, c.name, c.also); got != c.get {
				t.Errorf("GetVariables %s.%s%s: expected %q, got %q", c.component, c.name, c.also, c.get, got)
			}
			if got := r.put(c.component, c.name, "wrong", c.also); got != c.set {
				t.Errorf("SetVariables %s.%s%s: expected %q, got %q", c.component, c.name, c.also, c.set, got)
			}
		}
		if got := r.put("OCPPCommCtrlr", "OfflineThreshold", "-1", ""); got != "Rejected Actual - ValueOutOfRange" {
			t.Errorf("expected a number out of range to be told from none (B05.FR.08), got %q", got)
		}
	})
	bubble(t, func(c *station.Config) { c.Capabilities.NoReasons = true }, func(r *rig) {
		for _, got := range []string{r.get("SecurityCtrlr", "BasicAuthPassword", ""), r.put("OCPPCommCtrlr", "OfflineThreshold", "wrong", "")} {
			if got != "Rejected Actual - -" {
				t.Errorf("expected no reason from a product that gives none, got %q", got)
			}
		}
	})
}

// A CSMS shall not do that (B05.FR.13); each element is answered all the same (B05.FR.01), and the last one counts.
func TestAVariableThatIsSetTwiceInOneRequestTakesTheLastValue(t *testing.T) {
	bubble(t, nil, func(r *rig) {
		one := `{` + addressed("OCPPCommCtrlr", "OfflineThreshold") + `,"attributeValue":"%d"}`
		got := r.results("SetVariables", fmt.Sprintf(`{"setVariableData":[`+one+`,`+one+`]}`, 70, 80))
		if len(got) != 2 || got[0] != "Accepted Actual - -" || got[1] != got[0] {
			t.Errorf("expected two results with Accepted, got %q", got)
		}
		if got := r.get("OCPPCommCtrlr", "OfflineThreshold", ""); got != "Accepted Actual 80 -" {
			t.Errorf("expected the last value, got %q", got)
		}
	})
}

func TestLimitsOfRequestsAreReportedAndKept(t *testing.T) {
	limits := func(c *station.Config) {
		c.Capabilities.ItemsPerMessage = station.MessageLimits{GetReport: 1, GetVariables: 2, SetVariables: 3}
		c.Capabilities.BytesPerMessage = station.MessageLimits{GetReport: 200, GetVariables: 300, SetVariables: 500}
	}
	elements := map[string]struct{ list, element string }{
		"GetReport":    {`"requestId":1,"componentVariable"`, `{"component":{"name":"Nobody"}}`},
		"GetVariables": {`"getVariableData"`, `{` + addressed("ClockCtrlr", "DateTime") + `}`},
		"SetVariables": {`"setVariableData"`, `{` + addressed("AuthCtrlr", "LocalPreAuthorize") + `,"attributeValue":"false"}`},
	}
	bubble(t, limits, func(r *rig) {
		for action, items := range map[string]int{"GetReport": 1, "GetVariables": 2, "SetVariables": 3} {
			if got, want := r.get("DeviceDataCtrlr", "ItemsPerMessage["+action+"]", ""), fmt.Sprintf("Accepted Actual %d -", items); got != want {
				t.Errorf("ItemsPerMessage[%s]: expected %q, got %q", action, want, got)
			}
			e := elements[action]
			ask := func(n int, filler string) ocppj.Frame {
				return r.ask(action, fmt.Sprintf(`{%s:[%s]%s}`, e.list, strings.Repeat(e.element+",", n-1)+e.element, filler))
			}
			if f := ask(items, ""); f.Type != ocppj.CallResult {
				t.Errorf("%s of %d items: expected an answer, got %s", action, items, f.ErrorCode)
			}
			if f := ask(items+1, ""); f.ErrorCode != ocppj.OccurrenceConstraintViolation { // B06.FR.16, B08.FR.17
				t.Errorf("%s of %d items: expected OccurrenceConstraintViolation, got %+v", action, items+1, f)
			}
			filler := `,"customData":{"vendorId":"` + strings.Repeat("x", 255) + `","more":"` + strings.Repeat("x", 250) + `"}`
			if f := ask(1, filler); f.ErrorCode != ocppj.FormatViolation { // B06.FR.17, B08.FR.18
				t.Errorf("%s of more than 500 bytes: expected FormatViolation, got %+v", action, f)
			}
		}
	})
}

// B07.FR.04 and FR.10 hold for each report when a second one is asked for before the first is over.
func TestTwoReportsAtOnceAreBothSentWhole(t *testing.T) {
	bubble(t, func(c *station.Config) { c.Capabilities.ReportItems = 10 }, func(r *rig) {
		r.set(func() { r.muted = []string{"NotifyReport"} })
		r.forget()
		for id, base := range map[int]string{1: "FullInventory", 2: "ConfigurationInventory"} {
			r.expect("GetBaseReport", fmt.Sprintf(`{"requestId":%d,"reportBase":%q}`, id, base), "status", "Accepted")
		}
		r.set(func() { r.muted = nil })
		r.pass(time.Minute)
		next, ended := map[int]int{}, map[int]bool{}
		for i, page := range payloads[ocpp201.NotifyReportRequest](r, "NotifyReport") {
			if i == 0 {
				next[page.RequestID] = 1
				continue // it was not answered; the station goes on with the next page
			}
			if page.SeqNo != next[page.RequestID] || ended[page.RequestID] {
				t.Errorf("report %d: expected seqNo %d before its end, got %d", page.RequestID, next[page.RequestID], page.SeqNo)
			}
			next[page.RequestID]++
			ended[page.RequestID] = !*page.TBC
		}
		if !ended[1] || !ended[2] || next[1] < 5 || next[2] < 3 {
			t.Errorf("expected both reports whole, got pages %v and ends %v", next, ended)
		}
	})
}

func TestTheTimeOffsetChangesAtItsTransition(t *testing.T) {
	bubble(t, nil, func(r *rig) {
		const date = "NextTimeOffsetTransitionDateTime"
		if got := r.get("ClockCtrlr", date, ""); got != "Accepted Actual  -" { // B06.FR.13
			t.Errorf("expected an empty value before it was set, got %q", got)
		}
		for name, values := range map[string][2]string{
			"TimeOffset[NextTransition]": {"+02:00", "2 h"}, "TimeZone": {"Europe/Oslo", "5"}, date: {time.Now().Add(time.Hour).UTC().Format(time.RFC3339), "tomorrow"},
		} {
			if got := r.put("ClockCtrlr", name, values[1], ""); got != "Rejected Actual - InvalidValue" {
				t.Errorf("%s = %s: expected Rejected, got %q", name, values[1], got)
			}
			if got := r.put("ClockCtrlr", name, values[0], ""); got != "Accepted Actual - -" {
				t.Errorf("%s = %s: expected Accepted, got %q", name, values[0], got)
			}
		}
		r.do(r.panel.Reboot())
		r.pass(30 * time.Minute)
		if got := r.get("ClockCtrlr", "TimeOffset", ""); got != "Accepted Actual +00:00 -" {
			t.Errorf("expected the old offset before the transition, got %q", got)
		}
		r.pass(31 * time.Minute)
		if got := r.get("ClockCtrlr", "TimeOffset", ""); got != "Accepted Actual +02:00 -" {
			t.Errorf("expected the new offset after the transition, got %q", got)
		}
		if got := r.get("ClockCtrlr", date, ""); got != "Accepted Actual  -" {
			t.Errorf("expected no transition to be left, got %q", got)
		}
	})
	bubble(t, func(c *station.Config) { c.Capabilities.TimeZone, c.Capabilities.TimeOffset = false, false }, func(r *rig) {
		for _, name := range []string{"TimeZone", "TimeOffset", "TimeOffset[NextTransition]", "NextTimeOffsetTransitionDateTime"} {
			if got := r.get("ClockCtrlr", name, ""); got != "UnknownVariable Actual - -" {
				t.Errorf("%s: expected a product without it not to know it, got %q", name, got)
			}
		}
	})
}

func TestARequestThatIsTooLongIsAnsweredHoweverLongTheLimitIs(t *testing.T) {
	bubble(t, func(c *station.Config) { c.Capabilities.BytesPerMessage.GetVariables = 2 << 20 }, func(r *rig) {
		f := r.ask("GetVariables", `{"x":"`+strings.Repeat("x", 2<<20)+`"}`)
		if f.ErrorCode != ocppj.FormatViolation {
			t.Errorf("expected FormatViolation, got %+v", f)
		}
	})
}
