package octt

import (
	"fmt"
	"math/rand/v2"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// ReportApart is AwaitReport for a report that no row has asked for; why says whose it is.
func (s *Scenario) ReportApart(requestID int, why string) ([]ocpp201.ReportData, error) {
	data, err := s.AwaitReport(s.Timeouts.Report, requestID)
	s.PassOver(nil, why, func(m *Message) bool {
		var part ocpp201.NotifyReportRequest
		return m.Action == part.Action() && m.Payload.Decode(&part) == nil && part.RequestID == requestID
	})
	return data, err
}

// AskVariable asks the station, outside of the table, what it reports of one variable (part 2, B08); nil where it has none of that name.
func (s *Scenario) AskVariable(c ocpp201.Component, v ocpp201.Variable) (*ocpp201.ReportData, error) {
	defer s.choosesUnless(evidence.WaitQuestion)()
	id := int(rand.Int32())
	answer, err := ask(s, ocpp201.GetReportRequest{RequestID: id, ComponentVariable: []ocpp201.ComponentVariable{{Component: c, Variable: &v}}})
	switch {
	case err != nil:
		return nil, err
	case answer.Status == ocpp201.GenericDeviceModelStatusEmptyResultSet:
		return nil, nil
	case answer.Status != ocpp201.GenericDeviceModelStatusAccepted:
		return nil, fmt.Errorf("the GetReportRequest was answered with %s", answer.Status)
	}
	data, err := s.ReportApart(id, "it is of a report that the bench has asked for")
	for i := range data {
		if (item{component: data[i].Component, variable: data[i].Variable}).is(c, v) {
			return &data[i], nil
		}
	}
	return nil, err
}
