package station_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station"
)

// eventsOf are the events of a monitor, as "trigger value" and whether they say cleared.
func (r *rig) eventsOf(id int) []string {
	var all []string
	for _, got := range r.all() {
		var q ocpp201.NotifyEventRequest
		if got.frame.Type != ocppj.Call || got.frame.Action != q.Action() {
			continue
		}
		if err := ocpp201.Decode(got.frame.Payload, &q); err != nil {
			r.Fatal(err)
		}
		for _, e := range q.EventData {
			if e.VariableMonitoringID != nil && *e.VariableMonitoringID == id {
				text := fmt.Sprintf("%s %s", e.Trigger, e.ActualValue)
				if e.Cleared != nil && *e.Cleared {
					text += " cleared"
				}
				all = append(all, text)
			}
		}
	}
	return all
}

// reported are the ids that a report of all monitors tells.
func (r *rig) reported() []int {
	before := len(r.all())
	r.ask("GetMonitoringReport", `{"requestId":1}`)
	r.pass(time.Second)
	var ids []int
	for _, got := range r.all()[before:] {
		var q ocpp201.NotifyMonitoringReportRequest
		if got.frame.Action != q.Action() || ocpp201.Decode(got.frame.Payload, &q) != nil {
			continue
		}
		for _, of := range q.Monitor {
			for _, m := range of.VariableMonitoring {
				ids = append(ids, m.ID)
			}
		}
	}
	slices.Sort(ids)
	return ids
}

func expectEvents(t *testing.T, r *rig, id int, want ...string) {
	t.Helper()
	if got := r.eventsOf(id); !slices.Equal(got, want) {
		t.Errorf("monitor %d: expected the events %q, got %q", id, want, got)
	}
}

// Part 2, N07.FR.14.
func TestAThresholdThatWasExceededIsToldToBeClearedAfterAReboot(t *testing.T) {
	bubble(t, func(c *station.Config) {
		monitored(c)
		with(map[string]string{"TxCtrlr.TxStartPoint": "EVConnected", "TxCtrlr.TxStopPoint": "Authorized"})(c)
	}, func(r *rig) {
		r.on("Authorize", judgeByName)
		r.ask("SetVariableMonitoring", `{"setMonitoringData":[{"value":21000,"type":"UpperThreshold","severity":5,`+power+`}]}`)
		r.plugIn()
		r.present("CARD")
		r.pass(10 * time.Second)
		r.do(r.panel.Reboot())
		r.pass(time.Minute)
		got := r.eventsOf(101)
		if len(got) != 2 || !strings.HasPrefix(got[0], "Alerting 21638") || got[1] != "Alerting 0 cleared" {
			t.Errorf("expected that it was exceeded, and after the reboot that it is no longer, got %q", got)
		}
	})
}

// Part 2, N07.FR.13 and N03.FR.03 to FR.05.
func TestMonitorsOutlastARebootAndGoWithTheBase(t *testing.T) {
	bubble(t, monitored, func(r *rig) {
		r.ask("SetVariableMonitoring", `{"setMonitoringData":[{"value":1,"type":"Delta","severity":5,`+ofEVSE+`}]}`)
		r.do(r.panel.Reboot())
		r.pass(time.Minute)
		for _, c := range []struct {
			base string
			want []int
		}{{"All", []int{1, 2, 101}}, {"HardWiredOnly", []int{1}}, {"All", []int{1, 2}}, {"FactoryDefault", []int{1, 2}}} {
			r.ask("SetMonitoringBase", `{"monitoringBase":"`+c.base+`"}`)
			if got := r.reported(); !slices.Equal(got, c.want) {
				t.Errorf("%s: expected the monitors %v, got %v", c.base, c.want, got)
			}
		}
	})
}

