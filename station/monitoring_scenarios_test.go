package station_test

import (
	"strings"
	"time"

	"github.com/certbench/certbench/station"
)

// monitored is a product with every kind of monitor.
func monitored(c *station.Config) {
	c.Layout = twoSockets
	can := &c.Capabilities
	can.Monitoring, can.HardWiredMonitor, can.PreconfiguredMonitor, can.MonitorsPassword, can.OfflineEventQueue = true, true, true, true, true
}

const (
	power    = `"component":{"name":"EVSE","evse":{"id":1}},"variable":{"name":"Power"}`
	ofEVSE   = `"component":{"name":"EVSE","evse":{"id":1}},"variable":{"name":"AvailabilityState"}`
	ofWaited = `"component":{"name":"TxCtrlr"},"variable":{"name":"EVConnectionTimeOut"}`
	ofSecret = `"component":{"name":"SecurityCtrlr"},"variable":{"name":"BasicAuthPassword"}`
)

func (r *rig) monitor(data ...string) {
	r.request("SetVariableMonitoring", `{"setMonitoringData":[{`+strings.Join(data, `},{`)+`}]}`)
}

// monitors asks for a report.
func (r *rig) monitors(about string) {
	r.request("GetMonitoringReport", `{"requestId":7`+about+`}`)
	r.pass(time.Second)
}

const (
	monitorsAreSet     = "monitors that are set, reported and cleared"
	monitorsTrigger    = "monitors that trigger"
	monitorsOffline    = "monitors without a connection"
	monitorsAtBoot     = "monitors over a boot"
	customReportsAsked = "custom reports"
)

// monitoringScenarios show the defects of custom reports, of monitors and of their events.
var monitoringScenarios = []scenario{
	{customReportsAsked, nil, func(r *rig) {
		for _, about := range []string{
			`"componentCriteria":["Enabled"]`,
			`"componentVariable":[{"component":{"name":"EVSE","evse":{"id":1}},"variable":{"name":"AvailabilityState"}}]`,
			`"componentCriteria":["Problem"],"componentVariable":[{"component":{"name":"EVSE","evse":{"id":1}},"variable":{"name":"AvailabilityState"}}]`,
			`"componentVariable":[{"component":{"name":"EVSE"},"variable":{"name":"AvailabilityState"}}]`,
			`"componentVariable":[{"component":{"name":"DeviceDataCtrlr"},"variable":{"name":"ItemsPerMessage"}}]`,
			`"componentVariable":[{"component":{"name":"DeviceDataCtrlr"},"variable":{"name":"ItemsPerMessage","instance":"GetReport"}}]`,
		} {
			r.request("GetReport", `{"requestId":7,`+about+`}`)
			r.pass(time.Second)
		}
	}},
	{monitorsAreSet, nil, func(r *rig) {
		r.monitor(`"value":1,"type":"Delta","severity":8,`+ofEVSE, `"value":1,"type":"Delta","severity":7,`+ofEVSE, `"value":1,"type":"Delta","severity":7,`+ofEVSE)
		r.monitor(`"value":5,"type":"UpperThreshold","severity":3,`+power, `"value":-1,"type":"Delta","severity":3,`+power, `"value":1e9,"type":"UpperThreshold","severity":4,`+power)
		r.monitor(`"value":20,"type":"LowerThreshold","severity":3,` + ofWaited)
		r.monitor(`"value":900,"type":"PeriodicClockAligned","severity":8,` + power)
		r.monitor(`"value":1,"type":"Delta","severity":3,"component":{"name":"Nobody"},"variable":{"name":"Power"}`,
			`"value":1,"type":"Delta","severity":3,"component":{"name":"EVSE","evse":{"id":1}},"variable":{"name":"Nothing"}`)
		r.monitor(`"id":101,"value":1,"type":"Delta","severity":4,`+ofEVSE, `"id":102,"value":1,"type":"Delta","severity":4,`+power, `"id":2,"value":1,"type":"Delta","severity":4,`+ofWaited)
		r.monitors("")
		r.monitors(`,"monitoringCriteria":["ThresholdMonitoring","DeltaMonitoring"]`)
		r.monitors(`,"monitoringCriteria":["PeriodicMonitoring"],"componentVariable":[{"component":{"name":"EVSE","evse":{"id":1}}}]`)
		r.monitors(`,"componentVariable":[{"component":{"name":"EVSE","evse":{"id":2}}}]`)
		r.request("ClearVariableMonitoring", `{"id":[102,9999,1]}`)
		r.monitors(`,"monitoringCriteria":["DeltaMonitoring"]`)
		for _, base := range []string{"All", "FactoryDefault", "HardWiredOnly", "All"} {
			r.request("SetMonitoringBase", `{"monitoringBase":"`+base+`"}`)
			r.monitors("")
		}
		for _, level := range []string{"7", "10", "-1"} {
			r.request("SetMonitoringLevel", `{"severity":`+level+`}`)
		}
	}},
	{monitorsTrigger, map[string]string{"TxCtrlr.TxStartPoint": "EVConnected", "TxCtrlr.TxStopPoint": "Authorized"}, func(r *rig) {
		r.request("SetMonitoringLevel", `{"severity":7}`)
		r.monitor(`"value":100,"type":"UpperThreshold","severity":5,`+power, `"value":10,"type":"LowerThreshold","severity":5,`+power, `"value":100,"type":"Delta","severity":5,`+power,
			`"value":1,"type":"Delta","severity":8,`+ofEVSE, `"value":1,"type":"Delta","severity":5,`+ofSecret, `"value":30,"type":"Periodic","severity":5,`+ofWaited,
			`"value":22000,"type":"UpperThreshold","severity":4,`+power)
		r.in()
		r.show("CARD")
		r.pass(10 * time.Second)
		r.monitor(`"id":107,"value":10,"type":"UpperThreshold","severity":4,` + power)
		r.pass(time.Second)
		r.request("ClearVariableMonitoring", `{"id":[107]}`)
		r.pass(time.Second)
		r.show("CARD")
		r.pass(time.Second)
		r.out()
		r.request("SetMonitoringLevel", `{"severity":9}`)
		r.in()
		r.out()
		r.try(r.panel.Fault(1, 1, true))
		r.try(r.panel.Fault(1, 1, false))
		r.request("SetVariables", `{"setVariableData":[{`+ofSecret+`,"attributeValue":"another-password-1"}]}`)
		r.pass(time.Minute)
	}},
	{monitorsOffline, map[string]string{"MonitoringCtrlr.OfflineQueuingSeverity": "5"}, func(r *rig) {
		r.monitor(`"value":1,"type":"Delta","severity":5,`+ofEVSE, `"value":1,"type":"Delta","severity":6,`+ofEVSE)
		r.offline()
		r.in()
		r.out()
		r.online()
	}},
	{monitorsAtBoot, nil, func(r *rig) {
		r.monitor(`"value":100,"type":"UpperThreshold","severity":5,` + power)
		r.try(r.panel.Reboot())
		r.pass(time.Minute)
		r.monitors("")
	}},
}
