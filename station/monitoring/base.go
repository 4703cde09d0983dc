package monitoring

import "github.com/certbench/certbench/schemas/ocpp201"

// SetMonitoringBase answers use case N03. All three bases are supported, so that NotSupported (N03.FR.02) never arises.
func (mo *Monitoring) SetMonitoringBase(q ocpp201.SetMonitoringBaseRequest) (ocpp201.SetMonitoringBaseResponse, error) {
	if !mo.has() {
		return ocpp201.SetMonitoringBaseResponse{Status: ocpp201.GenericDeviceModelStatusRejected, StatusInfo: mo.wire.Reason("NotEnabled", "monitoring is not enabled")}, nil
	}
	mo.Decide.Rebase(q.MonitoringBase)
	mo.save()
	return ocpp201.SetMonitoringBaseResponse{Status: ocpp201.GenericDeviceModelStatusAccepted}, nil
}

// rebase keeps custom monitors with All only, those in the place of preconfigured ones included (N03.FR.03 to FR.05, as of errata
// 2025-01, sections 2.54 and 2.55). The maker's set for All and that for FactoryDefault are the same.
func (mo *Monitoring) rebase(base ocpp201.MonitoringBase) {
	mo.Base = base
	if base != ocpp201.MonitoringBaseAll {
		mo.drop(func(m *Monitor) bool { return m.Kind == ocpp201.EventNotificationCustomMonitor })
	}
	for _, m := range mo.factory() {
		if m.Kind != ocpp201.EventNotificationPreconfiguredMonitor {
			continue
		}
		m.Disabled = base == ocpp201.MonitoringBaseHardWiredOnly
		if known := mo.find(m.ID); m.Disabled || known == nil {
			mo.put(m)
		}
	}
}

// SetMonitoringLevel answers use case N05.
func (mo *Monitoring) SetMonitoringLevel(q ocpp201.SetMonitoringLevelRequest) (ocpp201.SetMonitoringLevelResponse, error) {
	rejected := func(code, why string) (ocpp201.SetMonitoringLevelResponse, error) {
		return ocpp201.SetMonitoringLevelResponse{Status: ocpp201.GenericStatusRejected, StatusInfo: mo.wire.Reason(code, why)}, nil
	}
	switch {
	case !mo.has():
		return rejected("NotEnabled", "monitoring is not enabled")
	case q.Severity < 0 || q.Severity > lowestSeverity: // N05.FR.02
		return rejected("ValueOutOfRange", "a severity is a number from 0 to 9")
	}
	mo.Level = q.Severity
	mo.save()
	return ocpp201.SetMonitoringLevelResponse{Status: ocpp201.GenericStatusAccepted}, nil
}
