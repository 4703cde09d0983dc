package b_provisioning

import (
	"fmt"
	"strconv"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_B_11_CS sets four variables to values of which most are invalidly formatted.
//
// The tool validations take Rejected and Accepted for every value, and the scenario says which is for what: Accepted for
// a value that is supported, Rejected for one that is not. A value that is no value of the variable's type cannot be
// supported, and B05.FR.07, which the case names, leaves no choice: it must be Rejected. Of a value that has the right
// format the station may still reject what is out of its range (B05.FR.08), except where it has declared the value
// itself, so that a station that rejects everything does not pass: <Configured offlineThreshold> is a value of its
// OfflineThreshold, and true one of AuthorizeRemoteStart when C-48.1 is supported. RebootRequired is not among the
// statuses of the table.
//
// "attributeStatusInfo = InvalidValue" is "not required" in the validations; another reason code is a WARNING. The
// validations of steps 4 and 6 stand in the other's place: step 3 sets LimitChangeSignificance, step 5
// AuthorizeRemoteStart, and each answer is judged by what was asked.
//
// A prerequisite asks for NextTimeOffsetTransitionDateTime, which is optional in part 2, and the note on steps 7 and 8
// leaves them out where it is missing; the note decides.
var TC_B_11_CS = octt.Register(octt.Case{
	ID: "TC_B_11_CS",
	Main: func(s *octt.Scenario) {
		targets := settableTargets(s)
		for _, value := range testedValues(s) {
			for _, t := range targets {
				s.If(t.row, octt.Given(t.played, t.only), func() { t.set(s, value) })
			}
		}
	},
})

// target is one of the variables of TC_B_11_CS.
type target struct {
	row       int
	component ocpp201.Component
	variable  ocpp201.Variable
	played    bool
	only      string // when it is played, in the document's words
	format    format
	declared  bool // the station has declared that it supports the one value that has the format
}

// format is how a value is written, as far as TC_B_11_CS tells values apart.
type format string

const (
	integer  format = "integer"
	decimal  format = "decimal"
	boolean  format = "boolean"
	dateTime format = "dateTime"
	text     format = "text"
)

func settableTargets(s *octt.Scenario) []target {
	const significance, remoteStart, transition = "SmartChargingCtrlr.LimitChangeSignificance",
		"AuthCtrlr.AuthorizeRemoteStart", "ClockCtrlr.NextTimeOffsetTransitionDateTime"
	s.Access(offlineThreshold)
	date := s.Access(transition)
	if date == octt.Readable {
		s.Note("%s has no value that could be put back: what row 7 sets stays.", transition)
	}
	return []target{
		{1, commCtrlr, threshold, true, "", integer, true},
		{3, ocpp201.Component{Name: "SmartChargingCtrlr"}, ocpp201.Variable{Name: "LimitChangeSignificance"},
			s.Access(significance) != octt.Missing, "this component/variable combination is supported", decimal, false},
		{5, authCtrlr, ocpp201.Variable{Name: "AuthorizeRemoteStart"},
			s.Access(remoteStart) == octt.Settable, "this component/variable combination is readwrite", boolean, s.PICS.Answer(pics.C_48_1) == pics.Yes},
		{7, ocpp201.Component{Name: "ClockCtrlr"}, ocpp201.Variable{Name: "NextTimeOffsetTransitionDateTime"},
			date != octt.Missing, "the Charging Station supports this component/variable combination", dateTime, false},
	}
}

// testedValue is one of the five values, with the document's word for it.
type testedValue struct {
	text, word string
	format     format
}

func testedValues(s *octt.Scenario) []testedValue {
	seconds := int(s.Configured.OfflineThreshold / time.Second)
	return []testedValue{
		{strconv.Itoa(seconds), "<Configured offlineThreshold>", integer},
		{fmt.Sprintf("%d.1", seconds), "<Configured offlineThreshold + 0.1>", decimal},
		{"true", "true", boolean},
		{ocpp201.DateTime{Time: time.Now()}.String(), "<currentTime>", dateTime},
		{"abc", "abc", text},
	}
}

// set plays the two rows of one variable and one value.
func (t target) set(s *octt.Scenario, value testedValue) {
	octt.Send(s, t.row, ocpp201.SetVariablesRequest{SetVariableData: []ocpp201.SetVariableData{{
		Component: t.component, Variable: t.variable, AttributeValue: value.text,
	}}}).Receive(t.row+1,
		octt.Elements("setVariableResult", 1).Clause("B05.FR.01"),
		t.verdict(value),
		octt.Must("setVariableResult[0].attributeType", ocpp201.AttributeActual).Clause("B05.FR.12"),
		octt.Must("setVariableResult[0].component.name", octt.Identifier(t.component.Name)).Clause("B05.FR.02"),
		octt.Must("setVariableResult[0].variable.name", octt.Identifier(t.variable.Name)).Clause("B05.FR.02"),
		octt.OrOmitted("setVariableResult[0].attributeStatusInfo.reasonCode", "InvalidValue").
			Or(octt.Satisfying("another reason code", func(any) bool { return true }), "The table names InvalidValue and does not require it."))
}

// verdict is the requirement on the attributeStatus.
func (t target) verdict(value testedValue) octt.Requirement {
	const path = "setVariableResult[0].attributeStatus"
	switch {
	case !t.takes(value.format):
		return octt.Must(path, ocpp201.SetVariableStatusRejected).Named("Rejected, for " + value.word + " is no " + string(t.format)).Clause("B05.FR.07")
	case t.declared:
		return octt.Must(path, ocpp201.SetVariableStatusAccepted).Named("Accepted, for " + value.word + " is supported").Clause("B05.FR.10")
	}
	return octt.Must(path, octt.OneOf(ocpp201.SetVariableStatusAccepted, ocpp201.SetVariableStatusRejected)).
		Named("Accepted, or Rejected if "+value.word+" is not supported").Clause("B05.FR.08", "B05.FR.10")
}

// takes tells whether a value of a format is one of the variable's type: every integer is a decimal too.
func (t target) takes(f format) bool { return f == t.format || t.format == decimal && f == integer }