// Part 2, N07.FR.04 and the remark to N07: what does not wait is looked at when the connection is back.
func TestOfflineAnEventWaitsOrTheValueIsToldAsItIsThen(t *testing.T) {
	bubble(t, func(c *station.Config) {
		monitored(c)
		with(map[string]string{"MonitoringCtrlr.OfflineQueuingSeverity": "5"})(c)
	}, func(r *rig) {
		r.ask("SetVariableMonitoring", `{"setMonitoringData":[{"value":1,"type":"Delta","severity":5,`+ofEVSE+`},{"value":1,"type":"Delta","severity":6,`+ofEVSE+`}]}`)
		r.offline()
		r.plugIn()
		r.plugOut()
		r.plugIn()
		r.online()
		expectEvents(t, r, 101, "Delta Occupied", "Delta Available", "Delta Occupied")
		expectEvents(t, r, 102, "Delta Occupied")
	})
}

// Part 2, N08.FR.07: intervals begin on the hour, and not when the monitor is set.
func TestClockAlignedMonitorsTriggerByTheClock(t *testing.T) {
	bubble(t, monitored, func(r *rig) {
		r.pass(100 * time.Second)
		r.ask("SetVariableMonitoring", `{"setMonitoringData":[{"value":900,"type":"PeriodicClockAligned","severity":5,`+power+`},{"value":900,"type":"Periodic","severity":5,`+power+`}]}`)
		r.pass(801 * time.Second)
		expectEvents(t, r, 101, "Periodic 0")
		expectEvents(t, r, 102)
		r.pass(99 * time.Second)
		expectEvents(t, r, 102, "Periodic 0")
	})
}

// Part 2, N05.FR.03, SetMonitoringDataType: a monitor of transactions is active during these only.
func TestAMonitorOfTransactionsSleepsWithoutOne(t *testing.T) {
	bubble(t, func(c *station.Config) {
		monitored(c)
		with(map[string]string{"TxCtrlr.TxStartPoint": "Authorized", "TxCtrlr.TxStopPoint": "Authorized"})(c)
	}, func(r *rig) {
		r.on("Authorize", judgeByName)
		r.ask("SetVariableMonitoring", `{"setMonitoringData":[{"transaction":true,"value":5,"type":"LowerThreshold","severity":5,`+power+`}]}`)
		r.pass(time.Minute)
		expectEvents(t, r, 101)
		r.plugIn()
		r.present("CARD")
		r.pass(10 * time.Second)
		if got := r.eventsOf(101); len(got) == 0 || got[0] != "Alerting 0" {
			t.Errorf("expected that the monitor wakes up with the transaction, got %q", got)
		}
	})
}

func TestWithoutMonitoringItsRequestsAreNotSupported(t *testing.T) {
	bubble(t, nil, func(r *rig) {
		for action, payload := range map[string]string{
			"GetMonitoringReport": `{"requestId":1}`, "SetMonitoringBase": `{"monitoringBase":"All"}`, "SetMonitoringLevel": `{"severity":5}`,
			"ClearVariableMonitoring": `{"id":[1]}`,
		} {
			if got := r.ask(action, payload); got.ErrorCode != ocppj.NotSupported {
				t.Errorf("%s: expected CALLERROR NotSupported, got %s %s", action, got.ErrorCode, got.Payload)
			}
		}
	})
}

func TestMonitoringThatIsSwitchedOffTakesAndTellsNothing(t *testing.T) {
	bubble(t, monitored, func(r *rig) {
		r.ask("SetVariableMonitoring", `{"setMonitoringData":[{"value":1,"type":"Delta","severity":5,`+ofEVSE+`}]}`)
		if got := r.put("MonitoringCtrlr", "Enabled", "false", ""); got != "Accepted Actual - -" {
			t.Fatalf("expected that monitoring is switched off, got %q", got)
		}
		r.plugIn()
		expectEvents(t, r, 101)
		for action, payload := range map[string]string{
			"GetMonitoringReport": `{"requestId":1}`, "SetMonitoringBase": `{"monitoringBase":"All"}`, "SetMonitoringLevel": `{"severity":5}`,
		} {
			if got := string(r.ask(action, payload).Payload); !strings.Contains(got, `"status":"Rejected"`) || !strings.Contains(got, "NotEnabled") {
				t.Errorf("%s: expected Rejected with NotEnabled, got %s", action, got)
			}
		}
	})
}
