package station_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/product"
)

// reportName writes a variable as requiredVariables does.
func reportName(d ocpp201.ReportData) string {
	name := d.Component.Name
	if at := d.Component.EVSE; at != nil {
		name += fmt.Sprintf(":%d", at.ID)
		if at.ConnectorID != nil {
			name += fmt.Sprintf(":%d", *at.ConnectorID)
		}
	}
	name += "." + d.Variable.Name
	if d.Variable.Instance != nil {
		name += "[" + *d.Variable.Instance + "]"
	}
	return name
}

// report asks for a report and returns its data, having checked the paging.
func (r *rig) report(action, payload string) map[string]ocpp201.ReportData {
	r.Helper()
	r.forget()
	r.expect(action, payload, "status", "Accepted")
	found := map[string]ocpp201.ReportData{}
	pages := payloads[ocpp201.NotifyReportRequest](r, "NotifyReport")
	for i, page := range pages {
		if page.RequestID != 42 || page.SeqNo != i || *page.TBC != (i < len(pages)-1) {
			r.Errorf("page %d of %d: expected requestId 42, seqNo %d and tbc only before the last, got %d, %d, %t", i, len(pages), i, page.RequestID, page.SeqNo, *page.TBC)
		}
		for _, d := range page.ReportData {
			found[reportName(d)] = d
		}
	}
	return found
}

// checkReported checks what TC_B_53_CS looks for, from B07.FR.03, FR.08 and FR.11.
func checkReported(t *testing.T, name string, d ocpp201.ReportData) {
	t.Helper()
	c := d.VariableCharacteristics
	if c == nil {
		t.Fatalf("%s: expected variableCharacteristics", name)
	}
	a := d.VariableAttribute[0]
	if writeOnly := *a.Mutability == ocpp201.MutabilityWriteOnly; (a.Value == nil) != writeOnly {
		t.Errorf("%s: expected no value just when WriteOnly, got %v", name, a.Value)
	}
	switch c.DataType {
	case ocpp201.DataOptionList, ocpp201.DataMemberList, ocpp201.DataSequenceList:
		if c.ValuesList == nil {
			t.Fatalf("%s: expected a valuesList", name)
		}
		for _, member := range model.Split(*a.Value) {
			if !slices.Contains(model.Split(*c.ValuesList), member) {
				t.Errorf("%s: expected the value %q to be in %q", name, member, *c.ValuesList)
			}
		}
	}
}

func TestTheOtherInventories(t *testing.T) {
	bubble(t, nil, func(r *rig) {
		for name, d := range r.report("GetBaseReport", `{"requestId":42,"reportBase":"ConfigurationInventory"}`) {
			if *d.VariableAttribute[0].Mutability == ocpp201.MutabilityReadOnly {
				t.Errorf("expected nothing ReadOnly in the configuration inventory, got %s", name)
			}
		}
		r.do(r.panel.Fault(1, 1, true))
		summary := r.report("GetBaseReport", `{"requestId":42,"reportBase":"SummaryInventory"}`)
		for _, name := range []string{"ChargingStation.AvailabilityState", "EVSE:1.AvailabilityState", "Connector:1:1.AvailabilityState", "Connector:1:1.Problem"} {
			if _, ok := summary[name]; !ok {
				t.Errorf("expected %s in the summary, got %v", name, summary)
			}
		}
	})
	bubble(t, func(c *station.Config) { c.Capabilities.NoSummaryInventory = true }, func(r *rig) {
		r.expect("GetBaseReport", `{"requestId":1,"reportBase":"SummaryInventory"}`, "status", "NotSupported")
	})
}

