package octt

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// measure is how much a request of a row holds, of which a station may take less in one message.
type measure struct {
	elements, bytes int
	controller      string // whose ItemsPerMessage and BytesPerMessage say how much it takes
	instance        string // of these variables
	clause          string
}

// measured is the measure of a request; its zero value for those that no station limits. SendLocalList is parted where it is sent (ListParts).
func measured(q any) (m measure) {
	const device, monitoring = "DeviceDataCtrlr", "MonitoringCtrlr"
	switch q := q.(type) {
	case ocpp201.GetVariablesRequest:
		m = measure{len(q.GetVariableData), length(q.Action(), q), device, q.Action(), "part 2, B06.FR.16, FR.17"}
	case ocpp201.SetVariablesRequest:
		m = measure{len(q.SetVariableData), length(q.Action(), q), device, q.Action(), "part 2, B05.FR.11"}
	case ocpp201.GetReportRequest:
		m = measure{len(q.ComponentVariable), length(q.Action(), q), device, q.Action(), "part 2, B08.FR.17, FR.18"}
	case ocpp201.GetMonitoringReportRequest:
		m = measure{len(q.ComponentVariable), length(q.Action(), q), device, "GetReport", "part 2, N02.FR.07"}
	case ocpp201.SetVariableMonitoringRequest:
		m = measure{len(q.SetMonitoringData), length(q.Action(), q), monitoring, q.Action(), "part 2, N04.FR.09"}
	case ocpp201.ClearVariableMonitoringRequest:
		m = measure{len(q.ID), length(q.Action(), q), monitoring, q.Action(), "part 2, N06.FR.06, FR.07"}
	}
	return m
}

// within is the premise of a table that puts several elements into one request: the station takes as many.
func (m measure) within(s *Scenario, call *ledger.Request) premise {
	return premise{
		requirement: fmt.Sprintf("The Charging Station takes as much in one message as the table sends in it. It need not (%s), and a laboratory may fail it all the same.", m.clause),
		broken:      func(any) string { return m.beyond(s, call) },
	}
}

// beyond says which limit of the station a request was beyond that it has refused for its size; empty for none. What it tells of its limits
// is asked for when it is needed: hardly a table has more in a request than a station takes.
func (m measure) beyond(s *Scenario, answer *ledger.Request) string {
	code := answer.Answer.ErrorCode
	if m.controller == "" || code != ocppj.OccurrenceConstraintViolation && code != ocppj.FormatViolation {
		return ""
	}
	for _, l := range []struct {
		variable string
		is       int
	}{{"ItemsPerMessage", m.elements}, {"BytesPerMessage", m.bytes}} {
		name := fmt.Sprintf("%s.%s[%s]", m.controller, l.variable, m.instance)
		value, status, err := s.read(name)
		if err != nil || status != string(ocpp201.GetVariableStatusAccepted) {
			continue
		}
		if limit, err := strconv.Atoi(strings.TrimSpace(value)); err == nil && limit > 0 && limit < l.is {
			return fmt.Sprintf("%d, and %s is %d", l.is, name, limit)
		}
	}
	return ""
}
