package operation

import (
	"errors"
	"regexp"
	"strconv"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/wire"
)

// variablePatches are the faults of GetVariables and SetVariables.
var variablePatches = []defects.Patch{
	{Of: []defects.Defect{defects.InstancesNotFound}, Put: instances},
	{Of: []defects.Defect{defects.GetVariablesOnlyFirst, defects.SetVariablesOnlyFirst, defects.SetKeepsOnlyFirst}, Put: onlyFirst},
	{Of: defects.Names(getFaults), Put: gets},
	{Of: append(defects.Names(setFaults), defects.SetTargetAsActual), Put: sets},
	{Of: []defects.Defect{defects.SetVariablesNotApplied}, Put: notApplied},
	{Of: []defects.Defect{
		defects.EveryValueRejected, defects.AnyTextTaken, defects.NumbersTakenAsBooleans, defects.DatesNotChecked, defects.LeadingDigitsTaken,
		defects.DecimalsTruncated, defects.BooleansTakenAsNumbers,
	}, Put: values},
}

func instances(fw *station.Firmware, s defects.Set) {
	right := fw.Provisioning.Decide.Find
	fw.Provisioning.Decide.Find = func(c ocpp201.Component, v ocpp201.Variable) (*model.Variable, bool) {
		found, componentKnown := right(c, v)
		if model.Text(v.Instance) != "" && s.Has(defects.InstancesNotFound) {
			return nil, componentKnown
		}
		return found, componentKnown
	}
}

func onlyFirst(fw *station.Firmware, s defects.Set) {
	kept, apply := 0, fw.Provisioning.Decide.Apply // of the present SetVariables
	fw.Provisioning.Decide.Apply = func(v *model.Variable, value string) bool {
		if kept++; kept > 1 && s.Has(defects.SetKeepsOnlyFirst) {
			return true
		}
		return apply(v, value)
	}
	wire.Handle(fw.Wire, func(q ocpp201.GetVariablesRequest) (ocpp201.GetVariablesResponse, error) {
		if len(q.GetVariableData) > 1 && s.Has(defects.GetVariablesOnlyFirst) {
			q.GetVariableData = q.GetVariableData[:1]
		}
		return fw.Provisioning.GetVariables(q)
	})
	wire.Handle(fw.Wire, func(q ocpp201.SetVariablesRequest) (ocpp201.SetVariablesResponse, error) {
		if len(q.SetVariableData) > 1 && s.Has(defects.SetVariablesOnlyFirst) {
			q.SetVariableData = q.SetVariableData[:1]
		}
		kept = 0
		return fw.Provisioning.SetVariables(q)
	})
}

func gets(fw *station.Firmware, s defects.Set) {
	faults, right := defects.Wanted(s, getFaults), fw.Provisioning.Decide.Get
	fw.Provisioning.Decide.Get = func(q ocpp201.GetVariableData) ocpp201.GetVariableResult {
		r := right(q)
		v, _ := fw.Provisioning.Decide.Find(q.Component, q.Variable)
		return defects.SpoiledByAll(s, r, faults, func(f getFault, r *ocpp201.GetVariableResult) { f.spoil(r, v) })
	}
}

// getFault is a defect of one result of GetVariables.
type getFault struct {
	defect defects.Defect
	spoil  func(r *ocpp201.GetVariableResult, v *model.Variable)
}

func (f getFault) Name() defects.Defect { return f.defect }

