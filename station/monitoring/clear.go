package monitoring

import "github.com/certbench/certbench/schemas/ocpp201"

// ClearVariableMonitoring answers use case N06.
func (mo *Monitoring) ClearVariableMonitoring(q ocpp201.ClearVariableMonitoringRequest) (ocpp201.ClearVariableMonitoringResponse, error) {
	var r ocpp201.ClearVariableMonitoringResponse
	if err := mo.wire.TooMany(q.Action(), len(q.ID)); err != nil { // N06.FR.06
		return r, err
	}
	for _, id := range q.ID { // N06.FR.05
		result := ocpp201.ClearMonitoringResult{ID: id, Status: ocpp201.ClearMonitoringStatusRejected, StatusInfo: mo.wire.Reason("NotEnabled", "monitoring is not enabled")}
		if mo.has() {
			result.Status, result.StatusInfo = mo.Decide.Clear(id), nil
		}
		if result.Status == ocpp201.ClearMonitoringStatusNotFound {
			result.StatusInfo = mo.wire.Reason("NotFound", "there is no monitor with this id")
		}
		r.ClearMonitoringResult = append(r.ClearMonitoringResult, result)
	}
	mo.save()
	return r, nil
}

// clear removes a monitor. A preconfigured one is there again with the next base that has it, and so is one that a custom one has
// overruled (N04.FR.15).
func (mo *Monitoring) clear(id int) ocpp201.ClearMonitoringStatus {
	m := mo.find(id)
	switch {
	case m == nil: // N06.FR.02
		return ocpp201.ClearMonitoringStatusNotFound
	case m.Kind == ocpp201.EventNotificationHardWiredMonitor: // N06.FR.03
		return ocpp201.ClearMonitoringStatusRejected
	}
	mo.drop(func(other *Monitor) bool { return other == m }) // without a word of what it was beyond (N07.FR.12)
	return ocpp201.ClearMonitoringStatusAccepted
}
