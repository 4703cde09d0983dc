package b_provisioning

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_B_12_CS has the station report what an operator can set.
//
// A variable whose Actual attribute is ReadOnly may have a Target that can be set; one attribute that can be written is
// enough, because the report is on all variables that the operator can set (part 2, B07.FR.07). An omitted mutability is
// ReadWrite (part 2, VariableAttributeType).
var TC_B_12_CS = octt.Register(octt.Case{
	ID: "TC_B_12_CS",
	Main: func(s *octt.Scenario) {
		baseReport(s, ocpp201.ReportBaseConfigurationInventory)
	},
	Post: func(s *octt.Scenario) {
		data := reported(s)
		characterized(s, data)
		s.Check(0, "Every reported variable can be set: its mutability is ReadWrite or WriteOnly.",
			listed(data, func(d ocpp201.ReportData) bool { return !writable(d) }), none, "B07.FR.07")
		s.Check(0, "Every required variable that can be set is reported.",
			missing(requiredWritable(s.PICS), data), none, "B07.FR.07")
	},
})

// TC_B_13_CS has the station report everything.
var TC_B_13_CS = octt.Register(octt.Case{
	ID: "TC_B_13_CS",
	Main: func(s *octt.Scenario) {
		baseReport(s, ocpp201.ReportBaseFullInventory)
	},
	Post: func(s *octt.Scenario) {
		data := reported(s)
		characterized(s, data)
		s.Check(0, "Every required variable is reported.", missing(required(s.PICS), data), none, "B07.FR.08")
	},
})

// baseReport plays rows 1 to 4 of TC_B_12_CS and TC_B_13_CS. What row 3 says of lists is judged over all parts.
func baseReport(s *octt.Scenario, base ocpp201.ReportBase) {
	report(s, 1, base, octt.OrOmitted("statusInfo.reasonCode", noError))
	s.Check(3, "Every variable of dataType OptionList, SequenceList or MemberList has a valuesList.",
		listed(reported(s), lacksValues), none)
}

// report plays the rows of a GetBaseReportRequest and of the NotifyReportRequests that follow it, as often as the
// station says that there is more, for at most Timeouts.Report: neither part 2 nor part 6 bounds a report, and a station
// that never ends it must not hold the bench.
func report(s *octt.Scenario, row int, base ocpp201.ReportBase, answer ...octt.Clause) {
	id := int(rand.Int32())
	answer = append(answer, octt.Must("status", ocpp201.GenericDeviceModelStatusAccepted).Clause("B07.FR.01", "B07.FR.12"))
	asked := time.Now()
	octt.Send(s, row, ocpp201.GetBaseReportRequest{RequestID: id, ReportBase: base}).Receive(row+1, answer...)
	parts(s, row+2, id, asked, reportIDs{request: "B07.FR.04", order: "B07.FR.10"})
}

// reportIDs are the requirements on the parts of a report: that they carry the requestId, that they are counted, and that they come.
type reportIDs struct{ request, order, comes string }

// parts plays the rows of the NotifyReportRequests that tell a report, as often as the station says that there is more. clauses are what
// the first has to hold beside that.
func parts(s *octt.Scenario, row, id int, asked time.Time, ids reportIDs, clauses ...octt.Clause) {
	end, dated := time.Now().Add(s.Timeouts.Report), true
	for seqNo := 0; ; seqNo++ {
		all := []octt.Clause{
			octt.Until(end),
			octt.Must("requestId", id).Named("<Generated requestId>").Clause(ids.request),
			octt.Present("generatedAt"),
			octt.Must("seqNo", seqNo).Clause(ids.order),
		}
		if seqNo == 0 {
			all = append(all, clauses...)
		}
		if ids.comes != "" {
			all = append(all, octt.By(ids.comes))
		}
		part, call := octt.Receive[ocpp201.NotifyReportRequest](s, row, all...)
		call.Accept(row + 1)
		dated = dated && s.Generated(row, call.Message(), part.GeneratedAt.Time, asked) // once is enough for a clock
		if part.TBC == nil || !*part.TBC {
			return
		}
		if call.Message().At.After(end) {
			s.Check(row, fmt.Sprintf("The report ends within %s.", s.Timeouts.Report),
				fmt.Sprintf("%d parts, and more to come", seqNo+1), "its last part")
			s.Stop()
		}
	}
}

// reported is what all parts of the report say.
func reported(s *octt.Scenario) []ocpp201.ReportData {
	var all []ocpp201.ReportData
	for _, part := range octt.Claimed[ocpp201.NotifyReportRequest](s) {
		all = append(all, part.ReportData...)
	}
	return all
}

func lacksValues(d ocpp201.ReportData) bool {
	c := d.VariableCharacteristics
	return isList(c) && (c.ValuesList == nil || *c.ValuesList == "")
}

func isList(c *ocpp201.VariableCharacteristics) bool {
	lists := []ocpp201.Data{ocpp201.DataOptionList, ocpp201.DataSequenceList, ocpp201.DataMemberList}
	return c != nil && slices.Contains(lists, c.DataType)
}

// characterized judges what every inventory has in common. That it keeps the values of WriteOnly variables to itself is
// not said in part 6; B07.FR.03, which the cases name, says so as of errata 2025-01, section 2.10.
func characterized(s *octt.Scenario, data []ocpp201.ReportData) {
	s.Check(0, "Every reported variable has its variableCharacteristics.",
		listed(data, func(d ocpp201.ReportData) bool { return d.VariableCharacteristics == nil }), none, "B07.FR.07", "B07.FR.08")
	s.Check(0, "No WriteOnly variable shows its value.", listed(data, showsSecret), none, "B07.FR.03")
}

func writable(d ocpp201.ReportData) bool {
	return slices.ContainsFunc(d.VariableAttribute, func(a ocpp201.VariableAttribute) bool {
		return a.Mutability == nil || *a.Mutability != ocpp201.MutabilityReadOnly
	})
}

// none is what listed and missing say when there is nothing to name.
const none = octt.None

// listed names the variables of a report for which test holds: all of them, for the evidence tells a vendor what to add.
func listed(data []ocpp201.ReportData, test func(ocpp201.ReportData) bool) string {
	return all(named(data, test))
}

// missing names the wanted variables that a report lacks: all of them, for the evidence tells a vendor what to add.
func missing(wanted []variable, data []ocpp201.ReportData) string { return all(absent(wanted, data)) }

// named lists the variables of a report for which test holds.
func named(data []ocpp201.ReportData, test func(ocpp201.ReportData) bool) []string {
	var names []string
	for _, d := range data {
		if test(d) {
			names = append(names, variableOf(d).String())
		}
	}
	return names
}

// absent lists the wanted variables that a report lacks.
func absent(wanted []variable, data []ocpp201.ReportData) []string {
	there := map[variable]bool{}
	for _, d := range data {
		there[variableOf(d).folded()] = true
	}
	var names []string
	for _, v := range wanted {
		if !there[v.folded()] {
			names = append(names, v.String())
		}
	}
	return names
}

func all(names []string) string {
	if len(names) == 0 {
		return none
	}
	return strings.Join(names, ", ")
}
