package provisioning

import (
	"errors"
	"regexp"
	"strconv"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/model"
)

// getFaults are the defects that change one result of GetVariables. v is nil where the variable is unknown.
var getFaults = []struct {
	defect defects.Defect
	spoil  func(r *ocpp201.GetVariableResult, v *model.Variable)
}{
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

// spoilRead is a result of GetVariables as this station gives it.
func (pr *Provisioning) spoilRead(r ocpp201.GetVariableResult, v *model.Variable) ocpp201.GetVariableResult {
	for _, fault := range getFaults {
		r = defects.Spoiled(pr.defects, r, fault.defect, func(r *ocpp201.GetVariableResult) { fault.spoil(r, v) })
	}
	if pr.product.Capabilities.NoReasons {
		r.AttributeStatusInfo = nil
	}
	return r
}

// setFaults are the defects that change one result of SetVariables. v is nil where the variable is unknown.
var setFaults = []struct {
	defect defects.Defect
	spoil  func(r *ocpp201.SetVariableResult, v *model.Variable)
}{
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

// spoilSet is a result of SetVariables as this station gives it.
func (pr *Provisioning) spoilSet(r ocpp201.SetVariableResult, v *model.Variable) ocpp201.SetVariableResult {
	for _, fault := range setFaults {
		r = defects.Spoiled(pr.defects, r, fault.defect, func(r *ocpp201.SetVariableResult) { fault.spoil(r, v) })
	}
	if pr.product.Capabilities.NoReasons {
		r.AttributeStatusInfo = nil
	}
	return r
}

var (
	leadingDigits = regexp.MustCompile(`^[0-9]+`)
	fraction      = regexp.MustCompile(`\.[0-9]*$`)
)

// accept is the value that a variable takes, which differs from the one asked for only by a defect, or why it takes none.
func (pr *Provisioning) accept(v *model.Variable, value string) (string, error) {
	has := pr.defects.Has
	if has(defects.EveryValueRejected) {
		return "", errors.New("no value is valid")
	}
	switch v.DataType {
	case ocpp201.DataInteger:
		value = pr.carelessInteger(value)
		if _, err := strconv.Atoi(value); err != nil && has(defects.AnyTextTaken) {
			return v.Value, nil // the firmware has to read it as a number: it answers as if it held the text
		}
	case ocpp201.DataBoolean:
		if n, err := strconv.ParseFloat(value, 64); err == nil && has(defects.NumbersTakenAsBooleans) {
			value = strconv.FormatBool(n != 0)
		}
	case ocpp201.DataDateTime:
		if has(defects.DatesNotChecked) {
			return value, nil
		}
	}
	return value, v.Validate(value)
}

func (pr *Provisioning) carelessInteger(value string) string {
	if digits := leadingDigits.FindString(value); digits != "" && pr.defects.Has(defects.LeadingDigitsTaken) {
		value = digits
	}
	if pr.defects.Has(defects.DecimalsTruncated) {
		value = fraction.ReplaceAllString(value, "")
	}
	if number, ok := map[string]string{"true": "1", "false": "0"}[value]; ok && pr.defects.Has(defects.BooleansTakenAsNumbers) {
		value = number
	}
	return value
}