func TestCustomReportsAreLimitedToWhatWasAskedFor(t *testing.T) {
	bubble(t, func(c *station.Config) { c.Layout = twoSockets }, func(r *rig) {
		for query, want := range map[string]string{
			`"componentVariable":[{"component":{"name":"txctrlr"},"variable":{"name":"TXSTARTPOINT"}}]`:                                         "TxCtrlr.TxStartPoint",
			`"componentVariable":[{"component":{"name":"DeviceDataCtrlr"},"variable":{"name":"ItemsPerMessage"}}]`:                              "DeviceDataCtrlr.ItemsPerMessage[GetReport] DeviceDataCtrlr.ItemsPerMessage[GetVariables] DeviceDataCtrlr.ItemsPerMessage[SetVariables]",
			`"componentVariable":[{"component":{"name":"EVSE"},"variable":{"name":"Power"}}]`:                                                   "EVSE:1.Power EVSE:2.Power",
			`"componentVariable":[{"component":{"name":"Connector","evse":{"id":2}},"variable":{"name":"Available"}}]`:                          "Connector:2:1.Available",
			`"componentCriteria":["Available"],"componentVariable":[{"component":{"name":"EVSE","evse":{"id":1}},"variable":{"name":"Power"}}]`: "EVSE:1.Power",
		} {
			var names []string
			for name := range r.report("GetReport", `{"requestId":42,`+query+`}`) {
				names = append(names, name)
			}
			slices.Sort(names)
			if got := strings.Join(names, " "); got != want {
				t.Errorf("%s: expected %s, got %s", query, want, got)
			}
		}
		for _, query := range []string{
			`"componentCriteria":["Problem"]`,
			`"componentVariable":[{"component":{"name":"NoSuchCtrlr"}}]`,
		} {
			r.expect("GetReport", `{"requestId":42,`+query+`}`, "status", "EmptyResultSet") // B08.FR.15
		}
		r.do(r.panel.Fault(2, 1, true))
		for name := range r.report("GetReport", `{"requestId":42,"componentCriteria":["Problem"]}`) {
			if strings.Contains(name, ":1") && !strings.Contains(name, ":2:1") {
				t.Errorf("expected only components with a problem, got %s", name)
			}
		}
	})
}

func TestEveryVariableAskedForIsAnswered(t *testing.T) {
	bubble(t, nil, func(r *rig) {
		f := r.ask("GetVariables", `{"getVariableData":[
			{"component":{"name":"OCPPCommCtrlr"},"variable":{"name":"OfflineThreshold"}},
			{"component":{"name":"ocppcommctrlr"},"variable":{"name":"offlinethreshold"},"attributeType":"Actual"},
			{"component":{"name":"OCPPCommCtrlr"},"variable":{"name":"OfflineThreshold"},"attributeType":"Target"},
			{"component":{"name":"Nobody"},"variable":{"name":"OfflineThreshold"}},
			{"component":{"name":"OCPPCommCtrlr"},"variable":{"name":"Nothing"}},
			{"component":{"name":"OCPPCommCtrlr"},"variable":{"name":"MessageTimeout"}},
			{"component":{"name":"SecurityCtrlr"},"variable":{"name":"BasicAuthPassword"}}]}`)
		var response ocpp201.GetVariablesResponse
		if err := json.Unmarshal(f.Payload, &response); err != nil {
			t.Fatal(err)
		}
		want := []string{"Accepted Actual 60", "Accepted Actual 60", "NotSupportedAttributeType Target <nil>", "UnknownComponent Actual <nil>",
			"UnknownVariable Actual <nil>", "UnknownVariable Actual <nil>", "Rejected Actual <nil>"}
		for i, got := range response.GetVariableResult {
			value := "<nil>"
			if got.AttributeValue != nil {
				value = *got.AttributeValue
			}
			if line := fmt.Sprint(got.AttributeStatus, " ", *got.AttributeType, " ", value); line != want[i] {
				t.Errorf("variable %d: expected %q, got %q", i, want[i], line)
			}
		}
	})
}