// getFaults are the defects that change one result of GetVariables. v is nil where the variable is unknown.
var getFaults = []getFault{
	{defects.GetVariablesWrongValue, func(r *ocpp201.GetVariableResult, v *model.Variable) {
		if r.AttributeStatus == ocpp201.GetVariableStatusAccepted && v.DataType == ocpp201.DataInteger {
			r.AttributeValue = new("1")
		}
	}},
	{defects.GetVariablesDropsAttributeType, func(r *ocpp201.GetVariableResult, _ *model.Variable) { r.AttributeType = nil }},
	{defects.GetVariablesWrongName, func(r *ocpp201.GetVariableResult, _ *model.Variable) {
		r.Component.Name, r.Variable.Name = r.Variable.Name, r.Component.Name
	}},
	{defects.GetUnknownComponentWrong, getStatus(ocpp201.GetVariableStatusUnknownComponent, ocpp201.GetVariableStatusUnknownVariable)},
	{defects.GetUnknownVariableWrong, getStatus(ocpp201.GetVariableStatusUnknownVariable, ocpp201.GetVariableStatusUnknownComponent)},
	{defects.GetUnknownRejected, func(r *ocpp201.GetVariableResult, v *model.Variable) {
		if v == nil {
			r.AttributeStatus = ocpp201.GetVariableStatusRejected
		}
	}},
	{defects.GetUnknownAccepted, func(r *ocpp201.GetVariableResult, v *model.Variable) {
		if v == nil {
			r.AttributeStatus, r.AttributeValue = ocpp201.GetVariableStatusAccepted, new("")
		}
	}},
	{defects.GetUnknownShowsValue, func(r *ocpp201.GetVariableResult, _ *model.Variable) {
		if r.AttributeStatus != ocpp201.GetVariableStatusAccepted {
			r.AttributeValue = new("")
		}
	}},
	{defects.GetTargetAsActual, func(r *ocpp201.GetVariableResult, v *model.Variable) {
		if r.AttributeStatus == ocpp201.GetVariableStatusNotSupportedAttributeType && v.Mutability != ocpp201.MutabilityWriteOnly {
			r.AttributeStatus, r.AttributeValue = ocpp201.GetVariableStatusAccepted, new(v.Read())
		}
	}},
	{defects.GetTargetRejected, getStatus(ocpp201.GetVariableStatusNotSupportedAttributeType, ocpp201.GetVariableStatusRejected)},
	{defects.GetTargetNamesActual, func(r *ocpp201.GetVariableResult, _ *model.Variable) {
		if r.AttributeStatus == ocpp201.GetVariableStatusNotSupportedAttributeType {
			r.AttributeType = new(ocpp201.AttributeActual)
		}
	}},
}

func getStatus(right, wrong ocpp201.GetVariableStatus) func(*ocpp201.GetVariableResult, *model.Variable) {
	return func(r *ocpp201.GetVariableResult, _ *model.Variable) {
		if r.AttributeStatus == right {
			r.AttributeStatus = wrong
		}
	}
}

func sets(fw *station.Firmware, s defects.Set) {
	faults, right := defects.Wanted(s, setFaults), fw.Provisioning.Decide.Set
	fw.Provisioning.Decide.Set = func(q ocpp201.SetVariableData) ocpp201.SetVariableResult {
		v, _ := fw.Provisioning.Decide.Find(q.Component, q.Variable)
		asked := q.AttributeType
		target := asked != nil && *asked != ocpp201.AttributeActual && v != nil && v.Settable() && s.Has(defects.SetTargetAsActual)
		if target {
			q.AttributeType = nil
		}
		r := right(q)
		if target {
			r.AttributeType = asked
		}
		return defects.SpoiledByAll(s, r, faults, func(f setFault, r *ocpp201.SetVariableResult) { f.spoil(r, v) })
	}
}

// setFault is a defect of one result of SetVariables.
type setFault struct {
	defect defects.Defect
	spoil  func(r *ocpp201.SetVariableResult, v *model.Variable)
}

func (f setFault) Name() defects.Defect { return f.defect }

// setFaults are the defects that change one result of SetVariables. v is nil where the variable is unknown.
var setFaults = []setFault{
	{defects.SetUnknownComponentWrong, setStatus(ocpp201.SetVariableStatusUnknownComponent, ocpp201.SetVariableStatusUnknownVariable)},
	{defects.SetUnknownVariableWrong, setStatus(ocpp201.SetVariableStatusUnknownVariable, ocpp201.SetVariableStatusUnknownComponent)},
	{defects.SetUnknownRejected, unknownAs(ocpp201.SetVariableStatusRejected)},
	{defects.SetUnknownAccepted, unknownAs(ocpp201.SetVariableStatusAccepted)},
	{defects.SetUnknownForgetsNames, func(r *ocpp201.SetVariableResult, v *model.Variable) {
		if v == nil {
			r.Component, r.Variable = ocpp201.Component{}, ocpp201.Variable{}
		}
	}},
	{defects.SetTargetRejected, setStatus(ocpp201.SetVariableStatusNotSupportedAttributeType, ocpp201.SetVariableStatusRejected)},
	{defects.SetTargetNamesActual, func(r *ocpp201.SetVariableResult, _ *model.Variable) {
		if r.AttributeStatus == ocpp201.SetVariableStatusNotSupportedAttributeType {
			r.AttributeType = new(ocpp201.AttributeActual)
		}
	}},
	{defects.SetReadOnlyAccepted, refusedAs("ReadOnly", ocpp201.SetVariableStatusAccepted)},
	{defects.SetReadOnlyRebootRequired, refusedAs("ReadOnly", ocpp201.SetVariableStatusRebootRequired)},
	{defects.SetReadOnlyUnknown, refusedAs("ReadOnly", ocpp201.SetVariableStatusUnknownVariable)},
	{defects.SetDropsInstance, func(r *ocpp201.SetVariableResult, _ *model.Variable) { r.Variable.Instance = nil }},
	{defects.InvalidValueUnknown, refusedAs("InvalidValue", ocpp201.SetVariableStatusUnknownVariable)},
	{defects.InvalidValueReboot, refusedAs("InvalidValue", ocpp201.SetVariableStatusRebootRequired)},
	{defects.SetVariablesRebootRequired, setStatus(ocpp201.SetVariableStatusAccepted, ocpp201.SetVariableStatusRebootRequired)},
	{defects.SetVariablesWrongName, func(r *ocpp201.SetVariableResult, _ *model.Variable) {
		r.Component.Name, r.Variable.Name = r.Variable.Name, r.Component.Name
	}},
	{defects.SetVariablesDropsAttributeType, func(r *ocpp201.SetVariableResult, _ *model.Variable) { r.AttributeType = nil }},
}

func setStatus(right, wrong ocpp201.SetVariableStatus) func(*ocpp201.SetVariableResult, *model.Variable) {
	return func(r *ocpp201.SetVariableResult, _ *model.Variable) {
		if r.AttributeStatus == right {
			r.AttributeStatus = wrong
		}
	}
}

func unknownAs(wrong ocpp201.SetVariableStatus) func(*ocpp201.SetVariableResult, *model.Variable) {
	return func(r *ocpp201.SetVariableResult, v *model.Variable) {
		if v == nil {
			r.AttributeStatus = wrong
		}
	}
}

// refusedAs gives another status where the value was rejected with the reason code.
func refusedAs(code string, wrong ocpp201.SetVariableStatus) func(*ocpp201.SetVariableResult, *model.Variable) {
	return func(r *ocpp201.SetVariableResult, _ *model.Variable) {
		if r.AttributeStatusInfo != nil && r.AttributeStatusInfo.ReasonCode == code {
			r.AttributeStatus, r.AttributeStatusInfo = wrong, nil
		}
	}
}

func notApplied(fw *station.Firmware, s defects.Set) {
	right := fw.Provisioning.Decide.Apply
	fw.Provisioning.Decide.Apply = func(v *model.Variable, value string) bool {
		return s.Has(defects.SetVariablesNotApplied) || right(v, value)
	}
}

var (
	leadingDigits = regexp.MustCompile(`^[0-9]+`)
	fraction      = regexp.MustCompile(`\.[0-9]*$`)
)

// values are the faults of which values a variable takes.
func values(fw *station.Firmware, s defects.Set) {
	right := fw.Provisioning.Decide.Accept
	fw.Provisioning.Decide.Accept = func(v *model.Variable, value string) (string, error) {
		if s.Has(defects.EveryValueRejected) {
			return "", errors.New("no value is valid")
		}
		switch v.DataType {
		case ocpp201.DataInteger:
			value = carelessInteger(s, value)
			if _, err := strconv.Atoi(value); err != nil && s.Has(defects.AnyTextTaken) {
				return v.Value, nil // the firmware has to read it as a number: it answers as if it held the text
			}
		case ocpp201.DataBoolean:
			if n, err := strconv.ParseFloat(value, 64); err == nil && s.Has(defects.NumbersTakenAsBooleans) {
				value = strconv.FormatBool(n != 0)
			}
		case ocpp201.DataDateTime:
			if s.Has(defects.DatesNotChecked) {
				return value, nil
			}
		}
		return right(v, value)
	}
}

func carelessInteger(s defects.Set, value string) string {
	if digits := leadingDigits.FindString(value); digits != "" && s.Has(defects.LeadingDigitsTaken) {
		value = digits
	}
	if s.Has(defects.DecimalsTruncated) {
		value = fraction.ReplaceAllString(value, "")
	}
	if number, ok := map[string]string{"true": "1", "false": "0"}[value]; ok && s.Has(defects.BooleansTakenAsNumbers) {
		value = number
	}
	return value
}