func TestValuesThatCannotBeSetAreRejected(t *testing.T) {
	bubble(t, func(c *station.Config) {
		c.Capabilities.TxStartPoint = []string{product.PointEVConnected, product.PointAuthorized}
	}, func(r *rig) {
		for _, c := range []struct{ variable, value, want string }{
			{"OCPPCommCtrlr.OfflineThreshold", "300", "Accepted"},
			{"OCPPCommCtrlr.OfflineThreshold", "0.1", "Rejected"},
			{"OCPPCommCtrlr.OfflineThreshold", "-1", "Rejected"},
			{"OCPPCommCtrlr.OfflineThreshold", "", "Rejected"},
			{"OCPPCommCtrlr.WebSocketPingInterval", "-5", "Rejected"},
			{"OCPPCommCtrlr.ActiveNetworkProfile", "1", "Rejected"},
			{"ClockCtrlr.DateTime", "2026-01-01T00:00:00Z", "Rejected"},
			{"TxCtrlr.StopTxOnInvalidId", "yes", "Rejected"},
			{"TxCtrlr.TxStartPoint", "Authorized", "Accepted"},
			{"TxCtrlr.TxStartPoint", "Authorized,EVConnected", "Accepted"},
			{"TxCtrlr.TxStartPoint", "Authorized,Authorized", "Rejected"},
			{"TxCtrlr.TxStartPoint", "PowerPathClosed", "Rejected"},
			{"TxCtrlr.TxStartPoint", "", "Rejected"},
			{"SampledDataCtrlr.TxUpdatedMeasurands", "", "Accepted"},
			{"SecurityCtrlr.BasicAuthPassword", "short", "Rejected"},
			{"SecurityCtrlr.BasicAuthPassword", strings.Repeat("a", 65), "Rejected"},
			{"SecurityCtrlr.BasicAuthPassword", "no spaces allowed", "Rejected"},
			{"TxCtrlr.Nothing", "1", "UnknownVariable"},
			{"Nobody.Nothing", "1", "UnknownComponent"},
		} {
			component, variable, _ := strings.Cut(c.variable, ".")
			f := r.ask("SetVariables", fmt.Sprintf(`{"setVariableData":[{"component":{"name":%q},"variable":{"name":%q},"attributeValue":%q}]}`, component, variable, c.value))
			var response ocpp201.SetVariablesResponse
			if err := json.Unmarshal(f.Payload, &response); err != nil {
				t.Fatal(err)
			}
			if got := response.SetVariableResult[0].AttributeStatus; string(got) != c.want {
				t.Errorf("%s = %q: expected %s, got %s", c.variable, c.value, c.want, got)
			}
		}
	})
}

func TestSettingsSurviveAPowerCut(t *testing.T) {
	bubble(t, nil, func(r *rig) {
		r.setVariable("TxCtrlr.TxStartPoint", "EVConnected")
		r.do(r.panel.Reboot())
		r.pass(time.Second)
		r.plugIn()
		r.expectEvents("Started CablePluggedIn EVConnected")
	})
}

func TestAConfigurationThatCannotBeIsRefusedInWords(t *testing.T) {
	for name, change := range map[string]func(*station.Config){
		"Panel":              func(c *station.Config) { c.Panel = nil },
		"ID":                 func(c *station.Config) { c.ID = "a:b" },
		"CSMSURL":            func(c *station.Config) { c.CSMSURL = "http://x" },
		"no variable":        func(c *station.Config) { c.Settings = map[string]string{"TxCtrlr.Nothing": "1"} },
		"not one of":         func(c *station.Config) { c.Settings = map[string]string{"TxCtrlr.TxStartPoint": "DataSigned"} },
		"no measurand":       func(c *station.Config) { c.Capabilities.TxStarted = []string{"SoC"} },
		"same Layout":        func(c *station.Config) { c.Layout = twoSockets },
		"measured by the st": func(c *station.Config) { c.Settings = map[string]string{"ClockCtrlr.DateTime": "x"} },
	} {
		t.Run(name, func(t *testing.T) {
			synctestRig(t, nil, func(r *rig) {
				change(&r.config)
				_, err := station.New(r.config)
				if err == nil || !strings.Contains(err.Error(), name) {
					t.Errorf("expected an error that speaks of %q, got %v", name, err)
				}
				r.stop = func() error { return nil }
				r.close()
			})
		})
	}
}
